"""What a report is once it has been read: cells with their raw text and place, sections, facts, findings.

Values are ``int`` or ``Decimal`` (万元), never float; None is an empty or withheld cell. Dates are ``date``.
The JSON of `Report.to_json` is the one of docs/reference/report-json.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Number = int | Decimal
_CELL_PATH = re.compile(r"(?:\(//table\)|tbl)\[(\d+)\](?:/{1,2}tr\[(\d+)\])?(?:/(?:\*|tc)\[(\d+)\])?")
_PARAGRAPH_PATH = re.compile(r"(?:\(//|/)(p|div|li|h\d|section|article)\)?\[(\d+)\]")
Origin = Literal["read", "inferred", "corrected"]
Level = Literal["error", "warning", "notice"]


class Place(NamedTuple):
    """Where something stands in the source: a line of text, a path in a DOM or XML, or a page and a box.

    `line` and `page` count from 1. `box` is (left, top, right, bottom) in points from the top left of the page.
    """

    line: int | None = None
    path: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys that are set, as JSON values."""
        pairs = (("line", self.line), ("path", self.path), ("page", self.page),
                 ("box", [round(x, 1) for x in self.box] if self.box else None))
        return {key: value for key, value in pairs if value is not None}

    def __str__(self) -> str:
        """For people.

            >>> str(Place(line=12)), str(Place(page=3)), str(Place(path="(//table)[2]//tr[5]/*[3]"))
            ('第12行', '第3页', '第2个表格第5行第3格')
        """
        if self.line is not None:
            return f"第{self.line}行"
        if self.page is not None:
            return f"第{self.page}页"
        if not self.path:
            return ""
        if match := _CELL_PATH.search(self.path):
            row = f"第{match[2]}行" if match[2] else ""
            return f"第{match[1]}个表格{row}" + (f"第{match[3]}格" if match[3] else "")
        if match := _PARAGRAPH_PATH.search(self.path):
            return f"第{match[2]}{'段' if match[1] == 'p' else '块文字'}"
        return self.path


@dataclass(slots=True)
class Cell:
    """One cell: its value, the text as printed, how the value came about, where it stands.

    `raw` is None where the source has no such cell. `note` is what the cell says beside its number.
    """

    value: Number | None
    raw: str | None = None
    origin: Origin = "read"
    place: Place | None = None
    note: str | None = None


@dataclass(slots=True)
class Part:
    """A part of a section, such as （一）主动公开. `key` is the form's name for it, None for any other."""

    key: str | None
    heading: str
    text: str
    place: Place | None = None


@dataclass(slots=True)
class Section:
    """One section. `number` is the form's (1–6), `heading` as printed without its numeral.

    `text` is the narrative of the section, tables left out, paragraphs joined by line feeds; `parts` cut it at
    the headings of its parts. `printed` is the whole heading line as it stands in the source, None where the
    source has no heading for it.
    """

    number: int
    heading: str
    text: str
    parts: list[Part] = field(default_factory=list)
    place: Place | None = None
    printed: str | None = None


@dataclass(slots=True)
class Fact:
    """A number that the narrative states. `parts` are facts that it is said to be made of (其中…, 一是…).

    `year` is the year it is about, `section` the form's number of the section (0: the preamble), `approximate`
    where 余, 多, 近, 约 stand beside it.
    """

    text: str
    subject: str
    value: Number
    unit: str
    year: int | None = None
    section: int = 0
    approximate: bool = False
    place: Place | None = None
    parts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Finding:
    """One thing to look at. `message` is one Chinese sentence in the form's own words, `basis` its ground (依据)."""

    code: str
    level: Level
    message: str
    cells: tuple[str, ...] = ()
    expected: Any = None
    found: Any = None
    place: Place | None = None
    basis: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as in the report's JSON."""
        return {"code": self.code, "level": self.level, "message": self.message, "cells": list(self.cells),
                "expected": _plain(self.expected), "found": _plain(self.found),
                "source": self.place.to_json() if self.place else None, "basis": self.basis}


@dataclass(slots=True)
class Source:
    """The file a report was read from."""

    file: str | None = None
    sha256: str | None = None
    url: str | None = None
    read_at: str | None = None
    format: str | None = None


@dataclass(slots=True)
class Report:
    """One annual report. `cells` is the only store of values, by address; `tables` is a view on it.

        >>> report = Report(edition="2021")
        >>> report.cells["3.received.total"] = Cell(4, "4")
        >>> report.tables["3"]["received"]["total"]
        4
    """

    edition: str
    unit: str | None = None
    year: int | None = None
    title: str | None = None
    unit_kind: str | None = None
    region_code: str | None = None
    scope: str | None = None
    contacts: list[str] = field(default_factory=list)
    period: tuple[date, date] | None = None
    published: date | None = None
    preamble: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    source: Source = field(default_factory=Source)
    hints: dict[str, Any] = field(default_factory=dict)
    """What the reader noticed and the checks may want: ``period_text``, ``notices`` …; not in the JSON."""

    @property
    def tables(self) -> dict[str, dict[str, dict[str, Number | None]]]:
        """``tables["3"]["denied.state_secret"]["person"]`` → number or None."""
        made: dict[str, dict[str, dict[str, Number | None]]] = {"2": {}, "3": {}, "4": {}}
        for address, cell in self.cells.items():
            table, rest = address.split(".", 1)
            row, column = rest.rsplit(".", 1)
            made.setdefault(table, {}).setdefault(row, {})[column] = cell.value
        return made

    def value(self, address: str) -> Number | None:
        """The number at an address, None where the cell is empty, withheld or absent."""
        cell = self.cells.get(address)
        return cell.value if cell else None

    def section(self, number: int) -> Section | None:
        """The section of that number, None where the report has none."""
        return next((section for section in self.sections if section.number == number), None)

    def errors(self) -> Iterator[Finding]:
        """The findings of level error."""
        return (finding for finding in self.findings if finding.level == "error")

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values (see docs/reference/report-json.md)."""
        from gongkai import __version__

        source = {"file": self.source.file, "sha256": self.source.sha256, "url": self.source.url,
                  "read_at": self.source.read_at}
        return {
            "source": source, "gongkai": __version__, "unit": self.unit, "unit_kind": self.unit_kind,
            "region_code": self.region_code, "scope": self.scope, "contacts": list(self.contacts),
            "year": self.year, "edition": self.edition, "title": self.title,
            "period": [day.isoformat() for day in self.period] if self.period else None,
            "published": self.published.isoformat() if self.published else None,
            "preamble": self.preamble,
            "tables": {table: {row: {column: _plain(value) for column, value in cells.items()}
                               for row, cells in rows.items()} for table, rows in self.tables.items()},
            "cells": {address: {"raw": cell.raw, "origin": cell.origin, "note": cell.note,
                                "source": cell.place.to_json() if cell.place else None}
                      for address, cell in self.cells.items()},
            "sections": [{"number": section.number, "heading": section.heading, "text": section.text,
                          "printed": section.printed,
                          "source": section.place.to_json() if section.place else None,
                          "parts": [{"key": part.key, "heading": part.heading, "text": part.text,
                                     "source": part.place.to_json() if part.place else None}
                                    for part in section.parts]} for section in self.sections],
            "facts": [_fact_json(fact) for fact in self.facts],
            "findings": [finding.to_json() for finding in self.findings],
        }


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {"text": fact.text, "subject": fact.subject, "value": _plain(fact.value), "unit": fact.unit,
            "year": fact.year, "section": fact.section, "approximate": fact.approximate,
            "source": fact.place.to_json() if fact.place else None,
            "parts": [_fact_json(part) for part in fact.parts]}


def _plain(value: Any) -> Any:
    """Numbers and dates as JSON knows them; a whole Decimal becomes an int."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
