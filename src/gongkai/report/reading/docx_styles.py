"""What a Word style decides about reading: whether its text is hidden, and whether it numbers its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
OFF = ("0", "false", "off")
_WHOLE = re.compile(r"\s*-?\d{1,9}\s*")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name in the Word namespace; None where there is none (or no element)."""
    return None if element is None else next(element.iterchildren(W + name), None)


def value(element: etree._Element | None, name: str) -> str | None:
    """``w:val`` of the first child of that name."""
    found = child(element, name)
    return None if found is None else found.get(VAL)


def whole(text: str | None, default: int) -> int:
    """A whole number out of an attribute, `default` where it is none (or absurdly long)."""
    return int(text) if text and _WHOLE.fullmatch(text) else default


def switch(element: etree._Element | None, name: str) -> bool | None:
    """An on/off property: present without a value is on; None where it is absent."""
    found = child(element, name)
    return None if found is None else found.get(VAL) not in OFF


@dataclass(slots=True)
class Style:
    """One style as written, without what it inherits."""

    based_on: str | None = None
    hidden: bool | None = None
    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document. Inherited values are found through ``basedOn``, cycles notwithstanding."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    hides: bool = False
    _numbers: dict[str | None, tuple[str, int | None, str] | None] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, root: etree._Element | None) -> Styles:
        """The styles of ``styles.xml``; none where the part is absent."""
        made = cls()
        if root is None:
            return made
        for node in root.iterchildren(W + "style"):
            name = node.get(W + "styleId", "")
            made.styles[name] = Style(value(node, "basedOn"))
            if node.get(W + "type") == "paragraph" and node.get(W + "default") not in (None, *OFF):
                made.default = name
        for found in root.iter(W + "numPr", W + "vanish"):
            style = made._owner(found)
            if style is None:
                continue
            if found.tag == W + "vanish":
                style.hidden = found.get(VAL) not in OFF
            else:
                style.number, level = value(found, "numId"), value(found, "ilvl")
                style.level = None if level is None else whole(level, 0)
        made.hides = any(style.hidden for style in made.styles.values())
        return made

    def number(self, body: etree._Element) -> bool:
        """Whether anything in a body asks for automatic numbers, itself or through a style in use."""
        if next(body.iter(W + "numPr"), None) is not None:
            return True
        used = {node.get(VAL) for node in body.iter(W + "pStyle")} | {None}
        return any(self.numbering(name) is not None for name in used)

    def _owner(self, node: etree._Element) -> Style | None:
        """The style whose own properties these are: not those of a part of a table, nor of the whole document."""
        properties = node.getparent()
        owner = None if properties is None else properties.getparent()
        if properties is None or owner is None or owner.tag != W + "style" or properties.tag not in (W + "rPr", W + "pPr"):
            return None
        return self.styles.get(owner.get(W + "styleId", ""))

    def chain(self, name: str | None) -> list[tuple[str, Style]]:
        """A style and those it is based on, nearest first."""
        found: dict[str, Style] = {}
        while name is not None and name not in found and (style := self.styles.get(name)):
            found[name] = style
            name = style.based_on
        return list(found.items())

    def hidden(self, name: str | None) -> bool:
        """Whether text in this style is hidden."""
        if not self.hides:
            return False
        return next((style.hidden for _, style in self.chain(name) if style.hidden is not None), False)

    def numbering(self, name: str | None) -> tuple[str, int | None, str] | None:
        """Number, level and the style that sets them, for a paragraph in this style; None where it numbers nothing."""
        name = self.default if name is None else name
        if name not in self._numbers:
            chain = self.chain(name)
            source = next(((at, style) for at, style in chain if style.number is not None), None)
            level = next((style.level for _, style in chain if style.level is not None), None)
            self._numbers[name] = None if source is None else (source[1].number or "0", level, source[0])
        return self._numbers[name]
