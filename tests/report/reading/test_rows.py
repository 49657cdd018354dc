"""Blocks → lines of tokens: where tables of the form are, whatever told their cells apart; prose is no table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.report.reading.lexicon import Lexicon, lexicon
from gongkai.report.reading.rows import Region, grid_region, lex, regions, split, text_line


def kinds(text: str) -> list[tuple[str, str]]:
    return [(kind, words) for kind, words, _, _ in lex(text)]


def found(*lines: str) -> list[Region]:
    return regions([Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)])


def tokens(region: Region) -> list[list[str]]:
    return [[token.text for token in line.tokens] for line in region.lines]


# -- one cell -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), [
    ("规章", [("label", "规章")]),
    ("12", [("value", "12")]),
    ("", [("value", "")]),
    ("/", [("value", "/")]),
    ("0 0 1", [("value", "0"), ("value", "0"), ("value", "1")]),
    ("行政处罚 12", [("label", "行政处罚"), ("value", "12")]),
    ("行政处罚12", [("label", "行政处罚"), ("value", "12")]),
    ("规章 0 0 2", [("label", "规章"), ("value", "0"), ("value", "0"), ("value", "2")]),
    ("一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3",
     [("label", "一、本年新收政府信息公开申请数量"), *[("value", number) for number in "3000003"]]),
    ("1.属于国家秘密 0", [("label", "1.属于国家秘密"), ("value", "0")]),
    ("自然人 法人或其他组织 总计", [("label", "自然人"), ("label", "法人或其他组织"), ("label", "总计")]),
    ("三、本年度办理结果 （一）予以公开 2", [("label", "三、本年度办理结果"), ("label", "（一）予以公开"), ("value", "2")]),
    ("行政检查 5", [("text", "行政检查"), ("value", "5")]),
    ("行政规范性文件 1,203 ／", [("label", "行政规范性文件"), ("value", "1,203"), ("value", "／")]),
    ("行政许可（含备案3件）", [("label", "行政许可（含备案3件）")]),
    ("22（其中修订16件）", [("value", "22（其中修订16件）")]),
    ("本年度共收到申请4件。", [("text", "本年度共收到申请4件。")]),
    ("其他行政检查事项 5 3", [("text", "其他行政检查事项"), ("value", "5"), ("value", "3")]),
])
def test_a_cell_is_labels_values_or_other_text(text: str, wanted: list[tuple[str, str]]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize("label", ["8.属于行政查询事项", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"])
def test_a_label_whose_first_number_ran_into_it_is_a_label_and_its_numbers(label: str) -> None:
    assert kinds(f"{label}3 0 0 0 0 0 3") == [("label", label), *[("value", number) for number in "3000003"]]


def test_labels_and_numbers_in_one_long_run_are_told_apart() -> None:
    run = kinds("信息内容本年制发件数本年废止件数现行有效件数规章0 0 2行政规范性文件3 1 17")
    assert [words for kind, words in run if kind == "value"] == ["0", "0", "2", "3", "1", "17"]
    assert ("label", "行政规范性文件") in run


def test_zero_width_characters_hide_no_label() -> None:
    assert kinds("规\u200b章") == [("label", "规章")]


@given(st.text(st.sampled_from("规章行政许可处罚总计其他自然人012 ./（）、一二，。|"), max_size=60))
def test_no_digit_of_a_cell_is_lost_or_made_up(text: str) -> None:
    shown = "".join(words for _, words, _, _ in lex(text))
    assert sorted(char for char in shown if char.isdigit()) == sorted(char for char in text if char.isdigit()) or any(
        kind == "label" for kind, *_ in lex(text))  # numbering such as 1. goes with its label
    assert [char for char in text if char in "2"] == [char for char in shown if char in "2"] or "2." in text or "2、" in text


# -- one line -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "cells"), [
    ("| 规章 | 0 | 2 |", [" 规章 ", " 0 ", " 2 "]),
    ("规章 | 0 | 2", ["规章 ", " 0 ", " 2"]),
    ("规章 | 0 | |", ["规章 ", " 0 ", " "]),
    ("| | 规章 | 0 |", [" ", " 规章 ", " 0 "]),
    ("｜规章｜０｜", ["规章", "０"]), ("│规章│0│", ["规章", "0"]), ("┃规章┃0┃", ["规章", "0"]), ("丨规章丨0丨", ["规章", "0"]),
    ("规章\t0\t\t2", ["规章", "0", "", "2"]), ("规章\t0\t", ["规章", "0", ""]),
])
def test_bars_and_tabs_tell_cells_apart(text: str, cells: list[str]) -> None:
    assert split(text) == (cells, True)


def test_a_line_without_bars_or_tabs_is_one_cell() -> None:
    assert split("规章 0 0 2") == (["规章 0 0 2"], False)


def test_a_bar_at_the_start_closes_the_cell_of_the_line_before() -> None:
    assert split("| 0 | 2 |", open_cell=True)[0] == [" 0 ", " 2 "]
    assert split("| 0 | 2 |", open_cell=False, framed=False)[0] == ["", " 0 ", " 2 "]


@pytest.mark.parametrize(("text", "open_cell", "count"), [("|", False, 1), ("|", True, 0), ("| |", False, 2), ("||||", True, 3)])
def test_lone_bars_are_empty_cells(text: str, open_cell: bool, count: int) -> None:
    assert split(text, open_cell) == ([""] * count, True)


def test_a_line_keeps_its_place_in_every_token() -> None:
    line = text_line(Paragraph("| 规章 | 0 |", Place(line=9)), 4, False, True)
    assert {token.place for token in line.tokens} == {Place(line=9)}
    assert (line.separated, line.geometric, line.start, line.end) == (True, False, 4, 5)


# -- where tables are -----------------------------------------------------------------------------------------------------

TABLE = ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 0 | 0 | 0", "行政规范性文件 | 3 | 1 | 17"]


def test_a_table_begins_and_ends_where_its_labels_do() -> None:
    (region,) = found("本年度公开信息36条，群众满意。", "第二十条第（一）项", *TABLE, "以上为全年数据，均已核对无误，来源为法制科登记的台账，请以公布的为准。")
    assert (region.start, region.end) == (1, 5)
    assert tokens(region)[-1] == ["行政规范性文件", "3", "1", "17"]


def test_a_heading_parts_two_tables() -> None:
    three = ["自然人 | 商业企业 | 总计", "（一）予以公开 | 1 | 0 | 1", "（二）部分公开 | 0 | 0 | 0"]
    regions_ = found(*TABLE, "三、收到和处理政府信息公开申请情况", *three)
    assert [(region.start, region.end) for region in regions_] == [(0, 3), (4, 7)]


def test_page_numbers_and_rules_within_a_table_are_left_out() -> None:
    (region,) = found(TABLE[0], "--- + --- + ---", TABLE[1], "- 3 -", "第 3 页 共 9 页", TABLE[2])
    assert tokens(region) == [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"], ["行政规范性文件", "3", "1", "17"]]


def test_one_cell_a_line_is_a_table_too() -> None:
    (region,) = found("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "0", "0", "", "行政规范性文件", "3", "1", "17")
    assert [words for line in tokens(region) for words in line][4:] == ["规章", "0", "0", "0", "行政规范性文件", "3", "1", "17"]


def test_a_short_unknown_row_within_a_table_belongs_to_it() -> None:
    (region,) = found(*TABLE, "其他主动公开文件 | 1 | 0 | 5", "规章 | 0 | 0 | 0")
    assert ["其他主动公开文件", "1", "0", "5"] in tokens(region)


def test_a_long_row_with_an_unknown_label_does_not_end_the_table() -> None:
    long = "5.申请人多次提出内容相近的申请而又不说明其合理理由、由行政机关合并处理并一次告知的申请事项 3 0 0 0 0 0 3"
    (region,) = found("自然人 商业企业 总计", "（一）予以公开 1 0 1", long, "（二）部分公开 0 0 0", "1.属于国家秘密 0 0 0")
    assert [cells[1:] for cells in tokens(region)][2] == list("3000003")


@pytest.mark.parametrize("lines", [
    ["本年度共办理行政许可41件，行政处罚3件，未实施行政强制。", "全年收到申请4件，均已答复，予以公开3件，部分公开1件。"],
    ["一是公开不够及时。", "二是解读形式单一。", "三是人手不足。"],
    ["行政许可", "公开行政许可的依据、条件、程序，方便群众办事。"],
    ["", "- 3 -", "|", "----"],
    [],
    ["总计"],
])
def test_prose_that_holds_the_forms_words_is_no_table(lines: list[str]) -> None:
    assert found(*lines) == []


def test_the_frame_of_a_page_is_no_table() -> None:
    assert regions([Paragraph(line, frame=True) for line in TABLE]) == []


def test_a_grid_is_a_region_of_its_own_with_columns() -> None:
    grid = Grid([[GridCell("信息内容", 0, 0, rowspan=2), GridCell("本年制发件数", 0, 1)], [GridCell("规章", 1, 0), GridCell("0", 1, 1)]])
    (region,) = regions([Paragraph("前"), grid])
    assert (region.start, region.end, region.grid) == (1, 2, True)
    assert [(token.text, token.column, token.rowspan) for line in region.lines for token in line.tokens] == [
        ("信息内容", 0, 2), ("本年制发件数", 1, 1), ("规章", 0, 1), ("0", 1, 1)]


def test_several_values_in_one_cell_of_a_grid_have_no_column_of_their_own() -> None:
    region = grid_region(Grid([[GridCell("规章", 0, 0), GridCell("0 0 2", 0, 1)]]), 0)
    assert [(token.text, token.column) for token in region.lines[0].tokens] == [("规章", 0), ("0", None), ("0", None), ("2", None)]


def test_a_grid_without_a_word_of_the_form_is_none() -> None:
    assert regions([Grid([[GridCell("姓名", 0, 0), GridCell("电话", 0, 1)]])]) == []


_PIECES = st.sampled_from([*lexicon().spellings.split("\0"), "12", "3件", "0", "、", "（", "）", "(", "其中", "含", "无", "减4", "三、", "（七）", " ", "。",
                           *["严格按照要求抓紧落实", "坚", "做好"] * 25, "【", "】", "1.2万余条", "本级", "*"])


@given(st.lists(_PIECES, max_size=12).map("".join), st.integers(0, 2))
def test_prose_is_told_from_labels_just_as_a_full_look_tells_it(text: str, times: int) -> None:
    text *= 1 + times
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lexicon, "is_prose", lambda self, text: False)
        lex.cache_clear()
        wanted = lex(text)
        patch.undo()
        lex.cache_clear()
        assert lex(text) == wanted


def test_two_bars_hold_an_empty_cell_where_one_bar_stands_anywhere_else() -> None:
    rows = ["规章 || 0 || 0 || 0 ||", "行政规范性文件 || 3 || 1 || 12 ||", "行政许可 || 57 ||", "行政处罚 || 4 ||"]
    [region] = regions([Paragraph(row) for row in rows])
    assert [token.text for token in region.lines[1].tokens if token.kind == "value"] == ["3", "1", "12"]
    [region] = regions([Paragraph(row) for row in [*rows, "行政强制 | 0 |"]])
    assert [token.text.strip() for token in region.lines[1].tokens if token.kind == "value"] == ["", "3", "", "1", "", "12", ""]


@pytest.mark.parametrize("sentence", [
    "行政复议2件，其中维持1件，尚未审结1件；行政诉讼0件。", "行政复议 2 件，其中维持 1 件，尚未审结 1 件；行政诉讼 0 件。",
    "予以公开3件，不予公开1件，无法提供2件。", "（一）予以公开3件；（二）部分公开0件；（三）不予公开1件。"])
def test_a_sentence_that_counts_is_no_row(sentence: str) -> None:
    """However many of its words are labels: taken for a row, it would withhold the table's own cells."""
    assert [kind for kind, *_ in lex(sentence)] == ["text"]
    assert found(sentence) == []


def test_a_note_with_clauses_in_a_row_of_one_run_is_a_note_still() -> None:
    text = "规章000行政规范性文件22（其中新制定6件，修订16件）3255行政许可12行政处罚3"
    assert [kind for kind, _ in kinds(text)].count("label") == 4
