"""The narrative as running text: lines joined to sentences, each character traceable to its place.

`passages` cuts a report into the preamble and its sections. Lines that a page broke in mid sentence (PDF, hard-wrapped
text) are joined again, white space inside Chinese is dropped. Beside the printed text stands the same in plain spelling, one character for one: digits half-width, marks
full-width. A part's heading stays on its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.model import Place, Report
from gongkai.report.reading.facts_words import words

_SPACE = re.compile(r"(?<![0-9A-Za-z])[ \t\u3000\xa0\u2002-\u200d\ufeff]+|[ \t\u3000\xa0\u2002-\u200d\ufeff]+(?![0-9A-Za-z])")
_ODD_SPACE = re.compile(r"[ \t\u3000\xa0\u2002-\u200d\ufeff]")
_MARKER = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|第[一二三四五六七八九十][、，])"
)
_HEADING_END = re.compile(r"[。：，；]")
_TERMINAL = "。！？；："
_BOUNDARY = re.compile(r"[。！？\n]")
_MARK = re.compile(r"[，。；：！？（）\n…—]")
_NUMERALS = "〇一二三四五六七八九"
_WRAPPED = 18
"""A line shorter than this was not broken by a page's margin."""


@dataclass(slots=True)
class Line:
    """One printed line of a passage: where it starts in the passage's text, and where it stands in the source."""

    start: int
    place: Place | None


class Passage:
    """The preamble (section 0) or one section: `text` in plain spelling, `printed` as it stands, of equal length.

    `title` is the section's heading as printed, 导语 for the preamble; `headings` are offset and wording of the headings of
    parts, such as （二）依申请公开情况. `spoken` tells which vocabularies occur at all; see `facts_topics.Topics.spoken`.
    """

    __slots__ = ("_boundaries", "_breaks", "_heading_starts", "_marks", "_starts", "headings", "lines", "printed", "section",
                 "spoken", "text", "title")

    def __init__(self, section: int, text: str, printed: str, lines: list[Line], title: str = "",
                 headings: Sequence[tuple[int, str]] = ()) -> None:
        self.section, self.text, self.printed, self.lines, self.title, self.headings = section, text, printed, lines, title, headings
        self.spoken: dict[str, bool] = {}
        self._starts = [line.start for line in lines]
        self._heading_starts = [start for start, _ in headings]
        self._boundaries = [found.start() for found in _BOUNDARY.finditer(text)]
        self._breaks = [at for at in self._boundaries if text[at] == "\n"]
        # A comma inside 1,203 is no mark.
        self._marks = [at for at in [found.start() for found in _MARK.finditer(text)]
                       if text[at] != "，" or not text[at + 1:at + 4].isdigit() or not text[at - 1:at].isdigit()]

    def place(self, offset: int) -> Place | None:
        """Where the character at an offset stands in the source."""
        index = bisect_right(self._starts, offset) - 1
        return self.lines[index].place if index >= 0 else None

    def heading(self, offset: int) -> str | None:
        """The heading of the part in which an offset lies."""
        index = bisect_right(self._heading_starts, offset) - 1
        return self.headings[index][1] if index >= 0 else None

    def under(self, offset: int) -> str:
        """The headings above an offset: that of （二）依申请公开情况 as well below its 1. 收到申请."""
        index = bisect_right(self._heading_starts, offset) - 1
        if index < 0:
            return ""
        own = self.headings[index][1]
        above = next((heading for _, heading in reversed(self.headings[:index]) if heading.startswith(("（", "("))), "")
        return own if own.startswith(("（", "(")) else f"{above}\n{own}"

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset; the full stop is left out."""
        return _around(self._boundaries, offset, len(self.text))

    def clause(self, offset: int) -> tuple[int, int]:
        """Start and end of the clause around an offset, cut at every mark."""
        return _around(self._marks, offset, len(self.text))

    def line(self, offset: int) -> int:
        """The paragraph around an offset, by its start."""
        index = bisect_right(self._breaks, offset - 1)
        return self._breaks[index - 1] + 1 if index else 0


def _around(cuts: list[int], offset: int, length: int) -> tuple[int, int]:
    index = bisect_right(cuts, offset - 1)
    start = cuts[index - 1] + 1 if index else 0
    return start, cuts[index] if index < len(cuts) else length


def passages(report: Report) -> list[Passage]:
    """The preamble and the sections in order, those without text left out.

    `report.hints["lines"]` gives the places where it agrees with the text; without it places are those of the section.
    """
    hinted: dict[int, list[tuple[str, Place | None]]] = {}
    for text, place, number in report.hints.get("lines", ()):
        hinted.setdefault(number or 0, []).append((text, place))
    made = []
    if report.preamble.strip():
        made.append(_passage(0, report.preamble, hinted.get(0), None, "导语"))
    for section in report.sections:
        if section.text.strip():
            title = section.printed or f"{_NUMERALS[section.number % 10]}、{section.heading}"
            made.append(_passage(section.number, section.text, hinted.get(section.number), section.place, title))
    return made


def _passage(number: int, text: str, hinted: list[tuple[str, Place | None]] | None, place: Place | None,
             title: str) -> Passage:
    places = _places(text, hinted) if hinted else {}
    pieces: list[str] = []
    printed: list[str] = []
    lines: list[Line] = []
    headings: list[tuple[int, str]] = []
    length = 0
    last, closed = "", True
    # Looked for once: most texts hold neither odd spaces nor odd spellings.
    spaced = _ODD_SPACE.search(text) is not None
    spelt = plain(text)
    for index, (raw, line) in enumerate(zip(text.split("\n"), spelt.split("\n"), strict=True)):
        bare = raw
        if spaced:
            bare, line = _SPACE.sub("", raw.strip()), _SPACE.sub("", line.strip())
        if not line:
            continue
        marker = _MARKER.match(line)
        if pieces and (closed or marker or last[-1] in _TERMINAL or len(last) < _WRAPPED):
            pieces.append("\n")
            printed.append("\n")
            length += 1
        lines.append(Line(length, places.get(index, place)))
        closed = False
        if marker:
            end = _HEADING_END.search(line, marker.end())
            wording = bare[:end.start()] if end else bare
            if len(wording) <= 36:
                headings.append((length, wording))
                closed = end is None
        pieces.append(line)
        printed.append(bare)
        length += len(line)
        last = line
    return Passage(number, "".join(pieces), "".join(printed), lines, title.strip(), headings)


def _places(text: str, hinted: list[tuple[str, Place | None]]) -> dict[int, Place | None]:
    """Line number in `text` → place. Hinted lines are walked along the text; one that is not found there is left."""
    printed = text.split("\n")
    made: dict[int, Place | None] = {}
    at = 0
    for wording, place in hinted:
        wording = wording.strip()
        if not wording:
            continue
        for index in range(at, len(printed)):
            if printed[index].strip() == wording:
                made[index] = place
                at = index + 1
                break
    return made


def plain(text: str) -> str:
    """Plain spelling, one character for one: digits half-width, marks full-width.

        >>> plain("收到申请１２件,办结3件;")
        '收到申请12件，办结3件；'
    """
    if words().odd.search(text):
        for odd, usual in words().characters.items():
            text = text.replace(odd, usual)
    return text
