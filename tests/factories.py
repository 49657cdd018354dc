"""Reports for tests, made cell by cell: numbers that fit each other unless a test breaks them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.report.form import edition, split_address
from gongkai.report.model import Cell, Report, Section

APPLICANTS = ("person", "enterprise", "research", "welfare", "legal", "other")
HEADINGS = {section.number: section.heading for section in edition("2021").sections}

Value = int | Decimal | None


def cells(edition_name: str = "2021", *, grouped: bool = False) -> dict[str, Cell]:
    """Every cell of an edition, zero. `grouped` prints （六）其他处理 as one row."""
    made = {}
    for address in edition(edition_name).addresses():
        table, row, column = split_address(address)
        if grouped and row.startswith("closed."):
            address = f"{table}.closed.{column}"
        made[address] = Cell(0, "0")
    return made


def report(values: Mapping[str, Value] | None = None, *, unit: str | None = "某县示例局", year: int | None = 2023,
           edition_name: str = "2021", grouped: bool = False, sections: Mapping[int, str] | None = None,
           **fields: Any) -> Report:
    """A report without faults: all cells zero, six sections, a whole period; `values` are laid over by address.

    `grouped` prints （六）其他处理 as one row; `sections` gives sections other texts; `fields` are those of Report.
    """
    made = Report(edition_name, unit=unit, year=year, cells=cells(edition_name, grouped=grouped), **fields)
    if year and "period" not in fields:
        made.period = (date(year, 1, 1), date(year, 12, 31))
    texts = {number: f"{heading}见表。" for number, heading in HEADINGS.items()}
    texts[6] = "本年度未收取信息处理费。"
    texts.update(sections or {})
    made.sections = [Section(number, HEADINGS[number], text, printed=f"{'一二三四五六'[number - 1]}、{HEADINGS[number]}")
                     for number, text in sorted(texts.items())]
    put(made, values or {})
    return made


def put(made: Report, values: Mapping[str, Value]) -> None:
    """Lay values over a report's cells as they are, sums or no sums."""
    for address, value in values.items():
        made.cells[address] = Cell(value, "" if value is None else str(value))


def applications(counts: Mapping[str, Mapping[str, int]], *, leaves: Mapping[str, int] | None = None) -> dict[str, int]:
    """Cells of table 3 that fit each other: row → applicant → number, with totals and the balance worked out.

    `counts` are outcomes by row; all of them were received this year, and `leaves` (applicant → number) beside them
    are carried over to the next.
    """
    leaves = dict(leaves or {})
    made: dict[str, int] = {}
    for column in APPLICANTS:
        handled = 0
        for row, numbers in counts.items():
            made[f"3.{row}.{column}"] = numbers.get(column, 0)
            handled += numbers.get(column, 0)
        made[f"3.processed.{column}"] = handled
        made[f"3.carried_in.{column}"] = 0
        made[f"3.carried_out.{column}"] = leaves.get(column, 0)
        made[f"3.received.{column}"] = handled + leaves.get(column, 0)
    for row in [*counts, "processed", "carried_in", "carried_out", "received"]:
        made[f"3.{row}.total"] = sum(made[f"3.{row}.{column}"] for column in APPLICANTS)
    return made
