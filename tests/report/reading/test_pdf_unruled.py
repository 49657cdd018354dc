"""Reports printed without rules or with some only: every cell right, or empty with a finding, and no finding without a fault."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from printed import ACROSS, ALL, DOWN, NO_RULES, report, values
from producers import Printed, typst, typst_page

from gongkai.report.model import Number, Report
from gongkai.report.reading import finish, pdf, read_bytes
from gongkai.report.reading.assembling import assemble
from gongkai.report.reading.document import Document, Grid, GridCell, Paragraph
from gongkai.report.reading.pdf.joining import join
from gongkai.report.reading.pdf.ruled import Field, Table

SETTINGS = [{}, {"size": 6}, {"size": 7, "page": ",flipped:true"}, {"before": 12, "size": 8}, {"inset": "8pt"}]


def blank(value: int | Decimal) -> str:
    return str(value) if value else ""


def read(data: bytes) -> Report:
    return finish(read_bytes(data, "report.pdf"))


def told(found: Report) -> set[str]:
    return {address for finding in found.findings for address in finding.cells}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("rules", [NO_RULES, ACROSS, DOWN])
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_reads_every_number_and_finds_no_fault_where_there_is_none(name: str, rules: str, setting: dict[str, object]) -> None:
    truth = values(name, Random(f"{name}{rules}{setting}"))
    found = read(report(name, truth, rules, **setting))  # type: ignore[arg-type]
    assert {address: found.cells[address].value for address in truth} == truth
    assert [finding.message for finding in found.findings if finding.code.startswith(("read.", "sum."))] == []


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("rules", [NO_RULES, ACROSS, DOWN])
def test_a_blank_for_zero_stays_empty_and_moves_no_number_to_another_column(rules: str, setting: dict[str, object]) -> None:
    for name in ("2019", "2021"):
        truth = values(name, Random(f"{name}{rules}{setting}blank"))
        found = read(report(name, truth, rules, blank, **setting))  # type: ignore[arg-type]
        got = {address: cell.value for address, cell in found.cells.items()}
        wrong = {address: value for address, value in got.items() if value is not None and value != (truth[address] or None)}
        lost = {address for address, value in truth.items() if value and got.get(address) is None}
        assert wrong == {}
        assert lost <= told(found)
        assert len(lost) < 0.25 * len(truth)


def test_a_column_in_which_nothing_is_printed_is_known_by_its_head() -> None:
    truth = values("2021", Random(7))
    for address in truth:
        if address.startswith("3.") and address.endswith((".research", ".welfare", ".person")):
            truth[address] = 0
    for row in {address.rsplit(".", 1)[0] for address in truth if address.startswith("3.")}:
        truth[f"{row}.total"] = sum(truth[f"{row}.{kind}"] for kind in ("enterprise", "legal", "other"))
    found = read(report("2021", truth, NO_RULES, blank))
    three = {address: value or None for address, value in truth.items() if address.startswith("3.")}
    assert {address: found.cells[address].value for address in three} == three


@pytest.mark.parametrize("mark", [
    ',foreground:rotate(-30deg,text(50pt,fill:rgb("ddddddaa"))[内部资料 2024])',
    ',foreground:rotate(-45deg,text(12pt,fill:rgb("ddddddaa"))[内部资料 20241])',
    ',foreground:text(60pt,fill:rgb("ddddddaa"))[留存 2024]',
])
@pytest.mark.parametrize("rules", [ALL, NO_RULES])
def test_a_watermark_adds_nothing_to_the_cells_it_runs_across(rules: str, mark: str) -> None:
    truth = values("2021", Random(3))
    data = report("2021", truth, rules, page=mark)
    found = read(data)
    assert {address: found.cells[address].value for address in truth} == truth
    assert [finding.message for finding in found.findings if finding.code.startswith(("read.", "sum."))] == []
    frame = [block.text for block in pdf.read(data).blocks if isinstance(block, Paragraph) and block.frame]
    assert any("2024" in text.replace(" ", "") for text in frame)


def test_heads_that_share_a_column_leave_the_order_open_and_what_depends_on_it_empty() -> None:
    rows = [[(0, 1, "申请人情况"), (3, 5, "法律服务"), (8, 1, "小结")],
            [(1, 1, "自然人"), (2, 1, "商业企业"), (3, 1, "科研机构"), (4, 1, "社会公益组织"), (5, 1, "机构"), (6, 1, "其他"), (7, 1, "总计")]]
    body = {"一、本年新收政府信息公开申请数量": (9, 4, 1, 0, 2, 3, 19), "二、上年结转政府信息公开申请数量": (0, 0, 0, 0, 0, 0, 0),
            "（一）予以公开": (9, 4, 1, 0, 2, 3, 19), "四、结转下年度继续办理": (0, 0, 0, 0, 0, 0, 0)}
    for label, numbers in body.items():
        rows.append([(0, 1, label), *((i, 1, str(number)) for i, number in enumerate(numbers, 1))])
    grid = Grid([[GridCell(text, row, column, 1, span) for column, span, text in line] for row, line in enumerate(rows)], guessed=True)
    found = assemble(Document([Paragraph("青禾县水利局2023年政府信息公开工作年度报告"), Paragraph("三、收到和处理政府信息公开申请情况"), grid]))
    assert found is not None
    truth = dict(zip(("person", "enterprise", "research", "welfare", "legal", "other", "total"), body["（一）予以公开"], strict=True))
    for kind, value in truth.items():
        cell = found.cells.get(f"3.granted.{kind}")
        assert cell is None or cell.value in (None, value)


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_rules_between_columns_and_in_the_head_only_run_no_rows_together(name: str) -> None:
    truth = values(name, Random(name))
    found = read(report(name, truth, "(_, y) => if y < 3 { 0.5pt } else { (left: 0.5pt, right: 0.5pt) }"))
    three_and_four = {address: value for address, value in truth.items() if not address.startswith("2.")}
    assert {address: found.cells[address].value for address in three_and_four} == three_and_four
    lost = {address for address in truth if address not in found.cells or found.cells[address].value is None}
    assert lost <= told(found)
    assert [finding.message for finding in found.findings if finding.code.startswith("sum.")] == []


@pytest.mark.parametrize("angle", ["90deg", "-90deg"])
def test_a_label_on_its_side_reads_along_its_direction(angle: str) -> None:
    cells = [Printed(0, 0, 3, 1, "侧"), Printed(0, 1, 1, 1, "甲"), Printed(1, 1, 1, 1, "乙"), Printed(2, 1, 1, 1, "12")]
    turned = "".join(f"#box[{letter}]#h(0pt)" for letter in "三、本年度办理结果")
    source = typst_page(cells, 2, widths="(3em,6em)").replace('#"侧"', f"#rotate({angle},reflow:true)[{turned}]")
    (grid,) = [block for block in pdf.read(typst(source)).blocks if isinstance(block, Grid)]
    assert grid.rows[0][0].text.replace("\n", "") == "三、本年度办理结果"


def test_numbers_at_the_end_of_a_page_take_the_label_that_stands_on_the_next() -> None:
    def piece(page: int, rows: list[list[str]]) -> Table:
        fields = [Field(r, c, 1, 1, (10 + 50 * c, 20 * r, 60 + 50 * c, 20 * r + 20), text, page)
                  for r, row in enumerate(rows) for c, text in enumerate(row)]
        return Table(page, [10, 60, 110, 160], [20.0 * r for r in range(len(rows) + 1)], fields, [False] * 3, [False] * 3)

    whole = join(piece(1, [["1.甲", "4", "5"], ["", "6", "7"]]), piece(2, [["2.乙", "", ""], ["3.丙", "8", "9"]]))
    rows: dict[int, list[str]] = {}
    for cell in sorted(whole.fields, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell.text)
    assert list(rows.values()) == [["1.甲", "4", "5"], ["2.乙", "6", "7"], ["3.丙", "8", "9"]]


HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FULL = [("", "一、本年新收政府信息公开申请数量", (61, 52, 68, 31, 102, 30, 344)), ("", "（一）予以公开", ("", 22, "", "", "", "", 22)),
        ("", "四、结转下年度继续办理", ("", "", "", "", "", "", ""))]
Lines = list[tuple[str, str, tuple[int | str, ...]]]


def of_table_three(rows: Lines, guessed: bool) -> dict[str, Number | None]:
    """What is read of a table 3 with these rows: label of a group, label of the row, cells."""
    lines = [[GridCell("项目", 0, 0, 1, 2), *(GridCell(head, 0, column) for column, head in enumerate(HEADS, 2))]]
    for row, (group, label, cells) in enumerate(rows, 1):
        words = [GridCell(group, row, 0), GridCell(label, row, 1)] if group else [GridCell(label, row, 0, 1, 2)]
        lines.append([*words, *(GridCell(str(cell), row, column) for column, cell in enumerate(cells, 2))])
    found = assemble(Document([Paragraph("青禾县水利局2023年政府信息公开工作年度报告"), Paragraph("三、收到和处理政府信息公开申请情况"),
                               Grid(lines, guessed=guessed)]))
    assert found is not None
    return {address: cell.value for address, cell in found.cells.items() if cell.value is not None}


@pytest.mark.parametrize("guessed", [True, False])
def test_numbers_beside_the_labels_of_two_rows_in_one_cell_belong_to_neither(guessed: bool) -> None:
    got = of_table_three([*FULL, ("", "1.属于国家秘密\n2.其他法律行政法规禁止公开", (7, "", "", "", 5, "", 12))], guessed)
    assert not [address for address in got if address.startswith("3.denied.")]


def test_numbers_without_a_label_are_not_those_of_the_empty_row_above() -> None:
    got = of_table_three([*FULL[:2], ("", "2.重复申请", ("",) * 7), ("", "", (5, 7, "", "", "", "", 12))], True)
    assert not [address for address in got if address.startswith("3.declined.")]


@pytest.mark.parametrize("guessed", [True, False])
def test_a_label_cut_short_behind_the_end_of_another_begins_a_row_of_its_own(guessed: bool) -> None:
    got = of_table_three([*FULL[:2], ("三、本年度办理结果", "1.属于国家秘密", (7, "", "", "", 5, "", 12)),
                          ("情形）", "2.其他法律行政法规", ("", "", 3, "", "", 17, 20))], guessed)
    assert {address: value for address, value in got.items() if value in (3, 17, 20)}.keys() <= {
        "3.denied.law_prohibited.research", "3.denied.law_prohibited.other", "3.denied.law_prohibited.total"}
