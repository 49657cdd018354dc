"""雷同 side by side: with last year's report for whoever sees it, with sister units' for the office above alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.annualreport.domain import likeness
from gongkai.web.annualreport.domain.contents import content_of, report_of
from gongkai.web.annualreport.domain.queries import previous_of
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common.access import opens


@opens(AnnualReport)
def last_year(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """This year's sentences beside those of last year's report."""
    other = previous_of(row.unit, row.year, row.scope)
    return render(request, "annualreport/likeness.html", {
        "row": row, "title": "与上年报告对照", "likeness": likeness.hold(row, other) if other is not None else None,
        "with": f"{row.year - 1}年度报告", "empty": f"没有{row.unit.name}{row.year - 1}年度的报告。已在本平台公布的，或者主管部门收集并采用的，可以对照。"})


@opens(AnnualReport, "examine")
def sisters(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The reports of the year that have sentences of this one; one of them beside it (``?other``)."""
    others = list(AnnualReport.objects.restrict(request.user, "examine").filter(year=row.year, scope=row.scope, unit__parent=row.unit.parent_id)
                  .exclude(pk=row.pk).select_related("unit"))
    chosen = next((one for one in others if str(one.pk) == request.GET.get("other")), None)
    return render(request, "annualreport/likeness.html", {
        "row": row, "title": "与同级单位报告对照", "others": likeness.alike_among(row, others), "chosen": chosen,
        "likeness": likeness.hold(row, report_of(content_of(chosen), check=False)) if chosen is not None else None,
        "with": f"{chosen.unit.name}的报告" if chosen is not None else "", "empty": "" if others else "同级单位还没有该年度的报告。"})
