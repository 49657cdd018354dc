"""Headings of sections and parts, renamed, misnumbered, inline; rows of table 3 and sentences are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.form import editions
from gongkai.report.reading.headings import Heading, part_heading, section_heading

OFFICIAL = [(section.number, section.heading) for section in editions()["2021"].sections]
ALL = sorted({(section.number, words) for form in editions().values() for section in form.sections
              for words in (section.heading, *section.variants)})
NUMERALS = "一二三四五六"


@pytest.mark.parametrize(("number", "words"), ALL)
@pytest.mark.parametrize("shape", ["{numeral}、{words}", "{numeral}.{words}", "{numeral} {words}", "{numeral}、{words}：",
                                   "第{numeral}部分 {words}", "  {numeral}、{words}  ", "{words}", "{number}.{words}", "{number}、{words}"])
def test_every_wording_of_a_section_is_its_heading(number: int, words: str, shape: str) -> None:
    printed = shape.format(numeral=NUMERALS[number - 1], number=number, words=words)
    heading = section_heading(printed)
    assert heading is not None
    assert (heading.number, heading.known, heading.rest) == (number, True, "")
    assert heading.heading == words


def test_the_words_decide_where_the_numeral_is_wrong() -> None:
    heading = section_heading("六、存在的主要问题及改进情况")
    assert heading == Heading(5, "存在的主要问题及改进情况", "六、存在的主要问题及改进情况", "", "六", True)


@pytest.mark.parametrize(("printed", "number"), [
    ("二、主 动 公 开 政 府 信 息 情 况", 2), ("四、政府信息公开行政复议、 行政诉讼情况", 4), ("三、收到和处理政府信息公开申请情况。", 3), ("二，主动公开政府信息情况", 2),
    ("三、行政机关收到和处理政府信息公开申请情况", 3), ("第五部分 存在的主要问题及改进情况", 5), ("第一章 总体情况", 1), ("一、概述", 1),
])
def test_a_heading_may_be_spaced_marked_or_renamed(printed: str, number: int) -> None:
    heading = section_heading(printed)
    assert heading is not None
    assert heading.number == number


@pytest.mark.parametrize(("printed", "number", "rest"), [
    ("五、存在的主要问题及改进情况（一）存在的问题。栏目更新不够及时。", 5, "（一）存在的问题。栏目更新不够及时。"),
    ("六、其他需要报告的事项：本年度未收取信息处理费。", 6, "本年度未收取信息处理费。"),
    ("六、其他需要报告的事项。无。", 6, "无。"),
    ("一、总体情况 2023年，我镇认真落实公开要求，较好完成各项任务，未发生公开事故，群众总体满意度较高，公开渠道更加畅通。", 1,
     "2023年，我镇认真落实公开要求，较好完成各项任务，未发生公开事故，群众总体满意度较高，公开渠道更加畅通。"),
    ("六、其他需要报告的事项本年度没有其他需要报告的事项，也没有发出过收费通知，未收取信息处理费。", 6,
     "本年度没有其他需要报告的事项，也没有发出过收费通知，未收取信息处理费。"),
])
def test_what_follows_a_heading_on_its_line_is_text(printed: str, number: int, rest: str) -> None:
    heading = section_heading(printed)
    assert heading is not None
    assert (heading.number, heading.known) == (number, True)
    assert heading.rest.rstrip("。") == rest.rstrip("。")
    assert heading.heading == {1: "总体情况", 5: "存在的主要问题及改进情况", 6: "其他需要报告的事项"}[number]


def test_text_behind_an_inline_heading_keeps_its_full_stop() -> None:
    heading = section_heading("六、其他需要报告的事项：本年度未收取信息处理费。")
    assert heading is not None
    assert heading.rest == "本年度未收取信息处理费。"


def test_a_long_line_keeps_all_of_its_text() -> None:
    text = "本年度政务公开各项任务按期完成，" * 40 + "没有其他事项"
    heading = section_heading("六、其他需要报告的事项。" + text)
    assert heading is not None
    assert heading.rest == text


@pytest.mark.parametrize("row", [
    "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果", "四、结转下年度继续办理", "一、本年新收政府信息公开申请情况",
    "三、本年度办理情况", "（一）予以公开", "（七）总计", "1.属于国家秘密", "3.其他", "总计", "行政许可", "其他",
])
def test_rows_of_the_tables_are_no_headings(row: str) -> None:
    assert section_heading(row) is None


@pytest.mark.parametrize("text", [
    "", " ", "一", "一、", "2023年1月1日", "12", "（一）总体情况", "（一）主动公开情况", "总体情况良好，没有发生问题。", "主动公开情况如下：2023年共公开信息36条，内容涵盖各方面工作。",
    "一是加强组织领导", "二要提高认识", "五个方面的问题", "第二十条第（一）项", "十四五规划实施情况", "1月至12月", "一方面，群众对公开的要求越来越高；另一方面，人手不足。",
    "三、四季度分别开展了两次自查，发现并整改问题十一个，没有发现涉密信息。",
])
def test_sentences_and_parts_are_no_headings(text: str) -> None:
    assert section_heading(text) is None


def test_a_numbered_short_line_may_be_a_heading_of_another_name() -> None:
    heading = section_heading("五、工作展望")
    assert heading == Heading(None, "工作展望", "五、工作展望", "", "五", False)


@pytest.mark.parametrize("line", ["六、其他", "六、其它：", "六．其他"])
def test_a_curt_heading_of_section_six_is_none_of_table_threes_labels(line: str) -> None:
    heading = section_heading(line)
    assert heading is not None and (heading.numeral, heading.known) == ("六", False)


@pytest.mark.parametrize("line", ["其他", "3.其他", "3、其他", "（六）其他处理", "六、其他处理", "（六）其他"])
def test_labels_of_table_three_are_no_headings(line: str) -> None:
    assert section_heading(line) is None


@pytest.mark.parametrize("text", ["五、工作展望。", "五、公开栏目，更新及时", "五是工作展望", "五、" + "展望" * 20])
def test_an_unknown_numbered_line_with_marks_or_many_words_is_none(text: str) -> None:
    assert section_heading(text) is None


# -- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("printed", "key", "heading", "rest"), [
    ("（一）主动公开", "proactive", "主动公开", ""),
    ("（一）主动公开情况。全年公开信息36条。", "proactive", "主动公开情况", "全年公开信息36条"),
    ("(二)依申请公开：收到申请4件", "on_application", "依申请公开", "收到申请4件"),
    ("1.政府信息管理", "management", "政府信息管理", ""),
    ("四是平台建设", "platform", "平台建设", ""),
    ("（五）监督保障。", "oversight", "监督保障", ""),
    ("主动公开", "proactive", "主动公开", ""),
    ("（三）加强政府信息管理工作", "management", "加强政府信息管理工作", ""),
    ("（一）存在的问题", None, "存在的问题", ""),
    ("①监督保障 按季度自查", "oversight", "监督保障", "按季度自查"),
])
def test_a_parts_heading_is_told_from_its_text(printed: str, key: str | None, heading: str, rest: str) -> None:
    found = part_heading(printed)
    assert found is not None
    assert (found.key, found.heading, found.rest) == (key, heading, rest)


@pytest.mark.parametrize("text", ["", "主动公开信息36条，其中概况类3条。", "一是公开不及时", "1.栏目更新慢", "2023年", "3.5万元", "（一）栏目更新不够及时，内容不够丰富",
                                  "本年度监督保障有力", "（" * 50, "（一）"])
def test_other_lines_are_no_parts(text: str) -> None:
    assert part_heading(text) is None


@given(st.text(st.sampled_from("一二三、（）(). 123总体情况主动公开第部分是，。：\n\t"), max_size=60))
def test_any_line_may_be_asked_about(text: str) -> None:
    found = section_heading(text)
    assert found is None or (found.known == (found.number is not None))
    part = part_heading(text)
    assert part is None or part.heading


def test_spaces_that_became_question_marks_hide_no_heading() -> None:
    heading = section_heading("????一、总体情况")
    assert heading is not None and heading.number == 1


@pytest.mark.parametrize("mark", ["- ", "•", "● ", "– "])
def test_the_mark_of_a_list_before_a_heading_is_no_part_of_it(mark: str) -> None:
    heading = section_heading(f"{mark}总体情况")
    assert heading is not None and (heading.number, heading.heading, heading.printed) == (1, "总体情况", "总体情况")
