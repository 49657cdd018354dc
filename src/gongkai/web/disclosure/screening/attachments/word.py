"""Word documents (.docx): the text by report/reading/docx.py; comments, tracked changes, hidden and white text apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from gongkai.report.reading import docx
from gongkai.report.reading.document import Document, Grid, Limits
from gongkai.report.reading.docx_styles import Styles, W, child, switch, value
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.office import opened, texts_of
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules
from gongkai.web.disclosure.screening.plain import Plain

_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_WHITE = frozenset(("FFFFFF", "FEFEFE", "FDFDFD"))
_STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def read(data: bytes, reading: Reading, inside: Callable[[Reading, str, bytes], None]) -> None:
    """Read a Word document.

    Raises:
        Refused: programs in it, among them fields that start one.
        UnreadableReport: it cannot be read.
    """
    known = rules()
    package = opened(data, reading, inside)
    limits = Limits(unpacked=known.unpacked, cells=known.cells, paragraphs=known.cells)
    reading.show("正文", page_of(docx.read(data, limits)))
    styles = Styles.read(package.xml("word/styles.xml"))
    changed, hidden = [], []
    for name in package.names():
        root = package.xml(name) if _STORIES.fullmatch(name) else None
        if root is None:
            continue
        if any(_DDE.search(text) for text in _instructions(root)):
            raise Refused("dde")
        changed += _changes(root)
        hidden += _hidden(root, styles)
    if changed:
        reading.say("file.tracked", next(filter(None, changed), "格式"), count=len(changed))
        reading.hide("修订痕迹", "\n".join(filter(None, changed)))
    if hidden:
        reading.say("file.hidden_text", hidden[0], count=len(hidden))
        reading.hide("隐藏文字", "\n".join(hidden))
    comments = package.xml("word/comments.xml")
    if comments is not None and (notes := texts_of(comments, W + "t", W + "comment")):
        reading.say("file.comments", notes[0], count=len(notes))
        reading.hide("批注", "\n".join(notes))


def page_of(document: Document) -> Plain:
    """A document of the readers as one text with its tables."""
    return plain.joined(plain.of_cells([(cell.column, cell.text) for cell in row] for row in block.rows)
                        if isinstance(block, Grid) else plain.of_text(block.text) for block in document.blocks)


def _instructions(root: etree._Element) -> Iterator[str]:
    for each in root.iter(W + "p"):
        yield "".join(node.text or "" for node in each.iter(W + "instrText"))
    for field in root.iter(W + "fldSimple"):
        yield field.get(W + "instr", "")


def _changes(root: etree._Element) -> list[str]:
    """The text of each insertion and deletion that nobody has accepted yet."""
    found = []
    for node in root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"):
        texts = "".join(text.text or "" for text in node.iter(W + "t", W + "delText"))
        found.append(texts)
    return found


def _hidden(root: etree._Element, styles: Styles) -> list[str]:
    """The text of each run that is hidden, or white on white."""
    found = []
    for run in root.iter(W + "r"):
        properties = child(run, "rPr")
        if _is_white(run, properties) or _is_hidden(run, properties, styles):
            text = "".join(node.text or "" for node in run.iter(W + "t"))
            if text.strip():
                found.append(text)
    return found


def _is_hidden(run: etree._Element, properties: etree._Element | None, styles: Styles) -> bool:
    said = switch(properties, "vanish")
    if said is not None or not styles.hides:
        return bool(said)
    paragraph = next(run.iterancestors(W + "p"), None)
    return styles.hidden(value(properties, "rStyle")) or styles.hidden(value(child(paragraph, "pPr"), "pStyle"))


def _is_white(run: etree._Element, properties: etree._Element | None) -> bool:
    if (value(properties, "color") or "").upper() not in _WHITE:
        return False
    return child(properties, "shd") is None and child(properties, "highlight") is None and not _is_shaded(run)


def _is_shaded(run: etree._Element) -> bool:
    """Whether a run stands in a shaded paragraph or cell, or in a drawing, where white letters are read."""
    return any(parent.tag == W + "txbxContent" or child(child(parent, "pPr" if parent.tag == W + "p" else "tcPr"), "shd") is not None
               for parent in run.iterancestors(W + "p", W + "tc", W + "txbxContent"))
