"""Tables without a full lattice of rules: no rules at all, or only horizontal ones.

Numbers that stand apart make the rows and the columns: lines with numbers set off by gaps are rows, numbers above each
other are a column. What stands left of the first column is label; a label wrapped over lines above and below its
numbers is put together again, labels of groups stand in columns of their own. Lines over the first row with words
above the columns are the head. Where two numbers would fall into one cell the lines are left as text.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gongkai.report.reading.pdf.geometry import Line, Page, Rule, Run, hull
from gongkai.report.reading.pdf.heads import head_cells
from gongkai.report.reading.pdf.joining import is_enumerated, is_value
from gongkai.report.reading.pdf.labels import Row, group_cells, label_cut, spelled
from gongkai.report.reading.pdf.ruled import Field, Table

_APART = 0.5
_MAX_SKIP = 7
_MOST_RUNS, _MOST_IN_LINE = 5_000, 200
"""Beyond this it is no page that people read as a table."""


def tables(page: Page, found: list[Line], across: Sequence[Rule], max_cells: int) -> tuple[list[Line], list[Table]]:
    """The lines that stand in no table, and the tables.

    Takes the page, its lines outside ruled tables and frame, top to bottom, and its horizontal rules.
    """
    if sum(len(line.runs) for line in found) > _MOST_RUNS or any(len(line.runs) > _MOST_IN_LINE for line in found):
        return found, []
    values = [_values(line) for line in found]
    rows = [i for i, mine in enumerate(values) if len(mine) >= 3 or _is_pair(found[i], mine)]
    if sum(1 for i in rows if len(values[i]) >= 3) == 0 and len(rows) < 3:
        return found, []
    width = max((line.x1 for line in found), default=0) - min((line.x0 for line in found), default=0)
    used: set[int] = set()
    made: list[Table] = []
    for group in _groups(rows, found, values, width):
        if len(group) < 3 and not any(len(values[i]) >= 3 for i in group):
            continue
        floor = max((i + 1 for i in used if i < group[0]), default=0)
        built = _build(page, found, values, group, across, width, floor)
        if built is None:
            continue
        table, start, end = built
        if len(table.fields) > max_cells:
            continue
        made.append(table)
        used.update(range(start, end + 1))
    return [line for i, line in enumerate(found) if i not in used], made


def _values(line: Line) -> list[Run]:
    """The numbers of a line that stand apart from everything beside them."""
    made: list[Run] = []
    runs = line.runs
    for i, run in enumerate(runs):
        if not is_value(run.text) or run.turned:
            continue
        gap = _APART * (run.y1 - run.y0)
        right = i + 1 == len(runs) or runs[i + 1].x0 - run.x1 >= gap
        left = i == 0 or run.x0 - runs[i - 1].x1 >= gap or (bool(made) and not is_value(runs[i - 1].text))
        if right and (left or (not made and i + 1 < len(runs))):
            made.append(run)
    return made


def _is_pair(line: Line, values: list[Run]) -> bool:
    """A label and one or two numbers far to the right of it."""
    if not values or len(line.runs) == len(values) or values[-1] is not line.runs[-1]:
        return False
    before = line.runs[line.runs.index(values[0]) - 1] if values[0] is not line.runs[0] else None
    return before is not None and values[0].x0 - before.x1 > 2 * line.em and not is_value(before.text)


def _is_prose(line: Line, width: float) -> bool:
    """A line of running text: it fills the width and has no wide gaps."""
    if line.x1 - line.x0 < 0.75 * width:
        return False
    return all(b.x0 - a.x1 < 1.5 * line.em for a, b in zip(line.runs, line.runs[1:], strict=False))


def _groups(rows: list[int], found: list[Line], values: list[list[Run]], width: float) -> list[list[int]]:
    """Rows that make one table: near each other, no running text between them, numbers in the same columns."""
    made: list[list[int]] = []
    columns: list[list[float]] = []
    for i in rows:
        mine = values[i]
        if made:
            between = found[made[-1][-1] + 1:i]
            fits = len(mine) < 3 or not columns or _fits(mine, columns)
            if fits and len(between) <= _MAX_SKIP and not any(_is_prose(line, width) for line in between):
                made[-1].append(i)
                if len(mine) >= 3:
                    columns = columns or [[run.x0, run.x1] for run in mine]
                continue
        made.append([i])
        columns = [[run.x0, run.x1] for run in mine] if len(mine) >= 3 else []
    return made


def _fits(values: list[Run], columns: list[list[float]]) -> bool:
    """Whether each number lies over one column of its own; the columns grow with it."""
    slots: list[int] = []
    for run in values:
        over = [k for k, (a, b) in enumerate(columns) if run.x0 < b and run.x1 > a]
        if len(over) != 1:
            return False
        slots.append(over[0])
    if len(set(slots)) != len(slots):
        return False
    for run, k in zip(values, slots, strict=True):
        columns[k] = [min(columns[k][0], run.x0), max(columns[k][1], run.x1)]
    return True


def _columns(values: Sequence[Run]) -> list[tuple[float, float]]:
    """The columns that numbers above each other make."""
    made: list[list[float]] = []
    for run in sorted(values, key=lambda run: run.x0):
        if made and run.x0 < made[-1][1] - 0.5:
            made[-1][1] = max(made[-1][1], run.x1)
        else:
            made.append([run.x0, run.x1])
    return [(a, b) for a, b in made]


def _build(page: Page, found: list[Line], values: list[list[Run]], group: list[int], across: Sequence[Rule],
           width: float, floor: int) -> tuple[Table, int, int] | None:
    """One table from its rows of numbers, with the first and the last line that it uses."""
    wide = [run for i in group if len(values[i]) >= 3 for run in values[i]]
    columns = _columns(wide or [run for i in group for run in values[i]])
    rows: list[Row] = []
    for i in group:
        line = found[i]
        row = Row((line.y0 + line.y1) / 2, line.em, [])
        for run in line.runs:
            if run.x1 <= columns[0][0] + 0.2 * line.em and not (run in values[i] and len(columns) == len(values[i])):
                row.words.append(run)
            else:
                row.values.append(run)
        slots = [_column(run, columns) for run in row.values]
        if len(set(slots)) != len(slots):
            return None
        rows.append(row)
    edge = columns[0][0]
    start, heads = _head_lines(found, group[0], floor, edge, width, rows[0])
    inside = set(group)
    loose = [run for i in range(group[0], group[-1]) if i not in inside for run in found[i].runs]
    end = group[-1]
    while end + 1 < len(found) and found[end + 1].x1 <= edge + 1 and not is_enumerated(found[end + 1].text) and (
            found[end + 1].y0 - found[end].y1 < 0.8 * rows[-1].em):
        end += 1
        loose.extend(found[end].runs)
        if end - group[-1] >= 3:
            break
    words = [run for row in rows for run in row.words] + [run for run in loose if (run.x0 + run.x1) / 2 < edge]
    cut = label_cut(words)
    groups: list[Run] = []
    if cut is not None:
        for row in rows:
            own = [run for run in row.words if run.x1 > cut]
            if row.words and not own and not any(
                    run.x1 > cut and abs((run.y0 + run.y1) / 2 - row.middle) < 0.95 * row.em for run in loose):
                own = row.words[-1:]  # a short label over all label columns, such as （七）总计
            groups += [run for run in row.words if run not in own]
            row.words = own
        groups += [run for run in loose if run.x1 <= cut]
        loose = [run for run in loose if run.x1 > cut]
    alone = _attach(loose, rows, edge, across)
    return _lay(page, rows, alone, heads, columns, cut, groups), start, end


def _head_lines(found: list[Line], first: int, floor: int, edge: float, width: float,
                row: Row) -> tuple[int, list[Line]]:
    """The lines above the first row that are its head: where the table starts, and those lines.

    Takes in label lines of that row itself. Going up it stops at running text, at a heading, at a wide gap.
    """
    start, heads, waiting = first, list[Line](), list[Line]()
    for index in range(first - 1, floor - 1, -1):
        line, below = found[index], found[index + 1]
        if _is_prose(line, width) or below.y0 - line.y1 > 6 * line.em or _is_heading(line):
            break
        if not any((run.x0 + run.x1) / 2 > edge for run in line.runs):
            if index == start - 1 and not heads and row.middle - (line.y0 + line.y1) / 2 < line.em:
                row.words.extend(line.runs)
                start = index
                continue
            waiting.insert(0, line)
            if len(waiting) > 3:
                break
            continue
        heads = [line, *waiting, *heads]
        waiting = []
        start = index
    return start, heads


def _is_heading(line: Line) -> bool:
    """A heading such as 三、… that stands alone on its line."""
    return len(line.text) > 2 and line.text.strip()[1:2] == "、" and is_enumerated(line.text)


def _column(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    middle = (run.x0 + run.x1) / 2
    return min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - middle))


def _attach(loose: list[Run], rows: list[Row], edge: float, across: Sequence[Rule]) -> list[Row]:
    """Give the label lines between the rows to their rows; what belongs to none comes back as rows of words.

    Nearest lines first, so that a label of four lines grows from its row outwards. A line with a number of its own
    (1.) begins a label, so it belongs to what stands below it; any other goes on with the label above it.
    """
    alone: list[Row] = []
    banded = sum(1 for rule in across if rule.start < edge < rule.end) > len(rows) / 2

    def middle(run: Run) -> float:
        return (run.y0 + run.y1) / 2

    for run in sorted(loose, key=lambda run: min(abs(row.middle - middle(run)) for row in rows)):
        em = run.y1 - run.y0
        home = None
        if (run.x0 + run.x1) / 2 < edge:
            for row in sorted(rows, key=lambda row: abs(row.middle - middle(run)))[:2]:
                if _ruled_off(row.middle, middle(run), run, across):
                    continue
                reach = min([abs(row.middle - middle(run))] + [abs(middle(word) - middle(run)) for word in row.words])
                above = middle(run) < row.middle
                first = min(row.words, key=lambda word: (round(word.y0 / 3), word.x0), default=None)
                goes_on = (not is_enumerated(first.text) if above else not is_enumerated(run.text)) if first else False
                if reach < 0.95 * em or (banded and reach < 3 * em) or (reach < 1.7 * em and goes_on):
                    home = row
                    break
        if home is not None:
            home.words.append(run)
            continue
        for row in alone:
            if abs(row.middle - middle(run)) < 0.3 * em:
                row.heads.append(run)
                break
        else:
            alone.append(Row(middle(run), em, [], [], [run]))
    return alone


def _ruled_off(a: float, b: float, run: Run, across: Sequence[Rule]) -> bool:
    """Whether a horizontal rule parts two heights."""
    low, high = min(a, b), max(a, b)
    return any(low < rule.at < high and rule.start < run.x1 and rule.end > run.x0 for rule in across)


def _lay(page: Page, rows: list[Row], alone: list[Row], heads: list[Line], columns: list[tuple[float, float]],
         cut: float | None, groups: list[Run]) -> Table:
    """The table with its cells."""
    labels = 1 if cut is None else 2
    words = [run for row in rows for run in row.words] + groups
    left = min([run.x0 for run in words] + [columns[0][0] - 20])
    edge = max([run.x1 for run in words if run.x1 <= columns[0][0]], default=columns[0][0] - 4)
    xs = [left] + ([] if cut is None else [cut]) + [(edge + columns[0][0]) / 2]
    xs += [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    xs.append(max([columns[-1][1]] + [line.x1 for line in heads]))
    top = head_cells(heads, columns, labels, xs[labels])
    depth = 1 + max((cell.row + cell.rowspan - 1 for cell, _ in top), default=-1)
    body = sorted(rows + alone, key=lambda row: row.middle)
    fields: list[Field] = []
    for cell, runs in top:
        cell.box, cell.page = hull(runs), page.number
        fields.append(cell)
    for index, row in enumerate(body, depth):
        mine: list[tuple[int, int, list[Run]]] = []
        if row.values or row.words:
            if row.words:
                spans = cut is None or min(run.x0 for run in row.words) < cut
                mine.append((0, labels, row.words) if spans else (1, 1, row.words))
            mine += [(labels + _column(run, columns), 1, [run]) for run in row.values]
        else:
            for cell, runs in head_cells([Line(row.heads)], columns, labels, xs[labels]):
                mine.append((cell.column, cell.colspan, runs))
        for column, span, runs in mine:
            fields.append(Field(index, column, 1, span, hull(runs), spelled(runs), page.number))
    if cut is not None:
        fields += group_cells(groups, body, depth, fields, page.number)
    ys = _heights(page, heads, depth, body)
    return Table(page.number, xs, ys, _padded(fields, xs, ys, page.number), [False] * (len(xs) - 1),
                 [False] * (len(xs) - 1), ruled=False, labels=labels)


def _heights(page: Page, heads: list[Line], depth: int, body: list[Row]) -> list[float]:
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
