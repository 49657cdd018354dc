"""Columns and filters of the lists of items."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.common import days
from gongkai.web.disclosure.enums import Attribute, Stage
from gongkai.web.disclosure.forms import node_choices
from gongkai.web.disclosure.models import CatalogueNode, Item
from gongkai.web.organs.models import Unit

TONES = {Stage.DRAFT: "quiet", Stage.SECRECY: "info", Stage.REVIEW: "info", Stage.REFERRED: "warn", Stage.APPROVED: "warn",
         Stage.SCHEDULED: "info", Stage.PUBLISHED: "ok", Stage.WITHDRAWN: "bad", Stage.KEPT: "quiet"}


def badge(label: str, tone: str) -> str:
    """A badge, as common/badge.html makes it."""
    return format_html('<span class="badge {}">{}</span>', tone, label)


class ItemTable(tables.Table):
    """Items, one a line."""

    chosen = tables.CheckBoxColumn(accessor="pk", attrs={"th__input": {"data-all": "chosen", "aria-label": "全选"},
                                                         "td__input": {"name": "chosen", "form": "batch", "aria-label": "选择"},
                                                         "td": {"class": "nolabel"}}, exclude_from_export=True)
    title = tables.Column(verbose_name="名称", attrs={"td": {"class": "title"}})
    unit = tables.Column(verbose_name="发布机构", accessor="unit__called", order_by="unit__name")
    node = tables.Column(verbose_name="公开目录", accessor="node__name")
    index_number = tables.Column(verbose_name="索引号", visible=False)
    document_number = tables.Column(verbose_name="文号")
    made_on = tables.DateColumn(verbose_name="生成日期", format="Y-m-d", attrs={"td": {"class": "date"}})
    attribute = tables.Column(verbose_name="公开属性")
    stage = tables.Column(verbose_name="状态")

    class Meta:
        model = Item
        fields = ()
        sequence = ("chosen", "title", "unit", "node", "document_number", "made_on", "attribute", "stage", "index_number")
        order_by = "-changed_at"

    def render_title(self, value: str, record: Item) -> str:
        """A link to the item, its index number below."""
        return format_html('<a href="{}">{}</a><br><span class="muted small">{}</span>', reverse("disclosure:item", args=[record.pk]), value,
                           record.index_number)

    def value_title(self, value: str) -> str:
        """The title alone, for exports."""
        return value

    def render_stage(self, record: Item) -> str:
        """A badge; a second one where an older version is public meanwhile."""
        made = badge(record.get_stage_display(), TONES[Stage(record.stage)])
        shown = getattr(record, "is_public", False) and record.stage != Stage.PUBLISHED
        return format_html("{} {}", made, badge("公开中", "ok")) if shown else made

    def value_stage(self, record: Item) -> str:
        """The stage alone, for exports."""
        return record.get_stage_display()


class LookedAtItemTable(ItemTable):
    """The same for those who hand in and publish nothing, and so have nothing to choose."""

    class Meta(ItemTable.Meta):
        exclude = ("chosen",)


class ItemFilter(filters.FilterSet):
    """What narrows the list."""

    q = filters.CharFilter(label="名称、文号或索引号", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))
    stage = filters.ChoiceFilter(label="状态", choices=Stage.choices, empty_label="全部")
    attribute = filters.ChoiceFilter(label="公开属性", choices=Attribute.choices, empty_label="全部")
    unit = filters.ModelChoiceFilter(label="发布机构", queryset=Unit.objects.none(), empty_label="全部")
    node = filters.ChoiceFilter(label="公开目录", method="by_node", empty_label="全部")
    year = filters.ChoiceFilter(label="生成年份", field_name="made_on__year", empty_label="全部")

    class Meta:
        model = Item
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.request.user if self.request else None
        units = Unit.objects.restrict(person, "view")
        each: Any = self.filters
        each["unit"].queryset = units
        nodes = CatalogueNode.objects.filter(unit_id__in={key for unit in units for key in unit.above})
        each["node"].extra["choices"] = node_choices(nodes)[1:]
        each["year"].extra["choices"] = [(year, f"{year}年") for year in range(days.today().year, 2007, -1)]
        if len(units) < 2:
            del each["unit"]

    def by_text(self, rows: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        """Every word somewhere in title, document number or index number."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(document_number__icontains=word) | Q(index_number__icontains=word))
        return rows

    def by_node(self, rows: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        """Items filed under a row or below it."""
        node = CatalogueNode.objects.filter(pk=value).first()
        return rows.filter(node__path__startswith=node.path) if node else rows.none()
