"""Plain text and Markdown → lines with their numbers: escapes, headings and rules are taken off, tables keep columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Grid, Limits, Paragraph
from gongkai.report.reading.text import read, read_markdown


def _lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def _md(text: str) -> list[str]:
    return [line for line in _lines(read_markdown(text.encode())) if line]


def _grids(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows]
            for block in read_markdown(text.encode()).blocks if isinstance(block, Grid)]


def test_every_line_is_a_paragraph_with_its_number_empty_ones_too() -> None:
    made = read("一、总体情况\n\n  公开\t信息\n".encode())
    assert [(block.text, block.place) for block in made.blocks if isinstance(block, Paragraph)] == [
        ("一、总体情况", Place(line=1)), ("", Place(line=2)), ("  公开\t信息", Place(line=3)), ("", Place(line=4))]
    assert (made.format, made.title, made.published) == ("txt", None, None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    assert _lines(read(end.join(["甲", "乙", "丙"]).encode())) == ["甲", "乙", "丙"]


def test_plain_text_keeps_its_marks() -> None:
    text = "# 标题\n**粗**\n| a | b |\n| - | - |\n1\\*"
    assert _lines(read(text.encode())) == text.split("\n")


def test_more_lines_than_the_limit_are_refused() -> None:
    assert len(read(b"1\n2\n3", Limits(paragraphs=3)).blocks) == 3
    with pytest.raises(UnreadableReport, match=r"^文本超过2行.*。$"):
        read(b"1\n2\n3", Limits(paragraphs=2))


# -- Markdown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "text"), [
    ("# 年度报告", "年度报告"), ("## 一、总体情况 ##", "一、总体情况"), ("   ### （一）主动公开", "（一）主动公开"), ("#没有空格", "#没有空格"),
    ("####### 七个", "####### 七个"), ("    # 缩进", "    # 缩进"), ("## **一、总体情况**", "一、总体情况"), ("# C# 语言", "C# 语言"),
])
def test_heading_marks_are_taken_off(line: str, text: str) -> None:
    assert _md(line) == [text]


@pytest.mark.parametrize(("line", "text"), [
    ("**重点**工作", "重点工作"), ("__重点__工作", "重点工作"), ("**甲**和**乙**", "甲和乙"), ("a ** b ** c", "a ** b ** c"), ("2*3*4", "2*3*4"),
    (r"\*\*不是粗体\*\*", "**不是粗体**"), ("3**", "3**"),
])
def test_strong_marks_are_taken_off_and_others_stay(line: str, text: str) -> None:
    assert _md(line) == [text]


@pytest.mark.parametrize(("line", "text"), [
    (r"\# 不是标题", "# 不是标题"), (r"1\. 不是列表", "1. 不是列表"), (r"\- 不是列表", "- 不是列表"), (r"甲\|乙", "甲|乙"), (r"路径\\名", r"路径\名"), (r"\好", r"\好"),
    (r"\[1\]", "[1]"), ("甲<!-- 注 -->乙", "甲乙"), ("甲<br>乙", "甲 乙"), ("甲<br/>乙", "甲 乙"), ("甲 < 乙", "甲 < 乙"),
])
def test_escapes_comments_and_breaks(line: str, text: str) -> None:
    assert _md(line) == [text]


@pytest.mark.parametrize("rule", ["```", "~~~", "```text", "|---|---|", "| :-- | --: |", "---|---"])
def test_fences_and_rules_of_tables_are_no_text(rule: str) -> None:
    assert "甲" in _md(f"甲\n{rule}\n")
    assert len(_md(f"甲\n{rule}\n")) == 1 or rule == "```text"


def test_a_fence_with_a_language_is_no_text() -> None:
    assert _md("```text\n甲\n```") == ["甲"]


def test_a_pipe_table_is_a_grid_with_its_places() -> None:
    text = "前\n\n| 信息 | 件数 |\n| --- | ---: |\n| 规章 | 0 |\n| 行政规范性文件 |  |\n\n后\n"
    assert _grids(text) == [[["信息", "件数"], ["规章", "0"], ["行政规范性文件", ""]]]
    grid = next(block for block in read_markdown(text.encode()).blocks if isinstance(block, Grid))
    assert [row[1].place for row in grid.rows] == [Place(line=3), Place(line=5), Place(line=6)]
    assert [(cell.row, cell.column) for row in grid.rows for cell in row] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert _md(text) == ["前", "后"]


def test_escaped_bars_are_no_borders_of_cells() -> None:
    grid = _grids("| 甲 | 乙 |\n|---|---|\n| 增\\|减 | 1 |\n")
    assert [len(row) for row in grid[0]] == [2, 2]
    assert grid[0][1][1] == "1"
    assert grid[0][1][0] in ("增|减", "增｜减")


def test_strong_marks_and_breaks_in_cells_are_taken_off() -> None:
    assert _grids("| 甲 | 乙 |\n|---|---|\n| **规章** | 1<br>2 |\n") == [[["甲", "乙"], ["规章", "1 2"]]]


@pytest.mark.parametrize("text", [
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |\n",  # a row with a cell more: a column means nothing
    "| 甲 | 乙 |\n|---|---|\n| 1 |\n",
    "| 甲 | 乙 |\n| 1 | 2 |\n",  # no rule
    "| 甲 | 乙 |\n|---|\n| 1 | 2 |\n",
    "甲 | 乙\n---|---\n1 | 2\n",  # no outer bars
])
def test_a_table_whose_rows_differ_stays_lines(text: str) -> None:
    assert _grids(text) == []
    assert _md(text)[0].startswith(("| 甲", "甲 |"))


def test_two_tables_are_two_grids() -> None:
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    assert _grids(f"{table}\n{table}") == [[["甲", "乙"], ["1", "2"]]] * 2


def test_a_table_of_more_cells_than_the_limit_is_refused() -> None:
    table = ("| 甲 | 乙 |\n|---|---|\n" + "| 1 | 2 |\n" * 9).encode()
    assert len(read_markdown(table, Limits(cells=20)).blocks) > 0
    with pytest.raises(UnreadableReport, match=r"^表格超过19个单元格.*。$"):
        read_markdown(table, Limits(cells=19))


@given(st.lists(st.lists(st.integers(0, 9999).map(str), min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_pipe_table_gives_back_its_cells(rows: list[list[str]]) -> None:
    text = "| 甲 | 乙 | 丙 |\n|---|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    assert _grids(text) == [[["甲", "乙", "丙"], *rows]]


@given(st.text(st.sampled_from("|-: \n#*_\\`~<>br!甲乙12"), max_size=80))
def test_no_markdown_raises_and_no_number_is_lost(text: str) -> None:
    made = read_markdown(text.encode())
    shown = "".join(_lines(made)) + "".join(
        cell.text for block in made.blocks if isinstance(block, Grid) for row in block.rows for cell in row)
    if "<" not in text and "`" not in text and "~" not in text:
        assert [char for char in shown if char in "甲乙12"] == [char for char in text if char in "甲乙12"]


@pytest.mark.parametrize("text", ["{| class=wikitable", "|} {|", "[table]", "{|\n|}", "|}\n{|\n| 1", "[td]", "{|\n| a=1 | 2 || rowspan=99999999999999 | 3\n|}", "[table][tr][td=99999999999999999999,1]"])
def test_markup_that_is_no_whole_table_does_no_harm(text: str) -> None:
    for reader in (read, read_markdown):
        assert any("9条" in line for line in _lines(reader(f"一、总体情况\n{text}\n本机关公开信息9条。\n".encode())))
