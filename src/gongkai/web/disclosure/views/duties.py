"""The board of what is owed, for the person's units and all below; how much of a year was published in time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.common import days
from gongkai.web.common.access import lists
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.lists import show_rows
from gongkai.web.disclosure.domain import duties
from gongkai.web.disclosure.domain.duty import PRESSING, Duty, Kind, State
from gongkai.web.disclosure.models import AbsentColumn, Item
from gongkai.web.organs.models import Unit

TONES = {State.LATE: "bad", State.SOON: "warn", State.EMPTY: "info", State.OPEN: "quiet", State.ABSENT: "quiet"}
_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class DutyTable(tables.Table):
    """What is owed, one a line."""

    word = tables.Column(verbose_name="情况")
    title = tables.Column(verbose_name="事项或栏目", attrs={"td": {"class": "title"}})
    kind = tables.Column(verbose_name="类别", attrs={"td": {"class": "nowrap"}})
    unit = tables.Column(verbose_name="单位", accessor="unit__called", attrs={"td": {"class": "nowrap"}})
    due = tables.DateColumn(format="Y-m-d", verbose_name="期限", default="", attrs={"td": {"class": "date"}})
    article = tables.Column(verbose_name="依据")
    step = tables.Column(verbose_name="办理", empty_values=(), exclude_from_export=True)

    class Meta:
        default = ""

    def render_word(self, record: Duty) -> str:
        """A badge."""
        return format_html('<span class="badge {}">{}</span>', TONES[record.state], record.word)

    def value_word(self, record: Duty) -> str:
        """The words alone, for exports."""
        return record.word

    def render_title(self, record: Duty) -> str:
        """A link to where it is dealt with."""
        return format_html('<a href="{}">{}</a>', record.link, record.title)

    def value_title(self, record: Duty) -> str:
        """The title alone, for exports."""
        return record.title

    def render_article(self, record: Duty) -> str:
        """The ground in short, opening to the whole of it and how the days were counted."""
        short, _, rest = record.article.partition("：")
        return format_html("<details><summary>{}</summary><p>{}</p></details>", short, f"{rest}。{record.sentence}" if rest else record.sentence)

    def render_step(self, record: Duty) -> str:
        """An empty column: that the unit has nothing of the kind, or the way back."""
        if record.kind is not Kind.COLUMN or not allows(self.request.user, "edit", AbsentColumn(unit=record.unit)):
            return ""
        if record.state is State.EMPTY:
            return format_html('<a href="{}?node={}&amp;unit={}">标明无此类信息</a>', reverse("disclosure:column_absent"), record.subject, record.unit.pk)
        return format_html('<a href="{}">撤销标明</a>', reverse("disclosure:column_present", args=[record.mark])) if record.mark else ""

    def value_article(self, record: Duty) -> str:
        """Both, for exports."""
        return f"{record.article}：{record.sentence}"


class PunctualityTable(tables.Table):
    """How much was published in time, a unit a line."""

    unit = tables.Column(verbose_name="单位", accessor="unit__name", attrs={"td": {"class": "title"}})
    published = tables.Column(verbose_name="首次发布（条）", attrs=_NUMBER)
    in_time = tables.Column(verbose_name="按期", attrs=_NUMBER)
    late = tables.Column(verbose_name="逾期", attrs=_NUMBER)
    unknown = tables.Column(verbose_name="推算不出期限", attrs=_NUMBER)
    share = tables.Column(verbose_name="按期率", attrs=_NUMBER)


class ScopeForm(forms.Form):
    """Whose, which, how urgent."""

    unit = forms.ChoiceField(label="单位", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *((kind.name, kind.value) for kind in Kind)])
    state = forms.ChoiceField(label="情况", required=False, choices=[
        ("", "已逾期和即将到期"), *((state.name, state.value) for state in State), ("ALL", "全部")])

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        chooser: Any = self.fields["unit"]
        chooser.choices = [("", "全部可见单位"), *((str(unit.pk), "　" * (unit.path.count("/") - 2) + unit.called) for unit in units)]
        if len(units) < 2:
            del self.fields["unit"]

    def chosen(self) -> list[Unit]:
        """The units that the address asks for, with those below."""
        wanted = self.cleaned_data.get("unit") if self.is_valid() else ""
        top = next((unit for unit in self.units if str(unit.pk) == wanted), None)
        return self.units if top is None else [unit for unit in self.units if unit.path.startswith(top.path)]


class YearForm(ScopeForm):
    """Whose, and of which year."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    field_order = ("year", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"], self.fields["state"]
        chooser: Any = self.fields["year"]
        chooser.choices = [(year, f"{year}年") for year in range(days.today().year, 2018, -1)]


@lists(Item)
def board(request: HttpRequest) -> HttpResponseBase:
    """What is owed, the most urgent first."""
    form = ScopeForm(request.GET, units=duties.units_of(request.user))
    everything = duties.board(request.user, form.chosen())
    counts = Counter(duty.state for duty in everything)
    kind, state = (form.cleaned_data.get(name, "") for name in ("kind", "state")) if form.is_valid() else ("", "")
    rows = [duty for duty in everything if (not kind or duty.kind is Kind[kind]) and (
        state == "ALL" or (duty.state is State[state] if state else duty.state in PRESSING))]
    stats = [(one.value, counts[one], one.name, TONES[one] if counts[one] else "") for one in State]
    return show_rows(request, rows, DutyTable, title="办理时限", form=form, filtered=any(form.cleaned_data.values()) if form.is_valid() else True,
                     template="disclosure/duties/board.html", empty="没有已经逾期或者即将到期的内容。", stats=stats,
                     sees=bool(form.units))


@lists(Item)
def in_time(request: HttpRequest) -> HttpResponseBase:
    """How much of what was first published in a year came within the term."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and 2018 < int(asked[:6]) <= days.today().year else days.today().year
    form = YearForm(request.GET, units=duties.units_in(request.user, year))
    rows = duties.in_time(form.chosen(), year)
    return show_rows(request, rows, PunctualityTable, title=f"{year}年按期公开情况", form=form,
                     template="disclosure/duties/in_time.html", empty=f"{year}年还没有发布公开事项。",
                     sums=[sum(getattr(row, name) for row in rows) for name in ("published", "in_time", "late", "unknown")])
