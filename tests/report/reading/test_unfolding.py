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
