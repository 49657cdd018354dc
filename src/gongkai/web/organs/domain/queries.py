"""Units in time: what a unit was called, who stood on a day, who carried on its work, which unit a name means.

These read what is dated; lists for a person start from ``Unit.objects.restrict`` and are narrowed by them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from gongkai.report.unitnames import plain, same_unit
from gongkai.web.common import days
from gongkai.web.organs.domain.checks import eve
from gongkai.web.organs.enums import ChangeKind
from gongkai.web.organs.models import OfficeContact, Unit, UnitChange, UnitName

_RANKS = "省市县区州旗盟"
PASSES_ON = (ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.ABOLISHED)


def units_on(day: date, among: QuerySet[Unit] | None = None) -> QuerySet[Unit]:
    """The units that stood on a day."""
    rows = Unit.objects.all() if among is None else among
    return rows.filter(Q(founded_on=None) | Q(founded_on__lte=day), Q(abolished_on=None) | Q(abolished_on__gt=day))


def name_on(unit: Unit, day: date) -> str:
    """What a unit was called on a day: its last name where it stood no more, its first where it did not stand yet."""
    return names_on([unit], day)[unit.pk]


def names_on(units: Iterable[Unit], day: date) -> dict[int, str]:
    """For each unit's id what it was called on a day; one query for all."""
    units = list(units)
    names = {unit.pk: unit.name for unit in units}
    dated = UnitName.objects.filter(unit__in=units).order_by("-id")
    for row in dated:  # from the last name back: the earliest that had not ended on the day
        if (row.until is not None and row.until >= day) or row.until is None:
            names[row.unit_id] = row.name
    return names


def parents_on(day: date) -> dict[int, int | None]:
    """For each unit's id that of the unit above it on a day."""
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    later = UnitChange.objects.held().filter(kind=ChangeKind.MOVED, day__gt=day).order_by("-day", "-pk")
    for change in later.prefetch_related("sources"):  # back in time: the earliest later move tells where the unit stood
        parents[change.unit_id] = next((source.pk for source in change.sources.all()), None)
    return parents


def changes_of(unit: Unit) -> QuerySet[UnitChange]:
    """The changes that a unit was part of, the latest first; with those that were taken back, and what took them back."""
    moved_to = (Q(kind=ChangeKind.MOVED) | Q(undoes__kind=ChangeKind.MOVED)) & ~Q(unit=unit)
    touching = (Q(unit=unit) | Q(sources=unit) | Q(results=unit)) & ~moved_to
    return UnitChange.objects.filter(pk__in=UnitChange.objects.filter(touching).values("pk")).select_related("unit", "undoes", "undone").prefetch_related(
        "sources", "results")


def successors(unit: Unit, since: date) -> list[Unit]:
    """The units that carry on a unit's work, through all changes that took effect after `since`: itself where none did."""
    found: dict[int, Unit] = {}
    seen = {unit.pk}
    waiting = [(unit, since)]
    while waiting:
        row, day = waiting.pop(0)
        steps = UnitChange.objects.held().filter(sources=row, kind__in=PASSES_ON, day__gt=day).order_by("day", "pk")
        stays = True
        for step in steps.prefetch_related("results"):
            results = list(step.results.all())
            stays = row in results
            for result in results:
                if result.pk not in seen:
                    seen.add(result.pk)
                    waiting.append((result, step.day))
            if not stays:
                break
        if stays:
            found[row.pk] = row
    return sorted(found.values(), key=lambda row: (row.order, row.pk))


def heirs(unit: Unit) -> list[Unit]:
    """The units that carry on the work of an abolished unit; none where nobody does, or where it stands."""
    if unit.abolished_on is None:
        return []
    return [one for one in successors(unit, eve(unit.abolished_on)) if one.pk != unit.pk]


def with_telephone(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units, each with its 工作机构's present telephone number as `reached`."""
    now = OfficeContact.objects.on(days.today()).filter(unit=OuterRef("pk")).order_by("-pk")
    return rows.annotate(reached=Subquery(now.values("telephone")[:1]))


class Names:
    """The names of units in a year, to find the units of many reports.

    Args:
        year: the year whose figures they are.
        among: the units that may be meant; all unless given.
    """

    def __init__(self, year: int, among: QuerySet[Unit] | None = None) -> None:
        first, last = date(year, 1, 1), date(year, 12, 31)
        rows = Unit.objects.all() if among is None else among
        stood = rows.filter(Q(founded_on=None) | Q(founded_on__lte=last), Q(abolished_on=None) | Q(abolished_on__gt=first))
        self._units = {unit.pk: unit for unit in stood.exclude(founded_on__gte=F("abolished_on"))}  # without those that never stood
        self._then: dict[int, set[str]] = defaultdict(set)
        self._short: dict[int, set[str]] = defaultdict(set)
        self._ever: dict[int, set[str]] = defaultdict(set)
        dated = set()
        for row in UnitName.objects.filter(unit__in=self._units):
            dated.add(row.unit_id)
            held = (row.since is None or row.since <= last) and (row.until is None or row.until >= first)
            for name, then in ((row.name, self._then), (row.short_name, self._short)):
                if name:
                    (then if held else self._ever)[row.unit_id].add(_even(name))
        for pk, unit in self._units.items():
            if pk not in dated:
                self._then[pk].add(_even(unit.name))
                if unit.short_name:
                    self._short[pk].add(_even(unit.short_name))

    def find(self, name: str) -> list[Unit]:
        """The units that a name may mean, by the surest likeness that any has: the name of the year, the short name of the
        year, either with or without the region in front, then the same among earlier and later names."""
        name = _even(name)
        if not name:
            return []
        for names, alike in ((self._then, str.__eq__), (self._short, str.__eq__), (self._then, _alike), (self._short, _alike),
                             (self._ever, str.__eq__), (self._ever, _alike)):
            found = [self._units[pk] for pk, theirs in names.items() if any(alike(name, one) for one in theirs)]
            if found:
                return found
        return []


def unit_by_name(name: str, year: int, among: QuerySet[Unit] | None = None) -> Unit | None:
    """The one unit that a name means in a year's figures; None where there is none, or more than one."""
    found = Names(year, among).find(name)
    return found[0] if len(found) == 1 else None


def _even(name: str) -> str:
    """A name as it is compared: widths and blanks alike, 人民政府 as 政府."""
    return plain(unicodedata.normalize("NFKC", name)).replace("人民政府", "政府")


def _alike(one: str, other: str) -> bool:
    """Whether two names differ by nothing but the region in front, or the word for its rank (清川教育局, 清川县教育局)."""
    if same_unit(one, other):
        return True
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(
        sign in _RANKS and long[:place] + long[place + 1:] == short for place, sign in enumerate(long) if place)
