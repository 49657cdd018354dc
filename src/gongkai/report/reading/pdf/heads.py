"""Heads over columns without rules: which words stand over which columns.

A word over one column is its head; a word with other words below it spans them: as many columns as lie evenly on both
sides of its middle without reaching those of its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.reading.pdf.geometry import Line, Run, spell
from gongkai.report.reading.pdf.ruled import Field

_OPENING = "（《〈“‘【("
_CLOSING = "）》〉”’】，。、；：)"
Cell = tuple[Field, list[Run]]


def head_cells(lines: Sequence[Line], columns: Sequence[tuple[float, float]], labels: int, edge: float) -> list[Cell]:
    """The cells of the head with their runs.

    Takes its lines, the columns of numbers, how many columns of labels stand before them and where those end.
    """
    rows = _wrapped([_chunks(line) for line in lines])
    made: list[Cell] = []
    for index, chunks in enumerate(rows):
        words = [chunk for chunk in chunks if _middle(chunk) < edge]
        over = [chunk for chunk in chunks if _middle(chunk) >= edge]
        if words:
            runs = [run for chunk in words for run in chunk]
            made.append((Field(index, 0, 1, labels, (0, 0, 0, 0), _text(runs)), runs))
        for chunk, (first, last) in zip(over, _spans(over, columns), strict=True):
            made.append((Field(index, labels + first, 1, last - first + 1, (0, 0, 0, 0), _text(chunk)), chunk))
    return made


def _chunks(line: Line) -> list[list[Run]]:
    made: list[list[Run]] = []
    for run in sorted(line.runs, key=lambda run: run.x0):
        if made and (run.x0 - made[-1][-1].x1 < 0.25 * (run.y1 - run.y0)
                     or made[-1][-1].text[-1] in _OPENING or run.text[0] in _CLOSING):
            made[-1].append(run)
        else:
            made.append([run])
    return made


def _wrapped(rows: list[list[list[Run]]]) -> list[list[list[Run]]]:
    """Put words that are wrapped over close lines (商业 / 企业) into one cell each."""
    made: list[list[list[Run]]] = []
    for row in rows:
        rest = []
        for chunk in row:
            above = [(other, group) for group in made[-2:] for other in group if _wraps(other, chunk, row)]
            if above:
                above[-1][0].extend(chunk)
            else:
                rest.append(chunk)
        if rest:
            made.append(rest)
    level: list[list[list[Run]]] = []
    for row in made:
        if level and (_level(level[-1], row) or _level(row, level[-1])):
            level[-1] = sorted([*level[-1], *row], key=lambda chunk: chunk[0].x0)
        else:
            level.append(row)
    return level


def _wraps(above: list[Run], chunk: list[Run], row: list[list[Run]]) -> bool:
    """Whether a word is the next line of the word above it, and the only one there."""
    em = chunk[0].y1 - chunk[0].y0
    gap = min(run.y0 for run in chunk) - max(run.y1 for run in above)
    left, right = min(run.x0 for run in above), max(run.x1 for run in above)
    if not -0.3 * em < gap < 0.75 * em:
        return False
    under = [other for other in row if other[0].x0 < right and other[-1].x1 > left]
    return len(under) == 1 and under[0] is chunk and left - em <= _middle(chunk) <= right + em \
        and chunk[-1].x1 - chunk[0].x0 <= right - left + 1.2 * em


def _level(group: list[list[Run]], rest: list[list[Run]]) -> bool:
    """Whether words stand at half height beside words that are wrapped, over other columns, and so in their row."""
    low, high = min(run.y0 for chunk in group for run in chunk), max(run.y1 for chunk in group for run in chunk)
    for chunk in rest:
        if any(not low - 1 <= (run.y0 + run.y1) / 2 <= high + 1 for run in chunk):
            return False
        left, right = chunk[0].x0, max(run.x1 for run in chunk)
        if any(other[0].x0 < right and max(run.x1 for run in other) > left for other in group):
            return False
    return True


def _middle(chunk: list[Run]) -> float:
    return (min(run.x0 for run in chunk) + max(run.x1 for run in chunk)) / 2


def _spans(over: list[list[Run]], columns: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """First and last column under each word of one row."""
    centres = [(a + b) / 2 for a, b in columns]
    middles = [_middle(chunk) for chunk in over]
    nearest = [min(range(len(centres)), key=lambda i: abs(centres[i] - middle)) for middle in middles]
    made: list[tuple[int, int]] = []
    for k, middle in enumerate(middles):
        low = nearest[k - 1] + 1 if k else 0
        high = nearest[k + 1] - 1 if k + 1 < len(middles) else len(centres) - 1
        best = (nearest[k], nearest[k])
        error = abs(centres[nearest[k]] - middle)
        pitch = (centres[-1] - centres[0]) / max(1, len(centres) - 1)
        for first in range(low, nearest[k] + 1):
            last = min(range(nearest[k], max(nearest[k], high) + 1),
                       key=lambda j: abs((centres[first] + centres[j]) / 2 - middle))
            away = abs((centres[first] + centres[last]) / 2 - middle)
            if away <= max(error, 0.3 * pitch) and last - first > best[1] - best[0]:
                best = (first, last)
        made.append(best)
    return made


def _text(runs: list[Run]) -> str:
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.y0 + run.y1, run.x0)):
        if levels and abs(run.y0 + run.y1 - levels[-1][0].y0 - levels[-1][0].y1) < run.y1 - run.y0:
            levels[-1].append(run)
        else:
            levels.append([run])
    return "\n".join(spell(sorted(level, key=lambda run: run.x0)) for level in levels)
