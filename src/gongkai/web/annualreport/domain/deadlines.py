"""By when a report is handed in and published: the law's day, and the earlier one that the office above has set for its area.

The law names a day for departments and for governments, none for towns and street offices (条例第四十九条, law/parameters).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine.days import chinese
from gongkai.report.checking.units import legal_day
from gongkai.web.annualreport.enums import Group, Scope
from gongkai.web.annualreport.models import ReportDeadline
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

PARAMETERS: dict[str, str | None] = {Group.DEPARTMENTS: "report_departments", Group.GOVERNMENTS: "report_governments", Group.TOWNS: None}
"""For each group the parameter of the law that holds its day."""
_GROUPS = {UnitKind.GOVERNMENT: Group.GOVERNMENTS, UnitKind.OFFICE: Group.GOVERNMENTS, UnitKind.TOWN: Group.TOWNS, UnitKind.SUBDISTRICT: Group.TOWNS}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one report.

    Attributes:
        publish_by: the last day to publish: the law's or the office's, the earlier; None where neither sets one.
        legal: the law's own day.
        set_by: what the office above has set; None where it has not.
    """

    group: Group
    hand_in_by: date | None
    publish_by: date | None
    legal: date | None
    basis: str
    set_by: ReportDeadline | None

    def late_to_publish(self, day: date) -> bool:
        """Whether publishing on a day is late."""
        return self.publish_by is not None and day > self.publish_by

    def late_to_hand_in(self, day: date) -> bool:
        """Whether handing in on a day is late."""
        return self.hand_in_by is not None and day > self.hand_in_by


def group_of(unit: Unit, scope: str = Scope.OWN) -> Group:
    """For which days a unit's report is counted. A government's office may report for its government: the later day, as in the checks."""
    return Group.GOVERNMENTS if scope == Scope.AREA else _GROUPS.get(UnitKind(unit.kind), Group.DEPARTMENTS)


def legal(group: str, year: int) -> tuple[date | None, str]:
    """The law's day for a group and the ground; (None, "") where it sets none."""
    found = legal_day(PARAMETERS[group], year)
    return (found[0], found[1].citation) if found is not None else (None, "")


def days_of(unit: Unit, year: int, scope: str = Scope.OWN) -> Days:
    """The days of a unit's report of a year."""
    return days_of_all([unit], year, scope)[unit.pk]


def days_of_all(units: Iterable[Unit], year: int, scope: str = Scope.OWN) -> dict[int, Days]:
    """The days of many units' reports, in one query. Of several offices above, the nearest that has set days for the group counts; a unit sets none
    for itself."""
    rows: Mapping[tuple[int, str], ReportDeadline] = {(row.unit_id, row.group): row for row in ReportDeadline.objects.filter(year=year)}
    made: dict[int, Days] = {}
    known = {group: legal(group, year) for group in Group}
    for unit in units:
        group = group_of(unit, scope)
        row = next((rows[above, group] for above in reversed(unit.above[:-1]) if (above, group) in rows), None)
        day, basis = known[group]
        set_day = row.publish_by if row is not None else None
        publish_by = min(filter(None, (day, set_day)), default=None)
        made[unit.pk] = Days(group, row.hand_in_by if row is not None else None, publish_by, day,
                             row.basis if row is not None and publish_by != day and row.basis else basis, row)
    return made


@transaction.atomic
def set_days(actor: Any, unit: Unit, year: int, group: str, *, hand_in_by: date | None, publish_by: date | None, basis: str = "",
             version: int | None = None) -> ReportDeadline:
    """Set the days for a group of an office's area, or change them.

    Args:
        version: the number of the row that the actor saw; None where there was none.

    Raises:
        Refused: the actor keeps no area in that unit.
        ValidationError: a day is later than the law's, not in the year after the report's, or neither is given.
        Conflict: somebody else changed them first.
    """
    new = ReportDeadline(unit=unit, year=year, group=group, hand_in_by=hand_in_by, publish_by=publish_by, basis=basis.strip())
    require(actor, "edit", new)
    _fits(new)
    row = ReportDeadline.objects.filter(unit=unit, year=year, group=group).first()
    before = {name: str(getattr(row, name) or "") for name in ("hand_in_by", "publish_by", "basis")} if row is not None else {}
    if row is None:
        new.full_clean()
        new.save()
        row = new
    else:
        row.save_over(version if version is not None else row.version, hand_in_by=hand_in_by, publish_by=publish_by, basis=basis.strip())
    eventlog.record("report.days_set", row, actor=actor, unit=unit, before=before,
                    after={"hand_in_by": str(hand_in_by or ""), "publish_by": str(publish_by or ""), "basis": basis.strip()})
    return row


def _fits(row: ReportDeadline) -> None:
    wrong: dict[str, str] = defaultdict(str)
    day, citation = legal(row.group, row.year)
    if row.hand_in_by is None and row.publish_by is None:
        wrong["hand_in_by"] = "请至少填写一个日期：报送截止日期或者公布截止日期。"
    for name, label in (("hand_in_by", "报送截止日期"), ("publish_by", "公布截止日期")):
        given = getattr(row, name)
        if given is not None and given.year != row.year + 1:
            wrong[name] = f"{row.year}年度报告的{label}应在{row.year + 1}年之内，请核对。"
        elif given is not None and day is not None and given > day:
            wrong[name] = f"{label}不能晚于法定的{chinese(day)}（{citation}），请改早。"
    if wrong:
        raise ValidationError(dict(wrong))
