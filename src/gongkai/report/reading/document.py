"""What every kind of file becomes first: paragraphs and grids in reading order, each with its place.

A reader of a file format (text, html, docx, pdf; later scans, doc, wps, ofd) has one public function
``read(data: bytes, limits: Limits) -> Document``. It knows nothing of annual reports. What it hands over is what a
person would see: text cut over spans or runs is joined, deleted text is gone, hidden text too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.report.model import Place


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile files. A file past one of them is refused with one sentence, never read by halves."""

    bytes: int = 50_000_000
    unpacked: int = 200_000_000
    cells: int = 50_000
    paragraphs: int = 200_000
    pages: int = 2_000
    seconds: float = 20.0


LIMITS = Limits()
"""The bounds that hold unless told otherwise."""


@dataclass(slots=True)
class GridCell:
    """One printed cell. `row`, `column` count from 0 in the grid with spans laid out; `text` may be empty.

    Line breaks inside a cell stay as ``\\n``. A cell that spans is listed once, at its upper left corner.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    place: Place | None = None


@dataclass(slots=True)
class Grid:
    """A table whose geometry is known: `rows` hold each row's own cells, left to right."""

    rows: list[list[GridCell]]
    place: Place | None = None


@dataclass(slots=True)
class Paragraph:
    """A run of text that stands by itself. `frame` marks the page's frame (menus, headers, footers).

    `text` has no line feed. Tabs stay. For plain text a paragraph is one line, empty lines included.
    """

    text: str
    place: Place | None = None
    frame: bool = False


@dataclass(slots=True)
class Document:
    """A file as paragraphs and grids in reading order.

    `title` is a title the file itself declares (html title, docx properties), `published` a day of publication
    declared by the page's metadata. `tracked` counts tracked insertions and deletions (docx). `remarks` are
    whole Chinese sentences on what was odd in the file, each with its place; they become notices.
    """

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    format: str = "txt"
    title: str | None = None
    published: date | None = None
    tracked: int = 0
    remarks: list[tuple[str, Place | None]] = field(default_factory=list)
