"""Lines as an editor, a mail program or a terminal leaves them are read as they were before."""

from __future__ import annotations

from random import Random

import pytest
from layouts import LAYOUTS, make
from layouts.text import folded

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.lines import as_written


def page(layout: str, kind: str = "busy") -> str:
    return decode(LAYOUTS[layout](make(kind, Random(1)), Random(1)).data).text


def read(text: str) -> Report:
    return read_bytes(text.encode(), "x.txt")


def written(text: str) -> str:
    return "\n".join(line.text for line in as_written(text.split("\n")))


@pytest.mark.parametrize("columns", [60, 72, 80, 100])
@pytest.mark.parametrize("layout", ["bars", "bars-leading", "bars-doubled"])
def test_lines_cut_at_a_width_are_put_together(layout: str, columns: int) -> None:
    text = page(layout)
    assert written(folded(text, columns)) == text


@pytest.mark.parametrize("layout", ["bars", "bars-leading", "markdown", "tabs", "spaces", "one-a-line-blank", "wrapped", "bars-wrapped"])
def test_lines_that_no_width_cut_stay_as_they_are(layout: str) -> None:
    text = page(layout)
    assert written(text) == text


def test_where_digits_meet_at_a_cut_nobody_can_tell_one_number_from_two() -> None:
    text = "\n".join(["本机关依法公开各类信息并且接受社会各界的监督以及批评建议的情况见下", "表。"] * 6 + ["规章\t" + "0" * 60 + "71", "42\t5"])
    assert "71…42" in written(text)


def test_a_row_that_happens_to_be_as_wide_as_the_text_is_whole() -> None:
    row = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\t8\t22\t3"
    text = "\n".join([*(["本机关依法主动公开各类信息并且接受社会各界的监督以及批评建议有关情况见下文各", "表。"] * 6), row, "3.其他\t2\t7\t7"])
    assert row in written(text).split("\n")


@pytest.mark.parametrize("mark", [">", "> ", ">> "])
def test_marks_of_quotations_are_taken_off(mark: str) -> None:
    text = page("bars")
    assert read("\n".join(mark + line for line in text.split("\n"))).tables == read(text).tables


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "* - "])
def test_a_number_behind_the_mark_of_a_list_is_not_below_nothing(mark: str) -> None:
    text = page("one-a-line")
    made = read("\n".join(mark + line if line.strip() else line for line in text.split("\n")))
    assert made.tables == read(text).tables


def test_commas_in_sentences_stay() -> None:
    text = "规章0件,行政许可3件,行政处罚5件。\n" * 20 + "本机关公开信息9条,其中规章0件,行政许可3件"
    assert written(text) == text


@pytest.mark.parametrize("row", ['"规章","0","1","2"', "规章,0,1,2", "规章；0；1；2", "规章 & 0 & 1 & 2 \\\\"])
def test_signs_between_the_cells_of_rows_are_told_by_the_rows(row: str) -> None:
    text = "\n".join([row, *(row.replace("规章", label) for label in ("行政许可", "行政处罚", "行政强制", "行政规范性文件"))])
    assert written(text).split("\n")[:2] == ["规章\t0\t1\t2", "行政许可\t0\t1\t2"]


def test_places_are_those_of_the_file() -> None:
    text = folded(page("bars"), 60)
    place = read(text).cells["3.carried_out.total"].place
    assert place is not None
    assert place.line is not None
    assert text.split("\n")[place.line - 1].startswith("四、结转下年度")


def test_a_line_too_long_for_a_row_is_left_as_it_is() -> None:
    line = "公" * 200_000 + ",公开"
    assert [written.text for written in as_written(["晴川县示例局", line, "规章,0,0,0"])] == ["晴川县示例局", line, "规章,0,0,0"]
