"""Chinese text in columns."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gongkai.cli.text import grid, hung, padded, shortened, width, wrap

TEXT = st.text(st.sampled_from("表三总计填写，。“”（）、：12 abc/%《》一"), max_size=120)


@given(TEXT, st.integers(12, 80))
def test_wrapped_text_keeps_every_character_and_fits(text, columns):
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    marks = set("，。、：；”）》")
    for line in lines:
        run = len(line) - len(line.lstrip("".join(marks)))
        assert width(line) <= columns or run > 1 or sum(c in marks for c in line) > 4


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    for columns in range(12, 60):
        lines = wrap("表三“一、本年新收政府信息公开申请数量”总计填 0，而正文（二）称“共收到 4 件”，相差 4 件，请核对。", columns)
        assert not [line for line in lines if line[0] in "，。、”）"]
        assert not [line for line in lines if line[-1] in "“（"]
        assert max(width(line) for line in lines) <= columns


def test_numbers_and_words_stay_whole():
    assert wrap("合计为 1234567 元", 12) == ["合计为", "1234567 元"]


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_pipe_is_not_wrapped():
    assert wrap("长" * 200, None) == ["长" * 200]


def test_width_counts_chinese_twice():
    assert (width("表三a"), padded("表", 4), padded("表", 4, right=True)) == (5, "表  ", "  表")
    assert shortened("一二三四五", 7) == "一二三…"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Mn", "Mc", "Me"])) | st.text("一。，（Ａ～–—…“’·〔aé①"))
def test_width_is_that_of_rich(text):
    assert width(text) == cell_len(text)


def test_hung_lines_stand_under_the_first():
    assert hung("一二三四五六", 10, " 1. ", "    ") == " 1. 一二三\n    四五六"


def test_a_grid_sets_numbers_to_the_right_and_wraps_heads():
    assert grid([["项目", "社会公益组织"], ["收到", "4"]], [6, 6]) == [
        "项目   社会公", "       益组织", "------ ------", "收到        4"]
