"""XLSX and CSV. Reading trusts nothing; what is written holds no formulas.

Uploaded files are read in a process of their own (`read`), bounded in time and memory; `rows_of` is what runs there, so this
module imports nothing of Django's.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NamedTuple

from gongkai.errors import GongkaiError
from gongkai.report.workers import Worker, classes_of

ROWS, COLUMNS, LETTERS = 5_000, 100, 32_767
"""What a sheet may have that comes in: rows below its head, columns, letters in a cell."""
SECONDS, MEMORY = 30, 1 << 30
MERGED = 200_000
"""Cells that merged ranges may cover, where they are filled."""
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Sheet(NamedTuple):
    """What was read: the rows, and the names of the workbook's other sheets that show something and were not read."""

    rows: list[list[str]]
    others: list[str]


def look(data: bytes, *, merged: bool = False) -> Sheet:
    """The rows of a sheet, each cell as text, from the first row on; blank rows at the end are left out.

    Of a workbook the first visible sheet is read, of a formula its saved value.

    Args:
        merged: whether each cell of a merged range gets the range's text; else the first alone has it.

    Raises:
        GongkaiError: the file is no sheet, damaged, or too large; one Chinese sentence.
    """
    worker = Worker(f"{__name__}:rows_of", SECONDS, classes_of(), memory=MEMORY)
    with tempfile.NamedTemporaryFile(suffix=".upload") as file:
        file.write(data)
        file.flush()
        try:
            kind, value = worker.ask(file.name, {"merged": merged})
        finally:
            worker.stop()
    if kind == "done":
        return Sheet(*value)
    raise GongkaiError(value if kind == "bad" else "这个文件无法在限定的时间和内存内读取，请用办公软件打开后另存为 .xlsx 再上传。")


def read(data: bytes) -> list[list[str]]:
    """The rows alone of `look`."""
    return look(data).rows


def rows_of(path: str, merged: bool = False) -> tuple[list[list[str]], list[str]]:
    """The rows of the file at `path`, and the names of other sheets; see `look`.

    Raises:
        GongkaiError: it is no sheet, damaged, or too large.
    """
    data = Path(path).read_bytes()
    if not data.strip():
        raise GongkaiError("文件是空的，请选择填写好的表格后再上传。")
    if data.startswith(_XLS):
        raise GongkaiError("这是旧版 Excel 工作簿（.xls）或者设有打开密码的工作簿，请取消密码并另存为 .xlsx 后再上传。")
    others: list[str] = []
    rows = _workbook(data, merged, others) if data.startswith(b"PK") else _separated(data)
    kept: list[list[str]] = []
    for row in rows:
        cells = [_plain(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > COLUMNS:
            raise GongkaiError(f"表格超过 {COLUMNS} 列，请对照模板删去多余的列后再上传。")
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    if len(kept) > ROWS + 1:
        raise GongkaiError(f"表格超过 {ROWS} 行，请分成几个文件分别上传。")
    return kept, others


def _workbook(data: bytes, merged: bool, others: list[str]) -> Iterator[Iterable[Any]]:
    import openpyxl

    from gongkai.report.reading.document import Limits
    from gongkai.report.reading.package import Package

    package = Package(data, Limits(unpacked=100_000_000))
    names = package.names()
    if not any(name.startswith("xl/worksheets/") for name in names):
        raise GongkaiError("这个文件不是 Excel 工作簿，请使用 .xlsx 或 .csv 格式的表格。")
    for name in names:
        part = package.read(name)
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part[:2000]:
            raise GongkaiError("文件中含有不允许的 XML 声明，为安全起见不予读取，请用办公软件打开后另存为 .xlsx 再上传。")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise GongkaiError("工作簿里没有可见的工作表，请取消隐藏后再上传。")
        sheet = visible[0]
        ranges = _ranges(data, sheet._worksheet_path) if merged else []
        for beside in [sheet, *visible[1:]]:
            # What a file says of its own size is not believed; rows and columns beyond the bounds are looked at, no further.
            beside.reset_dimensions()
        others += [beside.title for beside in visible[1:] if any(
            cell not in (None, "") for row in beside.iter_rows(max_row=50, max_col=COLUMNS, values_only=True) for cell in row)]
        yield from _filled(sheet.iter_rows(max_row=ROWS + 100, max_col=COLUMNS + 1, values_only=True), ranges)
    except GongkaiError:
        raise
    except Exception as error:
        raise GongkaiError("工作簿已损坏或者不完整，无法打开，请用办公软件打开后另存为 .xlsx 再上传。") from error


def _ranges(data: bytes, path: str) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet as first row, first column, last row, last column, counted from 0, within the bounds of a sheet."""
    import zipfile

    from lxml import etree
    from openpyxl.utils.cell import range_boundaries

    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(path) as part:
        for _, element in etree.iterparse(part, events=("end",), tag="{*}mergeCell", resolve_entities=False, no_network=True):
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            found.append((top - 1, left - 1, min(bottom, ROWS + 100) - 1, min(right, COLUMNS + 1) - 1))
    if sum(max(0, bottom - top + 1) * max(0, right - left + 1) for top, left, bottom, right in found) > MERGED:
        raise GongkaiError("表格中合并的单元格过多，请取消不必要的合并后再上传。")
    return found


def _filled(rows: Iterable[Iterable[Any]], ranges: list[tuple[int, int, int, int]]) -> Iterator[list[Any]]:
    """The rows, each cell of a merged range holding what its first cell holds."""
    covered = {(row, column): (top, left) for top, left, bottom, right in ranges
               for row in range(top, bottom + 1) for column in range(left, right + 1) if (row, column) != (top, left)}
    starts, values = set(covered.values()), {}
    wide = max((right + 1 for _, _, _, right in ranges), default=0)
    for number, row in enumerate(rows):
        cells = list(row)
        cells += [None] * (wide - len(cells))
        for column, cell in enumerate(cells):
            if (number, column) in starts:
                values[number, column] = cell
            elif (start := covered.get((number, column))) is not None:
                cells[column] = values.get(start)
        yield cells


def _separated(data: bytes) -> Iterator[list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                raise GongkaiError("文件的编码无法识别，请另存为 .xlsx，或者另存为 UTF-8 编码的 .csv 后再上传。") from None
    head = text[:4000]
    if "\0" in text or head.lstrip()[:1] in ("<", "{", "%"):
        raise GongkaiError("这个文件不是表格，请使用 .xlsx 或 .csv 格式的表格。")
    first = head.splitlines()[0] if head.splitlines() else ""
    separator = max(",\t;", key=first.count)
    csv.field_size_limit(LETTERS * 4)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number > ROWS + 100:
                return
            yield row
    except csv.Error:
        raise GongkaiError("文件的内容不合 CSV 的格式，请用办公软件打开后另存为 .xlsx 再上传。") from None


def _plain(value: Any) -> str:
    """A cell as text: dates as 2026-11-24, whole numbers without a point, no white space around."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:
            text = str(int(value))
        case float():
            text = str(Decimal(repr(value)))
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case datetime():
            text = value.strftime("%Y-%m-%d %H:%M")
        case date():
            text = value.isoformat()
        case _:
            text = str(value).replace("\r\n", "\n").replace("_x000D_", "").strip().strip("\ufeff\u3000")
    if len(text) > LETTERS:
        raise GongkaiError(f"有一个单元格超过 {LETTERS} 字，请把长文改为附件后再上传。")
    return text


def write_csv(file: IO[bytes], rows: Iterable[Iterable[Any]]) -> int:
    """Write rows as CSV that Excel opens in Chinese; a text that a program could take for a formula gets a ' before it.

    Returns:
        How many rows.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    count = 0
    for row in rows:
        writer.writerow([_inert(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def write_xlsx(file: IO[bytes], rows: Iterable[Iterable[Any]], title: str = "") -> int:
    """Write rows as a workbook of one sheet, the first row as its head; every text is a text, never a formula.

    Returns:
        How many rows.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(letter for letter in title if letter not in r"[]:*?/\ ")[:31] or "Sheet1")
    sheet.freeze_panes = "A2"
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    count = 0
    for row in rows:
        count += 1
        cells = []
        for value in row:
            number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
            cell = WriteOnlyCell(sheet, value=value if number else None)
            if not number and (text := _text(value)):
                cell.value = text[:LETTERS]
                cell.data_type = "s"  # openpyxl takes "=…" for a formula
            if count == 1:
                cell.font, cell.alignment = bold, wrapped
            cells.append(cell)
        sheet.append(cells)
    book.save(file)
    return count


def _text(value: Any) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None:
        return ""
    text = _plain(value.replace(tzinfo=None)) if isinstance(value, datetime) else _plain(value) if isinstance(
        value, date | bool) else str(value)
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _inert(value: Any) -> Any:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    text = _text(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
