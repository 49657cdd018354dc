"""应报名单 and the days that the office above sets."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.annualreport.domain import deadlines, duties
from gongkai.web.annualreport.enums import Group
from gongkai.web.annualreport.forms_road import DeadlineForm, ExemptForm, ReporterForm
from gongkai.web.annualreport.models import ReportDeadline, ReportDuty
from gongkai.web.annualreport.views.board import place_of
from gongkai.web.annualreport.views.road import CHANGED, attempt
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import allows
from gongkai.web.common.models import Event
from gongkai.web.organs.models import Unit


def _back(area: Unit, year: int, route: str = "annualreport:duties") -> str:
    return f"{reverse(route)}?area={area.pk}&year={year}"


@lists(ReportDuty)
def index(request: HttpRequest) -> HttpResponse:
    """The list of a year with what was changed in it, and the days of each group."""
    area, year, areas, years = place_of(request)
    rows = list(ReportDuty.objects.restrict(request.user).filter(unit=area, year=year).select_related("reporter").order_by("reporter__place"))
    set_days = {row.group: row for row in ReportDeadline.objects.restrict(request.user).filter(unit=area, year=year)}
    limits = [(Group(group), set_days.get(group), *deadlines.legal(group, year)) for group in Group]
    events = Event.objects.restrict(request.user).filter(unit=area, action__in=("report.duties_proposed", "report.duty_changed", "report.days_set"))
    return render(request, "annualreport/area/duties.html", {
        "area": area, "areas": areas, "year": year, "years": years, "rows": rows, "limits": limits, "events": events.order_by("-id")[:20] if area is not None else [],
        "edits": area is not None and allows(request.user, "edit", ReportDuty(unit=area)), "exempt": sum(row.exempt for row in rows)})


@adds(ReportDuty, "edit")
def propose(request: HttpRequest) -> HttpResponse:
    """One press puts every unit on the list that stood at the end of the year."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    if request.method == "POST":
        made = duties.propose(request.user, area, year)
        messages.success(request, f"已列入{len(made)}家单位，免报的请逐一注明理由。" if made else "年底存在的下级单位都已在名单中。")
    return redirect(_back(area, year))


@adds(ReportDuty, "edit")
def add(request: HttpRequest) -> HttpResponse:
    """One unit more."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    form = ReporterForm(request.POST if request.method == "POST" else None, area=area)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: duties.add(request.user, area, year, form.cleaned_data["reporter"]))[1]:
        messages.success(request, "已列入应报名单。")
        return redirect(_back(area, year))
    return render(request, "common/edit.html", {"title": f"{year}年度应报名单：增加单位", "form": form, "submit": "增加", "cancel": _back(area, year)},
                  status=422 if form.errors else 200)


@opens(ReportDuty, "edit")
def exempt(request: HttpRequest, row: ReportDuty) -> HttpResponse:
    """A unit need not report; why. Or it must again."""
    form: forms.Form = (forms.Form if row.exempt else ExemptForm)(request.POST if request.method == "POST" else None)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else row.version

    def act() -> object:
        return duties.set_exempt(request.user, row, version, not row.exempt, form.cleaned_data.get("reason", ""))

    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, "已改为应报。" if row.exempt is False else "已设为免报。")
        return redirect(_back(row.unit, row.year))
    title = f"恢复应报：{row.reporter.name}" if row.exempt else f"免报：{row.reporter.name}"
    return render(request, "common/confirm.html", {
        "title": title, "form": form, "submit": "恢复应报" if row.exempt else "设为免报", "cancel": _back(row.unit, row.year),
        "question": f"现在免报，理由：{row.reason}" if row.exempt else f"{row.reporter.name}将不列入{row.year}年度未报、逾期的统计。"},
        status=422 if form.errors else 200)


@adds(ReportDeadline, "edit")
def deadline(request: HttpRequest, group: str = "") -> HttpResponse:
    """The days of one group."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    if group not in Group.values:
        raise Http404("没有这类单位，请返回重新选择。")
    row = ReportDeadline.objects.restrict(request.user, "edit").filter(unit=area, year=year, group=group).first()
    day, citation = deadlines.legal(group, year)
    form = DeadlineForm(request.POST if request.method == "POST" else None, row=row)
    form.fields.pop("group", None)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else None

    def act() -> object:
        return deadlines.set_days(request.user, area, year, group, version=version, **form.cleaned_data)

    if request.method == "POST" and form.is_valid():
        try:
            fine = attempt(form, act)[1]
        except Conflict:
            form.add_error(None, CHANGED)
            fine = False
        if fine:
            messages.success(request, "期限已保存。")
            return redirect(_back(area, year))
    return render(request, "annualreport/area/deadline.html", {
        "title": f"{year}年度报告期限：{Group(group).label}", "form": form, "row": row, "cancel": _back(area, year), "legal": day, "citation": citation},
        status=422 if form.errors else 200)
