"""Small reports for the tests of the narrative: sentences in a section, and the cells that matter."""

from __future__ import annotations

from gongkai.report.form import editions
from gongkai.report.model import Cell, Number, Report, Section


def report(text: str, cells: dict[str, Number | None] | None = None, *, section: int = 1, year: int = 2023,
           edition: str = "2021", preamble: str = "") -> Report:
    """A report with one section. Every cell of the form is 0 but those given; totals of table 3 are not derived."""
    made = Report(edition, unit="某县某局", year=year, preamble=preamble)
    for table in editions()[edition].tables.values():
        for block in table.blocks:
            for row in block.leaves():
                for column in block.columns:
                    made.cells[f"{table.number}.{row.key}.{column.key}"] = Cell(0, "0")
    for address, value in (cells or {}).items():
        made.cells[address] = Cell(value, None if value is None else str(value))
    # The applicants of a row follow its total, so that a row is whole.
    for address, value in (cells or {}).items():
        table, rest = address.split(".", 1)
        if table == "3" and rest.endswith(".total"):
            made.cells.setdefault(address, Cell(value))
            person = f"3.{rest.removesuffix('total')}person"
            if person not in (cells or {}):
                made.cells[person] = Cell(value, str(value))
    made.sections.append(Section(section, "总体情况", text))
    return made
