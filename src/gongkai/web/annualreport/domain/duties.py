"""应报名单: which units must report for a year, which need not and why. The office above keeps the list for its area."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from gongkai.web.annualreport.models import ReportDuty
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.queries import units_on
from gongkai.web.organs.models import Unit


def areas_of(person: Any, action: str = "view") -> QuerySet[Unit]:
    """The units for whose areas a person keeps or reads the lists: those in which they hold 主管部门, the highest first."""
    roles = ReportDuty.gate.actions[action]
    return Unit.objects.filter(pk__in=[grant.unit_id for grant in person.grants if grant.role in roles]).order_by("place")


@transaction.atomic
def propose(actor: Any, unit: Unit, year: int) -> list[ReportDuty]:
    """Put on the list what units stood below the office's unit at the end of the year and are not on it yet.

    Returns:
        The rows that are new.

    Raises:
        Refused: the actor keeps no list in that unit.
    """
    require(actor, "edit", ReportDuty(unit=unit, year=year))
    known = ReportDuty.objects.filter(unit=unit, year=year).values("reporter")
    standing = units_on(days.last_of(year), unit.subtree().exclude(pk=unit.pk)).exclude(pk__in=known).order_by("place")
    made = ReportDuty.objects.bulk_create(ReportDuty(unit=unit, year=year, reporter=reporter) for reporter in standing)
    if made:
        eventlog.record("report.duties_proposed", unit, actor=actor, unit=unit, after={"year": year, "added": [row.reporter.name for row in made]})
    return made


@transaction.atomic
def add(actor: Any, unit: Unit, year: int, reporter: Unit) -> ReportDuty:
    """Put one unit on the list, for example one that was abolished during the year and still reports.

    Raises:
        Refused: the actor keeps no list in that unit.
        ValidationError: the unit is not below the office's, or on the list already.
    """
    row = ReportDuty(unit=unit, year=year, reporter=reporter)
    require(actor, "edit", row)
    if not reporter.path.startswith(unit.path) or reporter.pk == unit.pk:
        raise ValidationError({"reporter": f"{reporter.name}不是{unit.name}的下级单位，不能列入应报名单。"})
    row.full_clean()
    row.save()
    eventlog.record("report.duty_changed", row, actor=actor, unit=unit, after={"added": reporter.name})
    return row


@transaction.atomic
def set_exempt(actor: Any, duty: ReportDuty, version: int, exempt: bool, reason: str = "") -> ReportDuty:
    """Say that a unit need not report for the year, and why; or that it must again.

    Args:
        version: the number of the row that the actor saw.

    Raises:
        Refused: the actor keeps no list in that unit.
        ValidationError: no reason.
        Conflict: somebody else changed it first.
    """
    require(actor, "edit", duty)
    reason = reason.strip()
    if exempt and not reason:
        raise ValidationError({"reason": "免报的，请写明理由，例如：当年撤销，由某某局合并报告。"})
    if len(reason) > 300:
        raise ValidationError({"reason": f"理由有{len(reason)}个字，最多300个字，请精简。"})
    before = {"exempt": duty.exempt, "reason": duty.reason}
    duty.save_over(version, exempt=exempt, reason=reason if exempt else "")
    eventlog.record("report.duty_changed", duty, actor=actor, unit=duty.unit, before=before, after={"exempt": exempt, "reason": duty.reason}, note=reason)
    return duty
