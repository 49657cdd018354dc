"""OFD (GB/T 33190-2016): the text of the pages, annotations, attachments, properties."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.report.reading.document import Limits
from gongkai.web.disclosure.screening.attachments.office import weighed
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import rules

OFD = "{http://www.ofdspec.org/2016}"
_PAGE = re.compile(r"(?:.*/)?pages?/page_?(\d+)/content\.xml")
_PROPERTIES = {"Author": "author", "Title": "title", "Subject": "subject", "Abstract": "comments", "Creator": "software"}
_LINE = 2.0
"""Objects of text whose tops differ by less (in millimetres) stand on one line."""


def read(data: bytes, reading: Reading) -> None:
    """Read an OFD document.

    Raises:
        Refused: programs in it, or it inflates past the bounds.
        UnreadableReport: it cannot be read.
    """
    known = rules()
    limits = Limits(unpacked=known.unpacked, paragraphs=known.cells)
    package = weighed(data, limits)
    root = package.xml("OFD.xml")
    found: dict[str, str | None] = {}
    for node in root.iter(etree.Element) if root is not None else ():
        if (key := _PROPERTIES.get(etree.QName(node).localname)) and node.text:
            found[key] = node.text
    reading.metadata(found)
    pages = sorted((int(match[1]), name) for name in package.names() if (match := _PAGE.fullmatch(name)))
    for number, name in pages[:known.pages]:
        content = package.xml(name)
        if content is not None:
            reading.show(f"第{number + 1}页", _lines(content))
    if len(pages) > known.pages:
        reading.say("file.part_unread")
    if not any(page.text.strip() for _, page in reading.visible):
        reading.unread = True
        reading.say("file.no_text")
    notes = [name for name in package.names() if re.search(r"annot[^/]*/.*annot[^/]*\.xml$", name)]
    texts = ["".join(map(str, node.itertext())).strip() for name in notes if (part := package.xml(name)) is not None
             for node in part.iter(OFD + "Annot")]
    if texts:
        reading.say("file.annotations", next(filter(None, texts), "图章或标记"), count=len(texts))
        reading.hide("注释", "\n".join(texts))
    attached = [name for name in package.names() if "/attachs/" in name and not name.endswith(("/", "attachments.xml"))]
    if attached:
        reading.say("file.embedded", attached[0].rsplit("/", 1)[-1], count=len(attached))


def _lines(content: etree._Element) -> str:
    """The text of a page, objects that stand at one height on one line."""
    pieces: list[str] = []
    height: float | None = None
    for item in content.iter(OFD + "TextObject"):
        text = "".join(node.text or "" for node in item.iter(OFD + "TextCode"))
        box = item.get("Boundary", "").split()
        try:
            top = float(box[1])
        except (IndexError, ValueError):
            top = -1.0
        if height is not None:
            pieces.append(" " if abs(top - height) < _LINE else "\n")
        pieces.append(text)
        height = top
    return "".join(pieces)
