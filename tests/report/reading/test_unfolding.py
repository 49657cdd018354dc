"""Reports saved as one line are cut where a section or a table begins; other long lines stay whole."""

from __future__ import annotations

from random import Random

import pytest
from layouts import LAYOUTS, make

from gongkai.report.model import Place
from gongkai.report.reading import read_bytes
from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.unfolding import unfold

PROSE = "本年度，示例镇按要求公开各类信息，认真办理申请，未发生行政复议、行政诉讼，" * 6


def _texts(line: str) -> list[str]:
    return [block.text for block in unfold([Paragraph(line, Place(line=1))]) if isinstance(block, Paragraph)]


def test_a_long_line_without_headings_stays_as_it_is() -> None:
    assert _texts(PROSE) == [PROSE]


def test_a_line_is_cut_before_each_section() -> None:
    line = f"一、总体情况{PROSE}二、主动公开政府信息情况{PROSE}五、存在的主要问题及改进情况{PROSE}"
    assert [text[:2] for text in _texts(line)] == ["一、", "二、", "五、"]
    assert "".join(_texts(line)) == line


def test_a_line_is_cut_before_its_only_heading_that_stands_behind_a_sentence() -> None:
    line = f"{PROSE}现将情况报告如下： 一、总体情况 {PROSE}"
    assert [text[:2] for text in _texts(line)] == [PROSE[:2], "一、"]
    assert _texts(f"{PROSE}包括一、总体情况等{PROSE}") == [f"{PROSE}包括一、总体情况等{PROSE}"]


def test_a_heading_that_ends_the_line_of_the_preamble_is_one() -> None:
    assert [text[:2] for text in _texts(f"{PROSE}联系电话0570-0000000。一、总体情况")] == [PROSE[:2], "一、"]
    assert len(_texts(f"{PROSE}分为一、总体情况")) == 1


def test_a_heading_that_a_sentence_names_cuts_nothing() -> None:
    line = f"全文由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等组成。{PROSE}"
    assert _texts(line) == [line]


@pytest.mark.parametrize("glue", [" ", "\u3000"])
@pytest.mark.parametrize("kind", ["quiet", "busy"])
def test_a_report_saved_as_one_line_is_read_or_withheld(kind: str, glue: str) -> None:
    sheet = LAYOUTS["spaces"](make(kind, Random(5)), Random(5))
    line = glue.join(part.strip() for part in sheet.data.decode().split("\n") if part.strip())
    report = read_bytes(line.encode(), "report.txt")
    named = {address for finding in report.findings for address in finding.cells}
    wrong = {address: report.value(address) for address, value in sheet.truth.items()
             if report.value(address) != value and (report.value(address) is not None or address not in named)}
    assert not wrong
    read = sum(report.value(address) is not None for address in sheet.truth)
    assert read > 150
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_head_with_a_slash_and_a_worded_sign_are_read_in_a_run() -> None:
    line = ("二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 规章 0 0 0 规范性文件 2 2 12 "
            "第二十条第（五）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政许可 12 减4 231 其他对外管理服务事项 5 0 9 "
            "第二十条第（六）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政处罚 7 增2 88 行政强制 3 0 1")
    report = read_bytes(f"示例县林业局2020年政府信息公开工作年度报告\n{line}".encode(), "report.txt")
    assert [report.value(f"2.{row}.{column}") for row in ("licensing", "other_services", "penalty", "coercion")
            for column in ("previous", "change", "decisions")] == [12, -4, 231, 5, 0, 9, 7, 2, 88, 3, 0, 1]
    assert not [finding for finding in report.findings if finding.code in ("read.column_missing", "read.ambiguous")]


def test_a_change_that_ran_into_its_neighbours_is_withheld() -> None:
    line = ("二、主动公开政府信息情况第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章000规范性文件202"
            "第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可000其他对外管理服务事项30-228"
            "第二十条第（六）项信息内容上一年项目数量本年增/减处理决定数量行政处罚000行政强制000")
    report = read_bytes(f"示例县林业局2020年政府信息公开工作年度报告示例县林业局2020年政府信息公开工作年度报告一、总体情况2020年，认真公开。{line}".encode(), "report.txt")
    assert [report.value(f"2.other_services.{column}") for column in ("previous", "change", "decisions")] == [None] * 3
    assert [report.value(f"2.licensing.{column}") for column in ("previous", "change", "decisions")] == [0] * 3
    assert any(finding.code == "read.ambiguous" and "30-228" in finding.message for finding in report.findings)
    assert [section.printed for section in report.sections if section.number == 1] == ["一、总体情况"]
    assert report.title == "示例县林业局2020年政府信息公开工作年度报告"
