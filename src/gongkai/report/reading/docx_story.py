"""One stream of a Word document (body, text box, cell, header, note) walked in reading order.

Block-level elements become paragraphs and grids (`flow` and the table `_BLOCKS`), run-level elements the text of a
paragraph (`inline` and the table `_INLINE`). An element that stands in neither table is looked through, not dropped:
text lost silently would be worse than text too many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading import docx_tables
from gongkai.report.reading.document import Grid, Limits, Paragraph
from gongkai.report.reading.docx_fields import Fields
from gongkai.report.reading.docx_numbering import Numbering, joined
from gongkai.report.reading.docx_signs import sign
from gongkai.report.reading.docx_styles import OFF, VAL, Styles, W, child, switch, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OLE_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_R, _T, _P, _RPR, _BOX = W + "r", W + "t", W + "p", W + "rPr", W + "txbxContent"
_ALTERNATE = MC + "AlternateContent"
_VANISH = W + "vanish"
_STRUCK = (W + "strike", W + "dstrike")
_RAISED = W + "vertAlign"
_NOTE_MARK = re.compile(r"\s*[\[【（(〔]?\s*(?:\d{1,2}|[①-⑳*＊※]|注)\s*[\]】）)〕]?\s*")
_INSERTIONS = (W + "ins", W + "moveTo")
_CHANGES = (*_INSERTIONS, W + "del", W + "moveFrom")
_TOO_MANY = "Word 文档的段落或表格单元格过多，超出一份年度报告可能的篇幅，无法读取，请确认文件无误后再试。"


@dataclass(slots=True)
class Flow:
    """A container being read: its path, where its blocks go, how many paragraphs and tables it had so far."""

    path: str
    out: list[Paragraph | Grid]
    frame: bool = False
    outermost: bool = False
    paragraphs: int = 0
    tables: int = 0
    unended: _Open | None = None


@dataclass(slots=True)
class _Open:
    """A paragraph being read. One whose mark is deleted or hidden runs on into the next."""

    path: str
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    style: str | None = None
    silent: bool = False
    labelled: bool = False


class Story:
    """The walk through one document: running numbers, open fields, counts and remarks.

    Args:
        body: the document's body, to see beforehand what need not be looked for.
        numbering: the document's automatic numbers.
        styles: its styles.
        limits: bounds on cells and paragraphs.
        notes: the footnotes by id.
    """

    def __init__(self, body: etree._Element, numbering: Numbering | None, styles: Styles, limits: Limits,
                 notes: dict[str, etree._Element]) -> None:
        self.inserted = self.deleted = self.struck = 0
        self.first_change: Place | None = None
        self.remarks: list[tuple[str, Place | None]] = []
        self._numbering, self._styles, self._limits, self._notes = numbering, styles, limits, notes
        self._cells = self._lines = 0
        self._looks = styles.hides or next(body.iter(_VANISH, *_STRUCK, _RAISED), None) is not None
        # Most documents have neither changes, nor hidden text, nor automatic numbers: nothing to ask of a paragraph.
        self._plain_marks = not self._looks and numbering is None and next(body.iter(*_CHANGES), None) is None
        self._fields = Fields()
        self._noted: list[str] = []
        self._sink: list[str] = []

    # -- containers

    def walk(self, element: etree._Element, flow: Flow) -> None:
        """Read a whole container into `flow.out`."""
        self.flow(element, flow)
        self._end(flow)

    def content(self, element: etree._Element, path: str) -> list[Paragraph | Grid]:
        """The blocks inside a cell."""
        inner = Flow(path, [])
        self.flow(element, inner)
        self._end(inner)
        return inner.out

    def flow(self, element: etree._Element, flow: Flow) -> None:
        """The block-level children of an element."""
        for node in element:
            handler = _BLOCKS.get(node.tag, Story.flow)
            if handler is not None:
                handler(self, node, flow)

    def branch(self, node: etree._Element) -> etree._Element:
        """Of alternate contents the one to read, of any other element itself."""
        if node.tag != _ALTERNATE:
            return node
        choices = [*node.iterchildren(MC + "Choice"), *node.iterchildren(MC + "Fallback")]
        for choice in choices:
            if next(choice.iter(_P, _T, _R, W + "tc"), None) is not None:
                return choice
        return choices[0] if choices else etree.Element("none")

    def changed(self, inserted: bool, path: str | None) -> None:
        """Count a tracked insertion or deletion."""
        if inserted:
            self.inserted += 1
        else:
            self.deleted += 1
        if self.first_change is None and path:
            self.first_change = Place(path=path)

    def count_cell(self) -> None:
        """Count a cell.

        Raises:
            UnreadableReport: more cells than `Limits` allows.
        """
        self._cells += 1
        if self._cells > self._limits.cells:
            raise UnreadableReport(_TOO_MANY)

    # -- blocks

    def _paragraph(self, node: etree._Element, flow: Flow) -> None:
        flow.paragraphs += 1
        para = flow.unended or _Open(f"{flow.path}/p[{flow.paragraphs}]")
        flow.unended = None
        deleted = hidden = para.silent = False
        para.style = properties = None
        if not self._plain_marks:
            properties = child(node, "pPr")
            para.style = value(properties, "pStyle")
            deleted, hidden = self._mark(child(properties, "rPr"), para)
            if self._styles.hides and self._styles.hidden(para.style):
                hidden = para.silent = True
        self._sink = [] if para.silent else para.parts
        self.inline(node, para)
        if self._fields:
            self._fields.settle(para.parts)
        if deleted or hidden:
            if not deleted and para.parts:
                self._label(para, properties)  # the number stands before the first of the two
            flow.unended = para
        else:
            self._close(para, properties, flow)
        if self._noted and flow.outermost:
            self._insert_notes(flow)

    def _mark(self, mark: etree._Element | None, para: _Open) -> tuple[bool, bool]:
        """Whether the paragraph's mark is deleted, and whether it is hidden: either way it runs on into the next."""
        deleted = hidden = False
        for node in mark.iterchildren(*_CHANGES, _VANISH) if mark is not None else ():
            if node.tag == _VANISH:
                hidden = node.get(VAL) not in OFF
            else:
                deleted = deleted or node.tag not in _INSERTIONS
                self.changed(node.tag in _INSERTIONS, para.path)
        return deleted, hidden

    def _close(self, para: _Open, properties: etree._Element | None, flow: Flow) -> None:
        self._label(para, properties)
        self._emit(para, flow)

    def _label(self, para: _Open, properties: etree._Element | None) -> None:
        if self._numbering is None or para.labelled:
            return
        label, apart = self._numbering.label(properties, para.style)
        if label:
            para.parts = [joined(label, apart, "".join(para.parts))]
            para.labelled = True

    def _emit(self, para: _Open, flow: Flow) -> None:
        before = len(flow.out)
        for line in "".join(para.parts).split("\n"):
            if line and not line.isspace():
                self._lines += 1
                flow.out.append(Paragraph(line, Place(path=para.path), flow.frame))
        if self._lines > self._limits.paragraphs:
            raise UnreadableReport(_TOO_MANY)
        if self._fields:
            self._fields.contain([block for block in flow.out[before:] if isinstance(block, Paragraph)])
        boxes, para.boxes = para.boxes, []
        for number, box in enumerate(boxes, 1):
            self.walk(box, Flow(f"{para.path}/txbx[{number}]", flow.out, flow.frame))

    def _end(self, flow: Flow) -> None:
        """What is left where a container ends in a paragraph whose mark is deleted or hidden."""
        if (para := flow.unended) is not None:
            flow.unended = None
            self._emit(para, flow)

    def _table(self, node: etree._Element, flow: Flow) -> None:
        self._end(flow)
        docx_tables.table(self, node, flow)
        if self._noted and flow.outermost:
            self._insert_notes(flow)

    def _insert_notes(self, flow: Flow) -> None:
        noted, self._noted = self._noted, []
        for name in noted:
            if (note := self._notes.pop(name, None)) is not None:
                self.walk(note, Flow(f"footnotes/footnote[{name}]", flow.out, flow.frame))

    def _control(self, node: etree._Element, flow: Flow) -> None:
        """A content control; a table of contents is no part of the text."""
        gallery = value(child(child(node, "sdtPr"), "docPartObj"), "docPartGallery") or ""
        before = len(flow.out)
        self.flow(node, flow)
        if gallery.lower().startswith("table of contents"):
            for block in flow.out[before:]:
                if isinstance(block, Paragraph):
                    block.frame = True

    def _chunk(self, node: etree._Element, flow: Flow) -> None:
        place = Place(path=f"{flow.path}/p[{flow.paragraphs}]")
        self.remarks.append(("Word 正文中嵌入了另一个文件，其中的内容没有读入，请在 Word 中打开并重新保存后再读。", place))

    def _either(self, node: etree._Element, flow: Flow) -> None:
        self.flow(self.branch(node), flow)

    def _inserted_blocks(self, node: etree._Element, flow: Flow) -> None:
        self.changed(True, flow.path)
        self.flow(node, flow)

    def _deleted_blocks(self, node: etree._Element, flow: Flow) -> None:
        self.changed(False, flow.path)

    # -- runs

    def inline(self, element: etree._Element, para: _Open) -> None:
        """The run-level children of an element."""
        for node in element:
            handler = _INLINE.get(node.tag, Story.inline)
            if handler is not None:
                handler(self, node, para)

    def _run(self, run: etree._Element, para: _Open) -> None:
        silent = para.silent
        for node in run:
            tag = node.tag
            if tag == _T:
                if text := node.text:
                    self._sink.append(text.replace("\n", " ") if "\n" in text else text)
            elif tag == _RPR:
                if self._looks:
                    self._look(node, run, para)
            else:
                handler = _INLINE.get(tag, Story.inline)
                if handler is not None:
                    handler(self, node, para)
        if para.silent is not silent:
            para.silent = silent
            self._aim(para)

    def _look(self, properties: etree._Element, run: etree._Element, para: _Open) -> None:
        """Hidden text, text struck out, and a raised mark of a note beside a number are left out."""
        hidden = switch(properties, "vanish")
        if hidden is None and self._styles.hides:
            # A toggle: hidden in the paragraph's and in the character's style is shown again.
            hidden = self._styles.hidden(para.style) != self._styles.hidden(value(properties, "rStyle") or "")
        for node in properties.iterchildren(*_STRUCK, _RAISED) if not hidden else ():
            if node.tag == _RAISED:
                hidden = hidden or (node.get(VAL) == "superscript" and bool(_NOTE_MARK.fullmatch(_words(run))))
            elif node.get(VAL) not in OFF and _words(run).strip():
                hidden = True
                self.struck += 1
        if hidden is not None and hidden is not para.silent:
            para.silent = hidden
            self._aim(para)

    def _aim(self, para: _Open) -> None:
        """Where text goes now: nowhere while hidden, to the open field before its result, else to the paragraph."""
        self._sink = [] if para.silent else self._fields.sink(para.parts)

    def _text(self, node: etree._Element, para: _Open) -> None:
        if node.text:
            self._sink.append(node.text.replace("\n", " "))

    def _tab(self, node: etree._Element, para: _Open) -> None:
        self._sink.append("\t")

    def _break(self, node: etree._Element, para: _Open) -> None:
        self._sink.append("\n")

    def _hyphen(self, node: etree._Element, para: _Open) -> None:
        self._sink.append("-")

    def _symbol(self, node: etree._Element, para: _Open) -> None:
        self._sink.append(sign(node.get(W + "font", ""), node.get(W + "char", "")))

    def _word_art(self, node: etree._Element, para: _Open) -> None:
        self._sink.append(node.get("string", "").replace("\n", " "))

    def _ruby(self, node: etree._Element, para: _Open) -> None:
        if (base := child(node, "rubyBase")) is not None:
            self.inline(base, para)

    def _box(self, node: etree._Element, para: _Open) -> None:
        if not para.silent:
            para.boxes.append(node)

    def _note(self, node: etree._Element, para: _Open) -> None:
        if not para.silent:
            self._noted.append(node.get(W + "id", ""))
            if node.get(W + "customMarkFollows") not in (None, *OFF):
                para.silent = True  # the rest of the run is the mark
                self._aim(para)

    def _object(self, node: etree._Element, para: _Open) -> None:
        if node.get("ProgID", "").lower().startswith(("excel", "et.")):
            self.remarks.append(("Word 正文中嵌入了一张 Excel 表格，其中的数字没有读入，请改用 Word 表格填写。",
                                 Place(path=para.path)))

    def _insertion(self, node: etree._Element, para: _Open) -> None:
        self.changed(True, para.path)
        self.inline(node, para)

    def _deletion(self, node: etree._Element, para: _Open) -> None:
        self.changed(False, para.path)

    def _alternate(self, node: etree._Element, para: _Open) -> None:
        self.inline(self.branch(node), para)

    def _field_mark(self, node: etree._Element, para: _Open) -> None:
        shown = self._fields.mark(node)
        self._aim(para)
        if shown:
            self._sink.append(shown)

    def _instruction(self, node: etree._Element, para: _Open) -> None:
        self._fields.instruct(node.text or "")


def _words(run: etree._Element) -> str:
    return "".join(node.text or "" for node in run.iterchildren(_T))


_Blocks = Callable[[Story, etree._Element, Flow], None] | None
_Inline = Callable[[Story, etree._Element, _Open], None] | None

_BLOCKS: dict[str, _Blocks] = {
    _P: Story._paragraph, W + "tbl": Story._table, W + "sdt": Story._control, W + "altChunk": Story._chunk,
    W + "subDoc": Story._chunk, _ALTERNATE: Story._either,
    W + "ins": Story._inserted_blocks, W + "moveTo": Story._inserted_blocks,
    W + "del": Story._deleted_blocks, W + "moveFrom": Story._deleted_blocks,
    W + "sectPr": None, W + "tcPr": None, W + "sdtPr": None, W + "sdtEndPr": None, W + "customXmlPr": None,
}
_INLINE: dict[str, _Inline] = {
    _R: Story._run, _T: Story._text, M + "t": Story._text,
    W + "tab": Story._tab, W + "ptab": Story._tab, W + "br": Story._break, W + "cr": Story._break,
    W + "noBreakHyphen": Story._hyphen, W + "sym": Story._symbol, _TEXT_PATH: Story._word_art,
    W + "ruby": Story._ruby, _BOX: Story._box, W + "footnoteReference": Story._note, _OLE_OBJECT: Story._object,
    W + "ins": Story._insertion, W + "moveTo": Story._insertion,
    W + "del": Story._deletion, W + "moveFrom": Story._deletion, _ALTERNATE: Story._alternate,
    W + "fldChar": Story._field_mark, W + "instrText": Story._instruction,
    W + "pPr": None, _RPR: None, W + "sdtPr": None, W + "sdtEndPr": None, W + "delText": None,
    W + "delInstrText": None, W + "fldData": None, W + "customXmlPr": None, W + "smartTagPr": None,
}
