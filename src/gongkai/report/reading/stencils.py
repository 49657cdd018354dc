"""Stencils: tables that were met before, with holes where their numbers stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gongkai.report.model import Place
from gongkai.report.reading.document import GridCell

if TYPE_CHECKING:
    from gongkai.report.reading.plans import Outline

HOLE = "\ue000"
"""Stands for a number; a character for private use."""
_LOOKED_AT = 12
_TABLES = 8
"""For so many numbers of tables on a page places are kept."""


class Stencil:
    """The cells of a table with their texts, spans and places, and which of them are holes for numbers.

    Args:
        rows: as of the first table of a page; a hole's text is `HOLE`.
        opened: the blocks that open inside, for the numbers of those behind the table.
    """

    __slots__ = ("_places", "_shape", "_texts", "_where", "holes", "opened", "outline", "words")

    def __init__(self, rows: Sequence[Sequence[GridCell]], opened: Sequence[str]) -> None:
        printed = [cell for row in rows for cell in row]
        self._texts = [cell.text for cell in printed]
        self._shape = [[(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in rows]
        self._where = [cell.place.path.partition("]")[2] for cell in printed if cell.place and cell.place.path]
        self._places: dict[int, tuple[Place, ...]] = {}
        self.holes = [index for index, text in enumerate(self._texts) if text == HOLE]
        self.opened = Counter(opened)
        self.words = "".join(cell.text for row in rows[:_LOOKED_AT] for cell in row if cell.text != HOLE)
        """What stands in the first rows beside numbers."""
        self.outline: Outline | None = None
        """What decides how it is read, once it is known: see plans.py."""

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self._texts)

    def rows(self, numbers: Sequence[str], table: int) -> list[list[GridCell]]:
        """The rows with these numbers, for the table of that number on its page."""
        texts, places = iter(self.texts(numbers)), iter(self.places(table))
        return [[GridCell(next(texts), *shape, next(places)) for shape in row] for row in self._shape]

    def texts(self, numbers: Sequence[str]) -> list[str]:
        """The text of each cell."""
        made = self._texts.copy()
        for hole, number in zip(self.holes, numbers, strict=True):
            made[hole] = number
        return made

    def places(self, table: int) -> tuple[Place, ...]:
        """The place of each cell."""
        known = self._places.get(table)
        if known is None:
            if len(self._places) >= _TABLES:
                self._places.clear()
            known = self._places[table] = tuple(Place(path=f"(//table)[{table}]{where}") for where in self._where)
        return known


class Known(NamedTuple):
    """A table as a stencil and the numbers in its holes."""

    stencil: Stencil
    numbers: Sequence[str]


class Filled(NamedTuple):
    """A known table as the one of that number on its page: what `document.Grid` makes its cells from."""

    known: Known
    table: int

    def rows(self) -> list[list[GridCell]]:
        """The rows."""
        return self.known.stencil.rows(self.known.numbers, self.table)

    def texts(self) -> list[str]:
        """The text of each cell."""
        return self.known.stencil.texts(self.known.numbers)

    def places(self) -> tuple[Place, ...]:
        """The place of each cell."""
        return self.known.stencil.places(self.table)
