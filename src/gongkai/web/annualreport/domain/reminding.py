"""Units are reminded before their day: to hand in, and to publish. Once a matter and day; called every hour, nobody before seven."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gongkai.engine.days import chinese
from gongkai.web.annualreport.domain import approving, deadlines
from gongkai.web.annualreport.enums import FileState, Handing, Scope
from gongkai.web.annualreport.models import AnnualReport, CollectedFile, Publication, ReportDuty
from gongkai.web.common import days
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld

AHEAD = (10, 5, 2, 1, 0)
"""Days before a day on which a unit is reminded of it."""
AFTER = 3
"""Days behind it on which it is told that it is late; then it is the office's turn."""


def remind(today: date | None = None) -> int:
    """Tell clerks and heads of units on a list of the year that ended, of what is due or late today.

    Returns:
        How many reminders are new.
    """
    today = today or days.today()
    year = today.year - 1
    units = {duty.reporter_id: duty.reporter for duty in ReportDuty.objects.filter(year=year, exempt=False).select_related("reporter")}
    exempt = set(ReportDuty.objects.filter(year=year, exempt=True).values_list("reporter", flat=True))
    reports: dict[int, AnnualReport] = {}
    for row in AnnualReport.objects.filter(year=year, scope=Scope.OWN).select_related("unit").defer("cells", "texts", "preamble"):
        reports[row.unit_id] = row
        if row.unit_id not in exempt:
            units.setdefault(row.unit_id, row.unit)
    collected = set(CollectedFile.objects.filter(year=year, unit__in=units, state=FileState.ACCEPTED).values_list("unit", flat=True))
    public = set(Publication.objects.filter(report__in=reports.values()).values_list("report", flat=True))
    people, told = _holders(today), 0
    for pk, known in deadlines.days_of_all(units.values(), year).items():
        if pk in collected:
            continue
        report = reports.get(pk)
        link = approving.page_of(report) if report is not None else reverse("annualreport:reports")
        handed = report is not None and report.handing in (Handing.HANDED, Handing.ACCEPTED)
        for what, day, done in (("报送主管部门", known.hand_in_by, handed), ("公布", known.publish_by, report is not None and report.pk in public)):
            if day is None or done:
                continue
            left = (day - today).days
            if left in AHEAD or -AFTER <= left < 0:
                told += approving.tell(people[pk], _text(units[pk].name, year, what, day, left), link, f"report-due-{pk}-{year}-{what}-{day}-{left}")
    return told


def daily() -> int:
    """`remind`, for the background work."""
    return remind() if timezone.localtime().hour >= 7 else 0


def _text(unit: str, year: int, what: str, day: date, left: int) -> str:
    name = f"{unit}{year}年度政府信息公开工作年度报告"
    if left < 0:
        return f"{name}应于{chinese(day)}前{what}，已逾期{-left}天，请立即办理。"
    return f"{name}应于{chinese(day)}前{what}，{'今天到期' if left == 0 else f'还有{left}天'}，请抓紧办理。"


def _holders(today: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for row in RoleHeld.objects.on(today).filter(role__in=(Role.CLERK, Role.HEAD), person__is_active=True).select_related("person"):
        found[row.unit_id].append(row.person)
    return found
