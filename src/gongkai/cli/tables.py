"""The statutory tables of a report as text that fits 80 columns, or as Markdown."""

from __future__ import annotations

from decimal import Decimal

from gongkai.cli.text import grid, pipes
from gongkai.report.form import Block, Form, Row, Table, editions
from gongkai.report.model import Number, Report

EMPTY = "–"
"""What stands for an empty cell, so that it is not taken for 0."""
_LABEL = 30


def shown(value: Number | None) -> str:
    """A number as printed, an empty cell as a dash."""
    if value is None:
        return EMPTY
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def tables(report: Report, *, markdown: bool = False) -> list[str]:
    """Lines that show every table; cells of another edition or unknown to the form are listed at the end."""
    form = editions().get(report.edition)
    lines: list[str] = []
    told: set[str] = set()
    for table in form.tables.values() if form else ():
        lines += ["", f"{'### ' if markdown else ''}{_title(form, table)}", *([""] if markdown else [])]
        for block in table.blocks:
            rows = _rows(report, table, block, told)
            if markdown:
                lines += ["", *pipes(rows)] if len(table.blocks) > 1 else pipes(rows)
            else:
                numbers = len(rows[0]) - 1
                lines += grid(rows, [_LABEL, *[max(6, min(16, (80 - _LABEL) // numbers - 1))] * numbers])
    left = [f"{address} = {shown(cell.value)}" for address, cell in report.cells.items() if address not in told]
    if left:
        lines += ["", "表外的格：" + "，".join(left)]
    if any(cell.value is None for cell in report.cells.values()):
        lines += ["", f"“{EMPTY}”为空格或未能读出，不等于 0。"]
    return lines


def _title(form: Form | None, table: Table) -> str:
    numeral = "一二三四五六七八九"[int(table.number) - 1]
    heading = next((section.heading for section in form.sections if section.number == table.section), "") if form else ""
    return f"表{numeral}　{heading}"


def _rows(report: Report, table: Table, block: Block, told: set[str]) -> list[list[str]]:
    head = [block.label or "项目", *(column.label for column in block.columns)]
    made = [head]
    for row, group in _printed(report, table, block.rows):
        line = [_label(row)]
        if group:
            made.append(line + [""] * len(block.columns))
            continue
        for column in block.columns:
            address = f"{table.number}.{row.key}.{column.key}"
            told.add(address)
            line.append(shown(report.value(address)))
        made.append(line)
    return made


def _label(row: Row) -> str:
    return row.label.split("（区分处理")[0]


def _printed(report: Report, table: Table, rows: tuple[Row, ...]) -> list[tuple[Row, bool]]:
    """The rows that the report prints, and whether each is a heading: a group as one row where it says so."""
    filled = {address.rsplit(".", 1)[0] for address in report.cells}
    made: list[tuple[Row, bool]] = []
    for row in rows:
        own = f"{table.number}.{row.key}" in filled
        items = _printed(report, table, row.rows)
        if not row.rows or (own and not any(f"{table.number}.{item.key}" in filled for item, _ in items)):
            made.append((row, False))
        else:
            made += [(row, not own), *items]
    return made
