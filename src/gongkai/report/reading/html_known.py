"""Tables that are taken out of a page before it is parsed, since just such a source was met before, its numbers aside.

Thousands of reports come out of the same few programs, which write the same tables around other numbers. A table whose
source is well formed reads the same wherever it stands: nothing that is open before it reaches into its cells, nothing
in it reaches out. So such a table is replaced by a small one that holds a mark, the page is parsed with that, and where
the parser writes the mark as a table and no otherwise, the known one is put. Where a mark is not found so (the table
stands in a comment or in an attribute that was never closed, or is hidden), the page is read again as it is.

A source is known from the second time on (`learn`). What it has to be like is told at `_learnt`; a number counts as one
where it alone stands between two tags, and in the grid alone in its cell, so that nothing else hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.report.reading.document import GridCell
from gongkai.report.reading.stencils import HOLE, Known, Stencil

_NUMBER = re.compile(rb">(\s*[0-9]{1,9}(?:\.[0-9]{1,6})?)(?=\s*<)")
_WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?")
_HOLE = HOLE.encode()
_TAKEN = b">" + _HOLE
_TAG = re.compile(rb"</?(?:table|tbody|thead|tfoot|tr|td|th|colgroup|col|caption|p|div|span|font|b|strong|i|em|u|a|br|o:p)(?=[\s/>])"
                  rb"|<!\[[^<>-]*>", re.I)
"""Tags that do nothing but what they do within their cell, and Word's conditions, which the parser skips."""
_HIDING = (b"display", b"visibility", b"hidden", b"line-through")
_BEFORE, _BEHIND = b"<!DOCTYPE html><html><head></head><body>", b"<p>end</p></body></html>"
_ALONE = re.compile("<table[^<>]*>(.*)</table><p>end</p>", re.DOTALL)
_LEAST, _MOST = 200, 200_000
"""Shorter sources are parsed as fast; longer ones are none of the form's tables."""
_TABLES = 20
"""So many tables of a page are looked at."""
_FIRST, _MARKS = 0xE000, 6_000
"""Unicode has so many characters for private use from this one on: one for each number, to see where it goes."""
_ROOM = 128
"""So many sources are kept, 20 kB each or so; then all are dropped, and those in use are soon learnt again."""
_KEPT: dict[bytes, Source | None] = {}
"""Sources with holes for their numbers; None for those that cannot be known."""
_MET: set[int] = set()
"""The hashes of sources that were met once."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a known source is read by. `fixed`: numbers that are words of a cell (the 5 of ``5.内部事务`` in a tag of its own),
    which have to be the same. `ranges`: which of the other numbers make up each of the stencil's, as Word parts digits;
    None where they do one by one."""

    stencil: Stencil
    fixed: tuple[tuple[int, bytes], ...]
    ranges: tuple[tuple[int, int], ...] | None

    def known(self, printed: Sequence[bytes]) -> Known | None:
        """The table with these numbers, None where they are not such as it is known for."""
        if any(printed[index] != value for index, value in self.fixed):
            return None
        joined = b"  ".join((b"", *printed, b"")).decode("ascii")
        numbers = joined.split()
        if self.ranges is None:  # 007 is no number
            return Known(self.stencil, numbers) if joined.count(" 0") == joined.count(" 0 ") + joined.count(" 0.") else None
        numbers = [b"".join(printed[start:end]).decode("ascii").lstrip() for start, end in self.ranges]
        return Known(self.stencil, numbers) if all(map(_WHOLE.fullmatch, numbers)) else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page without the tables that are known: these by what stands within the tables put for them, and the tables that are
    now met the second time, with holes and with what stood in them."""

    source: bytes
    known: dict[str, Known] = field(default_factory=dict)
    new: list[tuple[bytes, list[bytes]]] = field(default_factory=list)


def take_out(source: bytes, lower: bytes) -> Page:
    """The page with marks in place of known tables. `lower` is its source in small letters."""
    page = Page(source)
    if _HOLE in source:
        return page
    made: list[bytes] = []
    done = 0
    for start, end in _tables(lower):
        parts = _NUMBER.split(source[start:end])
        printed = parts[1::2]
        known = _find(_TAKEN.join(parts[::2]), printed, page.new)
        if known is not None:
            inside = f"<tr><td>{HOLE}{len(page.known)}</td></tr>"
            page.known[inside] = known
            made += (source[done:start], f"<table>{inside}</table>".encode())
            done = end
    return Page(b"".join((*made, source[done:])), page.known, page.new) if made else page


def _tables(lower: bytes) -> list[tuple[int, int]]:
    """Where tables without a table inside stand."""
    found: list[tuple[int, int]] = []
    at = 0
    while len(found) < _TABLES and (end := lower.find(b"</table>", at)) >= 0:
        start = lower.rfind(b"<table", at, end)
        at = end + len(b"</table>")
        if start >= 0 and _LEAST < end - start < _MOST:
            found.append((start, at))
    return found


def _find(key: bytes, printed: list[bytes], new: list[tuple[bytes, list[bytes]]]) -> Known | None:
    source = _KEPT.get(key)
    if source is not None:
        return source.known(printed)
    if key not in _KEPT:
        met = hash(key)
        if met in _MET:
            new.append((key, printed))
        elif len(_MET) >= 32 * _ROOM:
            _MET.clear()
        _MET.add(met)
    return None


def in_place(known: Mapping[str, Known], html: str) -> bool:
    """Whether each known table stands in what the parser wrote as a table."""
    return html.count(HOLE) == len(known) and all(f"<table>{inside}</table>" in html for inside in known)


Alone = Callable[[bytes], tuple[list[list[GridCell]], list[str]] | None]
"""A page that holds nothing but a table → its rows and the blocks that open in it, None where it is not `inside`."""


def learn(table: tuple[bytes, list[bytes]], alone: Alone) -> None:
    """Keep a source that is met the second time."""
    key, printed = table
    if len(_KEPT) >= _ROOM:
        _KEPT.clear()
    _MET.discard(hash(key))
    _KEPT[key] = _learnt(key, printed, alone)


def inside(html: str) -> str | None:
    """The inside of a table that `_learnt` puts alone on a page, None where something of it came to stand outside."""
    found = _ALONE.fullmatch(html)
    return found[1] if found else None


def _learnt(key: bytes, printed: list[bytes], alone: Alone) -> Source | None:
    """What a source is read by, None where it may read otherwise elsewhere or with other numbers.

    It may have no tags but those of tables and words, nothing may be hidden or struck out, and put alone on a page it has to
    be all within one table, with nothing left open behind it. Every number has to be in a cell, in the order of the source.
    """
    lower = key.lower()
    total = len(printed)
    if total > _MARKS or len(_TAG.findall(key)) != key.count(b"<") or any(word in lower for word in _HIDING):
        return None
    pieces = key.split(_HOLE)
    marked = [piece + number[:len(number) - len(number.lstrip())] + chr(_FIRST + index).encode()
              for index, (piece, number) in enumerate(zip(pieces, printed, strict=False))]
    table = alone(b"".join((_BEFORE, *marked, pieces[-1], _BEHIND)))
    if table is None:
        return None
    rows, opened = table
    ranges: list[tuple[int, int]] = []
    fixed: list[tuple[int, bytes]] = []
    at = 0
    for cell in (cell for row in rows for cell in row):
        marks = [ord(char) - _FIRST for char in cell.text if 0 <= ord(char) - _FIRST < total]
        if marks != list(range(at, at + len(marks))):
            return None
        at += len(marks)
        if marks and len(marks) == len(cell.text):
            ranges.append((marks[0], at))
            cell.text = HOLE
        else:
            fixed += [(mark, printed[mark]) for mark in marks]
            for mark in marks:
                cell.text = cell.text.replace(chr(_FIRST + mark), printed[mark].decode("ascii").lstrip())
    if at != total:
        return None
    plain = not fixed and all(end - start == 1 for start, end in ranges)
    return Source(Stencil(rows, opened), tuple(fixed), None if plain else tuple(ranges))


def forget() -> None:
    """Drop all known sources: the next pages are parsed as they are."""
    _KEPT.clear()
    _MET.clear()
