"""xlsx: the tables as printed, the long data, the text; numbers are numbers, text is never a formula."""

from __future__ import annotations

import io
import math

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from written import sample

from gongkai.report.form import edition
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write
from gongkai.report.writing.layout import lay_out


def opened(report: Report) -> Workbook:
    return load_workbook(io.BytesIO(write(report, "xlsx")))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_sheets_are_the_tables_with_merged_heads_and_numbers(name: str) -> None:
    report = sample(name)
    book = opened(report)
    assert book.sheetnames == ["表二", "表三", "表四", "数据", "正文"]
    for sheet, laid in zip(book.worksheets, lay_out(edition(name), report.cells), strict=False):
        merged = {(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
        wanted = {(cell.row + 2, cell.column + 1, cell.row + 1 + cell.rowspan, cell.column + cell.colspan)
                  for row in laid.rows for cell in row if cell.rowspan > 1 or cell.colspan > 1}
        assert merged == wanted | {(1, 1, 1, laid.width)}
        for row in laid.rows:
            for cell in row:
                value = sheet.cell(cell.row + 2, cell.column + 1).value
                assert value == (cell.text or None) if cell.value is None else value == float(cell.value)


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_rows_are_as_high_as_their_text_since_excel_fits_no_merged_cells(name: str) -> None:
    report = sample(name)
    book = opened(report)
    for sheet, laid in zip(book.worksheets, lay_out(edition(name), report.cells), strict=False):
        widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, laid.width + 1)]
        heights = [sheet.row_dimensions[row].height for row in range(2, len(laid.rows) + 2)]
        for cell in (cell for row in laid.rows for cell in row if cell.kind != "number"):
            lines = sum(2 - mark.isascii() for mark in cell.text) / sum(widths[cell.column:cell.column + cell.colspan])
            assert sum(heights[cell.row:cell.row + cell.rowspan]) >= 14 * math.ceil(lines)


def test_long_data_holds_every_cell_with_its_words() -> None:
    report = sample()
    rows = list(opened(report)["数据"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == edition("2021").addresses()
    assert all(row[5] == (None if cell.value is None else float(cell.value))
               for row in rows for cell in [report.cells[row[0]]])
    row = next(row for row in rows if row[0] == "3.denied.state_secret.enterprise")
    assert row[1:5] == ("表三", "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密", "申请人情况法人或其他组织商业企业", "件")
    assert next(row for row in rows if row[0] == "2.coercion.decisions")[5:8] == (None, "/", "read")


def test_group_printed_as_one_row_is_one_row_of_data() -> None:
    report = Report(edition="2021", cells={"3.closed.person": Cell(4, "4")})
    addresses = [row[0] for row in opened(report)["数据"].iter_rows(min_row=2, values_only=True)]
    assert "3.closed.person" in addresses
    assert not any(address.startswith("3.closed.other.") for address in addresses)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1"])
def test_text_is_never_a_formula(words: str) -> None:
    report = Report(edition="2021", unit=words, title=words, preamble=words, sections=[Section(1, words, words)],
                    cells={"2.rules.issued": Cell(None, "=HYPERLINK(“x”)")})
    found = 0
    for sheet in opened(report):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.value == words:
                    found += 1
                    assert cell.quotePrefix
    assert found >= 3


def test_note_beside_a_number_is_shown_and_the_cell_stays_a_number() -> None:
    report = Report(edition="2021", cells={"2.rules.issued": Cell(22, "22（其中修订16件）", note="其中修订16件")})
    cell = opened(report)["表二"]["B4"]
    assert cell.value == 22
    assert cell.number_format.replace("\\", "") == "0（其中修订16件）"


def test_amounts_show_the_decimals_that_were_printed() -> None:
    cell = opened(sample())["表二"]["B15"]
    assert (cell.value, cell.number_format) == (12.5, "0.00")


def test_text_sheet_holds_the_narrative_in_order() -> None:
    rows = list(opened(sample())["正文"].iter_rows(min_row=2, values_only=True))
    assert ("一、总体情况", "小标题", "（一）主动公开情况") in rows
    assert rows[-1] == ("落款", "落款", "2024年1月22日")


def test_same_report_gives_the_same_bytes() -> None:
    assert write(sample(), "xlsx") == write(sample(), "xlsx")
