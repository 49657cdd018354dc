"""Lines of tokens → records: which row of which table holds which values, under which heads; nothing is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.report.reading.records import ACROSS, Record, Tables
from gongkai.report.reading.rows import regions
from gongkai.report.reading.tables import Collector

TWO = ["第二十条第（一）项", "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 0 | 0 | 2", "行政规范性文件 | 3 | 1 | 17",
       "第二十条第（五）项", "信息内容 | 本年处理决定数量", "行政许可 | 41"]
HEAD = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况", "自然人 | 法人或其他组织 | 总计", "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他"]
FOUR = ["行政复议 | 行政诉讼", "未经复议直接起诉 | 复议后起诉", " | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3),
        " | ".join(["1", "0", "0", "1", "2", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"])]


def collected(*lines: str) -> Tables:
    collector = Collector()
    for region in regions([Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]):
        collector.feed(region)
    return collector.tables


def rows(tables: Tables) -> list[tuple[str, str | None, list[str]]]:
    return [(record.table, record.key, [token.text.strip() for token in record.values]) for record in tables.records]


def only(tables: Tables, key: str) -> Record:
    (record,) = [record for record in tables.records if record.key == key]
    return record


def test_values_belong_to_the_label_before_them() -> None:
    assert rows(collected(*TWO)) == [("2", "rules", ["0", "0", "2"]), ("2", "normative_documents", ["3", "1", "17"]), ("2", "licensing", ["41"])]


def test_one_cell_a_line_gives_the_same_records() -> None:
    cells = [cell.strip() for line in TWO for cell in line.split("|")]
    assert rows(collected(*cells)) == rows(collected(*TWO))


@pytest.mark.parametrize("separator", [" ", "\t", "  ", " | "])
def test_any_separator_gives_the_same_records(separator: str) -> None:
    assert rows(collected(*(line.replace(" | ", separator) for line in TWO))) == rows(collected(*TWO))


def test_each_block_of_table_two_has_heads_of_its_own() -> None:
    tables = collected(*TWO)
    first, _, third = tables.records
    assert first.header is not third.header
    assert [token.text for _, token in third.header.tokens] == ["本年处理决定数量"]


def test_the_place_of_a_row_is_that_of_its_label() -> None:
    assert only(collected(*TWO), "licensing").place == Place(line=7)


# -- words with several meanings ------------------------------------------------------------------------------------------


def three(*lines: str) -> list[tuple[str, str | None, list[str]]]:
    return rows(collected(*HEAD, *lines))


def test_the_other_is_a_head_among_heads_and_a_row_after_its_group() -> None:
    found = three("（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1",
                  "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0", "3.其他 | 2 | 0 | 0 | 0 | 0 | 0 | 2",
                  "（七）总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3")
    assert [key for _, key, cells in found if cells] == ["closed.not_corrected", "closed.fee_unpaid", "closed.other", "processed"]


def test_a_group_with_numbers_of_its_own_is_a_row() -> None:
    found = three("（六）其他处理 | 3 | 0 | 0 | 0 | 0 | 0 | 3", "（七）总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3")
    assert [key for _, key, cells in found if cells] == ["closed", "processed"]


def test_results_are_a_title_over_rows_and_no_row() -> None:
    found = three("三、本年度办理结果 | （一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形） | 0 | 0 | 0 | 0 | 0 | 0 | 0")
    assert [key for _, key, cells in found if cells] == ["granted", "partial"]


def test_empty_cells_before_a_label_are_no_values_of_the_row_above() -> None:
    found = collected(*HEAD, "一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |", "| （一）予以公开 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |")
    assert [record.values[-1].text.strip() for record in found.records] == ["3", "3"]
    assert [len(record.values) for record in found.records] == [7, 7]
    assert found.records[1].depth - found.records[0].depth == 1


def test_two_rows_with_one_label_in_two_tables_are_two_records() -> None:
    found = rows(collected(*HEAD, "（一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1", *FOUR))
    assert [table for table, _, _ in found] == ["3", "4"]


def test_table_four_is_one_record_across() -> None:
    (record,) = collected(*FOUR).records
    assert (record.table, record.key) == ("4", ACROSS)
    assert [token.text.strip() for token in record.values] == ["1", "0", "0", "1", "2", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"]


def test_table_four_with_rows_going_down() -> None:
    found = rows(collected("结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计", "行政复议 | 1 | 0 | 0 | 1 | 2", "未经复议直接起诉 | 0 | 0 | 0 | 0 | 0", "复议后起诉 | 0 | 0 | 0 | 0 | 0"))
    assert found == [("4", "review", list("10012")), ("4", "litigation_direct", list("00000")), ("4", "litigation_after_review", list("00000"))]


# -- odd labels -----------------------------------------------------------------------------------------------------------


ZERO = " | 0" * 7


def test_a_misprinted_label_is_taken_for_its_row_and_marked() -> None:
    tables = collected(*HEAD, "（一）予以公开" + ZERO, "2.其他法律行政止公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1", "3.危及“三安全一稳定”" + ZERO)
    record = only(tables, "denied.law_prohibited")
    assert record.misprinted
    assert record.label.strip() == "2.其他法律行政止公开"


@pytest.mark.parametrize("last", ["四、结转下年度继续办里 | 1 | 0 | 0 | 0 | 0 | 0 | 1", "平均办理天数 | 1 | 0 | 0 | 0 | 0 | 0 | 1"])
def test_the_last_row_may_be_misprinted_or_extra(last: str) -> None:
    tables = collected(*HEAD, "（一）予以公开" + ZERO, "（七）总计" + ZERO, last)
    assert [token.text.strip() for record in tables.records for token in record.values][-7:] == list("1000001")


def test_a_row_that_the_form_does_not_know_keeps_its_values() -> None:
    tables = collected(*TWO[:4], "其他主动公开文件 | 1 | 0 | 5", *TWO[4:])
    assert ("2", None, ["1", "0", "5"]) in rows(tables)


def test_a_label_wrapped_around_its_numbers_is_one_row() -> None:
    tables = collected(*HEAD, "（一）予以公开 2 0 0 0 0 0 2", "1.申请人无正当理由逾期不补正、行政机", "1 0 0 0 0 0 1", "关不再处理其政府信息公开申请", "（七）总计 3 0 0 0 0 0 3")
    record = only(tables, "closed.not_corrected")
    assert [token.text for token in record.values] == ["1", "0", "0", "0", "0", "0", "1"]
    assert [key for _, key, _ in rows(tables)] == ["granted", "closed.not_corrected", "processed"]


def test_values_before_any_row_are_left_over_and_kept() -> None:
    tables = collected(*HEAD, "7 8 9", "（一）予以公开 2 0 0 0 0 0 2")
    assert [[token.text for token in loose.tokens] for loose in tables.loose] == [["7", "8", "9"]] or [
        token.text for record in tables.records for token in record.values][:3] == ["7", "8", "9"]


def test_words_in_the_place_of_a_number_are_values_too() -> None:
    record = only(collected(*HEAD, "一、本年新收政府信息公开申请数量 | 见附件 | 0 | 0 | 0 | 0 | 0 | 3"), "received")
    assert [token.text.strip() for token in record.values] == ["见附件", "0", "0", "0", "0", "0", "3"]


def test_a_row_divided_into_kinds_keeps_the_names_of_the_kinds() -> None:
    tables = collected("第二十条第（五）项", "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 4 | 0 | 9", "其他对外管理服务事项 | 行政检查 | 5 | 0 | 36")
    record = only(tables, "other_services")
    assert record.sub is not None
    assert record.sub.text.strip() == "行政检查"
    assert [token.text.strip() for token in record.values] == ["5", "0", "36"]


# -- grids ----------------------------------------------------------------------------------------------------------------


def test_a_grid_ends_its_last_row_and_its_heads_go_on_in_the_next() -> None:
    def grid(*lines: str) -> Grid:
        return Grid([[GridCell(text.strip(), row, column) for column, text in enumerate(line.split("|"))] for row, line in enumerate(lines)])

    collector = Collector()
    for region in regions([grid("信息内容|" + "自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计", "（一）予以公开|1|0|0|0|0|0|1"), Paragraph("- 4 -"),
                           grid("1.属于国家秘密|0|0|0|0|0|0|0", "2.其他法律行政法规禁止公开|0|0|0|0|0|0|0")]):
        collector.feed(region)
    tables = collector.tables
    assert [record.key for record in tables.records] == ["granted", "denied.state_secret", "denied.law_prohibited"]
    assert len({id(record.header) for record in tables.records}) == 1
    assert all(record.geometric for record in tables.records)


# -- properties -------------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*TWO, *HEAD, *FOUR, "（一）予以公开 | 1 | 0", "3.其他 | 5", "其他 | 6", "总计 | 7", "行政检查 | 8", "9", "| 9 |", "", "规章", "行政复议 | 3"]),
                max_size=25))
def test_every_number_in_a_table_is_in_a_record_or_left_over(lines: list[str]) -> None:
    blocks = [Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]
    found = regions(blocks)
    collector = Collector()
    for region in found:
        collector.feed(region)
    tables = collector.tables
    printed = sorted(token.text.strip() for region in found for line in region.lines for token in line.tokens
                     if token.kind == "value" and not token.blank)
    kept = sorted(token.text.strip() for tokens in ([record.values for record in tables.records] + [loose.tokens for loose in tables.loose])
                  for token in tokens if token.kind == "value" and not token.blank)
    assert kept == printed
