"""指南, 制度, 依申请公开: for the county and for each unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.common import days
from gongkai.web.common.generic.paging import page_of
from gongkai.web.disclosure.domain.catalogue import INSTITUTIONS
from gongkai.web.portal import tree
from gongkai.web.portal.access import page
from gongkai.web.portal.guide import guide as guide_of
from gongkai.web.portal.published import Filters, items
from gongkai.web.portal.views.place import place, rows

PER_PAGE = 20


@page()
def guide(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The 公开指南."""
    here = place(slug, "guide")
    return render(request, "portal/guide.html", {"place": here, "guide": guide_of(here.unit, days.today()), "today": days.today()})


@page()
def apply(request: HttpRequest, slug: str = "") -> HttpResponse:
    """How to apply."""
    here = place(slug, "apply")
    return render(request, "portal/apply.html", {"place": here, "guide": guide_of(here.unit, days.today())})


@page()
def institutions(request: HttpRequest, slug: str = "") -> HttpResponse:
    """制度: the items of that row of the catalogue."""
    return _column(request, slug, "institutions", INSTITUTIONS,
                   "还没有发布政府信息公开制度。可以在“法定主动公开内容”中按目录查找，或者向政府信息公开工作机构咨询。")


def _column(request: HttpRequest, slug: str, here: str, name: str, nothing: str) -> HttpResponse:
    where = place(slug, here)
    found = items(Filters(unit=where.unit.id), nodes=tree.catalogue().called(name))
    shown = page_of(found, request.GET.get("page"), PER_PAGE)
    return render(request, "portal/column.html", {
        "place": where, "name": name, "nothing": f"{where.unit.name}{nothing}", "page_obj": shown, "rows": rows(shown, days.today())})
