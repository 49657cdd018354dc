"""Columns and filters of channels and of what went out there."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from gongkai.web.common import days
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain.channel_kinds import kinds
from gongkai.web.disclosure.models import Channel, Dispatch
from gongkai.web.organs.models import Unit

TITLE, DATE, NUMBER = {"td": {"class": "title"}}, {"td": {"class": "date"}}, {"td": {"class": "num"}, "th": {"class": "num"}}


class ChannelTable(tables.Table):
    """Channels, one a line."""

    name = tables.Column(verbose_name="名称", linkify=("disclosure:channel", [tables.A("pk")]), attrs=TITLE)
    kind = tables.Column(verbose_name="种类", attrs={"td": {"class": "nowrap"}})
    unit = tables.Column(accessor="unit__called", verbose_name="主办单位", order_by="unit__name")
    sent = tables.Column(verbose_name="本年登记发布", attrs=NUMBER)
    last = tables.DateColumn(format="Y-m-d", verbose_name="最近发布", attrs=DATE)
    until = tables.Column(verbose_name="状态", empty_values=(), attrs={"td": {"class": "nowrap"}})

    class Meta:
        model = Channel
        fields = ("name", "kind", "unit", "address", "sent", "last", "until")
        default = ""
        order_by = ("unit", "kind")

    def render_until(self, record: Channel) -> str:
        """In use or not."""
        closed = record.until is not None and record.until < days.today()
        return format_html('<span class="badge {}">{}</span>', "quiet" if closed else "ok", self.value_until(record))

    def value_until(self, record: Channel) -> str:
        """The word alone, for exports."""
        return f"{record.until} 停用" if record.until is not None and record.until < days.today() else "在用"


class ChannelFilter(filters.FilterSet):
    """What narrows the channels."""

    q = filters.CharFilter(label="名称、账号或地点", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))
    group = filters.ChoiceFilter(label="类别", method="by_group", empty_label="全部")
    unit = filters.ModelChoiceFilter(label="主办单位", queryset=Unit.objects.none(), empty_label="全部")
    state = filters.ChoiceFilter(label="状态", choices=(("closed", "已停用"), ("all", "全部")), empty_label="在用", method="by_state")

    class Meta:
        model = Channel
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.restrict(self.request.user if self.request else None).order_by("place")
        each: Any = self.filters
        each["group"].extra["choices"] = [(name, name) for name in kinds().names]
        each["unit"].queryset = units
        if len(units) < 2:
            del each["unit"]

    def by_text(self, rows: QuerySet[Channel], name: str, value: str) -> QuerySet[Channel]:
        """Part of name, kind or address."""
        return rows.filter(Q(name__icontains=value) | Q(kind__icontains=value) | Q(address__icontains=value))

    def by_group(self, rows: QuerySet[Channel], name: str, value: str) -> QuerySet[Channel]:
        """The kinds of a group; the rest is what is in none."""
        known = kinds()
        return rows.exclude(kind__in=known.listed) if value == known.rest else rows.filter(kind__in=known.groups[value])

    def by_state(self, rows: QuerySet[Channel], name: str, value: str) -> QuerySet[Channel]:
        """Those no longer in use, or all."""
        return rows.filter(until__lt=days.today()) if value == "closed" else rows

    def filter_queryset(self, queryset: QuerySet[Channel]) -> QuerySet[Channel]:
        """Those in use, unless others are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(Q(until=None) | Q(until__gte=days.today()))


class DispatchTable(tables.Table):
    """What went out, one a line. Its export has the columns that the import takes."""

    title = tables.Column(verbose_name="标题", attrs=TITLE)
    channel = tables.Column(verbose_name="渠道", linkify=("disclosure:channel", [tables.A("channel_id")]))
    unit = tables.Column(accessor="channel__unit__name", verbose_name="主办单位")
    sent_on = tables.DateColumn(format="Y-m-d", verbose_name="发布日期", attrs=DATE)
    reads = tables.Column(verbose_name="阅读量", attrs=NUMBER)
    kind = tables.Column(accessor="channel__kind", verbose_name="渠道种类", visible=False)
    address = tables.Column(verbose_name="网址", visible=False)
    subject = tables.Column(verbose_name="主题", visible=False)
    step = tables.TemplateColumn('{% load gongkai %}{% may request.user "edit" record as mine %}{% if mine %}'
                                 '<a href="{% url "disclosure:dispatch_undo" record.pk %}">撤销</a>{% endif %}',
                                 verbose_name="办理", orderable=False, exclude_from_export=True)

    class Meta:
        model = Dispatch
        fields = ("title", "channel", "unit", "sent_on", "reads", "kind", "address", "subject", "step")
        default = ""
        order_by = ("-sent_on",)

    def render_title(self, value: str, record: Dispatch) -> str:
        """A link to where it went out, where it has one."""
        safe = record.address.startswith(("http://", "https://"))
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', record.address, value) if safe else value

    def value_title(self, value: str) -> str:
        """The title alone, for exports."""
        return value

    def value_channel(self, value: Channel) -> str:
        """The name alone, for exports: its kind has a column of its own."""
        return value.name

    def value_subject(self, value: str) -> str:
        """Its label, for exports."""
        return vocabularies.subjects().get(value, value)


class DispatchFilter(filters.FilterSet):
    """What narrows what went out."""

    q = filters.CharFilter(label="标题", field_name="title", lookup_expr="icontains", widget=forms.TextInput(attrs={"type": "search"}))
    channel = filters.ModelChoiceFilter(label="渠道", queryset=Channel.objects.none(), empty_label="全部")
    year = filters.ChoiceFilter(label="年份", field_name="sent_on__year", empty_label="全部")

    class Meta:
        model = Dispatch
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each: Any = self.filters
        each["channel"].queryset = Channel.objects.restrict(self.request.user if self.request else None)
        each["year"].extra["choices"] = [(year, f"{year}年") for year in range(days.today().year, 2007, -1)]
