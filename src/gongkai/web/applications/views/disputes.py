"""行政复议 and 行政诉讼: the list, a dispute's page, what happened to it."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.applications.domain import disputing, strongbox, uploads, vault
from gongkai.web.applications.enums import DisputeResult
from gongkai.web.applications.forms_disputes import ActForm, DisputeForm
from gongkai.web.applications.forms_settings import ReasonForm
from gongkai.web.applications.models import Dispute
from gongkai.web.applications.tables import badge
from gongkai.web.applications.views import dispute_papers
from gongkai.web.applications.views.files import sealed_file
from gongkai.web.common import days, sealing
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import attempt, create
from gongkai.web.common.generic.lists import DayColumn, show

LABELS = {"claimant": "申请人（原告）", "claimant_contact": "联系方式", "claims": "请求", "facts": "事实和理由", "note": "说明"}
TONES = {DisputeResult.PENDING: "info", DisputeResult.UPHELD: "ok", DisputeResult.CORRECTED: "bad", DisputeResult.OTHER: "quiet"}


class DisputeTable(tables.Table):
    """Disputes, one a line; no names."""

    about = tables.Column(verbose_name="争议事项", attrs={"td": {"class": "title"}})
    kind = tables.Column(verbose_name="类别")
    docket = tables.Column(verbose_name="案号")
    body = tables.Column(verbose_name="机关", accessor="body__called", order_by="body__name")
    notified_on = DayColumn(verbose_name="收到日期", attrs={"td": {"class": "date"}})
    answer_due_on = tables.Column(verbose_name="答复（答辩）期限", attrs={"td": {"class": "date"}})
    result = tables.Column(verbose_name="结果")

    class Meta:
        model = Dispute
        fields = ()
        order_by = "-notified_on"

    def render_about(self, value: str, record: Dispute) -> str:
        """A link to its page."""
        return format_html('<a href="{}">{}</a>', reverse("applications:dispute", args=[record.pk]), value)

    def value_about(self, value: str) -> str:
        """The matter alone, for exports."""
        return value

    def render_answer_due_on(self, record: Dispute) -> str:
        """The day, and whether it was kept."""
        day = f"{record.answer_due_on:%Y-%m-%d}"
        if record.answered_on:
            late = record.answer_due_on is not None and record.answered_on > record.answer_due_on
            return format_html("{}<br>{}", day, badge("逾期提交" if late else "已提交", "bad" if late else "ok"))
        if record.decided_on is None and record.answer_due_on is not None:
            left = (record.answer_due_on - days.today()).days
            return format_html("{}<br>{}", day, badge(f"已逾期 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天到期", "bad" if left <= 0 else "warn"))
        return day

    def value_answer_due_on(self, value: Any) -> str:
        """The day alone, for exports."""
        return f"{value:%Y-%m-%d}"

    def render_result(self, record: Dispute) -> str:
        """A badge."""
        return badge(record.get_result_display(), TONES[DisputeResult(record.result)])

    def value_result(self, record: Dispute) -> str:
        """The result alone, for exports."""
        return str(record.get_result_display())


@lists(Dispute)
def index(request: HttpRequest) -> HttpResponseBase:
    """Disputes of the person's units."""
    rows = Dispute.objects.restrict(request.user, "view").select_related("unit", "body").defer("sealed")
    may = Dispute.gate.somewhere(request.user, "add")
    return show(request, rows, DisputeTable, title="复议诉讼", empty="还没有行政复议、行政诉讼案件。",
                add=("登记案件", reverse("applications:dispute_new")) if may else None)


@adds(Dispute)
def new(request: HttpRequest) -> HttpResponse:
    """A notice of a review or a suit."""
    given = {"initial": {"case_number": request.GET.get("case", ""), "notified_on": days.today()}, "person": request.user}
    return create(request, DisputeForm, lambda form: disputing.open_dispute(request.user, form.cleaned_data["unit"], **form.values()), title="登记复议诉讼案件",
                  done=lambda row: reverse("applications:dispute", args=[row.pk]), cancel=reverse("applications:disputes"), form_kwargs=given,
                  hint="申请人（原告）的姓名、联系方式和案件内容加密保存。")


@takes_files
@opens(Dispute)
def page(request: HttpRequest, row: Dispute) -> HttpResponse:
    """A dispute: its days, its papers, what happened, and what to enter next."""
    may = allows(request.user, "work", row)
    form = ActForm(request.POST if may and request.method == "POST" else None, request.FILES if may and request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        given = form.cleaned_data

        def act() -> Any:
            looked = uploads.look(given["document"]) if given["document"] else None
            return disputing.record(request.user, row, given["act"], given["day"], result=given["result"], words={"note": given["note"]},
                                    document=looked, until=given["until"], orders_answer=given["orders_answer"])

        if attempt(form, act)[1]:
            messages.success(request, "已登记。")
            return redirect("applications:dispute", row.pk)
    row.refresh_from_db()
    return render(request, "applications/dispute.html", {
        "row": row, "tone": TONES[DisputeResult(row.result)], "period": disputing.answer_due(row, row.notified_on) if row.notified_on else None, "form": form if may else None,
        "papers": dispute_papers.section(request.user, row), "facts": _facts(request.user, row), "events": _events(request.user, row), "can_reverse": allows(request.user, "reverse", row)})


def _facts(person: Any, row: Dispute) -> list[tuple[str, str]]:
    """What is sealed, masked for those who may not unmask; nothing of it for those who only look from above."""
    if not allows(person, "files", row):
        return []
    try:
        held = strongbox.unseal(row, row.sealed, "text")
    except sealing.Unreadable as error:
        return [("说明", str(error))]
    clear = allows(person, "unmask", row)
    return [(label, vault.masked("name", held[name]) if name == "claimant" and not clear else "****" if name == "claimant_contact" and not clear else held[name])
            for name, label in LABELS.items() if held.get(name)]


def _events(person: Any, row: Dispute) -> list[tuple[Any, str]]:
    reads = allows(person, "files", row)
    found = []
    for event in row.events.select_related("document", "reversed_by", "reverses").order_by("-day", "-id"):
        try:
            note = strongbox.unseal(row, event.sealed, "event").get("note", "") if reads else ""
        except sealing.Unreadable as error:
            note = str(error)
        found.append((event, note))
    return found


@opens(Dispute, "files")
def file(request: HttpRequest, row: Dispute, file: str) -> HttpResponseBase:
    """A document of a dispute, unsealed; each look is logged."""
    return sealed_file(request, row, file, logged="case.file_read", page="案件页面")


@opens(Dispute, "reverse")
def reverse_event(request: HttpRequest, row: Dispute, event: int) -> HttpResponse:
    """Take a wrong entry out of force."""
    found = row.events.filter(pk=event).first()
    if found is None:
        raise Http404("没有这条记录，请返回案件页面重新选择。")
    back = reverse("applications:dispute", args=[row.pk])
    return create(request, ReasonForm, lambda form: disputing.take_back(request.user, found, form.cleaned_data["reason"]), title=f"冲销“{found.get_act_display()}”",
                  done=back, cancel=back, submit="冲销", tone="danger", message="已冲销，原记录保留可查。")
