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
from gongkai.web.applications.domain.folding import Entry, counts_when_posted
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
            yield Told(Kind.POSTED if counts_when_posted(way, answered) else Kind.SERVED, answered, {"way": way, "answer": answer})


_HANGS_ON = {"correction_until": "correction_asked_on", "third_party": "third_party_asked_on", "agency": "agency_asked_on", "extended_days": "extended_on",
             "fee_amount": "fee_notified_on", "way": "answered_on"}
"""Cells that mean nothing without the day of what they tell of."""
_ENDS = (Kind.POSTED, Kind.SERVED, Kind.NOT_CORRECTED, Kind.FEE_UNPAID, Kind.WITHDRAWN)


def check(actor: Any, unit: Unit, rows: list[dict[str, Any]], labels: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """What the law's clock, the table of steps and the cases that are known say against the rows: (row, column's key, sentence).

    Args:
        labels: the columns' heads, by key.
    """
    known = {case.external_id: case for case in Case.objects.filter(unit=unit, external_id__in=[row["external_id"] for row in rows]).select_related(
        "unit", "body", "handler").prefetch_related("events__party", "parties")}
    for row in rows:
        if row.get("faulty"):
            continue
        fault = _of_row(unit, row, labels) or _of_case(known.get(row["external_id"]), row, labels)
        if fault is None:
            try:
                case = known.get(row["external_id"]) or Case(unit=unit, body=unit, channel=row["channel"], submitted_on=row["submitted_on"])
                standing.told(case, _entries(case, row))
            except ValidationError as error:
                fault = "", "；".join(error.messages).rstrip("。")
        if fault is not None:
            yield row["row"], *fault


def _of_row(unit: Unit, row: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, str] | None:
    """What a row says against itself: nothing that stands in it is left out silently."""
    if bool(row["answer"]) != bool(row["answered_on"]):
        return "answered_on", "答复类型和答复日期应当同时填写，或者同时空着"
    for key, day in _HANGS_ON.items():
        if row.get(key) not in (None, "") and not row.get(day):
            return key, f"填写了“{labels[key]}”，没有填写“{labels[day]}”，请补上，或者把“{labels[key]}”空着"
    if row["received_on"] is None:
        told = next((key for key in row if key.endswith("_on") and key != "submitted_on" and row[key]), None)
        if told:
            return "received_on", f"填写了“{labels[told]}”，没有填写“{labels['received_on']}”，请补上收到申请之日"
        return None
    late = next((told for told in events_in(row) if told.day > days.today()), None)
    if late is not None:
        return "", f"“{late.kind.label}”的日期 {late.day} 晚于今天"
    if row.get("body") and _body(unit, row["body"]) is None:
        return "body", f"{unit}不代“{row['body']}”受理申请，应为：{'、'.join(body.name for body in opening.bodies_of(unit))}"
    return None


def _of_case(case: Case | None, row: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, str] | None:
    """What a row says otherwise than the case that is known by its number: the sheet adds, it does not correct."""
    if case is None:
        return None
    body = _body(case.unit, row["body"]) if row.get("body") else None
    held = {"submitted_on": case.submitted_on, "channel": case.channel, "applicant_kind": case.applicant_kind, "body": case.body}
    for key, value in held.items():
        given = body if key == "body" else row[key]
        if given and given != value:
            return key, f"编号“{row['external_id']}”已经录入，其“{labels[key]}”与表中不一致，请核对；录入有误的，请在该申请的页面更正"
    gone = {event.reverses_id for event in case.events.all()}
    live = [event for event in case.events.all() if event.pk not in gone]
    for told in events_in(row):
        on = sorted(event.day for event in live if event.kind == told.kind)
        if told.kind in _ENDS:
            ends = {(str(event.details.get("answer", "")) or event.kind, event.day) for event in live if event.kind in _ENDS}
            if case.answer and (row["answer"], told.day) not in ends:
                return "answered_on", f"编号“{row['external_id']}”已于 {case.answered_on} 办结，答复类型或者日期与表中不一致，请核对；录入有误的，请在该申请的页面冲销后重新登记"
        elif on and told.kind is not Kind.REGISTERED and told.day not in on:
            return "", f"编号“{row['external_id']}”已登记“{told.kind.label}”，日期为 {on[0]}，表中为 {told.day}，请核对；录入有误的，请在该申请的页面冲销后重新登记"
    return None


def _body(unit: Unit, name: str) -> Unit | None:
    """The body applied to, by its name, of those for which a unit answers."""
    return next((body for body in opening.bodies_of(unit) if name in (body.name, body.short_name) or (name == "本机关" and body == unit)), None)


def _entries(case: Case, row: Mapping[str, Any]) -> list[Entry]:
    """The events of a case as they would be with those that a row adds."""
    made = [standing.entry_of(event) for event in case.events.all()] if case.pk else [Entry(1, Kind.SUBMITTED, row["submitted_on"])]
    gone = {entry.reverses for entry in made}
    known = {(entry.kind, entry.day) for entry in made if entry.id not in gone}
    registered = any(kind == Kind.REGISTERED for kind, _ in known)
    parties = {party.role: party.pk for party in sorted(case.parties.all(), key=lambda party: -party.number)} if case.pk else {}
    for told in events_in(row):
        if (told.kind, told.day) not in known and not (told.kind is Kind.REGISTERED and registered):
            made.append(Entry(max(entry.id for entry in made) + 1, told.kind, told.day, parties.get(told.party, 1) if told.party else None,
                              told.party.label if told.party else "", details={
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
    case, _ = opening.open_case(actor, unit, body=_body(unit, row.get("body") or "") or unit, channel=row["channel"], submitted_on=row["submitted_on"], applicant_kind=row["applicant_kind"],
                                applicant=applicant, application={"content": row["content"] or row["title"]}, origin=Origin.IMPORTED,
                                external_id=row["external_id"])
    _more(actor, case, row)
    return case


def _more(actor: Any, case: Case, row: Mapping[str, Any]) -> int:
    """Enter the events that a case lacks."""
    known = set(case.events.filter(reversed_by=None).exclude(kind=Kind.REVERSED).values_list("kind", "day"))
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
