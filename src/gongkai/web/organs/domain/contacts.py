"""How to reach a unit's 政府信息公开工作机构, and who has which part in its disclosure work (条例第4、12条).

A change closes the row that held and opens another, so that a 指南 of any day can be told; what was entered on the same day
is put right in place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import eve
from gongkai.web.organs.models import OfficeContact, Officer, Unit

CONTACT = ("office", "address", "postcode", "hours", "telephone", "fax", "email", "website")
OFFICER = ("name", "post", "title", "full_time")


def set_contact(actor: Any, unit: Unit, *, since: date, seen: int | None, **values: Any) -> OfficeContact:
    """Say how the unit is reached from a day on.

    Args:
        seen: the id of the contact that the actor saw as the present one; None where there was none.
        values: any of `CONTACT`.

    Raises:
        Refused: the actor may not describe the unit.
        ValidationError: a value is wrong, the day lies before the present contact's, or somebody else was first.
    """
    require(actor, "describe", unit)
    with transaction.atomic():
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        current = OfficeContact.objects.filter(unit=unit, until=None).first()
        if (current.pk if current else None) != seen:
            raise ValidationError("您打开之后，工作机构信息已被他人修改，请刷新页面，对照后重新提交。")
        before = {} if current is None else {name: getattr(current, name) for name in CONTACT}
        row = _next(current, OfficeContact(unit=unit, since=since), since, values)
        changed = [name for name in CONTACT if getattr(row, name) != before.get(name, "")]
        eventlog.record("unit.contact_set", unit, actor=actor, unit=unit,
                        before={name: before[name] for name in changed if before.get(name)},
                        after={**{name: getattr(row, name) for name in changed}, "since": str(since)})
        return row


def add_officer(actor: Any, unit: Unit, *, since: date, **values: Any) -> Officer:
    """Enter somebody's part in the unit's disclosure work.

    Raises:
        Refused, ValidationError.
    """
    row = Officer(unit=unit, since=since, **values)
    require(actor, "describe", row)
    with transaction.atomic():
        row.full_clean()
        row.save()
        eventlog.record("unit.officer_added", unit, actor=actor, unit=unit,
                        after={"name": row.name, "post": row.get_post_display(), "since": str(since)})
        return row


def change_officer(actor: Any, row: Officer, *, since: date, **values: Any) -> Officer:
    """Change somebody's part from a day on.

    Raises:
        Refused; ValidationError: the row has been closed, or the day lies before its own.
    """
    require(actor, "describe", row)
    with transaction.atomic():
        current = _open(row)
        before = str(current)
        new = _next(current, Officer(unit=current.unit, since=since, **{name: getattr(current, name) for name in OFFICER}),
                    since, values)
        eventlog.record("unit.officer_changed", current.unit, actor=actor, unit=current.unit, before={"officer": before},
                        after={"officer": str(new), "since": str(since)})
        return new


def end_officer(actor: Any, row: Officer, *, until: date) -> Officer:
    """Say on which day somebody had the part for the last time.

    Raises:
        Refused; ValidationError: the row has been closed, or the day lies before its first.
    """
    require(actor, "describe", row)
    with transaction.atomic():
        current = _open(row)
        if current.since and until < current.since:
            raise ValidationError(f"{current.name}自{current.since}起任职，最后一天不能早于这一天。")
        current.until = until
        current.save()
        eventlog.record("unit.officer_ended", current.unit, actor=actor, unit=current.unit, before={"officer": str(current)},
                        after={"until": str(until)})
        return current


def _open(row: Officer) -> Officer:
    current = Officer.objects.select_for_update().select_related("unit").get(pk=row.pk)
    if current.until is not None:
        raise ValidationError(f"{current.name}的任职已于{current.until}结束，请刷新页面后查看。")
    return current


def _next(current: Any, new: Any, since: date, values: dict[str, Any]) -> Any:
    """The row that holds from `since` on: the present one where it began that day, else a new one behind it."""
    if current is not None and current.since and since < current.since:
        raise ValidationError(f"现有信息自{current.since}起有效，起始日期不能早于这一天。")
    row = current if current is not None and current.since == since else new
    former = type(current).objects.get(pk=current.pk) if current is not None else None
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(validate_constraints=False)
    if former is not None and row is new:
        former.until = eve(since)
        former.save()
    row.save()
    return row
