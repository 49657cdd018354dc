"""The statutory tables as grids: whatever the edition and whatever is filled in, they tile and print every cell once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written import invented, reports, sample

from gongkai.report.form import Form, edition
from gongkai.report.model import Cell
from gongkai.report.writing.layout import LaidTable, addresses, cell_text, lay_out


def tiles(table: LaidTable) -> bool:
    """Whether the cells cover every place of the grid once, and the shares are those of its columns."""
    places = [(row, column) for line in table.rows for cell in line
              for row in range(cell.row, cell.row + cell.rowspan)
              for column in range(cell.column, cell.column + cell.colspan)]
    whole = {(row, column) for row in range(len(table.rows)) for column in range(table.width)}
    return sorted(places) == sorted(whole) and len(table.shares) == table.width and abs(sum(table.shares) - 1) < 1e-9


def heads(form: Form, number: str) -> list[list[tuple[str, int, int]]]:
    table = next(table for table in lay_out(form) if table.number == number)
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row if cell.kind != "number"] for row in table.rows]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_empty_form_tiles_and_prints_every_cell(name: str) -> None:
    form = edition(name)
    tables = lay_out(form)
    assert all(tiles(table) for table in tables)
    assert addresses(tables) == set(form.addresses())
    assert all(cell.text == "" for table in tables for row in table.rows for cell in row if cell.kind == "number")


def test_invented_edition_tiles_and_prints_every_cell(tmp_path: Path) -> None:
    form = invented(tmp_path)
    tables = lay_out(form)
    assert all(tiles(table) for table in tables)
    assert addresses(tables) == set(form.addresses())
    assert heads(form, "2")[:4] == [
        [("甲项", 1, 8)],
        [("内容", 2, 3), ("数量", 1, 2), ("丙数", 2, 1), ("丁数", 2, 1), ("戊数", 2, 1)],
        [("甲数", 1, 1), ("乙数", 1, 1)],
        [("大类", 3, 1), ("小类一", 1, 2)],
    ]
    assert heads(form, "3") == [
        [("复议", 1, 3), ("诉讼", 1, 6)],
        [("办结", 1, 2), ("未结", 3, 1), ("一审", 1, 3), ("二审", 1, 3)],
        [("支持", 2, 1), ("不支持", 2, 1), ("办结", 1, 2), ("未结", 2, 1), ("办结", 1, 2), ("未结", 2, 1)],
        [("支持", 1, 1), ("不支持", 1, 1), ("支持", 1, 1), ("不支持", 1, 1)],
        [],
    ]


@pytest.mark.parametrize("name", ["2019", "2021"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_report_tiles_and_prints_each_of_its_cells_once(name: str, data: st.DataObject) -> None:
    report = data.draw(reports(name))
    tables = lay_out(edition(name), report.cells)
    assert all(tiles(table) for table in tables)
    printed = [cell.address for table in tables for row in table.rows for cell in row if cell.kind == "number"]
    assert len(printed) == len(set(printed))
    assert set(report.cells) == set(printed)


def test_heads_of_table_three_and_four_are_merged_as_in_the_official_form() -> None:
    form = edition("2021")
    assert heads(form, "3")[:3] == [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [("商业企业", 1, 1), ("科研机构", 1, 1), ("社会公益组织", 1, 1), ("法律服务机构", 1, 1), ("其他", 1, 1)],
    ]
    assert heads(form, "3")[5] == [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2)]
    assert heads(form, "4")[:2] == [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [(label, 2, 1) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
        + [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    ]


def test_last_column_of_a_narrower_block_takes_the_rest_of_the_width() -> None:
    assert heads(edition("2019"), "2")[13] == [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 2)]
    assert heads(edition("2021"), "2")[5] == [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]


def test_group_with_numbers_of_its_own_is_one_row_without_items() -> None:
    table = lay_out(edition("2021"), {"3.closed.person": Cell(4, "4")})[1]
    labels = [cell.text for row in table.rows for cell in row if cell.kind == "label"]
    assert "（六）其他处理" in labels and "3.其他" not in labels
    row = next(row for row in table.rows if row[0].text == "（六）其他处理")
    assert [(cell.text, cell.colspan) for cell in row[:2]] == [("（六）其他处理", 2), ("4", 1)]


def test_group_that_has_both_keeps_both() -> None:
    cells = {"3.closed.person": Cell(4, "4"), "3.closed.other.person": Cell(3, "3")}
    tables = lay_out(edition("2021"), cells)
    assert all(tiles(table) for table in tables)
    assert set(cells) <= addresses(tables)


@pytest.mark.parametrize(("cell", "text"), [
    (None, ""), (Cell(0, "0"), "0"), (Cell(1203, "1,203"), "1203"), (Cell(-4, "减4"), "-4"),
    (Cell(Decimal("12.50"), "12.50"), "12.50"), (Cell(Decimal("1E+3"), "1000"), "1000"),
    (Cell(Decimal("0.1") + Decimal("0.2")), "0.3"), (Cell(22, "22（其中修订16件）", note="其中修订16件"), "22（其中修订16件）"),
    (Cell(None, ""), ""), (Cell(None, None), ""), (Cell(None, "/"), "/"), (Cell(None, " — "), "—"), (Cell(None, "无"), "无"),
    (Cell(None, "202"), ""), (Cell(None, "１２"), ""), (Cell(None, "十二"), ""),
])
def test_text_of_a_cell(cell: Cell | None, text: str) -> None:
    assert cell_text(cell) == text


def test_wide_numbers_widen_their_column() -> None:
    narrow = lay_out(edition("2021"))[1]
    wide = lay_out(edition("2021"), {"3.received.total": Cell(123456789, "123456789")})[1]
    assert wide.shares[-1] > narrow.shares[-1]
    assert all(tiles(table) for table in (narrow, wide))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_repeated_heads_and_blocks_hold_every_row_in_order(name: str) -> None:
    for table in lay_out(edition(name), sample(name).cells):
        groups = list(table.groups())
        assert tuple(row for _, rows in groups for row in rows) == table.rows
        assert all(cell.kind != "number" for head, rows in groups if head for row in rows for cell in row)
