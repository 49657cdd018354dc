"""The cells of a collected file that want a person's eye, and what the checks find with the numbers that people confirmed.

A cell is doubtful that is empty or was withheld, that was told by the declared sums alone, or that an error names, as long as nobody
has confirmed it. What was confirmed lies beside the reading, by address, so that reading and checking again wipe nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gongkai.report import checking, frames
from gongkai.report.form import edition, editions
from gongkai.report.reading.json_report import load_finding
from gongkai.web.annualreport.domain.queries import previous_of, report_of_file
from gongkai.web.annualreport.models import CollectedFile

MOST_CELLS = 12
"""Cells of one error that a person is asked about; an error on more than these is about a table as a whole."""
_OF_READING = ("read.", "form.", "date.")
"""Findings that rest on what only the reader saw."""


@dataclass(slots=True)
class Doubt:
    """A cell to be looked at: its `address` and `label`, what was `read` and how it was printed, why it is doubtful, where it stands."""

    address: str
    label: str
    read: str
    raw: str
    place: dict[str, Any]
    why: list[str] = field(default_factory=list)


def doubts(file: CollectedFile) -> list[Doubt]:
    """The doubtful cells in the form's order; none where the file was not read."""
    if not file.reading or file.edition not in editions():
        return []
    form = edition(file.edition)
    cells: dict[str, Any] = file.reading["cells"]
    values = printed(file)
    decided = set(file.decisions.values_list("address", flat=True))
    why: dict[str, list[str]] = {}
    for finding in file.findings:
        # Where one cell explains several sums that do not hold, it stands first and is the one to look at.
        named = finding["cells"][:1] if finding["code"] == "sum.cell" else finding["cells"]
        few = len(named) <= MOST_CELLS
        for address in named:
            wanted = finding["level"] == "error" and few
            if wanted or (values.get(address) is None and finding["code"].startswith("read.")):
                why.setdefault(address, []).append(finding["message"])
    for address in (one for one in addresses_of(file) if one in cells):
        if values[address] is None:
            why.setdefault(address, ["原文此格为空，或者没有能够确定的数字。"])
        elif cells[address].get("origin") == "inferred":
            why.setdefault(address, []).append("该数由表内勾稽关系推定，原文中的位置不能确定。")
    order = {address: number for number, address in enumerate(addresses_of(file))}
    return [Doubt(address, form.label(address), text(values.get(address)), (cells.get(address) or {}).get("raw") or "",
                  (cells.get(address) or {}).get("source") or {}, list(dict.fromkeys(why[address])))
            for address in sorted(why, key=lambda one: order.get(one, len(order))) if address not in decided and address in order]


def addresses_of(file: CollectedFile) -> list[str]:
    """The cells that a file has, in the form's order: a group that it prints as one row (六、其他处理) in place of its items."""
    cells = (file.reading or {}).get("cells", {})
    form = set(edition(file.edition).addresses())
    lines = tuple(f"{address.rsplit('.', 1)[0]}." for address in cells if address not in form)
    return [address for address in frames.addresses(file.edition) if address in cells or (address in form and not address.startswith(lines))]


def printed(file: CollectedFile) -> dict[str, Any]:
    """What the file says, cell by cell, whatever people confirmed."""
    tables = (file.reading or {}).get("tables", {})
    return {f"{table}.{row}.{column}": value for table, rows in tables.items() for row, cells in rows.items() for column, value in cells.items()}


def mended(file: CollectedFile) -> int:
    """In how many cells people confirmed another number than the file says."""
    said, last = printed(file), dict(file.decisions.order_by("id").values_list("address", "value"))
    return sum(value != text(said.get(address)) for address, value in last.items())


def text(value: Any) -> str:
    """A number as it is written into a cell."""
    return "" if value is None else str(value).removesuffix(".0")


def findings_of(file: CollectedFile) -> list[dict[str, Any]]:
    """What is wrong with the report by the numbers that hold now, and against last year's where there is one; JSON values, errors first.

    What the reader found stays, but for cells that people confirmed since; all else is checked anew where it may have changed.
    """
    found: list[dict[str, Any]] = list((file.reading or {}).get("findings", []))
    decided = set(file.decisions.values_list("address", flat=True))
    previous = previous_of(file.unit, file.year, file.scope) if file.unit is not None and file.year else None
    if not decided and previous is None:
        return found
    report = report_of_file(file)
    kept = [load_finding(one) for one in found if one["code"].startswith(_OF_READING) and one["code"] != "form.empty_cells"
            and not (one["code"].startswith("read.") and one["cells"] and set(one["cells"]) <= decided)]
    report.findings = []
    fresh = [one for one in checking.check(report, previous) if not one.code.startswith(("form.", "date.")) or one.code == "form.empty_cells"]
    told = {(one.code, one.message): one for one in (*kept, *fresh)}
    order = {"error": 0, "warning": 1, "notice": 2}
    return [one.to_json() for one in sorted(told.values(), key=lambda one: order[one.level])]

