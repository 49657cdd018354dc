"""A text as a reader has it: its characters, its tables, its links, and where each character stands in the source.

    page = of_html("<table><tr><th>姓名</th>…")
    page.text                    # cells parted by tabs, rows and blocks by line feeds
    page.replace({3: "*"})       # the source again, with some characters of the plain text replaced

`of_html` cuts tags by hand in one pass over the source (never quadratic) because a parser that mends the tree cannot say
where a character came from. Nothing is hidden: text that a style hides is published all the same.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_ODD = {**{ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９Ｘｘ－", "0123456789Xx-", strict=True)},
        **dict.fromkeys(map(ord, "\xa0\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\ufeff\u00ad"), " "),
        **dict.fromkeys(map(ord, "‐‑‒–—"), "-")}
_TAG = re.compile(r"""</?([a-zA-Z][a-zA-Z0-9:-]*)((?:[^"'>]|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
))
_DEAF = frozenset(("script", "style", "template", "noscript"))
_TARGETS = {"a": "href", "area": "href", "img": "src", "iframe": "src", "embed": "src", "source": "src", "video": "src",
            "audio": "src", "object": "data", "link": "href"}
_SPAN = 200


@dataclass(slots=True)
class Cell:
    """One cell of a table: its offsets in the plain text, and the column it begins in."""

    start: int
    end: int
    column: int


@dataclass(slots=True)
class Table:
    """Rows of cells, left to right, spans laid out by column."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """A target as written in the source, and the text that carries it (empty for a picture)."""

    target: str
    start: int
    end: int


@dataclass
class Plain:
    """A text, its tables, its links and the names that a fragment may lead to."""

    text: str
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: frozenset[str] = frozenset()
    source: str | None = None
    origins: Sequence[tuple[int, int]] | None = None

    @cached_property
    def even(self) -> str:
        """The same text in plain spelling, one character for one: digits half-width, odd blanks as blanks."""
        return self.text.translate(_ODD)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """The number of the line on which a character stands, from 1."""
        return bisect_right(self._lines, offset)

    def replace(self, changed: Mapping[int, str]) -> str:
        """The source with characters of the plain text replaced, all else as it was."""
        if self.source is None or self.origins is None:
            letters = list(self.text)
            for offset, letter in changed.items():
                letters[offset] = letter
            return "".join(letters)
        pieces: list[str] = []
        done = 0
        for offset in sorted(changed):
            start, end = self.origins[offset]
            if start >= done:
                pieces += (self.source[done:start], changed[offset])
                done = end
        return "".join((*pieces, self.source[done:]))


def of_text(text: str) -> Plain:
    """Plain text as it is."""
    return Plain(text)


def of_rows(rows: Iterable[Sequence[str]]) -> Plain:
    """A sheet: cells parted by tabs, rows by line feeds, all one table."""
    return of_cells(list(enumerate(row)) for row in rows)


def of_cells(rows: Iterable[Sequence[tuple[int, str]]]) -> Plain:
    """A sheet whose rows name the column of each cell; a row without cells is an empty line."""
    pieces: list[str] = []
    table, place = Table(), 0
    for row in rows:
        cells = []
        for number, (column, value) in enumerate(row, 1):
            value = value.replace("\n", " ").replace("\t", " ").replace("\r", " ")
            cells.append(Cell(place, place + len(value), column))
            pieces += (value, "\t" if number < len(row) else "\n")
            place += len(value) + 1
        if cells:
            table.rows.append(cells)
        else:
            pieces.append("\n")
            place += 1
    return Plain("".join(pieces), [table])


def joined(pages: Iterable[Plain]) -> Plain:
    """Several texts one below the other."""
    whole = Plain("")
    pieces: list[str] = []
    place = 0
    for page in pages:
        for table in page.tables:
            whole.tables.append(Table([[Cell(cell.start + place, cell.end + place, cell.column) for cell in row]
                                       for row in table.rows]))
        whole.links.extend(Link(link.target, link.start + place, link.end + place) for link in page.links)
        pieces += (page.text, "\n")
        place += len(page.text) + 1
    whole.text = "".join(pieces)
    return whole


def of_html(source: str) -> Plain:
    """The plain text of HTML. Never raises; what is no tag is text."""
    return _Html(source).read()


class _Html:
    """One pass over a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.letters: list[str] = []
        self.origins: list[tuple[int, int]] = []
        self.tables: list[Table] = []
        self.open_tables: list[_OpenTable] = []
        self.links: list[Link] = []
        self.open_links: list[Link] = []
        self.anchors: set[str] = set()

    def read(self) -> Plain:
        source, place, size = self.source, 0, len(self.source)
        while place < size:
            opening = source.find("<", place)
            if opening < 0:
                opening = size
            self._text(place, opening)
            if opening == size:
                break
            place = self._markup(opening)
        while self.open_tables:
            self._close_table()
        for link in self.open_links:
            link.end = len(self.letters)
        return Plain("".join(self.letters), self.tables, self.links, frozenset(self.anchors), source, self.origins)

    def _markup(self, place: int) -> int:
        """What begins with < at a place; where it ends."""
        source = self.source
        if source.startswith("<!--", place):
            end = source.find("-->", place + 4)
            return len(source) if end < 0 else end + 3
        if source.startswith(("<!", "<?"), place):
            end = source.find(">", place)
            return len(source) if end < 0 else end + 1
        if not re.match(r"</?[a-zA-Z]", source[place:place + 3]):
            self._text(place, place + 1)
            return place + 1
        found = _TAG.match(source, place)
        if found is None:  # a quote or bracket never closed: all the rest is shown as text, so that nothing is missed
            self._text(place, len(source))
            return len(source)
        name = found[1].lower()
        if source[place + 1] == "/":
            self._close(name)
        else:
            self._open(name, {key.lower(): html.unescape(a or b or c or "")
                              for key, a, b, c in _ATTRIBUTE.findall(found[2])})
            if name in _DEAF and not found[2].endswith("/"):
                closing = re.compile(f"</{name}", re.IGNORECASE).search(source, found.end())
                return len(source) if closing is None else closing.start()
        return found.end()

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("td", "th"):
            if self.open_tables:
                self.open_tables[-1].begin_cell(self, attributes)
        elif name in _BLOCKS:
            self._break()
        if name == "table":
            self.open_tables.append(_OpenTable())
        elif name == "tr" and self.open_tables:
            self.open_tables[-1].begin_row(len(self.letters))
        self.anchors.update(attributes[key] for key in ("id", "name") if attributes.get(key))
        wanted = _TARGETS.get(name)
        if wanted and (wanted in attributes or (name == "a" and not attributes.keys() & {"id", "name"})):
            link = Link(attributes.get(wanted, ""), len(self.letters), len(self.letters))
            self.links.append(link)
            if name == "a":
                self.open_links.append(link)

    def _close(self, name: str) -> None:
        if name == "a" and self.open_links:
            self.open_links.pop().end = len(self.letters)
        elif name in ("td", "th") and self.open_tables:
            self.open_tables[-1].end_cell(len(self.letters))
        elif name == "table" and self.open_tables:
            self._close_table()
        if name in _BLOCKS:
            self._break()

    def _close_table(self) -> None:
        done = self.open_tables.pop()
        done.end_row(len(self.letters))
        if done.table.rows:
            self.tables.append(done.table)

    def put(self, letter: str) -> None:
        """A letter that the layout makes; it has no place in the source."""
        here = self.origins[-1][1] if self.origins else 0
        self.letters.append(letter)
        self.origins.append((here, here))

    def _break(self) -> None:
        if self.letters and self.letters[-1] != "\n":
            self.put("\n")

    def _text(self, start: int, end: int) -> None:
        source, place = self.source, start
        while place < end:
            letter = source[place]
            if letter == "&" and (found := _ENTITY.match(source, place, end)):
                decoded = html.unescape(found[0])
                for index, one in enumerate(decoded):
                    self._letter(one, place if index == 0 else found.end(), found.end())
                place = found.end()
            else:
                self._letter(letter, place, place + 1)
                place += 1

    def _letter(self, letter: str, start: int, end: int) -> None:
        if letter in " \t\r\n\f":
            if not self.letters or self.letters[-1] in " \n\t":
                return
            letter = " "
        self.letters.append(letter)
        self.origins.append((start, end))


class _OpenTable:
    """A table being read."""

    def __init__(self) -> None:
        self.table = Table()
        self.row: list[Cell] = []
        self.column = 0
        self.hanging: dict[int, int] = {}
        self.cell: Cell | None = None

    def begin_row(self, place: int) -> None:
        self.end_row(place)
        self.hanging = {column: left - 1 for column, left in self.hanging.items() if left > 1}

    def end_row(self, place: int) -> None:
        self.end_cell(place)
        if self.row:
            self.table.rows.append(self.row)
        self.row, self.column = [], 0

    def begin_cell(self, reader: _Html, attributes: dict[str, str]) -> None:
        self.end_cell(len(reader.letters))
        if self.row:
            reader.put("\t")
        while self.hanging.get(self.column):
            self.column += 1
        self.cell = Cell(len(reader.letters), len(reader.letters), self.column)
        self.row.append(self.cell)
        across, down = _count(attributes.get("colspan")), _count(attributes.get("rowspan"))
        if down > 1:
            self.hanging.update(dict.fromkeys(range(self.column, self.column + across), down))
        self.column += across

    def end_cell(self, place: int) -> None:
        if self.cell is not None:
            self.cell.end, self.cell = place, None


def _count(value: str | None) -> int:
    return min(int(value), _SPAN) if value and value.isdecimal() and len(value) < 5 and int(value) else 1
