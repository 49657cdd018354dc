"""Columns and filters of lists of annual reports."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.annualreport.enums import Handing, Scope, Stage
from gongkai.web.annualreport.models import AnnualReport, DecisionCount

TONES = {Stage.DRAFT: "warn", Stage.REVIEW: "info", Stage.SIGN: "info", Stage.SIGNED: "info", Stage.PUBLISHED: "ok"}
HANDED = {Handing.NONE: "quiet", Handing.HANDED: "info", Handing.RETURNED: "bad", Handing.ACCEPTED: "ok"}


def badge(label: str, tone: str) -> str:
    """A badge, as common/badge.html makes it."""
    return format_html('<span class="badge {}">{}</span>', tone, label)


class ReportTable(tables.Table):
    """Reports, one a line."""

    year = tables.Column(verbose_name="报告", attrs={"td": {"class": "title"}}, order_by="year")
    unit = tables.Column(verbose_name="单位", accessor="unit__called", order_by="unit__place")
    stage = tables.Column(verbose_name="状态")
    handing = tables.Column(verbose_name="报送情况")
    created_by = tables.Column(verbose_name="编制人", accessor="created_by__name", orderable=False)
    changed_at = tables.DateTimeColumn(verbose_name="最近修改", format="Y-m-d H:i", attrs={"td": {"class": "date"}})

    class Meta:
        model = AnnualReport
        fields = ()
        sequence = ("year", "unit", "stage", "handing", "created_by", "changed_at")
        order_by = ("-year", "unit")

    def render_year(self, record: AnnualReport) -> str:
        """A link to the report."""
        return format_html('<a href="{}">{}</a>{}', reverse("annualreport:report", args=[record.pk]), record.title,
                           f"（{Scope.AREA.label}）" if record.scope == Scope.AREA else "")

    def value_year(self, record: AnnualReport) -> str:
        """The title alone, for exports."""
        return record.title

    def render_stage(self, record: AnnualReport) -> str:
        """A badge."""
        return badge(Stage(record.stage).label, TONES[Stage(record.stage)])

    def value_stage(self, record: AnnualReport) -> str:
        """For exports."""
        return Stage(record.stage).label

    def render_handing(self, record: AnnualReport) -> str:
        """A badge."""
        return badge(Handing(record.handing).label, HANDED[Handing(record.handing)])

    def value_handing(self, record: AnnualReport) -> str:
        """For exports."""
        return Handing(record.handing).label


class ReportFilter(filters.FilterSet):
    """By year, state and unit."""

    year = filters.NumberFilter(label="年度", min_value=2008, max_value=2100)
    stage = filters.ChoiceFilter(label="状态", choices=Stage.choices, empty_label="全部")
    handing = filters.ChoiceFilter(label="报送情况", choices=Handing.choices, empty_label="全部")
    unit = filters.CharFilter(label="单位", method="by_unit")

    class Meta:
        model = AnnualReport
        fields = ()

    def by_unit(self, rows: QuerySet[AnnualReport], name: str, value: str) -> QuerySet[AnnualReport]:
        """Reports of units whose name holds the words."""
        return rows.filter(unit__name__contains=value.replace("\x00", ""))


class DecisionTable(tables.Table):
    """What was entered, row by row, the last first."""

    at = tables.DateTimeColumn(verbose_name="时间", format="Y-m-d H:i", attrs={"td": {"class": "date"}})
    unit = tables.Column(verbose_name="单位", accessor="unit__called", orderable=False)
    year = tables.Column(verbose_name="年度")
    address = tables.Column(verbose_name="数据项", attrs={"td": {"class": "title"}}, orderable=False)
    value = tables.Column(verbose_name="数量", empty_values=(), attrs={"td": {"class": "num"}, "th": {"class": "num"}}, orderable=False)
    source = tables.Column(verbose_name="数据来源", orderable=False)
    origin = tables.Column(verbose_name="来源方式", orderable=False)
    by_name = tables.Column(verbose_name="填报人", orderable=False)

    class Meta:
        model = DecisionCount
        fields = ()
        sequence = ("at", "unit", "year", "address", "value", "source", "origin", "by_name")
        order_by = ("-at",)

    def render_address(self, record: DecisionCount) -> str:
        """The cell in the form's words."""
        from gongkai.report.form import edition_for

        form = edition_for(record.year)
        return form.label(record.address) if form is not None else record.address

    def render_value(self, record: DecisionCount) -> str:
        """The number, or that it was taken back."""
        from gongkai.web.annualreport.domain.decisions import plain

        return plain(record.value) or "撤回"
