"""Notices of holidays entered on screen: open cases are recomputed at once, and whose day moved is told.

    元旦 2027-01-01至2027-01-03 上班 2027-01-09
    壮族三月三 2027-04-08至2027-04-09
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engine import entered
from gongkai.engine.calendarfile import Notice
from gongkai.engine.days import parse_day
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import reminding, standing
from gongkai.web.applications.enums import OPEN
from gongkai.web.applications.models import Case, HolidayNotice
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit

Moved = list[tuple[Case, date | None, date | None]]
_LINE = re.compile(r"(?P<name>\S+?)[\s：:]+(?P<rest>.+)")


def read(text: str, title: str, covers: int | None, document: str, issued: date) -> Notice:
    """A notice from its lines, one holiday a line: its name, its days off, and after 上班 the weekend days that become working days.

    Raises:
        ValidationError: a sentence that names the line.
    """
    holidays = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValidationError({"text": f"第{number}行“{line[:30]}”应写成“节日名称 起始日期至截止日期”，需要调休上班的再写“上班 日期”。"})
        off, _, work = found["rest"].partition("上班")
        try:
            holidays.append((found["name"], _days(off), _days(work)))
        except GongkaiError as error:
            raise ValidationError({"text": f"第{number}行：{error}"}) from None
    try:
        return entered.notice(title, covers, holidays, document or None, issued)
    except GongkaiError as error:
        raise ValidationError({"text": str(error)}) from None


def _days(text: str) -> list[date]:
    found: list[date] = []
    for part in filter(None, re.split(r"[\s、,，;；]+", re.sub(r"\s*(至|—|~|到)\s*", "至", text.strip()))):
        first, _, last = part.partition("至")
        found += entered.span(parse_day(first, "放假日期"), parse_day(last, "放假日期") if last else None)
    return found


@transaction.atomic
def enter(actor: Any, unit: Unit, title: str, document: str, issued_on: date, text: str, settles: int | None) -> tuple[HolidayNotice, Moved]:
    """Enter a notice for a unit and all below it.

    Returns:
        The notice, and the open cases whose due day moved, each with the day before and now; their clerks are told.

    Raises:
        Refused: the actor does not keep the unit's calendar.
        ValidationError: the lines are no notice of holidays, or it is there already.
    """
    row = HolidayNotice(unit=unit, title=title.strip(), document=document.strip(), issued_on=issued_on, settles=settles, made_by=actor)
    require(actor, "edit", row)
    if not document.strip():
        raise ValidationError({"document": "请填写通知的文号或者依据。"})
    made = read(text, title, settles, document.strip(), issued_on)
    if HolidayNotice.objects.filter(unit=unit, document=row.document, settles=settles, ended_at=None).exists():
        raise ValidationError({"document": f"“{row.document}”已经录入，如有错误请先停用原来的一条再重新录入。"})
    row.off = {day.isoformat(): name for day, (works, name) in sorted(made.days.items()) if not works}
    row.work = {day.isoformat(): name for day, (works, name) in sorted(made.days.items()) if works}
    row.save()
    moved = recompute(unit)
    eventlog.record("calendar.entered", row, actor=actor, unit=unit, after={"days": len(made.days), "moved": len(moved)})
    return row, moved


@transaction.atomic
def end(actor: Any, row: HolidayNotice, reason: str) -> Moved:
    """Take a notice out of force, because it was wrong or a release has brought it.

    Raises:
        Refused: the actor does not keep the unit's calendar.
        ValidationError: no reason, or it was ended before.
    """
    require(actor, "edit", row)
    if not reason.strip():
        raise ValidationError({"reason": "请写明停用的理由。"})
    if not HolidayNotice.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now()):
        raise ValidationError("该放假安排已经停用。")
    moved = recompute(row.unit)
    eventlog.record("calendar.ended", row, actor=actor, unit=row.unit, note=reason.strip(), after={"moved": len(moved)})
    return moved


def recompute(unit: Unit) -> Moved:
    """Ask the clock anew for all open cases of a unit and of those below it, and tell whose day moved."""
    moved = standing.recompute(Case.objects.filter(unit__path__startswith=unit.path, stage__in=OPEN))
    reminding.tell_moved(moved)
    return moved
