"""The working calendar of a unit: what is known, what was entered, and entering a new notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.engine.calendar import national
from gongkai.web.applications.domain import holidays
from gongkai.web.applications.forms_settings import NoticeForm, ReasonForm
from gongkai.web.applications.models import HolidayNotice
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import attempt, create


@lists(HolidayNotice)
def index(request: HttpRequest) -> HttpResponse:
    """The years that are settled, and the notices entered on screen."""
    rows = HolidayNotice.objects.restrict(request.user, "view").select_related("unit", "made_by")
    known = [notice for notice in national().notices if notice.covers]
    return render(request, "applications/calendars.html", {
        "rows": [(row, allows(request.user, "edit", row)) for row in rows], "known": sorted(known, key=lambda notice: -(notice.covers or 0)),
        "last": national().last_year, "may_add": HolidayNotice.gate.somewhere(request.user, "edit")})


@adds(HolidayNotice, "edit")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a notice; the open cases are recomputed at once."""
    told: list[Any] = []

    def save(form: Any) -> HolidayNotice:
        row, moved = holidays.enter(request.user, **form.cleaned_data)
        told.extend(moved)
        messages.info(request, f"已重算在办申请，{len(moved)} 件的答复期限有变动，已提醒承办人。" if moved else "已重算在办申请，没有期限变动。")
        return row

    return create(request, NoticeForm, save, title="录入放假安排", done=reverse("applications:calendars"), cancel=reverse("applications:calendars"),
                  form_kwargs={"person": request.user}, message="已录入。",
                  hint="录入后，适用单位的在办申请立即按新安排重算，期限变动的逐件提醒承办人。")


@opens(HolidayNotice, "edit")
def end(request: HttpRequest, row: HolidayNotice) -> HttpResponse:
    """Take a notice out of force."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved, fine = attempt(form, lambda: holidays.end(request.user, row, form.cleaned_data["reason"]))
        if fine:
            messages.success(request, f"已停用，{len(moved)} 件申请的答复期限有变动。")
            return redirect("applications:calendars")
    return render(request, "common/edit.html", {"title": f"停用“{row.title}”", "form": form, "submit": "停用", "tone": "danger",
                                                "cancel": reverse("applications:calendars")})
