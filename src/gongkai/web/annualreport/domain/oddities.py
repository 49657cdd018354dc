"""Values unlike a unit's own past or unlike its peers', each with the number of others that it was held against (report/unusual.py)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any, Literal

from django.db.models import QuerySet

from gongkai.report.indicators import vocabulary
from gongkai.report.unusual import Distance, look, middle
from gongkai.web.annualreport.domain.area import Area
from gongkai.web.annualreport.domain.measures import Measure, Reading, measures, read
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import Figures
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

_AT_ONCE = 2_000
_FEW = 60
"""Peers up to which a value is left out of the middle that it is held against; among more it moves nothing."""


@dataclass(frozen=True, slots=True)
class Odd:
    """One value to look at: whose, of what, unlike the unit's own ``past`` or its ``peers``."""

    figures: Figures
    name: str
    measure: Measure
    reading: Reading
    against: Literal["past", "peers"]
    distance: Distance
    peers: str = ""

    @property
    def others(self) -> str:
        """The others, in words."""
        return f"本单位其他 {self.distance.n} 个年度" if self.against == "past" else f"同年{self.peers} {self.distance.n} 个单位"


def unusual(person: Any, unit: Unit, year: int) -> list[Odd]:
    """The unusual values of a year among the units of an area whose figures a person may see, in the order of the tree.

    A unit's peers are the units of its kind in the area. Later years don't count as a past.
    """
    area = Area(unit, [year])
    seen = Figures.objects.restrict(person, "view").filter(scope=Scope.OWN, year__lte=year, unit__in=area.below[year]).select_related("unit").only(
        "unit", "year", "edition", "packed", "unit__kind")
    now = list(seen.filter(year=year).order_by("unit__place"))
    readings, past = read(now), _past(seen.filter(year__lt=year))
    peers: dict[str, list[Figures]] = defaultdict(list)
    for row in now:
        peers[row.unit.kind].append(row)
    names = area.names([row.unit_id for row in now], year)
    many = {(kind, key): middle(_value(readings[row.pk].get(key), one) for row in some) for kind, some in peers.items() if len(some) > _FEW
            for key, one in measures().items()}
    found = []
    for row in now:
        for key, measure in measures().items():
            reading = readings[row.pk].get(key)
            value = _value(reading, measure)
            if reading is None or value is None:
                continue
            if (distance := look(value, past.get((row.unit_id, key), ()), rate=measure.rate)) is not None:
                found.append(Odd(row, names[row.unit_id], measure, reading, "past", distance))
            kind = row.unit.kind
            whole = many.get((kind, key))
            around = replace(whole, n=whole.n - 1) if whole else middle(
                _value(readings[other.pk].get(key), measure) for other in peers[kind] if other.pk != row.pk)
            if (distance := around.look(value, rate=measure.rate)) is not None:
                found.append(Odd(row, names[row.unit_id], measure, reading, "peers", distance, UnitKind(row.unit.kind).label))
    return found


def _past(rows: QuerySet[Figures]) -> dict[tuple[int, str], list[Decimal]]:
    """What units said of each measure: (unit, measure) → values. Read some thousand at a time: of the rest nothing is kept."""
    made: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    waiting = rows.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        said = read(some)
        for row in some:
            for key, measure in measures().items():
                if (value := _value(said[row.pk].get(key), measure)) is not None:
                    made[row.unit_id, key].append(value)
    return made


def _value(reading: Reading | None, measure: Measure) -> Decimal | None:
    """The value that is compared; a share of a handful tells nothing."""
    if reading is None or reading.value is None or (measure.rate and (reading.over or 0) < vocabulary().unusual.share):
        return None
    return Decimal(reading.value)

