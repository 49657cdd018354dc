"""The findings of a report beside its source: every finding numbered, every place that it names marked with its number."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.report.model import Finding, Level, Place, Report
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.web.portal.reports.looking import Look, Page

LEVELS: dict[Level, tuple[str, str]] = {"error": ("错误", "bad"), "warning": ("警告", "warn"), "notice": ("提示", "info")}
MOST_MARKS = 12
"""Cells of one finding that are marked; a finding on a whole table marks its first ones."""
NEAR = 2
"""Blocks around a marked one that are shown of a long narrative."""


@dataclass(slots=True)
class Shown:
    """One finding as it is shown."""

    number: int
    level: str
    tone: str
    message: str
    where: str
    basis: str
    anchor: str | None


@dataclass(slots=True)
class ShownCell:
    """A cell of a table of the source, with the numbers of the findings that name it."""

    text: str
    rowspan: int
    colspan: int
    marks: list[int]
    anchor: str | None


@dataclass(slots=True)
class ShownBlock:
    """A paragraph or a table of the source, or a gap where some were left out."""

    kind: str
    text: str = ""
    line: int | None = None
    rows: list[list[ShownCell]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    anchor: str | None = None


@dataclass(slots=True)
class Frame:
    """A place framed on a page's picture, in percent of its size."""

    left: float
    top: float
    width: float
    height: float
    marks: list[int]
    anchor: str


@dataclass(slots=True)
class ShownPage:
    """A page as a picture with frames."""

    number: int
    picture: str
    width: int
    height: int
    frames: list[Frame]

    @property
    def marks(self) -> list[int]:
        """The findings that name something on the page."""
        return sorted({mark for frame in self.frames for mark in frame.marks})


@dataclass(slots=True)
class Result:
    """All that the page shows of one file."""

    report: Report
    findings: list[Shown]
    counts: list[tuple[str, str, int]]
    blocks: list[ShownBlock]
    pages: list[ShownPage]
    read_cells: int
    previous: str | None


def lay_out(look: Look) -> Result:
    """Findings and source of a file, bound to each other.

    Every finding that has a place, or names cells that have one, gets an anchor in the source.
    """
    ordered = sorted(look.report.findings, key=lambda finding: list(LEVELS).index(finding.level))
    marks: dict[Place, list[int]] = defaultdict(list)
    for number, finding in enumerate(ordered, 1):
        for place in _places(look.report, finding):
            if number not in marks[place]:
                marks[place].append(number)
    anchors: dict[int, str] = {}
    pages = [_page(page, marks, anchors) for page in look.pages]
    blocks = list(_blocks(look.blocks, marks, anchors))
    counts = Counter(finding.level for finding in ordered)
    return Result(
        look.report, [_shown(number, finding, anchors.get(number)) for number, finding in enumerate(ordered, 1)],
        [(*LEVELS[level], counts[level]) for level in LEVELS], blocks, pages,
        sum(cell.value is not None for cell in look.report.cells.values()), look.previous)


def _places(report: Report, finding: Finding) -> Iterator[Place]:
    if finding.place is not None:
        yield finding.place
    for address in finding.cells[:MOST_MARKS]:
        cell = report.cells.get(address)
        if cell is not None and cell.place is not None:
            yield cell.place


def _shown(number: int, finding: Finding, anchor: str | None) -> Shown:
    word, tone = LEVELS[finding.level]
    return Shown(number, word, tone, finding.message, str(finding.place or ""), finding.basis or "", anchor)


def _blocks(blocks: list[Paragraph | Grid], marks: dict[Place, list[int]], anchors: dict[int, str]) -> Iterator[ShownBlock]:
    """The source's blocks; of narrative that no finding names, only what stands near a marked block or a table."""
    made = [_block(index, block, marks, anchors) for index, block in enumerate(blocks)]
    made = [block for block in made if block.kind == "table" or block.text.strip() or block.marks]
    wanted: set[int] = set()
    for index, block in enumerate(made):
        if block.marks or block.kind == "table":
            wanted.update(range(index - NEAR, index + NEAR + 1))
    before = -1
    for index, block in enumerate(made):
        if index in wanted:
            if index > before + 1:
                yield ShownBlock("gap", text=f"（省略{index - before - 1}段未发现问题的文字）")
            yield block
            before = index
    if made and before < len(made) - 1:
        yield ShownBlock("gap", text=f"（省略{len(made) - 1 - before}段未发现问题的文字）")


def _block(index: int, block: Paragraph | Grid, marks: dict[Place, list[int]], anchors: dict[int, str]) -> ShownBlock:
    if isinstance(block, Paragraph):
        own = marks.get(block.place, []) if block.place else []
        return ShownBlock("text", block.text, block.place.line if block.place else None, marks=own,
                          anchor=_anchor(f"y{index}", own, anchors))
    own = marks.get(block.place, []) if block.place else []
    rows = [[_cell(index, cell, marks, anchors) for cell in row] for row in block.rows]
    return ShownBlock("table", rows=rows, marks=own, anchor=_anchor(f"y{index}", own, anchors))


def _cell(index: int, cell: GridCell, marks: dict[Place, list[int]], anchors: dict[int, str]) -> ShownCell:
    own = marks.get(cell.place, []) if cell.place else []
    return ShownCell(cell.text, cell.rowspan, cell.colspan, own,
                     _anchor(f"y{index}-{cell.row}-{cell.column}", own, anchors))


def _anchor(name: str, marks: list[int], anchors: dict[int, str]) -> str | None:
    """An anchor where something is marked; the first place of a finding is where it leads to."""
    for number in marks:
        anchors.setdefault(number, name)
    return name if marks else None


def _page(page: Page, marks: dict[Place, list[int]], anchors: dict[int, str]) -> ShownPage:
    frames: list[Frame] = []
    for place, numbers in marks.items():
        if place.page != page.number:
            continue
        left, top, right, bottom = place.box or (0, 0, page.width, page.height)
        name = f"p{page.number}-{len(frames)}"
        _anchor(name, numbers, anchors)
        frames.append(Frame(100 * left / page.width, 100 * top / page.height, 100 * (right - left) / page.width,
                            100 * (bottom - top) / page.height, numbers, name))
    picture = "data:image/png;base64," + base64.b64encode(page.png).decode()
    return ShownPage(page.number, picture, round(page.width * 4 / 3), round(page.height * 4 / 3), frames)


def table(result: Result) -> str:
    """The findings as CSV with a mark that Excel takes for UTF-8."""
    import csv
    import io

    from gongkai.report.frames import csv_value

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["序号", "级别", "问题", "位置", "依据"])
    for shown in result.findings:
        values: list[Any] = [shown.number, shown.level, shown.message, shown.where, shown.basis]
        writer.writerow([csv_value(value) for value in values])
    return "\ufeff" + out.getvalue()
