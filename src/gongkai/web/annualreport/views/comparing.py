"""比较, 指标, 异常: the years of a unit, the units of a year, each with its formula and how many it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.report.form import edition as form_of
from gongkai.report.indicators import vocabulary
from gongkai.report.model import Number
from gongkai.web.annualreport.domain.adding import Total, add_up
from gongkai.web.annualreport.domain.area import Area, areas_seen, years_seen
from gongkai.web.annualreport.domain.figures import unpack
from gongkai.web.annualreport.domain.measures import Measure, Reading, in_time, measures, of_cells, read, shown
from gongkai.web.annualreport.domain.oddities import unusual
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.forms_figures import AreaForm, MeasureForm, YearsForm
from gongkai.web.annualreport.models import Figures
from gongkai.web.annualreport.views.adding import rows_seen
from gongkai.web.common import chartfiles, charts
from gongkai.web.common.access import lists
from gongkai.web.common.generic.lists import send
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

_TREND = {"3.received.total": "本年新收", "3.processed.total": "办理结果总计", "3.granted.total": "予以公开", "3.carried_out.total": "结转下年度"}
_RATES = ("disclosure_rate", "denial_rate", "carried_rate")
_BARS = 30
"""Units that a chart shows at most; the table has all."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a comparison: the form's edition, the numbers by address, the indicators; `link` is what the year opens to, `opens` what
    one number does, with the address to be put behind it."""

    year: int
    edition: str
    cells: Mapping[str, Number | None]
    readings: Mapping[str, Reading]
    link: str
    opens: str = ""
    total: Total | None = None


@lists(Figures)
def years(request: HttpRequest) -> HttpResponseBase:
    """The years of one unit side by side, its own figures or the sums of its area."""
    seen = rows_seen(request.user)
    form = YearsForm(request.GET, person=request.user, years=years_seen(seen))
    context: dict[str, Any] = {"form": form, "tab": "years", "title": "历年比较"}
    if not form.is_valid():
        return render(request, "annualreport/figures/years.html", context)
    unit, area, kind = form.cleaned_data["unit"], form.cleaned_data["scope"] == Scope.AREA, form.cleaned_data["kind"]
    found = _years_of_area(request.user, unit, years_seen(seen), kind) if area else _years_of_unit(seen, unit)
    lines = compared({one.year: (one.edition, one.cells) for one in found})
    labels = [str(one.year) for one in found]
    title = f"{unit.name}历年年报数据（{'全域' if area else '本级'}{'，' + UnitKind(kind).label if area and kind else ''}）"
    totals = [one.total for one in found if one.total is not None]
    if request.GET.get("export") in ("csv", "xlsx"):
        heads: list[list[Any]] = [["单元格", "名称", *labels]]
        if totals:
            heads += [["", "计入单位数", *(len(total.counted) for total in totals)], ["", "缺报单位数", *(len(total.missing) for total in totals)]]
        return send(request, [*heads, *([address, label, *values] for address, label, values in lines)], title, request.GET["export"])
    drawn = {
        "numbers": charts.lines("申请和办理", labels, {name: [one.cells.get(address) for one in found] for address, name in _TREND.items()}, unit="件"),
        "rates": charts.lines("办理指标", labels, {measures()[key].label: [_percent(one.readings.get(key)) for one in found] for key in _RATES}, unit="%")}
    if totals:
        drawn["units"] = charts.bars("汇总的单位", labels, {"计入": [len(total.counted) for total in totals], "缺报": [len(total.missing) for total in totals]}, unit="个")
    if (file := chartfiles.asked(request, drawn)) is not None:
        return file
    return render(request, "annualreport/figures/years.html", {
        **context, "unit": unit, "shown": title, "years": found, "charts": drawn, "totals": totals,
        "lines": [(label, [(value, f"{one.opens}&{urlencode({'address': address})}" if one.opens and address in one.cells else "")
                           for value, one in zip(values, found, strict=True)]) for address, label, values in lines]})


def _years_of_unit(seen: QuerySet[Figures], unit: Unit) -> list[Year]:
    rows = list(seen.filter(unit=unit, scope=Scope.OWN).order_by("year"))
    readings = read(rows)
    return [Year(row.year, row.edition, unpack(row.edition, bytes(row.packed)), readings[row.pk], reverse("annualreport:figures", args=[row.pk]))
            for row in rows]


def _years_of_area(person: Any, unit: Unit, years: Sequence[int], kind: str) -> list[Year]:
    """The sums of the years of which some unit's figures are known."""
    made = []
    for year, total in sorted(add_up(person, unit, years, kinds=[kind] if kind else []).items()):
        if total.counted:
            query: dict[str, str] = {"unit": str(unit.pk), "year": str(year), **({"kind": kind} if kind else {})}
            made.append(Year(year, total.edition, total.cells, of_cells(total.edition, total.cells),
                             f"{reverse('annualreport:rollup')}?{urlencode({**query, 'scope': str(Scope.AREA)})}",
                             f"{reverse('annualreport:rollup_units')}?{urlencode(query)}", total))
    return made


@lists(Figures)
def units(request: HttpRequest) -> HttpResponseBase:
    """The units of a year side by side, by one measure."""
    seen = rows_seen(request.user)
    form = MeasureForm(request.GET, person=request.user, years=years_seen(seen))
    context: dict[str, Any] = {"form": form, "tab": "units", "title": "单位比较"}
    if not form.is_valid():
        return render(request, "annualreport/figures/units_of_year.html", context)
    unit, year, measure = form.cleaned_data["unit"], form.cleaned_data["year"], measures()[form.cleaned_data["by"]]
    area = Area(unit, [year])
    rows = list(seen.filter(scope=Scope.OWN, year=year, unit__in=area.below[year]).order_by("unit__place"))
    readings = _with_held(rows, year)
    names = area.names([row.unit_id for row in rows], year)
    lines = [(row, names[row.unit_id], readings[row.pk].get(measure.key, Reading(None, None, "该版格式没有此项"))) for row in rows]
    lines.sort(key=lambda line: (line[2].value is None, -(line[2].value or 0)))
    if request.GET.get("export") in ("csv", "xlsx"):
        return send(request, [["单位", measure.label, "分母"], *([name, shown(measure, one.value), one.over] for _, name, one in lines)],
                    f"{unit.name}{year}年度{measure.label}", request.GET["export"])
    chart = charts.across(f"{year}年度{measure.label}", [name for _, name, _ in lines[:_BARS]],
                          [_percent(one) if measure.rate else one.value for _, _, one in lines[:_BARS]], unit="%" if measure.rate else measure.unit, name=measure.label)
    if (file := chartfiles.asked(request, {"units": chart})) is not None:
        return file
    page = Paginator(lines, 100).get_page(request.GET.get("page"))
    return render(request, "annualreport/figures/units_of_year.html", {
        **context, "unit": unit, "year": year, "measure": measure, "formula": _formula(measure), "page_obj": page, "count": len(lines), "bars": _BARS,
        "lines": [(row, name, shown(measure, one.value), one) for row, name, one in page], "chart": chart,
        "known": sum(one.value is not None for _, _, one in lines)})


@lists(Figures)
def indicators(request: HttpRequest) -> HttpResponseBase:
    """The indicators of an area and of its units in a year, with formulas."""
    seen = rows_seen(request.user)
    form = AreaForm(request.GET, person=request.user, years=years_seen(seen))
    context: dict[str, Any] = {"form": form, "title": "年报指标"}
    if not form.is_valid():
        return render(request, "annualreport/figures/indicators.html", context)
    unit, year = form.cleaned_data["unit"], form.cleaned_data["year"]
    area = Area(unit, [year])
    rows = list(seen.filter(scope=Scope.OWN, year=year, unit__in=area.below[year]).order_by("unit__place"))
    readings, names = _with_held(rows, year), area.names([row.unit_id for row in rows], year)
    rates = [one for one in measures().values() if one.rate]
    whole: dict[str, Reading] = {}
    if areas_seen(request.user).filter(pk=unit.pk).exists():
        total = add_up(request.user, unit, [year])[year]
        whole = of_cells(total.edition, total.cells)
        held = [one for row in rows if (one := readings[row.pk].get("in_time_rate")) is not None]
        if held:
            answered = sum((Decimal(one.over or 0) for one in held), Decimal(0))
            whole["in_time_rate"] = Reading(sum(Decimal(one.value or 0) * (one.over or 0) for one in held) / answered, int(answered))
    if request.GET.get("export") in ("csv", "xlsx"):
        heads = ["单位", *(text for one in rates for text in (one.label, f"{one.label}分母"))]
        body = [[names[row.unit_id], *(text for one in rates for text in _told(one, readings[row.pk]))] for row in rows]
        return send(request, [heads, *body], f"{unit.name}{year}年度年报指标", request.GET["export"])
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    return render(request, "annualreport/figures/indicators.html", {
        **context, "unit": unit, "year": year, "rates": rates, "count": len(rows), "page_obj": page,
        "whole": [(shown(one, whole[one.key].value), whole[one.key]) if one.key in whole else None for one in rates] if whole else None,
        "lines": [(row, names[row.unit_id], [(shown(one, found.value), found) if (found := readings[row.pk].get(one.key)) else None for one in rates]) for row in page],
        "formulas": [(one, _formula(one)) for one in rates], "vocabulary": vocabulary()})


@lists(Figures)
def odd(request: HttpRequest) -> HttpResponseBase:
    """The unusual values of a year."""
    form = AreaForm(request.GET, person=request.user, years=years_seen(rows_seen(request.user)))
    context: dict[str, Any] = {"form": form, "title": "异常数据提示", "bounds": vocabulary().unusual}
    if not form.is_valid():
        return render(request, "annualreport/figures/odd.html", context)
    unit, year = form.cleaned_data["unit"], form.cleaned_data["year"]
    found = unusual(request.user, unit, year)
    if request.GET.get("export") in ("csv", "xlsx"):
        return send(request, [["单位", "项目", "数值", "比较对象", "中位数", "比较数量", "公式"], *(
            [one.name, one.measure.label, shown(one.measure, one.distance.value), one.others, shown(one.measure, one.distance.median), one.distance.n, _formula(one.measure)]
            for one in found)], f"{unit.name}{year}年度异常数据", request.GET["export"])
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "annualreport/figures/odd.html", {
        **context, "unit": unit, "year": year, "count": len(found), "page_obj": page,
        "lines": [(one, shown(one.measure, one.distance.value), shown(one.measure, one.distance.median), _formula(one.measure)) for one in page]})


def compared(years: Mapping[int, tuple[str, Mapping[str, Number | None]]]) -> list[tuple[str, str, list[Number | None]]]:
    """Address, label and the number of each year, for the totals of table 3, table 4 and table 2, in the order of the newest edition.

    A cell that a year's edition does not have is None there, as an empty one is; a group is shown where some year prints it as one row.
    """
    wanted: dict[str, str] = {}
    for edition in sorted({edition for edition, _ in years.values()}, reverse=True):
        form = form_of(edition)
        for address in (*form.addresses(), *(f"{t.number}.{g.key}.total" for t in form.tables.values() for g in t.groups())):
            if (not address.startswith("3.") or address.endswith(".total")) and any(
                    cells.get(address) is not None for _, cells in years.values()):
                wanted.setdefault(address, form.label(address))
    return [(address, label, [cells.get(address) for _, cells in years.values()]) for address, label in wanted.items()]


def _with_held(rows: Sequence[Figures], year: int) -> dict[int, dict[str, Reading]]:
    readings = read(rows)
    held = in_time([row.unit_id for row in rows], [year])
    for row in rows:
        if (row.unit_id, year) in held:
            readings[row.pk]["in_time_rate"] = held[row.unit_id, year]
    return readings


def _formula(measure: Measure) -> str:
    return measure.formula(measure.editions[-1])


def _told(measure: Measure, readings: Mapping[str, Reading]) -> tuple[str, Number | None]:
    found = readings.get(measure.key)
    return ("—", None) if found is None else (shown(measure, found.value), found.over)


def _percent(reading: Reading | None) -> Number | None:
    return None if reading is None or reading.value is None else round(Decimal(reading.value) * 100, 1)
