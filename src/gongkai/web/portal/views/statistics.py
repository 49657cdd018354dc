"""Numbers of what is public: by year, unit, catalogue, genre and subject, as charts with their figures beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.web.common import charts
from gongkai.web.disclosure import vocabularies
from gongkai.web.portal import tree
from gongkai.web.portal.access import FEED, page
from gongkai.web.portal.figures import Figures, figures
from gongkai.web.portal.published import Filters, filters_of
from gongkai.web.portal.views.place import place


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: `share` is its length of 100."""

    label: str
    count: int
    share: float
    address: str


@page(FEED)
def statistics(request: HttpRequest) -> HttpResponse:
    """The county, or one unit and a year (``?unit=…&year=…``)."""
    filters = filters_of(request.GET)
    units = tree.units()
    unit = units.by_id[filters.unit] if filters.unit else units.root
    below = {entry.id for entry in units.below(unit)} if unit else set()
    counted = figures()
    by_year = sorted(counted.by("year", below).items())
    return render(request, "portal/statistics.html", {
        "place": place() if unit else None, "unit": unit, "filters": filters, "total": counted.total(below, filters.year),
        "by_year": charts.bars("各年公开数量", [str(year) for year, _ in by_year], {"主动公开": [count for _, count in by_year]}, unit="条"),
        "charts": [chart for chart in _charts(counted, below, filters) if chart[1]],
        "units": [entry for entry in units.all if entry.standing], "years": counted.years,
    })


def _charts(counted: Figures, below: Collection[int], filters: Filters) -> list[tuple[str, list[Bar]]]:
    units, catalogue = tree.units().by_id, tree.catalogue()
    tops: Counter[int | str] = Counter()
    for node, count in counted.by("node", below, filters.year).items():
        entry = catalogue.by_id.get(int(node))
        tops[int(entry.path.strip("/").split("/")[0]) if entry else node] += count
    return [
        ("按发布机构", _bars(counted.by("unit", below, filters.year), {id: entry.name for id, entry in units.items()}, filters, "unit")),
        ("按公开目录", _bars(tops, {id: entry.name for id, entry in catalogue.by_id.items()}, filters, "node")),
        ("按体裁", _bars(counted.by("genre", below, filters.year), vocabularies.genres(), filters, "genre")),
        ("按主题", _bars(counted.by("subject", below, filters.year), vocabularies.subjects(), filters, "subject")),
    ]


def _bars(counts: Counter[int | str], names: Mapping[Any, str], filters: Filters, name: str) -> list[Bar]:
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [Bar(names.get(key, str(key)), count, round(100 * count / rows[0][1], 2), _list(filters, **{name: str(key)})) for key, count in rows]


def _list(filters: Filters, **changes: str) -> str:
    return f"{reverse('portal:items')}?{urlencode({**filters.query(), **changes})}"
