"""The data dictionary of annual reports: every cell of every edition with its label, unit of measure and editions, made from the form.

    for entry in entries(): entry.address, entry.labels["2021"], entry.unit

``python -m gongkai.report.dictionary > docs/reference/data-dictionary.md`` writes it as a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.report.form import editions, split_address
from gongkai.report.frames import addresses

ABOUT = {
    "unit": "Web name of the unit on its platform (网址名), the same for all years", "unit_name": "Name of the unit at the end of the year (单位名称)",
    "unit_kind": "Kind of unit (单位类别), in the words of the platform", "region_code": "Code of the administrative division (行政区划代码); empty where it is not known",
    "scope": "本级: the unit's own work; 全域: that of all units of its area. Never add the two", "year": "Year reported on (年度)",
    "edition": "Edition of the form (格式版本): 2019 for the years 2019 and 2020, 2021 from 2021 on",
    "published_on": "Day of publication (公布日期); empty where the platform did not publish it itself",
    "late": "Published after the last day of the law (逾期公布)", "source": "`report`: compiled on the platform; `file`: read from the unit's published file",
}
"""The columns that say which report a row is of, in order, each with what it means."""
LONG = ("table", "row", "column", "address", "label", "unit_of_measure", "value")
"""The columns of the long form behind those: a row for each cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its `address` is a column of the wide form. `group` where it stands for items that some reports print as one row."""

    address: str
    labels: dict[str, str]
    unit: str
    group: bool

    @property
    def label(self) -> str:
        """In the words of its newest edition."""
        return self.labels[max(self.labels)]


@cache
def entries() -> tuple[Entry, ...]:
    """All cells of all editions, in the order of the newest edition that has them, table by table.

    >>> next(entry for entry in entries() if entry.address == "3.received.total").label
    '表三“一、本年新收政府信息公开申请数量”总计'
    """
    found: dict[str, dict[str, str]] = {}
    for name in sorted(editions(), reverse=True):
        for address in addresses(name):
            found.setdefault(address, {})[name] = editions()[name].label(address)
    made = []
    for address, labels in found.items():
        table, row, column = split_address(address)
        form = editions()[max(labels)].tables[table]
        made.append(Entry(address, labels, form.column(row, column).unit, bool(form.row(row).rows)))
    return tuple(sorted(made, key=lambda entry: entry.address[0]))


def page() -> str:
    """The page for docs/reference."""
    lines = [
        "# Data dictionary", "", "Made by `make docs` from the forms in `law/forms`; don't edit.", "",
        "What the set of annual reports holds that a platform serves to anybody (年报数据: CSV, Parquet, JSON). **Wide**: a row for each report, a",
        "column for each cell, named by its address. **Long**: a row for each cell. The addresses are those of `gongkai form` and of a report's JSON.", "", "An empty value is a cell that the report leaves empty, or does not have (another edition). 0 is a printed 0.", "",
        "## What both forms say of the report", "", "| column | meaning |", "|---|---|", *(f"| `{name}` | {words} |" for name, words in ABOUT.items()), "",
        "## What the long form adds", "", "`table`, `row`, `column` and `address` of the cell, its `label` in the form's words, its `unit_of_measure`, its `value`.", "",
        "## Cells", "", "| address | label | unit of measure | editions | |", "|---|---|---|---|---|",
        *(f"| `{entry.address}` | {entry.label} | {entry.unit} | {', '.join(sorted(entry.labels))} | {'one row for its items' if entry.group else ''} |" for entry in entries())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
