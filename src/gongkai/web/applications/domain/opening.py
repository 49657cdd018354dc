"""A new case, from whatever way it came: the portal, a clerk's hands, a 台账, a split."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from gongkai.engine import receipt
from gongkai.web.applications.domain import entering, vault
from gongkai.web.applications.enums import Kind, Matter, Origin, PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.common import days, eventlog, sealing
from gongkai.web.common.gate import require
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

Row = TypeVar("Row", bound=models.Model)

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of query codes: nothing that is mistaken for another character when read out."""
CODE_LENGTH = 10


@transaction.atomic
def open_case(
    actor: Any, unit: Unit, *, channel: str, submitted_on: date, applicant_kind: str, applicant: Mapping[str, str],
    application: Mapping[str, Any], body: Unit | None = None, agent: Mapping[str, str] | None = None, origin: Origin | str = Origin.STAFF,
    supply_form: str = "", supply_way: str = "", external_id: str = "", parent: Case | None = None,
    matter: Matter | str = Matter.ACCESS,
) -> tuple[Case, str]:
    """Take an application in; nothing of it is received in the sense of Art. 31 unless the channel makes it so (当面提交).

    Args:
        actor: the clerk; None where the applicant sends it on the portal.
        unit: the 工作机构 that will answer.
        body: the body applied to, which counts the case; `unit` itself, or the government whose office it is.
        applicant_kind: a column of table 3 (person, enterprise, research, welfare, legal, other).
        applicant, agent: fields of `vault.PARTY_FIELDS`; checked by the caller.
        application: ``content``, ``features``, ``purpose``, ``note``; ``evidence``, of a record that is to be put right.
        matter: information is asked for, or a record of oneself is to be put right (条例第四十一条); that of the whole, for a part.

    Returns:
        The case, and the applicant's query code; it is kept as a digest, and sealed with the application.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: another day than a past one, a body for which the unit does not answer, an unknown channel.
    """
    case = Case(unit=unit, body=body or unit, channel=channel, submitted_on=submitted_on, applicant_kind=applicant_kind, origin=origin,
                supply_form=supply_form, supply_way=supply_way, external_id=external_id, parent=parent, matter=parent.matter if parent else matter,
                created_by=actor if getattr(actor, "is_person", False) else None)
    if origin != Origin.PORTAL:
        require(actor, "add", case)
    if submitted_on > days.today():
        raise ValidationError({"submitted_on": f"提交日期{submitted_on:%Y-%m-%d}晚于今天，请核对。"})
    if case.body not in bodies_of(unit):
        raise ValidationError({"body": f"{unit}不能代{case.body}受理申请，请核对被申请机关。"})
    way = receipt.channel(channel, submitted_on)
    code = new_code()
    _save(case, code)
    vault.new_case_key(case)
    Case.objects.filter(pk=case.pk).update(sealed=vault.seal(case, {**application, "code": code}, "application"))
    case.refresh_from_db(fields=["sealed"])
    vault.add_party(case, PartyRole.APPLICANT, applicant, kind=applicant_kind)
    if agent and any(str(value).strip() for value in agent.values()):
        vault.add_party(case, PartyRole.AGENT, agent)
    eventlog.record("case.opened", case, actor=actor, unit=unit, after={"origin": str(origin), "channel": channel})
    entering.enter(actor, case, Kind.SUBMITTED, submitted_on, by_site=True)
    if way.immediate and origin not in (Origin.IMPORTED, Origin.SPLIT):
        entering.enter(actor, case, Kind.RECEIVED, submitted_on, by_site=True)
    return case, code


def bodies_of(unit: Unit) -> list[Unit]:
    """The bodies for which a unit answers: itself; a government's office also for that government (条例第四条)."""
    found = [unit]
    if unit.kind == UnitKind.OFFICE and unit.parent is not None and unit.parent.kind == UnitKind.GOVERNMENT:
        found.append(unit.parent)
    return found


def office_for(body: Unit) -> Unit:
    """The unit that answers for a body: a government's office where it has one, else the body itself."""
    if body.kind == UnitKind.GOVERNMENT:
        today = days.today()
        office = next((unit for unit in body.children.filter(kind=UnitKind.OFFICE) if unit.exists_on(today)), None)
        return office or body
    return body


def new_code() -> str:
    """A query code: with its receipt it opens one case, and nothing less does (50 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def find(receipt_number: str, code: str) -> Case | None:
    """The case that a receipt's number and its query code open together; None tells nothing about which of them was wrong."""
    return opened(Case, receipt_number, code)


def opened(model: type[Row], receipt_number: str, code: str) -> Row | None:
    """The row of a model with ``receipt`` and ``code_index`` that a number and a query code open together."""
    number = "".join(receipt_number.split()).upper()
    wanted = sealing.indexes("query_code", f"{number} {''.join(code.split()).upper()}")
    found: Row | None = model._default_manager.filter(receipt=number, code_index__in=wanted).first()
    return found


def number_and_save(row: Any, front: str, code: str) -> None:
    """Save a new row with a receipt number that nobody has: `front`, the day, and six characters that cannot be counted up.

    Raises:
        IntegrityError: another column of it is taken.
    """
    for _ in range(20):
        row.receipt = f"{front}{days.today():%Y%m%d}-{''.join(secrets.choice(ALPHABET) for _ in range(6))}"
        row.code_index = vault.code_index(row.receipt, code)
        try:
            with transaction.atomic():
                row.save()
            return
        except IntegrityError:
            if not type(row)._default_manager.filter(receipt=row.receipt).exists():
                raise
    raise RuntimeError("no free receipt number")


def _save(case: Case, code: str) -> None:
    case.sealed = b""
    try:
        number_and_save(case, "", code)
    except IntegrityError:
        raise ValidationError({"external_id": f"台账编号“{case.external_id}”已经录入，请勿重复。"}) from None


@transaction.atomic
def register(actor: Any, case: Case, day: date, title: str, number: str = "") -> Case:
    """登记: the case gets its number and what it is about.

    Args:
        title: what is sought, in words that name nobody.
        number: the office's own; unless given, that which the case had before its registration was reversed, or the next of the unit's year.

    Raises:
        Refused, ValidationError: as `entering.enter`; the number is taken.
    """
    from gongkai.web.applications.domain import numbering, proposing

    entering.enter(actor, case, Kind.REGISTERED, day, details={"title": title})
    number = number.strip() or case.number or numbering.next_case_number(case.unit, day.year)
    if Case.objects.filter(unit=case.unit, number=number).exclude(pk=case.pk).exists():
        raise ValidationError({"number": f"登记编号“{number}”已被使用，请换一个。"})
    Case.objects.filter(pk=case.pk).update(number=number, title=title.strip()[:100])
    case.number, case.title = number, title.strip()[:100]
    proposing.later(case.pk)
    return case
