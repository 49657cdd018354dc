"""How many items are public, by unit and year with row of the catalogue, genre or subject. Counted every few minutes, not for each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Count, Max, Min
from django.utils import timezone

from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.portal import memory
from gongkai.web.portal.published import year_span

SECONDS = 300
_BY = {"node": "node_id", "genre": "genre", "subject": "subject"}

Cells = Mapping[tuple[int, int], Counter[int | str]]
"""(Unit, year) → value → how many items."""


class Figures:
    """The counts."""

    def __init__(self, cells: Mapping[str, Cells]) -> None:
        self.cells = cells
        self.years = sorted({year for _, year in cells["node"]}, reverse=True)
        self._nodes: dict[int, Counter[int | str]] = {}
        for (unit, _), counts in cells["node"].items():
            self._nodes.setdefault(unit, Counter()).update(counts)

    def nodes(self, units: Collection[int]) -> Counter[int | str]:
        """Items of these units by row of the catalogue."""
        total: Counter[int | str] = Counter()
        for unit in units:
            total.update(self._nodes.get(unit, {}))
        return total

    def total(self, units: Collection[int], year: int | None = None) -> int:
        """Items of these units, of all years or one."""
        return sum(counts.total() for (unit, at), counts in self.cells["node"].items() if unit in units and year in (None, at))

    def by(self, name: str, units: Collection[int], year: int | None = None) -> Counter[int | str]:
        """Items of these units by ``node``, ``genre``, ``subject``, ``unit`` or ``year``."""
        total: Counter[int | str] = Counter()
        for (unit, at), counts in self.cells[name if name in _BY else "node"].items():
            if unit not in units or year not in (None, at):
                continue
            if name in _BY:
                total.update(counts)
            else:
                total[unit if name == "unit" else at] += counts.total()
        return total


def figures() -> Figures:
    """The figures, a few minutes old at most."""
    return memory.remembered("figures", SECONDS, _count)


def _count() -> Figures:
    """Three questions a year, each answered by an index alone: years are told without asking the time zone of every row."""
    cells: dict[str, dict[tuple[int, int], Counter[int | str]]] = {name: {} for name in _BY}
    span = PublishedItem.objects.aggregate(first=Min("published_at"), last=Max("published_at"))
    if span["first"] is None:
        return Figures(cells)
    for year in range(timezone.localdate(span["first"]).year, timezone.localdate(span["last"]).year + 1):
        start, end = year_span(year)
        rows = PublishedItem.objects.filter(published_at__gte=start, published_at__lt=end).order_by()
        for name, column in _BY.items():
            for unit, value, count in rows.values_list("unit_id", column).annotate(count=Count("*")):
                cells[name].setdefault((unit, year), Counter())[value] = count
    return Figures(cells)
