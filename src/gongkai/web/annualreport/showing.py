"""A report's content as a page shows it: chapters with lines and tables, each place with what was found or remarked there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.report.form import edition
from gongkai.report.model import Cell, Number
from gongkai.report.reading.typed import number_of
from gongkai.report.writing.layout import LaidTable, lay_out
from gongkai.report.writing.manuscript import numeral
from gongkai.web.annualreport.domain import places

_PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）][^。；，]{1,30}[。]?")
_LEVELS = {"error": "bad", "warning": "warn", "notice": "info"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of a place. `tone` is bad, warn, info, or remark for the office above."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    text: str
    target: str
    part: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Square:
    """A printed cell of a table."""

    text: str
    kind: str
    rowspan: int
    colspan: int
    target: str
    label: str
    marks: tuple[Mark, ...] = ()

    @property
    def tone(self) -> str:
        """The gravest tone of its marks."""
        return next((tone for tone in ("remark", "bad", "warn", "info") if any(mark.tone == tone for mark in self.marks)), "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    number: str
    dense: bool
    head: list[list[Square]]
    body: list[list[Square]]
    marks: list[tuple[str, Mark]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its heading."""

    heading: str
    lines: list[Line]
    grids: list[Grid] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report."""

    title: str
    title_marks: tuple[Mark, ...]
    preamble: list[Line]
    chapters: list[Chapter]
    signature: list[str]
    general: list[Mark]


def paper(content: Mapping[str, Any], marks: Mapping[str, Iterable[Mark]] | None = None) -> Paper:
    """A content as a page shows it.

    Args:
        marks: place → what is said of it (`marks_of_findings`, `marks_of_remarks`).
    """
    said = {target: tuple(given) for target, given in (marks or {}).items()}
    form = edition(content["edition"])
    cells = {address: Cell(number_of(text), text or "") for address, text in content["cells"].items()}
    grids: dict[int, list[Grid]] = {}
    for table in lay_out(form, cells):
        grids.setdefault(table.section, []).append(_grid(table, content["edition"], said))
    chapters = [Chapter(f"{numeral(section.number)}、{section.heading}", _lines(content, section.number, said), grids.get(section.number, []))
                for section in form.sections]
    signature = [content.get("signature_unit") or content["unit"]]
    if day := content.get("signature_day"):
        year, month, date = (int(part) for part in day.split("-"))
        signature.append(f"{year}年{month}月{date}日")
    return Paper(content["title"], said.get("title", ()), _lines(content, 0, said), chapters, signature, list(said.get("", ())))


def tables(form: str, values: Mapping[str, Number | None]) -> list[Chapter]:
    """The tables of a report alone, each under the heading of its section.

    Args:
        form: the edition.
        values: the numbers by address.
    """
    made: dict[int, list[Grid]] = {}
    for table in lay_out(edition(form), {address: Cell(value, "") for address, value in values.items()}):
        made.setdefault(table.section, []).append(_grid(table, form, {}))
    return [Chapter(f"{numeral(section.number)}、{section.heading}", [], made[section.number]) for section in edition(form).sections if section.number in made]


def marks_of_findings(content: Mapping[str, Any]) -> dict[str, list[Mark]]:
    """The findings of a frozen content by place; notices are left to the list beside."""
    made: dict[str, list[Mark]] = {}
    for one in content.get("findings", ()):
        if one["level"] == "notice":
            continue
        targets = one["cells"] or ([places.of_line(*one["line"])] if one.get("line") else [])
        for target in targets:
            made.setdefault(target, []).append(Mark(_LEVELS[one["level"]], one["message"]))
    return made


def marks_of_remarks(remarks: Iterable[Any]) -> dict[str, list[Mark]]:
    """The office's remarks by place."""
    made: dict[str, list[Mark]] = {}
    for one in remarks:
        made.setdefault(one.target, []).append(Mark("remark", one.text))
    return made


def _lines(content: Mapping[str, Any], section: int, said: Mapping[str, tuple[Mark, ...]]) -> list[Line]:
    return [Line(line.strip(), target, bool(_PART.fullmatch(line.strip())), said.get(target, ()))
            for number, line in enumerate(places.text_of(content, section).splitlines(), 1) if line.strip()
            for target in (places.of_line(section, number),)]


def _grid(table: LaidTable, form: str, said: Mapping[str, tuple[Mark, ...]]) -> Grid:
    rows = [[Square(cell.text, cell.kind, cell.rowspan, cell.colspan, cell.address or "", places.cell_called(form, cell.address) if cell.address else "",
                    said.get(cell.address or "-", ())) for cell in row] for row in table.rows]
    marks = [(square.label, mark) for row in rows for square in row for mark in square.marks if mark.tone == "remark"]
    return Grid(table.number, table.dense, rows[:table.head_rows], rows[table.head_rows:], marks)
