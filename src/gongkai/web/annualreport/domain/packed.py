"""Sums over packed rows (figures.py) with numpy: of thousands of reports at once, exactly.

    made = add("2021", [row.packed, …])
    made.cells["3.received.total"], made.stated["3.received.total"], made.empty[0]

The rules are those of gongkai.report.rollup: a cell's sum is over the rows that state it, and where none does it stays without a number;
where one row prints a group as one line (六、其他处理), the items of the others go into that line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gongkai.report.form import edition as form_of
from gongkai.report.frames import addresses
from gongkai.report.model import Number
from gongkai.web.annualreport.domain.figures import ABSENT, HEAD, plain, unsaid

_ENTRY = np.dtype([("place", "<i2"), ("value", "<i8")])
_SAFE = 2.0**61
"""Sums whose absolute parts come to more are added as Python's numbers, which don't run over."""


@dataclass(slots=True)
class Added:
    """Sums of the rows that were given.

    Attributes:
        count: how many rows.
        cells: address → sum, None where no row states it; the form's cells, a group where one row prints it so.
        stated: address → how many rows state it.
        grouped: group → which rows print it as one line.
        empty: row → how many of the form's cells it leaves without a number, and the first of them; rows without such are missing.
    """

    count: int
    cells: dict[str, Number | None] = field(default_factory=dict)
    stated: dict[str, int] = field(default_factory=dict)
    grouped: dict[str, list[int]] = field(default_factory=dict)
    empty: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the cells of an edition stand in a packed row: `usual` 0 or ABSENT for each; for each group its own cells and, for each
    column, those of its items."""

    known: tuple[str, ...]
    usual: NDArray[np.int64]
    group_of: NDArray[np.int16]
    """For an item or a group's own cell the number of its group, else -1."""
    groups: tuple[tuple[str, tuple[int, ...], tuple[tuple[int, ...], ...]], ...]


@cache
def _places(edition: str) -> _Places:
    known = addresses(edition)
    at = {address: place for place, address in enumerate(known)}
    group_of = np.full(len(known), -1, dtype=np.int16)
    groups: list[tuple[str, tuple[int, ...], tuple[tuple[int, ...], ...]]] = []
    for table in form_of(edition).tables.values():
        for group in table.groups():
            columns = table.block_of(str(group.key)).columns
            own = tuple(at[f"{table.number}.{group.key}.{column.key}"] for column in columns)
            items = tuple(tuple(at[f"{table.number}.{leaf.key}.{column.key}"] for leaf in group.leaves()) for column in columns)
            for place in (*own, *(one for column in items for one in column)):
                group_of[place] = len(groups)
            groups.append((f"{table.number}.{group.key}", own, items))
    return _Places(known, np.array(unsaid(edition), dtype=np.int64), group_of, tuple(groups))


class Rows:
    """Packed rows of one edition, taken apart once.

    Raises:
        ValueError: a row was packed for another form.
    """

    def __init__(self, edition: str, packed: Sequence[bytes]) -> None:
        self.edition, self.count = edition, len(packed)
        self.places = _places(edition)
        entries = np.frombuffer(b"".join(packed), dtype=_ENTRY)
        heads = entries["place"] == HEAD
        sizes = entries["value"][heads]
        if len(sizes) != len(packed) or not (sizes == len(self.places.known)).all():
            raise ValueError(f"packed for another form than edition {edition}")
        rows = np.cumsum(heads) - 1
        body = ~heads
        self.row, self.place, self.value = rows[body], entries["place"][body].astype(np.int64), entries["value"][body]
        self.absent = self.value == ABSENT
        self.prints = np.zeros((self.count, len(self.places.groups)), dtype=bool)
        """Row × group: whether the row prints the group as one line."""
        own = self.places.usual[self.place] == ABSENT  # an entry is there where the row was printed, also an empty one
        self.prints[self.row[own], self.places.group_of[self.place[own]]] = True

    def add(self) -> Added:
        """The sums of all rows."""
        known, size = self.places.known, len(self.places.known)
        said, place = ~self.absent, self.place
        sums = self._sums(place[said], self.value[said], size)
        lacking = np.bincount(place[self.absent], minlength=size)
        given = np.bincount(place[said], minlength=size)
        stated = np.where(self.places.usual == ABSENT, given, self.count - lacking)
        made = Added(self.count)
        out: dict[int, tuple[int, int] | None] = {}
        for number, (group, own, items) in enumerate(self.places.groups):
            printing = np.flatnonzero(self.prints[:, number])
            if not len(printing):
                out |= dict.fromkeys(own)
                continue
            made.grouped[group] = printing.tolist()
            for cell, column in zip(own, items, strict=True):
                out |= dict.fromkeys(column)
                out[cell] = self._line(number, cell, column, len(printing))
        for at, address in enumerate(known):
            if at in out and out[at] is None:
                continue
            total, count = out[at] or (0, 0) if at in out else (sums[at], int(stated[at]))
            made.cells[address] = plain(total) if count else None
            made.stated[address] = count
        made.empty = self._empty()
        return made

    def values(self, address: str) -> list[int | None]:
        """What each row says at an address, in millionths; None where it says nothing. A group's address means its one line, or the sum
        of its items."""
        at = self.places.known.index(address)
        group = int(self.places.group_of[at])
        if group >= 0 and self.places.usual[at] == ABSENT:
            _, own, items = self.places.groups[group]
            columns = [self.column(self.places.known[one]) for one in items[own.index(at)]]
            summed = [[value for value in row if value is not None] for row in zip(*columns, strict=True)]
            lines = self.column(address)
            return [lines[row] if self.prints[row, group] else sum(summed[row]) if summed[row] else None for row in range(self.count)]
        return self.column(address)

    def column(self, address: str) -> list[int | None]:
        """What each row has in the very cell at an address, in millionths; None where it has no number, or no such cell."""
        at = self.places.known.index(address)
        made = np.full(self.count, self.places.usual[at], dtype=np.int64)
        here = self.place == at
        made[self.row[here]] = self.value[here]
        return [None if value == ABSENT else value for value in made.tolist()]

    def _line(self, group: int, cell: int, items: tuple[int, ...], printing: int) -> tuple[int, int]:
        """Sum and number of rows of a group's line: those that print it, and of the others their items."""
        own = ~self.absent & (self.place == cell)
        mine = np.isin(self.place, items) & ~self.prints[self.row, group]
        said = mine & ~self.absent
        total = self._sums(np.zeros(int(own.sum() + said.sum()), dtype=np.int64), np.concatenate([self.value[own], self.value[said]]), 1)[0]
        silent = np.bincount(self.row[mine & self.absent], minlength=self.count) == len(items)
        return total, int(own.sum()) + self.count - printing - int(silent.sum())

    @staticmethod
    def _sums(place: NDArray[np.int64], value: NDArray[np.int64], size: int) -> list[int]:
        made = np.zeros(size, dtype=np.int64)
        np.add.at(made, place, value)
        sums: list[int] = made.tolist()
        high = np.bincount(place, weights=np.abs(value.astype(np.float64)), minlength=size) > _SAFE
        for at in np.flatnonzero(high).tolist():
            sums[at] = sum(value[place == at].tolist())
        return sums

    def _empty(self) -> dict[int, tuple[int, str]]:
        groups = self.places.group_of[self.place]
        bare = self.absent.copy()
        if len(self.places.groups):  # where a group is printed as one row, its items are no cells of the report
            items = (groups >= 0) & (self.places.usual[self.place] != ABSENT)
            bare &= ~(items & self.prints[self.row, np.maximum(groups, 0)])
        rows, first, counts = np.unique(self.row[bare], return_index=True, return_counts=True)
        starts = self.place[bare][first]
        return {row: (count, self.places.known[at]) for row, count, at in zip(rows.tolist(), counts.tolist(), starts.tolist(), strict=True)}


def add(edition: str, packed: Sequence[bytes]) -> Added:
    """The sums of packed rows of one edition."""
    return Rows(edition, packed).add()
