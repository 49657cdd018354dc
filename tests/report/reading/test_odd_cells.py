"""Cells and heads printed oddly: right, or null with a finding, and the cells beside them right all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.report.model import Report
from gongkai.report.reading import finish, read_bytes

OPENING = "晴川县示例镇2020年政府信息公开工作年度报告\n一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n"
BLOCK_ONE = ["第二十条第（一）项", "信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章", "0", "0", "0", "规范性文件", "5", "6", "17"]
LAYOUTS = ["\n", "\n\n", " |\n", "\n|\n"]


def report_of(cells: list[str], between: str) -> Report:
    """A report whose table 2 holds these cells, `between` each two."""
    return read_bytes((OPENING + between.join(cells) + between + "\n五、存在的主要问题及改进情况\n人手不足。\n").encode(), "报告.txt")


def changes(change: str) -> list[str]:
    return [*BLOCK_ONE, "第二十条第（五）项", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量", "行政许可", "12", change, "31",
            "其他对外管理服务事项", "4", change, "5", "第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "3", change]


@pytest.mark.parametrize("between", LAYOUTS)
@pytest.mark.parametrize("change", ["0/0", "0／0", "+0/-0", "0 / 0"])
def test_nothing_added_and_nothing_taken_is_no_change(change: str, between: str) -> None:
    two = report_of(changes(change), between).tables["2"]
    assert dict(two["licensing"]) == {"previous": 12, "change": 0, "decisions": 31}
    assert dict(two["other_services"]) == {"previous": 4, "change": 0, "decisions": 5}
    assert dict(two["fees"]) == {"previous": 3, "change": 0}


@pytest.mark.parametrize("between", LAYOUTS)
def test_two_numbers_in_one_cell_withhold_that_cell(between: str) -> None:
    report = report_of(changes("3/1"), between)
    told = {address for finding in report.findings for address in finding.cells}
    for row, column, value in (("licensing", "previous", 12), ("licensing", "change", None), ("licensing", "decisions", 31), ("fees", "previous", 3)):
        found = report.tables["2"][row][column]
        assert found == value or (found is None and f"2.{row}.{column}" in told)
    assert report.tables["2"]["licensing"]["change"] is None
    assert "2.licensing.change" in told


@pytest.mark.parametrize("between", [" |\n", "\n|\n"])
def test_a_head_in_a_second_line_belongs_to_the_empty_cell_above_it(between: str) -> None:
    block = ["第二十条第（一）项", "信息内容", "本年新制作数量", "", "对外公开总数量", "本年新公开数量", *BLOCK_ONE[5:]]
    two = report_of(block, between).tables["2"]
    assert dict(two["normative_documents"]) == {"made": 5, "disclosed": 6, "total_disclosed": 17}


def test_heads_that_changed_places_without_an_empty_cell_are_as_printed() -> None:
    block = ["第二十条第（一）项", "信息内容", "本年新制作数量", "对外公开总数量", "本年新公开数量", "规章", "0", "0", "0", "规范性文件", "5", "17", "6"]
    two = report_of(block, " |\n").tables["2"]
    assert dict(two["normative_documents"]) == {"made": 5, "disclosed": 6, "total_disclosed": 17}


def test_an_amount_in_yuan_beside_odd_changes() -> None:
    cells = [*changes("0/0"), "第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购", "17", "3235727元"]
    assert dict(report_of(cells, " |\n").tables["2"]["procurement"]) == {"projects": 17, "amount": Decimal("323.5727")}


@pytest.mark.parametrize("heads", [("本年度制发数", "本年度废止数", "现行有效的件数"), ("本年新 制发数量", "本年新 废止数量", "现行有效数量")])
def test_heads_that_differ_by_idle_characters_are_the_forms(heads: tuple[str, ...]) -> None:
    text = ("晴川市税务局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n" + " |\n".join([
        "第二十条第（一）项", "信息内容", *heads, "规章", "0", "0", "0", "规范性文件", "4", "2", "9",
        "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "3"]) + " |\n五、存在的主要问题及改进情况\n人手不足。\n")
    two = read_bytes(text.encode(), "报告.txt").tables["2"]
    assert dict(two["normative_documents"]) == {"issued": 4, "repealed": 2, "in_force": 9}
    assert dict(two["licensing"]) == {"decisions": 3}


@pytest.mark.parametrize("head", ["本年发布数量", "本年公开数"])
def test_heads_of_another_meaning_are_not_taken_for_the_forms(head: str) -> None:
    text = ("晴川市税务局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n" + " |\n".join([
        "第二十条第（一）项", "信息内容", head, "本年废止件数", "现行有效件数", "规章", "0", "0", "0", "规范性文件", "4", "2", "9"])
        + " |\n五、存在的主要问题及改进情况\n人手不足。\n")
    report = read_bytes(text.encode(), "报告.txt")
    told = {address for finding in report.findings for address in finding.cells}
    assert report.tables["2"]["normative_documents"]["issued"] is None
    assert "2.normative_documents.issued" in told


def test_a_table_printed_twice_with_other_numbers_is_told_in_one_sentence() -> None:
    heads = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开", "1.属于国家秘密", "（七）总计"]
    def table(number: int) -> str:
        return "申请人情况 |\n" + heads + "".join(f"{label} | {number} | 0 | 0 | 0 | 0 | 0 | {number} |\n" for label in labels)
    text = (OPENING + "三、收到和处理政府信息公开申请情况\n区本级\n" + table(1) + "全区\n" + table(2) + "五、存在的主要问题及改进情况\n人手不足。\n")
    report = read_bytes(text.encode(), "报告.txt")
    [finding] = [finding for finding in report.findings if finding.code == "read.row_repeated" and finding.level == "warning"]
    assert f"{len(labels)}行" in finding.message
    assert all(report.tables["3"][row]["person"] is None for row in ("received", "granted", "processed"))
    assert {"3.received.person", "3.processed.total"} <= set(finding.cells)


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
TABLE_FOUR = ("<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
              f"<tr>{''.join(f'<td rowspan=2>{result}</td>' for result in RESULTS)}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
              f"<tr>{''.join(f'<td>{result}</td>' for result in RESULTS * 2)}</tr>")


def page_of(section: str, table: str) -> Report:
    return finish(read_bytes(f"<meta charset=utf-8><h1>晴川县示例镇人民政府2020年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息9条。</p><p>{section}</p>"
                             f"<table border=1>{table}</table><p>五、存在的主要问题及改进情况</p><p>人手不足。</p>".encode(), "报告.html"))


def row_of(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


@pytest.mark.parametrize("slipped", range(16))
def test_an_empty_cell_that_slipped_into_a_row_moves_no_number(slipped: int) -> None:
    cells = ["", "", "", "", "5", "", "", "", "", "4", "", "", "", "", "3"]
    report = page_of("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", TABLE_FOUR + row_of(*cells[:slipped], "", *cells[slipped:]))
    found = {address: value for address in report.cells if address[0] == "4" and (value := report.value(address)) is not None}
    assert set(found.items()) <= {("4.review.total", 5), ("4.litigation_direct.total", 4), ("4.litigation_after_review.total", 3)}
    listed = {address for finding in report.findings for address in finding.cells}
    assert len(found) == 3 or "4.review.total" in listed


@pytest.mark.parametrize("note", ["3", "合计 3", "注：其中3件"])
def test_a_number_below_table_four_fills_no_empty_cell_of_its_row(note: str) -> None:
    cells = ["", "", "", "", "5", "", "", "", "", "4", "", "", "", "", "3"]
    report = page_of("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", TABLE_FOUR + row_of(*cells) + f"<tr><td colspan=3>{note}</td></tr>")
    assert report.value("4.review.upheld") is None
    listed = {address for finding in report.findings for address in finding.cells}
    assert report.value("4.review.total") == 5 or "4.review.total" in listed


def test_a_row_that_lost_a_cell_does_not_take_the_empty_cell_behind_its_columns_for_its_own() -> None:
    table = ("<tr><td colspan=4>第二十条第（八）项</td></tr>" + row_of("信息内容", "上一年项目数量", "本年增/减", "") + row_of("行政事业性收费", "20", "")
             + "<tr><td colspan=4>第二十条第（九）项</td></tr>" + row_of("信息内容", "采购项目数量", "采购总金额", "") + row_of("政府集中采购", "21", "62.5", ""))
    report = page_of("二、主动公开政府信息情况", table)
    assert report.value("2.fees.previous") is None and report.value("2.fees.change") is None
    assert any(finding.code == "read.ambiguous" and "2.fees.previous" in finding.cells for finding in report.findings)
    assert (report.value("2.procurement.projects"), report.value("2.procurement.amount")) == (21, Decimal("62.5"))
