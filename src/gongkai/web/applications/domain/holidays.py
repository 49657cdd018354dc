"""Notices of holidays entered on screen: open cases are recomputed at once, and whose day moved is told.

A yearly notice of the State Council is pasted whole; a region's holidays, and changes of single days, are written one a line
(engine.noticetext reads both).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.engine import noticetext
from gongkai.engine.calendarfile import Notice
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import complaints, disputing, reminding, standing
from gongkai.web.applications.enums import OPEN
from gongkai.web.applications.models import Case, Complaint, Dispute, HolidayNotice
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit

Moved = list[tuple[Case, date | None, date | None]]


def read(text: str, title: str = "", covers: int | None = None, document: str = "", issued: date | None = None) -> Notice:
    """A notice from its text. What a yearly notice says of itself (its title, number, day, year) need not be given, and may not be
    given otherwise.

    Raises:
        ValidationError: a sentence, by field.
    """
    try:
        if not noticetext.is_yearly(text):
            return noticetext.read_lines(text, title, covers, document or None, issued)
        found = noticetext.read_notice(text)
    except GongkaiError as error:
        raise ValidationError({"text": str(error)}) from None
    for name, given, told, label in (("settles", covers, found.covers, "年份"), ("document", document, found.number, "文号"), ("issued_on", issued, found.date, "发布日期")):
        if given and told and given != told:
            raise ValidationError({name: f"所填的{label}“{given}”与通知全文中的“{told}”不一致，请核对，或者不填。"})
    return Notice(title.strip() or found.title, document or found.number, issued or found.date, found.covers, found.days)


@transaction.atomic
def enter(actor: Any, unit: Unit, title: str, document: str, issued_on: date | None, text: str, settles: int | None) -> tuple[HolidayNotice, Moved]:
    """Enter a notice for a unit and all below it.

    Args:
        title, document, issued_on, settles: "" or None where the pasted notice says so itself.

    Returns:
        The notice, and the open cases whose due day moved, each with the day before and now; their clerks are told.

    Raises:
        Refused: the actor does not keep the unit's calendar.
        ValidationError: the lines are no notice of holidays, or it is there already.
    """
    require(actor, "edit", HolidayNotice(unit=unit))
    made = read(text, title, settles, document.strip(), issued_on)
    missing = {"title": made.title, "document": made.number, "issued_on": made.date}
    told = {"title": "请填写名称。", "document": "请填写通知的文号或者依据。", "issued_on": "请填写发布日期。"}
    if errors := {name: told[name] for name, value in missing.items() if not value}:
        raise ValidationError(errors)
    assert made.number and made.date
    row = HolidayNotice(unit=unit, title=made.title[:100], document=made.number, issued_on=made.date, settles=made.covers, made_by=actor)
    if HolidayNotice.objects.filter(unit=unit, document=row.document, settles=row.settles, ended_at=None).exists():
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
    """Ask the clock anew for all open cases, disputes and complaints of a unit and of those below it, and tell whose day moved.

    Returns:
        The cases whose day moved.
    """
    moved = standing.recompute(Case.objects.filter(unit__path__startswith=unit.path, stage__in=OPEN))
    reminding.tell_moved(moved)
    disputing.recompute(Dispute.objects.filter(unit__path__startswith=unit.path))
    complaints.recompute(Complaint.objects.filter(unit__path__startswith=unit.path))
    return moved


def look_again() -> int:
    """Once a day all that is open is asked for anew: a release may have brought a notice of holidays, or other figures of the law.

    Returns:
        How many due days moved.
    """
    moved = standing.recompute(Case.objects.filter(stage__in=OPEN))
    reminding.tell_moved(moved)
    return len(moved) + disputing.recompute(Dispute.objects.all()) + complaints.recompute(Complaint.objects.all())
