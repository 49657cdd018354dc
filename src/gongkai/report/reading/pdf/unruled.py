"""Tables without a full lattice of rules: no rules at all, or only horizontal ones.

Numbers that stand apart make the rows and the columns: lines with numbers set off by gaps are rows, numbers above each
other are a column, and so is a word of the head under which no number is printed. What stands left of the first column
is label; a label wrapped over lines above and below its numbers is put together again, a label without numbers is a row
whose cells are empty, labels of groups stand in columns of their own. Lines over the first row with words above the
columns are the head; where such lines stand between rows, another table begins. Where two numbers would fall into one
cell, or words of the head cannot be told apart, the lines are left as text.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gongkai.report.reading.pdf.geometry import Line, Page, Rule, Run, hull, spell
from gongkai.report.reading.pdf.heads import Column, head_cells, leaves, matched
from gongkai.report.reading.pdf.joining import is_enumerated
from gongkai.report.reading.pdf.labels import Row, chunks, give, group_cells, label_cut, labels_of, spelled
from gongkai.report.reading.pdf.regions import (
    MAX_SKIP,
    blocks,
    columns_of,
    groups,
    is_heading,
    is_prose,
    tops,
    values_of,
)
from gongkai.report.reading.pdf.ruled import Field, Table

_MOST_RUNS, _MOST_IN_LINE = 5_000, 200
"""Beyond this it is no page that people read as a table."""


def tables(page: Page, found: list[Line], across: Sequence[Rule], max_cells: int,
           above: Table | None = None) -> tuple[list[Line], list[Table]]:
    """The lines that stand in no table, and the tables.

    Takes the page, its lines outside ruled tables and frame, top to bottom, its horizontal rules, and the table that ended
    the page before: its columns hold where the first table here goes on with it.
    """
    if sum(len(line.runs) for line in found) > _MOST_RUNS or any(len(line.runs) > _MOST_IN_LINE for line in found):
        return found, []
    values = [values_of(line) for line in found]
    used: set[int] = set()
    made: list[Table] = []
    width = max((line.x1 for line in found), default=0) - min((line.x0 for line in found), default=0)
    for group in groups(found, values, width):
        for block in blocks(group, found, values):
            floor = max((i + 1 for i in used if i < block[0]), default=0)
            built = _Builder(page, found, values, across, width, above if not made else None).table(block, floor)
            if built is None or len(built[0].fields) > max_cells:
                continue
            table, start, end = built
            made.append(table)
            used.update(range(start, end + 1))
    return [line for i, line in enumerate(found) if i not in used], made


class _Builder:
    """Makes one table of its rows of numbers and the lines around them."""

    def __init__(self, page: Page, found: list[Line], values: list[list[Run]], across: Sequence[Rule], width: float,
                 above: Table | None) -> None:
        self.page, self.found, self.values, self.across = page, found, values, across
        self.width, self.above = width, above

    def table(self, group: list[int], floor: int) -> tuple[Table, int, int] | None:
        """The table, with the first and the last line that it uses; None where numbers or heads cannot be told apart."""
        columns = columns_of([run for i in group for run in self.values[i]])
        start, heads = self._head_lines(group[0], floor, columns[0][0])
        rows = [Row((self.found[i].y0 + self.found[i].y1) / 2, self.found[i].em, []) for i in group]
        words: list[list[Run]] = []
        for row, i in zip(rows, group, strict=True):
            for chunk in chunks(self.found[i].runs):
                if chunk[0] in self.values[i] or chunk[0].x0 >= columns[0][0]:
                    row.values.extend(chunk)
                else:
                    words.append(chunk)
        end = self._end(group, columns[0][0])
        inside, head = set(group), {id(line) for line in heads}
        loose = [chunk for i in range(start, end + 1) if i not in inside and id(self.found[i]) not in head
                 for chunk in chunks(self.found[i].runs)]
        words += loose
        edge = min(columns[0][0], max((word[-1].x1 for word in words), default=0.0) + 0.2 * rows[0].em)
        columns_or_none = self._with_heads(heads, columns, edge if words else None)
        if columns_or_none is None:
            return None
        columns = columns_or_none
        for row in rows:
            slots = [_column(run, columns) for run in row.values]
            if len(set(slots)) != len(slots):
                return None
        return self._labelled(rows, words, heads, columns, min(edge, columns[0][0])), start, end

    def _with_heads(self, heads: list[Line], columns: list[Column], edge: float | None) -> list[Column] | None:
        """The columns with those that only a head tells. `edge`: where the labels end, None where there are none."""
        stacks, _ = leaves(heads, edge or 0.0, columns)
        if not stacks:
            return self._as_above(columns)
        beside = edge is None or any((chunk[0].x0 + chunk[-1].x1) / 2 < edge for line in heads for chunk in chunks(line.runs))
        if hull(stacks[0])[2] < columns[0][0] and not beside:
            stacks = stacks[1:]  # the head of the labels themselves, set in the middle of a wide column
        if len(stacks) == len(columns):
            return columns
        return matched(stacks, columns)

    def _as_above(self, columns: list[Column]) -> list[Column]:
        """The columns of the table that ended the page before, where each column here lies in one of them."""
        if self.above is None or self.above.ruled:
            return columns
        walls = self.above.xs[self.above.labels:]
        slots = [[k for k, (a, b) in enumerate(itertools.pairwise(walls)) if x0 > a - 1 and x1 < b + 1] for x0, x1 in columns]
        if any(len(slot) != 1 for slot in slots) or len({slot[0] for slot in slots}) != len(slots):
            return columns
        here = {slot[0]: column for slot, column in zip(slots, columns, strict=True)}
        return [here.get(k, (a + 0.3 * (b - a), b - 0.3 * (b - a))) for k, (a, b) in enumerate(itertools.pairwise(walls))]

    def _labelled(self, rows: list[Row], words: list[list[Run]], heads: list[Line], columns: list[Column],
                  edge: float) -> Table:
        cut = label_cut(words)
        groups: list[list[Run]] = []
        own = words
        if cut is not None:
            own = [word for word in words if word[-1].x1 > cut]
            groups = [word for word in words if word[-1].x1 <= cut]
            for word in sorted(groups, key=lambda word: word[0].y0):
                if not is_enumerated(spell(word)) and any(_is_below(word, other) and other[0].x0 < cut for other in own):
                    own.append(word)  # the short last line of a label over all label columns
                    groups.remove(word)
            for row in rows:  # a short label over all label columns, such as （七）总计
                if any(_beside(word, row) for word in own):
                    continue
                mine = [word for word in groups if _beside(word, row)]
                if mine:
                    own.append(mine[-1])
                    groups.remove(mine[-1])
        labels = labels_of(own, rows, self._parted)
        alone = [Row((label.top + label.bottom) / 2, rows[0].em, [], label.runs) for label in give(labels, rows)]
        return _lay(self.page, sorted(rows + alone, key=lambda row: row.middle), heads, columns, cut, groups, edge)

    def _head_lines(self, first: int, floor: int, edge: float) -> tuple[int, list[Line]]:
        """The lines above the first row that belong to the table: where it starts, and those that are its head.

        Going up it stops at running text, at a heading, at a wide gap. Lines of words between head and row are labels.
        """
        start, heads = first, list[Line]()
        waiting: list[Line] = []
        for index in range(first - 1, floor - 1, -1):
            line, below = self.found[index], self.found[index + 1]
            if is_prose(line, self.width) or below.y0 - line.y1 > 6 * line.em:
                break
            over = any((chunk[0].x0 + chunk[-1].x1) / 2 > edge for chunk in chunks(line.runs))
            if is_heading(line) and (over or heads or below.y0 - line.y1 > line.em):
                break
            if over:
                heads = [line, *(waiting if heads else []), *heads]
                start, waiting = index, []
            else:
                waiting.insert(0, line)
                if not heads and start == index + 1 and below.y0 - line.y1 < 0.8 * line.em:
                    start = index
                if len(waiting) > (3 if heads else MAX_SKIP):
                    break
        return start, heads

    def _end(self, group: list[int], edge: float) -> int:
        """The last line of the table: labels below the last numbers, without numbers or going on, belong to it."""
        end, found = group[-1], self.found
        usual = sorted(found[b].y0 - found[a].y1 for a, b in itertools.pairwise(group))
        pitch = usual[len(usual) // 2] if usual else 0.0
        while end + 1 < len(found) and end - group[-1] < 3:
            line = found[end + 1]
            gap = line.y0 - found[end].y1
            if line.x1 > edge + 1 or abs(line.em - found[group[-1]].em) > 0.25 * line.em:
                break
            if is_enumerated(line.text):
                if gap > pitch + 0.2 * line.em or end + 2 >= len(found) or is_prose(found[end + 2], self.width) or tops(
                        found, self.values, end + 2, edge):
                    break
            elif gap >= 0.8 * line.em:
                break
            end += 1
        return end

    def _parted(self, a: float, b: float, run: Run) -> bool:
        """Whether a horizontal rule parts two heights."""
        low, high = min(a, b), max(a, b)
        return any(low < rule.at < high and rule.start < run.x1 and rule.end > run.x0 for rule in self.across)


def _is_below(word: list[Run], other: list[Run]) -> bool:
    """Whether a word is the next line of another that begins where it does."""
    em = word[0].y1 - word[0].y0
    return abs(word[0].x0 - other[0].x0) < 0.5 * em and -0.2 * em < word[0].y0 - max(run.y1 for run in other) < 0.9 * em


def _beside(word: list[Run], row: Row) -> bool:
    return abs((word[0].y0 + word[0].y1) / 2 - row.middle) < 0.95 * row.em


def _column(run: Run, columns: Sequence[Column]) -> int:
    middle = (run.x0 + run.x1) / 2
    return min(range(len(columns)), key=lambda i: (max(columns[i][0] - run.x1, run.x0 - columns[i][1], 0.0),
                                                   abs((columns[i][0] + columns[i][1]) / 2 - middle)))


def _lay(page: Page, body: list[Row], heads: list[Line], columns: list[Column], cut: float | None,
         groups: list[list[Run]], right: float) -> Table:
    """The table with its cells."""
    labels = 1 if cut is None else 2
    words = [run for row in body for run in row.words] + [run for word in groups for run in word]
    left = min([run.x0 for run in words] + [columns[0][0] - 20])
    edge = max([run.x1 for run in words if run.x1 <= columns[0][0]], default=columns[0][0] - 4)
    xs = [left] + ([] if cut is None else [cut]) + [(edge + columns[0][0]) / 2]
    xs += [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    xs.append(max([columns[-1][1]] + [line.x1 for line in heads]))
    top = head_cells(heads, columns, labels, right)
    depth = max((cell.row + cell.rowspan for cell, _ in top), default=0)
    fields: list[Field] = []
    for cell, runs in top:
        cell.box, cell.page = hull(runs), page.number
        fields.append(cell)
    for index, row in enumerate(body, depth):
        mine: list[tuple[int, int, list[Run]]] = []
        if row.words:
            spans = cut is None or min(run.x0 for run in row.words) < cut
            mine.append((0, labels, row.words) if spans else (1, 1, row.words))
        mine += [(labels + _column(run, columns), 1, [run]) for run in row.values]
        for column, span, runs in mine:
            fields.append(Field(index, column, 1, span, hull(runs), spelled(runs), page.number))
    if cut is not None:
        fields += group_cells(groups, body, depth, fields, page.number)
    ys = _heights(heads, depth, body)
    return Table(page.number, xs, ys, _padded(fields, xs, ys, page.number), [False] * (len(xs) - 1),
                 [False] * (len(xs) - 1), ruled=False, labels=labels)


def _heights(heads: list[Line], depth: int, body: list[Row]) -> list[float]:
    middles = [row.middle for row in body]
    top = heads[0].y0 if heads else middles[0] - body[0].em
    first = middles[0] - 0.6 * body[0].em
    ys = [top + (first - top) * i / depth for i in range(depth)] if depth else []
    ys.append(first)
    ys += [(a + b) / 2 for a, b in itertools.pairwise(middles)]
    ys.append(middles[-1] + body[-1].em)
    return ys


def _padded(fields: list[Field], xs: list[float], ys: list[float], page: int) -> list[Field]:
    """The cells, with empty ones wherever nothing is printed."""
    taken = {(r, c) for cell in fields for r in range(cell.row, cell.row + cell.rowspan)
             for c in range(cell.column, cell.column + cell.colspan)}
    blank = [Field(r, c, 1, 1, (xs[c], ys[r], xs[c + 1], ys[r + 1]), "", page)
             for r in range(len(ys) - 1) for c in range(len(xs) - 1) if (r, c) not in taken]
    return sorted(fields + blank, key=lambda cell: (cell.row, cell.column))
