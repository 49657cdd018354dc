"""Word documents (.docx) from their XML, in reading order, as they would look with all changes accepted.

`read` opens the package (package.py) and hands its streams to docx_story.py: headers, body with footnotes, endnotes,
footers. Tables are laid out by docx_tables.py, automatic numbers made by docx_numbering.py with docx_numerals.py,
fields followed by docx_fields.py, hidden text told by docx_styles.py, symbols by docx_signs.py.
"""

from __future__ import annotations

from lxml import etree

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading import sniffing
from gongkai.report.reading.document import Document, Grid, Limits, Paragraph
from gongkai.report.reading.docx_numbering import Numbering
from gongkai.report.reading.docx_story import Flow, Story
from gongkai.report.reading.docx_styles import Styles, W, child
from gongkai.report.reading.package import Package

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_MAIN = "word/document.xml"
_LIMITS = Limits()

_NO_WORD = "文件里没有 Word 正文，不是一份完整的 Word 文档（.docx），请在 Word 或 WPS 中打开后另存为 .docx 再试。"
_TOO_DEEP = "Word 文档的表格或文本框嵌套过深，无法读取，请在 Word 或 WPS 中打开后另存为 .docx 再试。"


def read(data: bytes, limits: Limits = _LIMITS) -> Document:
    """A Word document as paragraphs and grids.

    Tracked insertions are in, deletions out; `Document.tracked` counts both. Headers, footers and the table of
    contents are paragraphs of the frame. A footnote follows the paragraph or table that refers to it. Places are
    paths such as ``body/tbl[2]/tr[5]/tc[3]``, counted as a person counts: content controls are looked through.

    Raises:
        UnreadableReport: no Word document, damaged, cut off, locked with a password, or past the limits.
    """
    if sniffing.kind(data) != "docx":
        raise UnreadableReport(_NO_WORD)
    package = Package(data, limits)
    main = next((name for kind, name in package.relations("").values() if kind == "officeDocument"), _MAIN)
    root = package.xml(main)
    body = child(root, "body")
    if root is None or body is None or root.tag != W + "document":
        raise UnreadableReport(_NO_WORD)
    document = Document(format="docx", title=_title(package))
    try:
        _fill(document, package, main, body, limits)
    except RecursionError as error:
        raise UnreadableReport(_TOO_DEEP) from error
    return document


def _fill(document: Document, package: Package, main: str, body: etree._Element, limits: Limits) -> None:
    relations = package.relations(main)
    parts = dict(relations.values())
    styles = Styles.read(package.xml(parts.get("styles", "word/styles.xml")))
    numbering = None
    if styles.number(body):
        numbering = Numbering(package.xml(parts.get("numbering", "word/numbering.xml")), styles)
    story = Story(body, numbering, styles, limits, _notes(package, parts.get("footnotes"), "footnote"))
    frames = _frames(body)
    blocks = document.blocks
    _framed(story, package, relations, frames, "header", blocks)
    story.walk(body, Flow("body", blocks, outermost=True))
    for name, note in _notes(package, parts.get("endnotes"), "endnote").items():
        story.walk(note, Flow(f"endnotes/endnote[{name}]", blocks))
    _framed(story, package, relations, frames, "footer", blocks)
    document.tracked = story.inserted + story.deleted
    document.remarks = _remarks(story)
    if not any(isinstance(block, Grid) for block in blocks):
        document.pictures = sum(1 for _ in body.iter(*_PICTURES))


def _title(package: Package) -> str | None:
    root = package.xml("docProps/core.xml")
    text = next((node.text for node in root.iter(_TITLE)), None) if root is not None else None
    return " ".join((text or "").split()) or None


def _notes(package: Package, part: str | None, kind: str) -> dict[str, etree._Element]:
    """The notes that a person wrote, by id: separators, which have a type, left out."""
    root = package.xml(part) if part else None
    if root is None:
        return {}
    return {note.get(W + "id", ""): note for note in root.iterchildren(W + kind)
            if note.get(W + "type", "normal") == "normal"}


def _frames(body: etree._Element) -> list[tuple[str, str]]:
    """Headers and footers of all sections: (relationship, its kind), each once."""
    found = (("header" if node.tag == W + "headerReference" else "footer", node.get(_ID, ""))
             for node in body.iter(W + "headerReference", W + "footerReference"))
    return list(dict.fromkeys((name, kind) for kind, name in found))


def _framed(story: Story, package: Package, relations: dict[str, tuple[str, str]], frames: list[tuple[str, str]],
            wanted: str, out: list[Paragraph | Grid]) -> None:
    names = [relations[name][1] for name, kind in frames if kind == wanted and name in relations]
    for number, name in enumerate(names, 1):
        if (root := package.xml(name)) is None:
            continue
        blocks: list[Paragraph | Grid] = []
        story.walk(root, Flow(f"{wanted}[{number}]", blocks, frame=True))
        for block in blocks:
            if isinstance(block, Paragraph):
                out.append(block)
            else:
                out.extend(Paragraph(line, cell.place, True)
                           for row in block.rows for cell in row for line in cell.text.split("\n") if line)


def _remarks(story: Story) -> list[tuple[str, Place | None]]:
    remarks = list(story.remarks)
    if story.inserted or story.deleted:
        remarks.insert(0, (
            f"Word 文档中有 {story.inserted + story.deleted} 处修订痕迹（插入 {story.inserted} 处、删除 {story.deleted} 处），"
            "已按接受全部修订后的内容读取，请在 Word 中接受或拒绝修订后再报送。", story.first_change))
    if story.struck:
        remarks.append((f"Word 文档中有 {story.struck} 处划掉的文字，已略去，请核对。", None))
    return remarks
