"""What a unit that was merged into another, or ended, has of a year in which it makes no report: in nobody's numbers, unless it is told.

Its applications, disputes and documents stay its own (organs/domain/succession.py). Whether whoever carries on its work reports them too is
for people to say: a finding names them, and asks for a reason.
"""

from __future__ import annotations

from gongkai.report.model import Finding
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport, Figures
from gongkai.web.applications.domain import counting as cases
from gongkai.web.common import days
from gongkai.web.disclosure.domain import counting as register
from gongkai.web.disclosure.models import NormativeDocument
from gongkai.web.organs.domain.queries import PASSES_ON, heirs
from gongkai.web.organs.models import Unit, UnitChange

CODE = "count.inherited"


def unreported(unit: Unit, year: int) -> dict[Unit, dict[str, int]]:
    """The ended units whose work a unit carries on and that have no report of a year, each with what it has of that year: label → number.

    A unit with nothing in the year is left out, as is one that has a report of its own, written or collected.
    """
    ended = Unit.objects.filter(abolished_on__lte=days.last_of(year), pk__in=UnitChange.objects.held().filter(kind__in=PASSES_ON).values("sources"))
    ended = ended.exclude(pk__in=AnnualReport.objects.filter(year=year, scope=Scope.OWN).values("unit")).exclude(
        pk__in=Figures.objects.filter(year=year, scope=Scope.OWN).values("unit"))
    made = {}
    for row in ended.order_by("place"):
        if unit in heirs(row) and (found := {label: number for label, number in _numbers(row, year).items() if number}):
            made[row] = found
    return made


def findings_of(unit: Unit, year: int) -> list[Finding]:
    """A warning for each of them."""
    return [Finding(CODE, "warning", f"{row.name}已撤销，由{unit.name}承接，{year}年度没有单独的年度报告，其{'、'.join(f'{label} {number} 件' for label, number in told.items())}"
                    "没有计入本报告，请核实后补入有关数据，并写明已补入或者不补入的理由。") for row, told in unreported(unit, year).items()]


def _numbers(unit: Unit, year: int) -> dict[str, int]:
    three, four = cases.table_3([unit.pk], year), cases.table_4([unit.pk], year)
    documents = register.count(NormativeDocument.objects.filter(unit=unit), year)
    return {"本年新收申请": three["received"][cases.TOTAL] if "received" in three else 0,
            "上年结转申请": three["carried_in"][cases.TOTAL] if "carried_in" in three else 0,
            "行政复议诉讼": sum(row[cases.TOTAL] for row in four.values()),
            "现行有效的规章和规范性文件": sum(len(row.in_force) for row in documents.values())}
