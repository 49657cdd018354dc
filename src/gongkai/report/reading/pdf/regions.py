"""Which lines of a page without rules make a table: rows of numbers near each other, and where one table ends."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gongkai.report.reading.pdf.geometry import Line, Run
from gongkai.report.reading.pdf.heads import Column
from gongkai.report.reading.pdf.joining import is_enumerated, is_value
from gongkai.report.reading.pdf.labels import chunks

_APART = 0.5
MAX_SKIP = 7
"""So many lines without numbers may stand between two rows of a table, or over its first."""


def values_of(line: Line) -> list[Run]:
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


def is_prose(line: Line, width: float) -> bool:
    """A line of running text: it fills the width and has no wide gaps."""
    if line.x1 - line.x0 < 0.75 * width:
        return False
    return all(b.x0 - a.x1 < 1.5 * line.em for a, b in zip(line.runs, line.runs[1:], strict=False))


def is_heading(line: Line) -> bool:
    """A heading such as 三、… that stands alone on its line."""
    return len(line.text) > 2 and line.text.strip()[1:2] == "、" and is_enumerated(line.text)


def groups(found: list[Line], values: list[list[Run]], width: float) -> list[list[int]]:
    """Rows that make one table: near each other, no running text and no heading between them.

    A line with one or two numbers is a row where they stand far from its words, or over the columns of wider rows.
    """
    wide = [i for i, mine in enumerate(values) if len(mine) >= 3]
    rows = sorted({*wide, *(i for i, mine in enumerate(values) if len(mine) < 3 and _is_pair(found[i], mine))})
    made: list[list[int]] = []
    for i in rows:
        if made and _goes_on(found, values, made[-1][-1], i, width):
            made[-1].append(i)
        else:
            made.append([i])
    for group in made:
        seeds = [i for i in group if len(values[i]) >= 3]
        if seeds:
            _widen(group, columns_of([run for i in seeds for run in values[i]]), found, values, width)
    return [group for k, group in enumerate(made) if not (k and group[0] <= made[k - 1][-1])
            and (len(group) >= 3 or any(len(values[i]) >= 3 for i in group))]


def _goes_on(found: list[Line], values: list[list[Run]], last: int, now: int, width: float) -> bool:
    """Whether a row belongs to the table of the row before it."""
    between = range(last + 1, now)
    edge = min(run.x0 for run in values[last])
    return len(between) <= MAX_SKIP and not any(
        is_prose(found[k], width) or (is_heading(found[k]) and tops(found, values, k + 1, edge)) for k in between)


def tops(found: list[Line], values: list[list[Run]], index: int, edge: float) -> bool:
    """Whether the lines from `index` on are the head of a table: words over the columns, and no number.

    So are three words or more on one line, whatever columns the table before had.
    """
    for k in range(index, min(index + MAX_SKIP, len(found))):
        if values[k]:
            return False
        if found[k].x1 > edge or len(chunks(found[k].runs)) >= 3:
            return True
    return False


def _widen(group: list[int], columns: list[Column], found: list[Line], values: list[list[Run]], width: float) -> None:
    """Take in the lines between and beside the rows whose few numbers stand over their columns."""
    inside = set(group)

    def fits(index: int) -> bool:
        mine = values[index]
        over = [[k for k, (a, b) in enumerate(columns) if run.x0 < b and run.x1 > a] for run in mine]
        return bool(mine) and all(len(slots) == 1 for slots in over) and len({slots[0] for slots in over}) == len(over)

    inside.update(k for k in range(group[0], group[-1]) if fits(k))
    for step, edge in ((-1, group[0]), (1, group[-1])):
        index, skipped = edge + step, 0
        while 0 <= index < len(found) and skipped <= MAX_SKIP and not is_prose(found[index], width):
            if fits(index):
                inside.add(index)
                skipped = 0
            elif values[index] or found[index].x1 > columns[0][0]:
                break
            skipped += 1
            index += step
    group[:] = sorted(inside)


def blocks(group: list[int], found: list[Line], values: list[list[Run]]) -> list[list[int]]:
    """The rows of a group, parted where words stand over the columns of the rows that follow."""
    edge = min(run.x0 for i in group for run in values[i])
    made = [[group[0]]]
    for before, now in itertools.pairwise(group):
        if any(chunk[0].x0 + chunk[-1].x1 > 2 * edge for k in range(before + 1, now) for chunk in chunks(found[k].runs)):
            made.append([])
        made[-1].append(now)
    return made


def columns_of(values: Sequence[Run]) -> list[Column]:
    """The columns that numbers above each other make."""
    made: list[list[float]] = []
    for run in sorted(values, key=lambda run: run.x0):
        if made and run.x0 < made[-1][1] - 0.5:
            made[-1][1] = max(made[-1][1], run.x1)
        else:
            made.append([run.x0, run.x1])
    return [(a, b) for a, b in made]
