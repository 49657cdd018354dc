"""Columns and filters of the register."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from gongkai.web.common import days
from gongkai.web.disclosure.domain.register import standings
from gongkai.web.disclosure.domain.standing import Force, Standing
from gongkai.web.disclosure.enums import NormativeAct, NormativeKind
from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent
from gongkai.web.organs.models import Unit

TONES = {Force.IN_FORCE: "ok", Force.COMING: "info", Force.NOT_YET: "quiet", Force.REPEALED: "bad", Force.SUPERSEDED: "bad",
         Force.EXPIRED: "warn"}


CLEANED = {NormativeAct.KEPT: "保留", NormativeAct.REPEALED: "废止", NormativeAct.EXPIRED: "宣布失效", NormativeAct.EXTENDED: "延长有效期",
           NormativeAct.TO_AMEND: "拟修改"}
"""What a clean-up decides of a document, in the words of its screens."""


def cleaned(document: NormativeDocument) -> NormativeEvent | None:
    """What the last clean-up decided of a document; None where none did."""
    events = list(document.events.all())
    gone = {event.reverses_id for event in events if event.reverses_id}
    return max((event for event in events if event.in_clean_up and event.pk not in gone), key=lambda event: (event.on, event.pk), default=None)


def badge(force: Force) -> str:
    """What a document is, as a badge."""
    return format_html('<span class="badge {}">{}</span>', TONES[force], force.value)


class DocumentTable(tables.Table):
    """Documents, one a line."""

    title = tables.Column(verbose_name="名称", linkify=("disclosure:document", [tables.A("pk")]), attrs={"td": {"class": "title"}})
    document_number = tables.Column(verbose_name="文号")
    unit = tables.Column(verbose_name="制定机关", accessor="unit__name")
    kind = tables.Column(verbose_name="种类")
    issued = tables.Column(verbose_name="制发日期", empty_values=(), orderable=False, attrs={"td": {"class": "date"}})
    until = tables.Column(verbose_name="有效期至", empty_values=(), orderable=False, attrs={"td": {"class": "date"}})
    force = tables.Column(verbose_name="效力", empty_values=(), orderable=False)
    cleaned = tables.Column(verbose_name="清理", empty_values=(), orderable=False)

    class Meta:
        model = NormativeDocument
        fields = ("title", "document_number", "unit", "kind")
        default = ""
        order_by = ("-id",)

    @staticmethod
    def standing(record: NormativeDocument) -> Standing:
        """Worked out once for each row."""
        found = getattr(record, "standing", None)
        if found is None:
            found = record.standing = Standing.of(record.events.all())  # type: ignore[attr-defined]
        return found

    def render_issued(self, record: NormativeDocument) -> str:
        """The day of issue."""
        return str(self.standing(record).issued_on or "")

    def render_until(self, record: NormativeDocument) -> str:
        """The last day by its own terms."""
        return str(self.standing(record).valid_until or "")

    def render_force(self, record: NormativeDocument) -> str:
        """What it is today."""
        return badge(self.standing(record).on(days.today()))

    def value_force(self, record: NormativeDocument) -> str:
        """The word alone, for exports."""
        return self.standing(record).on(days.today()).value


    def render_cleaned(self, record: NormativeDocument) -> str:
        """What the last clean-up decided of it, when and on what ground."""
        event = cleaned(record)
        return " ".join(filter(None, (CLEANED[NormativeAct(event.act)], str(event.on), event.note))) if event else ""


class DocumentFilter(filters.FilterSet):
    """What narrows the register; `on` asks for the standing on a day."""

    q = filters.CharFilter(label="名称或文号", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))
    kind = filters.ChoiceFilter(label="种类", choices=NormativeKind.choices, empty_label="全部")
    unit = filters.ModelChoiceFilter(label="制定机关", queryset=Unit.objects.none(), empty_label="全部")
    cleaned = filters.ChoiceFilter(label="清理结果", choices=[("any", "已清理"), *((act.value, label) for act, label in CLEANED.items())],
                                   method="by_clean_up", empty_label="全部")
    force = filters.ChoiceFilter(label="效力", choices=[(force.name, force.value) for force in Force], method="by_force", empty_label="全部")
    on = filters.DateFilter(label="在这一天", method="by_day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    class Meta:
        model = NormativeDocument
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.restrict(self.request.user if self.request else None)
        each: Any = self.filters
        each["unit"].queryset = units
        if len(units) < 2:
            del each["unit"]

    def by_text(self, rows: QuerySet[NormativeDocument], name: str, value: str) -> QuerySet[NormativeDocument]:
        """Every word somewhere in title or number."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(document_number__icontains=word) | Q(registration_number__icontains=word))
        return rows

    def by_day(self, rows: QuerySet[NormativeDocument], name: str, value: Any) -> QuerySet[NormativeDocument]:
        """Without a standing asked for, what was in force on the day."""
        return rows if self.data.get("force") else _standing(rows, {Force.IN_FORCE}, value)

    def by_clean_up(self, rows: QuerySet[NormativeDocument], name: str, value: str) -> QuerySet[NormativeDocument]:
        """What a clean-up decided of a document, the last one where there were several."""
        found = {row.pk: event.act for row in rows.prefetch_related("events") if (event := cleaned(row))}
        return rows.filter(pk__in=[key for key, act in found.items() if value in ("any", act)])

    def by_force(self, rows: QuerySet[NormativeDocument], name: str, value: str) -> QuerySet[NormativeDocument]:
        """What stands so on the day asked for, today unless told."""
        return _standing(rows, {Force[value]}, self.form.cleaned_data.get("on") or days.today())


def _standing(rows: QuerySet[NormativeDocument], wanted: set[Force], day: Any) -> QuerySet[NormativeDocument]:
    """Whether a document is in force follows from its events, so that it is worked out here and not in SQL."""
    found = standings(rows.prefetch_related("events"))
    return rows.filter(pk__in=[key for key, standing in found.items() if standing.on(day) in wanted])
