"""The lines of a text as they were before an editor, a mail program or a terminal laid hands on them: without the numbers of
lines, marks of quotations and of lists, with lines that were folded at a width put together again, and with tabs for commas between cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from gongkai.report.reading.headings import section_heading
from gongkai.report.reading.lexicon import lexicon
from gongkai.report.reading.numbers import parse_cell

_LINE_NUMBER = re.compile(r"\s*(\d{1,6})(?:\t|[:：] ?|\s{1,2}|$)")
_QUOTED = re.compile(r"(?:\s{0,3}>)+ ?")
_LISTED = re.compile(r"\s*(?:[-+*•·](?:\s+|$)){1,2}")
_LISTED_WORDS = re.compile(r"\s*(?:[-+*•·]\s+){1,2}[\u4e00-\u9fff（(]")
_LISTED_NUMBER = re.compile(r"\s*(?:[-+*•·]\s+){1,2}\d")
_CELL = re.compile(r"\s*[|｜│┃\t]|\s+\d")
_CUTS = re.compile(r"[|｜│┃+\t]")
_LONE_NUMBER = re.compile(r"(?:\s|^)[\d,.]+$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = 12
"""So many characters of one line are a sentence's."""
_ENDS = "。；：！？;:"
_BORDERS = "|｜│┃+"
_CELL_ENDS = f"{_BORDERS}\t/-—"
_BLANK_CELLS = f"{_BORDERS} \t"
_FEWEST_LINES = 10
_FEWEST_FULL = 3
"""So many lines as wide as the widest, one of them a sentence that breaks off: a text folded at that width."""
_WIDTHS = range(30, 161)
_TAB = 8
_DELIMITERS = ",;，；&"
_FEWEST_ROWS = 5
_LONGEST_CELL = 80
_LONGEST_ROW = 4_000
CUT = "…"
"""Between numbers that one line ends and the next begins with, where one may have been cut or a blank between two left out."""


class Written(NamedTuple):
    """A line and its number, that of the first where several were put together."""

    number: int
    text: str


def as_written(lines: Sequence[str]) -> list[Written]:
    """The lines of a text, each with its number, as they were written.

        >>> [line.text for line in as_written([f"> 第{n}行" for n in range(12)])][:2]
        ['第0行', '第1行']
    """
    made = _unquoted([Written(number, text) for number, text in enumerate(_numbers_off(lines), 1)])
    unfolded = _unfolded(made)
    return _delimited(_unlisted(_unquoted(unfolded) if len(unfolded) < len(made) else made))


def _numbers_off(lines: Sequence[str]) -> Sequence[str]:
    """The lines without their own numbers, where every line with words begins with its own, as editors and cat -n print them."""
    bare: list[str] = []
    for number, line in enumerate(lines, 1):
        match = _LINE_NUMBER.match(line)
        if match is None or int(match[1]) != number:
            if line.strip():
                return lines
            bare.append(line)
        else:
            bare.append(line[match.end():])
    return bare if len(bare) >= _FEWEST_LINES else lines


def _unquoted(lines: list[Written]) -> list[Written]:
    """The lines without ``>``, where every line with words begins with it."""
    full = [line for line in lines if line.text.strip()]
    if len(full) < _FEWEST_LINES or not all(_QUOTED.match(line.text) for line in full):
        return lines
    return [Written(number, _QUOTED.sub("", text, count=1)) for number, text in lines]


def _unlisted(lines: list[Written]) -> list[Written]:
    """The lines without marks of lists, where numbers stand behind such: ``- 37`` is an item as ``- 规章`` is, and no number below 0."""
    if not any(_LISTED_NUMBER.match(line.text) for line in lines) or (
            sum(_LISTED_WORDS.match(line.text) is not None for line in lines) < _FEWEST_FULL):
        return lines
    return [Written(number, _LISTED.sub("", text, count=1)) for number, text in lines]


def _delimited(lines: list[Written]) -> list[Written]:
    """The lines, those of cells between commas or the like with tabs for them: rows of the form show which sign that is."""
    if any("\t" in line.text or "|" in line.text for line in lines):
        return lines
    for sign in _DELIMITERS:
        found = [(line, cells) for line in lines if sign in line.text and (cells := _cells(line.text, sign))]
        if sum(_is_row(cells) for _, cells in found) >= _FEWEST_ROWS:
            made = {line.number: "\t".join(cells) for line, cells in found if all(map(_may_be_cell, cells))}
            return [Written(line.number, made.get(line.number, line.text)) for line in lines]
    return lines


def _cells(text: str, sign: str) -> list[str]:
    """The cells of a line, quotes taken off; none where it breaks off within quotes or is longer than a row of the form."""
    if len(text) > _LONGEST_ROW:
        return []
    if sign == "&":
        return [cell.strip() for cell in text.rstrip("\\ ").split(sign)]
    return [cell.strip() for cell in next(csv.reader([text], delimiter=sign), [])] if text.count('"') % 2 == 0 else []


def _is_row(cells: list[str]) -> bool:
    """Whether cells are a label of the form and, beside labels, nothing but numbers, at least one."""
    kinds = [_kind(cell) for cell in cells]
    return "row" in kinds and "number" in kinds and "text" not in kinds


def _kind(cell: str) -> str:
    if any(meaning.kind in ("row", "group") for meaning in lexicon().find(cell)):
        return "row"
    return parse_cell(cell).kind


def _may_be_cell(cell: str) -> bool:
    return len(cell) <= _LONGEST_CELL and not any(sign in cell for sign in "。！？") and (len(cell) < _SENTENCE or bool(lexicon().find(cell)))


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _stops(text: str) -> int:
    """The width of a line with tab stops."""
    at = 0
    for char in text:
        at += _TAB - at % _TAB if char == "\t" else 2 if east_asian_width(char) in "WF" else 1
    return at


def _unfolded(lines: list[Written]) -> list[Written]:
    """The lines, those put together that a width had cut: sentences break off at one and the same width."""
    if len(lines) < _FEWEST_LINES:
        return lines
    for measure, spare in ((_columns, 1), (_stops, 1), (len, 0)):
        widths = [measure(line.text) for line in lines]
        widest = max(widths)
        if widest in _WIDTHS and _folded(lines, widths, widest - spare):
            return _joined(lines, widths, widest - spare)
    return lines


def _folded(lines: list[Written], widths: list[int], full: int) -> bool:
    cut = [index for index, width in enumerate(widths[:-1]) if width >= full and lines[index + 1].text.strip()]
    prose = sum(not _CUTS.search(text) and len(_CHINESE.findall(text)) >= _SENTENCE for index in cut if (text := lines[index].text.rstrip())[-1:] not in _ENDS)
    return len(cut) >= _FEWEST_FULL and prose > 0


def _framed(text: str) -> bool:
    """Whether a line is whole for having a border at both ends."""
    bare = text.strip()
    return bare[:1] in _BORDERS and bare[-1:] in _BORDERS and len(bare) > 1


def _begins(text: str, last: str) -> bool:
    """Whether a line begins something of its own: a section's heading, or a row of a table where the line before ends its cell with
    its `last` character."""
    heading = section_heading(text)
    return (heading is not None and heading.known) or ((last.isdigit() or last in _CELL_ENDS) and any(
        meaning.kind in ("row", "group") for meaning in lexicon().find(_CELL.split(text.lstrip(_BLANK_CELLS), maxsplit=1)[0])))


def _joined(lines: list[Written], widths: list[int], full: int) -> list[Written]:
    made: list[Written] = []
    open_line = False
    # Rows of a table that is as wide as that end in its border, all of them; where one does not, they are cut too.
    whole = all(_framed(text) for (_, text), width in zip(lines, widths, strict=True) if width >= full and text.strip()[:1] in _BORDERS)
    for line, width in zip(lines, widths, strict=True):
        text = line.text
        if open_line and text.strip() and not _begins(text.strip(), made[-1].text[-1]):
            number, before = made[-1]
            cut = text[0].isdigit() and _LONE_NUMBER.search(before) and "|" not in before
            made[-1] = Written(number, f"{before}{CUT if cut else ''}{text}")
        else:
            made.append(line)
        open_line = width >= full and not (whole and _framed(text))
    return made
