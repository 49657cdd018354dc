"""md: tables that GitHub's grammar reads as tables, text that shows exactly as it stood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from written import sample

from gongkai.report.form import edition
from gongkai.report.model import Report, Section
from gongkai.report.writing import write
from gongkai.report.writing.layout import lay_out
from gongkai.report.writing.markdown import escape

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(text: str) -> list[tuple[str, str]]:
    """(kind of block, text shown) of every leaf block, as CommonMark reads it."""
    tokens = PARSER.parse(text)
    made = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            assert all(child.type in ("text", "text_special") for child in token.children or [])
            made.append((before.type.removesuffix("_open"), "".join(c.content for c in token.children or [])))
        else:
            assert token.type not in ("html_block", "fence", "code_block", "bullet_list_open", "ordered_list_open",
                                      "blockquote_open", "hr")
    return made


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_tables_have_all_columns_of_their_block_in_every_row(name: str) -> None:
    report = sample(name)
    cells = [text for kind, text in shown(write(report, "md").decode()) if kind in ("th", "td")]
    wanted = []
    for table in lay_out(edition(name), report.cells):
        for start, end in zip(table.starts, [*table.starts[1:], len(table.rows)], strict=True):
            block = {(cell.row, cell.column): cell.text for row in table.rows[start:end] for cell in row}
            columns = sorted({column for _, column in block})
            wanted += [block.get((row, column), "") for row in range(start, end) for column in columns]
    assert cells == wanted


_ODD = st.lists(st.sampled_from([*"甲乙。，0123456789 \\`*_{}[]()<>#+-=.!|~&;:\"'/@$%^", "&amp;", "<!--", "---", "a.b"])).map("".join)


@settings(deadline=None)
@given(_ODD)
def test_any_line_is_shown_as_it_stands(text: str) -> None:
    report = Report(edition="2021", sections=[Section(1, "总体情况", text)])
    blocks = shown(write(report, "md").decode())
    body = [words for kind, words in blocks if kind in ("paragraph",)]
    assert " ".join("".join(body).split()) == " ".join(text.split())


@pytest.mark.parametrize(("text", "escaped"), [
    ("第1.2节", "第1.2节"), ("1. 甲", r"1\. 甲"), ("1) 甲", r"1\) 甲"), ("- 甲", r"\- 甲"), ("-4", r"\-4"), ("甲|乙", r"甲\|乙"),
])
def test_escapes(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_numbers_stand_under_their_heads() -> None:
    lines = write(sample(), "md").decode().split("\n")
    [received] = [line for line in lines if "本年新收" in line]
    head = lines[lines.index(received) - 1]
    position = [cell.strip() for cell in head.split("|")].index("商业企业")
    value = sample().cells["3.received.enterprise"].value
    assert [cell.strip() for cell in received.split("|")][position] == str(value)


def test_headings_are_headings() -> None:
    blocks = shown(write(sample(), "md").decode())
    assert blocks[0] == ("heading", "青禾县人力资源和社会保障局2023年政府信息公开工作年度报告")
    assert ("heading", "（一）主动公开情况") in blocks
