"""A year's 台账 comes in: one row a case, with the days of what happened; each row becomes the events of its case.

Offices start in the middle of a year, so that open cases and those carried over from last year come in with their history. A 台账 may
come in again later, longer: a case that is known by its number only gets the events it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.applications.domain import entering, opening, standing, vault
from gongkai.web.applications.domain.folding import Entry
from gongkai.web.applications.enums import Kind, Origin, PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit


@dataclass(frozen=True, slots=True)
class Told:
    """One event that a row tells of."""

    kind: Kind
    day: date
    details: Mapping[str, Any] = field(default_factory=dict)
    party: PartyRole | None = None


def events_in(row: Mapping[str, Any]) -> Iterator[Told]:
    """The events of a row, in the order of a case."""
    received = row["received_on"]
    if received is None:
        return
    yield Told(Kind.RECEIVED, received)
    yield Told(Kind.REGISTERED, received)
    if row["correction_asked_on"]:
        yield Told(Kind.CORRECTION_ASKED, row["correction_asked_on"], {"until": row["correction_until"]} if row["correction_until"] else {})
    if row["correction_received_on"]:
        yield Told(Kind.CORRECTION_RECEIVED, row["correction_received_on"])
    for name, role in (("third_party", PartyRole.THIRD_PARTY), ("agency", PartyRole.AGENCY)):
        for step in ("asked", "received", "answered"):
            if day := row.get(f"{name}_{step}_on"):
                yield Told(Kind(f"{name}_{step}"), day, {"way": "post"} if step == "asked" else {}, role)
    if row["extended_on"]:
        yield Told(Kind.EXTENDED, row["extended_on"], {"days": row["extended_days"] or 20})
    if row["fee_notified_on"]:
        yield Told(Kind.FEE_NOTIFIED, row["fee_notified_on"], {"amount": row["fee_amount"] or "0"})
    if row["fee_paid_on"]:
        yield Told(Kind.FEE_PAID, row["fee_paid_on"], {"amount": row["fee_amount"] or "0"})
    answer, answered = row["answer"], row["answered_on"]
    if answer and answered:
        if answer in (Kind.NOT_CORRECTED, Kind.FEE_UNPAID, Kind.WITHDRAWN):
            yield Told(Kind(answer), answered)
        else:
            way = row["way"] or "post"
            yield Told(Kind.POSTED if way in ("post", "courier") else Kind.SERVED, answered, {"way": way, "answer": answer})


def check(actor: Any, unit: Unit, rows: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """What the law's clock and the table of steps say against the rows: (row, column's key, sentence)."""
    today = days.today()
    known = dict(Case.objects.filter(unit=unit, external_id__in=[row["external_id"] for row in rows]).values_list("external_id", "submitted_on"))
    for row in rows:
        if row.get("faulty"):
            continue
        if bool(row["answer"]) != bool(row["answered_on"]):
            yield row["row"], "answered_on", "答复类型和答复日期应当同时填写，或者同时空着"
            continue
        late = next((told for told in events_in(row) if told.day > today), None)
        if late is not None:
            yield row["row"], "", f"“{late.kind.label}”的日期 {late.day} 晚于今天"
            continue
        if row["external_id"] in known and known[row["external_id"]] != row["submitted_on"]:
            yield row["row"], "submitted_on", f"编号“{row['external_id']}”已经录入，提交日期为 {known[row['external_id']]}，与表中不一致"
            continue
        try:
            standing.told(Case(unit=unit, body=unit, channel=row["channel"], submitted_on=row["submitted_on"]), _entries(row))
        except ValidationError as error:
            yield row["row"], "", "；".join(error.messages).rstrip("。")


def _entries(row: Mapping[str, Any]) -> list[Entry]:
    made = [Entry(1, Kind.SUBMITTED, row["submitted_on"])]
    for told in events_in(row):
        made.append(Entry(len(made) + 1, told.kind, told.day, 1 if told.party else None, told.party.label if told.party else "", details={
            key: value.isoformat() if isinstance(value, date) else value for key, value in told.details.items()}))
    return made


@transaction.atomic
def apply(actor: Any, unit: Unit, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Make the cases, all of them or none.

    Returns:
        What was done, label → number.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: a row that `check` would refuse.
    """
    require(actor, "add", Case(unit=unit, body=unit))
    done = {"新录入": 0, "补充记录": 0, "没有变化": 0}
    for row in rows:
        case = Case.objects.filter(unit=unit, external_id=row["external_id"]).first()
        if case is None:
            _new(actor, unit, row)
            done["新录入"] += 1
        else:
            done["补充记录" if _more(actor, case, row) else "没有变化"] += 1
    return {label: number for label, number in done.items() if number}


def _new(actor: Any, unit: Unit, row: Mapping[str, Any]) -> Case:
    applicant = {"name": row["name"], "telephone": row["telephone"], "address": row["address"],
                 "id_number" if row["applicant_kind"] == "person" else "organisation_code": row["id_number"]}
    body = next((one for one in opening.bodies_of(unit) if one.pk == row.get("body")), unit)
    case, _ = opening.open_case(actor, unit, body=body, channel=row["channel"], submitted_on=row["submitted_on"], applicant_kind=row["applicant_kind"],
                                applicant=applicant, application={"content": row["content"] or row["title"]}, origin=Origin.IMPORTED,
                                external_id=row["external_id"])
    _more(actor, case, row)
    return case


def _more(actor: Any, case: Case, row: Mapping[str, Any]) -> int:
    """Enter the events that a case lacks."""
    known = set(case.events.filter(reversed_by=None).values_list("kind", "day"))
    count = 0
    for told in events_in(row):
        if (told.kind, told.day) in known:
            continue
        party = _party(case, told.party, row) if told.party else None
        if told.kind is Kind.REGISTERED:
            if not case.number:
                opening.register(actor, case, told.day, row["title"], row["external_id"])
                count += 1
            continue
        words = dict.fromkeys(("reason", "opinion"), "台账导入")
        entering.enter(actor, case, told.kind, told.day, details=told.details, words=words, party=party, by_site=True)
        count += 1
    return count


def _party(case: Case, role: PartyRole, row: Mapping[str, Any]) -> Any:
    found = case.parties.filter(role=role).first()
    if found is None:
        name = row.get("third_party" if role == PartyRole.THIRD_PARTY else "agency") or role.label
        found = vault.add_party(case, role, {"name": name})
    return found
