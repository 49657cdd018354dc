"""Word's tables: cells laid out on the grid that gridSpan, vMerge, hMerge and gridBefore describe.

A table around another table, around one cell or in one column only sets things side by side on the page: its content
is handed on in reading order, and inner tables are grids of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.report.reading.docx_styles import VAL, W, child, switch, whole

if TYPE_CHECKING:
    from gongkai.report.reading.docx_story import Flow, Story

_WIDEST = 1_000  # Word itself stops at 63 columns
_TOO_WIDE = "Word 文档中有列数异常的表格，超出一份年度报告可能的大小，无法读取，请在 Word 或 WPS 中打开后另存为 .docx 再试。"
_SLIVER = 150  # twentieths of a point, 2.6 mm: narrower than any digit with its margins
_WIDTH = W + "w"
_TR, _TC = W + "tr", W + "tc"
_NOT_LOOKED_INTO = frozenset(
    W + name for name in ("tblPr", "tblGrid", "tblPrEx", "trPr", "sdtPr", "sdtEndPr", "customXmlPr", "p", "tbl"))
_REMOVED = frozenset((W + "del", W + "moveFrom"))


def table(story: Story, node: etree._Element, flow: Flow) -> None:
    """Append the table to `flow.out`: one grid, or its content where it is mere layout.

    Raises:
        UnreadableReport: more cells or columns than a report can have.
    """
    flow.tables += 1
    path = f"{flow.path}/tbl[{flow.tables}]"
    rows: list[list[GridCell]] = []
    contents: list[list[Paragraph | Grid]] = []
    above: dict[int, GridCell] = {}
    for tr in _members(story, node, _TR):
        if (properties := child(tr, "trPr")) is not None:
            if child(properties, "del") is not None:
                story.changed(False, f"{path}/tr[{len(rows) + 1}]")
                continue
            if switch(properties, "hidden"):
                continue
            if child(properties, "ins") is not None:
                story.changed(True, f"{path}/tr[{len(rows) + 1}]")
        above = _row(story, tr, properties, f"{path}/tr[{len(rows) + 1}]", rows, contents, above)
    if sum(map(len, rows)) > 1 and _is_data(rows, contents):
        _straighten(node, rows)
        flow.out.append(Grid(rows, Place(path=path)))
    else:
        for content in contents:
            flow.out.extend(content)


def _is_data(rows: list[list[GridCell]], contents: list[list[Paragraph | Grid]]) -> bool:
    if any(isinstance(block, Grid) for content in contents for block in content):
        return False
    return any(cell.column for row in rows for cell in row)


def _row(story: Story, tr: etree._Element, properties: etree._Element | None, path: str, rows: list[list[GridCell]],
         contents: list[list[Paragraph | Grid]], above: dict[int, GridCell]) -> dict[int, GridCell]:
    """Lay out one row; returns the cells that a row below may continue, by column."""
    cells: list[GridCell] = []
    merging: dict[int, GridCell] = {}
    column = _count(child(properties, "gridBefore"), 0)
    ordinal = 0
    last: GridCell | None = None
    for tc in _members(story, tr, _TC):
        story.count_cell()
        span, down, across = 1, None, None
        place = f"{path}/tc[{ordinal + 1}]"
        removed = False
        if (settings := child(tc, "tcPr")) is not None:
            for setting in settings.iterchildren(*_SETTINGS):
                tag = setting.tag
                if tag == _GRIDSPAN:
                    span = max(_count(setting, 1), 1)
                elif tag == _VMERGE:
                    down = setting.get(VAL, "continue")
                elif tag == _HMERGE:
                    across = setting.get(VAL, "continue")
                elif tag == _CELLDEL:
                    removed = True
                elif tag == _CELLINS:
                    story.changed(True, place)
                elif tag == _CELLMERGE and down is None:
                    down = {"cont": "continue", "rest": "restart"}.get(setting.get(W + "vMerge", ""))
        if removed:
            story.changed(False, place)
            continue
        ordinal += 1
        if across == "continue" and last is not None:
            last.colspan += span
            column += span
            continue
        upper = above.get(column)
        if down == "continue" and upper is not None and upper.colspan == span:
            upper.rowspan += 1
            merging[column] = last = upper
            column += span
            continue
        content = story.content(tc, place)
        text = "\n".join(block.text for block in content if isinstance(block, Paragraph))
        last = GridCell(text, len(rows), column, 1, span, Place(path=place))
        if down is not None:
            merging[column] = last
        cells.append(last)
        contents.append(content)
        column += span
        if column > _WIDEST:
            raise UnreadableReport(_TOO_WIDE)
    rows.append(cells)
    return merging


_GRIDSPAN, _VMERGE, _HMERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_CELLDEL, _CELLINS, _CELLMERGE = W + "cellDel", W + "cellIns", W + "cellMerge"
_SETTINGS = (_GRIDSPAN, _VMERGE, _HMERGE, _CELLDEL, _CELLINS, _CELLMERGE)


def _straighten(node: etree._Element, rows: list[list[GridCell]]) -> None:
    """Take edges that a hand has dragged a little apart for one edge.

    Word lays a sliver of a column between two edges a millimetre apart, so that a head and the cells under it no
    longer have the same columns. Nothing changes where a cell would be left without a column.
    """
    grid = child(node, "tblGrid")
    widths = [whole(column.get(_WIDTH), 0) for column in grid.iterchildren(W + "gridCol")] if grid is not None else []
    if len(widths) < 2 or min(widths) <= 0 or min(widths) >= _SLIVER:
        return
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + (width >= _SLIVER))
    cells = [cell for row in rows for cell in row]
    if any(cell.column + cell.colspan > len(widths) for cell in cells):
        return  # the declared columns are not those of the rows
    spans = [(edges[cell.column], edges[cell.column + cell.colspan]) for cell in cells]
    if any(left == right for left, right in spans):
        return
    for cell, (left, right) in zip(cells, spans, strict=True):
        cell.column, cell.colspan = left, right - left


def _count(node: etree._Element | None, default: int) -> int:
    number = whole(None if node is None else node.get(VAL), default)
    if not 0 <= number <= _WIDEST:
        raise UnreadableReport(_TOO_WIDE)
    return number


def _members(story: Story, element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those inside content controls and custom XML."""
    for node in element:
        name = node.tag
        if name == tag:
            yield node
        elif name in _REMOVED:
            story.changed(False, None)
        elif name not in _NOT_LOOKED_INTO and len(node):
            yield from _members(story, story.branch(node), tag)
