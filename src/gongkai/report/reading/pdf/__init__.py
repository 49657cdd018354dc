"""PDF with a text layer → `Document`, by coordinates.

The map: `pdfium` turns bytes into pages of runs (characters that touch) and `rules` into ruling lines, both in the
shapes of `geometry`; `glyphs` is for sideways and slanting text, `behind` sets watermarks apart, `calls` is for what they ask of the C library so
often, `colours` for what it need not know; `ruled` builds tables from the lattice of rules, `unruled` (with `regions`,
`labels` and `heads`) from columns of numbers; `joining` puts a table cut by a page together again; `flow` makes paragraphs of the remaining lines
and sets page numbers and running heads apart. `read` below is the whole way.

A head that the next page repeats word for word is dropped. Scans have no text layer: `has_text_layer` is where
character recognition will come in.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from operator import attrgetter

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Grid, GridCell, Limits, Paragraph
from gongkai.report.reading.pdf import joining, pdfium, ruled, unruled
from gongkai.report.reading.pdf.flow import Flow, Printed, frames, measure, place
from gongkai.report.reading.pdf.geometry import Line, Page, lines
from gongkai.report.reading.pdf.ruled import Table

_MAX_OBJECTS = 200_000
_FEW_CHARACTERS = 20


def has_text_layer(pages: Sequence[Page]) -> bool:
    """Whether the pages hold text at all; a scan holds none, or a few stray characters."""
    return sum(len(run.text) for page in pages for run in page.runs) >= min(_FEW_CHARACTERS, 4 * len(pages))


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008  (frozen)
    """The paragraphs and grids of a PDF, in reading order.

    Takes the file's bytes and the limits. Places hold page (from 1) and box. Page numbers and running heads are
    paragraphs with ``frame=True``; a table over several pages is one grid.

    Raises:
        UnreadableReport: no PDF, damaged, encrypted, a scan without text, or past a limit.
    """
    if len(data) > limits.bytes:
        raise UnreadableReport(f"该PDF文件大小超过{limits.bytes // 1_000_000}MB，未予读取，请压缩或拆分后重试。")
    deadline = time.monotonic() + limits.seconds
    pages, remarks = _pages(data, limits, deadline)
    if not has_text_layer(pages):
        raise UnreadableReport("该PDF文件是扫描件，没有文字层，目前尚不能识别图片中的文字，请改用由Word、WPS直接导出的PDF或原文件。")
    document = Document(format="pdf", remarks=remarks)
    document.blocks = _blocks(pages, limits, deadline)
    if not any(isinstance(block, Grid) for block in document.blocks):
        document.pictures = pdfium.pictures(data)
    return document


def _pages(data: bytes, limits: Limits, deadline: float) -> tuple[list[Page], list[tuple[str, Place | None]]]:
    pages: list[Page] = []
    remarks: list[tuple[str, Place | None]] = []
    try:
        with pdfium.opened(data) as document:
            count = len(document)
            if count == 0:
                raise UnreadableReport("该PDF文件没有任何页面，请检查文件是否完整。")
            if count > limits.pages:
                raise UnreadableReport(f"该PDF文件共{count}页，超过{limits.pages}页的上限，未予读取，请拆分后重试。")
            for index in range(count):
                page = pdfium.page(document, index, _MAX_OBJECTS)
                pages.append(page)
                if page.unmapped:
                    remarks.append((f"第{page.number}页有{page.unmapped}个字符无法辨认，请核对该页文字。",
                                    Place(page=page.number)))
                if page.hidden:
                    remarks.append((f"第{page.number}页有{page.hidden}个不可见的字符，未予读取。", Place(page=page.number)))
                if page.ghost:
                    remarks.append((f"第{page.number}页是扫描图像，其文字系他人识别所得，请与图像核对。",
                                    Place(page=page.number)))
                _in_time(page, limits, deadline)
    except pdfium.Encrypted as error:
        raise UnreadableReport("该PDF文件已加密，需要密码才能打开，请解除密码后重试。") from error
    except pdfium.Broken as error:
        raise UnreadableReport("该PDF文件已损坏或不完整，无法打开，请重新下载或重新导出后重试。") from error
    return pages, remarks


def _in_time(page: Page, limits: Limits, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise UnreadableReport(
            f"读取该PDF文件超过{limits.seconds:g}秒（止于第{page.number}页），未予读取，请拆分或重新导出后重试。")


def _blocks(pages: list[Page], limits: Limits, deadline: float) -> list[Paragraph | Grid]:
    budget = limits.cells
    laid: list[tuple[Page, list[Table], list[Line]]] = []
    for page in pages:
        try:
            tables, free = ruled.tables(page, budget)
        except ruled.TooManyCells as error:
            raise _too_many(limits) from error
        _in_time(page, limits, deadline)
        budget -= sum(len(table.fields) for table in tables)
        laid.append((page, tables, lines(free)))
    apart = frames([(page, found, [table.box for table in tables]) for page, tables, found in laid])
    body = [line for (_, _, found), frame in zip(laid, apart, strict=True)
            for index, line in enumerate(found) if index not in frame]
    flow = Flow(*measure(body))
    blocks: list[Paragraph | Grid] = []
    waiting: Table | None = None
    by_number = {page.number: page for page in pages}

    def close(paragraph: Paragraph | None) -> None:
        if paragraph is not None and paragraph.text:
            blocks.append(paragraph)

    def flush() -> None:
        nonlocal waiting
        if waiting is not None:
            blocks.append(_grid(waiting, by_number))
            waiting = None

    for (page, tables, found), frame in zip(laid, apart, strict=True):
        _in_time(page, limits, deadline)
        inner = [line for index, line in enumerate(found) if index not in frame]
        plain, more = unruled.tables(page, inner, page.across, budget, waiting)
        budget -= sum(len(table.fields) for table in more)
        if budget < 0:
            raise _too_many(limits)
        items: list[tuple[float, Table | Line]] = [(table.ys[0], table) for table in (*tables, *more)]
        items += [(line.y0, line) for line in plain]
        items.sort(key=lambda item: item[0])
        held = [Paragraph(found[index].text.strip(), Printed(page, found[index]).place, frame=True)
                for index in sorted(frame)]
        held += [Paragraph(run.text, Printed(page, Line([run])).place, frame=True) for run in page.behind]
        for _, item in items:
            if isinstance(item, Table):
                close(flow.end())
                if waiting is not None and _last_page(waiting) < page.number and joining.continues(waiting, item):
                    waiting = joining.join(waiting, item)
                    waiting.last = page.number
                else:
                    flush()
                    waiting = item
            else:
                flush()
                close(flow.add(Printed(page, item)))
        blocks.extend(held)
    flush()
    close(flow.end())
    if len(blocks) > limits.paragraphs:
        raise UnreadableReport(f"该PDF文件的段落超过{limits.paragraphs}个，未予读取，请确认文件是否为年度报告。")
    return blocks


def _last_page(table: Table) -> int:
    """The page on which a table ends so far."""
    return table.last or table.page


def _too_many(limits: Limits) -> UnreadableReport:
    return UnreadableReport(f"该PDF文件的表格单元格超过{limits.cells}个，未予读取，请确认文件是否为年度报告。")


def _grid(table: Table, pages: dict[int, Page]) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(len(table.ys) - 1)]
    for cell in sorted(table.fields, key=attrgetter("row", "column")):
        rows[cell.row].append(GridCell(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan,
                                       place(pages[cell.page], cell.box)))
    lefts, tops, rights, bottoms = zip(*[cell.box for cell in table.fields if cell.page == table.page], strict=True)
    return Grid(rows, place(pages[table.page], (min(lefts), min(tops), max(rights), max(bottoms))), guessed=not table.ruled)
