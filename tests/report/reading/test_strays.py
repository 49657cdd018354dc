"""Tables of which hardly a word is left: read where the words that are left suffice, told in any case."""

from __future__ import annotations

import pytest

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

NUMBERS = [3, 1, 0, 2, 6, 1, 0, 0, 0, 1, 0, 2, 0, 0, 2]
FOUR = " ".join(map(str, NUMBERS))
THREE = "一、本年新收政府信息公开申请数量"


def report(three: str = "", four: str = "") -> Report:
    text = ["晴川县示例局2023年政府信息公开工作年度报告", "一、总体情况", "按期完成。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", three,
            "四、政府信息公开行政复议、行政诉讼情况", four, "五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。"]
    return read_bytes("\n".join(text).encode(), "report.txt")


def codes(made: Report, table: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in made.findings if f"表{table}" in finding.message]


def across(made: Report) -> list[object]:
    return [made.value(f"4.{row}.{column}") for row in ("review", "litigation_direct", "litigation_after_review")
            for column in ("upheld", "corrected", "other", "pending", "total")]


@pytest.mark.parametrize("heads", [
    pytest.param("行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结果 结果 其他 尚未 总\n维持 纠正 结果 审结 计 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总\n"
                 "维持 纠正 结果 审结 计 维持 纠正 结果 审结 计", id="in pairs"),
    pytest.param("行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结 结 其 尚\n果 果 他 未 总 果 果 他 未 总\n维 纠 结 审\n持 正 果 结 计 持 正 果 结 计", id="by characters"),
    pytest.param("行政复议行政诉讼\n结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉" + "结果维持结果纠正其他结果尚未审结总计" * 2, id="in one run"),
])
def test_table_four_is_read_though_its_heads_are_wrapped(heads: str) -> None:
    made = report(four=f"{heads}\n{FOUR}")
    assert across(made) == NUMBERS
    assert codes(made, "四") == []


@pytest.mark.parametrize("heads", ["行政复议行政诉讼", "行政复议 行政诉讼", "行政复议行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计"])
def test_table_four_with_heads_lost_is_read_in_the_forms_order_and_said_where_its_sums_hold(heads: str) -> None:
    made = report(four=f"{heads}\n{FOUR}")
    assert across(made) == NUMBERS
    assert codes(made, "四") == [("read.head_missing", "notice")]
    assert any("“行政复议、行政诉讼”上方没有读到列标题" in finding.message for finding in made.findings)


def test_table_four_with_heads_lost_is_withheld_where_its_sums_break() -> None:
    made = report(four="行政复议行政诉讼\n" + FOUR.replace("6", "5"))
    assert across(made) == [None] * 15
    assert ("read.ambiguous", "warning") in codes(made, "四")


def test_digits_too_long_for_any_count_are_cells_run_together() -> None:
    made = report(four="行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉" + "结果维持结果纠正其他结果尚未审结总计" * 2
                       + FOUR.replace(" ", ""))
    assert across(made) == NUMBERS
    assert codes(made, "四") == [("read.split", "notice")]


@pytest.mark.parametrize("numbers", [FOUR, FOUR.replace(" ", "\n"), FOUR.replace(" ", " | "), "0 0 0 0 0 / / - 0 0 0 0 0 0 0"])
def test_numbers_without_a_word_of_the_form_are_left_over_and_no_missing_table(numbers: str) -> None:
    made = report(four=numbers)
    assert across(made) == [None] * 15
    assert codes(made, "四") == [("read.leftover", "warning")]
    told = next(finding for finding in made.findings if finding.code == "read.leftover")
    assert "4.review.upheld" in told.cells
    assert told.found == " ".join(numbers.replace("|", " ").split())


@pytest.mark.parametrize("words", ["本年度没有发生行政复议和行政诉讼。", "2023", "（此处无内容）", "1\n2"])
def test_a_section_without_a_row_of_numbers_lacks_its_table(words: str) -> None:
    assert codes(report(four=words), "四") == [("read.table_missing", "error")]


@pytest.mark.parametrize("between", [" ", "\t", " | ", "\n"])
def test_a_table_of_one_row_is_a_table(between: str) -> None:
    made = report(three=between.join([THREE, *"3100004"]))
    assert list(made.tables["3"]["received"].values()) == [3, 1, 0, 0, 0, 0, 4]
    assert codes(made, "三") == [("read.head_missing", "notice"), ("read.row_missing", "warning")]


def test_a_sentence_that_begins_like_a_row_is_no_table() -> None:
    made = report(three=f"{THREE}4件，均已办结。")
    assert codes(made, "三") == [("read.table_missing", "error")]
    assert made.section(3).text == f"{THREE}4件，均已办结。"


ROW = {"spaces": " ", "tabs": "\t", "bars": " | ", "lines": "\n", "lone bars": "\n|\n"}


@pytest.mark.parametrize("number", ["0", "7"])
@pytest.mark.parametrize("between", ROW.values(), ids=ROW)
def test_a_last_row_that_the_form_lacks_is_told_though_it_is_numbered_like_a_section(between: str, number: str) -> None:
    rows = [between.join([label, *[number] * 7]) for label in (THREE, "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理", "五、转送其他机关办理")]
    made = report(three="\n".join(rows))
    assert made.value("3.carried_out.total") == int(number)
    assert any(f.code in ("read.row_extra", "read.leftover") and " ".join([number] * 7) in f.message for f in made.findings)


def test_a_last_row_of_one_number_that_the_form_lacks_is_told() -> None:
    two = "第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 3\n其他收费项目 0"
    made = read_bytes(f"晴川县示例局2023年政府信息公开工作年度报告\n一、总体情况\n完成。\n二、主动公开政府信息情况\n{two}\n三、收到和处理政府信息公开申请情况\n无。\n".encode(), "x.txt")
    assert made.value("2.fees.amount") == 3
    assert [f.found for f in made.findings if f.code == "read.row_extra"] == ["0"]


def test_a_sentence_behind_a_table_is_no_row_of_it() -> None:
    made = report(three=f"{THREE} 0 0 0 0 0 0 0\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n注：以上数据不含垂直管理部门，截至12月31日共0件。")
    assert not any(f.code == "read.row_extra" for f in made.findings)
