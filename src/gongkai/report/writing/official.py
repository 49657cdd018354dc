"""Word files in the typography of official documents (GB/T 9704-2012, 党政机关公文格式).

A4, margins 37, 35, 28 and 26 mm; title 小标宋 二号, text 仿宋 三号 at fixed lines, headings 黑体 and 楷体 三号, page
number 一字线 四号 outside. Word takes the next name in ``w:altName`` where a font is missing. Reports (docx.py) and the
platform's letters are written on this paper.
"""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING as SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

TITLE, BODY, HEI, KAI, SONG, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"
_INSTEAD = {
    TITLE: "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体", BODY: "仿宋,FangSong,STFangsong",
    KAI: "楷体,KaiTi,STKaiti", HEI: "SimHei,STHeiti", SONG: "SimSun,STSong",
}
TEXT_WIDTH = 156 * 1440 / 25.4
"""Twips between the margins."""
_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "Heading1", "Heading2", "Footer"}
_USELESS = ("stylesWithEffects", "thumbnail", "customXml", "theme", "numbering")


def blank() -> WordDocument:
    """An empty document on this paper: python-docx's template without its western styles, with ours.

    Styles: Normal, Title, Heading 1, Heading 2, Footer.
    """
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
    _style(document, "Normal", BODY, 16, line=28, align=ALIGN.JUSTIFY)
    _style(document, "Title", TITLE, 22, line=34, align=ALIGN.CENTER, keep=True)
    _style(document, "Heading 1", HEI, 16, line=28, indent=True, keep=True)
    _style(document, "Heading 2", KAI, 16, line=28, indent=True, keep=True)
    _style(document, "Footer", SONG, 14, line=18)
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
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), False
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
        set_indent(style, firstLineChars=200, firstLine=640)
    if name == "Title":
        form.space_after = Pt(28)


def set_indent(target: Any, **values: int) -> None:
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
        set_indent(paragraph, leftChars=100, rightChars=100)
        paragraph.add_run("— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>")
        field.append(run)
        paragraph._p.append(field)
        paragraph.add_run(" —")
