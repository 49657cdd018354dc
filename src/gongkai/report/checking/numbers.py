"""Numbers of the tables that no count can be: fractions of an application, fewer than none."""

from __future__ import annotations

from functools import cache

from gongkai.report.checking.wordings import shown
from gongkai.report.form import Column, editions, split_address
from gongkai.report.model import Finding, Report


@cache
def _cells() -> dict[str, tuple[str, Column]]:
    """Every cell of every edition, groups included: label and column, the newest edition first."""
    made: dict[str, tuple[str, Column]] = {}
    for form in reversed(editions().values()):
        for table in form.tables.values():
            for row in (*table.leaves(), *table.groups()):
                for column in table.block_of(row.key or "").columns:
                    address = f"{table.number}.{row.key}.{column.key}"
                    made.setdefault(address, (form.label(address), column))
    return made


def label(address: str) -> str:
    """A cell in the form's words, whichever edition has it; the address itself where none has.

        >>> label("3.received.total")
        '表三“一、本年新收政府信息公开申请数量”总计'
    """
    known = _cells().get(address)
    return known[0] if known else address


def check(report: Report) -> list[Finding]:
    """Counts that are not whole, and numbers below nought where the form has no 增/减."""
    findings = []
    for address, cell in report.cells.items():
        value = cell.value
        if value is None or (type(value) is int and value >= 0):
            continue
        known = _cells().get(address)
        if known is None:
            continue
        words, column = known
        if value < 0 and not column.negative:
            findings.append(Finding("sum.negative", "error", f"{words}填 {shown(value)}，该栏不能为负数，请核对。", (address,),
                                    None, value, cell.place, _basis(address, report.edition)))
        if column.unit != "万元" and value != int(value):
            findings.append(Finding("sum.not_whole", "error",
                                    f"{words}填 {shown(value)}，该栏按{column.unit}计数，应为整数，请核对。", (address,),
                                    None, value, cell.place, _basis(address, report.edition)))
    return findings


def _basis(address: str, edition: str) -> str:
    """The notice of the report's edition, or of the newest that has the cell where it is another's."""
    forms = [*(form for form in (editions().get(edition),) if form), *reversed(editions().values())]
    form = next(form for form in forms if _has(form.tables, address))
    return f"{form.citation['document']}所附格式"


def _has(tables: dict, address: str) -> bool:
    number, row, column = split_address(address)
    return number in tables and row in tables[number] and any(
        c.key == column for c in tables[number].block_of(row).columns)
