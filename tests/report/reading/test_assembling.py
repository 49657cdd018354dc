"""Document → Report: tables, narrative and metadata put together; what is no annual report is none."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.report.form import edition
from gongkai.report.model import Place, Report
from gongkai.report.reading.assembling import assemble
from gongkai.report.reading.document import Document, Grid, GridCell, Paragraph

TITLE = "晴川县示例镇人民政府2023年政府信息公开工作年度报告"
BEFORE = [TITLE, "根据《年度报告格式》（国办公开办函〔2021〕30号）编制，统计期限自2023年1月1日至2023年12月31日。", "一、总体情况", "（一）主动公开。公开36条。", "二、主动公开政府信息情况"]
AFTER = ["三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。", "晴川县示例镇人民政府", "2024年1月12日"]


def grid(*rows: tuple[str, ...], number: int = 1) -> Grid:
    return Grid([[GridCell(text, row, column, place=Place(path=f"(//table)[{number}]//tr[{row + 1}]/*[{column + 1}]"))
                  for column, text in enumerate(cells)] for row, cells in enumerate(rows)], Place(path=f"(//table)[{number}]"))


TWO = grid(("第二十条第（一）项", "", "", ""), ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "0", "0", "0"), ("行政规范性文件", "3", "1", "17"),
           ("第二十条第（五）项", "", "", ""), ("信息内容", "本年处理决定数量", "", ""), ("行政许可", "41", "", ""))


def document(*blocks: str | Grid | Paragraph, **fields: object) -> Document:
    made = [block if not isinstance(block, str) else Paragraph(block, Place(line=number)) for number, block in enumerate(blocks, 1)]
    return Document(made, **fields)  # type: ignore[arg-type]


def whole(**fields: object) -> Report:
    report = assemble(document(*BEFORE, TWO, *AFTER, **fields))
    assert report is not None
    return report


def test_all_parts_of_a_document_come_together() -> None:
    report = whole(format="docx", published=date(2024, 1, 15))
    assert (report.unit, report.year, report.edition, report.title) == ("晴川县示例镇人民政府", 2023, "2021", TITLE)
    assert report.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert report.published == date(2024, 1, 15)
    assert report.value("2.normative_documents.in_force") == 17
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert report.section(6).text == "无。"  # type: ignore[union-attr]
    assert report.preamble.startswith("根据《年度报告格式》")


def test_every_address_of_the_edition_has_a_cell() -> None:
    assert set(edition("2021").addresses()) <= set(whole().cells)


def test_numbers_of_tables_are_not_in_the_text() -> None:
    report = whole()
    assert all("17" not in section.text and "规章" not in section.text for section in report.sections)


def test_the_hints_hold_what_the_checks_ask_for() -> None:
    hints = whole(format="docx").hints
    assert hints["format"] == "docx"
    assert [heading["number"] for heading in hints["headings"]] == [1, 2, 3, 4, 5, 6]
    assert hints["headings"][0] == {"number": 1, "printed": "一、总体情况", "place": Place(line=3)}
    assert hints["period_text"] == "2023年1月1日至2023年12月31日"
    assert hints["notices"] == [("国办公开办函〔2021〕30号", Place(line=2))]
    assert hints["titles"] == [(TITLE, Place(line=1))]
    assert hints["title_place"] == Place(line=1)
    assert (hints["signed_unit"], hints["signed_date"]) == ("晴川县示例镇人民政府", date(2024, 1, 12))
    assert hints["lines"][:3] == [(BEFORE[1], Place(line=2), 0), ("（一）主动公开。公开36条。", Place(line=4), 1), ("人手不足。", Place(line=10), 5)]
    assert hints["restarted"] is False


def test_a_grid_that_is_no_table_of_the_form_is_narrative() -> None:
    platforms = grid(("平台", "条数"), ("门户网站", "30"), ("微信公众号", "6"), number=2)
    report = assemble(document(*BEFORE[:4], platforms, BEFORE[4], TWO, *AFTER))
    assert report is not None
    assert "门户网站\t30" in report.section(1).text or "门户网站 30" in report.section(1).text  # type: ignore[union-attr]
    assert report.value("2.licensing.decisions") == 41


def test_a_grid_around_the_whole_page_is_read_through() -> None:
    page = Grid([[GridCell("\n".join(["首页", *BEFORE]), 0, 0)]])
    report = assemble(document(page, TWO, *AFTER))
    assert report is not None
    assert (report.unit, report.year) == ("晴川县示例镇人民政府", 2023)
    assert report.section(1).text == "（一）主动公开。公开36条。"  # type: ignore[union-attr]


def test_tracked_changes_and_remarks_become_notices() -> None:
    report = whole(tracked=2, remarks=[("文中有2处修订痕迹，已按接受修订读取，请核对。", Place(line=4)), ("网页中有1处划掉的文字，已略去，请核对。", None)])
    told = [(finding.code, finding.level, finding.place) for finding in report.findings[:2]]
    assert told == [("read.tracked_changes", "notice", Place(line=4)), ("read.remark", "notice", None)]


def test_every_finding_names_its_ground() -> None:
    assert all(finding.basis for finding in whole().findings)
    assert {finding.basis for finding in whole().findings} == {"国办公开办函〔2021〕30号所附格式"}


def test_traditional_text_is_read_and_said_to_be() -> None:
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    rows = [[GridCell(convert(cell.text), cell.row, cell.column) for cell in row] for row in TWO.rows]
    report = assemble(document(*map(convert, BEFORE), Grid(rows), *map(convert, AFTER)))
    assert report is not None
    assert report.unit == "晴川县示例镇人民政府"
    assert report.value("2.normative_documents.issued") == 3
    assert any("繁体字" in finding.message for finding in report.findings)


@pytest.mark.parametrize("lines", [
    [], [""], ["晴川县示例镇简介", "本镇位于县城东部，人口三万。"], ["关于做好2023年政府信息公开工作年度报告编制工作的通知", "请各单位于1月20日前报送。"],
    ["招标公告", "一、项目概况", "二、投标资格", "三、报名时间", "四、联系方式"], ["政府信息公开指南", "一、公开范围", "二、公开形式", "三、申请办法"],
    ["2024年政府工作报告", "一、过去一年工作回顾", "二、今年工作安排"], ["| 姓名 | 总计 |", "| 甲 | 3 |"],
])
def test_what_is_no_annual_report_is_none(lines: list[str]) -> None:
    assert assemble(document(*lines)) is None


@pytest.mark.parametrize("lines", [
    [TITLE, "一、总体情况", "公开36条。"],  # a title and a section
    ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"],  # three sections
    ["规章 | 0 | 0 | 0", "行政规范性文件 | 3 | 1 | 17", "行政许可 | 41", "行政处罚 | 3"],  # rows of the form
])
def test_a_piece_of_a_report_is_read_and_says_what_is_missing(lines: list[str]) -> None:
    report = assemble(document(*lines))
    assert report is not None
    told = {address for finding in report.findings for address in finding.cells}
    assert all(cell.value is not None or cell.raw is not None or address in told for address, cell in report.cells.items())


def test_the_pages_title_and_frame_do_not_become_text() -> None:
    report = assemble(document(Paragraph("第1页 页眉", frame=True), "首页 > 政府信息公开年报", *BEFORE[:1], "发布时间：2024-01-15 浏览次数：36", *BEFORE[1:], TWO, *AFTER,
                               "上一篇：某局年度报告", "版权所有：晴川县人民政府"))
    assert report is not None
    assert report.preamble == BEFORE[1]
    assert report.published == date(2024, 1, 15)
    assert "上一篇" not in report.section(6).text  # type: ignore[union-attr]
