"""The text of a Word paragraph as one line, with the way back to the runs that hold it.

Word cuts a sentence into runs wherever it likes, also in the midst of a tag; `Line` joins them. A change is a range of
the line and the words to stand there: they take the form of the run in which the range begins.

    `blocks`    what stands in a body, cell, header or text box, wrappers looked through
    `Line`      one paragraph; `Line.change` writes ranges anew
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.report.reading.docx_styles import W

P, R, T, TBL, TR, TC, SDT, CONTENT, BOX = (
    W + name for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OBJECT = "\ufffc"
"""Stands in a line for what is no text: a picture, a text box."""
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "sym": OBJECT,
          W + "drawing": OBJECT, W + "pict": OBJECT, W + "object": OBJECT, W + "footnoteReference": OBJECT,
          W + "endnoteReference": OBJECT, "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": OBJECT}
_PASSED = frozenset(W + name for name in (
    "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "del", "moveFrom", "instrText", "fldChar", "delText"))
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo"))
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What XML 1.0 cannot hold; of control characters the tab and the line feed remain.
_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COPIED_ONCE = tuple(W + name for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"))
_MARKS = ("paraId", "textId")


def printable(text: str) -> str:
    """A value as a letter can hold it: every kind of line break one, control characters gone, halves of characters marked.

    >>> printable("甲\\r\\n乙\\x00\\x0b丙\\ud800")
    '甲\\n乙\\n丙\ufffd'
    """
    text = _BREAKS.sub("\n", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _UNWRITABLE.sub("", text)


@dataclass(slots=True)
class Piece:
    """An element that shows something in a line, from `start` on."""

    node: etree._Element
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Line:
    """A paragraph, its pieces and its text."""

    node: etree._Element
    pieces: list[Piece] = field(default_factory=list)
    text: str = ""

    @classmethod
    def of(cls, node: etree._Element) -> Line:
        """The line of a ``w:p``."""
        made, parts, at = cls(node), [], 0
        for found, text in _shown(node):
            made.pieces.append(Piece(found, text, at))
            parts.append(text)
            at += len(text)
        made.text = "".join(parts)
        return made

    def change(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Write ranges of the line anew: (start, end, words), in order, none over another. The line is stale afterwards."""
        ordered = list(changes)
        if not ordered:
            return
        for piece in self.pieces:
            touching = [(start, end, words) for start, end, words in ordered if start < piece.end and end > piece.start]
            if not touching:
                continue
            made, at = [], piece.start
            for start, end, words in touching:
                made.append(piece.text[max(at, piece.start) - piece.start:max(start, piece.start) - piece.start])
                if start >= piece.start:  # the range begins in this piece, which takes the words
                    made.append(words)
                at = end
            made.append(piece.text[min(at, piece.end) - piece.start:])
            _write(piece.node, "".join(made))

    def boxes(self) -> list[etree._Element]:
        """The text boxes anchored here, outermost only."""
        return [box for box in self.node.iter(BOX) if not any(True for _ in _between(box, self.node))]


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of a body, cell, header, note or text box, wrappers looked through."""
    for node in container:
        if node.tag in (P, TBL):
            yield node
        elif node.tag in WRAPPERS:
            yield from blocks(node)


def members(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, wrappers looked through."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from members(child, tag)


def without_marks(node: etree._Element) -> etree._Element:
    """A copy's bookmarks and identifiers taken off, since both may stand in a document once."""
    for found in list(node.iter(*_COPIED_ONCE)):
        parent = found.getparent()
        if parent is not None:
            parent.remove(found)
    for found in node.iter(P, TR):
        for name in [name for name in found.attrib if etree.QName(str(name)).localname in _MARKS]:
            del found.attrib[name]
    return node


def _shown(node: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for child in node:
        tag = child.tag
        if tag == T:
            yield child, (child.text or "").replace("\n", " ")
        elif tag in _SIGNS:
            yield child, _SIGNS[tag]
        elif tag not in _PASSED:
            yield from _shown(child)


def _write(node: etree._Element, text: str) -> None:
    """Put words in place of an element: into it where it holds text, else in its stead."""
    parent = node.getparent()
    assert parent is not None  # a piece stands in a run
    if node.tag != T and text == _SIGNS.get(node.tag):
        return
    at = parent.index(node)
    made = _elements(text)
    parent.remove(node)
    for offset, element in enumerate(made):
        parent.insert(at + offset, element)


def _elements(text: str) -> list[etree._Element]:
    """Words as what stands in a run: text, tabs, line breaks."""
    found = []
    for part in re.split(r"([\t\n])", text):
        if part in ("\t", "\n"):
            found.append(etree.Element(W + ("tab" if part == "\t" else "br")))
        elif part:
            element = etree.Element(T)
            element.text = part
            element.set(SPACE, "preserve")
            found.append(element)
    return found


def _between(box: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    """The text boxes around a text box, up to an element."""
    parent = box.getparent()
    while parent is not None and parent is not top:
        if parent.tag == BOX:
            yield parent
        parent = parent.getparent()
