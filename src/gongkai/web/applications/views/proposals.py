"""What several people applied for, proposed for 主动公开: the list, one with its cases, drafted as an item or left."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from gongkai.engine.parameters import parameters
from gongkai.web.applications.domain import proposing
from gongkai.web.applications.enums import ProposalState
from gongkai.web.applications.forms_letters import ReasonForm
from gongkai.web.applications.models import Case, Proposal
from gongkai.web.applications.tables import badge
from gongkai.web.applications.views.letter_help import attempt
from gongkai.web.common import days
from gongkai.web.common.access import lists, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.lists import show
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.forms import ItemForm
from gongkai.web.disclosure.models import Item

TONES = {ProposalState.OPEN: "warn", ProposalState.ACCEPTED: "ok", ProposalState.LEFT: "quiet"}
FIELDS = ("title", "node", "genre", "subject", "made_on", "document_number", "summary", "attribute_reason")


class ProposalTable(tables.Table):
    """Proposals, one a line."""

    title = tables.Column(verbose_name="所申请的信息", attrs={"td": {"class": "title"}})
    unit = tables.Column(verbose_name="受理机构", accessor="unit__called", order_by="unit__name")
    people = tables.Column(verbose_name="申请人数")
    made_at = tables.DateColumn(verbose_name="提出日期", format="Y-m-d", attrs={"td": {"class": "date"}})
    state = tables.Column(verbose_name="状态")

    class Meta:
        model = Proposal
        fields = ()

    def render_title(self, value: str, record: Proposal) -> str:
        """A link."""
        return format_html('<a href="{}">{}</a>', reverse("applications:proposal", args=[record.pk]), value)

    def value_title(self, value: str) -> str:
        """The words alone, for exports."""
        return value

    def render_state(self, record: Proposal) -> str:
        """What became of it."""
        return badge(record.get_state_display(), TONES[ProposalState(record.state)])

    def value_state(self, record: Proposal) -> str:
        """The words alone, for exports."""
        return record.get_state_display()


class ProposalFilter(django_filters.FilterSet):
    """By what became of them."""

    state = django_filters.ChoiceFilter(label="状态", choices=ProposalState.choices, empty_label="全部")

    class Meta:
        model = Proposal
        fields = ("state",)


class DraftForm(ItemForm):
    """What a new item needs; its text and files are added on the item's own page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in FIELDS]:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """The fields for `items.create_item`; 主动公开 is what is proposed."""
        return {**super().values(), "attribute": Attribute.ACTIVE}


@lists(Proposal)
def index(request: HttpRequest) -> HttpResponseBase:
    """Proposals of the person's units."""
    rows = Proposal.objects.restrict(request.user, "view").select_related("unit")
    return show(request, rows, ProposalTable, filters=ProposalFilter, title="多人申请、可纳入主动公开",
                empty="没有多个申请人就相同政府信息提出的申请。申请登记以后，由系统自动比对。")


@opens(Proposal)
def page(request: HttpRequest, row: Proposal) -> HttpResponse:
    """One proposal: the law, the cases, what may be done."""
    return render(request, "applications/proposals/page.html", _context(request, row))


@opens(Proposal, "decide")
def accept(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Draft an item of it."""
    if row.state != ProposalState.OPEN:
        messages.error(request, f"这件事项{row.get_state_display()}，不必重复处理。")
        return redirect("applications:proposal", row.pk)
    form = DraftForm(request.POST if request.method == "POST" else None, unit=row.unit, initial={
        "title": row.title, "attribute_reason": proposing.REASON})
    if request.method == "POST" and form.is_valid():
        item, fine = attempt(form, lambda: proposing.accept(request.user, row, _version(request, row), form.values()))
        if fine:
            messages.success(request, "已拟稿，请补充正文或者附件，提交公开审查；发布以前不对外公开。")
            return redirect("disclosure:item", item.pk)
    return render(request, "applications/proposals/act.html", {
        **_context(request, row), "form": form, "heading": "拟稿纳入主动公开", "submit": "生成公开事项草稿", "tone": "primary",
        "cancel": reverse("applications:proposal", args=[row.pk])}, status=422 if form.errors else 200)


@opens(Proposal, "decide")
def leave(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Leave it, with a reason."""
    form: forms.Form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(
            form, lambda: proposing.leave(request.user, row, _version(request, row), form.cleaned_data["reason"]))[1]:
        messages.success(request, "已登记不纳入主动公开的理由。")
        return redirect("applications:proposal", row.pk)
    return render(request, "applications/proposals/act.html", {
        **_context(request, row), "form": form, "heading": "不纳入主动公开", "submit": "登记", "tone": "primary",
        "cancel": reverse("applications:proposal", args=[row.pk])}, status=422 if form.errors else 200)


def section(request: HttpRequest, case: Case, standing: Any) -> dict[str, Any] | None:
    """For a case's page: the proposal that it is part of."""
    found = Proposal.objects.restrict(request.user, "view").filter(cases=case).first()
    return {"row": found, "tone": TONES[ProposalState(found.state)]} if found else None


def _version(request: HttpRequest, row: Proposal) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else row.version


def _context(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    seen = Case.objects.restrict(request.user, "view").filter(proposals=row).order_by("pk")
    item = Item.objects.restrict(request.user, "view").filter(pk=row.item_id).first() if row.item_id else None
    return {"row": row, "tone_of": TONES[ProposalState(row.state)], "cases": seen, "against": proposing.against(row), "item": item,
            "may": row.state == ProposalState.OPEN and allows(request.user, "decide", row), "rule": parameters().on("common_request", days.today()),
            "drafts": Item.gate.somewhere(request.user, "add")}
