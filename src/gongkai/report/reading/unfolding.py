"""Long lines that hold headings or whole tables → lines of their own.

Some tools save a page as one line. Such a line is cut before the form's section headings and where a table begins;
lines that hold none of these stay as they are.
"""

from __future__ import annotations

import re
from functools import cache

from gongkai.report.form import editions
from gongkai.report.reading.document import Grid, Paragraph

_ENDED = re.compile(r"[。：:)）]\s+$")
_HEADED = re.compile(r"[一二三四五六]\s*[、.．]\s*\S{4,24}\s")
_SHORTEST = 120
"""Shorter lines are looked at as a whole."""


@cache
def _cuts() -> re.Pattern[str]:
    headings = {words for form in editions().values() for section in form.sections
                for words in (section.heading, *section.variants) if len(words) >= 8}
    stubs = {block.stub for form in editions().values() for table in form.tables.values()
             for block in table.blocks if block.stub}
    blocks = {block.label for form in editions().values() for table in form.tables.values()
              for block in table.blocks if block.label}
    across = {table.blocks[0].rows[0].label + table.blocks[0].rows[1].label for form in editions().values()
              for table in form.tables.values() if table.layout == "across"}
    tables = "|".join(sorted(map(_loose, stubs | blocks | across), key=len, reverse=True))
    sections = "|".join(sorted(map(_loose, headings | {"总体情况"}), key=len, reverse=True))
    return re.compile(rf"(?=[一二三四五六]\s*[、.．]\s*(?:{sections}))|(?<![一二三四五六七八九十]是)(?=(?:{tables})\s*[^，。；、])")


def _loose(words: str) -> str:
    """A pattern for a wording with white space anywhere and brackets of either width."""
    marks = {"（": "[（(]", "）": "[)）]", "：": "[：:]", "，": "[，,]"}
    return r"[\s|]*".join(marks.get(char, re.escape(char)) for char in words if not char.isspace())


def unfold(blocks: list[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks with long lines cut where a section or a table begins."""
    made: list[Paragraph | Grid] = []
    for block in blocks:
        if isinstance(block, Grid) or len(block.text) < _SHORTEST or block.frame:
            made.append(block)
            continue
        pieces = [piece for piece in _cuts().split(block.text) if piece.strip()]
        if len(pieces) < 3 and not (len(pieces) == 2 and _ENDED.search(pieces[0]) and _HEADED.match(pieces[1])):
            made.append(block)
        else:
            made.extend(Paragraph(piece, block.place) for piece in pieces)
    return made
