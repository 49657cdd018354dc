"""PDF by coordinates: what several producers printed is read back cell by cell, and bad files get one sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from producers import Printed, bare, chromium, libreoffice, page, statutory, table, typst, typst_page

from gongkai.errors import UnreadableReport
from gongkai.report.reading import pdf
from gongkai.report.reading.document import Document, Grid, Limits, Paragraph

PROSE = "为方便群众办事，本镇整理了公开事项，按月更新目录，并在服务大厅设置查询点，全年接待来访1,203人次。"
Cells = list[Printed]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def paragraphs(document: Document, frame: bool = False) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.frame == frame]


def bare_text(text: str) -> str:
    return re.sub(r"\s", "", text)


def as_cells(grid: Grid) -> set[Printed]:
    return {Printed(cell.row, cell.column, cell.rowspan, cell.colspan, bare_text(cell.text))
            for row in grid.rows for cell in row}


def wanted(cells: Cells) -> set[Printed]:
    return {Printed(cell.row, cell.column, cell.rowspan, cell.colspan, bare_text(cell.text)) for cell in cells}


def numbers_by_label(grid: Grid) -> dict[str, list[str]]:
    """For rows without rules: the words left of the numbers, and the numbers from left to right."""
    found = {}
    for row in grid.rows:
        values = [cell.text for cell in row if cell.text.isdigit()]
        words = [bare_text(cell.text) for cell in row if cell.text and not cell.text.isdigit()]
        if values and words:
            found[words[-1]] = values
    return found


def expected_by_label(cells: Cells) -> dict[str, list[str]]:
    rows: dict[int, list[Printed]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    found = {}
    for row in rows.values():
        values = [cell.text for cell in sorted(row, key=lambda cell: cell.column) if cell.text.isdigit()]
        words = [bare_text(cell.text) for cell in sorted(row, key=lambda cell: cell.column) if not cell.text.isdigit()]
        if values and words:
            found[words[-1]] = values
    return found


RULED = ("table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2px;font-size:FSpt;"
         "text-align:center}")


def report_page(size: str, lead: int, css: str, rng: Random, attributes: str = "") -> tuple[str, list[Cells]]:
    """A page with all three tables, the third after `lead` sentences so that the page cuts it somewhere."""
    made = [statutory(number, rng) for number in ("2", "3", "4")]
    body = f"<p>{PROSE * lead}</p><h3>二、主动公开</h3>" + table(made[0][0], attributes=attributes)
    body += "<h3>三、收到和处理</h3>" + table(made[1][0], head=made[1][2], attributes=attributes)
    body += "<h3>四、复议和诉讼</h3>" + table(made[2][0], attributes=attributes) + f"<p>{PROSE}</p>"
    return page(body, css, size), [cells for cells, _, _ in made]


@pytest.mark.browser
@pytest.mark.parametrize(("size", "font", "lead"), [("A4", 7, 4), ("A4", 10, 1), ("A4 landscape", 11, 9)])
def test_reads_every_cell_of_ruled_tables_that_chromium_printed(size: str, font: int, lead: int) -> None:
    source, tables = report_page(size, lead, RULED.replace("FS", str(font)), Random(font + lead))
    found = grids(pdf.read(chromium(source)))
    assert [as_cells(grid) for grid in found] == [wanted(cells) for cells in tables]


@pytest.mark.browser
def test_reads_cells_that_stand_apart_with_borders_of_their_own() -> None:
    rng = Random(3)
    cells, _, head = statutory("3", rng)
    css = RULED.replace("FS", "8").replace("collapse:collapse", "collapse:separate")
    found = grids(pdf.read(chromium(page(table(cells, head=head, attributes="border=1 cellspacing=2"), css))))
    assert [as_cells(grid) for grid in found] == [wanted(cells)]


@pytest.mark.browser
@pytest.mark.parametrize("border", ["0", "0;border-bottom:1px solid #000"])
def test_reads_tables_without_rules_or_with_horizontal_ones_only(border: str) -> None:
    css = f"table{{width:100%;border-collapse:collapse}}td,th{{border:{border};font-size:9pt;padding:5px;text-align:center}}"
    source, tables = report_page("A4", 3, css, Random(11))
    found = grids(pdf.read(chromium(source)))
    read: dict[str, list[str]] = {}
    for grid in found:
        read.update(numbers_by_label(grid))
    for cells in tables[:2]:
        for label, values in expected_by_label(cells).items():
            assert read.get(label) == values, label
    last = [cell.text for cell in found[-1].rows[-1] if cell.text]
    assert last == [cell.text for cell in tables[2] if cell.row == 3]


@pytest.mark.parametrize(("size", "font", "lead"), [("A4", 8, 3), ("A4 landscape", 11, 6)])
def test_reads_every_cell_of_ruled_tables_that_libreoffice_printed(size: str, font: int, lead: int) -> None:
    source, tables = report_page(size, lead, "", Random(font), "border=1 cellspacing=0 cellpadding=2 width=100%")
    source = re.sub(r"<(td|th)(?=[ >])", rf"<\1 style='font-size:{font}pt;border:0.5pt solid #000'", source)
    found = grids(pdf.read(libreoffice(source)))
    assert [as_cells(grid) for grid in found] == [wanted(cells) for cells in tables]


@pytest.mark.parametrize(("flipped", "size", "stroke"), [(False, 8, "0.5pt"), (True, 11, "1.2pt+gray")])
def test_reads_every_cell_of_ruled_tables_that_typst_printed(flipped: bool, size: int, stroke: str) -> None:
    cells, _, head = statutory("3", Random(size))
    source = typst_page(cells, 10, before=PROSE * 20, after=PROSE, widths="(3em,6em,1fr," + "auto," * 7 + ")",
                        size=size, stroke=stroke, flipped=flipped, head=head)
    document = pdf.read(typst(source))
    assert [as_cells(grid) for grid in grids(document)] == [wanted(cells)]
    assert [bare_text(text) for text in paragraphs(document)] == [PROSE * 20, PROSE]
    assert paragraphs(document, frame=True)[:2] == ["- 1 -", "- 2 -"]


def test_reads_vertical_labels_whether_stacked_or_turned() -> None:
    cells = [Printed(0, 0, 3, 1, "本\n年\n度"), Printed(0, 1, 1, 1, "甲"), Printed(1, 1, 1, 1, "乙"),
             Printed(2, 1, 1, 1, "12")]
    stacked = grids(pdf.read(typst(typst_page(cells, 2))))[0].rows[0][0].text
    assert stacked == "本\n年\n度"
    source = typst_page(cells, 2, widths="(3em,6em)").replace('#"本\\n年\\n度"', "#rotate(90deg,reflow:true)[本年度结果]")
    grid = grids(pdf.read(typst(source)))[0]
    assert (grid.rows[0][0].text, grid.rows[2][0].text) == ("本年度结果", "12")


def test_joins_the_lines_of_a_paragraph_without_spaces_and_keeps_paragraphs_apart() -> None:
    texts = [PROSE * 3, "一、总体情况", PROSE, PROSE * 28, "其中现场解答20人次。"]
    source = ('#set page(paper:"a4",numbering:"1 / 1")\n#set text(font:"Noto Serif SC",size:15pt,lang:"zh")\n'
              "#set par(first-line-indent:(amount:2em,all:true),justify:true,spacing:0.65em)\n" + "\n\n".join(texts))
    document = pdf.read(typst(source))
    assert [bare_text(text) for text in paragraphs(document)] == texts
    assert not any(re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", text) for text in paragraphs(document))
    assert paragraphs(document, frame=True) == ["1 / 2", "2 / 2"]
    pages = [block.place.page for block in document.blocks if isinstance(block, Paragraph) and block.place]
    assert pages[0] == 1
    assert max(pages) == 2


def test_drops_a_head_that_the_next_page_repeats_and_keeps_numbers_that_repeat() -> None:
    rows = [Printed(0, 0, 1, 1, "名称"), Printed(0, 1, 1, 1, "件数")]
    for row in range(1, 61):
        rows += [Printed(row, 0, 1, 1, "甲类"), Printed(row, 1, 1, 1, "7")]
    found = grids(pdf.read(typst(typst_page(rows, 2, head=1))))
    assert [as_cells(grid) for grid in found] == [wanted(rows)]


def test_places_every_cell_on_its_page_and_inside_its_box() -> None:
    cells, _, head = statutory("3", Random(5))
    source = typst_page(cells, 10, before=PROSE * 12, widths="(3em,6em,1fr," + "auto," * 7 + ")", size=8, head=head)
    grid = grids(pdf.read(typst(source)))[0]
    places = [cell.place for row in grid.rows for cell in row]
    assert {place.page for place in places if place} == {1, 2}
    for row in grid.rows:
        for cell in row:
            assert cell.place is not None and cell.place.box is not None
            left, top, right, bottom = cell.place.box
            assert 0 <= left < right <= 596
            assert 0 <= top < bottom <= 843


GRID_BY_HAND = """0.5 w 100 700 m 300 700 l S 100 670 m 300 670 l S 100 640 m 300 640 l S
100 640 m 100 700 l S 200 640 m 200 700 l S 300 640 m 300 700 l S
BT /F1 10 Tf 110 680 Td (Rules) Tj 100 0 Td (550) Tj -100 -30 Td (Fees) Tj 100 0 Td (7) Tj ET
"""
LONG_TEXT = "BT /F1 10 Tf 100 500 Td (This line makes the page a page of text.) Tj ET\n"


def by_hand(document: Document) -> list[list[str]]:
    (grid,) = grids(document)
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize("extra", [
    "/MediaBox[0 0 595 842]", "/MediaBox[0 0 595 842]/CropBox[50 60 500 800]", "/MediaBox[-100 -100 495 742]",
])
def test_reads_pages_whose_box_is_cut_or_shifted(extra: str) -> None:
    document = pdf.read(bare(GRID_BY_HAND + LONG_TEXT, page=extra))
    assert by_hand(document) == [["Rules", "550"], ["Fees", "7"]]


def test_gives_boxes_from_the_top_left_of_the_page_as_shown() -> None:
    (grid,) = grids(pdf.read(bare(GRID_BY_HAND + LONG_TEXT, page="/MediaBox[0 0 595 842]/CropBox[50 60 500 800]")))
    assert grid.rows[0][0].place is not None
    assert grid.rows[0][0].place.box == pytest.approx((50, 100, 150, 130))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_reads_a_rotated_page_as_it_is_shown(angle: int) -> None:
    # the content is turned so that /Rotate sets it upright again
    matrix = {90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}[angle]
    box = "/MediaBox[0 0 842 595]" if angle != 180 else "/MediaBox[0 0 595 842]"
    document = pdf.read(bare(f"q {matrix} cm {GRID_BY_HAND}{LONG_TEXT} Q", page=f"{box}/Rotate {angle}"))
    assert by_hand(document) == [["Rules", "550"], ["Fees", "7"]]
    (grid,) = grids(document)
    assert grid.rows[0][0].place is not None
    assert grid.rows[0][0].place.box == pytest.approx((100, 142, 200, 172), abs=1)


def test_sets_a_table_upright_that_is_printed_sideways_on_an_upright_page() -> None:
    document = pdf.read(bare(f"q 0 1 -1 0 842 0 cm {GRID_BY_HAND}{LONG_TEXT} Q", page="/MediaBox[0 0 842 595]"))
    assert by_hand(document) == [["Rules", "550"], ["Fees", "7"]]
    (grid,) = grids(document)
    assert grid.rows[0][0].place is not None
    # the box is where a viewer shows the cell: near the left edge of the page that lies on its side
    assert grid.rows[0][0].place.box == pytest.approx((142, 395, 172, 495), abs=1)


def test_reads_rules_drawn_as_thin_areas_or_inside_a_form_with_a_matrix_of_its_own() -> None:
    areas = "\n".join(f"100 {y} 200 0.6 re f" for y in (640, 670, 700))
    areas += "\n" + "\n".join(f"{x} 640 0.6 60 re f" for x in (100, 200, 300))
    text = GRID_BY_HAND[GRID_BY_HAND.index("BT"):]
    assert by_hand(pdf.read(bare(areas + text + LONG_TEXT))) == [["Rules", "550"], ["Fees", "7"]]


def test_leaves_out_what_nobody_sees_and_says_so() -> None:
    hidden = "BT /F1 10 Tf 3 Tr 100 400 Td (secret 999) Tj ET BT /F1 10 Tf 0 Tr 900 400 Td (outside 888) Tj ET"
    document = pdf.read(bare(GRID_BY_HAND + LONG_TEXT + hidden))
    text = " ".join(paragraphs(document))
    assert "999" not in text
    assert "888" not in text
    assert any("不可见" in message for message, _ in document.remarks)


def test_reads_the_text_under_a_scan_and_says_that_it_is_recognised_text() -> None:
    document = pdf.read(bare("BT /F1 10 Tf 3 Tr 100 500 Td (Recognised text under a picture.) Tj ET"))
    assert paragraphs(document) == ["Recognised text under a picture."]
    assert any("识别" in message for message, _ in document.remarks)


def test_keeps_numbers_of_neighbouring_columns_apart() -> None:
    close = "BT /F1 10 Tf 100 500 Td (Total) Tj 60 0 Td (2) Tj 8 0 Td (0) Tj 8 0 Td (2) Tj ET"
    document = pdf.read(bare(close + LONG_TEXT.replace("500", "300")))
    everything = paragraphs(document) + [cell.text for grid in grids(document) for row in grid.rows for cell in row]
    assert not any("202" in text or "20" in text.split() for text in everything)


@pytest.mark.parametrize(("data", "said"), [
    (b"", "损坏"), (b"%PDF-1.7\nnothing", "损坏"), (bare(LONG_TEXT)[:300], "损坏"),
    (bare("0 0 100 100 re f"), "扫描件"),
    (bare(LONG_TEXT, trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<"
          + "42" * 32 + ">>>"), "密码"),
])
def test_refuses_bad_files_with_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableReport) as caught:
        pdf.read(data)
    message = str(caught.value)
    assert said in message
    assert message.endswith("。")
    assert message.count("。") == 1


def test_refuses_files_past_the_limits() -> None:
    with pytest.raises(UnreadableReport, match="3页"):
        pdf.read(bare(LONG_TEXT, LONG_TEXT, LONG_TEXT), Limits(pages=2))
    with pytest.raises(UnreadableReport, match="单元格"):
        pdf.read(bare(GRID_BY_HAND + LONG_TEXT), Limits(cells=3))
    with pytest.raises(UnreadableReport, match="MB"):
        pdf.read(bare(LONG_TEXT), Limits(bytes=10))
    with pytest.raises(UnreadableReport, match="秒"):
        pdf.read(bare(LONG_TEXT), Limits(seconds=-1))


def test_a_lattice_of_too_many_fields_is_refused() -> None:
    lines = "\n".join(f"50 {100 + 8 * i} m 500 {100 + 8 * i} l S" for i in range(80))
    lines += "\n" + "\n".join(f"{50 + 8 * i} 100 m {50 + 8 * i} 732 l S" for i in range(57))
    with pytest.raises(UnreadableReport, match="单元格"):
        pdf.read(bare(f"0.1 w {lines}\n{LONG_TEXT}"), Limits(cells=3_000))


@settings(max_examples=60)
@given(st.data())
def test_damaged_files_raise_nothing_but_the_declared_error(data: st.DataObject) -> None:
    whole = bytearray(bare(GRID_BY_HAND + LONG_TEXT, LONG_TEXT))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for damaged in (bytes(whole), bytes(whole[:cut])):
        try:
            document = pdf.read(damaged)
        except UnreadableReport:
            continue
        assert document.format == "pdf"


def test_the_real_report_comes_out_as_three_clean_grids(shared_reports: Path) -> None:
    document = pdf.read((shared_reports / "hongze-district-2023.pdf").read_bytes())
    truth = json.loads((shared_reports / "truth" / "hongze-district-2023.json").read_text(encoding="utf-8"))["tables"]
    second, third, fourth = grids(document)
    rows = [[cell.text for cell in row if cell.text.replace(".", "").isdigit()] for row in third.rows]
    assert [[int(text) for text in row] for row in rows if row] == [list(row.values()) for row in truth["3"].values()]
    texts = [cell.text for row in second.rows for cell in row if re.fullmatch(r"[\d.]+", cell.text)]
    assert [float(text) for text in texts] == [value for row in truth["2"].values() for value in row.values()]
    assert [int(cell.text) for cell in fourth.rows[-1]] == [
        value for row in truth["4"].values() for value in row.values()]
    labels = {bare_text(cell.text): (cell.column, cell.rowspan) for row in third.rows for cell in row}
    assert labels["三、本年度办理结果"] == (0, 20)
    assert labels["（四）无法提供"] == (1, 3)
    assert len(paragraphs(document, frame=True)) == 5
