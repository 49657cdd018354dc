"""A report that is typed in a form, line by line and cell by cell → Report, as if it had been read from a file.

The lines go the way of every file's: headings, parts, period, contacts, facts are found in them by the same functions, so that the
same engine checks a report that is typed, imported or dropped on a page. Each line has a place of its own (``text/1/p[3]``: third line
of section one; ``text/0/p[1]``: the preamble), so that a finding leads to the line that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from gongkai.report.form import Form, edition
from gongkai.report.model import Cell, Number, Place, Report
from gongkai.report.reading import finish
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.metadata import metadata
from gongkai.report.reading.sections import Item, narrative
from gongkai.report.writing.manuscript import numeral

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")


def typed(
    *, edition_name: str, unit: str, year: int, title: str, preamble: str, texts: Mapping[int, str], cells: Mapping[str, Number | None],
    signed: tuple[str, date | None] = ("", None), scope: str | None = None, published: date | None = None, unit_kind: str | None = None,
    check: bool = True, previous: Report | None = None,
) -> Report:
    """The report with its sections, facts and findings.

    Args:
        edition_name: of the form, for example ``2021``.
        texts: number of a section → its text; lines are joined by line feeds, sections with tables have theirs too.
        cells: address → number, None for a cell left empty. A missing address is a cell that the report does not have.
        signed: unit and day at the end (落款).
        unit_kind: what the unit is, in the words of ``law/checks/units.yaml``; told by its name unless given.
        check: whether the checks run.
        previous: last year's report of the unit, for what must carry over.

    Raises:
        KeyError: there is no such edition.

        >>> made = typed(edition_name="2021", unit="某县民政局", year=2025, title="某县民政局2025年政府信息公开工作年度报告",
        ...              preamble="", texts={1: "（一）主动公开。2025年公开信息12条。"}, cells={"4.review.total": 0})
        >>> made.sections[0].heading, made.facts[0].value, made.value("4.review.total")
        ('总体情况', 12, 0)
    """
    form = edition(edition_name)
    heading = Paragraph(title, Place(path="title"))
    items: list[Item] = [("line", heading), *(("line", line) for line in lines_of(0, preamble))]
    tables: dict[int, list[str]] = {}
    for table in form.tables.values():
        tables.setdefault(table.section, []).append(table.number)
    for section in form.sections:
        items.append(("line", Paragraph(f"{numeral(section.number)}、{section.heading}", Place(path=f"text/{section.number}"))))
        items += [("line", line) for line in lines_of(section.number, texts.get(section.number, ""))]
        items += [("table", number) for number in tables.get(section.number, ())]
    text = narrative(items, 0)
    document = Document(format="typed", title=title, published=published)
    told = metadata(document, text, [heading], title, heading.place)
    report = Report(
        edition=edition_name, unit=unit, year=year, title=title, unit_kind=unit_kind, scope=scope, contacts=told.contacts, period=told.period,
        published=published or signed[1], preamble=text.preamble, sections=text.sections,
        cells={address: Cell(value, "" if value is None else str(value)) for address, value in cells.items()})
    report.hints = {
        "format": "typed", "headings": text.headings, "lines": text.lines, "period_text": told.period_text, "period_place": told.period_place,
        "notices": told.notices, "titles": told.titles, "title_place": told.title_place, "signed_unit": signed[0] or text.signed_unit,
        "signed_date": signed[1] or text.signed_date, "restarted": text.restarted}
    finish(report, check=False)
    if check:
        from gongkai.report import checking

        report.findings += checking.check(report, previous)
    return report


def lines_of(number: int, text: str) -> list[Paragraph]:
    """The lines of a section's text, each with its place; empty ones are left out but counted."""
    return [Paragraph(line.strip(), Place(path=f"text/{number}/p[{place}]")) for place, line in enumerate(text.splitlines(), 1) if line.strip()]


def number_of(text: str | None) -> Number | None:
    """A cell's number as it is kept (``"12"``, ``"3.5"``), None for an empty one.

    Raises:
        ValueError: it is no number.

        >>> number_of("12"), number_of("3.50"), number_of("") is None
        (12, Decimal('3.50'), True)
    """
    if text is None or not text.strip():
        return None
    plain = text.strip().replace(",", "").replace("，", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain) if "." in plain else int(plain)


def empty_cells(form: Form) -> dict[str, None]:
    """Every cell of an edition, empty, in official order."""
    return dict.fromkeys(form.addresses())


def place_of(path: str | None) -> tuple[int, int] | None:
    """(number of the section, number of the line) of a place that `typed` gave; None for any other.

    >>> place_of("text/1/p[3]"), place_of("title") is None
    ((1, 3), True)
    """
    parts: Sequence[str] = (path or "").split("/")
    if len(parts) != 3 or parts[0] != "text" or not parts[2].startswith("p["):
        return None
    return int(parts[1]), int(parts[2][2:-1])
