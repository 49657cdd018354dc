"""docx: true merged cells, heads that repeat, rows that hold together, official typography, text as text."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from written import large, sample

from gongkai.report.form import edition
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write
from gongkai.report.writing.layout import lay_out


def opened(report: Report) -> WordDocument:
    return Document(io.BytesIO(write(report, "docx")))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_tables_are_those_of_the_layout_with_their_spans(name: str) -> None:
    report = sample(name)
    document = opened(report)
    laid_out = lay_out(edition(name), report.cells)
    assert len(document.tables) == len(laid_out)
    for table, laid in zip(document.tables, laid_out, strict=True):
        for row, line in enumerate(laid.rows):
            for cell in line:
                made = table.cell(row, cell.column)
                assert made.text == cell.text
                # python-docx gives the same cell for every place that a merged cell covers.
                corner = table.cell(row + cell.rowspan - 1, cell.column + cell.colspan - 1)
                assert corner._tc is made._tc


def test_heads_repeat_and_rows_hold_together() -> None:
    for table, laid in zip(opened(sample()).tables, lay_out(edition("2021")), strict=True):
        rows = table._tbl.tr_lst
        assert [row.find(".//" + qn("w:tblHeader")) is not None for row in rows] == [
            index < laid.head_rows for index in range(len(rows))]
        assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in rows)
        kept = [row.find(".//" + qn("w:keepNext")) is not None for row in rows]
        assert kept == [True] * (len(rows) - 1) + [False]


def test_large_numbers_are_set_smaller_so_that_none_breaks_and_a_table_too_high_for_a_page_stays_with_its_heading() -> None:
    def sizes(report: Report) -> list[set[str]]:
        return [{size.get(qn("w:val")) for size in table._tbl.iter(qn("w:sz")) if size.getparent().tag == qn("w:rPr")}
                for table in opened(report).tables]

    assert sizes(sample()) == [{"21"}, {"18"}, {"18"}]
    usual, smaller, _ = sizes(large())
    assert usual == {"21"}
    assert {int(size) for size in smaller} <= set(range(12, 18))
    high = large()
    high.cells["3.granted.person"] = Cell(1, "1", note="有关情况的说明" * 40)
    rows = opened(high).tables[1]._tbl.tr_lst
    kept = [row.find(".//" + qn("w:keepNext")) is not None for row in rows]
    assert kept == [index < 5 for index in range(len(rows))]


def test_page_and_type_are_those_of_official_documents() -> None:
    document = opened(sample())
    section = document.sections[0]
    for found, wanted in ((section.page_width, 210), (section.page_height, 297), (section.top_margin, 37),
                          (section.bottom_margin, 35), (section.left_margin, 28), (section.right_margin, 26)):
        assert abs(found - Mm(wanted)) < Mm(0.1)
    fonts = {name: (document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), document.styles[name].font.size)
             for name in ("Normal", "Title", "Heading 1", "Heading 2")}
    assert fonts == {"Normal": ("仿宋_GB2312", Pt(16)), "Title": ("方正小标宋简体", Pt(22)),
                     "Heading 1": ("黑体", Pt(16)), "Heading 2": ("楷体_GB2312", Pt(16))}
    assert all(document.styles[name].paragraph_format.keep_with_next for name in ("Title", "Heading 1", "Heading 2"))
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.replace("1", "") == "—  —"
        assert footer._element.find(".//" + qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"


def test_text_stands_in_order_with_title_and_properties() -> None:
    document = opened(sample())
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "青禾县人力资源和社会保障局\n2023年政府信息公开工作年度报告"
    assert texts[-2:] == ["青禾县人力资源和社会保障局", "2024年1月22日"]
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles["一、总体情况"] == "Heading 1" and styles["（一）主动公开情况"] == "Heading 2"
    assert document.core_properties.title == "青禾县人力资源和社会保障局2023年政府信息公开工作年度报告"
    assert document.core_properties.author == "青禾县人力资源和社会保障局"


def test_every_part_is_well_formed_and_every_relation_leads_somewhere() -> None:
    with zipfile.ZipFile(io.BytesIO(write(sample(), "docx"))) as archive:
        names = set(archive.namelist())
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        assert {f"word/{relation.get('Target')}" for relation in relations} <= names


def test_markup_in_the_text_stays_text() -> None:
    words = "<w:p>&amp;\x01 ]]> “引号”"
    document = opened(Report(edition="2021", unit="<局>&", year=2023, sections=[Section(1, "总体情况", words)]))
    assert "<w:p>&amp; ]]> “引号”" in [paragraph.text for paragraph in document.paragraphs]


def test_same_report_gives_the_same_bytes() -> None:
    assert write(sample(), "docx") == write(sample(), "docx")
