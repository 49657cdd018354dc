"""The search page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from gongkai.web.common import search
from gongkai.web.disclosure import vocabularies
from gongkai.web.portal import published, tree
from gongkai.web.portal.access import page
from gongkai.web.portal.infiles import in_files
from gongkai.web.portal.published import VALIDITY, Filters, filters_of
from gongkai.web.portal.views.place import choices, place, rows

PER_PAGE = 20
FACETS_SHOWN = 8


class Found(Paginator):
    """Pages over hits, of which there may be more than were counted."""

    capped = False


@page()
def searching(request: HttpRequest) -> HttpResponse:
    """What was asked, what was found; where nothing was, what to try."""
    filters = filters_of(request.GET)
    by_date = request.GET.get("sort") == "date"
    query = query_of(filters, by_date)
    found = search.find(query)
    pages = Found(found.hits, PER_PAGE)
    pages.capped = found.more
    shown = pages.get_page(request.GET.get("page"))
    hits = published.in_order(hit.key for hit in shown)
    bodies = {item.pk: search.plain(item.body) or search.squeeze(item.summary) for item in hits}
    attached = in_files(hits, bodies, query.words)
    results = [(row, search.marked(row.item.title, query.words), search.marked(row.item.document_number, query.words),
                search.snippet(bodies[row.item.pk], query.words), attached.get(row.item.pk))
               for row in rows(hits, filters.day)]
    advice = search.advise(query) if query.words and not found.hits else search.Advice()
    return render(request, "portal/search.html", {
        "place": place(), "filters": filters, "asked": filters.asked, "words": query.words, "page_obj": shown, "results": results,
        "by_date": by_date, "more": found.more, "facets": facets(found, filters), "chosen": chosen(filters), "advice": advice,
        "years": sorted((int(year) for year in found.facets.get("year", ())), reverse=True), "today": filters.day, **choices(filters),
    })


def query_of(filters: Filters, by_date: bool = False) -> search.Query:
    """The question for the search engine."""
    units, catalogue = tree.units(), tree.catalogue()
    asked: dict[str, list[object]] = {"kind": ["item"]}
    if filters.unit and len(below := units.below(units.by_id[filters.unit])) < len(units.all):
        asked["unit"] = [entry.id for entry in below]
    if filters.node:
        asked["node"] = list(catalogue.below(filters.node))
    for name in ("genre", "subject", "year"):
        if value := getattr(filters, name):
            asked[name] = [value]
    return search.Query(filters.asked, asked, by_date, filters.validity, filters.day)


def facets(found: search.Result, filters: Filters) -> list[tuple[str, list[tuple[str, int, str]], bool]]:
    """Counts by unit, row of the catalogue, genre, subject and year: label, (name, count, address) in order, whether it is cut."""
    units, catalogue = tree.units().by_id, tree.catalogue().by_id
    names: dict[str, tuple[str, dict[str, str]]] = {
        "unit": ("发布机构", {str(id): entry.called for id, entry in units.items()}),
        "node": ("公开目录", {str(id): entry.name for id, entry in catalogue.items()}),
        "genre": ("体裁", vocabularies.genres()), "subject": ("主题", vocabularies.subjects()), "year": ("年份", {}),
    }
    made = []
    for name, (label, called) in names.items():
        counts = found.facets.get(name, {})
        if getattr(filters, name) or len(counts) < 2:
            continue
        order = sorted(counts.items(), key=lambda pair: (-int(pair[0]), 0) if name == "year" else (-pair[1], pair[0]))
        made.append((label, [(called.get(value, value), count, _with(filters, **{name: value})) for value, count in order[:FACETS_SHOWN]],
                     len(order) > FACETS_SHOWN))
    return made


def chosen(filters: Filters) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    units, catalogue = tree.units().by_id, tree.catalogue().by_id
    labels: dict[str, Any] = {
        "unit": filters.unit and units[filters.unit].called, "node": filters.node and catalogue[filters.node].name,
        "genre": filters.genre and vocabularies.genres()[filters.genre], "subject": filters.subject and vocabularies.subjects()[filters.subject],
        "year": filters.year and f"{filters.year}年", "validity": filters.validity and VALIDITY[filters.validity],
    }
    return [(label, _with(filters, **{name: None})) for name, label in labels.items() if label]


def _with(filters: Filters, **changes: Any) -> str:
    return "?" + urlencode(replace(filters, **changes).query())
