"""The set of annual reports that are public, as rows: one a report (wide), or one a cell (long). The columns are those of
gongkai.report.dictionary, named by the addresses of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongkai.report import dictionary, frames
from gongkai.report.model import Cell, Number, Report
from gongkai.web.annualreport.domain import figures
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import Figures
from gongkai.web.common import days
from gongkai.web.organs.domain.queries import names_on
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit
from gongkai.web.portal import tree

WIDE = (*dictionary.ABOUT, *(entry.address for entry in dictionary.entries()))
LONG = (*dictionary.ABOUT, *dictionary.LONG)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which reports: of a unit with all below it, of a year, of a scope; of all unless said."""

    unit: tree.UnitEntry | None = None
    year: int | None = None
    scope: str = ""


def public(narrowed: Narrowed | None = None) -> QuerySet[Figures]:
    """The public figures, unit by unit in the order of the tree, year by year."""
    rows = Figures.published.select_related("unit").order_by("unit__place", "unit_id", "year", "scope")
    if narrowed is None:
        return rows
    if narrowed.unit is not None:
        rows = rows.filter(unit__path__startswith=narrowed.unit.path)
    if narrowed.year is not None:
        rows = rows.filter(year=narrowed.year)
    return rows.filter(scope=narrowed.scope) if narrowed.scope in Scope.values else rows


def years() -> list[int]:
    """The years that there are public figures of, the latest first."""
    return sorted(Figures.published.order_by().values_list("year", flat=True).distinct(), reverse=True)


class Names:
    """What units were called at the end of a year, looked up once a year."""

    def __init__(self) -> None:
        self.known: dict[int, dict[int, str]] = {}

    def of(self, row: Figures) -> str:
        """The name of a row's unit at the end of its year."""
        if row.year not in self.known:
            self.known[row.year] = names_on(Unit.objects.filter(figures__public=True, figures__year=row.year).distinct(), days.last_of(row.year))
        return self.known[row.year].get(row.unit_id, row.unit.name)


def about(row: Figures, name: str) -> dict[str, Any]:
    """What is said of a report, by the columns of `dictionary.ABOUT`."""
    return {"unit": row.unit.slug, "unit_name": name, "unit_kind": str(UnitKind(row.unit.kind).label), "region_code": row.unit.region_code or None,
            "scope": str(Scope(row.scope).label), "year": row.year, "edition": row.edition, "published_on": row.published_on, "late": row.late,
            "source": row.source}


def cells_of(row: Figures) -> dict[str, Number | None]:
    """The cells that a report has: those of its form, a group printed as one row in place of its items."""
    return figures.cells_of(row.edition, bytes(row.packed))


def wide(rows: Iterable[Figures]) -> Iterator[dict[str, Any]]:
    """A row for each report, with the columns of `WIDE`."""
    names, empty = Names(), dict.fromkeys(WIDE)
    for row in rows:
        yield {**empty, **about(row, names.of(row)), **cells_of(row)}


def long(rows: Iterable[Figures]) -> Iterator[dict[str, Any]]:
    """A row for each cell, with the columns of `LONG`."""
    names = Names()
    for row in rows:
        told = about(row, names.of(row))
        report = Report(row.edition, year=row.year, cells={address: Cell(value) for address, value in cells_of(row).items()})
        for cell in frames.long([report]):
            yield {**told, **{name: cell[name] for name in dictionary.LONG}}
