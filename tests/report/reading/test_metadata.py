"""What a report says of itself: title, unit, year, period, day of publication; the page's frame says other things."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.metadata import Metadata, metadata
from gongkai.report.reading.sections import Item, narrative
from gongkai.report.reading.titles import find_title, unit_in_title, years

UNIT = "晴川县示例镇人民政府"
TITLE = f"{UNIT}2023年政府信息公开工作年度报告"
BODY = ["一、总体情况", "各项工作按期完成。", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。"]


def told(*lines: str, document: Document | None = None) -> Metadata:
    """What the lines before section one, the title among them, say of a report; BODY follows unless given."""
    full = [*lines, *([] if "一、总体情况" in lines else BODY)]
    paragraphs = [Paragraph(text, Place(line=number)) for number, text in enumerate(full, 1)]
    document = document or Document()
    at, title = find_title(paragraphs, document)
    items: list[Item] = [("line", paragraph) for paragraph in paragraphs]
    text = narrative(items, at)
    return metadata(document, text, text.before, title, paragraphs[at].place if at is not None else None)


def codes(made: Metadata) -> list[str]:
    return [code for code, *_ in made.remarks]


# -- titles -----------------------------------------------------------------------------------------------------------

SHAPES = [
    "{unit}{year}年政府信息公开工作年度报告", "{unit}{year}年度政府信息公开工作年度报告", "{year}年{unit}政府信息公开工作年度报告", "{unit}{year}年度政府信息公开工作报告",
    "{unit}{year}年信息公开年度报告", "{unit}{year}年政务信息公开年度报告", "{unit}{year}年政务公开工作报告", "《{unit}{year}年政府信息公开工作年度报告》",
    "{unit}关于{year}年政府信息公开工作的年度报告", "{unit}政府信息公开工作年度报告（{year}年度）", "{unit}政府信息公开工作年度报告（{year}）", "{unit}政府信息公开年报（{year}年）",
    "{unit} {year} 年政府信息公开工作年度报告", "{unit}{year}年政府信息公开年报", "{year}年度{unit}政府信息公开工作年度报告", "{unit}{year}年政府信息公开工作年度报告（全文）",
]


@pytest.mark.parametrize("unit", [UNIT, "晴川县民政局", "晴川县人民政府办公室", "东泽市样例街道办事处", "白石区医疗保障局"])
@pytest.mark.parametrize("shape", SHAPES)
def test_unit_and_year_are_read_from_titles_of_every_shape(shape: str, unit: str) -> None:
    made = told(shape.format(unit=unit, year=2023))
    assert (made.unit, made.year) == (unit, 2023)
    assert codes(made) == []
    assert made.title_place == Place(line=1)


@pytest.mark.parametrize("marked", ["# {}", "## {} ##", "== {} ==", "====== {} ======", "**{}**", "* {}", "> {}", "#{}"])
def test_the_marks_of_a_heading_are_no_part_of_the_units_name(marked: str) -> None:
    made = told(marked.format(TITLE))
    assert (made.unit, made.year, made.title) == (UNIT, 2023, TITLE)


@pytest.mark.parametrize("year", ["二〇二三", "二○二三", "二零二三"])
def test_the_year_may_be_printed_in_chinese(year: str) -> None:
    made = told(f"{UNIT}{year}年政府信息公开工作年度报告")
    assert (made.unit, made.year) == (UNIT, 2023)


@pytest.mark.parametrize("lines", [
    (UNIT, "2023年政府信息公开工作年度报告"), (UNIT, "", "2023年政府信息公开工作年度报告"), (f"{UNIT}政府信息公开工作年度报告", "（2023年度）"),
    (f"{UNIT}政府信息公开工作年度报告", "2023年"), ("晴川县 示例镇 人民政府", "2023年政府信息公开工作年度报告"),
])
def test_a_title_on_two_lines_is_one(lines: tuple[str, ...]) -> None:
    made = told(*lines)
    assert (made.unit, made.year) == (UNIT, 2023)
    assert made.title is not None
    assert "\n" not in made.title


@pytest.mark.parametrize("before", [
    "首页 > 政府信息公开 > 政府信息公开年报", "当前位置：首页 > 2022年政府信息公开年报", "关于印发2022年政府信息公开工作要点的通知", "上一篇：某局2022年政府信息公开工作年度报告", "政府信息公开年报",
    "来源：某县2022年政府信息公开年报", "一、2022年政府信息公开报告",
])
def test_lines_of_the_page_are_not_the_title(before: str) -> None:
    made = told(before, TITLE, "本报告由示例镇编制。")
    assert made.title == TITLE


def test_the_title_of_the_pages_head_is_taken_where_the_text_has_none() -> None:
    document = Document(title=f"{TITLE}-晴川县人民政府门户网站")
    made = told("根据条例编制。", document=document)
    assert (made.title, made.unit, made.year, made.title_place) == (TITLE, UNIT, 2023, None)


@pytest.mark.parametrize(("lines", "unit"), [
    (("区城市运行管理中心2023年政府", "信息公开工作年度报告"), "区城市运行管理中心"),
    (("区城市运行管理中心2023年政府", "信息公开工作年度报告", "如有疑问,请联系:白石区城市运行管理中心,地址:中街1号。"), "白石区城市运行管理中心"),
    (("2023年晴川县民政局政府", "信息公开工作年度报告"), "晴川县民政局"),
    (("2023年晴川县人民政府", "信息公开工作年度报告"), "晴川县人民政府"),
])
def test_a_title_broken_in_front_of_its_subject(lines: tuple[str, ...], unit: str) -> None:
    assert told(*lines).unit == unit


def test_no_title_at_all() -> None:
    assert find_title([Paragraph("一、总体情况"), Paragraph("公开36条。")], Document(title="晴川县人民政府")) == (None, None)
    assert find_title([], Document()) == (None, None)


@pytest.mark.parametrize(("title", "unit"), [
    ("2023年政府信息公开工作年度报告", None), ("政府信息公开工作年度报告", None), ("年度报告", None), ("", None),
    ("关于印发《晴川县民政局2023年政府信息公开工作年度报告》的通知", "晴川县民政局"), ("2023年度政府信息公开工作年度报告", None),
    ("晴川县2023年政府信息公开工作年度报告", "晴川县"),
    ("2023年晴川县人民政府信息公开工作年度报告", "晴川县人民政府"), ("晴川县人民政府信息公开年度报告（2023年）", "晴川县人民政府"), ("2023年人民政府信息公开年报", None),
])
def test_the_unit_that_a_title_names(title: str, unit: str | None) -> None:
    assert unit_in_title(title) == unit


@given(st.sampled_from(SHAPES), st.sampled_from(["晴川县", "东泽市白石区", "晴川县示例"]),
       st.sampled_from(["民政局", "人民政府", "财政局", "卫生健康委员会", "街道办事处", "信访局", "镇人民政府", "司法局", "统计局", "审计局"]), st.integers(2008, 2030))
def test_any_unit_in_any_shape(shape: str, place: str, office: str, year: int) -> None:
    made = told(shape.format(unit=place + office, year=year))
    assert (made.unit, made.year) == (place + office, year)


# -- unit and year from elsewhere ---------------------------------------------------------------------------------------

BARE = "2023年政府信息公开工作年度报告"


def test_a_unit_from_the_signature_is_said_to_be_inferred() -> None:
    made = told(BARE, *BODY, UNIT, "2024年1月12日")
    assert made.unit == UNIT
    assert codes(made) == ["read.unit_inferred"]
    assert "落款" in made.remarks[0][2]


def test_a_unit_from_the_pages_publisher_is_said_to_be_inferred() -> None:
    made = told(f"发布机构：{UNIT}", BARE, "根据条例编制。")
    assert (made.unit, codes(made)) == (UNIT, ["read.unit_inferred"])


def test_a_unit_named_by_the_opening_sentence() -> None:
    made = told(BARE, f"根据条例，现公布{UNIT}2023年政府信息公开工作年度报告。")
    assert made.unit == UNIT


def test_no_unit_anywhere_is_said() -> None:
    made = told(BARE, "根据条例编制。")
    assert made.unit is None
    assert codes(made) == ["read.unit_missing"]


@pytest.mark.parametrize("opening", [
    "统计期限自2023年1月1日至2023年12月31日止。", "现将晴川县民政局2023年政府信息公开工作情况报告如下。", f"现公布{UNIT}2023年度政府信息公开工作年度报告。"])
def test_the_year_is_taken_from_period_or_opening_where_the_title_lacks_it(opening: str) -> None:
    made = told(f"{UNIT}政府信息公开工作年度报告", opening)
    assert made.year == 2023
    assert "read.year_missing" not in codes(made)


@pytest.mark.parametrize(("signed", "year"), [("2024年1月10日", 2023), ("二〇二四年三月五日", 2023), ("2024年12月31日", None)])
def test_the_year_before_the_signature_is_taken_where_no_other_is_named(signed: str, year: int | None) -> None:
    made = told(f"{UNIT}政府信息公开工作年度报告", "根据条例编制。", "一、总体情况", "公开信息9条。", "六、其他需要报告的事项", "无。", UNIT, signed)
    assert made.year == year
    assert codes(made) == ["read.year_missing" if year is None else "read.year_inferred"]


def test_no_year_anywhere_is_said() -> None:
    made = told(f"{UNIT}政府信息公开工作年度报告", "根据条例编制。")
    assert made.year is None
    assert codes(made) == ["read.year_missing"]


def test_the_titles_year_stands_though_the_text_speaks_of_another() -> None:
    made = told(TITLE, "统计期限自2022年1月1日至2022年12月31日，较2021年增加。")
    assert made.year == 2023
    assert made.period == (date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(("text", "found"), [
    ("二〇二三年度，较2022年增加", [2023, 2022]), ("〔2021〕30号", [2021]), ("12023年", []), ("1999年", []), ("", []), ("2023-2024年", [2023, 2024])])
def test_years_in_a_text(text: str, found: list[int]) -> None:
    assert years(text) == found


def test_a_title_whose_last_words_changed_places_is_one() -> None:
    made = told("晴川县示例镇2023年政府信息公开 工作告年度报")
    assert (made.unit, made.year) == ("晴川县示例镇", 2023)


# -- period ---------------------------------------------------------------------------------------------------------------

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize("words", [
    "统计期限自2023年1月1日至2023年12月31日止", "统计期限为2023年1月1日起至12月31日", "数据的统计期限自2023年01月01日到2023年12月31日", "统计时间：2023年1月1日—2023年12月31日",
    "统计期限自 2023 年 1 月 1 日至 2023 年 12 月 31 日", "统计期限为2023年1月1日-12月31日", "本报告时限为2023年1月1日～12月31日",
    "统计期限为2023.1.1-2023.12.31", "统计期限自2023-01-01至2023-12-31", "统计期限为2023年1月1号至12月31号", "统计期限为2023年度1月1日至12月31日",
    "统计期限自２０２３年１月１日至１２月３１日", "统计期限自2023年1月1日0时至2023年12月31日24时",
])
def test_the_period_is_read_in_every_wording(words: str) -> None:
    made = told(TITLE, f"根据条例编制。本报告{words}。")
    assert made.period == YEAR
    assert made.period_place == Place(line=2)


@pytest.mark.parametrize(("words", "period"), [
    ("统计期限自2023年1月1日至2023年11月30日", (date(2023, 1, 1), date(2023, 11, 30))),
    ("统计期限自2022年12月1日至2023年12月31日", (date(2022, 12, 1), date(2023, 12, 31))),
    ("统计期限自2023年1月1日至2023年2月30日", None),
    ("统计期限自2023年1月1日至2023年13月31日", None),
])
def test_a_period_is_told_as_printed(words: str, period: tuple[date, date] | None) -> None:
    made = told(TITLE, f"{words}。")
    assert made.period == period
    assert made.period_text is not None


@pytest.mark.parametrize("words", ["统计期限自20231月1日至2023年12月31日", "统计期限自2023年1月1日至202312月31日", "统计期限自2023年1月1至12月31日"])
def test_a_period_that_lost_characters_is_kept_as_printed(words: str) -> None:
    made = told(TITLE, f"{words}。")
    assert made.period_text is not None
    assert made.period_text in words
    assert made.period in (YEAR, None)


def test_a_period_of_something_else_is_not_the_reports() -> None:
    made = told(TITLE, "根据条例编制。", "一、总体情况", "3月1日至4月30日开展专项检查，2023年3月1日至2023年4月30日公示。")
    assert made.period is None


def test_the_period_said_to_be_one_wins_over_others() -> None:
    made = told(TITLE, "2023年3月1日至2023年4月30日为公示期。统计期限自2023年1月1日至2023年12月31日。")
    assert made.period == YEAR


# -- day of publication ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [
    "发布时间：2024-01-10", "发布日期: 2024年1月10日", "发布时间：2024/1/10 09:30", "公开日期 2024-01-10 来源：某镇", "【发布时间：2024-01-10】", "日期：2024.01.10",
    "2024-01-10", "2024年1月10日", "2024-01-10 09:30:00", "成文日期：2024年1月10日", "索引号：K-1 发布时间：2024-01-10 浏览次数：36",
])
def test_the_day_of_publication_is_read_from_the_pages_lines(line: str) -> None:
    assert told(TITLE, line, "根据条例编制。").published == date(2024, 1, 10)


@pytest.mark.parametrize("line", [
    "今天是2025年11月3日 星期一", "采集时间：2025-11-03", "页面生成时间：2025-11-03 08:00", "访问时间：2025-11-03", "更新时间：2025-11-03", "有效期：2025-11-03",
    "今天是：2025-11-03", "当前时间：2025年11月3日",
])
def test_days_of_the_pages_frame_are_not_the_reports(line: str) -> None:
    assert told(line, TITLE, "根据条例编制。").published is None
    assert told(line, TITLE, "发布时间：2024-01-10", "根据条例编制。").published == date(2024, 1, 10)


SIGNED = (*BODY, UNIT, "2024年1月5日")


@pytest.mark.parametrize(("lines", "day"), [
    (("发布日期：2024-01-10", "成文日期：2024-01-08"), date(2024, 1, 10)), (("成文日期：2024-01-08",), date(2024, 1, 8)), ((), date(2024, 1, 5))])
def test_publication_comes_before_writing_and_both_before_the_signature(lines: tuple[str, ...], day: date) -> None:
    assert told(TITLE, *lines, "根据条例编制。", *SIGNED).published == day


@pytest.mark.parametrize("written", ["成文日期：2024-01-08", "生成日期：2024-01-08", "印发日期：2024-01-08", "成文时间：2024-01-08"])
def test_publication_comes_before_writing_in_whatever_order_they_are_printed(written: str) -> None:
    assert told(TITLE, written, "发布日期：2024-01-10", "根据条例编制。").published == date(2024, 1, 10)


def test_the_pages_head_comes_before_everything() -> None:
    document = Document(published=date(2024, 1, 9))
    assert told(TITLE, "发布时间：2024-01-10", document=document).published == date(2024, 1, 9)


def test_a_day_that_is_none_is_not_taken() -> None:
    assert told(TITLE, "发布时间：2024-02-31", "根据条例编制。").published is None


# -- notices and contacts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("notice", ["国办公开办函〔2021〕30号", "国办公开办函[2019]60号", "国办公开办函（2021）30号", "国办函〔2020〕109号"])
def test_notices_that_the_report_cites_are_kept_with_their_place(notice: str) -> None:
    assert told(TITLE, f"根据《年度报告格式》（{notice}）要求编制。").notices == [(notice, Place(line=2))]


def test_contacts_of_the_preamble_are_kept_once() -> None:
    made = told(TITLE, "如有疑问请与镇党政办联系（地址：晴川县示例镇中街1号，邮编：331700，电话：0998-3300118）。联系电话：0998-3300118。")
    assert any("中街1号" in contact for contact in made.contacts)
    assert any("0998-3300118" in contact for contact in made.contacts)
    assert len(made.contacts) == len(set(made.contacts))


@given(st.lists(st.sampled_from(["", TITLE, BARE, UNIT, "（2023年度）", "发布时间：2024-01-10", "今天是2025年1月1日", "统计期限自2023年1月1日至12月31日。", "一、总体情况",
                                 "根据条例编制。", "2024年1月10日", "《", "2023年", "二〇二三年"]), max_size=12))
def test_no_order_of_lines_raises(lines: list[str]) -> None:
    made = told(*lines)
    assert made.year is None or 2000 <= made.year <= 2099
    assert (made.unit is None) == ("read.unit_missing" in codes(made))
    assert (made.year is None) == ("read.year_missing" in codes(made))


@pytest.mark.parametrize("line", [
    "2023年，我局政府信息公开工作运行平稳。",
    "2023年，我乡深入贯彻落实上级关于政府信息公开的部署。",
    "2023年度街道发生针对本部门有关政府信息公开事务的复议0件。",
    "2023年，各镇街道认真落实公开要求。",
    "2023年，全县政府信息公开工作稳步推进。",
    "如有疑问，请与本镇人民政府联系。",
    "编制我单位2023年政府信息公开工作年度报告。",
    "2023年通过政府网站主动公开信息73条。",
    "2023年，依托区政务服务中心积极开展宣传。",
])
def test_a_sentence_that_names_nobody_gives_no_unit(line: str) -> None:
    made = told("一、总体情况", line, "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "无。")
    assert made.unit is None
    assert "read.unit_missing" in codes(made)


@pytest.mark.parametrize("unit", ["全州县人民政府", "本溪县示例镇人民政府", "各莫乡人民政府"])
def test_names_that_begin_like_pronouns_are_names_in_a_title(unit: str) -> None:
    assert told(f"{unit}2023年政府信息公开工作年度报告").unit == unit


@pytest.mark.parametrize("lines", [
    ("晴川县示例镇2023年政府信息", "公开工作年度报告"),
    ("晴川县示例镇2023年政府信息公开", "", "工作年度报告"),
    ("晴川县示例镇2023年政府信息公开工作", "年度报告"),
    ("晴川县示例镇2023年", "政府信息公开工作年度报告"),
    ("晴川县示例镇2023", "", "政府信息公开工作年度报告"),
    ("2023年政府信息公开工作年度报告", "晴川县示例镇", "2023年政府信息公开工作年度报告"),
])
def test_a_title_broken_anywhere_is_one_title(lines: tuple[str, ...]) -> None:
    made = told(*lines)
    assert (made.unit, made.year, codes(made)) == ("晴川县示例镇", 2023, [])
    assert made.title is not None and made.title.endswith("政府信息公开工作年度报告")


def test_a_report_called_by_its_title_in_the_opening_names_the_unit() -> None:
    made = told("按照上级要求，编制了《晴川县水务局2023年政府信息公开工作年度报告》，现予公布。")
    assert (made.unit, made.year, codes(made)) == ("晴川县水务局", 2023, ["read.unit_inferred"])


def test_the_unit_to_ask_stands_before_its_address_in_brackets() -> None:
    made = told("一、总体情况", "如有疑问请与晴川县大数据管理局（地址：晴川县文汇路1号，联系电话：0999-6600123）。", "六、其他需要报告的事项", "无。")
    assert made.unit == "晴川县大数据管理局"


def test_a_title_in_a_cell_of_the_page_head_has_no_borders() -> None:
    made = told(f"名称：{TITLE} |")
    assert made.title == TITLE


def test_the_publisher_stands_in_a_cell_of_the_page_head() -> None:
    made = told("发布单位： | 晴川县水务局 | 成文日期： | 2024-01-08 |")
    assert (made.unit, made.published) == ("晴川县水务局", date(2024, 1, 8))


def test_titles_of_two_reports_name_no_unit() -> None:
    made = told("参照《晴川县2023年政府信息公开工作年度报告》和《东泽市2023年政府信息公开工作年度报告》编制本报告。")
    assert made.unit is None


def test_the_day_of_publication_stands_in_a_cell_of_the_page_head() -> None:
    assert told("索引号 | 0123 | 发布日期 | 2024-01-30 |", TITLE).published == date(2024, 1, 30)


def test_the_only_year_that_section_one_names_twice_is_the_report_s() -> None:
    made = told("一、总体情况", "2023年，各项工作完成。2023年，公开信息9条。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。")
    assert (made.year, "read.year_inferred" in codes(made)) == (2023, True)


@pytest.mark.parametrize("lines", [
    ("统计期限自2023年1月1日起，至2023年12月31日止。",),
    ("所列数据统计期自 2023 年 1 月 1 日至 2023", "年 12 月 31 日。如有疑问请联系我局。"),
])
def test_a_period_with_a_comma_or_a_line_end_within_it(lines: tuple[str, ...]) -> None:
    assert told(TITLE, *lines).period == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize("words", ["现把", "现将", "现就"])
def test_a_short_announcement_is_no_title_but_names_the_unit(words: str) -> None:
    made = told(f"{words}晴川县水务局2023年度政府信息公开工作情况报告如下：")
    assert (made.title, made.unit, made.year) == (None, "晴川县水务局", 2023)


def test_a_unit_that_is_called_by_a_shorter_name_from_there_on() -> None:
    made = told("现将晴川县水务局（以下简称我局）2023年度政府信息公开年度报告向社会公布。")
    assert (made.unit, made.year) == ("晴川县水务局", 2023)


@pytest.mark.parametrize("before", ["Page 8 - ", "www.example.com", "example.com "])
def test_what_a_mirror_prints_before_the_title_is_no_part_of_the_unit(before: str) -> None:
    made = told(before + TITLE)
    assert (made.unit, made.year) == (UNIT, 2023)


def test_what_the_unit_does_may_follow_its_name_at_once() -> None:
    made = told("一、总体情况", "2023年，晴川县示例镇人民政府为方便群众，增设公开栏3处。", "六、其他需要报告的事项", "无。")
    assert made.unit == UNIT


@pytest.mark.parametrize("menu", ["部门信息公开年报 2023", "2023年区直部门政府信息公开年报", "乡镇政府信息公开年报2023", "街道办事处政府信息公开工作年度报告"])
def test_a_menu_s_name_is_no_unit(menu: str) -> None:
    made = told(menu, "发布机构 晴川县水务局 发文日期 2024-01-08")
    assert made.unit == "晴川县水务局"


# -- what pages and openings were seen to print ------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["名 称: ", "名称：", "标 题 ", "标题\t", "信息名称：", "题 目："])
def test_the_label_of_a_table_of_the_page_is_no_part_of_the_title(label: str) -> None:
    made = told(f"{label}晴川县示例镇2023年度 政府信息公开工作年度报告", "索 引 号: 000000000/2024-00001 发布日期: 2024-01-17")
    assert (made.title, made.unit) == ("晴川县示例镇2023年度政府信息公开工作年度报告", "晴川县示例镇")


@pytest.mark.parametrize("title", ["晴川县民政局2023年政府信息公开工作年度报告", "2023年晴川县民政局政府信息公开年报", "晴川县民政局政府信息公开工作2023年度报告"])
@pytest.mark.parametrize("opening", ["根据《中华人民共和国政府信息公开条例》编制。", "本报告由六个部分组成，统计期限为2023年1月1日至12月31日。",
                                     " 2023年，我局认真落实条例。"])
def test_a_title_joined_to_the_opening_is_the_title(title: str, opening: str) -> None:
    made = told(title + opening)
    assert (made.title, made.unit, made.year, codes(made)) == (title, "晴川县民政局", 2023, [])


@pytest.mark.parametrize("line", ["晴川县民政局关于2023年政府信息公开工作年度报告的通知，根据要求办理。", "按照2023年政府信息公开工作年度报告根据要求编制。"])
def test_other_sentences_that_speak_of_a_report_are_no_title(line: str) -> None:
    assert told(line).title is None


@pytest.mark.parametrize("column", ["部门信息公开年报 2023", "2023年部门信息公开年报", "乡镇街道政府信息公开年报（2023年）"])
def test_the_name_of_a_column_is_no_title(column: str) -> None:
    made = told(column, "现公布晴川县民政局2023年政府信息公开工作年度报告。")
    assert (made.title, made.unit) == (None, "晴川县民政局")


@pytest.mark.parametrize(("words", "unit"), [
    ("根据有关规定，本报告由晴川县民政局编制。", "晴川县民政局"),
    ("本报告由晴川县示例镇人民政府办公室编制。", "晴川县示例镇人民政府"),
    ("本报告由晴川县示例镇人民政府党政综合办公室编制。", "晴川县示例镇人民政府"),
    ("本年度报告由晴川县民政局办公室结合有关统计数据编制。", "晴川县民政局"),
    ("本报告由晴川经济开发区管理委员会（以下简称经开区管委会）编制。", "晴川经济开发区管理委员会"),
    ("本报告由晴川县人民政府办公室汇总编制。", "晴川县人民政府"),
    ("根据条例要求，由示例乡人民政府按照《条例》和有关格式要求编制本报告。", "示例乡人民政府"),
])
def test_the_maker_that_the_opening_names_is_the_unit(words: str, unit: str) -> None:
    made = told(words)
    assert (made.unit, codes(made)[0]) == (unit, "read.unit_inferred")


@pytest.mark.parametrize("words", ["本报告由办公室编制。", "本报告由局办公室编制。", "本报告由市政务公开领导小组办公室汇总编制。", "全年由县财政局编制预算9份。"])
def test_makers_that_are_no_name_are_none(words: str) -> None:
    assert told(words).unit is None


@pytest.mark.parametrize(("line", "unit"), [
    ("2023年在区政府信息公开网主动公开政府信息222条。", None),
    ("本年度报告可在晴川县人民政府信息公开网站下载。", None),
    ("2023年，在县委、县政府的正确领导下，晴川县示例街道办事处认真贯彻落实条例。", "晴川县示例街道办事处"),
    ("2023年以来，晴川县民政局严格按照条例要求公开信息。", "晴川县民政局"),
    ("如有疑问，请与经开区管委会政府信息公开机构联系。", None),
    ("如有疑问，请与晴川市生态环境局示例县分局办公室联系。", "晴川市生态环境局示例县分局"),
    ("晴川市生态环境局示例县分局2023年政府信息公开工作年度报告，根据条例进行编制。", "晴川市生态环境局示例县分局"),
    ("如有疑问，请联系示例山镇政府，地址：晴川县示例山镇中街1号。", "示例山镇政府"),
    ("完善《晴川县示例镇人民政府信息公开指南》和目录。", "晴川县示例镇人民政府"),
    ("根据《晴川市政务公开办公室关于转发做好2023年政府信息公开工作年度报告发布和报送工作的通知》编制。", None),
])
def test_sentences_and_the_units_they_name(line: str, unit: str | None) -> None:
    assert told("一、总体情况", line, "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "无。").unit == unit


def test_a_period_may_begin_with_another_word() -> None:
    assert told(TITLE, "数据统计期限自2023年1月1日始至2023年12月31日止。").period == YEAR


@pytest.mark.parametrize(("section", "year"), [
    ("2023年，我局认真公开信息。", 2023), ("认真学习。2023年以来，我局公开信息9条。", 2023), ("今年，我局认真公开信息。2023年共公开信息9条。", 2023),
    ("认真落实2019年修订的条例。", None), ("2019年5月15日修订的条例施行后，公开信息9条。", None),
])
def test_the_year_with_which_a_sentence_begins_is_the_only_one(section: str, year: int | None) -> None:
    made = told("一、总体情况", section, "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "无。")
    assert made.year == year
    assert ("read.year_inferred" if year else "read.year_missing") in codes(made)


@pytest.mark.parametrize(("period", "year"), [("2022", 2023), ("2023", 2023)])
def test_a_period_left_from_another_year_is_not_the_reports_year(period: str, year: int) -> None:
    made = told("依据条例，晴川县民政局编制了2023年政府信息公开年度报告。", f"统计期限自{period}年1月1日起至{period}年12月31日止。",
                "一、总体情况", "2023年，公开信息9条。2023年收到申请3件。", *BODY[2:])
    assert (made.year, made.period and made.period[0].year) == (year, int(period))


def test_a_name_left_from_another_year_is_not_the_reports_year() -> None:
    made = told("现公布晴川县民政局2022年政府信息公开年度报告。", "统计期限自2023年1月1日起至2023年12月31日止。",
                "一、总体情况", "2023年，公开信息9条。2023年收到申请3件。", *BODY[2:])
    assert made.year == 2023


@pytest.mark.parametrize(("words", "unit", "year"), [
    ("根据条例，特向社会公布2023年度晴川县民政局信息公开工作年度报告。", "晴川县民政局", 2023),
    ("根据条例，特向社会公布2023年度示例镇政府(机关)信息公开年度报告。", "示例镇政府", 2023),
    ("根据条例，现公开2023年度晴川县示例镇人民政府信息公开年度报告。", "晴川县示例镇人民政府", 2023),
    ("根据有关要求,示例镇政府编制2023年政府信息公开年度报告。", "示例镇政府", 2023),
    ("根据有关要求,晴川县民政局结合单位实际,编制本单位2023年度政务公开工作年度报告。", "晴川县民政局", 2023),
    ("现公布国家税务总局晴川市税务局（以下简称“晴川市税务局”，下文类同）2023年政府信息公开工作年度报告。", "国家税务总局晴川市税务局", 2023),
])
def test_the_opening_names_unit_and_year_in_either_order(words: str, unit: str, year: int) -> None:
    made = told(words)
    assert (made.unit, made.year) == (unit, year)


@pytest.mark.parametrize("words", [
    "根据《关于做好发布2023年县级部门政府信息公开工作年度报告的通知》编制。", "通过“晴川县人民政府”网站公开预算2条，内容真实准确。",
    "特向社会公布2023年本机关政府信息公开年度报告。", "特向社会公布2023年度本街道信息公开年度报告。", "特向社会公布2023年本局信息公开年度报告。", "特向社会公布2023年度我局政府信息公开年度报告。",
    "2023年按时发布了2023年度信息公开指南和2022年度政府信息公开年度报告。",
    "我办依法公开信息。如有疑问，请与晴川市人民政府督查处联系。", "2023年度，服务中心在区委领导下公开信息。", "2023年，政务服务中心依法公开信息。"])
def test_words_that_name_no_unit(words: str) -> None:
    assert told(words).unit is None


@pytest.mark.parametrize("line", [
    "2024-01-25 14:48 晴川县民政局", "2024-02-07 18:07     来源：晴川县人民政府办公室", "来源：晴川县人民政府办公室          2024-01-31 17:13:25 【字体：大 中 小】",
    "文章来源：办公室 | 添加时间：2024-01-25 |", "• 2024-01-25", "（2024-01-25）", "(2024年1月25日)"])
def test_the_day_beside_the_source_is_the_day_of_publication(line: str) -> None:
    made = told(TITLE, line, "根据条例编制。")
    assert made.published is not None
    assert (made.published.year, made.unit) == (2024, UNIT)


@pytest.mark.parametrize("line", ["更新时间：2024-01-25 14:48", "2024年1月25日召开会议。", "来源：某局 更新时间：2024-01-25"])
def test_a_day_beside_something_else_is_not(line: str) -> None:
    assert told(line, TITLE, "根据条例编制。").published is None


def test_the_unit_stands_above_a_table() -> None:
    made = told("2023年，认真公开信息。2023年公开信息9条。", *BODY[:3], "单位：晴川县民政局 | | 2023年度 |", *BODY[3:])
    assert (made.unit, codes(made)[0]) == ("晴川县民政局", "read.unit_inferred")
    assert told("2023年，认真公开信息。2023年公开信息9条。", *BODY[:3], "单位：万元", *BODY[3:]).unit is None


def test_the_maker_stands_behind_the_year_of_what_it_made() -> None:
    made = told("根据条例，编制形成2023年晴川县人民政府办公室政府信息公开年度报告。", "2023年，县政府及政府办主动公开信息9条。", *BODY)
    assert made.unit == "晴川县人民政府办公室"


@pytest.mark.parametrize(("lines", "unit"), [
    (("您的位置:首页 > 政府信息公开 > 政府信息公开年报 > 全域报告", "现公布晴川海关2023年政府信息公开工作年度报告。"), "晴川海关"),
    (("首页 > 政府信息公开 > 政府信息公开年报", "如有疑问，请与晴川县民政局联系。"), "晴川县民政局"),
    ((f"首页 > 政府信息公开年报 > {TITLE}", "根据条例编制。"), UNIT),
])
def test_the_steps_that_lead_to_a_page_are_no_title(lines: tuple[str, ...], unit: str) -> None:
    assert told(*lines).unit == unit


def test_a_bracket_that_belongs_to_the_name_is_closed() -> None:
    assert told("晴川县妇幼保健中心(县保健院)2023年政府信息公开年度报告").unit == "晴川县妇幼保健中心(县保健院)"
    assert unit_in_title("（晴川县民政局）2023年政府信息公开年度报告") == "晴川县民政局"


@pytest.mark.parametrize(("line", "unit"), [
    ("发布时间: 2024-01-22 15:40:00来源:晴川县发展和改革委员会字号:[ 大 中 小 ]分享:", "晴川县发展和改革委员会"),
    ("来源:晴川县民政局发布时间:2024-01-22", "晴川县民政局"), ("来源:原创发布时间:2024-01-22", None), ("来源:党政办公室", None), ("来源:县政府网站", None)])
def test_the_source_ends_where_the_next_label_begins(line: str, unit: str | None) -> None:
    assert told("政府信息公开工作年报", line, "根据条例编制。").unit == unit


@pytest.mark.parametrize(("words", "unit"), [
    ("本报告由晴川县教育局根据《关于做好2023年政务公开工作总结的通知》《关于印发〈年度报告格式〉的通知》及上级关于编报工作的其他各项要求编制而成。", "晴川县教育局"),
    ("本报告由晴川高新区党政办公室按照《条例》编制。", "晴川高新区党政办公室"),
    ("依据《条例》，结合国家税务总局晴川县税务局（以下简称“晴川县税务局”）政府信息公开工作有关统计数据撰写。", "国家税务总局晴川县税务局"),
    ("依据《条例》，结合本局政府信息公开工作有关统计数据撰写。", None),
    ("如有疑问，请与晴川高新技术产业开发区党政办公室联系（地址：科技路3号）。", "晴川高新技术产业开发区"),
    ("如有疑问，请与中共晴川市委办公室联系（地址：科技路3号）。", None),
    ("2023年，县统计局门户网站主动公开政府信息22条。", None),
    ("2023年，医院在晴川县人民政府信息公开网上公开信息22条。", None),
])
def test_makers_sources_and_places_of_publication(words: str, unit: str | None) -> None:
    assert told(words).unit == unit


@pytest.mark.parametrize(("words", "year"), [("截止2023年12月31日，我局公开信息34条。", 2023), ("截至2023年底，公开信息34条。", 2023), ("截至2023年6月，公开信息34条。", None)])
def test_the_year_at_whose_end_is_counted(words: str, year: int | None) -> None:
    assert told("一、总体情况", words, *BODY[2:]).year == year


def test_the_cells_of_the_frame_are_no_title() -> None:
    made = told("索 引 号 | 014416330/2018-04736 | 分 类 | 政府信息公开年报 综合政务 其他 |", "发布机构 | 县政府办 | 发文日期 | 2018-02-28 |",
                "现公布晴川县人民政府2017年政府信息公开工作年度报告。")
    assert (made.unit, made.year) == ("晴川县人民政府", 2017)
    made = told("索引号：014416330/2018-04736 分类：政府信息公开年报", "现公布晴川县人民政府2017年政府信息公开工作年度报告。")
    assert (made.unit, made.year) == ("晴川县人民政府", 2017)
    assert told(f"名称 | {TITLE} | 文号 | |").title == TITLE


def test_an_office_without_a_place_names_no_unit() -> None:
    assert told("发布机构 | 政府办公室 | 文 号 | |", "现公布我旗2021年度信息公开年度报告。").unit is None


def test_the_day_a_page_was_put_up() -> None:
    assert told(TITLE, "发表日期:2024-01-26    文章来源：晴川县民政局").published == date(2024, 1, 26)


def test_the_title_of_a_school_year() -> None:
    made = told("晴川工商大学", "2022-2023学年度信息公开工作报告", "统计期限自2022年9月1日起至2023年8月31日止。")
    assert (made.unit, made.year) == ("晴川工商大学", 2022)
    assert unit_in_title("2022—2023学年晴川大学信息公开年度报告") == "晴川大学"


@pytest.mark.parametrize(("lines", "unit"), [
    (("晴川市人民政府门户网站 晴川市民政局 政府信息公开年报 晴川市民政局2023年度信息公开工作年度报告", "晴川市民政局2023年度信息公开工作年度报告"), "晴川市民政局"),
    (("我局编制并向社会公开晴川市民政局2023年度政府信息公开工作年度报告。",), "晴川市民政局"),
    (("民政局2023年度政府信息公开工作年度报告", "如有疑问，请与晴川县民政局联系（地址：中街5号）。"), "晴川县民政局"),
    (("晴川县民政局2023年度政府信息公开工作年度报告", "如有疑问，请与东泽市晴川县民政局联系（地址：中街5号）。"), "晴川县民政局"),
])
def test_units_behind_a_sites_name_a_second_verb_and_without_their_place(lines: tuple[str, ...], unit: str) -> None:
    assert told(*lines).unit == unit


@pytest.mark.parametrize(("words", "unit"), [
    ("现将晴川县西关街道办事处2024年度政府信息工作年度报告予以公开。", "晴川县西关街道办事处"),
    ("如有疑问，请联系西关街道办事处综合与经济发展办公室（地址：丰庆路39号）。", "西关街道办事处"),
    ("??2023年，晴川市水务局坚持公开透明。", "晴川市水务局"),
    ("如有疑问，请联系晴川市人民政府外事办公室秘书处，地址：晴川市中街1号。", "晴川市人民政府外事办公室"),
    ("如有疑问，请与晴川市人民政府外事和侨务办公室联系。", "晴川市人民政府外事和侨务办公室"),
    ("如有疑问，请与晴川市人民政府驻海州办事处联系。", "晴川市人民政府驻海州办事处"),
    ("如有疑问，请与晴川县人民政府秘书科联系。", "晴川县人民政府"),
    ("如有疑问，请与山前镇人民政府联系（地址：丰庆路39号）。", "山前镇人民政府")])
def test_short_names_of_streets_and_towns(words: str, unit: str) -> None:
    assert told(words).unit == unit


@pytest.mark.parametrize(("lines", "year"), [
    (("一、总体情况", "2023年，我局认真工作，公开发布《晴川县民政局2022年政府信息公开工作年度报告》。", *BODY[2:]), 2023),
    (("一、总体情况", "2023年，按时公布2022年度政府信息公开工作年度报告。", *BODY[2:]), 2023),
    (("现公布《晴川县民政局2022年政府信息公开工作年度报告》。", "一、总体情况", "2022年，我局认真工作。", *BODY[2:]), 2022),
    (("一、总体情况", "2022年，我局认真工作，编制了《晴川县民政局2022年政府信息公开工作年度报告》。", *BODY[2:]), 2022),
])
def test_last_years_report_that_was_published_in_the_year_dates_nothing(lines: tuple[str, ...], year: int) -> None:
    assert told(*lines).year == year


def test_a_title_behind_a_lost_space() -> None:
    assert told("?晴川县民政局2023年政府信息公开工作年度报告").unit == "晴川县民政局"


def test_the_year_may_stand_before_the_unit_on_the_line_above_the_title() -> None:
    made = told("2023年晴川县烟草专卖局", "政府信息公开工作年度报告", "根据条例编制。")
    assert (made.unit, made.year, made.title) == ("晴川县烟草专卖局", 2023, "2023年晴川县烟草专卖局政府信息公开工作年度报告")


@pytest.mark.parametrize(("lines", "unit"), [
    (("结合2023年西关街道政府信息公开工作实际，编制发布本报告。",), "西关街道"),
    (("结合2023年晴川县人民政府信息公开工作实际，编制发布本报告。", "有疑问请联系晴川县民政局，地址：中街5号。", "一、总体情况", "我局加强领导。", *BODY[2:]), "晴川县民政局"),
    (("晴川县民政局特向社会公布2023年度本机关信息公开工作报告。", "一、总体情况", "2023年县民政局高度重视公开。", *BODY[2:]), "晴川县民政局"),
    (("根据条例要求，国家税务总局晴川县税务局向社会公布本单位2023年政府信息公开工作年度报告。", "一、总体情况", "2023年，县税务局认真工作。", *BODY[2:]),
     "国家税务总局晴川县税务局"),
    (("信息来源：", "晴川县山前乡人民政府", "根据条例编制本报告。"), "晴川县山前乡人民政府"),
    (("- 标题: 晴川县民政局2023年政府信息公开工作年度报告", "晴川县民政局2023年政府信息公开工作年度报告"), "晴川县民政局"),
    (("根据条例编制本报告。", "一、总体情况", "2023年无因政府信息公开申请行政复议的情况。", *BODY[2:]), None),
])
def test_the_term_for_the_work_is_no_part_of_a_name(lines: tuple[str, ...], unit: str | None) -> None:
    assert told(*lines).unit == unit


def test_a_period_left_from_last_year_does_not_date_a_text_all_of_this_year() -> None:
    period = "统计期限为2022年1月1日至2022年12月31日。"
    work = ["一、总体情况", "（一）主动公开。2023年度我乡公开信息9条。", "（二）依申请公开。2023年度我乡未收到申请。", *BODY[2:]]
    assert told("晴川县山前乡政府信息公开工作年度报告", period, *work).year == 2023
    assert told("晴川县山前乡政府信息公开工作年度报告", period, *work[:2], "（二）依申请公开。2022年度我乡未收到申请。", *BODY[2:]).year == 2022


@pytest.mark.parametrize("lines", [
    ("根据条例和《报告格式》（国办公开办函〔2021〕30号）编制。", "一、总体情况", "2023年以来，我办落实《晴川县2023年政务公开工作要点》。", *BODY[2:]),
    ("根据条例编制。", "一、总体情况", "2023年，我局按期完成各项工作。", "受理申请2000余件，公开信息2010条。", *BODY[2:]),
])
def test_numbers_that_are_no_years_leave_the_year_alone(lines: tuple[str, ...]) -> None:
    made = told(*lines)
    assert (made.year, codes(made)) == (2023, ["read.unit_missing", "read.year_inferred"])


# -- names broken, glued or led in by the page ---------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second", "unit"), [
    ("晴川市白石区人民政府示例街道", "办事处2023年政府信息公开工作年度报告", "晴川市白石区人民政府示例街道办事处"),
    ("晴川市白石区示例", "街道办事处2023年度政府信息公开工作年度报告", "晴川市白石区示例街道办事处"),
    ("晴川县示例镇人", "民政府2023年政府信息公开工作年度报告", "晴川县示例镇人民政府"),
])
def test_a_name_that_a_line_breaks_is_put_together(first: str, second: str, unit: str) -> None:
    made = told(first, second)
    assert (made.unit, made.title) == (unit, first + second)
    assert codes(made) == []


def test_a_line_of_the_page_is_no_beginning_of_a_name() -> None:
    assert told("政府信息公开年报", "办事处2023年政府信息公开工作年度报告").unit == "办事处"


@pytest.mark.parametrize("mark", ["•", "●", "· 标 题：", "■"])
def test_the_mark_of_a_list_is_no_part_of_a_title(mark: str) -> None:
    assert told(f"{mark} {TITLE}".replace("· ", "• "), "发文日期：2024-01-09").title == TITLE


def test_a_label_behind_a_lists_mark_is_no_unit() -> None:
    made = told("• 发文机构：晴川县人民政府", "• 名 称：2023年度政府信息公开工作年度报告", "根据条例编制。")
    assert made.unit == "晴川县人民政府"
    assert "read.unit_inferred" in codes(made)


def test_the_number_of_a_flip_books_page_is_no_part_of_the_title() -> None:
    assert told(f"Page 8 - {TITLE}").title == TITLE


@pytest.mark.parametrize("tail", ["-晴川门户", " — 晴川县政务网站", ".docx", ".pdf"])
def test_the_name_of_a_site_or_a_file_is_cut_from_the_title(tail: str) -> None:
    assert told(TITLE + tail).title == TITLE


@pytest.mark.parametrize(("lines", "unit"), [
    (("发布机构: | 区交通局 |", "如有疑问，请与白石区交通局办公室联系（地址：白石区中街1号）。"), "白石区交通局"),
    (("根据条例编制。如有疑问，请与晴川县示例镇人民政府联系（电话：0998-3300118）。", "一、总体情况", "2023年，示例镇扎实推进公开。"), "晴川县示例镇人民政府"),
    (("现发布《晴川市2023年政府信息公开工作年度报告》。如有疑问，请与晴川市人民政府办公室联系（电话：0998-3300118）。",), "晴川市人民政府"),
    (("现发布《晴川县2023年政府信息公开工作年度报告》。欢迎关注“晴川县融媒体中心”微信公众号。",), "晴川县"),
    (("一、总体情况", "2023年，示例街认真开展公开工作。"), "示例街"),
    (("一、总体情况", "2023年，市交通运输局认真开展公开工作。", "二、主动公开政府信息情况", "单位：晴川市交通运输局 2023年度", "五、存在的主要问题及改进情况", "无。"), "晴川市交通运输局"),
    (("一、总体情况", "2023年，我局扎实推进公开。晴川市民政局网站公开信息9条，晴川市人民政府网站公开3条。"), "晴川市民政局"),
    (("一、总体情况", "2023年，我县修订了《晴川县人民政府信息公开指南》。"), "晴川县人民政府"),
    (("如有疑问，请联系：白石区人民政府示例街道办事处；联系电话：0998-3300118。",), "白石区人民政府示例街道办事处"),
    (("一、总体情况", "(一)各项信息，副局长任副组长的晴川县审计局公开领导小组负责。", "2023年，县审计局认真开展公开工作。"), "晴川县审计局"),
    (("一、总体情况", "2023年度，晴川县交通运输局未收到申请。"), "晴川县交通运输局"),
    (("一、总体情况", "2023年，我委按照《晴川县住房城市建设委政府信息主动公开全清单》开展工作。"), "晴川县住房城市建设委"),
    (("本报告由晴川县市场监督管理局信息中心结合有关统计数据编制而成，即2023年政府信息公开工作年度报告。",), "晴川县市场监督管理局"),
])
def test_a_short_name_is_told_in_full_where_the_report_has_it(lines: tuple[str, ...], unit: str) -> None:
    body = [] if "一、总体情况" in lines else BODY
    assert told("2023年政府信息公开工作年度报告", *lines, *body).unit == unit


@pytest.mark.parametrize(("line", "contacts"), [
    ("联系电话：0998-3300118电子邮箱：sl@example.org。", ["联系电话：0998-3300118", "电子邮箱：sl@example.org"]),
    ("联系电话：0998-3300118 网站标识码：0000000001。", ["联系电话：0998-3300118"]),
    ("地址：晴川县政府大楼邮编：331700", ["地址：晴川县政府大楼", "邮编：331700"]),
    ("请联系[电话：3300118；传真：3300119]。", ["电话：3300118", "传真：3300119"]),
    ("未收到当面、电子邮件、传真、信函等形式的申请。", []),
    ("机构设置、办公地址、办公时间等信息公开12条。", []),
])
def test_a_contact_ends_where_the_next_begins(line: str, contacts: list[str]) -> None:
    assert told(TITLE, line).contacts == contacts


@pytest.mark.parametrize(("lines", "unit"), [
    (("2023年政府信息公开工作年度报告 (晴川县山前镇人民政府)", "发布机构 山前镇", "根据条例编制。"), "晴川县山前镇人民政府"),
    (("2023年政府信息公开工作年度报告（全文）", "发布机构：晴川县民政局", "根据条例编制。"), "晴川县民政局"),
    (("一、总体情况", "2023年，县民政局认真工作。", "如有疑问，请联系晴川县民政局办公室。", "联系电话：0000-1234567。", *BODY[2:]), "晴川县民政局"),
    (("一、总体情况", "2023年，区民政局认真工作，修改《晴川区民政局主动公开基本目录》。", *BODY[2:]), "晴川区民政局"),
    (("有疑问请与晴川县卫生健康委员会联系（电话：0000-1234567）。", "一、总体情况", "2023年，晴川县卫生健康委认真工作。", *BODY[2:]), "晴川县卫生健康委员会"),
])
def test_the_fuller_name_of_a_unit(lines: tuple[str, ...], unit: str) -> None:
    assert told(*lines).unit == unit


@pytest.mark.parametrize(("lines", "unit"), [
    (("示例街道2023年政府信息公开工作年度报告是根据《中华人民共和国政府信息公开条例》的要求编制的。", "一、总体情况", "“活力示例街道”微信公众号发布信息9条。", *BODY[2:]), "示例街道"),
    (("一、总体情况", "2023年，“活力示例镇”微信公众号发布信息9条。", *BODY[2:]), None),
    (("一、总体情况", "2023年，“晴川县示例镇人民政府”微信公众号发布信息9条。", *BODY[2:]), "晴川县示例镇人民政府"),
    (("有疑问请与晴川市白石区样例街道党政和人大办公室联系（地址：中街5号）。",), "晴川市白石区样例街道"),
    (("本报告由晴川市白石区样例街道党政和人大办公室编制。",), "晴川市白石区样例街道"),
])
def test_street_offices_and_what_only_sounds_like_a_unit(lines: tuple[str, ...], unit: str | None) -> None:
    assert told(*lines).unit == unit


def test_the_clock_of_a_page_is_no_day_of_publication() -> None:
    assert told("2019年12月3日星期二", TITLE).published is None
    assert told("2019年12月3日 星期二", TITLE, "发布时间：2024-01-26").published == date(2024, 1, 26)


def test_the_year_that_all_sentences_begin_with_beside_years_that_cases_are_carried_between() -> None:
    made = told("根据条例编制。", "一、总体情况", "2023年，晴川县民政局认真工作。", "接收申请15件，2022年结转3件，结转2024年2件。", *BODY[2:])
    assert (made.year, "read.year_inferred" in codes(made)) == (2023, True)
    assert told("根据条例编制。", "一、总体情况", "我委2023年度共公开信息9条。", "受理申请2000余件。", *BODY[2:]).year == 2023


def test_who_published_the_page_tells_the_place_that_the_title_leaves_out() -> None:
    assert told("农业农村局2023年政府信息公开工作年度报告", "来源: 东泽市白石区农业农村局 发布时间:2024-01-29 16:22").unit == "东泽市白石区农业农村局"
    assert told("农业农村局2023年政府信息公开工作年度报告", "来源: 东泽市白石区农业农村局执法大队 发布时间:2024-01-29 16:22").unit == "农业农村局"
    assert told("晴川县民政局2023年政府信息公开工作年度报告", "来源: 东泽市晴川县民政局").unit == "晴川县民政局"


@pytest.mark.parametrize("word", ["我局", "本机关", "本单位", "我镇", "本街道"])
def test_a_word_for_oneself_in_the_title_is_no_name(word: str) -> None:
    made = told(f"{word}2023年政府信息公开工作年度报告")
    assert (made.unit, made.year) == (None, 2023)


@pytest.mark.parametrize(("opening", "unit"), [
    ("2023年，街道办事处认真贯彻条例，公开信息9条。如有疑问，请与东泽市白石区样例街道综合办公室联系（电话：0570-0000000）。", "东泽市白石区样例街道"),
    ("2023年的东泽市政府信息公开工作，稳步推进。", "东泽市"),
    ("按照通知要求，晴川县供销合作社联合社编制了本报告。", "晴川县供销合作社联合社"),
    ("本报告结合2023年晴川县残疾人联合会政府信息公开工作编制而成。", "晴川县残疾人联合会"),
    ("如有疑问，请联系：晴川县民政局局办公室，地址：示例路1号，电话：0570-0000000。", "晴川县民政局"),
    ("如有疑问，请与晴川县财政局信息中心联系（地址：示例路1号，电话：0570-0000000）。", "晴川县财政局"),
    ("晴川县司法局（县行政复议局）根据《政府信息公开条例》等规定编制本报告。", "晴川县司法局"),
    ("截至2023年12月31日，示例乡人民政府通过公示栏公开信息12期。", "示例乡人民政府"),
    ("晴川县水务局2023年政府信息公开工作年度报告（以下简称年报）根据有关规定编制，统计期限为2023年1月1日至12月31日，电子版可在网站下载。", "晴川县水务局"),
    ("根据有关规定，编制市水务局2023年政府信息公开工作年度报告，全文共六部分。", "市水务局"),
    ("根据有关规定，现将2023年度晴川县水务局信息公开工作总结报告如下。", "晴川县水务局"),
    ("如有疑问，请联系示例总署办公厅政务公开处，地址：示例路1号。", "示例总署"),
])
def test_a_unit_without_a_title_is_named_in_the_opening(opening: str, unit: str) -> None:
    assert told("一、总体情况", opening, "六、其他需要报告的事项", "无。").unit == unit


def test_the_organ_alone_may_be_named_above_a_title() -> None:
    assert told("晴川县人民政府机关", "2023年政府信息公开工作年度报告").unit == "晴川县人民政府机关"


@pytest.mark.parametrize("beside", [f"一图读懂：{TITLE}", f"（图解）{TITLE}", f"{TITLE}解读", f"图文解读丨{TITLE}"])
def test_a_picture_or_an_explanation_of_a_report_is_not_its_title(beside: str) -> None:
    made = told(beside, TITLE)
    assert (made.title, made.unit) == (TITLE, UNIT)
    assert told(beside).unit == UNIT
