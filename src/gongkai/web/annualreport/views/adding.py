"""汇总: the tables of an area as printed, every number a way to its units; the government's own report made from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from gongkai.report.form import edition as form_of
from gongkai.report.model import Cell, Number
from gongkai.report.writing.layout import lay_out
from gongkai.web.annualreport.domain import area_report
from gongkai.web.annualreport.domain.adding import Total, add_up, parent_check, units_of
from gongkai.web.annualreport.domain.area import units_seen, years_seen
from gongkai.web.annualreport.domain.figures import cells_of
from gongkai.web.annualreport.domain.measures import shown_share
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.forms_figures import RollupForm
from gongkai.web.annualreport.models import AnnualReport, Figures
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.lists import send

_TABLES = {"2": "主动公开政府信息情况", "3": "收到和处理政府信息公开申请情况", "4": "政府信息公开行政复议、行政诉讼情况"}


def rows_seen(person: Any) -> Any:
    """The figures that a person may see."""
    return Figures.objects.restrict(person, "view")


@lists(Figures)
def rollup(request: HttpRequest) -> HttpResponseBase:
    """A unit's own figures, or its whole area's."""
    form = RollupForm(request.GET, person=request.user, years=years_seen(rows_seen(request.user)))
    context: dict[str, Any] = {"form": form, "title": "年报数据汇总"}
    if not form.is_valid():
        return render(request, "annualreport/figures/rollup.html", context)
    unit, year, scope, kind = (form.cleaned_data[name] for name in ("unit", "year", "scope", "kind"))
    query = urlencode({"unit": unit.pk, "year": year, **({"kind": kind} if kind else {})})
    title = f"{unit.name}{year}年度年报数据（{'全域' if scope == Scope.AREA else '本级'}）"
    total: Total | None = None
    if scope == Scope.AREA:
        total = add_up(request.user, unit, [year], kinds=[kind] if kind else [])[year]
        cells, edition, own = total.cells, total.edition, None
    else:
        own = rows_seen(request.user).filter(unit=unit, year=year, scope=Scope.OWN).select_related("unit", "version", "file").first()
        cells, edition = (cells_of(own.edition, bytes(own.packed)), own.edition) if own else ({}, "")
    if own is None and total is None:
        return render(request, "annualreport/figures/rollup.html", {**context, "unit": unit, "year": year})
    if request.GET.get("export") in ("csv", "xlsx"):
        return send(request, sheet(edition, cells, total), title, request.GET["export"])
    link = f"{reverse('annualreport:rollup_units')}?{query}" if total is not None else ""
    printed = rows_seen(request.user).filter(unit=unit, year=year, scope=Scope.AREA).select_related("unit").first() if total is not None and not kind else None
    return render(request, "annualreport/figures/rollup.html", {
        **context, "unit": unit, "year": year, "shown": title, "tables": tables_of(edition, cells, link), "edition": edition, "total": total, "own": own,
        "findings": total.findings() if total is not None else [], "printed": printed,
        "exempt": [(total.names[id], reason) for id, reason in total.exempt.items()] if total is not None else [],
        "differences": parent_check(total, printed) if total is not None and printed is not None else [],
        "area": unit if total is not None and not kind and area_report.may_make(request.user, unit) else None,
        "report": area_report.report_of(unit, year) if total is not None else None})


@lists(Figures)
def units(request: HttpRequest) -> HttpResponseBase:
    """The units behind one number of a sum (``?unit=…&year=…&address=…``)."""
    if "address" not in request.GET:
        return rollup(request)
    form = RollupForm({**request.GET.dict(), "scope": Scope.AREA}, person=request.user, years=years_seen(rows_seen(request.user)))
    if not form.is_valid():
        raise Http404("没有这个单位或者年度的数据，请从汇总表中点选数字。")
    unit, year, kind = form.cleaned_data["unit"], form.cleaned_data["year"], form.cleaned_data["kind"]
    address = request.GET.get("address", "")
    try:
        total, parts = units_of(request.user, unit, year, address, kinds=[kind] if kind else [])
        label = form_of(total.edition).label(address)
    except (LookupError, ValueError):
        raise Http404("汇总表中没有这个单元格，请从汇总表中点选数字。") from None
    title = f"{unit.name}{year}年度：{label}"
    if request.GET.get("export") in ("csv", "xlsx"):
        return send(request, [["单位", "数量", "占比"], *([part.name, part.value, shown_share(part.share)] for part in parts)], title, request.GET["export"])
    return render(request, "annualreport/figures/units.html", {
        "title": title, "unit": unit, "year": year, "label": label, "value": total.value(address), "stated": total.stated[address],
        "parts": [(part, shown_share(part.share), float(part.share or 0) * 100) for part in parts], "missing": [total.names[id] for id in total.missing],
        "back": f"{reverse('annualreport:rollup')}?{urlencode({'unit': unit.pk, 'year': year, 'scope': str(Scope.AREA), **({'kind': kind} if kind else {})})}"})


@opens(Figures)
def figures(request: HttpRequest, row: Figures) -> HttpResponseBase:
    """One unit's figures of a year, with where they come from."""
    cells = cells_of(row.edition, bytes(row.packed))
    title = f"{row.unit.name}{row.year}年度年报数据{'（全域）' if row.scope == Scope.AREA else ''}"
    if request.GET.get("export") in ("csv", "xlsx"):
        return send(request, sheet(row.edition, cells, None), title, request.GET["export"])
    return render(request, "annualreport/figures/one.html", {
        "title": title, "row": row, "tables": tables_of(row.edition, cells, ""), "source": _source(request.user, row),
        "years": rows_seen(request.user).filter(unit=row.unit_id, scope=row.scope).exclude(pk=row.pk).order_by("year").only("pk", "year"),
        "doubtful": [_label(row.edition, address) for address in row.doubtful]})


def _source(person: Any, row: Figures) -> str:
    """The page of what the figures were taken from, where the person may see it."""
    if row.file is not None:
        return reverse("annualreport:collect_file", args=[row.file_id]) if allows(person, "view", row.file) else ""
    if row.version is not None and allows(person, "view", row.version):
        return reverse("annualreport:version", args=[row.version_id])
    return ""


@adds(AnnualReport, "view")
@require_POST
def make_area_report(request: HttpRequest) -> HttpResponse:
    """One press: the government's own report from the sums, or the sums anew where there is one (``unit``, ``year``, ``version``)."""
    unit = units_seen(request.user).filter(pk=_whole(request.POST.get("unit"))).first()
    year = _whole(request.POST.get("year"))
    if unit is None or not year:
        messages.error(request, "没有这个单位或者年度，请先查看汇总，再生成全域报告。")
        return redirect("annualreport:rollup")
    back = f"{reverse('annualreport:rollup')}?{urlencode({'unit': str(unit.pk), 'year': str(year), 'scope': str(Scope.AREA)})}"
    row = area_report.report_of(unit, year)
    try:
        if row is None:
            area_report.make(request.user, unit, year)
            messages.success(request, f"已生成{unit.name}{year}年度全域报告的草稿，各表数据取自本次汇总，请继续编写文字并送审。")
        else:
            area_report.recount(request.user, row, _whole(request.POST.get("version")))
            messages.success(request, "已按最新汇总更新全域报告的数据；人工改动过的数字没有更新。")
            row.refresh_from_db()
            if told := area_report.says_so(row):
                messages.warning(request, f"第六部分的汇总说明已经人工改动，没有更新，请核对，现为：{told}")
    except Conflict:
        messages.error(request, "您打开本页之后，这份全域报告已被他人修改，没有更新数据，请核对后再按一次。")
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    return redirect(back)


def tables_of(edition: str, cells: Mapping[str, Number | None], link: str) -> list[tuple[str, list[list[dict[str, Any]]]]]:
    """The form's tables with their headings, each number with the address of its units where there is a `link`."""
    made = []
    for table in lay_out(form_of(edition), {address: Cell(value) for address, value in cells.items()}):
        rows = [[{"cell": cell, "link": f"{link}&address={cell.address}" if link and cell.address and cell.text else ""} for cell in row] for row in table.rows]
        made.append((_TABLES.get(table.number, f"表{table.number}"), rows))
    return made


def sheet(edition: str, cells: Mapping[str, Number | None], total: Total | None) -> list[list[Any]]:
    """The cells as rows of a sheet: address, label, unit of measure, number, and of a sum how many units state it."""
    form, made = form_of(edition), [["单元格", "名称", "计量单位", "数量", *(["填报单位数"] if total else [])]]
    for address, value in cells.items():
        table, rest = address.split(".", 1)
        row, column = rest.rsplit(".", 1)
        made.append([address, form.label(address), form.tables[table].column(row, column).unit, value, *([total.stated[address]] if total else [])])  # type: ignore[list-item]
    return made


def _label(edition: str, address: str) -> str:
    try:
        return form_of(edition).label(address)
    except KeyError:
        return address


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
