"""Heads over columns without rules: which words stand over which columns.

The lowest words over a column are its head, with the lines that they are wrapped over; a word that stands higher and
has other words below it spans them: as many columns as lie evenly on both sides of its middle without reaching those
of its neighbours. `leaves` finds the lowest words, from which come the columns in which no number is printed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from gongkai.report.reading.pdf.geometry import Line, Run, hull
from gongkai.report.reading.pdf.labels import chunks, spelled
from gongkai.report.reading.pdf.ruled import Field

_CLOSE = 0.75
"""Lines of one wrapped word are no further apart than this part of their height."""
Stack = list[Run]
Cell = tuple[Field, Stack]
Column = tuple[float, float]


def leaves(lines: Sequence[Line], edge: float, columns: Sequence[Column]) -> tuple[list[Stack], list[list[Stack]]]:
    """The lowest words over the columns, left to right, and the rows of words above them, top to bottom.

    Takes the lines of a head, where the labels end, and the columns of numbers. Words on several close lines are one.
    """
    over = [[chunk for chunk in chunks(line.runs) if _middle(chunk) >= edge] for line in lines]
    lowest: list[list[Stack]] = []
    above: list[list[Stack]] = []
    for row in reversed([row for row in over if row]):
        higher: list[Stack] = []
        lower = list(lowest)
        for chunk in row:
            under = [words for words in lowest if _shares(words[0], chunk) or _shares(words[-1], chunk)]
            if not under and _amid(chunk, lower, columns):
                higher.append(chunk)
            elif not under:
                lowest.append([chunk])
            elif len(under) == 1 and _follows(chunk, under[0][-1]):
                under[0].append(chunk)
            else:
                higher.append(chunk)
        if higher:
            above.insert(0, higher)
    lowest.sort(key=lambda words: _middle(words[0]))
    above += [[chunk] for chunk in _taken_off(lowest)]
    above.sort(key=lambda row: min(run.y0 for run in row[0]))
    return [[run for chunk in words for run in chunk] for words in lowest], _levels(above)


def _taken_off(lowest: list[list[Stack]]) -> list[Stack]:
    """Words that span several columns and stand close above the head of the middle one: taken off that head.

    Without them it stands at the height of its neighbours. The outer heads have no such words above them.
    """
    inner = lowest[1:-1]
    if len(inner) < 3:
        return []
    usual = sorted(_height(words) for words in inner)[len(inner) // 2]
    taken: list[Stack] = []
    for at, words in enumerate(inner, 1):
        em = words[0][0].y1 - words[0][0].y0
        level = [chunk[0].y0 for other in (lowest[at - 1], lowest[at + 1]) for chunk in other]
        for keep in range(1, len(words)):
            alone = not any(abs(words[keep][0].y0 - y) < 0.25 * em for y in level)
            if alone and abs(_height(words[:keep]) - usual) < 0.25 * em < abs(_height(words) - usual):
                taken += words[keep:]
                del words[keep:]
                break
    return taken


def _amid(chunk: Stack, lower: Sequence[list[Stack]], columns: Sequence[Column]) -> bool:
    """Whether a word stands between words of lower lines and over no column of its own, so that it spans theirs."""
    sides = [_middle(words[0]) < _middle(chunk) for words in lower]
    if all(sides) or not any(sides):
        return False
    own = [(a, b) for a, b in columns if chunk[0].x0 < b and chunk[-1].x1 > a]
    return all(any(words[0][0].x0 < b and words[0][-1].x1 > a for words in lower) for a, b in own)


def matched(stacks: Sequence[Stack], columns: Sequence[Column]) -> list[Column] | None:
    """The columns together with those over which words stand but in which no number is printed.

    None where words and columns cannot be told apart: a word over two columns, or two words over one.
    """
    taken: dict[int, int] = {}
    free: list[Column] = []
    for k, stack in enumerate(stacks):
        left, _, right, _ = hull(stack)
        em = stack[0].y1 - stack[0].y0
        mine = [i for i, (a, b) in enumerate(columns) if left < b + 0.2 * em and right > a - 0.2 * em]
        if len(mine) == 1 and mine[0] not in taken:
            taken[mine[0]] = k
        elif mine:
            return None
        else:
            free.append((left, right))
    for left, right in free:  # a column beside the word that nothing else claims: numbers set far to one side
        near = [i for i in range(len(columns)) if i not in taken]
        if len(free) == 1 and len(near) == 1 and len(stacks) == len(columns):
            return list(columns)
        if any(left < b and right > a for a, b in columns):
            return None
    return sorted([*columns, *free])


def head_cells(lines: Sequence[Line], columns: Sequence[Column], labels: int, edge: float) -> list[Cell]:
    """The cells of the head with their runs.

    Takes its lines, the columns of numbers, how many columns of labels stand before them and where those end.
    """
    lowest, above = leaves(lines, edge, columns)
    rows = [*above, lowest]
    words = [run for line in lines for chunk in chunks(line.runs) if _middle(chunk) < edge for run in chunk]
    made: list[Cell] = []
    if words:
        made.append((Field(0, 0, max(1, len(rows)), labels, (0, 0, 0, 0), spelled(words)), words))
    within = [(0, len(columns))]
    for index, row in enumerate(rows):
        spans = _spans(row, columns, within)
        if row is not lowest:
            within = [(first, last + 1) for first, last in spans] or within
        for stack, (first, last) in zip(row, spans, strict=True):
            made.append((Field(index, labels + first, 1, last - first + 1, (0, 0, 0, 0), spelled(stack)), stack))
    return made


def _shares(stack: Stack, chunk: Stack) -> bool:
    """Whether a word stands over another, be it by a part of its width."""
    left, _, right, _ = hull(stack)
    return chunk[0].x0 < right and chunk[-1].x1 > left


def _follows(chunk: Stack, line: Stack) -> bool:
    """Whether a word may be the line before another: close above it, and set under the same middle or edge."""
    left, top, right, _ = hull(line)
    em = chunk[0].y1 - chunk[0].y0
    return -0.3 * em < top - max(run.y1 for run in chunk) < _CLOSE * em and (
        abs(_middle(chunk) - (left + right) / 2) < 0.6 * em or abs(chunk[0].x0 - left) < 0.3 * em
        or abs(chunk[-1].x1 - right) < 0.3 * em)


def _height(words: Sequence[Stack]) -> float:
    """The middle of a word's lines."""
    return (min(run.y0 for run in words[-1]) + max(run.y1 for run in words[0])) / 2


def _levels(rows: list[list[Stack]]) -> list[list[Stack]]:
    """Words at half height beside each other set into one row."""
    made: list[list[Stack]] = []
    for row in rows:
        if made and not any(_shares(a, b) for a in made[-1] for b in row):
            low, high = min(r.y0 for s in made[-1] for r in s), max(r.y1 for s in made[-1] for r in s)
            if all(low - 1 <= (stack[0].y0 + stack[0].y1) / 2 <= high + 1 for stack in row):
                made[-1] = sorted([*made[-1], *row], key=_middle)
                continue
        made.append(sorted(row, key=_middle))
    return made


def _middle(chunk: Stack) -> float:
    return (min(run.x0 for run in chunk) + max(run.x1 for run in chunk)) / 2


def _spans(over: list[Stack], columns: Sequence[Column], within: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last column under each word of one row, no column under two of them.

    A word stands over the middle of its columns, none of which lies under two words of the row above (`within`); of
    several such places it takes the widest.
    """
    count = len(columns)
    if len(over) >= count:
        return [(min(i, count - 1), min(i, count - 1)) for i in range(len(over))]
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    pitch = (columns[-1][1] - columns[0][0]) / count
    walls = [columns[0][0] - (inner[0] - columns[0][1] if inner else 0), *inner, columns[-1][1] + (columns[-1][0] - inner[-1] if inner else 0)]
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])] * (count + 1)  # by the first column that is free
    for word in over:
        middle = _middle(word)
        following: list[tuple[float, list[tuple[int, int]]]] = [(math.inf, [])] * (count + 1)
        for start, (cost, spans) in enumerate(best):
            if not math.isfinite(cost):
                continue
            for first in range(start, count):
                limit = next((end for begin, end in within if begin <= first < end), count)
                for last in range(first, limit):
                    away = abs((walls[first] + walls[last + 1]) / 2 - middle) / pitch
                    total = cost + max(away - 0.25, 0.0) + 0.1 * away - 0.02 * (last - first)
                    if total < following[last + 1][0]:
                        following[last + 1] = total, [*spans, (first, last)]
        best = following
    made = min(best, key=lambda one: one[0])[1]
    return made if len(made) == len(over) else [(min(i, count - 1), min(i, count - 1)) for i in range(len(over))]
