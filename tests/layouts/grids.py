"""The statutory tables as cells with spans, before anybody prints them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongkai.report.form import Column, Head, Row
from layouts.reports import Synthetic


@dataclass(frozen=True)
class C:
    """A cell of a printed table. `address` is set where a number belongs, `key` names a head or a label."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    address: str | None = None
    key: str | None = None

    def says(self, text: str) -> C:
        return replace(self, text=text)


Grid = list[list[C]]
Tables = dict[str, Grid]


def tables(report: Synthetic) -> Tables:
    """Tables 2, 3 and 4 as the form prints them."""
    return {"2": table_two(report), "3": table_three(report), "4": table_four(report)}


def table_two(report: Synthetic) -> Grid:
    """Blocks one below the other, four columns wide; a block with fewer columns spans."""
    form = report.form.tables["2"]
    width = 1 + max(len(block.columns) for block in form.blocks)
    grid: Grid = []
    for block in form.blocks:
        span = width - len(block.columns)
        wide = span if len(block.columns) == 1 else 1
        blank = [C("") for _ in range(span - 1)] if wide == 1 else []
        grid.append([C(block.label or "", colspan=width, key="block")])
        grid.append([C(block.stub or "", key="stub"),
                     *(C(column.label, colspan=wide, key=column.key) for column in block.columns), *blank])
        for row in block.leaves():
            cells = (C(report.text(a), colspan=wide, address=a) for a in report.row("2", row.key or ""))
            grid.append([C(row.label, key=row.key), *cells, *blank])
    return grid


def _lines(report: Synthetic, row: Row, depth: int) -> Grid:
    """The printed lines of one row or group, its label spanning what lies below it."""
    children = () if report.grouped and row.key == "closed" else row.rows
    if not children:
        label = C(row.label, colspan=3 - depth, key=row.key)
        return [[label, *(C(report.text(a), address=a) for a in report.row("3", row.key or ""))]]
    below = [line for child in children for line in _lines(report, child, depth + 1)]
    return [[C(row.label, rowspan=len(below), key=row.key or "results"), *below[0]], *below[1:]]


def table_three(report: Synthetic) -> Grid:
    """Three columns of labels, seven of numbers, three lines of heads."""
    block = report.form.tables["3"].blocks[0]
    applicants = block.heads[0]
    assert isinstance(applicants, Head)
    second: list[C] = []
    third: list[C] = []
    for head in applicants.columns:
        if isinstance(head, Head):
            second.append(C(head.label, colspan=len(head.columns), key="organisations"))
            third += [C(leaf.label, key=leaf.key) for leaf in head.columns if isinstance(leaf, Column)]
        else:
            second.append(C(head.label, rowspan=2, key=head.key))
    grid: Grid = [[C(block.stub or "", rowspan=3, colspan=3, key="stub"), C(applicants.label, colspan=7, key="applicants")],
                  second, third]
    for row in block.rows:
        grid += _lines(report, row, 0)
    return grid


def table_four(report: Synthetic) -> Grid:
    """Fifteen numbers in one line under three groups of heads."""
    block = report.form.tables["4"].blocks[0]
    review, suits = block.rows
    count = len(block.columns)
    heads = [C(column.label, key=column.key) for column in block.columns]
    return [
        [C(review.label, colspan=count, key=review.key), C(suits.label, colspan=count * len(suits.rows), key="suits")],
        [*(replace(head, rowspan=2) for head in heads), *(C(s.label, colspan=count, key=s.key) for s in suits.rows)],
        heads * len(suits.rows),
        [C(report.text(a), address=a) for a in report.addresses("4")],
    ]


def width(grid: Grid) -> int:
    """Columns of a grid with its spans laid out."""
    return max(len(line) for line in laid_out(grid))


def laid_out(grid: Grid) -> list[list[C | None]]:
    """Every line at full width: the cell where it begins, None where a span covers."""
    lines: list[list[C | None]] = [[] for _ in grid]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            for down in range(cell.rowspan):
                taken |= {(y + down, x + right) for right in range(cell.colspan)}
            while len(lines[y]) < x:
                lines[y].append(None)
            lines[y].append(cell)
            x += cell.colspan
    full = max((x for _, x in taken), default=-1) + 1
    for line in lines:
        line += [None] * (full - len(line))
    return lines
