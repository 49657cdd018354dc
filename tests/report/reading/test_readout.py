"""Records → cells and findings: every address has a cell, every cell without a value a finding, every number a use."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.form import edition, editions
from gongkai.report.model import Finding, Place, Report
from gongkai.report.reading import read_bytes
from gongkai.report.reading.ledger import gathered

TITLE = "晴川县示例镇人民政府{year}年政府信息公开工作年度报告"
TWO = {
    "2021": ["第二十条第（一）项", "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 0 | 0 | 0", "行政规范性文件 | 3 | 1 | 17",
             "第二十条第（五）项", "信息内容 | 本年处理决定数量", "行政许可 | 41", "第二十条第（六）项", "信息内容 | 本年处理决定数量", "行政处罚 | 12",
             "行政强制 | 0", "第二十条第（八）项", "信息内容 | 本年收费金额（单位：万元）", "行政事业性收费 | 25.1"],
    "2019": ["第二十条第（一）项", "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量", "规章 | 0 | 0 | 0", "规范性文件 | 3 | 3 | 17",
             "第二十条第（五）项", "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 40 | 增1 | 41", "其他对外管理服务事项 | 9 | 减4 | 5",
             "第二十条第（六）项", "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政处罚 | 12 | 0 | 12", "行政强制 | 0 | 0 | 0",
             "第二十条第（八）项", "信息内容 | 上一年项目数量 | 本年增/减", "行政事业性收费 | 2 | 0", "第二十条第（九）项", "信息内容 | 采购项目数量 | 采购总金额",
             "政府集中采购 | 7 | 25.1"],
}
HEADS = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况", "自然人 | 法人或其他组织 | 总计",
         "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他"]
FOUR = ["行政复议 | 行政诉讼", "未经复议直接起诉 | 复议后起诉", " | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3),
        " | ".join(["1", "0", "0", "1", "2", "0", "0", "0", "0", "0", "0", "0", "3", "1", "4"])]
NUMBERS = {"received": "3 1 0 0 0 0 4", "carried_in": "1 0 0 0 0 0 1", "granted": "2 1 0 0 0 0 3", "unable.not_held": "1 0 0 0 0 0 1",
           "processed": "3 1 0 0 0 0 4", "carried_out": "1 0 0 0 0 0 1"}
"""Rows of table 3 that are not zero; they fit each other."""


def lines(name: str = "2021", year: int = 2023, rows: dict[str, str] | None = None, drop: tuple[str, ...] = (),
          two: list[str] | None = None, four: list[str] | None = None) -> list[str]:
    """A report's lines in bars: `rows` of table 3 laid over NUMBERS, rows in `drop` left out."""
    numbers = {**NUMBERS, **(rows or {})}
    table = edition(name).tables["3"]
    three = [f"{leaf.label} | {' | '.join(numbers.get(leaf.key or '', '0 0 0 0 0 0 0').split(' '))}" for leaf in table.leaves()
             if leaf.key not in drop]
    return [TITLE.format(year=year), "一、总体情况", "按期完成。", "二、主动公开政府信息情况", *(TWO[name] if two is None else two),
            "三、收到和处理政府信息公开申请情况", *HEADS, *three, "四、政府信息公开行政复议、行政诉讼情况", *(FOUR if four is None else four),
            "五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。"]


def read(text: list[str]) -> Report:
    return read_bytes("\n".join(text).encode(), "report.txt")


def found(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def row(report: Report, key: str, table: str = "3") -> list[object]:
    return list(report.tables[table][key].values())


@pytest.mark.parametrize(("name", "year"), [("2021", 2023), ("2019", 2020)])
def test_a_plain_report_is_read_without_a_finding(name: str, year: int) -> None:
    report = read(lines(name, year))
    assert (report.edition, report.year) == (name, year)
    assert list(report.cells) == edition(name).addresses()
    assert report.findings == []
    assert row(report, "received") == [3, 1, 0, 0, 0, 0, 4]
    assert report.value("4.litigation_after_review.other") == 3
    assert {cell.origin for cell in report.cells.values()} == {"read"}


def test_changes_carry_their_sign_and_money_its_decimals() -> None:
    report = read(lines("2019", 2020))
    assert (report.value("2.licensing.change"), report.value("2.other_services.change")) == (1, -4)
    assert report.value("2.procurement.amount") == Decimal("25.1")


def test_every_cell_keeps_its_raw_text_and_place() -> None:
    text = lines(two=[line.replace("| 17", "| 十七件") for line in TWO["2021"]])
    cell = read(text).cells["2.normative_documents.in_force"]
    assert (cell.value, cell.raw, cell.place) == (17, "十七件", Place(line=text.index("行政规范性文件 | 3 | 1 | 十七件") + 1))


# -- what stands in cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("printed", "value", "code"), [
    ("0", 0, None), (" |", None, None), ("/", None, None), ("—", None, None), ("无", None, None), ("1,203", 1203, None), ("１２", 12, None),
    ("十二", 12, None), ("22（其中修订16件）", 22, None), ("约20", 20, "read.approximate"), ("20余件", 20, "read.approximate"),
    ("见附件", None, "read.not_a_number"), ("012", None, "read.not_a_number"), ("12元", None, "read.not_a_number"), ("1 203", 1203, None), ("1 20", None, "read.ambiguous"),
    ("12-15", None, "read.not_a_number"),
])
def test_a_cell_is_a_number_or_empty_and_said_why(printed: str, value: object, code: str | None) -> None:
    report = read(lines(two=[line.replace("行政许可 | 41", f"行政许可 | {printed}") for line in TWO["2021"]]))
    assert report.value("2.licensing.decisions") == value
    told = [finding.code for finding in report.findings if "2.licensing.decisions" in finding.cells]
    assert told == ([code] if code else [])


@pytest.mark.parametrize(("printed", "value", "code"), [
    ("251000元", Decimal("25.1"), "read.unit_converted"), ("25.1万元", Decimal("25.1"), None), ("0元", 0, None), ("3件", None, "read.not_a_number"),
    ("0.00", 0, None), ("25.100000", Decimal("25.1"), None), ("2亿元", 20_000, "read.unit_converted"),
])
def test_money_is_given_in_wan_and_a_change_of_unit_is_said(printed: str, value: object, code: str | None) -> None:
    report = read(lines(two=[line.replace("| 25.1", f"| {printed}") for line in TWO["2021"]]))
    assert report.value("2.fees.amount") == value
    assert [finding.code for finding in report.findings] == ([code] if code else [])


def test_a_note_beside_a_number_is_kept() -> None:
    report = read(lines(two=[line.replace("| 3 | 1 |", "| 22（其中修订16件） | 1 |") for line in TWO["2021"]]))
    assert report.cells["2.normative_documents.issued"].note == "（其中修订16件）"


# -- rows -----------------------------------------------------------------------------------------------------------------


def test_a_row_run_together_is_split_by_its_sum_and_said_to_be() -> None:
    text = [line if "国家秘密" not in line else "1.属于国家秘密 | 0000000" for line in lines()]
    text = [line if "予以公开" not in line else "（一）予以公开 | 2100003" for line in text]
    report = read(text)
    assert row(report, "granted") == [2, 1, 0, 0, 0, 0, 3]
    assert report.cells["3.granted.person"].origin == "inferred"
    assert {finding.code for finding in report.findings} == {"read.split"}
    assert {address for finding in report.findings for address in finding.cells} >= {"3.granted.person", "3.denied.state_secret.total"}


def test_six_numbers_under_seven_heads_are_placed_only_where_that_is_proven() -> None:
    report = read(lines(rows={"received": "3 1 0 0 0 4"}))
    assert report.value("3.received.total") == 4
    assert report.value("3.received.welfare") is None
    (finding,) = found(report, "read.ambiguous")
    assert "3 1 0 0 0 4" in finding.message
    assert set(finding.cells) == {f"3.received.{column.key}" for column in edition("2021").tables["3"].columns}


def test_a_printed_number_that_breaks_its_sum_stays() -> None:
    report = read(lines(rows={"received": "3 1 0 0 0 0 9"}))
    assert row(report, "received") == [3, 1, 0, 0, 0, 0, 9]


@pytest.mark.parametrize("gone", ["received", "denied.state_secret", "closed.other", "processed"])
def test_a_row_that_is_missing_is_empty_and_said_to_be(gone: str) -> None:
    report = read(lines(drop=(gone,)))
    assert row(report, gone) == [None] * 7
    (finding,) = found(report, "read.row_missing")
    assert set(finding.cells) >= {f"3.{gone}.{column.key}" for column in edition("2021").tables["3"].columns}
    assert edition("2021").tables["3"].row(gone).label[:8] in finding.message


def test_a_row_that_the_form_lacks_is_said_with_its_numbers() -> None:
    two = TWO["2021"].copy()
    two.insert(4, "其他主动公开文件 | 91 | 92 | 93")
    report = read(lines(two=two))
    (finding,) = found(report, "read.row_extra")
    assert "其他主动公开文件" in finding.message
    assert "91 92 93" in finding.message
    assert row(report, "normative_documents", "2") == [3, 1, 17]


def test_a_row_that_the_form_lacks_is_said_though_it_is_the_last() -> None:
    report = read(lines(two=[*TWO["2021"], "行政检查 | 91"]))
    assert "91" not in report.section(2).text  # type: ignore[union-attr]
    assert any("行政检查" in finding.message for finding in report.findings)


def test_the_group_of_one_row_has_the_groups_address() -> None:
    text = [line for line in lines() if not re.match(r"[123]\.(?:申请人|其他 )", line)]
    at = next(index for index, line in enumerate(text) if line.startswith("（七）总计"))
    text.insert(at, "（六）其他处理 | 0 | 0 | 0 | 0 | 0 | 0 | 0")
    report = read(text)
    assert row(report, "closed") == [0] * 7
    assert "3.closed.other.person" not in report.cells
    assert [finding.code for finding in report.findings] == ["read.group_one_row"]


@pytest.mark.parametrize(("group", "item"), [("（六）其他处理", "3.其他"), ("（四）无法提供", "2.没有现成")])
def test_an_item_is_missing_though_its_group_has_a_row_too(group: str, item: str) -> None:
    text = [line for line in lines() if not line.startswith(item)]
    first = next(index for index, line in enumerate(text) if line.startswith("1.申请人" if "六" in group else "1.本机关"))
    text.insert(first, f"{group} | {'1' if '四' in group else '0'} | 0 | 0 | 0 | 0 | 0 | {'1' if '四' in group else '0'}")
    report = read(text)
    assert set(edition("2021").addresses()) <= set(report.cells)
    assert [address for address in _faulty(report, _truth("2021")) if address in _truth("2021")] == []


def test_the_last_item_alone_is_not_its_group() -> None:
    report = read(lines(drop=("closed.not_corrected", "closed.fee_unpaid")))
    assert row(report, "closed.other") == [0] * 7
    assert _faulty(report, _truth("2021")) == []


def test_a_row_printed_twice_with_other_numbers_is_given_up() -> None:
    text = lines()
    at = next(index for index, line in enumerate(text) if line.startswith("（一）予以公开"))
    text.insert(at + 1, "（一）予以公开 | 5 | 1 | 0 | 0 | 0 | 0 | 6")
    report = read(text)
    assert (report.value("3.granted.person"), report.value("3.granted.enterprise")) == (None, 1)
    (finding,) = found(report, "read.row_repeated")
    assert set(finding.cells) == {"3.granted.person", "3.granted.total"}


@pytest.mark.parametrize("gap", [" | ", "\t"])
@pytest.mark.parametrize("rows_of_three_labels", [True, False])
@pytest.mark.parametrize("name", ["2021", "2019"])
def test_labels_of_merged_cells_that_a_tool_unrolled_are_no_rows_printed_twice(name: str, rows_of_three_labels: bool, gap: str) -> None:
    table = edition(name).tables["3"]
    made = lines(name, 2023 if name == "2021" else 2020)
    for row in [row for block in table.blocks for row in block.rows]:
        for group in row.rows:
            for leaf in group.leaves():
                at = next(index for index, line in enumerate(made) if line.startswith(f"{leaf.label} | "))
                between = [group.label] if group is not leaf else [leaf.label] if rows_of_three_labels else []
                made[at] = " | ".join([row.label, *between, made[at]])
        if rows_of_three_labels and not row.rows:
            made = [f"{row.label} | {row.label} | {line}" if line.startswith(f"{row.label} | ") else line for line in made]
    report = read([line.replace(" | ", gap) for line in made])
    assert (_faulty(report, _truth(name)), report.findings) == ([], [])


def test_a_misprinted_label_is_said() -> None:
    report = read([line.replace("逾期不补正", "预期不补正") for line in lines(rows={"closed.not_corrected": "0 0 0 0 0 0 0"})])
    assert row(report, "closed.not_corrected") == [0] * 7
    assert [finding.code for finding in report.findings] == ["read.label_misprint"]


@pytest.mark.parametrize(("word", "read_as"), [("处理绝定", 41), ("处里决定", 41), ("审批办理", None)])
def test_a_misprinted_head_of_an_only_column_is_said(word: str, read_as: int | None) -> None:
    report = read([line.replace("本年处理决定数量", f"本年{word}数量") if index == 9 else line for index, line in enumerate(lines())])
    assert report.value("2.licensing.decisions") == read_as
    assert any(finding.code == "read.label_misprint" for finding in report.findings) is (read_as is not None)


def test_a_question_mark_for_a_lost_space_before_a_number_is_none_of_it() -> None:
    report = read([line.replace("行政规范性文件 | 3 | 1 | 17", "行政规范性文件 | ? 3 | ？ 1 | 17") for line in lines()])
    assert [report.value(f"2.normative_documents.{column}") for column in ("issued", "repealed", "in_force")] == [3, 1, 17]


def test_the_head_of_another_year_is_no_misprint() -> None:
    report = read([line.replace("本年处理决定数量", "上年处理决定数量") for line in lines()])
    assert report.value("2.licensing.decisions") is None


def test_rows_that_cannot_be_placed_are_told_by_one_that_shows_numbers() -> None:
    made = gathered([Finding("read.ambiguous", "warning", f"表二“{label}”一行……", (f"2.{label}.x",), None, found)
                     for label, found in (("规章", ""), ("行政许可", "6 减3 3"), ("行政处罚", ""), ("行政强制", ""))])
    assert [("“行政许可”一行的“6 减3 3”" in finding.message, "“”" in finding.message) for finding in made] == [(True, False)]


# -- columns and tables ---------------------------------------------------------------------------------------------------


def test_a_head_that_the_form_lacks_is_said_and_its_numbers_are_no_others() -> None:
    text = [line.replace("| 总计", "| 小计 | 总计") if line == HEADS[1] else line for line in lines()]
    report = read(text)
    assert any("小计" in finding.message for finding in report.findings)


def test_without_any_head_the_forms_own_order_is_taken_and_said() -> None:
    report = read([line for line in lines() if line not in HEADS])
    assert row(report, "received") == [3, 1, 0, 0, 0, 0, 4]
    assert [finding.code for finding in report.findings] == ["read.head_missing"]


@pytest.mark.parametrize("lost", [{11, 12}, {4, 5}, {4, 5, 7, 8, 11, 12}, {0, 1, 4, 5, 7, 8, 11, 12}])
def test_rows_of_table_two_whose_heads_were_lost_keep_to_their_own_columns(lost: set[int]) -> None:
    report = read(lines(two=[line for index, line in enumerate(TWO["2021"]) if index not in lost]))
    assert set(report.cells) == set(edition("2021").addresses())
    assert _faulty(report, _truth("2021")) == []


def test_heads_whose_two_lines_changed_places_mean_what_they_did_or_are_said() -> None:
    text = lines()
    at = text.index(HEADS[1])
    text[at: at + 2] = [HEADS[2], HEADS[1]]
    assert _faulty(read(text), _truth("2021")) == []


@pytest.mark.parametrize("number", ["2", "3", "4"])
def test_a_table_that_is_missing_is_an_error_that_lists_its_cells(number: str) -> None:
    section = {"2": "二、", "3": "三、", "4": "四、"}[number]
    text = lines()
    start = next(index for index, line in enumerate(text) if line.startswith(section)) + 1
    end = next(index for index, line in enumerate(text) if line.startswith({"2": "三、收", "3": "四、政", "4": "五、"}[number]))
    report = read(text[:start] + text[end:])
    (finding,) = found(report, "read.table_missing")
    own = {address for address in edition("2021").addresses() if address.startswith(number)}
    assert finding.level == "error"
    assert own <= set(finding.cells)
    assert all(report.cells[address].value is None for address in own)


def test_numbers_without_a_row_are_left_over_and_said() -> None:
    text = lines()
    at = text.index(HEADS[2])
    text[at + 1: at + 1] = ["71 | 72"]
    report = read(text)
    assert any("71" in finding.message and "72" in finding.message for finding in report.findings)


# -- editions -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "year"), [("2021", 2020), ("2019", 2022)])
def test_the_printed_edition_is_read_whatever_the_year(name: str, year: int) -> None:
    report = read(lines(name, year))
    assert report.edition == name
    assert list(report.cells) == edition(name).addresses()
    assert row(report, "received") == [3, 1, 0, 0, 0, 0, 4]


def test_two_editions_in_one_table_are_said() -> None:
    mixed = [*TWO["2021"][:4], *TWO["2019"][4:8], *TWO["2021"][7:]]
    report = read(lines(two=mixed))
    assert found(report, "read.edition_mixed")
    withheld = {address for finding in report.findings for address in finding.cells}
    assert all(report.value(address) is not None or address in withheld for address in report.cells)


def test_without_table_two_the_rows_of_table_three_tell_the_edition() -> None:
    report = read(lines("2019", 2020, two=[]))
    assert report.edition == "2019"
    assert row(report, "closed") == [0] * 7


# -- properties -------------------------------------------------------------------------------------------------------------


def _truth(name: str) -> dict[str, object]:
    return {address: cell.value for address, cell in read(lines(name, 2023)).cells.items()}


def _faulty(report: Report, truth: dict[str, object]) -> list[str]:
    told = {address for finding in report.findings for address in finding.cells}
    return [address for address in {**truth, **report.cells}
            if report.value(address) != truth.get(address) and address not in told]


ROWS = sorted(NUMBERS)


@settings(max_examples=60)
@given(st.data())
def test_rows_that_lost_cells_are_never_silently_wrong(data: st.DataObject) -> None:
    rows = {}
    for key in data.draw(st.sets(st.sampled_from(ROWS), min_size=1, max_size=4)):
        numbers = NUMBERS[key].split()
        gone = data.draw(st.sets(st.integers(0, 6), min_size=1, max_size=5))
        rows[key] = " ".join(number for index, number in enumerate(numbers) if index not in gone)
    separator = data.draw(st.sampled_from([" | ", " ", "\t"]))
    text = [line.replace(" | ", separator) for line in lines(rows=rows)]
    assert _faulty(read(text), _truth("2021")) == []


@settings(max_examples=60)
@given(st.data())
def test_lines_that_were_lost_moved_or_doubled_are_never_silently_wrong(data: st.DataObject) -> None:
    text = lines()
    start, end = text.index(TWO["2021"][0]), text.index(FOUR[-1])
    at = data.draw(st.integers(start, end))
    match data.draw(st.sampled_from(["lost", "doubled", "emptied"])):
        case "lost":
            del text[at]
        case "doubled":
            text.insert(at, text[at])
        case _:
            text[at] = text[at].split("|")[0]
    assert _faulty(read(text), _truth("2021")) == []


NUMBERED = [index for index, line in enumerate(lines()) if re.search(r"\| \d", line)]
"""Lines with numbers: heads stay as they are."""


@settings(max_examples=60)
@given(st.data())
def test_rows_that_were_bent_are_never_silently_wrong(data: st.DataObject) -> None:
    text = lines()
    for at in data.draw(st.sets(st.sampled_from(NUMBERED), min_size=1, max_size=4)):
        cells = text[at].split(" | ")
        # A label stays by its row: lost, with its neighbour's number lost too, the two would look like one row.
        where = data.draw(st.integers(1, len(cells) - 1))
        match data.draw(st.sampled_from(["cell lost", "cells joined", "label cut", "empty cell added"])):
            case "cell lost":
                del cells[where]
            case "cells joined":
                cells[where: where + 2] = ["".join(cells[where: where + 2])]
            case "label cut":
                cells[0] = cells[0][:max(1, len(cells[0]) - 3)]
            case _:
                cells.insert(where, "")
        text[at] = " | ".join(cells)
    first, last = text.index(TWO["2021"][0]), NUMBERED[-1]
    separator = data.draw(st.sampled_from([" | ", " ", "\t", "\n"]))
    text[first: last + 1] = [line.replace(" | ", separator) for line in text[first: last + 1]]
    assert _faulty(read("\n".join(text).split("\n")), _truth("2021")) == []


def test_no_finding_names_a_cell_that_no_edition_has() -> None:
    groups = {f"3.{group.key}.{column.key}" for form in editions().values() for group in form.tables["3"].groups()
              for column in form.tables["3"].columns}
    known = {address for form in editions().values() for address in form.addresses()} | groups
    for gone in range(0, 40, 3):
        text = lines()
        del text[5 + gone]
        assert {address for finding in read(text).findings for address in finding.cells} <= known


def test_a_row_under_the_heads_of_another_edition_has_its_own_cells_too_empty_and_said_to_be() -> None:
    two = [line.replace("本年制发件数 | 本年废止件数 | 现行有效件数", "本年新制作数量 | 本年新公开数量 | 对外公开总数量") for line in TWO["2021"]]
    report = read(lines(two=two))
    assert (report.value("2.normative_documents.made"), report.value("2.normative_documents.issued")) == (3, None)
    [finding] = found(report, "read.cell_missing")
    wanted = {f"2.{key}.{column}" for key in ("rules", "normative_documents") for column in ("issued", "repealed", "in_force")}
    assert set(finding.cells) == wanted
    assert "6个单元格" in finding.message
    assert set(edition("2021").addresses()) <= set(report.cells)


def test_a_table_whose_labels_were_lost_is_not_called_missing() -> None:
    text = [re.sub(r"^[^|]*\| (?=\d)", "", line) for line in lines()]
    report = read(text)
    assert [value for key in report.tables["3"] for value in row(report, key) if value is not None] == []
    assert not any(finding.level == "error" for finding in report.findings)
    told = next(finding for finding in found(report, "read.ambiguous") if "没有读到行标签" in finding.message and "表三" in finding.message)
    assert set(told.cells) >= {address for address in edition("2021").addresses() if address.startswith("3.")}


def test_words_in_many_cells_are_one_finding() -> None:
    blank = " ".join(["详见附表"] * 7)
    report = read(lines(rows={leaf.key or "": blank for leaf in edition("2021").tables["3"].leaves()}))
    [finding] = found(report, "read.not_a_number")
    assert "175格" in finding.message
    assert "“一、本年新收政府信息公开申请数量”填写为“详见附表”" in finding.message
    assert len(finding.cells) == 175


@pytest.mark.parametrize(("head", "label", "value"), [
    ("本年收费金额（单位：元）", "行政事业性收费", Decimal("17.2")), ("本年收费金额(元)", "行政事业性收费", Decimal("17.2")),
    ("本年收费金额（单位：千元）", "行政事业性收费", 17200), ("本年收费金额（单位：万元）", "行政事业性收费", 172000),
    ("本年收费金额", "行政事业性收费（单位：元）", Decimal("17.2")), ("本年收费金额（人民币元）", "行政事业性收费", Decimal("17.2")),
])
def test_money_under_a_head_that_names_another_unit_is_converted_and_said(head: str, label: str, value: object) -> None:
    two = [line.replace("本年收费金额（单位：万元）", head).replace("行政事业性收费 | 25.1", f"{label} | 172000") for line in TWO["2021"]]
    report = read(lines(two=two))
    assert report.value("2.fees.amount") == value
    assert len(found(report, "read.unit_converted")) == (value != 172000)


@pytest.mark.parametrize(("at", "rows", "says"), [
    ("行政许可", ["行政许可 | 甲类 | 4 | 0 | 9", "行政许可 | 乙类 | 1 | 0 | 2"], "已按各行之和读取"),
    ("政府集中采购", ["政府集中采购 | 车辆10辆 | 1530000元 |", "政府集中采购 | 物业服务 | 350000元 |"], "已留空")])
def test_a_divided_row_says_whether_its_parts_were_added_up(at: str, rows: list[str], says: str) -> None:
    two = [line for row in TWO["2019"] for line in (rows if row.startswith(at) else [row])]
    [message] = [finding.message for finding in read(lines("2019", 2020, two=two)).findings if finding.code == "read.row_divided"]
    assert says in message
