"""The tables of a report as they are printed, each number a field, with what was counted, where that opens to, and whether it was written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.report.form import edition
from gongkai.report.model import Cell
from gongkai.report.writing.layout import LaidCell, lay_out
from gongkai.web.annualreport.domain.counted import SOURCES, opens_to
from gongkai.web.annualreport.models import AnnualReport, Override


@dataclass(frozen=True, slots=True)
class Shown:
    """One printed cell on the screen.

    Attributes:
        field: the form's field of a number; None for words, or where nobody may write.
        counted: what was counted, None where nothing was; `source` says in what, `link` opens to it.
        written: what the report says.
        over: whether another number than the counted one stands there; `reason` says why.
    """

    cell: LaidCell
    label: str = ""
    field: Any = None
    counted: str | None = None
    source: str = ""
    link: str = ""
    written: str = ""
    over: bool = False
    reason: str = ""


def tables_of(row: AnnualReport, form: Any = None) -> dict[int, list[tuple[Any, list[list[Shown]]]]]:
    """Number of a section → its tables, each with its rows.

    Args:
        form: the `ReportForm`, where the person may write.
    """
    told = edition(row.edition)
    snapshot = row.snapshots.order_by("-number").first()
    counted: Mapping[str, Any] = snapshot.cells if snapshot is not None else {}
    reasons = {one.address: one for one in row.overrides.order_by("id")}
    cells = {address: Cell(None, value or "") for address, value in row.cells.items()}
    made: dict[int, list[tuple[Any, list[list[Shown]]]]] = {}
    for table in lay_out(told, cells):
        rows = [[_shown(row, told, cell, form, counted, reasons) for cell in line] for line in table.rows]
        made.setdefault(table.section, []).append((table, rows))
    return made


def _shown(row: AnnualReport, told: Any, cell: LaidCell, form: Any, counted: Mapping[str, Any], reasons: Mapping[str, Override]) -> Shown:
    if not cell.address:
        return Shown(cell)
    one = counted.get(cell.address) or {}
    count, source, written = one.get("value"), one.get("source", ""), row.cells.get(cell.address) or ""
    name = f"cell-{cell.address}"
    field = form[name] if form is not None and name in form.fields else None
    over = count is not None and written != count
    why = reasons.get(cell.address)
    link = opens_to(row.unit, row.year, cell.address, source) if (source and count not in (None, "0")) or source == "decisions" else ""
    return Shown(cell, told.label(cell.address), field, count, SOURCES.get(source, ""), link, written, over,
                 why.reason if over and why is not None and (why.counted, why.written) == (count, written) else "")
