"""The body of a page → paragraphs and grids: what html.py left of it is cut at its tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Grid, GridCell, Limits, Paragraph
from gongkai.report.reading.stencils import Filled, Known

_NUMBERED = "p|div|li|h[1-6]|section|article"
"""Blocks whose place is told by their number among their kind."""
BLOCKS = f"{_NUMBERED}|dd|dt|pre|blockquote|header|footer|br|table|caption|tr|td|th"
"""All that parts a line from the next, or a cell."""
_TAG = re.compile("<[^>]*>")
_PIECE = re.compile(r"<(?!/)([^ >]*)[^>]*>([^<]*)|</[^>]*>([^<]*[^<\s][^<]*)")
"""What a tag opens and the text behind it; or the text behind a tag that closes, where there is any."""
_TABLE = re.compile("<(/?)table[^>]*>")
_OPENED = re.compile(f"<({_NUMBERED})[ >]")
_NAMES = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"})
_CELL = re.compile("<t[dh]([^>]*)>")
_ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_SOURCE_BREAK = re.compile(r"\s*[\r\n]\s*")
_GAP = re.compile(r"[ \xa0\f\v]+")
_KNOWN = 400
_USUAL = 16
"""So many cells stand in the longest row of the form."""


class Reader:
    """Cuts a body of blocks, line breaks and tables into paragraphs and grids.

    `known`: tables that are known, by the marks that stand for them (see html_known.py).
    """

    def __init__(self, document: Document, limits: Limits, known: Mapping[str, Known]) -> None:
        self.document, self.limits, self.known = document, limits, known
        self.block: tuple[str, int] | None = None
        """The last block opened outside data tables and its number among its kind."""
        self.counts: Counter[str] = Counter()
        self.cells = 0

    def read(self, html: str) -> None:
        """Add all blocks of `html` to the document."""
        at = 0
        for start, inside, end, number in _data_tables(html):
            self._flow(html[at:start])
            inner = html[inside:end]
            place = Place(path=f"(//table)[{number}]")
            known = self.known.get(inner) if self.known else None
            if known is not None:
                self._count(known.stencil.cells)
                self.document.blocks.append(Grid(None, place, Filled(known, number)))
                self.counts.update(known.stencil.opened)
            else:
                self.document.blocks.append(Grid(self.rows(inner, number), place))
                self.counts.update(opened(inner))
            at = end
        self._flow(html[at:])

    def _flow(self, html: str) -> None:
        """What stands outside data tables."""
        blocks, counts = self.document.blocks, self.counts
        if line := _line(html.partition("<")[0]):
            blocks.append(Paragraph(line, self._place()))
        for name, text, behind in _PIECE.findall(html):
            if name in _NAMES:
                counts[name] += 1
                self.block = name, counts[name]
            if (text or behind) and (line := _line(text or behind)):
                blocks.append(Paragraph(line, self._place()))
        if len(blocks) > self.limits.paragraphs:
            raise UnreadableReport(
                f"网页超过{self.limits.paragraphs}段文字，不像年度报告，请核对后只提交年度报告的页面。")

    def _place(self) -> Place:
        """Where text stands: in the last block opened."""
        return Place(None, f"(//{self.block[0]})[{self.block[1]}]" if self.block else "/html/body")

    def _count(self, cells: int) -> None:
        """Keep count of the page's cells."""
        self.cells += cells
        if self.cells > self.limits.cells:
            raise UnreadableReport(
                f"网页中的表格超过{self.limits.cells}个单元格，不像年度报告，请核对后只提交年度报告的页面。")

    def rows(self, html: str, number: int) -> list[list[GridCell]]:
        """The rows of a table's inside, for the page's table of that number."""
        rows: list[list[GridCell]] = []
        busy: dict[int, int] = {}
        """Column → rows still taken by a cell that spans down."""
        for row_number, row in enumerate(html.split("<tr")[1:]):
            made: list[GridCell] = []
            column = 0
            pieces = _CELL.split(row)
            self._count(len(pieces) // 2)
            places = _row_places(number, row_number + 1, max(_USUAL, len(pieces) // 2))
            for attributes, content, place in zip(pieces[1::2], pieces[2::2], places, strict=False):
                rowspan = colspan = 1
                if "span" in attributes:
                    rowspan, colspan = _known_spans(attributes) if len(attributes) < _KNOWN else _spans(attributes)
                while busy and busy.get(column, 0) > row_number:
                    column += 1
                content = content.partition("</t")[0]
                text = _known_text(content) if len(content) < _KNOWN else _cell_text(content)
                made.append(GridCell(text, row_number, column, rowspan, colspan, place))
                if rowspan > 1:
                    for taken in range(column, column + colspan):
                        busy[taken] = row_number + rowspan
                column += colspan
            rows.append(made)
        if "<caption" in html:
            caption = html.partition("<caption")[2].partition(">")[2].partition("</caption")[0]
            if words := _cell_text(caption):
                rows.insert(0, [GridCell(words, -1, 0, 1, 60, Place(path=f"(//table)[{number}]/caption"))])
        return rows


def opened(html: str) -> list[str]:
    """The blocks that open within a table, for the numbers of those behind it."""
    return _OPENED.findall(html)


def _data_tables(html: str) -> list[tuple[int, int, int, int]]:
    """Every table without a table inside: where it starts, where its inside starts and ends, its number on the page."""
    found: list[tuple[int, int, int, int]] = []
    opened: list[tuple[int, int, int]] = []
    number = last = 0
    for match in _TABLE.finditer(html):
        if not match[1]:
            number += 1
            last = number
            opened.append((match.start(), match.end(), number))
        elif opened:
            start, inside, own = opened.pop()
            if own == last:  # no other one opened since
                found.append((start, inside, match.start(), own))
    return found


def _spans(attributes: str) -> tuple[int, int]:
    """How many rows and columns a cell with these attributes spans."""
    named = dict(reversed(_ATTRIBUTE.findall(attributes)))
    return _span(named.get("rowspan"), 200), _span(named.get("colspan"), 60)


_known_spans = lru_cache(maxsize=1024)(_spans)


def _span(value: str | None, most: int) -> int:
    if not value:
        return 1
    value = value.strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _places(table: int, row: int, cells: int) -> tuple[Place, ...]:
    """The places of the cells of a row."""
    return tuple(Place(path=f"(//table)[{table}]//tr[{row}]/*[{position}]") for position in range(1, cells + 1))


_usual_places = lru_cache(maxsize=512)(_places)


def _row_places(table: int, row: int, cells: int) -> tuple[Place, ...]:
    """The same, remembered for rows of the usual length."""
    return _usual_places(table, row, cells) if cells <= _USUAL else _places(table, row, cells)


def _cell_text(html: str) -> str:
    """The lines in a cell."""
    if "<" not in html:
        return clean(_plain(html))
    return "\n".join(line for piece in _TAG.split(html) if (line := clean(_plain(piece))))


_known_text = lru_cache(maxsize=2048)(_cell_text)
"""The same for short cells, remembered: tables say the same things again and again."""


def clean(text: str) -> str:
    words = text.split()
    if len(words) < 2:
        return words[0] if words else ""
    return text if " ".join(words) == text else _SPACE.sub(" ", text).strip()


def _plain(text: str) -> str:
    """Text as written by lexbor → what it says."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def _line(text: str) -> str:
    """A line of text; tabs within it stay, as they part the cells of a table typed by hand."""
    if not text or text.isspace():
        return ""
    text = _plain(text)
    if "\t" not in text:
        return clean(text)
    return _GAP.sub(" ", _SOURCE_BREAK.sub(" ", text)).strip(" \xa0")
