"""法定主动公开内容: the list, narrowed by unit, catalogue, subject, genre, year and validity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.common import days
from gongkai.web.common.generic.paging import CappedPaginator
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.portal import tree
from gongkai.web.portal.access import page
from gongkai.web.portal.figures import Figures, figures
from gongkai.web.portal.published import Filters, filters_of, in_order, items
from gongkai.web.portal.views.place import Place, choices, place, rows

PER_PAGE = 20
MOST = 1000
"""Rows that are counted and turned to; older ones are reached through the year."""


class Listed(CappedPaginator):
    """Pages of items. Which ones stand on a page is asked of an index alone; only then are these read."""

    def page(self, number: Any) -> Page:
        """One page."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[first:first + self.per_page])
        return Page(in_order(ids, bodies=False), number, self)


@page()
def listing(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The list of the county or of a unit."""
    here, filters = place(slug, "items"), filters_of(request.GET)
    if slug or filters.unit is None:
        filters = replace(filters, unit=here.unit.id)
    shown = Listed(items(filters), PER_PAGE, most=MOST).get_page(request.GET.get("page"))
    counted = figures()
    return render(request, "portal/list.html", {
        "place": here, "filters": filters, "page_obj": shown, "rows": rows(shown, filters.day),
        "narrowed": replace(filters, unit=None).any or filters.unit != here.unit.id,
        "branches": branches(here, filters, counted), "node": tree.catalogue().by_id.get(filters.node or 0),
        "years": counted.years, "today": days.today(),
        **choices(filters, with_unit=not slug),
    })


def branches(here: Place, filters: Filters, counted: Figures) -> list[tuple[str, list[tuple[tree.NodeEntry, int, bool]]]]:
    """The catalogues beside the list: each one's first level, and the way down to the row that is chosen.

    Returns:
        Name of the catalogue → rows with the number of their items and whether one is chosen.
    """
    catalogue, units = tree.catalogue(), tree.units()
    unit = units.by_id[filters.unit] if filters.unit else here.unit
    below = {entry.id for entry in units.below(unit)}
    counts = counted.nodes(below)
    chosen = catalogue.by_id.get(filters.node or 0)
    above = {int(part) for part in unit.path.strip("/").split("/")} | below
    groups: dict[str, list[tuple[tree.NodeEntry, int, bool]]] = {}
    for node in catalogue.walk():
        open_ = node.parent is None or (chosen is not None and (chosen.path.startswith(node.path) or f"/{node.parent}/" in chosen.path))
        if not open_ or not node.active or node.unit not in above:
            continue
        count = sum(counts[id] for id in catalogue.below(node.id))
        if count or node.scheme == Scheme.ARTICLE_20 or node is chosen:
            groups.setdefault(tree.scheme_label(node.scheme), []).append((node, count, node is chosen))
    return list(groups.items())
