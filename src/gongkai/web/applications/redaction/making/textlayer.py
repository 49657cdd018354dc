"""Letters → the operators that write them invisibly where they stand, and the font and table that say what they are.

Characters get numbers in the order they come; the table that turns numbers back into text (ToUnicode) holds those that stay
and no other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from gongkai.web.applications.redaction.model import Letter

_MOST_CODES = 0xFFF0
_NARROWEST = 0.02
_CHUNK = 100
_SAME = 0.02
_FARTHEST = 2.0


class Codes:
    """The numbers of a file's characters, from 1."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, text: str) -> int | None:
        """The number of a character; None where there are none left."""
        if text not in self.known and len(self.known) >= _MOST_CODES:
            return None
        return self.known.setdefault(text, len(self.known) + 1)

    def table(self) -> bytes:
        """The ToUnicode table."""
        return table_of(self.known)


def table_of(characters: Iterable[str]) -> bytes:
    """The ToUnicode table of characters whose numbers count from 1."""
    lines = [b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
             b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
             b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
             b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"]
    pairs = [b"<%04X> <%s>\n" % (code, text.encode("utf-16-be").hex().upper().encode()) for code, text in enumerate(characters, 1)]
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start:start + _CHUNK]
        lines.append(b"%d beginbfchar\n" % len(part) + b"".join(part) + b"endbfchar\n")
    lines.append(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return b"".join(lines)


def written(letters: Iterable[Letter], height: float, codes: Codes) -> bytes:
    """The operators that write letters invisibly on a page of so many points in height, with the font ``/F``."""
    made: list[bytes] = []
    size = ""
    run: _Run | None = None
    for letter in letters:
        code = codes.of(letter.text) if letter.placed else None
        if code is None:
            continue
        if run is not None and run.takes(letter, code):
            continue
        if run is not None:
            made.append(run.operators(height, size))
            size = run.size
        run = _Run(letter, code)
    if run is not None:
        made.append(run.operators(height, size))
    return b"BT 3 Tr\n" + b"".join(made) + b"ET\n" if made else b""


class _Run:
    """Letters of one size and width that follow each other on one line, written by one operator."""

    def __init__(self, letter: Letter, code: int) -> None:
        self.first = letter
        self.em, self.wide = max(letter.em, 0.1), max(letter.advance, 0.1)
        self.stretch = max(_NARROWEST, self.wide / self.em)
        self.size = f"/F {_number(self.em)} Tf {_number(self.stretch * 100)} Tz "
        self.shown = f"<{code:04X}>"
        self.pen = self.em * self.stretch

    def takes(self, letter: Letter, code: int) -> bool:
        """Whether a letter goes on the run; it is then part of it."""
        if letter.turn != self.first.turn or max(abs(letter.em - self.em), abs(letter.advance - self.wide)) > _SAME:
            return False
        ahead, aside = _along(letter, self.first)
        back = self.pen - ahead
        if abs(aside) > _SAME or not -_FARTHEST * self.wide < back < 0.8 * self.wide:
            return False
        full = self.em * self.stretch
        kern = round(back * 1000 / full)
        self.shown += (f"{kern}" if kern else "") + f"<{code:04X}>"
        self.pen += full - kern * full / 1000
        return True

    def operators(self, height: float, size: str) -> bytes:
        """The operators, on a page of so many points in height; `size` is what holds already."""
        angle = math.radians(self.first.turn)
        cosine, sine = round(math.cos(angle)), round(math.sin(angle))
        return (("" if size == self.size else self.size) + f"{cosine} {-sine} {sine} {cosine} {_number(self.first.x)} "
                f"{_number(height - self.first.y)} Tm [{self.shown}] TJ\n").encode()


def _along(letter: Letter, start: Letter) -> tuple[float, float]:
    """How far a letter is from another along the line of writing, and beside it."""
    x, y = letter.x - start.x, letter.y - start.y
    return {0: (x, y), 90: (y, -x), 180: (-x, -y), 270: (-y, x)}[start.turn]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
