"""docx: Word, in the typography of official documents (GB/T 9704-2012, 党政机关公文格式).

A4, margins 37, 35, 28 and 26 mm; title 小标宋 二号, text 仿宋 三号 at fixed lines, headings 黑体 and 楷体 三号, page
number 一字线 四号 outside. Word takes the next name in ``w:altName`` where a font is missing. The spans of the tables
are true ones (gridSpan, vMerge), heads repeat, rows are not cut, a table moves to the next page rather than break.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING as SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing._archive import steady
from gongkai.report.writing.layout import LaidCell, LaidTable
from gongkai.report.writing.manuscript import Chapter, Manuscript, compose

_TITLE, _BODY, _HEI, _KAI, _SONG, _LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"
_INSTEAD = {
    _TITLE: "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体", _BODY: "仿宋,FangSong,STFangsong",
    _KAI: "楷体,KaiTi,STKaiti", _HEI: "SimHei,STHeiti", _SONG: "SimSun,STSong",
}
_TEXT_WIDTH = 156 * 1440 / 25.4
"""Twips between the margins."""
_GAP = 8
"""Points between a table and the text around it."""
_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "Heading1", "Heading2", "Footer"}
_USELESS = ("stylesWithEffects", "thumbnail", "customXml", "theme", "numbering")


def render(report: Report, form: Form) -> bytes:
    """The report as a Word file; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    document = _blank()
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
        _indent(paragraph, rightChars=200 if index < len(text.signature) - 1 else 400)
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def _blank() -> WordDocument:
    """python-docx's template without its western styles, with ours."""
    document = Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if any(word in relation.reltype + relation.target_ref for word in _USELESS):
                del part.rels[key]
    _fonts(document)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT:
            styles.remove(style)
        else:
            for name in ("w:link", "w:next"):
                for child in style.findall(qn(name)):
                    style.remove(child)
    defaults = styles.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _style(document, "Normal", _BODY, 16, line=28, align=ALIGN.JUSTIFY)
    _style(document, "Title", _TITLE, 22, line=34, align=ALIGN.CENTER, keep=True)
    _style(document, "Heading 1", _HEI, 16, line=28, indent=True, keep=True)
    _style(document, "Heading 2", _KAI, 16, line=28, indent=True, keep=True)
    _style(document, "Footer", _SONG, 14, line=18)
    _page(document)
    return document


def _fonts(document: WordDocument) -> None:
    table = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    for name, instead in _INSTEAD.items():
        font = etree.SubElement(fonts, qn("w:font"), {qn("w:name"): name})
        etree.SubElement(font, qn("w:altName"), {qn("w:val"): instead})
        etree.SubElement(font, qn("w:charset"), {qn("w:val"): "86"})
        etree.SubElement(font, qn("w:family"), {qn("w:val"): "auto"})
    table._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style(document: WordDocument, name: str, font: str, size: float, *, line: float, align: ALIGN | None = None,
           indent: bool = False, keep: bool = False) -> None:
    style = document.styles[name]
    old = style.element.find(qn("w:rPr"))
    if old is not None:
        style.element.remove(old)
    for child in list(style.element.findall(qn("w:pPr"))):
        style.element.remove(child)
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), False
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(0)
    form.line_spacing_rule, form.line_spacing = SPACING.EXACTLY, Pt(line)
    form.widow_control, form.alignment, form.keep_with_next, form.keep_together = True, align, keep, keep
    level = {"Heading 1": 0, "Heading 2": 1}.get(name)
    if level is not None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        style.element.pPr.append(outline)
    if indent:
        _indent(style, firstLineChars=200, firstLine=640)
    if name == "Title":
        form.space_after = Pt(28)


def _indent(target: Any, **values: int) -> None:
    """Indents in hundredths of a character, which python-docx does not know."""
    pPr = target.element.get_or_add_pPr() if hasattr(target, "element") else target._p.get_or_add_pPr()
    ind = pPr.get_or_add_ind()
    for name, value in values.items():
        ind.set(qn(f"w:{name}"), str(value))


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance, section.gutter = Mm(15), Mm(23), Mm(0)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["Footer"], align
        _indent(paragraph, leftChars=100, rightChars=100)
        paragraph.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>")
        field.append(run)
        paragraph._p.append(field)
        paragraph.add_run(" —")


def _properties(document: WordDocument, text: Manuscript) -> None:
    core = document.core_properties
    core.title, core.author, core.language = text.name[:255], (text.unit or "")[:255], "zh-CN"
    core.comments = core.keywords = core.last_modified_by = ""
    day = text.published
    core.created = core.modified = datetime(day.year, day.month, day.day) if day else datetime(1980, 1, 1)


def _body(document: WordDocument, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    _indent(paragraph, firstLineChars=200, firstLine=640)
    return paragraph


def _table(chapter: Chapter, table: LaidTable) -> Any:
    widths = [round(share * _TEXT_WIDTH) for share in table.shares]
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
            tr.append(_cell(cell, table, widths, index, keep=index < len(table.rows) - 1))
            column += cell.colspan
    return tbl


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
        # A row kept with the next one, all down the table, keeps the table on one page where it fits on one.
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
    for key, value in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _SONG)):
        fonts.set(qn(f"w:{key}"), value)
    for name in ("w:sz", "w:szCs"):
        etree.SubElement(style, qn(name)).set(qn("w:val"), "18" if table.dense else "21")
