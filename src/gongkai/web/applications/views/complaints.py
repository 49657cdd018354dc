"""Complaints about disclosure: the list, a complaint's page with its steps."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.applications.domain import complaints, strongbox, uploads, vault
from gongkai.web.applications.forms_disputes import ComplaintForm, ComplaintStepForm
from gongkai.web.applications.models import Complaint
from gongkai.web.applications.tables import badge
from gongkai.web.applications.views.files import sealed_file
from gongkai.web.common import days, sealing
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import attempt, create
from gongkai.web.common.generic.lists import DayColumn, show


class ComplaintTable(tables.Table):
    """Complaints, one a line; no names."""

    receipt = tables.Column(verbose_name="编号", attrs={"td": {"class": "title"}})
    ground = tables.Column(verbose_name="事由")
    unit = tables.Column(verbose_name="被投诉单位", accessor="unit__called", order_by="unit__name")
    received_on = DayColumn(verbose_name="收到日期", attrs={"td": {"class": "date"}})
    due_on = tables.Column(verbose_name="办理期限", attrs={"td": {"class": "date"}})
    upheld = tables.Column(verbose_name="核实", empty_values=())

    class Meta:
        model = Complaint
        fields = ()
        order_by = "-received_on"

    def render_receipt(self, value: str, record: Complaint) -> str:
        """A link, what it is about below."""
        return format_html('<a href="{}">{}</a><br><span class="muted small">{}</span>', reverse("applications:complaint", args=[record.pk]), value,
                           record.about or record.get_ground_display())

    def value_receipt(self, value: str) -> str:
        """The number alone, for exports."""
        return value

    def render_due_on(self, record: Complaint) -> str:
        """The day, and whether it is done."""
        if record.done_on:
            return badge(f"{record.done_on:%Y-%m-%d} 办结", "ok")
        late = record.due_on is not None and record.due_on < days.today()
        return format_html("{}<br>{}", f"{record.due_on:%Y-%m-%d}", badge("已逾期" if late else "办理中", "bad" if late else "info"))

    def value_due_on(self, value: Any) -> str:
        """The day alone, for exports."""
        return f"{value:%Y-%m-%d}"

    def render_upheld(self, record: Complaint) -> str:
        """Whether it was found true."""
        return {None: "—", True: "属实", False: "不属实"}[record.upheld]


@lists(Complaint)
def index(request: HttpRequest) -> HttpResponseBase:
    """Complaints about the units that the person sees."""
    rows = Complaint.objects.restrict(request.user, "view").select_related("unit").defer("sealed")
    may = Complaint.gate.somewhere(request.user, "add")
    return show(request, rows, ComplaintTable, title="投诉举报", empty="还没有关于政府信息公开的投诉举报。",
                add=("登记投诉举报", reverse("applications:complaint_new")) if may else None)


@adds(Complaint)
@takes_files
def new(request: HttpRequest) -> HttpResponse:
    """One that came in by letter, by telephone or in person."""

    def save(form: Any) -> Complaint:
        files = [uploads.look(upload) for upload in form.cleaned_data["attachments"]]
        row, code = complaints.take(request.user, form.cleaned_data["unit"], files=files, **form.values())
        messages.info(request, f"编号 {row.receipt}，查询码 {code}，请告知投诉人。")
        return row

    return create(request, ComplaintForm, save, title="登记投诉举报", done=lambda row: reverse("applications:complaint", args=[row.pk]),
                  cancel=reverse("applications:complaints"), form_kwargs={"person": request.user}, hint="投诉人和投诉内容加密保存。")


@takes_files
@opens(Complaint)
def page(request: HttpRequest, row: Complaint) -> HttpResponse:
    """A complaint and its steps."""
    may = allows(request.user, "work", row) or allows(request.user, "decide", row)
    given = request.method == "POST" and may
    form = ComplaintStepForm(request.POST if given else None, request.FILES if given else None)
    if given and form.is_valid() and attempt(form, lambda: _record(request.user, row, form.cleaned_data))[1]:
        messages.success(request, "已登记。")
        return redirect("applications:complaint", row.pk)
    clear = allows(request.user, "unmask", row)
    try:
        held = strongbox.unseal(row, row.sealed, "text") if clear or may else {}
        known = {str(file.pk): (file, strongbox.file_name(file)) for file in row.files.all()} if clear else {}
        events = [(event, complaints.ACTS.get(event.act, event.act), strongbox.unseal(row, event.sealed, "event").get("text", "") if clear or may else "",
                   [known[key] for key in event.details.get("files", ()) if event.act != "taken" and key in known])
                  for event in row.events.order_by("-day", "-id")]
        files = [known[str(file.pk)] for file in complaints.came_with(row) if str(file.pk) in known]
    except sealing.Unreadable as error:
        held, events, files = {"text": str(error)}, [], []
    facts = [(label, held[name] if clear else vault.masked(kind, held[name])) for name, label, kind in (("name", "投诉人", "name"), ("contact", "联系方式", "address"))
             if held.get(name)]
    return render(request, "applications/complaint.html", {"row": row, "form": form if may and row.done_on is None else None, "facts": facts,
                                                           "text": held.get("text", ""), "events": events, "files": files, "period": complaints.due(row)})


def _record(person: Any, row: Complaint, given: dict[str, Any]) -> None:
    """The files are looked at first, with no transaction open."""
    files = [uploads.look(upload) for upload in given["attachments"]]
    complaints.record(person, row, given["act"], given["day"], given["text"], upheld=given["upheld"], files=files)


@opens(Complaint, "unmask")
def file(request: HttpRequest, row: Complaint, file: str) -> HttpResponseBase:
    """What was sent in with a complaint, unsealed; each look is logged."""
    return sealed_file(request, row, file, logged="complaint.file_read", page="投诉举报页面")
