"""The source of a doubtful cell as it is shown beside what was read: a page's picture with a frame, a table with the cell marked,
or the lines around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gongkai.report.model import Place
from gongkai.web.annualreport import collect_look
from gongkai.web.annualreport.domain.doubts import Doubt
from gongkai.web.annualreport.models import CollectedFile

AROUND = 6
"""Lines before and after a line of a text."""


@dataclass(slots=True)
class Shown:
    """What is shown: `page` with its size and `box` (left, top, width, height in points) of a PDF; or `rows` of a table, each cell as (text, rowspan,
    colspan, whether it is the one); or `lines` as (number, text, whether it is the one). `said` tells where the cell stands."""

    page: int = 0
    width: float = 0
    height: float = 0
    box: tuple[float, float, float, float] | None = None
    rows: list[list[tuple[str, int, int, bool]]] = field(default_factory=list)
    lines: list[tuple[str, str, bool]] = field(default_factory=list)
    said: str = ""


def shown(file: CollectedFile, doubt: Doubt) -> Shown:
    """The source of a doubtful cell; where the source has no such cell, that of its nearest neighbour in the form."""
    place = _place(doubt.place)
    absent = place is None
    if place is None:
        place = _neighbour(file, doubt.address)
    if place is None:
        return Shown(said="原文中没有读到这一格，也没有可以对照的位置，请下载文件核对。")
    made = Shown(said="原文中没有读到这一格，下面是它附近的内容。" if absent else f"原文位置：{place}")
    if place.page:
        sizes = file.source.get("pages", [])
        made.page = place.page
        made.width, made.height = sizes[place.page - 1] if place.page <= len(sizes) else (595.0, 842.0)
        if place.box is not None and not absent:
            left, top, right, bottom = place.box
            made.box = (left, top, right - left, bottom - top)
        return made
    key = collect_look.key(place)
    for grid in file.source.get("grids", []):
        if any(cell[3] == key for row in grid for cell in row):
            made.rows = [[(text, down, across, not absent and where == key) for text, down, across, where in row] for row in grid]
            return made
    lines = file.source.get("lines", [])
    at = next((number for number, (_, where) in enumerate(lines) if where == key), None)
    if at is not None:
        made.lines = [(where.removeprefix("line "), text, not absent and number == at)
                      for number, (text, where) in enumerate(lines) if abs(number - at) <= AROUND]
    return made


def _place(told: dict[str, Any]) -> Place | None:
    if not told:
        return None
    box = told.get("box")
    return Place(told.get("line"), told.get("path"), told.get("page"), (box[0], box[1], box[2], box[3]) if box else None)


def _neighbour(file: CollectedFile, address: str) -> Place | None:
    """Where the cell of the same row, else of the same table, stands that the source does have."""
    cells: dict[str, Any] = (file.reading or {}).get("cells", {})
    row, table = address.rsplit(".", 1)[0] + ".", address.split(".", 1)[0] + "."
    for start in (row, table):
        for other, cell in cells.items():
            if other.startswith(start) and cell.get("source"):
                return _place(cell["source"])
    return None
