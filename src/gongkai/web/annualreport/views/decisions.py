"""The year's numbers that the platform does not count: what was entered, by whom, from where; by hand or from a sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.report.form import editions
from gongkai.web.annualreport.domain import decisions, queries
from gongkai.web.annualreport.domain.decisions import entered_addresses, form_of, number_in, plain
from gongkai.web.annualreport.forms import DecisionForm, years
from gongkai.web.annualreport.models import DecisionCount
from gongkai.web.annualreport.tables import DecisionTable
from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.columns import Column, Fault, Rows, at_most, faults_in, whole
from gongkai.web.common.generic.edits import create
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.generic.lists import show
from gongkai.web.common.models import ImportRun
from gongkai.web.organs.models import Unit


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    known = years()
    return int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in known else max(days.today().year - 1, known[-1])


@lists(DecisionCount)
def index(request: HttpRequest) -> HttpResponseBase:
    """A unit's numbers of a year as they hold, and all that was ever entered."""
    year, units = _year(request), queries.units_with_decisions(request.user, "view")
    asked = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    unit = asked or next((one for one in units if one.pk == request.user.home_id), units[0] if units else None)  # type: ignore[union-attr]
    rows = DecisionCount.objects.restrict(request.user).filter(year=year).select_related("unit")
    if asked is not None:
        rows = rows.filter(unit=asked)
    held = decisions.current(unit, year) if unit is not None else {}
    form = form_of(year)
    may = unit is not None and allows(request.user, "edit", DecisionCount(unit=unit))
    query = urlencode({"unit": unit.pk, "year": year}) if unit is not None else ""
    return show(request, rows, DecisionTable, title="行政行为数据", template="annualreport/decisions.html", empty="还没有填报过。",
                add=("填报数据", f"{reverse('annualreport:decisions_enter')}?{query}") if may else None,
                years=years(), year=year, units=units, unit=unit, may=may, citation=form.citation,
                cells=[(form.label(address), held.get(address), plain(held[address].value) if address in held else None) for address in entered_addresses(form)])


@adds(DecisionCount, "edit")
def enter(request: HttpRequest) -> HttpResponse:
    """The numbers of a unit and a year by hand."""
    year, units = _year(request), queries.units_with_decisions(request.user, "edit")
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), units[0] if units and not request.GET.get("unit") else None)
    if unit is None:
        raise Http404("没有这个单位，或者您不负责填报它的数据。")
    held = {address: plain(row.value) or "" for address, row in decisions.current(unit, year).items()}
    back = f"{reverse('annualreport:decisions')}?{urlencode({'unit': unit.pk, 'year': year})}"

    def save(form: Any) -> Any:
        try:
            return decisions.enter(request.user, unit, year, form.cleaned_data["cells"], form.cleaned_data["source"])
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise ValidationError({f"cell-{name}" if f"cell-{name}" in form.fields else name: texts for name, texts in error.message_dict.items()}) from None
            raise

    return create(request, DecisionForm, save, title=f"填报行政行为数据：{unit.called}，{year}年度", done=back, cancel=back,
                  form_kwargs={"year": year, "held": held},
                  hint="填报本年作出的全部处理决定数量，包括已经公开和依法未公开的。没有发生的填 0，不掌握的留空；清空已填的数字即为撤回。每次填报都留有记录。")


def _cell(text: str) -> str:
    """A cell's address by what a sheet calls it: its address, its row's label, or both labels."""
    known = _names()
    key = unicodedata.normalize("NFKC", text).replace(" ", "")
    if key not in known:
        raise ValueError(f"应为：{'、'.join(sorted({name for name in known if '.' not in name}, key=len)[:12])}")
    return known[key]


def _names() -> dict[str, str]:
    made: dict[str, str] = {}
    for form in reversed(editions().values()):
        for address in entered_addresses(form):
            _, row, column = address.split(".")
            label, head = form.tables["2"].row(row).label, form.tables["2"].column(row, column).label
            for name in (address, f"{label}{head}", label):
                made.setdefault(unicodedata.normalize("NFKC", name).replace(" ", ""), address)
    return made


def _year_in(text: str) -> int:
    number = whole(text.rstrip("年度"))
    if number not in years():
        raise ValueError(f"应为 {years()[-1]} 至 {years()[0]} 之间的年度")
    return number


def _misfits(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    for row in rows:
        if row["faulty"]:
            continue
        try:
            form = form_of(row["year"])
            if row["address"] not in entered_addresses(form):
                raise ValidationError({"address": f"{row['year']}年度的格式没有这一项，请核对年度。"})
            try:
                row["value"] = number_in(form, row["address"], row["text"])
            except ValidationError as error:
                raise ValidationError({"text": error.messages}) from None
        except ValidationError as error:
            yield from faults_in(error, row, SHEET.columns)


def _apply(actor: Any, unit: Unit, rows: Rows) -> dict[str, int]:
    return decisions.import_rows(actor, unit, [{**row, "value": number_in(form_of(row["year"]), row["address"], row["text"])} for row in rows])


SHEET = SheetImport(
    kind="decision_counts", title="导入行政行为数据", apply=_apply, check=_misfits, unique=("year", "address"),
    hint="一行一个数据项。与已经填报的数字、来源都相同的，不重复记录。",
    columns=(
        Column("year", "年度", required=True, parse=_year_in, example="2025"),
        Column("address", "数据项", ("项目", "指标", "信息内容"), required=True, parse=_cell,
               help="行政许可、行政处罚、行政强制、行政事业性收费；2019、2020年度的写作“行政许可本年增/减”等", example="行政许可"),
        Column("text", "数量", ("处理决定数量", "本年处理决定数量", "数值", "金额"), required=True, help="件数为整数；收费金额的单位是万元", example="120"),
        Column("source", "数据来源", ("来源",), required=True, parse=at_most(decisions.SOURCE), example="行政审批系统"),
    ))


def _own_unit(person: Any) -> Unit:
    """The unit for which the person enters numbers: their own, or else the first where they may."""
    units = queries.units_with_decisions(person, "edit")
    return next((unit for unit in units if unit.pk == person.home_id), units[0])


@adds(DecisionCount, "edit")
@takes_files
def import_sheet(request: HttpRequest) -> HttpResponseBase:
    """Numbers from a sheet."""
    return upload(request, SHEET, _own_unit(request.user), preview="annualreport:decisions_preview")


@opens(ImportRun, "add")
def import_preview(request: HttpRequest, row: ImportRun) -> HttpResponseBase:
    """What the sheet would enter."""
    return preview(request, SHEET, row, again="annualreport:decisions_import", done=reverse("annualreport:decisions"))
