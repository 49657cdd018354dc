"""A report in print order: title, sections, notes, signature; nothing invented, nothing lost."""

from __future__ import annotations

import pytest
from written import sample

from gongkai.errors import GongkaiError
from gongkai.report.form import edition
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write
from gongkai.report.writing.layout import LaidTable
from gongkai.report.writing.manuscript import compose, numeral

FORM = edition("2021")


def title(**values: object) -> tuple[str, ...]:
    return compose(Report(edition="2021", **values), FORM).title  # type: ignore[arg-type]


def test_title_is_built_of_unit_and_year() -> None:
    assert title(unit="某县水利局", year=2023) == ("某县水利局2023年政府信息公开工作年度报告",)


def test_unknown_unit_or_year_is_not_invented() -> None:
    assert title() == ("政府信息公开工作年度报告",)
    assert title(year=2023) == ("2023年政府信息公开工作年度报告",)
    assert title(unit="某县水利局") == ("某县水利局政府信息公开工作年度报告",)


def test_own_title_stays_and_gains_what_it_lacks() -> None:
    own = "2023年度政府信息公开年报"
    assert title(unit="某县水利局", year=2023, title=own) == ("某县水利局", own)
    assert title(unit="某县水利局", year=2023, title="某县水利局年报") == ("某县水利局年报", "（2023年度）")
    assert title(unit="某县水利局", year=2023, title="某县水利局二○二三年年报") == ("某县水利局二○二三年年报",)
    assert title(unit="某县水利局", year=2023, title="某县水利局２０２３年年报") == ("某县水利局２０２３年年报",)


def test_long_title_breaks_behind_the_unit() -> None:
    unit = "青禾县人力资源和社会保障局"
    assert title(unit=unit, year=2023) == (unit, "2023年政府信息公开工作年度报告")


def test_every_section_of_the_form_has_its_heading_and_tables_stand_in_theirs() -> None:
    text = compose(Report(edition="2021"), FORM)
    assert [chapter.heading for chapter in text.chapters] == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]
    assert [(chapter.number, table.number) for chapter, table in text.tables()] == [(2, "2"), (3, "3"), (4, "4")]


def test_notes_stand_behind_the_table_and_other_text_before_it() -> None:
    report = Report(edition="2021", sections=[Section(4, "", "有关情况见下表。\n注：含上年度结转数量。\n以上为全口径。")])
    blocks = compose(report, FORM).chapters[3].blocks
    assert [block.number if isinstance(block, LaidTable) else block.text for block in blocks] == [
        "有关情况见下表。", "4", "注：含上年度结转数量。", "以上为全口径。",
    ]


def test_headings_of_parts_are_told_from_text() -> None:
    text = "（一）主动公开情况\n（二）依申请公开情况。全年收到申请17件。\n普通一段。"
    blocks = compose(Report(edition="2021", sections=[Section(1, "总体情况", text)]), FORM).chapters[0].blocks
    assert [getattr(block, "kind", "") for block in blocks] == ["part", "body", "body"]


def test_sections_twice_or_beyond_the_form_are_kept() -> None:
    report = Report(edition="2021", sections=[Section(5, "问题", "甲"), Section(5, "改进", "乙"), Section(8, "附则", "丙")])
    headings = [chapter.heading for chapter in compose(report, FORM).chapters]
    assert headings[4:] == ["五、问题", "五、改进", "六、其他需要报告的事项", "八、附则"]


def test_signature_stands_at_the_end_once() -> None:
    report = sample()
    assert compose(report, FORM).signature == (report.unit, "2024年1月22日")
    report.sections[-1].text += f"\n{report.unit}\n2024 年1月22日"
    assert compose(report, FORM).signature == ()
    report.published = None
    assert compose(report, FORM).signature == ()


def test_characters_that_no_page_can_show_are_taken_out() -> None:
    report = Report(edition="2021", unit="某\x00县\ud800局", year=2023, preamble="甲\x0b乙\u2028丙\x07丁")
    text = compose(report, FORM)
    assert text.unit == "某县局"
    assert [line.text for line in text.preamble] == ["甲", "乙", "丙丁"]


def test_cells_of_another_edition_are_refused_rather_than_lost() -> None:
    report = Report(edition="2021", cells={"2.procurement.amount": Cell(1, "1")})
    with pytest.raises(GongkaiError, match=r"1个单元格不在2021年版格式.*2\.procurement\.amount"):
        write(report, "md")


def test_unknown_formats_and_editions_are_refused_in_one_sentence() -> None:
    with pytest.raises(GongkaiError, match="不能写出“odt”格式，可用的格式有：html、docx、pdf、xlsx、md、json。"):
        write(Report(edition="2021"), "odt")
    with pytest.raises(GongkaiError, match="没有“1999”版的年度报告格式"):
        write(Report(edition="1999"), "md")
    with pytest.raises(GongkaiError, match="只有 html 格式可以写成片段"):
        write(Report(edition="2021"), "docx", fragment=True)


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")])
def test_numerals_of_headings(number: int, text: str) -> None:
    assert numeral(number) == text
