"""年报: the published annual reports by year and unit, each with its tables, its files and the versions that it corrected; those that were
published elsewhere with their source."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.web.annualreport.domain import publishing
from gongkai.web.annualreport.domain.doubts import mended
from gongkai.web.annualreport.enums import Original
from gongkai.web.annualreport.models import Publication
from gongkai.web.annualreport.showing import paper, tables
from gongkai.web.common import days, files
from gongkai.web.common.generic.paging import page_of
from gongkai.web.disclosure.domain.catalogue import REPORTS
from gongkai.web.portal import annual, annualset, tree
from gongkai.web.portal.access import page
from gongkai.web.portal.published import Filters, items
from gongkai.web.portal.views.place import place, rows

PER_PAGE = 50
ITEMS = 20
MISSING = "没有这份年度报告，请核对网址，或者从“政府信息公开年报”查找。"


@page()
def index(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The reports of the county or of a unit; below them the items of that row of the catalogue, such as reports of earlier years."""
    where = place(slug, "annual")
    years = annual.years(where.unit)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else None
    shown = page_of(annual.listed(where.unit, year), request.GET.get("page"), PER_PAGE)
    found = items(Filters(unit=where.unit.id), nodes=tree.catalogue().called(REPORTS))
    older = page_of(found, request.GET.get("items"), ITEMS)
    return render(request, "portal/annual.html", {
        "place": where, "name": REPORTS, "page_obj": shown, "lines": annual.lines(shown.object_list), "years": years, "year": year,
        "rows": rows(older, days.today()), "more_items": older if older.has_next() or older.has_previous() else None,
        "nothing": f"{where.unit.name}还没有在本平台发布政府信息公开工作年度报告。可以搜索“年度报告”，或者向政府信息公开工作机构咨询。"})


@page()
def report(request: HttpRequest, id: int) -> HttpResponse:
    """A report as it holds."""
    return _page(request, annual.history(id), None)


@page()
def earlier(request: HttpRequest, id: int, act: int) -> HttpResponse:
    """A publication of a report, for example one that was corrected since."""
    return _page(request, annual.history(id), act)


@page()
def collected(request: HttpRequest, id: UUID) -> HttpResponse:
    """A report that its unit published elsewhere: where it comes from, its tables, the file it came in where that may be had."""
    row = annual.collected(id)
    if row is None or row.file is None:
        if (act := annual.in_place_of(id)) is not None:
            return redirect("portal:annual_report", act.report_id)
        raise Http404(MISSING)
    units, name = tree.units(row.unit_id), annualset.Names().of(row)
    unit, url = units.by_id[row.unit_id], str(((row.file.reading or {}).get("source") or {}).get("url") or "")
    return render(request, "portal/annual_collected.html", {
        "place": place(unit.slug if unit != units.root else ""), "unit": unit, "row": row, "name": name, "title": annual.title_of(name, row.year),
        "url": url if urlsplit(url).scheme in ("http", "https") else "", "host": urlsplit(url).hostname, "chapters": tables(row.edition, annualset.cells_of(row)),
        "said_on": (row.file.reading or {}).get("published"), "offered": row.file.original == Original.OFFERED, "mended": mended(row.file)})


@page(conditional=False)
def original(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The file that a collected report came in, under a name of ours."""
    row = annual.collected(id)
    if row is None or row.file is None or row.file.original != Original.OFFERED:
        raise Http404("没有这个文件，请返回年度报告页面重新选择。")
    kept = row.file.file
    try:
        opened = open(files.path_of(kept.sha256), "rb")  # noqa: SIM115 (the answer closes it)
    except FileNotFoundError:
        raise Http404("这个文件暂时不能下载，请联系发布机构。") from None
    response = files.answer(opened, f"{annual.title_of(annualset.Names().of(row), row.year)}.{kept.kind}", kept.media_type)
    response["Cache-Control"] = "public, max-age=60"
    return response


@page(conditional=False)
def file(request: HttpRequest, id: int, act: int, name: str) -> HttpResponseBase:
    """A file of a publication, byte for byte as it was kept."""
    found = annual.one(id, act)
    kept = publishing.public_file(found, name) if found is not None and name in publishing.OFFERED else None
    if kept is None:
        raise Http404("没有这个文件，请返回年度报告页面重新选择。")
    try:
        response = files.serve(request, kept, inline="inline" in request.GET)
    except FileNotFoundError:
        raise Http404("这个文件暂时不能下载，请联系发布机构。") from None
    response["Cache-Control"] = "public, max-age=60"
    return response


def _page(request: HttpRequest, history: list[Publication], chosen: int | None) -> HttpResponse:
    act = next((one for one in history if chosen is None or one.pk == chosen), None)
    if act is None:
        raise Http404(MISSING)
    units = tree.units(act.report.unit_id)
    unit = units.by_id[act.report.unit_id]
    return render(request, "portal/annual_report.html", {
        "place": place(unit.slug if unit != units.root else ""), "unit": unit, "act": act, "now": history[0], "first": history[-1], "history": history,
        "files": annual.offered(act), "paper": paper(act.version.content), "content": act.version.content, "report_id": act.report_id})
