"""Empty cells: one finding a table, which tells the rows and columns that hold no number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gongkai.report.checking.numbers import label
from gongkai.report.checking.sums import withheld_cells
from gongkai.report.checking.wordings import listed
from gongkai.report.form import editions, split_address
from gongkai.report.model import Finding, Level, Report

_split = lru_cache(maxsize=4096)(split_address)


def check(report: Report) -> list[Finding]:
    """One finding for each table with cells that are empty in the source; cells that reading withheld are none."""
    return list(_empty(report))


def _empty(report: Report) -> Iterator[Finding]:
    if None not in [cell.value for cell in report.cells.values()]:
        return
    form = editions().get(report.edition)
    basis = f"{form.citation['document']}所附格式" if form else None
    withheld = withheld_cells(report)
    tables: dict[str, list[str]] = {}
    for address in report.cells:
        tables.setdefault(_split(address)[0], []).append(address)
    cells = report.cells
    for addresses in tables.values():
        empty = [address for address in addresses if cells[address].value is None and address not in withheld]
        if not empty:
            continue
        name = label(empty[0]).partition("“")[0]
        level: Level = "notice"
        message = f"{name}有 {len(empty)} 格未填数字（{_where(empty, addresses)}），没有的应填 0，请核对。"
        if len(empty) == len(addresses):
            level, message = "warning", f"{name}全部 {len(empty)} 格均未填数字，请填报，没有的填 0。"
        place = next((place for address in empty if (place := report.cells[address].place)), None)
        yield Finding("form.empty_cells", level, message, tuple(empty), found=len(empty), place=place, basis=basis)


def _where(empty: list[str], addresses: list[str]) -> str:
    """Empty cells told by whole columns, then by whole rows, then what is left."""
    left = empty
    gone = set(empty)
    words = []
    if mostly := _mostly(empty, addresses):
        return f"{listed([_column(cells[0]) for cells in mostly])}栏大部分为空" + (
            "等" if len(empty) > sum(map(len, mostly)) else "")
    for part, tell in ((2, _columns), (1, _rows)):
        untold = set(left)
        whole = [cells for cells in _lines(tuple(addresses), part).values()
                 if len(cells) > 1 and gone.issuperset(cells) and not untold.isdisjoint(cells)]
        if whole:
            words.append(tell([cells[0] for cells in whole]))
            told = {address for cells in whole for address in cells}
            left = [address for address in left if address not in told]
    if left:
        rows = {_split(address)[1]: address for address in reversed(left)}
        words.append(listed([f"“{_row(address)}”{_column(address)}" for address in left]) if len(left) <= 4
                     else f"{_named(list(reversed(rows.values())))}的部分栏")
    return "；".join(words)


@lru_cache(maxsize=64)
def _lines(addresses: tuple[str, ...], part: int) -> dict[str, list[str]]:
    """The rows (`part` 1) or columns (2) that some cells make; most reports have the same cells."""
    made: dict[str, list[str]] = {}
    for address in addresses:
        made.setdefault(_split(address)[part], []).append(address)
    return made


def _mostly(empty: list[str], addresses: list[str]) -> list[list[str]]:
    """The empty cells of columns that are empty but for some cells, where these make up nearly all that is empty."""
    columns = _lines(tuple(addresses), 2)
    gone = set(empty)
    gaps = {key: [address for address in cells if address in gone] for key, cells in columns.items()}
    most = [cells for key, cells in gaps.items() if len(cells) >= max(3, 0.7 * len(columns[key]))]
    whole = all(len(cells) == len(columns[key]) for key, cells in gaps.items() if cells in most)
    return [] if whole or sum(map(len, most)) < 0.9 * len(empty) else most


def _columns(cells: list[str]) -> str:
    return f"{listed([_column(address) for address in cells])}整列"


def _rows(cells: list[str]) -> str:
    return f"{_named(cells)}整行"


def _named(cells: list[str]) -> str:
    count = f"{len(cells)}行" if len(cells) > 4 else ""
    return listed([f"“{_row(address)}”" for address in cells], 4) + count


def _row(address: str) -> str:
    """The row's label, notes in brackets and the second half of long ones left out."""
    return label(address).partition("“")[2].rpartition("”")[0].partition("（区分")[0].partition("、行政机关")[0]


def _column(address: str) -> str:
    return label(address).rpartition("”")[2]
