"""Presentations (.pptx): the text of the slides; hidden slides, notes and comments apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from gongkai.report.reading.package import Package
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.office import opened
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.plain import Plain

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_NUMBERED = re.compile(r"ppt/(slides/slide|notesslides/notesslide|comments/\w+?)(\d+)\.xml")


def read(data: bytes, reading: Reading, inside: Callable[[Reading, str, bytes], None]) -> None:
    """Read a presentation.

    Raises:
        Refused: macros or programs in it.
        UnreadableReport: it cannot be read.
    """
    package = opened(data, reading, inside)
    parts = sorted((found[1], int(found[2]), name) for name in package.names() if (found := _NUMBERED.fullmatch(name)))
    hidden, noted, comments = 0, 0, []
    for kind, number, name in parts:
        root = package.xml(name)
        if root is None:
            continue
        if kind == "slides/slide":
            page = _page(root)
            if root.get("show") in ("0", "false"):
                hidden += 1
                reading.hide(f"隐藏的第{number}页", page)
            else:
                reading.show(f"第{number}页", page)
        elif kind == "notesslides/notesslide":
            text = _notes(root)
            if text.strip():
                noted += 1
                reading.hide(f"第{number}页备注", text)
        else:
            comments += ["".join(map(str, node.itertext())) for node in root.iter(P + "text", A + "t")]
    if hidden:
        reading.say("file.hidden_slide", count=hidden)
    if noted:
        reading.say("file.notes", count=noted)
    comments += _authored(package)
    if comments:
        reading.say("file.comments", comments[0], count=len(comments))
        reading.hide("批注", "\n".join(comments))


def _authored(package: Package) -> list[str]:
    """Comments in parts whose names bear no number."""
    found: list[str] = []
    for name in package.names():
        if name.startswith("ppt/comments/") and name.endswith(".xml") and not _NUMBERED.fullmatch(name) \
                and (root := package.xml(name)) is not None:
            found += ["".join(map(str, node.itertext())) for node in root.iter(A + "t")]
    return found


def _page(root: etree._Element) -> Plain:
    pages = []
    for node in root.iter(A + "tbl", A + "p"):
        if node.tag == A + "tbl":
            pages.append(plain.of_rows([[_text(cell) for cell in row.iterchildren(A + "tc")]
                                        for row in node.iterchildren(A + "tr")]))
        elif next(node.iterancestors(A + "tbl"), None) is None:
            pages.append(plain.of_text(_text(node)))
    return plain.joined(pages)


def _notes(root: etree._Element) -> str:
    """What the speaker wrote: the placeholder of the notes' body, not the number of the page."""
    lines = []
    for shape in root.iter(P + "sp"):
        placeholder = next(shape.iter(P + "ph"), None)
        if placeholder is not None and placeholder.get("type") == "body":
            lines += [_text(node) for node in shape.iter(A + "p")]
    return "\n".join(lines)


def _text(node: etree._Element) -> str:
    return "".join(text.text or "" for text in node.iter(A + "t"))
