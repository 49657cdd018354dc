"""What every kind of file becomes first: paragraphs and grids in reading order, each with its place.

A reader of a file format (text, html, docx, doc, pdf; later scans, ofd) has one public function
``read(data: bytes, limits: Limits) -> Document``. It knows nothing of annual reports. What it hands over is what a
person would see: text cut over spans or runs is joined, deleted text is gone, hidden text too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from gongkai.report.model import Place

if TYPE_CHECKING:
    from gongkai.report.reading.stencils import Filled


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


class Grid:
    """A table whose geometry is known: `rows` hold each row's own cells, left to right.

    A table that was met before, its numbers aside, comes as `filled`; its rows are made when somebody asks for them, and
    as they may be changed then, `filled` is None from there on. `guessed`: nothing bounds its cells, and an empty one is but
    a place where nothing is printed.
    """

    __slots__ = ("_rows", "filled", "guessed", "place")

    def __init__(self, rows: list[list[GridCell]] | None = None, place: Place | None = None,
                 filled: Filled | None = None, guessed: bool = False) -> None:
        self._rows = rows
        self.guessed = guessed
        self.place = place
        self.filled = filled

    @property
    def rows(self) -> list[list[GridCell]]:
        """Each row's own cells."""
        if self._rows is None:
            self._rows = self.filled.rows() if self.filled is not None else []
            self.filled = None
        return self._rows

    def printed(self) -> tuple[list[str], Sequence[Place | None]]:
        """The text and the place of each cell."""
        if self.filled is not None:
            return self.filled.texts(), self.filled.places()
        cells = [cell for row in self.rows for cell in row]
        return [cell.text for cell in cells], [cell.place for cell in cells]

    def words(self) -> str:
        """What stands in the first twelve rows; numbers may be left out."""
        if self.filled is not None:
            return self.filled.known.stencil.words
        return "".join(cell.text for row in self.rows[:12] for cell in row)

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        """As it goes to another process: with its rows, not with what they are made from."""
        rows = self.filled.rows() if self._rows is None and self.filled is not None else self._rows
        return None, {"_rows": rows, "filled": None, "guessed": self.guessed, "place": self.place}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and (self.rows, self.place) == (other.rows, other.place)

    def __repr__(self) -> str:
        return f"Grid({self.rows!r}, {self.place!r})"


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
    declared by the page's metadata. `tracked` counts tracked insertions and deletions (docx), `pictures` the pictures of a file
    without a grid, each of which may be a table. `remarks` are
    whole Chinese sentences on what was odd in the file, each with its place; they become notices.
    """

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    format: str = "txt"
    title: str | None = None
    published: date | None = None
    tracked: int = 0
    pictures: int = 0
    remarks: list[tuple[str, Place | None]] = field(default_factory=list)
