"""The runs of a Word paragraph in order, each with its words and its look: for laying.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from gongkai.report.reading.docx_signs import sign
from gongkai.report.reading.docx_styles import W, child
from gongkai.web.applications.letters.lines import BOX, P

if TYPE_CHECKING:
    from gongkai.web.applications.letters.laying import Layer

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PASSED = frozenset(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "del", "moveFrom", "delText"))
_CHART = ("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart", "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds")


class Runs:
    """The runs of one paragraph, walked in order."""

    def __init__(self, layer: Layer, properties: etree._Element | None, runs: list[Any], boxes: list[etree._Element], notes: list[etree._Element]) -> None:
        self.layer, self.properties, self.runs, self.boxes, self.notes = layer, properties, runs, boxes, notes
        self.began = len(layer.laid.words)
        self.fields: list[list[str]] = []
        self.results: list[bool] = []
        self.look: dict[str, Any] = {}

    def walk(self, node: etree._Element) -> None:
        for each in node:
            tag = each.tag
            if tag == W + "r":
                self._run(each)
            elif tag == W + "fldSimple":
                self._simple(each)
            elif tag == MC + "AlternateContent":
                self.walk(branch(each))
            elif tag == M + "t":
                self._say(each.text or "")
            elif tag == BOX:
                self.boxes.append(each)
            elif tag not in _PASSED:
                self.walk(each)

    def _run(self, run: etree._Element) -> None:
        self.look = self.layer.looks.run(self.properties, child(run, "rPr"))
        if not self.look["hidden"]:
            self._content(run)

    def _content(self, node: etree._Element) -> None:
        for each in node:
            tag = each.tag
            if tag == W + "t":
                self._say((each.text or "").replace("\n", " "))
            elif tag in (W + "tab", W + "ptab"):
                self._put({"tab": True})
            elif tag in (W + "br", W + "cr"):
                self._put({"page_break": True} if each.get(W + "type") == "page" else {"break": True})
            elif tag == W + "noBreakHyphen":
                self._say("-")
            elif tag == W + "sym":
                self._say(sign(each.get(W + "font", ""), each.get(W + "char", "")) or "□")
            elif tag == W + "fldChar":
                self._mark(each.get(W + "fldCharType", ""))
            elif tag == W + "instrText":
                if self.fields:
                    self.fields[-1].append(each.text or "")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                note = self.layer.notes["footnote"].get(each.get(W + "id", "")) if tag == W + "footnoteReference" else None
                if note is not None:
                    self.notes.append(note)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(each)
            elif tag == MC + "AlternateContent":
                self._content(branch(each))
            elif tag == W + "ruby":
                base = child(each, "rubyBase")
                if base is not None:
                    self.walk(base)
            elif tag not in _PASSED:
                self._content(each)

    def _drawing(self, node: etree._Element) -> None:
        boxes = [box for box in node.iter(BOX) if not any(parent.tag == BOX for parent in _above(box, node))]
        self.boxes += boxes
        if next(node.iter(*_CHART), None) is not None:
            self.layer.omit("图表")
        elif next(node.iter("{urn:schemas-microsoft-com:office:office}OLEObject"), None) is not None:
            self.layer.omit("嵌入的其他文件")
        for picture in self.layer.pictures.of(node, self.layer.part):
            self._put({"picture": picture})

    def _simple(self, node: etree._Element) -> None:
        word = (node.get(W + "instr", "").split() or [""])[0].upper()
        if word in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
            run = next(node.iter(W + "r"), None)
            self.look = self.layer.looks.run(self.properties, child(run, "rPr"))
            self._put({"page": word == "PAGE", "pages": word != "PAGE"})
        else:
            self.walk(node)

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append([])
            self.results.append(False)
        elif kind == "separate" and self.fields:
            self.results[-1] = True
        elif kind == "end" and self.fields:
            word = ("".join(self.fields.pop()).split() or [""])[0].upper()
            self.results.pop()
            if word in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
                self._put({"page": word == "PAGE", "pages": word != "PAGE"})

    def _counted(self) -> bool:
        """Whether this is the stored result of a page number, which is counted anew."""
        return any(("".join(field).split() or [""])[0].upper() in ("PAGE", "NUMPAGES", "SECTIONPAGES") for field in self.fields)

    def _say(self, text: str) -> None:
        if text and not self._counted():
            self.runs.append({**self.look, "t": text.upper() if self.look.get("capitals") else text})
            self.layer.laid.words.append(text)

    def _put(self, what: dict[str, Any]) -> None:
        if not self._counted() or "page" in what:
            self.runs.append({**self.look, **what})


def branch(node: etree._Element) -> etree._Element:
    """Of alternate contents the one with words, else the first with anything."""
    choices = [*node.iterchildren(MC + "Choice"), *node.iterchildren(MC + "Fallback")]
    for choice in choices:
        if next(choice.iter(P, W + "t", W + "r"), None) is not None:
            return choice
    return choices[-1] if choices else etree.Element("none")


def _above(node: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    parent = node.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()
