"""Labels beside numbers without rules: labels wrapped over lines, labels of groups in columns of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.reading.pdf.geometry import Run, hull, spell
from gongkai.report.reading.pdf.joining import is_enumerated
from gongkai.report.reading.pdf.ruled import Field


@dataclass(slots=True)
class Row:
    """A row of the table: its middle, its numbers, and what stands left of them."""

    middle: float
    em: float
    values: list[Run]
    words: list[Run] = field(default_factory=list)
    heads: list[Run] = field(default_factory=list)


def spelled(runs: list[Run]) -> str:
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.y0 + run.y1):
        if levels and run.y0 + run.y1 - levels[-1][0].y0 - levels[-1][0].y1 < 0.8 * (run.y1 - run.y0):
            levels[-1].append(run)
        else:
            levels.append([run])
    return "\n".join(spell(sorted(level, key=lambda run: run.x0)) for level in levels)


def label_cut(words: list[Run]) -> float | None:
    """The position that parts labels of groups from labels of rows, where most agree on one."""
    gaps = [(a.x1, b.x0) for b in words if is_enumerated(b.text) for a in words
            if a.x1 <= b.x0 + 0.1 * (b.y1 - b.y0) and abs(a.y0 - b.y0) < 0.9 * (b.y1 - b.y0)]
    best = max(((sum(1 for low, high in gaps if low <= x + 0.5 and high >= x - 0.5), x) for _, x in gaps),
               default=(0, 0.0))
    if not best[0] or best[0] < 0.5 * len(gaps):
        return None
    agreed = [(low, high) for low, high in gaps if low <= best[1] + 0.5 and high >= best[1] - 0.5]
    return (max(low for low, _ in agreed) + min(high for _, high in agreed)) / 2


def group_cells(groups: list[Run], body: list[Row], depth: int, fields: list[Field], page: int) -> list[Field]:
    """Cells for the labels of groups: lines close to each other are one label; it stands at the middle of its rows."""
    joined: list[list[Run]] = []
    for run in sorted(groups, key=lambda run: run.y0):
        for label in joined:
            near = run.y0 - label[-1].y1 < 0.7 * (run.y1 - run.y0) and run.x0 < label[-1].x1 and run.x1 > label[-1].x0
            if near and not is_enumerated(run.text):
                label.append(run)
                break
        else:
            joined.append([run])
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


def _begins(row: Row) -> bool:
    """Whether a row's label starts a count: 1., （1）, （一）."""
    label = spelled(row.words).lstrip(" （(") if row.words else ""
    return label[:1] in ("1", "１", "一") and not label[1:2].isdigit()
