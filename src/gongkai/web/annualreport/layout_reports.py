"""What the workbench shows of a unit's own reports: entries of the menu, the first page in January."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.annualreport.domain import queries
from gongkai.web.annualreport.models import AnnualReport, DecisionCount
from gongkai.web.annualreport.views import parts
from gongkai.web.annualreport.views.way import way
from gongkai.web.common import days, navigation, panels

SEASON = 3
"""The last month in which the first page says that last year's report is to be compiled: governments publish by 31 March."""


def lay_out(group: str) -> None:
    """Make them known; `group` is the menu's heading."""
    navigation.add(
        navigation.Entry(group, "年度报告", "annualreport:reports", 400, lambda person: AnnualReport.gate.somewhere(person, "view")),
        navigation.Entry(group, "行政行为数据", "annualreport:decisions", 410, lambda person: DecisionCount.gate.somewhere(person, "view")))
    panels.register(group, 30, tiles)
    parts.register("way", 10, "annualreport/road/_way.html", way)


def tiles(person: Any) -> list[panels.Tile]:
    """From January to March: the units whose report of last year is still to be compiled."""
    today = days.today()
    if today.month > SEASON or not AnnualReport.gate.somewhere(person, "add"):
        return []
    count = queries.without_report(person, today.year - 1).count()
    return [panels.Tile("年度报告待编制", count, reverse("annualreport:reports"), "warn" if count else "")]
