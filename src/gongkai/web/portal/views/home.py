"""First pages: the county's and each unit's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.web.common import days
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.portal import tree
from gongkai.web.portal.access import page
from gongkai.web.portal.figures import figures
from gongkai.web.portal.guide import guide
from gongkai.web.portal.published import Filters, items
from gongkai.web.portal.views.place import Place, place, rows

LATEST = 10


@page()
def home(request: HttpRequest) -> HttpResponse:
    """The county."""
    if tree.units().root is None:
        return render(request, "portal/empty_site.html")
    return _home(request, place())


@page()
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit; the topmost has its place at the front."""
    here = place(slug)
    return redirect("portal:home") if here.unit == tree.units().root else _home(request, here)


def _home(request: HttpRequest, here: Place) -> HttpResponse:
    day = days.today()
    units, catalogue = tree.units(), tree.catalogue()
    below = {entry.id for entry in units.below(here.unit)}
    counted = figures()
    by_node = counted.nodes(below)
    top = [(node, sum(by_node[id] for id in catalogue.below(node.id))) for node in catalogue.walk() if node.parent is None and node.active]
    shown = [(node, count) for node, count in top if count or (node.scheme == Scheme.ARTICLE_20 and not here.slug)]
    return render(request, "portal/home.html", {
        "place": here, "latest": rows(items(Filters(unit=here.unit.id))[:LATEST], day), "guide": guide(here.unit, day),
        "nodes": shown, "total": counted.total(below),
        "this_year": counted.total(below, day.year),
        "units": [] if here.slug else [entry for entry in units.all if entry.standing and entry != here.unit],
    })
