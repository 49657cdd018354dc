"""Columns and filters of the board of cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.html import format_html

from gongkai.engine.answers import GROUPS, answers
from gongkai.web.applications import urgency
from gongkai.web.applications.domain import queries, vault
from gongkai.web.applications.domain.searching import holding
from gongkai.web.applications.enums import OPEN, WAITING, Stage
from gongkai.web.applications.models import BlindIndex, Case
from gongkai.web.common import days, sealing
from gongkai.web.common.addresses import addresses
from gongkai.web.common.generic.lists import DayColumn

TONES = {Stage.UNCONFIRMED: "warn", Stage.RECEIVED: "warn", Stage.WORKING: "info", Stage.CORRECTION: "quiet", Stage.REASONS: "quiet",
         Stage.CONSULTING: "quiet", Stage.FEE: "quiet", Stage.CONCLUDED: "ok", Stage.DIVIDED: "quiet", Stage.REJOINED: "quiet", Stage.ARCHIVED: "quiet"}


def badge(label: str, tone: str) -> str:
    """A badge, as common/badge.html makes it."""
    return format_html('<span class="badge {}">{}</span>', tone, label)


class CaseTable(tables.Table):
    """Cases, one a line. No name of an applicant stands in it, nor in what is exported."""

    number = tables.Column(verbose_name="编号", empty_values=(), attrs={"td": {"class": "title"}})
    stage = tables.Column(verbose_name="状态")
    due_on = tables.Column(verbose_name="答复期限", empty_values=(), attrs={"td": {"class": "date"}})
    received_on = DayColumn(verbose_name="收到日期", attrs={"td": {"class": "date"}})
    body = tables.Column(verbose_name="被申请机关", accessor="body__called", order_by="body__name")
    handler = tables.Column(verbose_name="承办", empty_values=(), order_by="handler__name")
    answer = tables.Column(verbose_name="答复类型", visible=False)
    answered_on = DayColumn(verbose_name="答复日期", visible=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = addresses("applications:case")

    class Meta:
        model = Case
        fields = ()
        sequence = ("number", "stage", "due_on", "received_on", "body", "handler", "answer", "answered_on")

    def render_number(self, record: Case) -> str:
        """A link to the case: its number, or its receipt before it is registered; what it is about below."""
        return format_html('<a href="{}">{}</a><br><span class="muted small">{}</span>', self.address(record.pk), record, record.title or "（尚未登记事由）")

    def value_number(self, record: Case) -> str:
        """The number alone, for exports."""
        return str(record)

    def render_stage(self, record: Case) -> str:
        """A badge."""
        return badge(Stage(record.stage).label, TONES[Stage(record.stage)])

    def value_stage(self, record: Case) -> str:
        """The stage alone, for exports."""
        return Stage(record.stage).label

    def render_due_on(self, record: Case) -> str:
        """The day, and how near it is, in words and colour."""
        said = urgency.of(record, days.today())
        day = f"{record.due_on:%Y-%m-%d}" if record.due_on else "—"
        mark = format_html(' <span class="muted small" title="用到了尚未公布放假安排的日子">{}</span>', "暂定") if record.provisional and record.due_on else ""
        return format_html("{}{}<br>{}", day, mark, badge(said.words, said.tone))

    def value_due_on(self, record: Case) -> str:
        """The day alone, for exports."""
        return f"{record.due_on:%Y-%m-%d}" if record.due_on else ""

    def render_handler(self, record: Case) -> str:
        """The unit and the person it is assigned to."""
        return "　".join(filter(None, (record.handler.called if record.handler else "", record.clerk.name if record.clerk else ""))) or "—"

    def value_answer(self, value: str) -> str:
        """The answer's name, for exports."""
        found = answers(days.today()).get(value)
        return found.label if found else value


VIEWS = {"mine": "我承办的", "unit": "本单位在办", "week": "本周到期", "overdue": "已逾期", "waiting": "等待对方", "new": "待确认和登记", "done": "已办结",
         "all": "全部"}
"""The board's tabs."""


def of_tab(view: str, person: Any) -> Q:
    """What the rows of one tab have in common."""
    today, is_open = days.today(), Q(stage__in=OPEN)
    if view == "mine":
        return is_open & Q(clerk=person.pk)
    if view == "week":
        return is_open & Q(due_on__range=(today, today + timedelta(days=6 - today.weekday())))
    if view == "overdue":
        return is_open & Q(due_on__lt=today)
    if view == "waiting":
        return Q(stage__in=WAITING)
    if view == "new":
        return Q(stage__in=(Stage.UNCONFIRMED, Stage.RECEIVED))
    if view == "done":
        return Q(stage__in=(Stage.CONCLUDED, Stage.ARCHIVED))
    return Q() if view == "all" else is_open


def within(rows: QuerySet[Case], view: str, person: Any) -> QuerySet[Case]:
    """The rows of one tab."""
    return rows.filter(of_tab(view, person))


def counted(rows: QuerySet[Case], views: Iterable[str], person: Any) -> dict[str, int]:
    """How many rows each of some tabs holds, in one question to the database; of tabs of open cases alone."""
    return rows.filter(stage__in=OPEN).order_by().aggregate(**{view: Count("pk", filter=of_tab(view, person)) for view in views})


class CaseFilter(filters.FilterSet):
    """What narrows the board. Applicants are found by a whole name, number or telephone: only digests are compared."""

    q = filters.CharFilter(label="编号、事由", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))
    who = filters.CharFilter(label="申请人（须填完整）", method="by_applicant", widget=forms.TextInput(
        attrs={"type": "search", "autocomplete": "off", "title": "姓名（名称）、证件号码或者电话，须填完整"}))
    stage = filters.ChoiceFilter(label="状态", choices=Stage.choices, empty_label="全部")
    handler = filters.ChoiceFilter(label="承办单位", empty_label="全部")
    group = filters.ChoiceFilter(label="办理结果", choices=list(GROUPS.items()), method="by_group", empty_label="全部")
    year = filters.NumberFilter(label="收到年份", field_name="received_on", lookup_expr="year", min_value=2000, max_value=2100)

    class Meta:
        model = Case
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["handler"].extra["choices"] = list(queries.handlers_seen(self.request.user).values_list("pk", "name"))

    def by_text(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """In the number, the receipt or what it is about."""
        return holding(rows, value)

    def by_applicant(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By any of the digests of a whole value; of cases whose applicant the person may unmask."""
        wanted = [digest for kind in vault.INDEXED for digest in sealing.indexes(kind, vault.one_form(kind, value))]
        found = BlindIndex.objects.filter(digest__in=wanted).values("party__case")
        return rows.filter(pk__in=Case.objects.restrict(self.request.user, "unmask").filter(pk__in=found).values("pk"))

    def by_group(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By the heading of table 3."""
        return rows.filter(answer__in=[answer.key for answer in answers(days.today()).values() if answer.group == value])
