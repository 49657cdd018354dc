"""How a Word paragraph and its runs look: what direct formatting, styles and the document's defaults say, nearest first.

`Looks.paragraph` and `Looks.run` give plain values in points, as letter.typ prints them. What Word knows beyond them (grids,
kerning, shading, effects) is left out: the PDF has the same words in the same order, place and weight, not the same pixels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from gongkai.report.reading.docx_styles import OFF, W, child, value, whole
from gongkai.report.writing.fonts import WANTED, chosen_fonts, fonts

Element = etree._Element
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify", "mediumKashida": "justify",
          "thaiDistribute": "justify"}
_USES = (("标宋|小标|中宋|XiaoBiao|Zhongsong", "title"), ("仿宋|FangSong|Fangsong", "body"), ("楷|Kai", "kai"),
         ("黑|Hei|等线|DengXian|YaHei|雅黑|Gothic|Sans|Arial|Calibri", "hei"), ("宋|Song|Sun|Serif|Times", "song"))
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_NATURAL = 1.3
"""Height of a line of Chinese type beside its size, where nothing says otherwise."""


class Looks:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        self._runs: list[Element] = []
        self._paragraphs: list[Element] = []
        self._chains: dict[str | None, list[Element]] = {}
        self._families: dict[str, list[Any]] = {}
        for style in root.iterchildren(W + "style") if root is not None else ():
            self._styles[style.get(W + "styleId", "")] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") not in (None, *OFF):
                self._default = style.get(W + "styleId")
        defaults = child(root, "docDefaults")
        for outer, inner, into in (("rPrDefault", "rPr", self._runs), ("pPrDefault", "pPr", self._paragraphs)):
            found = child(child(defaults, outer), inner)
            if found is not None:
                into.append(found)

    def paragraph(self, properties: Element | None, pitch: float) -> dict[str, Any]:
        """The form of a paragraph.

        Args:
            properties: its ``w:pPr``.
            pitch: points between the lines of the section's grid, 0 where it has none.
        """
        style = self._paragraph_style(properties)
        layers = [*self._paragraphs, *(found for each in self._chain(style) if (found := child(each, "pPr")) is not None)]
        if properties is not None:
            layers.append(properties)
        size = self.run(properties, child(properties, "rPr"))["size"]
        spacing, indent = self._merged(layers, "spacing"), self._merged(layers, "ind")
        first = _length(indent, "firstLine", size) - _length(indent, "hanging", size)
        edges = next((found for layer in reversed(layers) if (found := child(layer, "pBdr")) is not None), None)
        return {
            "align": _ALIGN.get(next((said for layer in reversed(layers) if (said := value(layer, "jc"))), ""), "left"),
            "left": _length(indent, "left", size) or _length(indent, "start", size), "right": _length(indent, "right", size) or _length(indent, "end", size),
            "first": first, "before": _space(spacing, "before", size), "after": _space(spacing, "after", size), "size": size,
            "spacing": (whole(spacing.get("line"), 240), spacing.get("lineRule", "auto"), pitch if _said(layers, "snapToGrid") is not False else 0.0),
            "keep": _said(layers, "keepNext") or False, "whole": _said(layers, "keepLines") or False, "break": _said(layers, "pageBreakBefore") or False,
            "top": _edge(child(edges, "top")), "bottom": _edge(child(edges, "bottom")),
            "fill_tab": any(tab.get(W + "val") in ("right", "end", "center") for layer in layers for tabs in layer.iterchildren(W + "tabs") for tab in tabs),
        }

    def run(self, paragraph: Element | None, properties: Element | None) -> dict[str, Any]:
        """The form of a run in a paragraph with these properties."""
        layers = [*self._runs]
        for each in (*self._chain(self._paragraph_style(paragraph)), *self._chain(value(properties, "rStyle"))):
            if (found := child(each, "rPr")) is not None:
                layers.append(found)
        if properties is not None:
            layers.append(properties)
        size = next((whole(said, 21) for layer in reversed(layers) if (said := value(layer, "sz"))), 20) / 2
        colour = next((said for layer in reversed(layers) if (said := value(layer, "color"))), "auto")
        under = next((said for layer in reversed(layers) if (said := value(layer, "u"))), "none")
        raised = next((said for layer in reversed(layers) if (said := value(layer, "vertAlign"))), "baseline")
        named = self._merged(layers, "rFonts")
        return {
            "size": min(max(size, 1.0), 400.0), "font": self._font(named), "bold": _said(layers, "b") or False, "under": under != "none",
            "strike": bool(_said(layers, "strike") or _said(layers, "dstrike")), "raised": raised if raised in ("superscript", "subscript") else "",
            "colour": f"#{colour.lower()}" if _COLOUR.fullmatch(colour) else "#000000", "hidden": _said(layers, "vanish") or False,
            "capitals": _said(layers, "caps") or False,
        }

    def families(self) -> dict[str, list[Any]]:
        """The fonts that runs asked for so far, as letter.typ takes them."""
        return dict(self._families)

    def _font(self, named: dict[str, str]) -> str:
        """A key of `families`: the named font where it is installed, else one of its kind."""
        wanted, latin = named.get("eastAsia", ""), named.get("ascii", "")
        use = _use(wanted) or ("song" if not latin else _use(latin) if not wanted else None) or "song"
        key = f"{use}|{wanted}|{latin}"
        if key not in self._families:
            families = fonts()[1]
            own = [wanted] if wanted in families and wanted not in WANTED[use] else []
            self._families[key] = [*([{"name": latin, "covers": "latin-in-cjk"}] if latin in families else []), *own, *chosen_fonts()[use]]
        return key

    def _paragraph_style(self, properties: Element | None) -> str | None:
        return value(properties, "pStyle") or self._default

    def _chain(self, name: str | None) -> list[Element]:
        """A style and those it is based on, farthest first."""
        if name not in self._chains:
            found: dict[str, Element] = {}
            at = name
            while at is not None and at not in found and at in self._styles:
                found[at] = self._styles[at]
                at = value(self._styles[at], "basedOn")
            self._chains[name] = list(reversed(found.values()))
        return self._chains[name]

    def table(self, properties: Element | None) -> Iterator[Element]:
        """The table properties of a table's style and its own, farthest first."""
        for style in self._chain(value(properties, "tblStyle")):
            if (found := child(style, "tblPr")) is not None:
                yield found
        if properties is not None:
            yield properties

    @staticmethod
    def _merged(layers: list[Element], name: str) -> dict[str, str]:
        """The attributes of a property, the nearest of each; a count of characters outdoes what a farther layer says in points."""
        made: dict[str, str] = {}
        for layer in layers:
            found = child(layer, name)
            for key, said in found.attrib.items() if found is not None else ():
                local = etree.QName(str(key)).localname
                if local in ("firstLine", "hanging"):
                    made.pop("hanging" if local == "firstLine" else "firstLine", None)
                if not local.endswith("Chars") and f"{local}Chars" not in (etree.QName(str(other)).localname for other in found.attrib):  # type: ignore[union-attr]
                    made.pop(f"{local}Chars", None)
                made[local] = str(said)
        return made


def line_height(spacing: tuple[int, str, float], size: float) -> float:
    """Points from line to line where the largest type is of `size`: what ``w:spacing`` says, on the grid's pitch where it has one."""
    line, rule, pitch = spacing
    natural = size * _NATURAL
    if pitch:
        natural = pitch * max(1, -(-natural // pitch))
    return max(line / 20 if rule == "exact" else max(line / 20, natural) if rule == "atLeast" else natural * line / 240, 1.0)


def _use(name: str) -> str | None:
    return next((use for pattern, use in _USES if re.search(pattern, name)), None) if name else None


def _said(layers: list[Element], name: str) -> bool | None:
    for layer in reversed(layers):
        found = child(layer, name)
        if found is not None:
            return found.get(W + "val") not in OFF
    return None


def _length(indent: dict[str, str], name: str, size: float) -> float:
    characters = whole(indent.get(f"{name}Chars"), 0)
    return characters / 100 * size if characters else whole(indent.get(name), 0) / 20


def _space(spacing: dict[str, str], name: str, size: float) -> float:
    if spacing.get(f"{name}Autospacing") not in (None, *OFF):
        return 14.0
    lines = whole(spacing.get(f"{name}Lines"), 0)
    return lines / 100 * 12 if lines else whole(spacing.get(name), 0) / 20


def _edge(node: Element | None) -> list[Any] | None:
    """A border as [points, colour]; None where there is none."""
    if node is None or node.get(W + "val", "none") in ("none", "nil"):
        return None
    colour = node.get(W + "color", "auto")
    return [min(whole(node.get(W + "sz"), 4) / 8, 12.0) or 0.5, f"#{colour.lower()}" if _COLOUR.fullmatch(colour) else "#000000"]


Edge = Callable[[Element | None], "list[Any] | None"]
edge: Edge = _edge
