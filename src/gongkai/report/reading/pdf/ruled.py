"""Tables drawn with rules: from the lattice of lines to cells with their spans.

The lines that meet form one table. Between two neighbouring fields of the lattice stands a border or not; fields
without a border between them are one cell. An outer border may be missing (tables open at the sides, or cut by the
end of a page without a closing line).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.report.reading.pdf.geometry import Box, Page, Rule, Run, levels, spell
from gongkai.report.reading.pdf.rules import NEAR, SNAP, joined

_OPEN = 6.0
"""Rules that run on for this far past the outermost crossing mean an open side (points)."""
_GUTTER = 6.5
"""Spacing between cells may be this wide (points)."""
_FIGURES = re.compile(r"[\d０-９,，.．]+(?:\n[\d０-９,，.．]+)+")
_MOST_PAIRS = 4_000_000


@dataclass(slots=True)
class Field:
    """One cell of a `Table`: its place in the lattice, its box, its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    text: str = ""
    page: int = 0


@dataclass(slots=True)
class Table:
    """A table on one page. `xs` and `ys` are its lattice; `open_top`, `open_bottom` say for each column whether the
    border at the upper or lower end is missing there. `last` is the page on which a joined table ends, else 0;
    `labels` is how many columns of labels a table without rules has before its numbers."""

    page: int
    xs: list[float]
    ys: list[float]
    fields: list[Field]
    open_top: list[bool] = field(default_factory=list)
    open_bottom: list[bool] = field(default_factory=list)
    ruled: bool = True
    last: int = 0
    labels: int = 1

    @property
    def box(self) -> Box:
        """Its outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class TooManyCells(Exception):
    """The page's lattice holds more fields than the limit allows."""


def tables(page: Page, max_cells: int) -> tuple[list[Table], list[Run]]:
    """The ruled tables of a page, top to bottom, with their text, and the runs that stand in none.

    Raises:
        TooManyCells: more than `max_cells` fields in one lattice.
    """
    made: list[Table] = []
    free = page.runs
    for across, down in _components(page.across, page.down):
        across, down = _snapped(across), _snapped(down)
        lattice = _lattice(across, down)
        if lattice is None:
            continue
        xs, ys = lattice
        inside, outside = _pick(free, xs, ys)
        if not inside:
            continue
        _close(xs, ys, across, down, inside)
        _collapse(xs, down, [run.x0 + run.x1 for run in inside])
        _collapse(ys, across, [run.y0 + run.y1 for run in inside])
        if len(xs) < 2 or len(ys) < 2:
            continue
        if (len(xs) - 1) * (len(ys) - 1) > max_cells:
            raise TooManyCells
        owner, fields = _fields(xs, ys, across, down, page.number)
        if len(fields) < 2:
            continue
        ends = _borders(across, [ys[0], ys[-1]], xs)
        open_bottom = [not closed for closed in ends[1]]
        if any(open_bottom) and ys[-1] > 0.8 * page.height:
            outside = _overflow(inside, outside, xs, ys[-1], open_bottom)
        _fill(fields, owner, xs, ys, inside)
        if _rows_run_together(fields, inside):
            continue
        table = Table(page.number, xs, ys, fields)
        table.open_top = [not closed for closed in ends[0]]
        table.open_bottom = open_bottom
        made.append(table)
        free = outside
    made.sort(key=lambda table: table.ys[0])
    return made, free


def _components(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together, each with both directions in it; the largest first."""
    if len(across) * len(down) > _MOST_PAIRS:
        raise TooManyCells
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, post in enumerate(down, len(across)):
        at, start, end = post.at, post.start - NEAR, post.end + NEAR
        for i, beam in enumerate(across):
            if start <= beam.at <= end and beam.start - NEAR <= at <= beam.end + NEAR and parent[i] != parent[j]:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        beams, posts = groups.setdefault(root(i), ([], []))
        if i < len(across):
            beams.append(across[i])
        else:
            posts.append(down[i - len(across)])
    return sorted((group for group in groups.values() if group[0] and group[1]),
                  key=lambda group: -len(group[0]) * len(group[1]))


def _snapped(rules: list[Rule]) -> list[Rule]:
    return joined([(rule.at, rule.start, rule.end) for rule in rules], SNAP)


def _lattice(across: list[Rule], down: list[Rule]) -> tuple[list[float], list[float]] | None:
    """The positions of columns and rows, with outer sides that no rule closes."""
    xs, ys = sorted({rule.at for rule in down}), sorted({rule.at for rule in across})
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    if left < xs[0] - _OPEN:
        xs.insert(0, left)
    if right > xs[-1] + _OPEN:
        xs.append(right)
    if top < ys[0] - _OPEN:
        ys.insert(0, top)
    if bottom > ys[-1] + _OPEN:
        ys.append(bottom)
    return (xs, ys) if len(xs) > 1 and len(ys) > 1 else None


def _close(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule], inside: list[Run]) -> None:
    """Take an open side away again where no text stands in it: rules that merely stick out."""
    if not any(rule.at == ys[0] for rule in across) and not any(run.y0 + run.y1 < 2 * ys[1] for run in inside):
        del ys[0]
    if not any(rule.at == ys[-1] for rule in across) and not any(run.y0 + run.y1 > 2 * ys[-2] for run in inside):
        del ys[-1]
    if not any(rule.at == xs[0] for rule in down) and not any(run.x0 + run.x1 < 2 * xs[1] for run in inside):
        del xs[0]
    if not any(rule.at == xs[-1] for rule in down) and not any(run.x0 + run.x1 > 2 * xs[-2] for run in inside):
        del xs[-1]


def _collapse(positions: list[float], rules: list[Rule], middles: list[float]) -> None:
    """Make one line of two that leave a gutter between them: too narrow for text, and no text in it.

    `middles` are the doubled middles of the runs.
    """
    for i in range(len(positions) - 1, 0, -1):
        low, high = positions[i - 1], positions[i]
        if high - low < _GUTTER and not any(2 * low < middle < 2 * high for middle in middles):
            for rule in rules:
                if rule.at == high:
                    rule.at = low
            del positions[i]


def _overflow(inside: list[Run], outside: list[Run], xs: list[float], bottom: float, is_open: list[bool]) -> list[Run]:
    """Move words that hang out of a table cut by the end of the page, through a column that no rule closes, into it.

    Returns the runs that stay outside.
    """
    rest = []
    for run in outside:
        em = run.y1 - run.y0
        if bottom < (run.y0 + run.y1) / 2 and run.y0 < bottom + 0.25 * em and not run.text.isascii():
            column = bisect_right(xs, (run.x0 + run.x1) / 2) - 1
            if 0 <= column < len(is_open) and is_open[column] and run.x0 > xs[column] - 1 and run.x1 < xs[column + 1] + 1:
                inside.append(run)
                continue
        rest.append(run)
    return rest


def _borders(rules: list[Rule], at: list[float], along: list[float]) -> list[list[bool]]:
    """For each position in `at`, along which stretches between the positions in `along` a rule runs."""
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    made = {position: [False] * len(middles) for position in at}
    for rule in rules:
        if rule.at in made:
            start, end = bisect_left(middles, rule.start), bisect_right(middles, rule.end)
            made[rule.at][start:end] = [True] * (end - start)
    return [made[position] for position in at]


def _fields(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule],
            page: int) -> tuple[list[list[int]], list[Field]]:
    """Cells of the lattice: for each field the index of its cell, and the cells."""
    columns, rows = len(xs) - 1, len(ys) - 1
    stands = _borders(down, xs, ys)
    lies = _borders(across, ys, xs)
    wall = [[stands[c + 1][r] for c in range(columns - 1)] for r in range(rows)]
    floor = lies[1:-1]
    owner = [[-1] * columns for _ in range(rows)]
    fields: list[Field] = []
    for r, mine in enumerate(owner):
        walls = wall[r]
        for c in range(columns):
            if mine[c] >= 0:
                continue
            end = c + 1
            while end < columns and mine[end] < 0 and not walls[end - 1]:
                end += 1
            low = r + 1
            while low < rows and not floor[low - 1][c] and not any(floor[low - 1][c + 1:end]) and _goes_down(owner[low], wall[low], c, end):
                low += 1
            if low == r + 1 and end == c + 1:
                mine[c] = len(fields)
            else:
                for i in range(r, low):
                    owner[i][c:end] = [len(fields)] * (end - c)
            fields.append(Field(r, c, low - r, end - c, (xs[c], ys[r], xs[end], ys[low]), "", page))
    return owner, fields


def _goes_down(owner: list[int], walls: list[bool], start: int, end: int) -> bool:
    """Whether a cell over these columns may take in the fields of one more row: all free, walls at the sides only."""
    return (all(k < 0 for k in owner[start:end]) and not any(walls[start:end - 1])
            and (start == 0 or walls[start - 1]) and (end == len(owner) or walls[end - 1]))


def _pick(runs: Sequence[Run], xs: list[float], ys: list[float]) -> tuple[list[Run], list[Run]]:
    """The runs whose middle lies in the table, and the others."""
    inside, outside = [], []
    left, right, top, bottom = 2 * xs[0] - 2, 2 * xs[-1] + 2, 2 * ys[0] - 2, 2 * ys[-1] + 2
    for run in runs:
        if left <= run.x0 + run.x1 <= right and top <= run.y0 + run.y1 <= bottom:
            inside.append(run)
        else:
            outside.append(run)
    return inside, outside


def _fill(fields: list[Field], owner: list[list[int]], xs: list[float], ys: list[float], runs: list[Run]) -> None:
    """Put the runs into their cells; a run that crosses a wall between two characters is cut there."""
    held: list[list[Run]] = [[] for _ in fields]
    inner_x, inner_y = xs[1:-1], ys[1:-1]
    for run in runs:
        row = owner[bisect_right(inner_y, (run.y0 + run.y1) / 2)]
        first = row[bisect_right(inner_x, run.x0 + 1)]
        last = row[bisect_right(inner_x, run.x1 - 1)]
        if first == last:
            held[first].append(run)
            continue
        start = 0
        text, lefts, rights = run.text, run.lefts, run.rights
        em = run.y1 - run.y0
        middles = [row[bisect_right(inner_x, (lefts[i] + rights[i]) / 2)] for i in range(len(text))]
        for i in range(1, len(text)):
            if middles[i] != middles[i - 1]:
                wall = fields[middles[i]].box[0]
                # a wall through the body of a character: the text overflows its cell and stays one
                if lefts[i] >= wall - 0.25 * em and rights[i - 1] <= wall + 0.25 * em:
                    held[middles[start]].append(run.cut(start, i))
                    start = i
        rest = run.cut(start, len(text)) if start else run
        held[middles[start]].append(rest)
    for cell, mine in zip(fields, held, strict=True):
        if mine:
            cell.text = written(mine)


def _rows_run_together(fields: list[Field], inside: list[Run]) -> bool:
    """Whether numbers of several rows stand below each other in one cell: the rules part columns only.

    Those of two cells beside each other must; a number cut over lines had no room for its next figure.
    """
    stacked: dict[int, int] = {}
    for cell in fields:
        if "\n" in cell.text and _FIGURES.fullmatch(cell.text):
            em = inside[0].y1 - inside[0].y0
            if (len(cell.text.split("\n")[0]) + 2) * 0.6 * em < cell.box[2] - cell.box[0]:
                stacked[cell.row] = stacked.get(cell.row, 0) + 1
    return max(stacked.values(), default=0) > 1


def written(runs: list[Run]) -> str:
    """The text of a cell, its lines joined by line feeds; text lying on its side is read along its direction."""
    if len(runs) == 1:
        return runs[0].text
    if any(run.turned for run in runs):
        return "\n".join(run.text for run in sorted(runs, key=lambda run: run.order))
    return "\n".join([spell(level) for level in levels(runs)])
