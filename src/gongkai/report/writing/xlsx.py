"""xlsx: one sheet for each statutory table as printed, one of long data, one of the text.

Numbers are numbers. Text is stored as text whatever it begins with, so that ``=…`` from a hostile report never becomes
a formula, not even when somebody edits the cell (quote prefix).
"""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.report.form import Form, Row, split_address
from gongkai.report.model import Number, Report
from gongkai.report.writing.archive import steady
from gongkai.report.writing.layout import LaidTable
from gongkai.report.writing.manuscript import Line, Manuscript, clean, compose, numeral

_SIDE = Side(style="thin", color="333333")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_SHADE = PatternFill("solid", fgColor="EEF3F9")
_SONG, _HEI = Font(name="宋体", size=10.5), Font(name="黑体", size=12)
_LINE = 130
"""Width of a printed sheet, in characters of Excel's."""
_PITCH, _LEAST = 14.5, 20.0
"""Points from line to line in a cell, and the least height of a row."""
_LIMIT = 32_767
"""Characters that a cell of Excel holds."""
_LONG = (("address", 40), ("table", 7), ("row", 62), ("column", 40), ("unit", 10), ("value", 15), ("raw", 16),
         ("origin", 10), ("note", 24), ("place", 30))
_HEADS = ("地址", "表", "行", "列", "计量单位", "数值", "原文", "来源", "附注", "位置")


def render(report: Report, form: Form) -> bytes:
    """The report as an Excel file; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    book = Workbook()
    book.remove(book.active)
    for chapter, table in text.tables():
        _table(book.create_sheet(f"表{_name(table.number)}"), chapter.heading, table)
    _data(book.create_sheet("数据"), report, form)
    _text(book.create_sheet("正文"), text)
    book.properties.title, book.properties.creator = text.name[:255], (text.unit or "")[:255]
    day = text.published
    book.properties.created = datetime(day.year, day.month, day.day) if day else datetime(1980, 1, 1)
    made = io.BytesIO()
    book.save(made)
    return steady(made.getvalue(), {"docProps/core.xml": _undated})


def _undated(part: bytes) -> bytes:
    """openpyxl stamps the time of writing; the time of creation stands for it."""
    before, _, rest = part.partition(b"<dcterms:modified")
    return before + rest.partition(b"</dcterms:modified>")[2]


def _name(number: str) -> str:
    return numeral(int(number)) if number.isascii() and number.isdigit() else number


def _write(cell: XlsxCell, value: Number | str | None) -> None:
    """Put a number as a number and text as text, never as a formula."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = value[:_LIMIT]
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@'"
    else:
        cell.value = value


def _table(sheet: Worksheet, heading: str, table: LaidTable) -> None:
    _write(sheet["A1"], heading)
    sheet["A1"].font = _HEI
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=table.width)
    sheet.row_dimensions[1].height = 28
    for row in table.rows:
        for laid in row:
            first, left = laid.row + 2, laid.column + 1
            for below in range(first, first + laid.rowspan):
                for beside in range(left, left + laid.colspan):
                    sheet.cell(below, beside).border = _BORDER
            cell = sheet.cell(first, left)
            _write(cell, laid.text if laid.value is None else laid.value)
            if laid.value is not None:
                cell.number_format = _shown(laid.text)
            text_left = laid.kind == "block" or (laid.kind == "label" and table.label_columns > 1)
            cell.alignment = Alignment(horizontal="left" if text_left else "center", vertical="center", wrap_text=True)
            cell.font = _SONG
            if laid.kind == "block":
                cell.fill = _SHADE
            if laid.rowspan > 1 or laid.colspan > 1:
                sheet.merge_cells(start_row=first, end_row=first + laid.rowspan - 1, start_column=left,
                                  end_column=left + laid.colspan - 1)
    for column, share in enumerate(table.shares, 1):
        sheet.column_dimensions[get_column_letter(column)].width = max(round(share * _LINE, 1), 8)
    _heights(sheet, table)
    _print(sheet, f"1:{table.head_rows + 1}", landscape=table.label_columns == 0)
    if table.head_rows:
        sheet.freeze_panes = sheet.cell(table.head_rows + 2, table.label_columns + 1)


def _heights(sheet: Worksheet, table: LaidTable) -> None:
    """Rows as high as their text: Excel fits none that has merged cells. A label of several rows makes the last one higher."""
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, table.width + 1)]
    heights = [_LEAST] * len(table.rows)
    for cell in sorted((cell for row in table.rows for cell in row), key=lambda cell: cell.rowspan):
        room = max(sum(widths[cell.column:cell.column + cell.colspan]) - 1.5, 2.0)
        lines = math.ceil(sum(1.0 if mark.isascii() else 2.0 for mark in cell.text) / (room - room % 2)) if cell.kind != "number" else 1
        last = cell.row + cell.rowspan - 1
        heights[last] += max(0.0, lines * _PITCH + 5 - sum(heights[cell.row:last + 1]))
    for row, height in enumerate(heights, 2):
        sheet.row_dimensions[row].height = height


def _data(sheet: Worksheet, report: Report, form: Form) -> None:
    """One row for each cell of the form and of the report, with everything known of it."""
    sheet.append(list(_HEADS))
    for column, (_, width) in enumerate(_LONG, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        head = sheet.cell(1, column)
        head.font, head.fill, head.border = _HEI, _SHADE, _BORDER
    for at, address in enumerate(_addresses(report, form), 2):
        number, row, key = split_address(address)
        table = form.tables[number]
        leaf, cell = table.column(row, key), report.cells.get(address)
        values = (address, f"表{_name(number)}", _path(table.row(row)), "".join((*leaf.under, leaf.label)), leaf.unit,
                  cell.value if cell else None, clean(cell.raw) if cell else None, cell.origin if cell else None,
                  clean(cell.note) if cell else None, str(cell.place) if cell and cell.place else None)
        for beside, value in enumerate(values, 1):
            shown = sheet.cell(at, beside)
            _write(shown, value)
            shown.font = _SONG
            shown.alignment = Alignment(vertical="center", wrap_text=beside == 3, indent=1 if beside == 7 else 0)
        sheet.row_dimensions[at].height = 33 if len(_path(table.row(row))) > 30 else 18
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_LONG))}{sheet.max_row}"
    _print(sheet, "1:1", landscape=True)


def _addresses(report: Report, form: Form) -> list[str]:
    """The addresses of the form in order, a group's own before its items where the report has it."""
    made = []
    for table in form.tables.values():
        for block in table.blocks:
            for row in _walk(block.rows):
                own = [f"{table.number}.{row.key}.{column.key}" for column in block.columns] if row.key else []
                if row.rows and not any(address in report.cells for address in own):
                    continue
                made.extend(own)
    groups = {address.rsplit(".", 1)[0] for address in report.cells}
    return [address for address in made if address in report.cells or not _inside(address, groups)]


def _inside(address: str, groups: set[str]) -> bool:
    """Whether an item lies in a group that the report prints as one row."""
    row = address.rsplit(".", 1)[0]
    return any(row.startswith(f"{group}.") for group in groups)


def _walk(rows: tuple[Row, ...]) -> list[Row]:
    return [found for row in rows for found in (row, *_walk(row.rows))]


def _path(row: Row) -> str:
    return " / ".join((*row.under, row.label))


def _shown(text: str) -> str:
    """The number format that shows a number as it was printed: its decimals, and the note behind it as mere show."""
    note = text.lstrip("-0123456789.")
    decimals = len(text[: len(text) - len(note)].partition(".")[2])
    shown = f"0.{'0' * decimals}" if decimals else "0"
    escaped = "".join(f"\\{mark}" for mark in note)
    return shown + escaped if len(escaped) < 200 else shown


def _text(sheet: Worksheet, text: Manuscript) -> None:
    """The narrative: section, kind of paragraph, text, one row a paragraph."""
    sheet.append(["部分", "类别", "内容"])
    rows: list[tuple[str, str, str]] = [("", "标题", line) for line in text.title]
    rows += [("导语", "正文", line.text) for line in text.preamble]
    for chapter in text.chapters:
        rows.append((chapter.heading, "标题", chapter.heading))
        for block in chapter.blocks:
            if isinstance(block, Line):
                rows.append((chapter.heading, "小标题" if block.kind == "part" else "正文", block.text))
            else:
                rows.append((chapter.heading, "表格", f"见工作表“表{_name(block.number)}”"))
    rows += [("落款", "落款", line) for line in text.signature]
    for at, values in enumerate(rows, 2):
        for beside, value in enumerate(values, 1):
            _write(sheet.cell(at, beside), value)
            sheet.cell(at, beside).alignment = Alignment(vertical="top", wrap_text=True)
            sheet.cell(at, beside).font = _SONG
    for column, width in (("A", 30), ("B", 10), ("C", 90)):
        sheet.column_dimensions[column].width = width
        head: Any = sheet[f"{column}1"]
        head.font, head.fill, head.border = _HEI, _SHADE, _BORDER
    sheet.freeze_panes = "A2"
    _print(sheet, "1:1", landscape=True)


def _print(sheet: Worksheet, titles: str, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = titles
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "— &P —"
