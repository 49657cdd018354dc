"""Empty cells at the ends of rows of text: numbers that may have moved up are not taken for those of the columns they stand under."""

from __future__ import annotations

import pytest

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

TITLE = "晴川县示例局2023年政府信息公开工作年度报告"
COLUMNS = ("person", "enterprise", "research", "welfare", "legal", "other", "total")
HEADS = "项目\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
ROWS = {"一、本年新收政府信息公开申请数量": "3\t4\t1\t0\t0\t1\t9", "二、上年结转政府信息公开申请数量": "1\t0\t0\t0\t0\t0\t1",
        "（一）予以公开": "2\t4\t1\t0\t0\t1\t8", "（七）总计": "2\t4\t1\t0\t0\t1\t8", "四、结转下年度继续办理": "2\t0\t0\t0\t0\t0\t2"}


def table(ends: str = "", **changed: str) -> Report:
    """A report with a table of tabs, `ends` behind every line; `changed`: granted, processed."""
    rows = dict(ROWS) | {{"granted": "（一）予以公开", "processed": "（七）总计"}[key]: row for key, row in changed.items()}
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", HEADS + ends, *(f"{label}\t{row}{ends}" for label, row in rows.items())]
    return read_bytes("\n".join(lines).encode(), "x.txt")


def row(report: Report, key: str) -> list[object]:
    return [report.value(f"3.{key}.{column}") for column in COLUMNS]


def told(report: Report, key: str) -> bool:
    listed = {address for finding in report.findings for address in finding.cells}
    return all(f"3.{key}.{column}" in listed for column in COLUMNS)


@pytest.mark.parametrize("ends", ["", "\t", "\t\t"])
def test_tabs_behind_every_line_are_no_cells(ends: str) -> None:
    assert row(table(ends), "granted") == [2, 4, 1, 0, 0, 1, 8]


@pytest.mark.parametrize("ends", ["\t", "\t\t"])
def test_a_row_that_lost_a_cell_before_tabs_is_withheld_where_its_sums_leave_it_open(ends: str) -> None:
    found = table(ends, granted="2\t4\t0\t0\t1\t8")
    assert told(found, "granted")
    assert all(got in (None, want) for got, want in zip(row(found, "granted"), [2, 4, 1, 0, 0, 1, 8], strict=True))


@pytest.mark.parametrize("lost", range(6))
def test_numbers_that_moved_up_into_the_total_are_no_parts(lost: int) -> None:
    """A total is empty and the last number is as much as those before it: whose cell was lost?"""
    want = ["1", "4", "1", "2", "3", "0", "11"]
    found = table(granted="\t".join([*want[:lost], *want[lost + 1:], ""]))
    assert told(found, "granted")
    assert all(got in (None, int(number)) for got, number in zip(row(found, "granted"), want, strict=True))


def test_a_table_that_leaves_totals_out_is_read_as_it_stands() -> None:
    bare = {key: "\t".join([*line.split("\t")[:-1], ""]) for key, line in ROWS.items()}
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", HEADS, *(f"{label}\t{line}" for label, line in bare.items())]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    assert row(found, "received") == [3, 4, 1, 0, 0, 1, None]


def test_where_empty_cells_are_kept_an_empty_total_is_one() -> None:
    found = table(granted="2\t\t1\t\t\t\t", processed="2\t\t1\t\t\t\t")
    assert row(found, "granted") == [2, None, 1, None, None, None, None]


def test_numbers_before_a_label_are_not_those_of_the_row_above() -> None:
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", HEADS, *(f"{line}\t{label}" for label, line in ROWS.items())]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    assert row(found, "carried_in") == [None] * 7
    assert told(found, "carried_in")


def test_two_numbers_in_one_cell_do_not_stand_for_an_empty_one_beside_it() -> None:
    found = table(granted="2\t4 1\t\t0\t0\t1\t8", processed="2\t4\t\t0\t0\t1\t8")
    assert row(found, "granted") == [None] * 7
    assert told(found, "granted")


@pytest.mark.parametrize(("printed", "value"), [("25.1", 25), ("￥25.1", None), ("￥25.1万元", 25), ("251000元", 25), ("￥0", 0)])
def test_a_sign_of_money_leaves_open_whether_it_counts_in_ten_thousands(printed: str, value: object) -> None:
    lines = [TITLE, "二、主动公开政府信息情况", "第二十条第（一）项", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t0\t0\t0", "行政规范性文件\t1\t2\t3",
             "第二十条第（八）项", "信息内容\t本年收费金额（单位：万元）", f"行政事业性收费\t{printed}"]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    got = found.value("2.fees.amount")
    assert (got if got is None else int(got)) == value
    if value is None:
        assert any("2.fees.amount" in finding.cells and "万元" in finding.message for finding in found.findings)


@pytest.mark.parametrize("cell", ["7①", "第7", "7百"])
def test_a_cell_with_words_and_a_number_is_no_kind_of_its_row(cell: str) -> None:
    lines = [TITLE.replace("2023", "2020"), "二、主动公开政府信息情况", "第二十条第（八）项", "信息内容\t上一年项目数量\t本年增/减", f"行政事业性收费\t{cell}\t27",
             "第二十条第（九）项", "信息内容\t采购项目数量\t采购总金额", "政府集中采购\t1\t2"]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    assert (found.value("2.fees.previous"), found.value("2.fees.change")) == (None, 27)


def test_a_table_turned_on_its_side_has_no_empty_cells_to_read() -> None:
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", "\t".join(["项目", *ROWS]) + "\t\t\t\t\t\t\t",
             *("\t".join([head, *(line.split("\t")[x] for line in ROWS.values())]) for x, head in enumerate(HEADS.split("\t")[1:]))]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    for key in ("received", "carried_in", "granted", "processed", "carried_out"):
        assert row(found, key) == [None] * 7
        assert told(found, key)


def test_where_cells_run_together_a_blank_may_be_one_between_thousands() -> None:
    lines = [TITLE.replace("2023", "2020"), "二、主动公开政府信息情况", "第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减", "行政事业性收费", "00",
             "第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购", "231 263.5"]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    assert (found.value("2.procurement.projects"), found.value("2.procurement.amount")) == (None, None)
    assert any("2.procurement.amount" in finding.cells for finding in found.findings)


def test_where_nothing_shows_that_empty_cells_keep_their_places_the_ends_of_lines_tell_nothing() -> None:
    lines = [TITLE, "二、主动公开政府信息情况", "第二十条第（一）项\t\t\t", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t1\t\t", "行政规范性文件\t3\t2\t",
             "第二十条第（五）项\t\t\t", "信息内容\t本年处理决定数量\t\t", "行政许可\t5\t\t"]
    found = read_bytes("\n".join(lines).encode(), "x.txt")
    for address in ("2.rules.issued", "2.normative_documents.issued", "2.normative_documents.repealed"):
        assert found.value(address) is None
        assert any(address in finding.cells for finding in found.findings)
    assert found.value("2.licensing.decisions") == 5
