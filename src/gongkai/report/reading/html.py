"""HTML → Document: paragraphs and grids in reading order.

The DOM is read in bulk, which is several times faster than visiting each node from Python: lexbor mends the page and
writes it out again; in what it writes every tag is well formed (no ``>`` but at its end), so that the text can be cut
at the tags. Each data table becomes a grid with its spans laid out. A table that holds other tables is layout: its
cells are read as paragraphs, the tables within it as grids.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import LIMITS, Document, Grid, GridCell, Limits, Paragraph
from gongkai.report.reading.numbers import day

_NUMBERED = "p|div|li|h[1-6]|section|article"
"""Blocks whose place is told by their number among their kind."""
_BLOCKS = f"{_NUMBERED}|dd|dt|pre|blockquote|header|footer|br|table|caption|tr|td|th"
_GONE = {b"script", b"style", b"noscript", b"template", b"select", b"textarea", b"iframe", b"svg", b"object"}
_MAY_HIDE = (b"display", b"visibility", b"hidden")
_STRIKE = {b"s", b"strike", b"del", b"sup"}
_VERBATIM = {b"xmp", b"noembed", b"noframes", b"plaintext"}
"""What these hold is text, whatever it looks like."""
_SPECIAL = re.compile(rb"<(?!t[adrb]|p[ >]|span|font|br|div|b[ >]|a[ >]|u[ >]|o:p|strong)([a-z]+)")
"""The name of a tag that opens, the most frequent ones left out, for which nothing is done."""
_STRAY = re.compile("(<[^<>]*)<[^>]*>")
"""A tag that swallowed the next one for want of its ``>``; what it swallowed counts as attributes."""
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_INLINE = re.compile(rf"<(?!/?(?:{_BLOCKS})[ >])[^>]*>")
_TAG = re.compile("<([^>]*)>")
_TABLE = re.compile("<(/?)table[^>]*>")
_OPENED = re.compile(f"<({_NUMBERED})[ >]")
_BLOCK = re.compile(f"({_NUMBERED})(?: |$)")
_CELL = re.compile("<t[dh]([^>]*)>")
_ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_SOURCE_BREAK = re.compile(r"\s*[\r\n]\s*")
_GAP = re.compile(r"[ \xa0\f\v]+")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_NESTING = re.compile(rb"<(?:div|span|table|font|b|i|p|ul|li|section|em|strong)\b", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.I)
_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_NOTE_MARK = re.compile(r"\s*[\[【（(〔]?\s*(?:\d{1,2}|[①-⑳*＊※]|注)\s*[\]】）)〕]?\s*")
_PUBLISHED = {"pubdate", "publishdate", "publish_time", "article:published_time", "firstpublishedtime", "publishtime"}
_MAX_DEPTH_HINT = 60_000
_KNOWN = 400
_USUAL = 16
"""So many cells stand in the longest row of the form."""
_HIDDEN = '[style*="display" i],[style*="visibility" i],[hidden]'
_STRUCK = 's,strike,del,[style*="line-through" i]'


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    """The document in an HTML page, in whatever encoding it really is.

    Raises:
        UnreadableReport: more cells or nested elements than the limits allow.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    document = Document(format="html")
    if decoded.remark:
        document.remarks.append((decoded.remark, None))
    if len(data) > 2 * _MAX_DEPTH_HINT and data.count(b"<") > _MAX_DEPTH_HINT and len(_NESTING.findall(data)) > _MAX_DEPTH_HINT:
        raise UnreadableReport("网页元素过多，超出可读取的范围，请只保存年度报告正文所在的页面后重试。")
    # A look at the source spares a walk over the whole tree for what the page does not hold.
    source = (decoded.text.encode() if b"\0" in data[:400] else data).lower()
    as_it_is = decoded.encoding == "utf-8" and not decoded.replaced and not data.startswith(BOM_UTF8)
    tree = LexborHTMLParser(data if as_it_is else decoded.text)
    tags = set(_SPECIAL.findall(source))
    _head(tree, document, b"publishtime" in tags)
    if gone := tags & _GONE:
        tree.strip_tags([tag.decode() for tag in gone])
    if any(word in source for word in _MAY_HIDE):
        _drop_hidden(tree)
    if tags & _STRIKE or b"line-through" in source:
        _drop_struck(tree, document)
    if quoting := tags & _VERBATIM:
        for node in tree.css(b",".join(quoting).decode()):
            node.replace_with(node.text(deep=True))
    root = tree.body or tree.root
    if root is None:
        return document
    html = root.html or ""
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if html.count("<") != html.count(">"):
        html = _STRAY.sub(r"\1>", html)
    html = _INLINE.sub("", html).replace("&nbsp;", "\xa0")
    if any(char in html for char in _UNSEEN):
        html = html.translate(dict.fromkeys(map(ord, _UNSEEN)))
    _Reader(document, limits).read(html)
    return document


def _head(tree: LexborHTMLParser, document: Document, dated: bool) -> None:
    """Title and day of publication that the page declares; `dated`: it has an element for the day."""
    # By tag, since a selector costs as much as parsing a small page.
    titles = [_clean(node.text()) for node in tree.tags("title")]
    for node in tree.tags("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        content = attributes.get("content") or ""
        if name in _PUBLISHED and (match := _DATE.search(content)):
            document.published = day(*match.groups())
        elif name == "articletitle" and content.strip():
            titles.insert(0, _clean(content))
    document.title = next(iter(titles), None) or None
    for tag in tree.tags("publishtime")[:1] if dated else ():
        if match := _DATE.search(tag.text()):
            document.published = day(*match.groups())


def _drop_hidden(tree: LexborHTMLParser) -> None:
    for node in tree.css(_HIDDEN):
        style = (node.attributes.get("style") or "").replace(" ", "").lower()
        unseen = "display:none" in style or "visibility:hidden" in style or "hidden" in node.attributes
        if unseen and node.parent is not None:
            node.decompose()


def _drop_struck(tree: LexborHTMLParser, document: Document) -> None:
    """Text struck out is gone, and marks of footnotes are no digits of the number they stand at."""
    struck = tree.css(_STRUCK)
    for node in struck:
        if node.parent is not None:
            node.decompose()
    if struck:
        document.remarks.append((f"网页中有{len(struck)}处划掉的文字，已略去，请核对。", None))
    for node in tree.css("sup"):
        if _NOTE_MARK.fullmatch(node.text(deep=True)) and node.parent is not None:
            node.decompose()


class _Reader:
    """Cuts a body of blocks, line breaks and tables into paragraphs and grids."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document, self.limits = document, limits
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
            self.document.blocks.append(self._grid(inner, number))
            self.counts.update(_OPENED.findall(inner))
            at = end
        self._flow(html[at:])

    def _flow(self, html: str) -> None:
        """What stands outside data tables."""
        blocks, counts = self.document.blocks, self.counts
        pieces = _TAG.split(html)
        if line := _line(pieces[0]):
            blocks.append(Paragraph(line, self._place()))
        for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
            if tag[:1] != "/" and (opened := _BLOCK.match(tag)):
                name = opened[1]
                counts[name] += 1
                self.block = name, counts[name]
            if line := _line(text):
                blocks.append(Paragraph(line, self._place()))
        if len(blocks) > self.limits.paragraphs:
            raise UnreadableReport(
                f"网页超过{self.limits.paragraphs}段文字，不像年度报告，请核对后只提交年度报告的页面。")

    def _place(self) -> Place:
        """Where text stands: in the last block opened."""
        return Place(path=f"(//{self.block[0]})[{self.block[1]}]" if self.block else "/html/body")

    def _grid(self, html: str, number: int) -> Grid:
        """The grid of a table's inside."""
        rows: list[list[GridCell]] = []
        busy: dict[int, int] = {}
        """Column → rows still taken by a cell that spans down."""
        prefix = f"(//table)[{number}]"
        for row_number, row in enumerate(html.split("<tr")[1:]):
            made: list[GridCell] = []
            column = 0
            pieces = _CELL.split(row)
            self.cells += len(pieces) // 2
            if self.cells > self.limits.cells:
                raise UnreadableReport(
                    f"网页中的表格超过{self.limits.cells}个单元格，不像年度报告，请核对后只提交年度报告的页面。")
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
                rows.insert(0, [GridCell(words, -1, 0, 1, 60, Place(path=f"{prefix}/caption"))])
        return Grid(rows, Place(path=prefix))


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
        return _clean(_plain(html))
    return "\n".join(line for piece in _TAG.split(html)[::2] if (line := _clean(_plain(piece))))


_known_text = lru_cache(maxsize=2048)(_cell_text)
"""The same for short cells, remembered: tables say the same things again and again."""


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _plain(text: str) -> str:
    """Text as written by lexbor → what it says."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def _line(text: str) -> str:
    """A line of text; tabs within it stay, as they part the cells of a table typed by hand."""
    if not text or text.isspace():
        return ""
    text = _plain(text)
    if "\t" not in text:
        return _clean(text)
    return _GAP.sub(" ", _SOURCE_BREAK.sub(" ", text)).strip(" \xa0")
