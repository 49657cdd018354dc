"""The statutory tables as laid-out grids: the one source of every output format.

`lay_out` takes an edition of the form and the cells of a report, and gives each table as rows of cells with their
spans, computed from the form alone: merged column heads, labels of groups beside their items, blocks under heads of
their own (table 2), rows that lie side by side (table 4). Nothing here knows an edition by name.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gongkai.report.form import Block, Column, Form, Head, Row, Table
from gongkai.report.model import Cell, Number

Kind = Literal["block", "head", "label", "number"]

_CHINESE_NUMBER = re.compile(r"[〇零○一二三四五六七八九十百千万亿两]+")
_FEW = 6
"""Columns up to which a table is set in 五号; beyond, in 小五."""
# Widths in ems of the table's type; a line of the official page holds about 49 of them at 小五, 42 at 五号.
_LINE, _WIDE_LINE, _NUMBER, _LEAST, _GROUP, _LABEL, _DIGIT, _INSET = 49.0, 42.0, 3.4, 2.6, 4.3, 12.0, 0.64, 1.0
_ROOMY = 14.0
"""Ems of the last label column where the numbers leave it no more: its labels wrap, and the table still fits on a page."""
_SMALLEST = 0.68
"""No smaller than this part of its usual size is the type of a table set (六号 for 小五)."""


@dataclass(frozen=True, slots=True)
class LaidCell:
    """One printed cell, listed once at its upper left corner; `row` and `column` count from 0.

    `kind` is ``block`` (第二十条第（一）项), ``head`` (over or beside numbers, spanning columns), ``label`` (of rows)
    or ``number``; a number has its `address` and `value`, and `text` as it is to be printed.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    kind: Kind = "number"
    address: str | None = None
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class LaidTable:
    """One table. `rows` hold each row's own cells, left to right; `width` counts grid columns.

    `head_rows` rows from the top repeat on every page (0 where blocks have heads of their own); `starts` are the rows
    at which a block begins; `label_columns` stand left of the numbers; `shares` are the columns' widths, 1 in all; `scale` is
    by how much the type is set smaller so that no number breaks, 1 where it need not be.
    """

    number: str
    section: int
    rows: tuple[tuple[LaidCell, ...], ...]
    width: int
    label_columns: int
    head_rows: int
    starts: tuple[int, ...]
    shares: tuple[float, ...]
    scale: float = 1.0

    @property
    def size(self) -> float:
        """The size of its type in points."""
        return (9.0 if self.dense else 10.5) * self.scale

    def lines(self, row: int) -> int:
        """How many lines a row of it has on the official page, labels of several rows aside."""
        line = _LINE if self.dense else _WIDE_LINE
        return max([1, *(math.ceil(len(cell.text) * (_DIGIT if cell.kind == "number" else 1.0) / max(
            1.0, sum(self.shares[cell.column:cell.column + cell.colspan]) * line / self.scale - _INSET))
            for cell in self.rows[row] if cell.rowspan == 1)])

    @property
    def dense(self) -> bool:
        """Whether the table has so many columns that it wants smaller type."""
        return self.width > _FEW

    def groups(self) -> Iterator[tuple[bool, tuple[tuple[LaidCell, ...], ...]]]:
        """(is head, rows) for the repeated head and for each block, in order."""
        if self.head_rows:
            yield True, self.rows[: self.head_rows]
        starts = [max(start, self.head_rows) for start in self.starts]
        for start, end in zip(starts, [*starts[1:], len(self.rows)], strict=True):
            yield False, self.rows[start:end]


def cell_text(cell: Cell | None) -> str:
    """What is printed for a cell.

    A number is printed plainly, without exponent, separators or float artefacts, its note behind it in brackets.
    An empty cell keeps its mark (/, -, 无), since marks stay apart from 0; a raw text that holds digits was withheld
    by the reader, and printing it again would make a number of it: such a cell is printed empty.
    """
    if cell is None:
        return ""
    if cell.value is not None:
        note = (cell.note or "").strip()
        if note and not note.startswith(("（", "(")):
            note = f"（{note}）"
        return f"{cell.value:f}{note}" if not isinstance(cell.value, int) else f"{cell.value}{note}"
    raw = " ".join((cell.raw or "").split())
    if any(unicodedata.category(mark) in ("Nd", "No", "Nl") for mark in raw) or _CHINESE_NUMBER.fullmatch(raw):
        return ""
    return raw


def lay_out(form: Form, cells: Mapping[str, Cell] | None = None) -> list[LaidTable]:
    """Every table of an edition in order, filled with the cells at their addresses; without cells the empty form.

    A group whose own address has cells (``3.closed.person``) is printed as one row; its items too only where they
    have cells as well. Cells that are not in `cells` are printed empty.
    """
    return [_Layouter(table, cells or {}).table() for table in form.tables.values()]


def addresses(tables: list[LaidTable]) -> set[str]:
    """The addresses of all cells that the tables print."""
    return {cell.address for table in tables for row in table.rows for cell in row if cell.address}


class _Layouter:
    """Lays out one table: blocks are stacked, each stretched to the width of the widest."""

    def __init__(self, table: Table, cells: Mapping[str, Cell]) -> None:
        self.form, self.cells = table, cells
        self.placed: dict[int, list[LaidCell]] = {}
        self.labels = self.numbers = 0

    def table(self) -> LaidTable:
        across = self.form.layout == "across"
        trees = [(block, self._printed(block.rows)) for block in self.form.blocks]
        self.labels = 0 if across else max(_depth(rows) for _, rows in trees)
        self.numbers = max(len(b.columns) * (len(list(_leaves(rows))) if across else 1) for b, rows in trees)
        top, starts, heads = 0, [], []
        for block, rows in trees:
            starts.append(top)
            if block.label:
                self._put(block.label, top, 0, 1, self.labels + self.numbers, "block")
                top += 1
            top, head = (self._across if across else self._down)(block, rows, top)
            heads.append(head)
        single = len(trees) == 1
        laid = tuple(tuple(sorted(self.placed[row], key=lambda cell: cell.column)) for row in range(top))
        shares, scale = self._shares(laid)
        return LaidTable(
            self.form.number, self.form.section, laid, self.labels + self.numbers, self.labels,
            heads[0] if single else 0, tuple(starts), shares, scale,
        )

    def _put(self, text: str, row: int, column: int, rowspan: int, colspan: int, kind: Kind) -> None:
        self.placed.setdefault(row, []).append(LaidCell(text, row, column, rowspan, colspan, kind))

    def _number(self, row: Row, column: Column, at: int, left: int, colspan: int) -> None:
        address = f"{self.form.number}.{row.key}.{column.key}"
        cell = self.cells.get(address)
        laid = LaidCell(cell_text(cell), at, left, 1, colspan, "number", address, cell.value if cell else None)
        self.placed.setdefault(at, []).append(laid)

    def _printed(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows as this report prints them: a group that has numbers of its own becomes one row."""
        made: list[Row] = []
        for row in rows:
            if not row.rows:
                made.append(row)
                continue
            whole = row.key is not None and self._has(row)
            if whole:
                made.append(Row(row.key, row.label, row.variants, row.under))
            if not whole or any(self._has(leaf) for leaf in row.leaves()):
                made.append(Row(row.key, row.label, row.variants, row.under, self._printed(row.rows)))
        return tuple(made)

    def _has(self, row: Row) -> bool:
        block = self.form.block_of(row.key) if row.key else None
        return block is not None and any(f"{self.form.number}.{row.key}.{c.key}" in self.cells for c in block.columns)

    def _spans(self, count: int) -> list[int]:
        """How many grid columns each of `count` columns takes; what is left over goes to the last ones."""
        base, rest = divmod(self.numbers, count)
        return [base + (index >= count - rest) for index in range(count)]

    def _down(self, block: Block, rows: tuple[Row, ...], top: int) -> tuple[int, int]:
        """Rows that go down. Gives the first row below the block and the row at which its numbers begin."""
        deep = _head_depth(block.heads)
        spans = self._spans(len(block.columns))
        self._put(block.stub or "", top, 0, deep, self.labels, "head")
        self._heads(block.heads, top, self.labels, deep, iter(spans))
        at = begin = top + deep
        for row in rows:
            at = self._row(row, block, spans, at, 0)
        return at, begin

    def _row(self, row: Row, block: Block, spans: list[int], at: int, depth: int) -> int:
        if row.rows:
            self._put(row.label, at, depth, len(list(_leaves(row.rows))), 1, "label")
            for child in row.rows:
                at = self._row(child, block, spans, at, depth + 1)
            return at
        self._put(row.label, at, depth, 1, self.labels - depth, "label")
        left = self.labels
        for column, span in zip(block.columns, spans, strict=True):
            self._number(row, column, at, left, span)
            left += span
        return at + 1

    def _heads(self, heads: tuple[Head | Column, ...], at: int, left: int, deep: int, spans: Iterator[int]) -> int:
        """Column heads from row `at` on, `deep` rows high; leaves reach to the bottom. Gives the column after them."""
        for head in heads:
            if isinstance(head, Column):
                span = next(spans)
                self._put(head.label, at, left, deep, span, "head")
                left += span
            else:
                right = self._heads(head.columns, at + 1, left, deep - 1, spans)
                self._put(head.label, at, left, 1, right - left, "head")
                left = right
        return left

    def _across(self, block: Block, rows: tuple[Row, ...], top: int) -> tuple[int, int]:
        """Rows that lie side by side, their columns under each: one line of numbers."""
        deep = _depth(rows) + _head_depth(block.heads)
        spans = iter(self._spans(len(block.columns) * len(list(_leaves(rows)))))
        self._beside(rows, block, top, 0, deep, top + deep, spans)
        return top + deep + 1, top + deep

    def _beside(self, rows: tuple[Row, ...], block: Block, at: int, left: int, deep: int, numbers: int,
                spans: Iterator[int]) -> int:
        for row in rows:
            if row.rows:
                right = self._beside(row.rows, block, at + 1, left, deep - 1, numbers, spans)
            else:
                own = [next(spans) for _ in block.columns]
                right = self._heads(block.heads, at + 1, left, deep - 1, iter(own))
                start = left
                for column, span in zip(block.columns, own, strict=True):
                    self._number(row, column, numbers, start, span)
                    start += span
            self._put(row.label, at, left, 1, right - left, "head")
            left = right
        return left

    def _shares(self, rows: tuple[tuple[LaidCell, ...], ...]) -> tuple[tuple[float, ...], float]:
        """Widths of the columns: numbers never break, group labels are narrow, the last label takes the rest.

        With them, by how much the type must be smaller where all that is wider than the line.
        """
        need = [_LEAST] * (self.labels + self.numbers)
        for cell in (cell for row in rows for cell in row if cell.kind == "number" and cell.value is not None):
            room = len(cell.text) * _DIGIT + _INSET
            for column in range(cell.column, cell.column + cell.colspan):
                need[column] = max(need[column], room / cell.colspan)
        wide = [max(width, _NUMBER) for width in need]
        line = _LINE if len(wide) > _FEW else _WIDE_LINE
        if self.labels:
            if len(wide) <= _FEW:
                wide = [max(width, line / len(wide)) for width in wide]
                longest = max((len(c.text) for row in rows for c in row if c.kind == "label"), default=0)
                wide[self.labels - 1] = max(wide[self.labels - 1], min(longest + _INSET, _LABEL))
            else:
                wide[: self.labels] = [_GROUP] * self.labels
                rest = line - sum(wide) + _GROUP
                wide[self.labels - 1] = rest if rest > _LABEL else _ROOMY
                need[: self.labels] = wide[: self.labels]
        scale = 1.0
        if sum(wide) > line:
            spare = line - sum(need)
            if spare < 0:
                wide, scale = need, max(line / sum(need), _SMALLEST)
            else:
                more = sum(wide) - sum(need)
                wide = [least + (width - least) * spare / more for least, width in zip(need, wide, strict=True)]
        return tuple(width / sum(wide) for width in wide), scale


def _depth(rows: tuple[Row, ...]) -> int:
    return max((1 + _depth(row.rows) for row in rows), default=0)


def _head_depth(heads: tuple[Head | Column, ...]) -> int:
    return max((1 if isinstance(head, Column) else 1 + _head_depth(head.columns) for head in heads), default=0)


def _leaves(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        if row.rows:
            yield from _leaves(row.rows)
        else:
            yield row
