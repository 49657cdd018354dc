"""What the workbench shows of a report's way: reviews that wait, the board of the office above, its list and days."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.annualreport.domain import approving
from gongkai.web.annualreport.enums import Handing, Stage
from gongkai.web.annualreport.models import AnnualReport, ReportDuty, ReportVersion
from gongkai.web.annualreport.views import parts, way
from gongkai.web.applications.domain import webhooks
from gongkai.web.common import navigation, panels, work


def lay_out(group: str) -> None:
    """Make them known; called once when the site starts.

    Args:
        group: the heading of the menu.
    """
    navigation.add(
        navigation.Entry(group, "年报审签", "annualreport:reviews", 420, lambda person: any(
            ReportVersion.gate.somewhere(person, action) for action in approving.ACTIONS.values())),
        navigation.Entry(group, "报送情况", "annualreport:board", 430, lambda person: ReportDuty.gate.somewhere(person, "view")),
        navigation.Entry(group, "应报名单和期限", "annualreport:duties", 435, lambda person: ReportDuty.gate.somewhere(person, "view")))
    work.every(60, "gongkai.web.annualreport.domain.reminding:daily", "提醒年度报告的报送和公布期限")
    webhooks.carry(approving.KIND)
    parts.register("way", 10, "annualreport/road/_way.html", way.way)
    panels.register("年报审签和报送", 31, tiles)


def tiles(person: Any) -> list[panels.Tile]:
    """What waits for a person."""
    if not AnnualReport.gate.somewhere(person, "view"):
        return []
    found = []
    if waiting := approving.waiting_for(person).count():
        found.append(panels.Tile("待我审核、签发", waiting, reverse("annualreport:reviews"), "warn"))
    mine = AnnualReport.objects.restrict(person, "submit")
    for label, rows, tone in (("退回修改", mine.filter(handing=Handing.RETURNED), "bad"), ("已签发待公布", mine.filter(stage=Stage.SIGNED), "info")):
        if count := rows.count():
            first = rows.first()
            found.append(panels.Tile(label, count, approving.page_of(first) if count == 1 and first else reverse("annualreport:reports"), tone))
    if handed := AnnualReport.objects.restrict(person, "examine").filter(handing=Handing.HANDED).count():
        found.append(panels.Tile("待审核的年报", handed, f"{reverse('annualreport:board')}?view=handed", "warn"))
    return found
