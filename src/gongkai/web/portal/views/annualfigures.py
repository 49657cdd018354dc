"""年报数据: a page of the area's figures, the whole set for researchers, and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from gongkai.report import dictionary
from gongkai.report.indicators import vocabulary
from gongkai.report.model import Number
from gongkai.web.annualreport.domain.adding import Total, add_public
from gongkai.web.annualreport.domain.measures import Reading, of_cells, shown_share
from gongkai.web.annualreport.enums import Scope
from gongkai.web.common import chartfiles, charts, days
from gongkai.web.portal import annualfiles, annualset, memory, tree
from gongkai.web.portal.access import FEED, page

SECONDS = 300
TREND = {"3.received.total": "本年新收", "3.processed.total": "办理结果总计", "3.granted.total": "予以公开"}
CHARTS = ("numbers", "outcomes", "units")
"""The page's charts, by the keys under which they can be taken away."""
OUTCOMES = {"3.granted.total": "予以公开", "3.partial.total": "部分公开", "denied": "不予公开", "unable": "无法提供", "declined": "不予处理", "closed": "其他处理"}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a year, as the page lists it."""

    name: str
    slug: str
    received: Number | None
    processed: Number | None
    late: bool


@page(FEED)
def figures(request: HttpRequest) -> HttpResponseBase:
    """The area's figures of a year (``?year=``), and how they went through the years."""
    known, root = annualset.years(), tree.units().root
    if not known or root is None:
        return render(request, "portal/annual_figures.html", {"years": []})
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in known else known[0]
    totals: dict[int, Total] = memory.remembered("annual figures", SECONDS, lambda: add_public(tree.row_of(root), known))
    total = totals.get(year)
    if total is None:
        raise Http404("这一年度的年报数据刚刚公布，请稍后再看。")
    passed = sorted(totals)
    told = {at: of_cells(one.edition, one.cells) for at, one in totals.items()}
    labels = [str(at) for at in passed]
    drawn = {
        "numbers": charts.lines("申请和办理", labels, {name: [totals[at].value(address) for at in passed] for address, name in TREND.items()}, unit="件"),
        "outcomes": charts.across(f"{year}年度办理结果", list(OUTCOMES.values()), [_outcome(total, key) for key in OUTCOMES], unit="件", head="结果"),
        "units": charts.bars("公布年报数据的单位", labels, {"单位": [len(totals[at].counted) for at in passed]}, unit="个")}
    if (file := chartfiles.asked(request, drawn)) is not None:
        return file
    return render(request, "portal/annual_figures.html", {
        "root": root, "year": year, "years": known, "total": total, "charts": drawn, "edition": total.edition,
        "received": total.value("3.received.total"), "processed": total.value("3.processed.total"),
        "rates": [(one.label, [_share(told[at].get(one.key)) for at in passed], one.formula(total.edition), one.basis)
                  for one in vocabulary().indicators.values() if total.edition in one.editions],
        "labels": labels, "lines": _lines(year), "vocabulary": vocabulary()})


@page(FEED)
def dictionary_page(request: HttpRequest) -> HttpResponse:
    """What each column of the set means."""
    return render(request, "portal/annual_dictionary.html", {
        "about": _ABOUT.items(), "entries": [(entry, "、".join(f"{name}年版" for name in sorted(entry.labels))) for entry in dictionary.entries()]})


@page(FEED, conditional=False)
def data(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """The whole set, or narrowed (``?unit=…&year=…&scope=own|area``), wide or long (``?form=long``)."""
    narrowed, long = _narrowed(request), request.GET.get("form") == "long"
    found = annualset.public(narrowed).iterator(chunk_size=500)
    rows, columns = (annualset.long(found), annualset.LONG) if long else (annualset.wide(found), annualset.WIDE)
    chunks: Any = annualfiles.csv_lines(rows, columns) if kind == "csv" else annualfiles.json_lines(rows) if kind == "json" else annualfiles.parquet(rows, columns)
    response = StreamingHttpResponse(chunks, content_type=annualfiles.KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="annual-reports{"-long" if long else ""}-{days.today():%Y%m%d}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


_ABOUT = {"unit": "单位的网址名，各年相同", "unit_name": "单位在年末的名称", "unit_kind": "单位类别", "region_code": "行政区划代码，没有登记的为空",
          "scope": "本级：单位自己的；全域：含下级单位的，不要与本级相加", "year": "报告年度", "edition": "格式版本：2019年、2020年为2019年版，2021年起为2021年版",
          "published_on": "公布日期，不是在本平台公布的为空", "late": "是否逾期公布", "source": "report：在本平台编制；file：从单位公布的文件读取"}
"""The dictionary's first part in the portal's language (a test holds the columns against it)."""


def _narrowed(request: HttpRequest) -> annualset.Narrowed:
    slug, year = request.GET.get("unit", ""), request.GET.get("year", "")
    unit = tree.units().at(slug) if slug else None
    if year and not (year.isdecimal() and len(year) == 4):
        raise Http404("年度应为四位数字，例如 2025。")
    scope = request.GET.get("scope", "")
    if scope not in ("", *Scope.values):
        raise Http404("范围应为 own（本级）或者 area（全域）。")
    return annualset.Narrowed(unit, int(year) if year else None, scope)


def _lines(year: int) -> list[Line]:
    names, made = annualset.Names(), []
    for row in annualset.public(annualset.Narrowed(year=year, scope=Scope.OWN)):
        cells = annualset.cells_of(row)
        made.append(Line(names.of(row), row.unit.slug, cells.get("3.received.total"), cells.get("3.processed.total"), row.late))
    return made


def _outcome(total: Total, key: str) -> Number | None:
    """The number of an outcome; of a group its one row, or the sum of its items that are stated."""
    if key[0].isdigit():
        return total.value(key)
    own = total.value(f"3.{key}.total")
    items = [value for address, value in total.cells.items() if address.startswith(f"3.{key}.") and address.endswith(".total")
             and address.count(".") == 3 and value is not None]
    return own if own is not None else sum(items) if items else None



def _share(reading: Reading | None) -> str:
    return shown_share(Decimal(reading.value)) if reading is not None and reading.value is not None else "—"
