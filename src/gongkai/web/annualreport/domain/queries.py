"""What is asked of reports: last year's, as the core reads it; whose reports a person works on, and which are still to be made."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from gongkai.report.model import Cell, Report
from gongkai.report.reading.json_report import load
from gongkai.web.annualreport.domain.contents import report_of
from gongkai.web.annualreport.domain.figures import values_of
from gongkai.web.annualreport.enums import FileState, Scope
from gongkai.web.annualreport.models import AnnualReport, CollectedFile, DecisionCount, Publication
from gongkai.web.common import days
from gongkai.web.organs.models import Unit


def previous_of(unit: Unit, year: int, scope: str = Scope.OWN) -> Report | None:
    """The report for the year before `year`, without findings, for what must carry over: the version that was published last, else
    the collected file that was accepted, with what people confirmed in place of what was read. None where there is neither.
    """
    published = Publication.objects.filter(report__unit=unit, report__year=year - 1, report__scope=scope).select_related(
        "version").order_by("-id").first()
    if published is not None:
        return report_of(published.version.content, check=False, published=published.on)
    file = CollectedFile.objects.filter(unit=unit, year=year - 1, scope=scope, state=FileState.ACCEPTED).order_by("-accepted_at").first()
    return report_of_file(file) if file is not None and file.reading else None


def report_of_file(file: CollectedFile) -> Report:
    """A collected file as the core's Report: as it was read, with the cells that people confirmed; a changed cell has origin corrected."""
    report = load(json.dumps(file.reading))
    for address, value in values_of(file).items():
        cell = report.cells.get(address)
        if cell is None or cell.value != value:
            report.cells[address] = Cell(value, cell.raw if cell else None, "corrected", cell.place if cell else None)
    return report


def units_of(person: Any) -> QuerySet[Unit]:
    """The units whose own report a person works on, those that stand."""
    keys = [grant.unit_id for grant in person.grants if grant.role in AnnualReport.gate.actions["add"]]
    return Unit.objects.filter(pk__in=keys, abolished_on=None).order_by("place")


def without_report(person: Any, year: int) -> QuerySet[Unit]:
    """Those of them that stood in a year and have no own report of it yet."""
    rows = units_of(person).exclude(pk__in=AnnualReport.objects.filter(year=year, scope=Scope.OWN).values("unit"))
    return rows.exclude(founded_on__gt=days.last_of(year))


def year_to_compile(units: QuerySet[Unit]) -> int:
    """The year that is proposed for the press: last year's while one of the units has no report of it, else this year's."""
    last = days.today().year - 1
    reported = AnnualReport.objects.filter(year=last, scope=Scope.OWN, unit__in=units).values("unit").distinct().count()
    return last if reported < units.count() else last + 1


def units_with_decisions(person: Any, action: str) -> list[Unit]:
    """The units whose numbers of decisions a person may view or edit, those that stand."""
    if not DecisionCount.gate.somewhere(person, action):
        return []
    return [unit for unit in Unit.objects.filter(abolished_on=None).order_by("place") if DecisionCount.gate.allows(person, action, DecisionCount(unit=unit))]
