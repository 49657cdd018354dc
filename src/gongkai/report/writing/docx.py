"""docx: Word, in the typography of official documents (official.py).

The spans of the tables are true ones (gridSpan, vMerge), heads repeat, rows are not cut, a table moves to the next page
rather than break.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing.archive import steady
from gongkai.report.writing.layout import LaidCell, LaidTable
from gongkai.report.writing.manuscript import Chapter, Manuscript, compose
from gongkai.report.writing.official import LATIN, SONG, TEXT_WIDTH, blank, set_indent

_GAP = 8
"""Points between a table and the text around it."""
_PAGE = 590
"""Points that a page has below a heading. A table that is higher begins under its heading and goes on on the next page."""


def render(report: Report, form: Form) -> bytes:
    """The report as a Word file; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    document = blank()
    _properties(document, text)
    title = document.add_paragraph(text.title[0], "Title")
    for words in text.title[1:]:
        title.add_run().add_break()
        title.add_run(words)
    for line in text.preamble:
        _body(document, line.text)
    for chapter in text.chapters:
        last = document.add_paragraph(chapter.heading, "Heading 1")
        if isinstance(document.element.body[-3], CT_Tbl):
            last.paragraph_format.space_before = Pt(_GAP)
        for block in chapter.blocks:
            if isinstance(block, LaidTable):
                last.paragraph_format.space_after = Pt(_GAP)
                document.element.body.insert(-1, _table(chapter, block))
                continue
            last = document.add_paragraph(block.text, "Heading 2") if block.kind == "part" else _body(document, block.text)
            if isinstance(document.element.body[-3], CT_Tbl):
                last.paragraph_format.space_before = Pt(_GAP)
    for index, words in enumerate(text.signature):
        paragraph = document.add_paragraph(words)
        paragraph.alignment = ALIGN.RIGHT
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = index < len(text.signature) - 1
        paragraph.paragraph_format.space_before = Pt(0 if index else 28)
        set_indent(paragraph, rightChars=200 if index < len(text.signature) - 1 else 400)
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def _properties(document: WordDocument, text: Manuscript) -> None:
    core = document.core_properties
    core.title, core.author, core.language = text.name[:255], (text.unit or "")[:255], "zh-CN"
    core.comments = core.keywords = core.last_modified_by = ""
    day = text.published
    core.created = core.modified = datetime(day.year, day.month, day.day) if day else datetime(1980, 1, 1)


def _body(document: WordDocument, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    set_indent(paragraph, firstLineChars=200, firstLine=640)
    return paragraph


def _table(chapter: Chapter, table: LaidTable) -> Any:
    widths = [round(share * TEXT_WIDTH) for share in table.shares]
    tbl = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w=\"{sum(widths)}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
        "<w:tblBorders>" + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ) + "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"40\" w:type=\"dxa\"/>"
        "<w:right w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid></w:tbl>"
    )
    properties = tbl.find(qn("w:tblPr"))
    assert properties is not None  # written just above
    caption = etree.SubElement(properties, qn("w:tblCaption"))
    caption.set(qn("w:val"), chapter.heading)
    whole = _height(table) < _PAGE
    covered: dict[tuple[int, int], LaidCell] = {}
    for index, row in enumerate(table.rows):
        tr = etree.SubElement(tbl, qn("w:tr"))
        properties = etree.SubElement(tr, qn("w:trPr"))
        etree.SubElement(properties, qn("w:cantSplit"))
        height = etree.SubElement(properties, qn("w:trHeight"))
        height.set(qn("w:val"), "300" if table.dense else "420")
        height.set(qn("w:hRule"), "atLeast")
        if index < table.head_rows:
            etree.SubElement(properties, qn("w:tblHeader"))
        own = {cell.column: cell for cell in row}
        for cell in row:
            covered.update({(below, cell.column): cell for below in range(cell.row + 1, cell.row + cell.rowspan)})
        column = 0
        while column < table.width:
            cell = own.get(column) or covered[index, column]
            tr.append(_cell(cell, table, widths, index, keep=index < (len(table.rows) - 1 if whole else table.head_rows + 2)))
            column += cell.colspan
    return tbl


def _height(table: LaidTable) -> float:
    """About how high a table stands, in points."""
    least = 15 if table.dense else 21
    return sum(max(least, 1.35 * table.size * table.lines(row)) for row in range(len(table.rows)))


def _cell(cell: LaidCell, table: LaidTable, widths: list[int], row: int, keep: bool) -> Any:
    tc = OxmlElement("w:tc")
    properties = etree.SubElement(tc, qn("w:tcPr"))

    def add(name: str, **values: str) -> None:
        element = etree.SubElement(properties, qn(name))
        for key, value in values.items():
            element.set(qn(f"w:{key}"), value)

    add("w:tcW", w=str(sum(widths[cell.column:cell.column + cell.colspan])), type="dxa")
    if cell.colspan > 1:
        add("w:gridSpan", val=str(cell.colspan))
    if cell.rowspan > 1:
        add("w:vMerge", val="restart" if row == cell.row else "continue")
    if cell.kind == "block":
        add("w:shd", val="clear", color="auto", fill="EEF3F9")
    add("w:vAlign", val="center")
    p = etree.SubElement(tc, qn("w:p"))
    layout = etree.SubElement(p, qn("w:pPr"))
    if keep:
        # A row kept with the next one, all down the table, keeps the table on one page.
        etree.SubElement(layout, qn("w:keepNext"))
    spacing = etree.SubElement(layout, qn("w:spacing"))
    for key, value in (("line", "240"), ("lineRule", "auto")):
        spacing.set(qn(f"w:{key}"), value)
    align = etree.SubElement(layout, qn("w:jc"))
    left = cell.kind == "block" or (cell.kind == "label" and table.label_columns > 1)
    align.set(qn("w:val"), "left" if left else "center")
    _type(layout, table)
    if row == cell.row and cell.text:
        run = etree.SubElement(p, qn("w:r"))
        _type(run, table)
        text = etree.SubElement(run, qn("w:t"))
        text.text = cell.text
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return tc


def _type(parent: Any, table: LaidTable) -> None:
    """The table's type on a run, or on a paragraph's mark: an empty cell is as high as its mark."""
    style = etree.SubElement(parent, qn("w:rPr"))
    fonts = etree.SubElement(style, qn("w:rFonts"))
    for key, value in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", SONG)):
        fonts.set(qn(f"w:{key}"), value)
    for name in ("w:sz", "w:szCs"):
        etree.SubElement(style, qn(name)).set(qn("w:val"), str(round(2 * table.size)))
