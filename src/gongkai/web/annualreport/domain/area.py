"""The units of an area as they stood year by year, and who of them has to report: what a sum must cover.

    area = Area(county, [2024, 2025])
    area.below[2024]           # ids of the unit and of all that stood below it at the end of 2024
    area.expected(2024)        # by the list of those who must report (应报名单), else by the units' own history
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.models import Figures, ReportDuty
from gongkai.web.common import days
from gongkai.web.common.gate import Gate, Refused
from gongkai.web.organs.domain.queries import names_on
from gongkai.web.organs.enums import ChangeKind, UnitKind
from gongkai.web.organs.models import Unit, UnitChange

OF_UNITS = Gate("年报数据", "", permissions.FIGURES.actions, permissions.FIGURES.verbs)
"""The gate of figures, asked of the unit itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the tree, as much of it as sums need."""

    id: int
    parent: int | None
    path: str
    kind: str
    founded: date | None
    abolished: date | None

    def stood(self, day: date) -> bool:
        """Whether it stood on a day."""
        return (self.founded is None or self.founded <= day) and (self.abolished is None or day < self.abolished)


@dataclass(frozen=True, slots=True)
class Expected:
    """Who has to report for a year.

    Attributes:
        units: their ids.
        exempt: those on the list who need not, with the reason.
        listed: whether there is a list; without one the units that stood at the end of the year are expected, governments apart, whose
            report is that of their area.
    """

    units: tuple[int, ...]
    exempt: dict[int, str]
    listed: bool


class Area:
    """A unit and all below it, in some years. Four queries, however many units and years."""

    def __init__(self, unit: Unit, years: Iterable[int]) -> None:
        self.unit, self.years = unit, sorted(set(years))
        self.places = {row[0]: Place(*row) for row in Unit.objects.order_by("place").values_list(
            "pk", "parent_id", "path", "kind", "founded_on", "abolished_on")}
        self.today = {place.id for place in self.places.values() if place.path.startswith(unit.path)}
        self._parents: dict[int, dict[int, int | None]] = {}
        self._children: dict[int, dict[int | None, list[int]]] = {}
        self.below = self._below()
        self._duties: dict[int, list[tuple[int, int, bool, str]]] = defaultdict(list)
        for duty in ReportDuty.objects.filter(unit__in=unit.above, year__in=self.years):
            self._duties[duty.year].append((duty.unit_id, duty.reporter_id, duty.exempt, duty.reason))

    def expected(self, year: int) -> Expected:
        """Who has to report for a year: by the list of the nearest office above that keeps one, else by history."""
        below = self.below[year]
        duties = [duty for duty in self._duties[year] if duty[1] in below]
        if duties:
            nearest = max({duty[0] for duty in self._duties[year]}, key=self.unit.above.index)
            duties = [duty for duty in duties if duty[0] == nearest]
            return Expected(tuple(duty[1] for duty in duties if not duty[2]), {duty[1]: duty[3] for duty in duties if duty[2]}, True)
        last = days.last_of(year)
        return Expected(tuple(id for id, place in self.places.items() if id in below and place.stood(last) and place.kind != UnitKind.GOVERNMENT),
                        {}, False)

    def names(self, ids: Collection[int], year: int) -> dict[int, str]:
        """What units were called at the end of a year."""
        return names_on(Unit.objects.filter(pk__in=ids), days.last_of(year)) if ids else {}

    def require(self, person: Any) -> None:
        """Let a person pass who may see the figures of every unit that belongs to the area today.

        Raises:
            Refused: anybody else; nobody is given a sum over more than they may see.
        """
        gate = permissions.FIGURES
        if not all(gate.allows(person, "view", SimpleNamespace(unit=SimpleNamespace(pk=place.id, path=place.path)))
                   for place in self.places.values() if place.id in self.today):
            raise Refused(f"{self.unit.name}及其下级单位的年报数据中有您无权查看的，不能汇总；请查看本单位的数据，或者请主管部门汇总。")

    def _below(self) -> dict[int, set[int]]:
        """For each year the ids of the area's units: today's, put back where they stood before later moves."""
        parents = {place.id: place.parent for place in self.places.values()}
        first = days.last_of(self.years[0]) if self.years else days.today()
        moves = [(change.day, change.unit_id, next((source.pk for source in change.sources.all()), None))
                 for change in UnitChange.objects.held().filter(kind=ChangeKind.MOVED, day__gt=first).order_by("-day", "-pk").prefetch_related("sources")]
        made: dict[int, set[int]] = {}
        for year in self.years:
            later = [(unit, source) for day, unit, source in moves if day > days.last_of(year)]
            self._parents[year] = {**parents, **dict(later)} if later else parents
            made[year] = self.under(self.unit.pk, year) if later else set(self.today)
        return made

    def under(self, id: int, year: int) -> set[int]:
        """The ids of a unit and of all that stood below it at the end of a year."""
        if year not in self._children:
            self._children[year] = defaultdict(list)
            for child, parent in self._parents[year].items():
                self._children[year][parent].append(child)
        found, waiting = set(), [id]
        while waiting:
            below = waiting.pop()
            if below not in found:
                found.add(below)
                waiting += self._children[year].get(below, ())
        return found


def units_seen(person: Any) -> QuerySet[Unit]:
    """The units whose figures a person may see, in the order of the tree."""
    condition = OF_UNITS.where(person, "view")
    return Unit.objects.none() if condition is None else Unit.objects.filter(condition)


def areas_seen(person: Any) -> QuerySet[Unit]:
    """The units whose whole area a person may add up: of those seen, the ones that have units below which are seen too."""
    seen = units_seen(person)
    return seen.filter(pk__in=seen.exclude(parent=None).values("parent"))


def years_seen(rows: QuerySet[Figures]) -> Sequence[int]:
    """The years of some figures, the latest first."""
    return sorted(rows.order_by().values_list("year", flat=True).distinct(), reverse=True)
