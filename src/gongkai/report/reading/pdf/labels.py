"""Labels beside numbers without rules: labels wrapped over lines, labels of groups in columns of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.report.reading.pdf.geometry import Run, hull, spell
from gongkai.report.reading.pdf.joining import is_enumerated
from gongkai.report.reading.pdf.ruled import Field

_OPENING = "（《〈“‘【("
_CLOSING = "）》〉”’】，。、；：)"
_PITCH = 0.9
"""Lines of one label are no further apart than this part of their height."""


@dataclass(slots=True)
class Row:
    """A row of the table: its middle, its numbers, and what stands left of them."""

    middle: float
    em: float
    values: list[Run]
    words: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Label:
    """A label with all its lines."""

    runs: list[Run]

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return min(run.y0 for run in self.runs)

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        return max(run.y1 for run in self.runs)


def chunks(runs: Sequence[Run]) -> list[list[Run]]:
    """The words of one line: runs that touch, or that a half-width sign such as 、 holds apart."""
    made: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.x0):
        if made:
            before = made[-1][-1]
            gap, em = run.x0 - before.x1, max(run.y1 - run.y0, before.y1 - before.y0)
            sign = before.text[-1] in _OPENING or run.text[0] in _CLOSING or (
                before.text[-1] in _CLOSING and not is_enumerated(run.text))
            if gap < 0.25 * em or (gap < 0.8 * em and sign):
                made[-1].append(run)
                continue
        made.append([run])
    return made


def spelled(runs: Sequence[Run]) -> str:
    """The text of some runs, line below line."""
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.y0 + run.y1):
        if levels:
            first = levels[-1][0]
            if abs(run.y0 + run.y1 - first.y0 - first.y1) < 0.8 * max(run.y1 - run.y0, first.y1 - first.y0):
                levels[-1].append(run)
                continue
        levels.append([run])
    return "\n".join(spell(sorted(level, key=lambda run: run.x0)) for level in levels)


def label_cut(words: Sequence[list[Run]]) -> float | None:
    """The position that parts labels of groups from labels of rows, where most agree on one. Takes words of lines.

    Where no label of a group stands beside the first line of an item (1.), it ends before all items begin.
    """
    gaps = [(a[-1].x1, b[0].x0) for b in words if is_enumerated(spell(b)) for a in words
            if a[-1].x1 <= b[0].x0 + 0.1 * (b[0].y1 - b[0].y0) and abs(a[0].y0 - b[0].y0) < 0.9 * (b[0].y1 - b[0].y0)]
    best = max(((sum(1 for low, high in gaps if low <= x + 0.5 and high >= x - 0.5), x) for _, x in gaps),
               default=(0, 0.0))
    if not gaps:
        items = [word[0].x0 for word in words if spell(word)[:1].isdigit() and is_enumerated(spell(word))]
        before = [word[-1].x1 for word in words if len(items) > 2 and word[-1].x1 <= min(items)]
        return (max(before) + min(items)) / 2 if before else None
    if best[0] < 0.5 * len(gaps):
        return None
    agreed = [(low, high) for low, high in gaps if low <= best[1] + 0.5 and high >= best[1] - 0.5]
    return (max(low for low, _ in agreed) + min(high for _, high in agreed)) / 2


def labels_of(words: Sequence[list[Run]], rows: Sequence[Row], parted: Callable[[float, float, Run], bool]) -> list[Label]:
    """The labels of rows, top to bottom, from the words of their lines.

    A label ends before a line with a number of its own (1.), before a wide gap, at a rule (`parted`), where its line
    and the next both have numbers beside them, and where it has no number of its own and its line had room for more.
    """
    made: list[Label] = []
    widest = max((word[-1].x1 - word[0].x0 for word in words), default=0.0)
    filled = False
    for word in sorted(words, key=lambda word: (word[0].y0 + word[0].y1, word[0].x0)):
        middle, em = _middle(word), word[0].y1 - word[0].y0
        beside = any(abs(row.middle - middle) < 0.3 * em for row in rows)
        if made:
            last = made[-1]
            level = abs(middle - _middle(last.runs[-1:])) < 0.4 * em
            goes_on = level or (not is_enumerated(spell(word)) and min(r.y0 for r in word) - last.bottom < _PITCH * em
                                and not (beside and filled) and not _had_room(last, em, widest) and not parted(_middle(last.runs[-1:]), middle, word[0]))
            if goes_on:
                last.runs.extend(word)
                filled = filled or beside
                continue
        made.append(Label(list(word)))
        filled = beside
    return made


def _had_room(label: Label, em: float, widest: float) -> bool:
    """Whether a label without a number of its own ends in a line that had room for another character."""
    if is_enumerated(label.runs[0].text):
        return False
    line = [run for run in label.runs if abs(run.y0 - label.runs[-1].y0) < 0.4 * em]
    return max(run.x1 for run in line) - min(run.x0 for run in line) + 2 * em < widest


def give(labels: Sequence[Label], rows: list[Row]) -> list[Label]:
    """Give each row of numbers the label beside which it stands; the labels that no row takes come back.

    A row stands beside a label within the height of its lines. Where two rows stand beside one label the nearer to its
    middle takes it, and the other has none.
    """
    taken: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: min((abs(row.middle - (x.top + x.bottom) / 2) for x in labels), default=0.0)):
        near = [(max(x.top - row.middle, row.middle - x.bottom, 0.0), abs(row.middle - (x.top + x.bottom) / 2), i)
                for i, x in enumerate(labels) if i not in taken]
        if near and min(near)[0] < 0.4 * row.em:
            taken[min(near)[2]] = row
            row.words = labels[min(near)[2]].runs
    return [label for i, label in enumerate(labels) if i not in taken]


def group_cells(groups: Sequence[list[Run]], body: list[Row], depth: int, fields: list[Field], page: int) -> list[Field]:
    """Cells for the labels of groups: lines close to each other are one label; it stands at the middle of its rows."""
    joined: list[list[Run]] = []
    for word in sorted(groups, key=lambda word: word[0].y0):
        run = word[0]
        for label in joined:
            left, _, right, bottom = hull(label)
            near = run.y0 - bottom < 1.1 * (run.y1 - run.y0) and run.x0 < right and word[-1].x1 > left
            if near and not is_enumerated(spell(word)):
                label.extend(word)
                break
        else:
            joined.append(list(word))
    joined.sort(key=lambda label: label[0].y0 + label[-1].y1)
    free = [i for i in range(len(body)) if any(cell.row == i + depth and cell.column == 1 for cell in fields)]
    made: list[Field] = []
    start = 0
    for runs in joined:
        box = hull(runs)
        middle = (box[1] + box[3]) / 2
        rest = [i for i in free if i >= start]
        if not rest:
            break
        ones = [i for i in rest if body[i].middle <= middle + 0.5 * body[i].em and _begins(body[i])]
        first = ones[-1] if ones else rest[0]
        limit = next((i for i in rest if i > first and _begins(body[i])), rest[-1] + 1)
        last = min((i for i in rest if first <= i < limit),
                   key=lambda i: abs((body[first].middle + body[i].middle) / 2 - middle))
        if abs((body[first].middle + body[last].middle) / 2 - middle) > 1.2 * body[first].em:
            first = last = min(rest, key=lambda i: abs(body[i].middle - middle))
        made.append(Field(first + depth, 0, last - first + 1, 1, box, spelled(runs), page))
        start = last + 1
    return made


def _middle(word: Sequence[Run]) -> float:
    tall = max(word, key=lambda run: run.y1 - run.y0)
    return (tall.y0 + tall.y1) / 2


def _begins(row: Row) -> bool:
    """Whether a row's label starts a count: 1., （1）, （一）."""
    label = spelled(row.words).lstrip(" （(") if row.words else ""
    return label[:1] in ("1", "１", "一") and not label[1:2].isdigit()
