"""Workbooks (.xlsx): the cells of all sheets; hidden sheets, rows and columns, comments, pivot caches, connections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from gongkai.report.reading.package import Package
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.office import opened, texts_of
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import rules

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_ADDRESS = re.compile(r"([A-Z]{1,3})\d{1,7}")
_GAP = 200
"""Empty rows that are kept, so that the line of a remark is the row of the sheet."""
_WIDEST = 16_384


def read(data: bytes, reading: Reading, inside: Callable[[Reading, str, bytes], None]) -> None:
    """Read a workbook.

    Raises:
        Refused: macros or programs in it.
        UnreadableReport: it cannot be read.
    """
    package = opened(data, reading, inside)
    strings = _strings(package)
    hidden = []
    targets = package.relations("xl/workbook.xml")
    workbook = package.xml("xl/workbook.xml")
    for node in workbook.iter(M + "sheet") if workbook is not None else ():
        name, state = node.get("name", ""), node.get("state", "visible")
        root = package.xml(targets.get(node.get(_ID, ""), ("", ""))[1])
        if root is None:
            continue
        place = f"工作表“{name}”"
        closed = _hidden_columns(root)
        rows = list(_rows(root, strings, closed, place, reading))
        page = plain.of_cells(cells for cells, _ in rows)
        if state == "visible":
            reading.show(place, page, plain.of_cells(
                [] if shut else [(column, text) for column, text in cells if column not in closed] for cells, shut in rows))
        else:
            hidden.append(name)
            reading.hide(place, page)
    if hidden:
        reading.say("file.hidden_sheet", "、".join(f"“{name}”" for name in hidden[:3]) + ("等" if len(hidden) > 3 else ""))
    _comments(package, reading)
    if package.holds("xl/pivotcache/pivotcacherecords"):
        reading.say("file.pivot")
    if "xl/connections.xml" in package:
        reading.say("file.external", "（数据连接）")


def _strings(package: Package) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    return texts_of(root, M + "t", M + "si") if root is not None else []


def _rows(
    root: etree._Element, strings: list[str], closed: frozenset[int], place: str, reading: Reading,
) -> Iterator[tuple[list[tuple[int, str]], bool]]:
    """The rows of a sheet, each with whether it is hidden; says on the way which hidden rows and columns hold something."""
    columns: set[int] = set()
    rows: list[int] = []
    last, left = 0, rules().cells
    for row in root.iter(M + "row"):
        number = int(row.get("r", "")) if row.get("r", "").isdecimal() and len(row.get("r", "")) < 8 else last + 1
        for _ in range(min(max(number - last - 1, 0), _GAP)):
            yield [], False
        last = number
        cells = [(column, text) for column, text in _cells(row, strings) if text]
        left -= len(cells)
        if left < 0:
            reading.say("file.part_unread", place=place)
            break
        columns.update(column for column, _ in cells if column in closed)
        shut = row.get("hidden") in ("1", "true") or (row.get("customHeight") in ("1", "true") and _nought(row.get("ht")))
        if cells and shut:
            rows.append(number)
        yield cells, shut
    if columns:
        reading.say("file.hidden_rows", "、".join(map(_letters, sorted(columns)[:5])), place=place, what="列")
    if rows:
        reading.say("file.hidden_rows", "、".join(map(str, rows[:5])) + ("等" if len(rows) > 5 else ""), place=place, what="行")


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    columns: set[int] = set()
    for column in root.iter(M + "col"):
        first, last = column.get("min", ""), column.get("max", "")
        shut = column.get("hidden") in ("1", "true") or _nought(column.get("width"))
        if shut and first.isdecimal() and last.isdecimal():
            columns.update(range(int(first[:6]) - 1, min(int(last[:6]), _WIDEST)))
            if len(columns) >= _WIDEST:
                break
    return frozenset(columns)


def _nought(size: str | None) -> bool:
    """Whether a width or height is given and is none: what is drawn to nothing is hidden too."""
    return bool(size) and re.fullmatch(r"0+(?:\.0*)?", size or "") is not None


def _cells(row: etree._Element, strings: list[str]) -> Iterator[tuple[int, str]]:
    column = -1
    for cell in row.iterchildren(M + "c"):
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        column = _column(address[1]) if address else column + 1
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            yield column, "".join(node.text or "" for node in cell.iter(M + "t"))
            continue
        value = cell.findtext(M + "v") or ""
        if kind == "s":
            index = int(value) if value.isdecimal() and len(value) < 9 else -1
            yield column, strings[index] if 0 <= index < len(strings) else ""
        else:
            yield column, whole_number(value) if kind == "n" else value


def whole_number(value: str) -> str:
    """A number as a person sees it: 1.3800001234E10 is a telephone."""
    if "E" not in value.upper() and not value.endswith(".0"):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if abs(number) < 1e20 and number.is_integer() else value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    made = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def _comments(package: Package, reading: Reading) -> None:
    notes: list[str] = []
    for name in package.names():
        if name.startswith("xl/threadedcomments/") and (root := package.xml(name)) is not None:
            notes += ["".join(map(str, node.itertext())) for node in root.iter(_THREADED + "text")]
        elif re.fullmatch(r"xl/(?:comments/)?comments?\d*\.xml", name) and (root := package.xml(name)) is not None:
            notes += texts_of(root, M + "t", M + "comment")
    if notes:
        reading.say("file.comments", notes[0], count=len(notes))
        reading.hide("批注", "\n".join(notes))
