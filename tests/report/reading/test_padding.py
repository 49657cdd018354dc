"""Rows that a tool filled up with bars at their end, cells that hold words, and what then may be said of a value."""

from __future__ import annotations

import pytest

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

HEAD = """晴川县示例镇人民政府2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） |
申请人情况 |
||||||||
自然人 |
法人或其他组织 |
总计 |
|||||||
商业企业 |
科研机构 |
社会公益组织 |
法律服务机构 |
其他 |
|||||
一、本年新收政府信息公开申请数量 |
4 |
1 |
0 |
0 |
0 |
0 |
5 |
||
"""
TWO = """晴川县示例镇人民政府2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项 |
|||
信息内容 |
本年制发件数 |
本年废止件数 |
现行有效件数 |
"""
OTHER = ("enterprise", "research", "welfare", "legal", "other")


def _read(text: str) -> tuple[Report, set[str]]:
    report = read_bytes(text.encode(), "report.txt")
    return report, {address for finding in report.findings for address in finding.cells}


@pytest.mark.parametrize("row", [
    "二、上年结转政府信息公开申请数量 |\n3 |\n3 |\n|||||||\n",
    "二、上年结转政府信息公开申请数量 | 3 | 3 | |||||||\n",
    "二、上年结转政府信息公开申请数量 |\n0 |\n||||||||\n",
])
def test_where_empty_cells_went_to_the_end_of_a_row_its_numbers_have_no_column(row: str) -> None:
    report, named = _read(HEAD + row)
    cells = [f"3.carried_in.{column}" for column in ("person", *OTHER, "total")]
    assert [report.value(cell) for cell in cells] == [None] * 7
    assert named >= set(cells)


def test_whole_rows_are_read_though_they_are_filled_up() -> None:
    report, _ = _read(HEAD)
    assert report.tables["3"]["received"] == {"person": 4, "enterprise": 1, **dict.fromkeys(OTHER[1:], 0), "total": 5}


def test_empty_cells_on_lines_of_their_own_keep_their_place() -> None:
    report, _ = _read(HEAD + "三、本年度办理结果 |\n（一）予以公开 |\n|\n|\n|\n|\n|\n|\n5 |\n|\n")
    assert report.tables["3"]["granted"] == {"person": None, **dict.fromkeys(OTHER), "total": 5}
    assert [report.cells[f"3.granted.{column}"].raw for column in OTHER] == [""] * 5


def test_cells_with_words_hold_no_number_and_are_no_rows() -> None:
    report, named = _read(TWO + "规章 |\n本镇无权制定 |\n本镇无权制定 |\n本镇无权制定 |\n行政规范性文件 |\n3 |\n1 |\n2 |\n")
    assert report.tables["2"]["rules"] == {"issued": None, "repealed": None, "in_force": None}
    assert {report.cells[f"2.rules.{column}"].raw for column in ("issued", "repealed", "in_force")} == {"本镇无权制定"}
    assert {"2.rules.issued", "2.rules.repealed", "2.rules.in_force"} <= named
    assert report.tables["2"]["normative_documents"] == {"issued": 3, "repealed": 1, "in_force": 2}
    assert not [finding for finding in report.findings if finding.code == "read.row_divided"]


def test_where_foreign_heads_stand_for_those_of_the_form_no_cell_is_filled() -> None:
    report, named = _read("""晴川县示例局2020年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年度实际产生数量 | 对外公开数量 |
制作 | 获取 |
规章 | 1 | 2 | 3 |
规范性文件 | 4 | 5 | 6 |
第二十条第（八）项
信息内容 | 上一年项目数量 | 本年增/减 |
行政事业性收费 | 7 | 8 |
""")
    cells = [f"2.{row}.{column}" for row in ("rules", "normative_documents")
             for column in ("made", "disclosed", "total_disclosed")]
    assert [report.value(cell) for cell in cells] == [None] * 6
    assert named >= set(cells)
    assert report.tables["2"]["fees"] == {"previous": 7, "change": 8}
