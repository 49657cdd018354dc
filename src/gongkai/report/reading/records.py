"""What the pass over the tables makes: rows with their values and the heads above them, and what belongs to no row."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.model import Place
from gongkai.report.reading.lexicon import Meaning
from gongkai.report.reading.rows import Line, Token

ACROSS = "*"
"""The key of a record that holds all rows of table 4, which lie side by side."""


_MOST_ROWS = 40
"""No table of the form has as many rows."""


@dataclass(slots=True)
class Header:
    """The column heads in force: their tokens in reading order, each with the number of its line."""

    table: str
    tokens: list[tuple[int, Token]] = field(default_factory=list)
    geometric: bool = False
    gaps: list[int] = field(default_factory=list)
    """How many heads stand before each empty cell among them."""
    end: int = 0
    """The grid column where its lines end, with the empty cells behind the heads; 0 without a grid."""
    labelled: bool = False
    """Whether any head was read, beside 第二十条… and 信息内容."""
    numbered: bool = False
    """Whether rows begin with a number of their own (序号)."""
    rows: int = 0
    """The last of those numbers that stood before a label in its line."""

    def takes(self, line: Line) -> bool:
        """Whether a line of a table begins with its row's number: under a head 序号, or 1, 2 … before the first rows."""
        if len(line.tokens) < 2 or line.tokens[1].kind == "value":
            return False
        number = line.tokens[0].parsed.value if line.tokens[0].parsed else None
        if not isinstance(number, int) or not self.rows < number <= _MOST_ROWS:
            return False
        if not self.numbered and (self.table != "3" or number != self.rows + 1):
            return False
        self.rows = number
        self.numbered |= number > 1
        return True


@dataclass(slots=True)
class Record:
    """One printed row: its label, its values in reading order, the heads above it.

    `key` is a row address, None for a row that the form does not know. `sub` is a second label between the row's
    label and its values (其他对外管理服务事项 | 行政检查 | …).
    """

    table: str
    key: str | None
    label: str
    header: Header
    meaning: Meaning | None = None
    place: Place | None = None
    values: list[Token] = field(default_factory=list)
    sub: Token | None = None
    separated: bool = False
    geometric: bool = False
    misprinted: bool = False
    depth: int = 0
    """How many cells stand before the label in its line: rows of one depth are shifted alike."""
    guessed: bool = False
    """Whether nothing bounds its cells (see `Line`)."""

    def settle_words(self) -> None:
        """Take what seemed a second label for a cell with words where no number follows it, in place."""
        if self.sub is not None and all(token.kind == "text" or token.blank for token in self.values):
            self.values = self.values if any(token.kind == "text" for token in self.values) else [
                self.sub, *self.values]
            self.sub = None


@dataclass(slots=True)
class Loose:
    """Values that belong to no row, with the table they stand in."""

    table: str | None
    tokens: list[Token]
    before_rows: bool


@dataclass(slots=True)
class Tables:
    """What all the tables of a document say."""

    records: list[Record] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    orphans: dict[str, int] = field(default_factory=dict)
    """Table number → pieces of row labels that could not be joined to a row."""
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Table number → block ranges it was read from."""
