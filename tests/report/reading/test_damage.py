"""Damage that a document shows as a whole: rows that carry numbers of their own."""

from __future__ import annotations

from random import Random

import pytest
from layouts import LAYOUTS, faults, make

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes


def _numbered(head: bool, between: str) -> Report:
    """Table 3 with rows numbered 1, 2, 3 …, details without a total: a row's six numbers and the next row's number
    would be seven."""
    report = make("no_detail_totals", Random(0), form="2019")
    layout = LAYOUTS["spaces+row-numbers" if between == " " else "one-a-line+row-numbers"]
    sheet = layout(report, Random(0))
    got = read_bytes(sheet.data if head else sheet.data.replace("序号".encode(), b""), f"x.{sheet.extension}")
    assert [str(fault) for fault in faults(sheet, got) if fault.kind != "withheld"] == []
    return got


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize("head", [True, False], ids=["序号", "no head"])
def test_a_rows_number_is_no_total_of_the_row_above(head: bool, between: str) -> None:
    got = _numbered(head, between)
    assert list(got.tables["3"]["received"].values())[-1] == 1415
    assert got.value("3.denied.administrative_query.total") is None


def test_a_number_before_a_label_on_one_line_is_no_cell_of_the_row_above() -> None:
    lines = ["晴川县示例局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
             "一、本年新收政府信息公开申请数量 2 0 0 0 0 1", "3 二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0", "（一）予以公开 0 0 0 0 0 0 0"]
    got = read_bytes("\n".join(lines).encode(), "x.txt")
    assert got.value("3.received.total") is None
    assert any(finding.code == "read.leftover" and finding.found == "3" for finding in got.findings)


@pytest.mark.parametrize("kind", ["busy", "light", "broken"])
def test_where_equal_lines_are_gone_no_row_that_is_not_whole_is_made_to_fit(kind: str) -> None:
    sheet = LAYOUTS["equal-lines-removed"](make(kind, Random(206), form="2019"), Random(206))
    got = read_bytes(sheet.data, "x.txt")
    assert any(finding.code == "read.lines_removed" for finding in got.findings)
    assert [str(fault) for fault in faults(sheet, got) if fault.kind != "withheld"] == []


@pytest.mark.parametrize("kind", ["sparse", "only_totals", "no_detail_totals", "light"])
def test_lines_that_are_all_there_are_not_said_to_be_gone(kind: str) -> None:
    sheet = LAYOUTS["one-a-line"](make(kind, Random(3)), Random(3))
    assert not any(finding.code == "read.lines_removed" for finding in read_bytes(sheet.data, "x.txt").findings)
