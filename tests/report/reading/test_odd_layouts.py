"""Layouts that few pages have, one by one: what was read wrong there once."""

from __future__ import annotations

from random import Random

import pytest
from layouts import LAYOUTS, make

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes
from gongkai.report.reading.decoding import decode


def page(layout: str, kind: str = "busy", form: str = "2021", seed: int = 1) -> str:
    return decode(LAYOUTS[layout](make(kind, Random(seed), form=form), Random(seed)).data).text


def read(text: str, name: str = "x.txt") -> Report:
    return read_bytes(text.encode(), name)


def told(report: Report, address: str) -> bool:
    """Whether a finding lists the cell."""
    return any(address in finding.cells for finding in report.findings)


def test_a_label_told_again_in_every_cell_it_spans_is_one_row() -> None:
    found = read(page("bars-told-again")).findings
    assert [finding.code for finding in found] == []


def test_the_empty_cells_of_a_wrapped_label_are_none_of_the_row() -> None:
    """The row has its seven cells, and the next line holds the rest of its label."""
    rows = page("bars", "quiet").split("\n")
    at = next(i for i, row in enumerate(rows) if row.startswith("二、上年结转"))
    rows[at: at + 1] = ["二、上年结转政府信息 |  |  | 1 | 4 |  |  |  |  | 5", "公开申请数量 |  |  |  |  |  |  |  |  | "]
    got = read("\n".join(rows))
    assert [got.value(f"3.carried_in.{key}") for key in ("person", "enterprise", "total")] == [1, 4, 5]


def test_a_row_that_lost_its_last_cells_is_not_shifted_into_the_cells_its_label_spans() -> None:
    rows = page("bars-tail-lost", "busy").split("\n")
    at = next(i for i, row in enumerate(rows) if row.startswith("| 四、结转下年度"))
    rows[at] = "| 四、结转下年度继续办理 |  |  | 3 | 4 |  |  | 5 |"
    got = read("\n".join(rows))
    assert [got.value(f"3.carried_out.{key}") for key in ("person", "enterprise", "research", "welfare", "legal", "other", "total")] == [
        3, 4, None, None, 5, None, None]
    assert told(got, "3.carried_out.total")


def test_an_empty_row_among_the_heads_of_table_four_is_none_of_its_numbers() -> None:
    text = page("html-plain", "busy")
    start = text.index(">行政复议<")
    end = text.index("</tr>", start) + len("</tr>")
    got = read(text[:end] + "<tr>" + "<td></td>" * 15 + "</tr>" + text[end:], "x.html")
    assert got.tables == read(text, "x.html").tables
    assert got.findings == []


def test_one_line_of_heads_that_begins_with_a_word_of_several_tables_is_read_whole() -> None:
    """总计 first: a head of tables 3 and 4, and what stands beside it tells which."""
    text = page("html-plain", "busy").replace("\n", "")
    start = text.index("<table", text.index("三、收到"))
    heads = "".join(f"<td>{words}</td>" for words in ("总计", "商业企业", "自然人", "科研机构", "社会公益组织", "法律服务机构", "其他"))
    table = f"<table><tr><td colspan=3>项目</td>{heads}</tr><tr><td colspan=3>一、本年新收政府信息公开申请数量</td>" + "".join(
        f"<td>{number}</td>" for number in (21, 1, 2, 3, 4, 5, 6)) + "</tr></table>"
    got = read(text[:start] + table + text[text.index("</table>", start) + len("</table>"):], "x.html")
    assert [got.value(f"3.received.{key}") for key in ("person", "enterprise", "total")] == [2, 1, 21]


@pytest.mark.parametrize("columns", [21, 24])
def test_a_row_with_far_too_many_columns_is_given_up_at_once(columns: int) -> None:
    from gongkai.report.reading.document import Paragraph
    from gongkai.report.reading.heads import Leaf
    from gongkai.report.reading.placing import place
    from gongkai.report.reading.records import Header, Record
    from gongkai.report.reading.rows import text_line

    values = text_line(Paragraph("1\t" * 9 + "1"), 0, False, False).tokens
    record = Record("3", "received", "", Header("3"), values=values, separated=True)
    assert place(record, [Leaf(None, str(n)) for n in range(columns)], False).candidates == []
