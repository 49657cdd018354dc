"""A Word document as what letter.typ prints: sections of paragraphs and tables, with their words and their look.

`lay_out` keeps every word in its order. What it cannot print (charts, embedded files, pictures of a kind that is not known)
it names in `Laid.omissions`; what it prints elsewhere than Word does (text boxes, footnotes) stands below its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from gongkai.report.reading.docx_numbering import Numbering, joined
from gongkai.report.reading.docx_styles import OFF, Styles, W, child, value, whole
from gongkai.web.applications.letters.lines import TBL, WRAPPERS, P
from gongkai.web.applications.letters.looks import Looks, line_height
from gongkai.web.applications.letters.pictures import Pictures
from gongkai.web.applications.letters.runs import MC, Runs, branch
from gongkai.web.applications.letters.tables import table
from gongkai.web.applications.letters.wordfile import WordFile

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DEEPEST = 40
_LONGEST_CHAIN = 4


@dataclass(slots=True)
class Laid:
    """A document laid out: `sections` for letter.typ, `words` as they are printed, what was left out."""

    sections: list[dict[str, Any]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    omissions: list[str] = field(default_factory=list)
    fonts: dict[str, list[Any]] = field(default_factory=dict)


def lay_out(opened: WordFile) -> Laid:
    """The document laid out.

    Raises:
        WordFault: a part of it is damaged.
    """
    return Layer(opened).document()


class Layer:
    """The walk through one document."""

    def __init__(self, opened: WordFile) -> None:
        self.opened = opened
        parts = opened.relations(opened.main)
        by_kind = dict(parts.values())
        styles = opened.xml(by_kind.get("styles", "word/styles.xml"))
        self.looks = Looks(styles)
        self.numbering = Numbering(opened.xml(by_kind.get("numbering", "word/numbering.xml")), Styles.read(styles))
        self.pictures = Pictures(opened)
        self.parts = parts
        self.laid = Laid()
        self.part = opened.main
        self.pitch = 0.0
        self.depth = 0
        self.notes = {kind: self._notes(by_kind.get(f"{kind}s")) for kind in ("footnote", "endnote")}
        settings = opened.xml(by_kind.get("settings", "word/settings.xml"))
        self.even = settings is not None and (found := child(settings, "evenAndOddHeaders")) is not None and found.get(W + "val") not in OFF

    def document(self) -> Laid:
        root = self.opened.xml(self.opened.main)
        body = child(root, "body")
        assert body is not None  # open_word has seen it
        blocks: list[Any] = []
        headers: dict[str, list[Any]] = {}
        ends = [child(child(node, "pPr"), "sectPr") for node in body.iterchildren(P)]
        for node in self._children(body):
            properties = child(node, "pPr")
            section = child(properties, "sectPr")
            following = next((end for end in ends if end is not None), None) if not blocks else None
            self.pitch = _pitch(following if following is not None else child(body, "sectPr"))
            blocks += self.block(node)
            if section is not None:
                ends[:] = [end for end in ends if end is not section]
                self._section(section, blocks, headers)
                blocks = []
        for node in self.notes["endnote"].values():
            blocks += self.flow(node)
        self._section(child(body, "sectPr"), blocks, headers)
        self.laid.fonts = self.looks.families()
        self.laid.omissions = list(dict.fromkeys([*self.laid.omissions, *self.pictures.omissions]))
        return self.laid

    # -- blocks

    def flow(self, container: etree._Element) -> list[Any]:
        """The blocks of a cell, header, note or text box."""
        found: list[Any] = []
        self.depth += 1
        if self.depth <= _DEEPEST:
            for node in self._children(container):
                found += self.block(node)
        else:
            self.omit("嵌套过深的表格或者文本框")
        self.depth -= 1
        return found

    def block(self, node: etree._Element) -> list[Any]:
        """A paragraph or table as blocks."""
        return [table(self, node)] if node.tag == TBL else self._paragraph(node)

    def _children(self, container: etree._Element) -> Iterator[etree._Element]:
        for node in container:
            if node.tag in (P, TBL):
                yield node
            elif node.tag in WRAPPERS:
                yield from self._children(node)
            elif node.tag == MC + "AlternateContent":
                yield from self._children(branch(node))
            elif node.tag in (W + "altChunk", W + "subDoc"):
                self.omit("夹带的另一个文档")

    def _paragraph(self, node: etree._Element) -> list[Any]:
        properties = child(node, "pPr")
        look = self.looks.paragraph(properties, self.pitch)
        runs: list[Any] = []
        boxes: list[etree._Element] = []
        notes: list[etree._Element] = []
        label, apart = self.numbering.label(properties, value(properties, "pStyle"))
        walker = Runs(self, properties, runs, boxes, notes)
        walker.walk(node)
        if label or (apart and any("t" in run for run in runs)):
            text = joined(label, apart, "字")[:-1] if label else "• "
            runs.insert(0, {**self.looks.run(properties, child(properties, "rPr")), "t": text})
            self.laid.words.insert(walker.began, text)
        look["size"] = max((run["size"] for run in runs if "t" in run), default=look["size"])
        look["line"] = line_height(look.pop("spacing"), look["size"])
        made: list[Any] = []
        part: list[Any] = []
        for run in runs:
            if "page_break" in run:
                made += [{"kind": "p", **look, "runs": part}] if part else []
                made.append({"kind": "page_break"})
                part = []
            else:
                part.append(run)
        if part or not made:
            made.append({"kind": "p", **look, "runs": part})
        for box in boxes:
            made.append({"kind": "box", "blocks": self.flow(box)})
        for note in notes:
            made.append({"kind": "note", "blocks": self.flow(note)})
        return made

    def omit(self, what: str) -> None:
        """Note something that cannot be printed."""
        self.laid.omissions.append(what)

    # -- sections, headers, footers, notes

    def _section(self, node: etree._Element | None, blocks: list[Any], headers: dict[str, list[Any]]) -> None:
        size, margins, number = child(node, "pgSz"), child(node, "pgMar"), child(node, "pgNumType")

        def points(element: etree._Element | None, name: str, default: int) -> float:
            return abs(whole(element.get(W + name) if element is not None else None, default)) / 20

        for reference in node if node is not None else ():
            if reference.tag in (W + "headerReference", W + "footerReference"):
                kind = "header" if reference.tag == W + "headerReference" else "footer"
                name = self.parts.get(reference.get(R + "id", ""), ("", ""))[1]
                root = self.opened.xml(name) if name else None
                if root is not None:
                    self.part = name
                    headers[f"{kind}-{reference.get(W + 'type', 'default')}"] = self.flow(root)
                    self.part = self.opened.main
        wide, high = points(size, "w", 11906), points(size, "h", 16838)
        left, right = points(margins, "left", 1800), points(margins, "right", 1800)
        top, bottom = points(margins, "top", 1440), points(margins, "bottom", 1440)
        wide, high = max(wide, 100.0), max(high, 100.0)
        if left + right > wide - 50:
            left = right = 36.0
        if top + bottom > high - 50:
            top = bottom = 36.0
        first = child(node, "titlePg")
        self.laid.sections.append({
            "width": wide, "height": high, "left": left + points(margins, "gutter", 0), "right": right, "top": top, "bottom": bottom,
            "header": points(margins, "header", 851), "footer": points(margins, "footer", 992),
            "first": first is not None and first.get(W + "val") not in OFF, "even": self.even,
            "start": whole(number.get(W + "start"), -1) if number is not None else -1,
            "headers": dict(headers), "blocks": _loosened(blocks),
        })

    def _notes(self, name: str | None) -> dict[str, etree._Element]:
        root = self.opened.xml(name) if name else None
        return {node.get(W + "id", ""): node for node in (root if root is not None else ()) if node.get(W + "type", "normal") == "normal"}


def _loosened(blocks: list[Any]) -> list[Any]:
    """Long chains of paragraphs that are kept with the next let go at their beginning: typst would begin a page for them."""
    chain: list[Any] = []
    for block in [*blocks, {}]:
        if block.get("keep"):
            chain.append(block)
            continue
        for early in chain[:-_LONGEST_CHAIN]:
            early["keep"] = False
        chain = []
    return blocks


def _pitch(section: etree._Element | None) -> float:
    grid = child(section, "docGrid")
    return whole(grid.get(W + "linePitch"), 0) / 20 if grid is not None and grid.get(W + "type") in ("lines", "linesAndChars") else 0.0
