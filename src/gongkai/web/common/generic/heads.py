"""The head of a sheet: in which row it stands, and which column is where.

One row, or two as official files have them: 公开事项 over 一级事项 and 二级事项, 公开对象 over 全社会 and 特定群体 with ticks below. Titles
may stand above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.web.common.generic.columns import Column, Tick

WITHIN = 10
"""Rows from the top among which the head is looked for."""


@dataclass(slots=True)
class Head:
    """A head that was found.

    Attributes:
        first, last: its rows, counted from 0.
        places: key of a column → where its cells stand.
        ticks: key of a column → its narrow columns and where their cells stand.
        aside: heads that belong to no column.
    """

    first: int
    last: int
    places: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, list[tuple[Tick, int]]] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the sheet has the column."""
        return key in self.places or key in self.ticks

    def text(self, column: Column, cells: Sequence[str]) -> str:
        """What the cells of a row say of a column.

        Raises:
            ValueError: a narrow column holds neither a mark nor nothing.
        """
        if column.key in self.places:
            return _at(cells, self.places[column.key])
        return "、".join(filter(None, (tick.read(_at(cells, place)) for tick, place in self.ticks.get(column.key, ()))))

    def raw(self, column: Column, cells: Sequence[str]) -> str:
        """The same for showing: as it stands where it cannot be understood."""
        try:
            return self.text(column, cells)
        except ValueError:
            return " ".join(filter(None, (_at(cells, place) for _, place in self.ticks[column.key])))


def find(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Head | None:
    """The first row near the top that names two columns or more (all, where there is only one), with the row below where that parts
    them further; None where there is none."""
    names = {squeezed(name): column for column in columns for name in (column.label, *column.variants)}
    for number, cells in enumerate(rows[:WITHIN]):
        named = {names[text].key for cell in cells if (text := squeezed(cell)) in names}
        if len(named) >= min(2, len(columns)):
            below = rows[number + 1] if number + 1 < len(rows) else []
            return _two(number, names, cells, below) or _one(number, names, cells)
    return None


def squeezed(text: str) -> str:
    """A head without white space, marks and a last bracket."""
    return re.sub(r"[（(][^（）()]*[）)]?$|[*＊：:]", "", re.sub(r"\s", "", text))


def _one(number: int, names: dict[str, Column], cells: Sequence[str]) -> Head:
    head = Head(number, number)
    for place, text in enumerate(cells):
        column = names.get(squeezed(text))
        if column is not None and column.key not in head.places:
            head.places[column.key] = place
        elif text:
            head.aside.append(text[:30])
    return head


def _two(number: int, names: dict[str, Column], upper: Sequence[str], lower: Sequence[str]) -> Head | None:
    """The head of two rows; None where the lower one is none: it parts nothing, or below the head of a known column it holds what is
    neither that head again nor a head itself, so that it is a row of the table."""
    width = max(len(upper), len(lower))
    above: list[str] = []
    for place in range(width):
        above.append(_at(upper, place) or (above[-1] if above else ""))
    head, parted = Head(number, number + 1), False
    for place in range(width):
        own, here = squeezed(_at(lower, place)), squeezed(_at(upper, place))
        whole = names.get(squeezed(above[place]))
        tick = _tick(whole, own)
        column = names.get(own) or (names.get(here) if own in ("", here) else None)
        if whole is not None and tick is not None:
            head.ticks.setdefault(whole.key, []).append((tick, place))
            parted = True
        elif column is not None:
            if head.places.setdefault(column.key, place) != place:
                head.aside.append((_at(lower, place) or _at(upper, place))[:30])
            parted = parted or own not in ("", here)
        elif own not in ("", here) and here in names:
            return None
        elif text := _at(lower, place) or _at(upper, place):
            head.aside.append(text[:30])
    for key in head.ticks:
        head.places.pop(key, None)
    return head if parted else None


def _tick(column: Column | None, text: str) -> Tick | None:
    """The narrow column below the head of `column` that is called `text`."""
    if column is None or not text or text in map(squeezed, (column.label, *column.variants)):
        return None
    found = next((tick for tick in column.ticks if text in map(squeezed, (tick.label, *tick.variants))), None)
    return found or (Tick(text) if column.any_tick else None)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
