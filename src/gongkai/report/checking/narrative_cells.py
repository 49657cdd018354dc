"""Cells as the narrative check needs them: their values, what else the table itself proves, their names in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.report.form import Form, editions
from gongkai.report.model import Number, Report

_TABLES = {"2": "表二", "3": "表三", "4": "表四"}


class Cells:
    """The cells of one report, groups and rows of another edition included."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.form: Form | None = editions().get(report.edition)

    def value(self, address: str) -> Number | None:
        """The number at an address; of a group printed by its items, their sum. None where any of it is empty."""
        cell = self.report.cells.get(address)
        if cell is not None:
            return cell.value
        table, row, column = _split(address)
        if self.form is None or table not in self.form.tables or row not in self.form.tables[table]:
            return None
        leaves = self.form.tables[table].row(row).leaves()
        values = [self.report.value(f"{table}.{leaf.key}.{column}") for leaf in leaves]
        return _sum(values) if len(leaves) > 1 else None

    def least(self, addresses: Iterable[str]) -> Number:
        """The sum of what is printed at these addresses, empty cells left out: so much there is at least."""
        return sum((value for address in addresses if (value := self.value(address)) is not None), start=0)

    def added_up(self, addresses: Iterable[str]) -> Number | None:
        """What the columns of rows add up to whose totals were left empty in print, some number standing beside them; None
        where all totals are printed, or anything was withheld. An empty cell among numbers adds nothing."""
        made: Number = 0
        unprinted = False
        for address in self.leaves(addresses):
            table, row, column = _split(address)
            total = self.report.cells.get(address)
            if column != "total" or table != "3" or self.form is None or total is None:
                return None
            if total.value is not None:
                made += total.value
                continue
            parts = [self.report.cells.get(f"{table}.{row}.{each.key}") for each in self.form.tables[table].columns]
            if any(part is None or (part.value is None and part.raw != "") for part in parts):
                return None
            numbers = [part.value for part in parts if part is not None and part.value is not None]
            unprinted |= bool(numbers)
            made += sum(numbers, start=0)
        return made if unprinted else None

    def sum(self, addresses: Iterable[str]) -> Number | None:
        """The sum over addresses, None where any is empty."""
        return _sum([self.value(address) for address in addresses])

    def truths(self, addresses: Iterable[str]) -> set[Number]:
        """What the table says of a sum of cells: as printed, and as its other columns prove it, should a printed
        total be wrong (that is another check's finding). Empty where a cell is empty."""
        printed: list[Number | None] = []
        proved: list[Number | None] = []
        for address in addresses:
            value = self.value(address)
            printed.append(value)
            proved.append(self._columns(address) if value is not None else None)
        made = {_sum(printed), _sum([b if b is not None else a for a, b in zip(printed, proved, strict=True)])}
        return {value for value in made if value is not None}

    def _columns(self, address: str) -> Number | None:
        table, row, column = _split(address)
        if column != "total" or self.form is None or table not in self.form.tables:
            return None
        parts = [each.key for each in self.form.tables[table].columns if each.key != "total"]
        return _sum([self.value(f"{table}.{row}.{key}") for key in parts])

    def leaves(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """The addresses that the report really has, a group by its items, for a finding's `cells`."""
        made: list[str] = []
        for address in addresses:
            table, row, column = _split(address)
            if address in self.report.cells or self.form is None or row not in self.form.tables[table]:
                made.append(address)
            else:
                made.extend(f"{table}.{leaf.key}.{column}" for leaf in self.form.tables[table].row(row).leaves())
        return tuple(made)

    def name(self, addresses: Iterable[str]) -> str:
        """«表三“一、本年新收政府信息公开申请数量”总计», or several joined by 与."""
        addresses = list(addresses)
        if self.form is None:
            return "、".join(addresses)
        rows, columns = [], []
        table = ""
        for address in addresses:
            table, row, column = _split(address)
            label = self.form.tables[table].row(row).label.partition("（区分处理")[0]
            if f"“{label}”" not in rows:
                rows.append(f"“{label}”")
            printed = self.form.tables[table].column(row, column).label
            if printed not in columns:
                columns.append(printed)
        column_text = "总计" if columns == ["总计"] else "、".join(f"“{name}”" for name in columns)
        return f"{_TABLES.get(table, f'表{table}')}{'与'.join(rows)}{column_text}"


def _split(address: str) -> tuple[str, str, str]:
    table, rest = address.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return table, row, column


def _sum(values: list[Number | None]) -> Number | None:
    total: Number = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
