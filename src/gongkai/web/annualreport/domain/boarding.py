"""The board of the office above: for each unit that must report, where its report stands, what is late, how many findings it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices

from gongkai.web.annualreport.domain import deadlines
from gongkai.web.annualreport.domain.places import of_finding
from gongkai.web.annualreport.enums import Act, FileState, HandAct, Handing, Scope, Stage
from gongkai.web.annualreport.models import (
    AnnualReport,
    CollectedFile,
    HandIn,
    Publication,
    ReportDuty,
    ReportVersion,
    Waiver,
)
from gongkai.web.common import days
from gongkai.web.organs.models import Unit


class Standing(TextChoices):
    """Where a unit stands with its report, as the office above sees it."""

    NONE = "none", "未开始"
    WRITING = "writing", "编写中"
    REVIEWING = "reviewing", "审核签发中"
    SIGNED = "signed", "已签发未报送"
    HANDED = "handed", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "审核通过"
    COLLECTED = "collected", "已收集文件"
    EXEMPT = "exempt", "免报"


MISSING = (Standing.NONE, Standing.WRITING, Standing.REVIEWING, Standing.SIGNED, Standing.RETURNED)
"""Standings in which the office above still waits for the unit."""
LEVELS = {"error": "错误", "warning": "警告", "notice": "提示"}


@dataclass(slots=True)
class Row:
    """One unit on the board.

    Attributes:
        overdue: the day for handing in has passed and the office still waits.
        handed_late: what was handed in came late.
        version: what its findings are counted in: handed in last, else frozen last; without its content.
        overrides: how many sums it was signed in spite of.
    """

    duty: ReportDuty
    unit: Unit
    standing: Standing
    days: deadlines.Days
    report: AnnualReport | None = None
    file: CollectedFile | None = None
    version: int | None = None
    handed_at: datetime | None = None
    handed_late: bool = False
    overdue: bool = False
    errors: int | None = None
    warnings: int | None = None
    overrides: int = 0
    published_on: date | None = None
    published_late: bool = False
    unpublished_late: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a unit's report, in words."""

    unit: str
    code: str
    level: str
    message: str
    cells: str
    place: str
    basis: str
    said: str = ""


@dataclass(slots=True)
class Sheet:
    """What one unit is told: its problems and the office's remarks."""

    row: Row
    problems: list[Problem] = field(default_factory=list)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)
    note: str = ""


def board(unit: Unit, year: int, today: date | None = None) -> list[Row]:
    """The rows of an area and a year, in the order of the tree. The caller has asked whether the person may see the area."""
    today = today or days.today()
    duties = list(ReportDuty.objects.filter(unit=unit, year=year).select_related("reporter", "unit").order_by("reporter__place"))
    units = [duty.reporter for duty in duties]
    set_days = deadlines.days_of_all(units, year)
    reports = {row.unit_id: row for row in AnnualReport.objects.filter(unit__in=units, year=year, scope=Scope.OWN).defer("cells", "texts", "preamble")}
    files = {row.unit_id: row for row in CollectedFile.objects.filter(
        area=unit, unit__in=units, year=year, state=FileState.ACCEPTED).select_related("batch").only("unit", "errors", "warnings", "batch__public").order_by("accepted_at")}
    handed = _last(HandIn.objects.filter(report__in=reports.values(), act=HandAct.HANDED).order_by("id"))
    published = _last(Publication.objects.filter(report__in=reports.values(), act=Act.PUBLISHED).order_by("id"))
    frozen: dict[int, int] = dict(ReportVersion.objects.filter(report__in=reports.values()).order_by("number").values_list("report", "pk"))
    chosen = {pk: handed[pk].version_id if pk in handed else version for pk, version in frozen.items()}
    passed: dict[int, set[str]] = {}
    for pk, key in Waiver.objects.filter(report__in=reports.values(), override=True).values_list("report", "key"):
        passed.setdefault(pk, set()).add(key)
    counts = {pk: (errors or 0, warnings or 0) for pk, errors, warnings in ReportVersion.objects.filter(pk__in=chosen.values()).values_list(
        "pk", "content__errors", "content__warnings")}
    signed = {pk: found or [] for pk, found in ReportVersion.objects.filter(  # few are: findings are long
        pk__in=[chosen[pk] for pk in passed if pk in chosen]).values_list("pk", "content__findings")} if passed else {}
    made = []
    for duty in duties:
        report = reports.get(duty.reporter_id)
        row = Row(duty, duty.reporter, _standing(duty, report, files.get(duty.reporter_id)), set_days[duty.reporter_id], report)
        if row.standing == Standing.COLLECTED:
            row.file = files[duty.reporter_id]
            row.errors, row.warnings = row.file.errors, row.file.warnings
        elif report is not None and report.pk in chosen:
            row.version = chosen[report.pk]
            row.errors, row.warnings = counts[row.version]
            row.overrides = sum(1 for one in signed.get(row.version, ()) if one.get("blocks") and one["key"] in passed.get(report.pk, ()))
        if report is not None and report.pk in handed:
            row.handed_at, row.handed_late = handed[report.pk].at, handed[report.pk].late
        if report is not None and report.pk in published:
            row.published_on, row.published_late = published[report.pk].on, published[report.pk].late
        row.overdue = row.standing in MISSING and row.days.late_to_hand_in(today)
        row.unpublished_late = not duty.exempt and row.published_on is None and row.file is None and row.days.late_to_publish(today)
        made.append(row)
    return made


def problems_of(row: Row) -> list[Problem]:
    """The findings of a unit's report, errors first; of what is handed in, else of the last version, else of the collected file."""
    return [problem for problem, _ in _problems(row)]


def sheet_of(row: Row) -> Sheet:
    """What a unit is told: errors and warnings, and the remarks of the last return where it is open."""
    from gongkai.web.annualreport.domain import handing, places

    made = Sheet(row, [problem for problem in problems_of(row) if problem.level != LEVELS["notice"]])
    last = handing.returned(row.report) if row.report is not None else None
    if last is not None:
        made.note = last.note
        made.remarks = [(places.called(last.version.content, one.target), one.quote, one.text) for one in last.remarks.all()]
    return made


def counted(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many units must report, and how many of them stand where."""
    due = [row for row in rows if row.standing != Standing.EXEMPT]
    return {
        "due": len(due), "in": sum(row.standing in (Standing.HANDED, Standing.ACCEPTED, Standing.COLLECTED) for row in due),
        "missing": sum(row.standing in MISSING for row in due), "overdue": sum(row.overdue for row in due),
        "handed": sum(row.standing == Standing.HANDED for row in due), "returned": sum(row.standing == Standing.RETURNED for row in due),
        "accepted": sum(row.standing == Standing.ACCEPTED for row in due), "published": sum(row.published_on is not None for row in due),
        "errors": sum(row.errors or 0 for row in due),
    }


def _problems(row: Row) -> Iterator[tuple[Problem, Mapping[str, Any]]]:
    content: Mapping[str, Any] = {}
    if row.version is not None:
        content = ReportVersion.objects.values_list("content", flat=True).get(pk=row.version)
    elif row.file is not None:
        form, found = CollectedFile.objects.values_list("edition", "findings").get(pk=row.file.pk)  # by the numbers that people confirmed
        content = {"edition": form, "preamble": "", "texts": {}, "findings": found}
    order = list(LEVELS)
    for one in sorted(content.get("findings", ()), key=lambda one: order.index(one["level"])):
        yield Problem(row.unit.name, one["code"], LEVELS[one["level"]], one["message"], "、".join(one["cells"]), of_finding(content, one),
                      one.get("basis") or "", one.get("reason", "")), one


def _standing(duty: ReportDuty, report: AnnualReport | None, file: CollectedFile | None) -> Standing:
    if duty.exempt:
        return Standing.EXEMPT
    if report is not None and report.handing != Handing.NONE:
        return {Handing.HANDED: Standing.HANDED, Handing.RETURNED: Standing.RETURNED, Handing.ACCEPTED: Standing.ACCEPTED}[Handing(report.handing)]
    if file is not None:
        return Standing.COLLECTED
    if report is None:
        return Standing.NONE
    return {Stage.DRAFT: Standing.WRITING, Stage.REVIEW: Standing.REVIEWING, Stage.SIGN: Standing.REVIEWING}.get(Stage(report.stage), Standing.SIGNED)


def _last(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.report_id: row for row in rows}
