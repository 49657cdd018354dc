"""Layouts that few pages have, one by one: what was read wrong there once."""

from __future__ import annotations

from random import Random

import pytest
from layouts import LAYOUTS, faults, make

from gongkai.report.model import Place, Report
from gongkai.report.reading import html, read_bytes
from gongkai.report.reading.assembling import assemble
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import Document, Grid, Paragraph


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
    from gongkai.report.reading.heads import Leaf
    from gongkai.report.reading.placing import place
    from gongkai.report.reading.records import Header, Record
    from gongkai.report.reading.rows import text_line

    values = text_line(Paragraph("1\t" * 9 + "1"), 0, False, False).tokens
    record = Record("3", "received", "", Header("3"), values=values, separated=True)
    assert place(record, [Leaf(None, str(n)) for n in range(columns)], False).candidates == []


def guessed(document: Document, rng: Random) -> Document:
    """As a page without rules is read: columns are where numbers stand, and heads stand a column off now and then."""
    for block in document.blocks:
        if isinstance(block, Grid):
            block.guessed = True
            used = sorted({cell.column for row in block.rows for cell in row if cell.text and cell.text[-1].isdigit()} | {0, 1, 2})
            off = rng.choice((0, 0, 1))
            for row in block.rows:
                heads = not any(cell.text and cell.text[-1].isdigit() for cell in row)
                row[:] = [cell for cell in row if cell.text or cell.column in used]
                for cell in row:
                    cell.column = max(0, sum(column < cell.column for column in used) - off * heads)
    return document


@pytest.mark.parametrize("kind", ["sparse", "busy", "light", "only_totals", "no_detail_totals"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_where_nothing_bounds_the_cells_no_empty_one_is_counted(kind: str, form: str) -> None:
    for seed in range(6):
        report = make(kind, Random(seed), form=form)
        sheet = LAYOUTS["html-plain"](report, Random(seed))
        got = assemble(guessed(html.read(sheet.data), Random(seed)))
        assert got is not None
        assert [str(fault) for fault in faults(sheet, got) if fault.kind in ("silently wrong", "silently lost")] == [], seed


def test_gaps_in_the_text_of_a_page_are_no_borders_of_cells() -> None:
    rows = {"一、本年新收政府信息公开申请数量": "2\t9\t9\t7", "二、上年结转政府信息公开申请数量": "1\t1", "（七）总计": "3\t4\t5", "四、结转下年度继续办理": "1\t4\t5\t6"}
    heads = "自然\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其"
    lines = ["晴川县示例局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", heads, *(f"{label}\t{numbers}" for label, numbers in rows.items())]
    got = assemble(Document([Paragraph(line, Place(page=1)) for line in lines], "pdf"))
    assert got is not None
    assert got.value("3.received.enterprise") is None
    assert told(got, "3.received.enterprise")


def test_labels_of_two_rows_in_one_cell_leave_their_number_to_neither() -> None:
    text = page("html-plain", "quiet").replace(">行政处罚<", ">行政处罚<br>行政强制<", 1)
    document = html.read(text.encode())
    for block in document.blocks:
        if isinstance(block, Grid):
            block.guessed = True
            for row in block.rows:
                if any(cell.text == "行政强制" for cell in row):
                    row.clear()
    got = assemble(document)
    assert got is not None
    for address in ("2.penalty.decisions", "2.coercion.decisions"):
        assert got.value(address) is None
        assert told(got, address)


def test_labels_first_and_numbers_later_are_not_matched_by_chance() -> None:
    lines = ["晴川县示例局2019年政府信息公开工作年度报告", "二、主动公开政府信息情况", "规章", "规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚",
             "行政强制", "行政事业性收费", "政府集中采购", "160", "2", "本年增/减", "6", "4", "处理决定数量", "3", "9", "六、其他需要报告的事项"]
    got = read("\n".join(lines))
    assert got.value("2.procurement.projects") is None
    assert told(got, "2.procurement.projects")


def sheet(kind: str = "sparse", form: str = "2021", seed: int = 1) -> tuple[str, dict[str, object]]:
    """The whole report as one sheet saved as a page: title, headings and sentences are rows, every row is as wide as the widest."""
    import re

    report = make(kind, Random(seed), form=form)
    text = decode(LAYOUTS["html-plain"](report, Random(seed)).data).text
    rows = re.findall(r"<h1>.*?</h1>|<p>.*?</p>|<tr>.*?</tr>", text, re.S)
    made = []
    for row in rows:
        if row.startswith("<tr>"):
            taken = sum(int(span) for span in re.findall(r'colspan="(\d+)"', row)) + len(re.findall(r"<td(?![^>]*colspan)", row))
            made.append(row.replace("</tr>", "<td></td>" * max(0, 15 - taken) + "</tr>"))
        else:
            made.append(f"<tr><td colspan=15>{row}</td></tr>")
    return f"<html><body><table>{''.join(made)}</table></body></html>", dict(report.values)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("kind", ["sparse", "busy", "quiet"])
def test_a_sheet_that_holds_the_whole_report_is_read_as_its_parts(kind: str, form: str) -> None:
    text, values = sheet(kind, form)
    got = read(text, "x.html")
    assert got.unit and got.year and got.edition == form
    assert [section.number for section in got.sections] == [1, 2, 3, 4, 5, 6]
    assert "二是解读材料形式单一" in got.section(5).text
    assert [address for address, value in values.items() if got.value(address) != value and not told(got, address)] == []
    assert [address for address, value in values.items() if address[0] == "2" and got.value(address) != value] == []


def test_tables_written_out_in_markdown_are_tables() -> None:
    text = page("html-plain", "busy")
    start = text.index("<table", text.index("三、收到"))
    table = text[start:text.index("</table>", start) + len("</table>")]
    whole = f"# 晴川县示例局2023年政府信息公开工作年度报告\n\n## 三、收到和处理政府信息公开申请情况\n\n见下表：{table}以上。\n\n## 五、存在的主要问题及改进情况\n\n人手不足。\n"
    wanted = read(text, "x.html").tables["3"]
    for name in ("x.md", "x.txt", "x"):
        got = read(whole, name)
        assert got.tables["3"] == wanted
        assert (got.unit, got.year) == ("晴川县示例局", 2023)
        assert got.section(5).text.strip() == "人手不足。"


@pytest.mark.parametrize("field", ['<input type="text" value="{}" readonly>', "<input value='{}'/>", "<textarea>{}</textarea>", '<input type=number value="{}">'])
def test_numbers_in_fields_of_a_form_are_the_cells(field: str) -> None:
    import re

    text = page("html-plain", "busy")
    filled = re.sub(r"<td([^>]*)>(\d[\d.]*)</td>", lambda cell: f"<td{cell[1]}>{field.format(cell[2])}</td>", text)
    assert filled != text
    assert read(filled, "x.html").tables == read(text, "x.html").tables


@pytest.mark.parametrize("field", ['<input type="hidden" value="7">', '<input type="checkbox" value="7">', '<input type="submit" value="7">', '<input value="7" style="display:none">'])
def test_what_a_form_does_not_show_is_no_number(field: str) -> None:
    text = page("html-plain", "busy")
    assert read(text.replace("</td>", f"{field}</td>"), "x.html").tables == read(text, "x.html").tables


def test_a_report_whose_heads_cannot_be_read_keeps_its_years_edition() -> None:
    text = page("bars", "quiet", "2019").replace(" | ", " & ").replace(" |", " &")
    got = read(text)
    assert got.edition == "2019"
    assert [address for address, cell in got.cells.items() if cell.value is None and not told(got, address)] == []


def test_the_numbers_of_lines_are_no_numbers_of_the_report() -> None:
    text = page("bars", "busy")
    for form in ("{:6d}\t{}", "{}: {}", "{:4d}  {}"):
        got = read("\n".join(form.format(number, line) for number, line in enumerate(text.split("\n"), 1)))
        assert (got.unit, got.year, got.tables) == (read(text).unit, read(text).year, read(text).tables)
