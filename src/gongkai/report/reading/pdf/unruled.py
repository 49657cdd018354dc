"""Tables without rules."""
from __future__ import annotations
from gongkai.report.reading.pdf.geometry import Line, Page, Rule
from gongkai.report.reading.pdf.ruled import Table

def tables(page: Page, found: list[Line], across: list[Rule], max_cells: int) -> tuple[list[Line], list[Table]]:
    return found, []
