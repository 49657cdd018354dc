"""Automatic numbering: the 一、 and （一） that Word prints before a paragraph and that stand nowhere in its text.

``numbering.xml`` holds abstract lists (nine levels each) and numbered instances of them. Instances of one abstract
list count together; an instance may restart levels (startOverride) or replace them. A paragraph names an instance
and a level itself or through its style. Labels are therefore a matter of order: `Numbering.label` must be asked once
for each visible paragraph, in reading order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.report.reading.docx_numerals import numeral
from gongkai.report.reading.docx_styles import VAL, Styles, W, child, switch, value, whole

_LEVELS = 9
_LONGEST_TEXT = 255
_SLOT = re.compile(r"%([1-9])")
# After these a heading's words follow without a blank, as they are typed by hand.
_CLOSING = "、．.。，,：:；;)）〕】]》>"


@dataclass(slots=True)
class Level:
    """One level: its format, its text with %1 … %9, where it starts, after which level it restarts."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    shown: bool = True


@dataclass(slots=True)
class _List:
    """An abstract list: levels, the level that each paragraph style stands for, its running counters."""

    levels: dict[int, Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)
    link: str | None = None
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Instance:
    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The running numbers of one document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._restarted: set[tuple[str, int]] = set()
        for node in root.iterchildren(W + "abstractNum") if root is not None else ():
            made = self._lists[node.get(W + "abstractNumId", "")] = _List(link=value(node, "numStyleLink"))
            for level in node.iterchildren(W + "lvl"):
                index = whole(level.get(W + "ilvl"), 0)
                made.levels[index] = _level(level)
                if style := value(level, "pStyle"):
                    made.by_style[style] = index
        for node in root.iterchildren(W + "num") if root is not None else ():
            instance = self._instances[node.get(W + "numId", "")] = _Instance(value(node, "abstractNumId") or "")
            for override in node.iterchildren(W + "lvlOverride"):
                index = whole(override.get(W + "ilvl"), 0)
                if (start := value(override, "startOverride")) is not None:
                    instance.starts[index] = whole(start, 1)
                if (own := child(override, "lvl")) is not None:
                    instance.levels[index] = _level(own)

    def label(self, properties: etree._Element | None, style: str | None) -> tuple[str, bool]:
        """What Word prints before the next paragraph, and whether anything sets it apart from the text.

        Args:
            properties: the paragraph's ``w:pPr``, None where it has none.
            style: the name of its style, None for the default one.

        Returns:
            The label (``""`` for none and for bullets) and whether a tab or blank follows it.
        """
        inherited = self._styles.numbering(style)
        direct = child(properties, "numPr")
        number, level = value(direct, "numId"), value(direct, "ilvl")
        if number is None and inherited is None:
            return "", False
        if number is not None:
            index = whole(level, 0)
        else:
            number, styled, source = inherited or ("0", None, "")
            found = self._list(number)
            linked = found.by_style.get(style or source, found.by_style.get(source)) if found else None
            index = whole(level, 0) if level is not None else linked if linked is not None else styled or 0
        return self._next(number, index)

    def _list(self, number: str) -> _List | None:
        """The abstract list behind an instance, through numbering styles where they stand between."""
        for _ in range(_LEVELS):
            instance = self._instances.get(number)
            found = self._lists.get(instance.abstract) if instance else None
            if found is None or found.link is None or found.levels:
                return found
            named = self._styles.numbering(found.link)
            if named is None:
                return None
            number = named[0]
        return None

    def _next(self, number: str, index: int) -> tuple[str, bool]:
        found = self._list(number)
        if found is None or not 0 <= index < _LEVELS:
            return "", False
        instance = self._instances[number]
        counters = found.counters
        if index in instance.starts and (number, index) not in self._restarted:
            self._restarted.add((number, index))
            counters[index] = None
        own = self._level(found, instance, index)
        now = counters[index]
        counters[index] = instance.starts.get(index, own.start) if now is None else now + 1
        for deeper in range(index + 1, _LEVELS):
            restart = self._level(found, instance, deeper).restart
            if restart is None or index < restart:
                counters[deeper] = None
        return self._write(found, instance, own), own.suffix != "nothing"

    def _level(self, found: _List, instance: _Instance, index: int) -> Level:
        return instance.levels.get(index) or found.levels.get(index) or Level()

    def _write(self, found: _List, instance: _Instance, own: Level) -> str:
        if own.style == "bullet" or not own.shown:
            return ""

        def slot(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            level = self._level(found, instance, at)
            count = found.counters[at]
            style = "decimal" if own.legal and level.style != "none" else level.style
            return numeral(instance.starts.get(at, level.start) if count is None else count, style)

        return _SLOT.sub(slot, own.text).replace("\0", "").strip()


def joined(label: str, apart: bool, text: str) -> str:
    """Label and text on one line, so that neither runs into the other.

        >>> joined("一、", True, "总体情况"), joined("1.", True, "2023年"), joined("1", True, "总体")
        ('一、总体情况', '1. 2023年', '1 总体')
    """
    if not label or not text or not apart or (label[-1] in _CLOSING and not text[0].isascii()):
        return label + text
    return f"{label} {text}"


def _level(node: etree._Element) -> Level:
    restart = value(node, "lvlRestart")
    # Formats newer than the standard stand in mc:AlternateContent, with a fallback after them.
    style = next((found.get(VAL) for found in node.iter(W + "numFmt") if found.get(VAL) != "custom"), None)
    return Level(
        style or "decimal", (value(node, "lvlText") or "")[:_LONGEST_TEXT], whole(value(node, "start"), 0),
        None if restart is None else whole(restart, 0), switch(node, "isLgl") or False,
        value(node, "suff") or "tab", not switch(child(node, "rPr"), "vanish"),
    )
