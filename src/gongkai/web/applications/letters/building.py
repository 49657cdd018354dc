"""Default templates: the blocks of wording.py as Word files, on the paper of official documents (report/writing/official.py).

They are made when asked for and kept nowhere: no binary stands in the repository, and what an office downloads to edit is
what the system fills. Lines that hold a tag alone are small and grey; they vanish with the filling.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from gongkai.engine.letters import Letter
from gongkai.report.writing.archive import steady
from gongkai.report.writing.official import HEI, LATIN, SONG, blank, set_indent
from gongkai.web.applications.letters.wording import Block, Each, If, Rule, Signature, Table, Text, blocks_of

_TWIPS = 1440 / 25.4
_SMALL = 12
"""Points of the type of tables and notes (小四)."""
_GREY = RGBColor(0x80, 0x80, 0x80)


@cache
def default_template(kind: Letter) -> bytes:
    """The Word template that comes with the system for a kind of letter; equal bytes each time.

    Raises:
        KeyError: the kind has no wording.
    """
    document = blank()
    _put(document, blocks_of(kind))
    core = document.core_properties
    core.title, core.author, core.comments = kind.label, "", ""
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def _put(document: Document, blocks: list[Block] | tuple[Block, ...]) -> None:
    for block in blocks:
        match block:
            case Text():
                _text(document, block)
            case Signature(lines):
                _signature(document, lines)
            case Rule(lines):
                for _ in range(lines):
                    _rule(document)
            case If(condition, then, otherwise):
                _tag(document, f"{{% if {condition} %}}")
                _put(document, then)
                if otherwise:
                    _tag(document, "{% else %}")
                    _put(document, otherwise)
                _tag(document, "{% endif %}")
            case Each(loop, then):
                _tag(document, f"{{% for {loop} %}}")
                _put(document, then)
                _tag(document, "{% endfor %}")
            case Table():
                if document.element.body[-2].tag == qn("w:tbl"):  # Word joins tables that touch
                    _line(document.add_paragraph(), 8)
                elif document.paragraphs:
                    last = document.paragraphs[-1]
                    last.paragraph_format.space_after = Pt(28 if last.style and last.style.name == "Title" else 6)
                document.element.body.insert(-1, _table(block))


def _text(document: Document, block: Text) -> None:
    last = document.paragraphs[-1] if document.paragraphs else None
    if block.style == "title":
        paragraph = document.add_paragraph(block.text, "Title")
        if last is not None:
            last.paragraph_format.space_after = Pt(0)
    elif block.style == "number":
        paragraph = document.add_paragraph(block.text)
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_after = Pt(28)
        if last is not None:
            last.paragraph_format.space_after = Pt(14)
    elif block.style == "salutation":
        paragraph = document.add_paragraph(block.text)
        paragraph.paragraph_format.keep_with_next = True
    else:
        paragraph = document.add_paragraph(block.text)
        set_indent(paragraph, firstLineChars=200, firstLine=640)
    if block.style == "note":
        paragraph.runs[0].font.size = Pt(14)
        paragraph.paragraph_format.space_before = Pt(14)
        set_indent(paragraph, firstLineChars=200, firstLine=560)
        _line(paragraph, 22)


def _signature(document: Document, lines: tuple[str, ...]) -> None:
    _keep_with_next(document)
    for index, words in enumerate(lines):
        paragraph = document.add_paragraph(words)
        paragraph.alignment = ALIGN.RIGHT
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = True  # also with the note below, where there is one
        paragraph.paragraph_format.space_before = Pt(0 if index else 28)
        set_indent(paragraph, rightChars=400 if index == len(lines) - 1 else 200)


def _keep_with_next(document: Document) -> None:
    """Let the end of the text so far go with what follows: the last paragraph, and the last that stands in any case."""
    depth, marked = 0, False
    for before in reversed(document.paragraphs):
        if before.text.startswith("{% end"):
            depth += 1
        elif before.text.startswith(("{% if", "{% for")):
            depth -= 1
        elif not before.text.startswith("{%") and (depth == 0 or not marked):
            before.paragraph_format.keep_with_next = marked = True
            if depth == 0:
                return


def _rule(document: Document) -> None:
    paragraph = document.add_paragraph()
    edge = 'w:val="single" w:sz="4" w:space="1" w:color="000000"'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}><w:bottom {edge}/><w:between {edge}/></w:pBdr>"), "w:spacing", "w:ind", "w:jc", "w:rPr")


def _tag(document: Document, words: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), _GREY
    _line(paragraph, 12)


def _line(paragraph: Paragraph, points: float) -> None:
    paragraph.paragraph_format.line_spacing = Pt(points)


def _table(table: Table) -> Any:
    widths = [round(width * _TWIPS) for width in table.widths]
    tbl = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w=\"{sum(widths)}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>"
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                  for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr><w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid></w:tbl>")
    for index, row in enumerate(table.rows):
        if row.condition or row.loop:
            tbl.append(_steering_row(f"{{% for {row.loop} %}}" if row.loop else f"{{% if {row.condition} %}}", widths))
        column = 0
        whole = "" if row.height >= 40 else "<w:cantSplit/>"  # a tall row may have to go over the page's end
        tr = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{whole}<w:trHeight w:val=\"{round(max(row.height, 9) * _TWIPS)}\" w:hRule=\"atLeast\"/>"
                       + ("<w:tblHeader/>" if index < table.head else "") + "</w:trPr></w:tr>")
        for cell in row.cells:
            tr.append(_cell(cell.text, sum(widths[column:column + cell.span]), cell.span, cell.label, bool(row.loop) or table.head > 0))
            column += cell.span
        tbl.append(tr)
        if row.condition or row.loop:
            tbl.append(_steering_row("{% endfor %}" if row.loop else "{% endif %}", widths))
    return tbl


def _steering_row(words: str, widths: list[int]) -> Any:
    tr = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr></w:tr>")
    tr.append(_cell(words, sum(widths), len(widths), False, False, small=True))
    return tr


def _cell(words: str, width: int, span: int, label: bool, centred: bool, small: bool = False) -> Any:
    tc = parse_xml(f"<w:tc {nsdecls('w')}><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>" + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
                   + '<w:vAlign w:val="center"/></w:tcPr></w:tc>')
    paragraph = OxmlElement("w:p")
    tc.append(paragraph)
    made = Paragraph(paragraph, None)  # type: ignore[arg-type]
    made.alignment = ALIGN.CENTER if label or centred else ALIGN.LEFT
    _line(made, 9 if small else 18)
    if words:
        run = made.add_run(words)
        run.font.size, run.font.name = Pt(8 if small else _SMALL), LATIN
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI if label else SONG)
        if small:
            run.font.color.rgb = _GREY
    return tc
