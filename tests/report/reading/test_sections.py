"""The narrative: preamble, six sections and their parts; missing headings, contents, signature, frame behind the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.report.reading.sections import Item, Narrative, flattened, is_frame, narrative

HEADINGS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项"]
TITLE = "某县示例镇人民政府2023年政府信息公开工作年度报告"


def told(*lines: str, title: bool = True) -> Narrative:
    """The narrative of lines; a line 〈3〉 stands for table 3. The first line is the title."""
    items: list[Item] = [("table", line[1]) if line.startswith("〈") else ("line", Paragraph(line, Place(line=number)))
                         for number, line in enumerate(lines, 1)]
    return narrative(items, 0 if title else None)


def whole(**changes: str) -> list[str]:
    """A report's lines: title, preamble, six sections with a sentence and their tables."""
    lines = [TITLE, "根据条例第五十条的规定编制本报告。"]
    for number, heading in enumerate(HEADINGS, 1):
        lines.append(changes.get(f"h{number}", heading))
        lines.append(f"第{number}部分的正文在此说明。")
        if number in (2, 3, 4):
            lines.append(f"〈{number}〉")
    return [line for line in lines if line]


def texts(made: Narrative) -> dict[int, str]:
    return {section.number: section.text for section in made.sections}


WHOLE = {number: f"第{number}部分的正文在此说明。" for number in range(1, 7)}


def test_a_whole_report_is_cut_at_its_headings() -> None:
    made = told(*whole())
    assert texts(made) == WHOLE
    assert made.preamble == "根据条例第五十条的规定编制本报告。"
    assert [section.heading for section in made.sections] == [heading[2:] for heading in HEADINGS]
    assert [section.printed for section in made.sections] == HEADINGS
    assert not made.restarted


def test_every_line_knows_its_place_and_section() -> None:
    made = told(*whole())
    assert made.lines[:2] == [("根据条例第五十条的规定编制本报告。", Place(line=2), 0), (WHOLE[1], Place(line=4), 1)]
    assert [number for _, _, number in made.lines] == [0, 1, 2, 3, 4, 5, 6]


def test_headings_are_kept_as_printed_for_the_checks() -> None:
    made = told(*whole(h5="五、存在的主要问题及整改措施"))
    assert made.headings[4] == {"number": 5, "printed": "五、存在的主要问题及整改措施", "place": Place(line=14)}
    assert made.sections[4].heading == "存在的主要问题及整改措施"


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_table_opens_its_section_where_the_heading_is_missing(number: int) -> None:
    lines = [line for line in whole() if line not in (HEADINGS[number - 1], WHOLE[number])]
    made = told(*lines)
    assert [section.number for section in made.sections] == [1, 2, 3, 4, 5, 6]
    assert made.sections[number - 1].printed is None
    assert made.sections[number - 1].heading == HEADINGS[number - 1][2:]


def test_without_a_heading_text_before_a_table_stays_with_the_section_before() -> None:
    lines = [line for line in whole() if line != HEADINGS[2]]
    made = told(*lines)
    assert texts(made)[2] == WHOLE[2] + "\n" + WHOLE[3]


@pytest.mark.parametrize("number", [1, 5, 6])
def test_a_missing_heading_leaves_its_section_out(number: int) -> None:
    made = told(*(line for line in whole() if line not in (HEADINGS[number - 1], WHOLE[number])))
    assert [section.number for section in made.sections] == [other for other in range(1, 7) if other != number]


def test_renamed_sections_keep_their_numbers() -> None:
    made = told(*whole(h1="一、概述", h3="三、行政机关收到和处理政府信息公开申请情况", h4="四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", h6="六、其它需要报告的事项"))
    assert texts(made) == WHOLE


def test_a_section_of_another_name_takes_the_number_where_it_stands() -> None:
    made = told(*whole(h5="五、工作展望"))
    assert texts(made) == WHOLE
    assert made.sections[4].heading == "工作展望"
    assert made.headings[4]["number"] is None


def test_headings_without_numerals_are_told_by_their_words() -> None:
    made = told(*whole(**{f"h{number}": heading[2:] for number, heading in enumerate(HEADINGS, 1)}))
    assert texts(made) == WHOLE


def test_words_of_a_heading_within_the_text_do_not_open_a_section_again() -> None:
    lines = whole()
    lines.insert(lines.index(WHOLE[1]) + 1, "主动公开情况")
    made = told(*lines)
    assert [section.number for section in made.sections] == [1, 2, 3, 4, 5, 6]
    assert texts(made)[1] == WHOLE[1] + "\n主动公开情况"


def test_text_on_the_headings_line_belongs_to_the_section() -> None:
    made = told(*whole(h6="六、其他需要报告的事项：没有收取信息处理费"))
    assert texts(made)[6] == "没有收取信息处理费\n" + WHOLE[6]


def test_a_table_of_contents_is_no_narrative() -> None:
    made = told(TITLE, "目录", *HEADINGS, *whole()[2:])
    assert texts(made) == WHOLE
    assert [section.printed for section in made.sections] == HEADINGS
    assert len(made.headings) == 6


@pytest.mark.parametrize("leader", ["", "……{}", "\t{}", "    {}", "............{}"])
def test_a_table_of_contents_before_the_preamble_is_no_narrative(leader: str) -> None:
    contents = [heading + leader.format(page) for page, heading in enumerate(HEADINGS, 1)]
    made = told(TITLE, "目录", *contents, *whole()[1:])
    assert texts(made) == WHOLE
    assert made.preamble == "根据条例第五十条的规定编制本报告。"
    assert [section.printed for section in made.sections] == HEADINGS
    assert len(made.headings) == 6


def test_sections_that_start_over_are_said_to() -> None:
    made = told(*whole(), "六、其他需要报告的事项", "又一次说明。")
    assert made.restarted
    assert texts(made)[6] == WHOLE[6] + "\n又一次说明。"


def test_a_later_section_may_stand_where_an_earlier_one_is_named_again() -> None:
    made = told(*whole(), *whole()[2:4])
    assert texts(made)[6].startswith(WHOLE[6])
    assert "第1部分的正文在此说明。" in texts(made)[6]


# -- parts --------------------------------------------------------------------------------------------------------------


def test_parts_cut_the_text_that_keeps_their_headings() -> None:
    made = told(TITLE, "一、总体情况", "总起一句。", "（一）主动公开。全年公开36条。", "都已上网。", "（二）依申请公开", "收到申请4件。", "（三）宣传培训情况", "开展培训。",
                *HEADINGS[1:3], HEADINGS[4])
    section = made.sections[0]
    assert section.text.split("\n")[0] == "总起一句。"
    assert "（二）依申请公开" in section.text
    assert [(part.key, part.heading) for part in section.parts] == [
        ("proactive", "主动公开"), ("on_application", "依申请公开"), (None, "宣传培训情况")]
    assert section.parts[0].text.split("\n") in (["全年公开36条", "都已上网。"], ["全年公开36条。", "都已上网。"])
    assert section.parts[1].text == "收到申请4件。"
    assert section.parts[1].place == Place(line=6)


# -- preamble -------------------------------------------------------------------------------------------------------------


def test_what_stands_before_the_title_and_the_pages_frame_is_no_preamble() -> None:
    items: list[Item] = [("line", Paragraph(text)) for text in (
        "首页 > 政府信息公开", TITLE, "发布时间：2024-01-10", "来源：某镇", "浏览次数：36", "【字体：大 中 小】", "本报告由某镇编制，数据真实。", *HEADINGS[:1], "好。")]
    made = narrative(items, 1)
    assert made.preamble == "本报告由某镇编制，数据真实。"
    assert [paragraph.text for paragraph in made.before][:2] == ["首页 > 政府信息公开", TITLE]


def test_without_a_title_the_preamble_begins_with_the_first_whole_sentence() -> None:
    made = told("首页", "政务公开", "根据条例第五十条的规定，现公布年度报告。", "全文由六部分组成。", *HEADINGS[:1], "好。", title=False)
    assert made.preamble == "根据条例第五十条的规定，现公布年度报告。\n全文由六部分组成。"


@pytest.mark.parametrize("text", ["2024-01-10", "2024年1月10日 星期三", "2024-01-10 09:30:00", "浏览：36次", "发布时间：2024-01-10 来源：某局", "字号：大 中 小", "|", "36"])
def test_lines_of_the_frame(text: str) -> None:
    assert is_frame(text)


@pytest.mark.parametrize("text", ["根据条例编制本报告。", "本报告的电子版可在门户网站下载。", "名称和内容均已核对，数据真实、准确。", "来源于各科室的数据均已核实，统计期限为全年，欢迎监督。"])
def test_sentences_are_no_frame(text: str) -> None:
    assert not is_frame(text)


# -- signature and tail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lines", "unit", "day"), [
    (["某县示例镇人民政府", "2024年1月10日"], "某县示例镇人民政府", date(2024, 1, 10)),
    (["某县民政局", "二〇二四年一月十日"], "某县民政局", date(2024, 1, 10)),
    (["某县民政局", "二○二四年十二月三十一日"], "某县民政局", date(2024, 12, 31)),
    (["某县民政局", "（2024年1月10日）"], "某县民政局", date(2024, 1, 10)),
    (["某 县 民 政 局", "2024 年 1 月 10 日"], "某县民政局", date(2024, 1, 10)),
    (["某县民政局    2024年1月10日"], "某县民政局", date(2024, 1, 10)),
    (["2024年1月10日"], None, date(2024, 1, 10)),
    (["某县民政局", "2024年13月40日"], "某县民政局", None),
])
def test_the_signature_is_taken_off_the_last_section(lines: list[str], unit: str | None, day: date | None) -> None:
    made = told(*whole(), *lines)
    assert (made.signed_unit, made.signed_date) == (unit, day)
    assert texts(made)[6] == WHOLE[6]


@pytest.mark.parametrize("line", ["截止日期为2024年1月10日。", "某县民政局", "统计到2023年12月31日"])
def test_other_last_lines_stay(line: str) -> None:
    made = told(*whole(), line)
    assert made.signed_date is None
    assert texts(made)[6] == WHOLE[6] + "\n" + line


@pytest.mark.parametrize("tail", ["上一篇：某局报告", "打印本页", "【关闭】", "版权所有：某县人民政府", "主办单位：某县政府办", "相关链接", "扫一扫在手机打开当前页", "网站标识码：3301220001"])
def test_the_pages_frame_behind_the_report_is_cut_off(tail: str) -> None:
    made = told(*whole(), tail, "某县人民政府门户网站", "2024年5月1日")
    assert texts(made)[6] == WHOLE[6]


def test_a_sentence_that_begins_like_the_frame_is_kept() -> None:
    made = told(*whole(), "审核人员的培训将继续加强。", "来源渠道将进一步拓宽；")
    assert texts(made)[6].endswith("审核人员的培训将继续加强。\n来源渠道将进一步拓宽；")


def test_page_numbers_frames_and_empty_lines_are_left_out() -> None:
    lines = whole()
    lines[5:5] = ["- 2 -", "", "第 3 页 共 9 页", "   "]
    assert texts(told(*lines)) == WHOLE
    framed = narrative([("line", Paragraph("页眉", frame=True)), ("line", Paragraph(HEADINGS[0])), ("line", Paragraph("好。"))], None)
    assert texts(framed) == {1: "好。"}


# -- odds and ends ------------------------------------------------------------------------------------------------------------


def test_nothing_at_all_is_an_empty_narrative() -> None:
    assert narrative([], None) == Narrative()


def test_a_grid_that_is_no_table_of_the_form_becomes_paragraphs() -> None:
    place = Place(path="(//table)[1]//tr[1]/*[1]")
    grid = Grid([[GridCell("名称", 0, 0, place=place), GridCell("某镇报告", 0, 1)], [GridCell("", 1, 0), GridCell(" ", 1, 1)],
                 [GridCell("一、总体情况\n本年度公开36条。", 2, 0)]])
    assert [paragraph.text for paragraph in flattened(grid)] == ["名称\t某镇报告", "一、总体情况", "本年度公开36条。"]
    assert flattened(grid)[0].place == place


@given(st.lists(st.sampled_from([*HEADINGS, *(heading[2:] for heading in HEADINGS), "五、工作展望", "一、某某情况", "（一）主动公开", "正文一句。", "〈2〉", "〈3〉", "〈4〉",
                                 "2024年1月10日", "某局", "", "上一篇：无"]), max_size=30))
def test_sections_come_in_order_once_and_no_sentence_is_lost(lines: list[str]) -> None:
    made = told(*lines, title=False)
    numbers = [section.number for section in made.sections]
    assert numbers == sorted(set(numbers))
    shown = sum(text.count("正文一句。") for text in texts(made).values()) + sum(
        paragraph.text == "正文一句。" for paragraph in made.before)
    cut = next((index for index, line in enumerate(lines) if line.startswith("上一篇")), len(lines))
    assert shown >= sum(line == "正文一句。" for line in lines[:cut])


def test_a_heading_in_arabic_numerals_before_chinese_ones_is_a_section() -> None:
    made = told(*whole(h1="1. 总体情况"))
    assert [section.number for section in made.sections] == [1, 2, 3, 4, 5, 6]


def test_items_in_arabic_numerals_within_a_section_are_none() -> None:
    made = told(*whole(h3="三、收到和处理政府信息公开申请情况\n2. 主动公开情况"))
    assert [section.number for section in made.sections] == [1, 2, 3, 4, 5, 6]
    made = told(*whole(h6="1. 总体情况"))
    assert [section.number for section in made.sections if section.number == 6] == []


def test_a_first_section_under_the_heading_of_another_is_the_first() -> None:
    made = told("某县医院2023年信息公开年度报告", "一、主动公开情况", "公开18条。", "（一）依申请公开情况", "未收到申请。", "二、主动公开政府信息情况", "〈2〉",
                "三、收到和处理政府信息公开申请情况", "〈3〉")
    assert [(section.number, section.heading) for section in made.sections][:2] == [(1, "主动公开情况"), (2, "主动公开政府信息情况")]
    assert "公开18条。" in made.sections[0].text
    assert made.preamble == ""


def test_parts_that_run_on_in_one_line_are_told_apart() -> None:
    line = ("2023年，我局认真落实条例要求，各项工作按期完成，具体如下。（一）主动公开情况。公开信息30条，均按时更新到网站栏目。"
            "（二）依申请公开情况。依据条例第二十条。（三）项的规定另行说明，未收到申请。(三)政府信息管理。制度健全。")
    for lines in ((f"一、总体情况{line}",), ("一、总体情况", line)):
        made = told("某局2023年政府信息公开工作年度报告", *lines, "二、主动公开政府信息情况", "〈2〉")
        assert [part.key for part in made.sections[0].parts][:2] == ["proactive", "on_application"]
        assert made.sections[0].parts[-1].key == "management"
        assert made.sections[0].text.replace("\n", "") == line


def test_a_parts_heading_on_a_line_of_its_own_may_hold_a_comma() -> None:
    made = told("某局2023年政府信息公开工作年度报告", "一、总体情况", "（一）规范依申请公开，保障知情权", "收到申请3件。", "（二）按时公开，12日前完成。其余同上。",
                "二、主动公开政府信息情况", "〈2〉")
    assert [(part.key, part.heading) for part in made.sections[0].parts] == [("on_application", "规范依申请公开，保障知情权")]
