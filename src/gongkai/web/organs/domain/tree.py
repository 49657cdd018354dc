"""Units as the tree of a day, for screens: three queries, however many units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.web.organs.domain.queries import names_on, parents_on
from gongkai.web.organs.models import Unit


@dataclass(slots=True)
class Line:
    """One unit in its place.

    Attributes:
        name: what it was called on the day.
        below: how many units stand below it, at all depths.
        opens: whether units follow that stand below it.
        closes: how many levels end behind it, one entry each, for a template to walk.
    """

    unit: Unit
    name: str
    depth: int
    below: int = 0
    opens: bool = False
    closes: range = range(0)


def lines_of(units: Iterable[Unit], day: date, *, abolished: bool = False) -> list[Line]:
    """The units, each before those below it, as they stood on a day.

    Args:
        units: those that the person may see; one whose upper unit is not among them stands at the top.
        abolished: whether those that stood no more on the day are shown too.
    """
    shown = {unit.pk: unit for unit in units if unit.exists_on(day) or (
        abolished and unit.abolished_on is not None and unit.abolished_on <= day)}
    names, parents = names_on(shown.values(), day), parents_on(day)
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in sorted(shown.values(), key=lambda unit: (unit.order, unit.pk)):
        parent = parents.get(unit.pk)
        while parent is not None and parent not in shown:  # under the nearest unit that is shown
            parent = parents.get(parent)
        below[parent].append(unit)
    lines: list[Line] = []

    def walk(parent: int | None, depth: int) -> int:
        count = 0
        for unit in below[parent]:
            line = Line(unit, names[unit.pk], depth)
            lines.append(line)
            line.below = walk(unit.pk, depth + 1)
            line.opens = line.below > 0
            count += 1 + line.below
        return count

    walk(None, 0)
    for place, line in enumerate(lines):
        after = lines[place + 1].depth if place + 1 < len(lines) else 0
        line.closes = range(0 if line.opens else line.depth - after)
    return lines
