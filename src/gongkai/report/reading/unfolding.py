"""Long lines that hold headings or whole tables → lines of their own; a grid that holds the whole report → its parts.

Some tools save a page as one line. Such a line is cut before the form's section headings and where a table begins;
lines that hold none of these stay as they are. A sheet, or a table made for the page's layout, holds title, headings and
sentences as rows of one cell between the rows of the tables.
"""

from __future__ import annotations

import re
from functools import cache

from gongkai.report.form import editions
from gongkai.report.reading.document import Grid, GridCell, Paragraph
from gongkai.report.reading.headings import section_heading
from gongkai.report.reading.rows import lex
from gongkai.report.reading.titles import TITLE

_ENDED = re.compile(r"。\s*$|[：:)）]\s+$")
_HEADED = re.compile(r"[一二三四五六]\s*[、.．]\s*\S{4,24}\s")
_WITHIN = re.compile(r"信息公开.{0,14}(?:报告|年报)|[一二三四]、(?:总体情况|主动公开|收到和处理|政府信息公开行政)")
_SENTENCE = 8
"""A row of fewer characters in one cell is a measure or a piece of a head."""
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
        if len(pieces) < 3 and not (len(pieces) == 2 and _ENDED.search(pieces[0]) and (_HEADED.match(pieces[1]) or _heads(pieces[1]))):
            made.append(block)
        else:
            made.extend(Paragraph(piece, block.place) for piece in pieces)
    return made


def whole_report(grid: Grid) -> bool:
    """Whether a grid may hold more of a report than its tables: its title, or the heading of a section."""
    return _WITHIN.search(grid.words()) is not None


def unrolled(grid: Grid) -> list[Paragraph | Grid]:
    """A grid cut at the rows that hold a title, a section's heading or sentences: these as paragraphs, what is between them
    as grids. The grid itself where it has neither title nor heading."""
    alone = [_alone(row) for row in grid.rows]
    if not any(cell is not None and (TITLE.search(cell.text) or _heads(cell.text)) for cell in alone):
        return [grid]
    made: list[Paragraph | Grid] = []
    rows: list[list[GridCell]] = []
    for row, cell in zip([*grid.rows, []], [*alone, None], strict=True):
        if cell is None and row:
            rows.append(row)
            continue
        if any(each.text.strip() for one in rows for each in one):
            made.append(Grid(rows, grid.place, guessed=grid.guessed))
        rows = []
        if cell is not None:
            made += [Paragraph(line, cell.place) for line in cell.text.split("\n")]
    return made


def _heads(text: str) -> bool:
    heading = section_heading(text)
    return heading is not None and heading.known


def _alone(row: list[GridCell]) -> GridCell | None:
    """The one cell with words of a row that is no row of a table, None for any other row."""
    full = [cell for cell in row if cell.text.strip()]
    if len(full) != 1 or full[0].rowspan > 1 or (len(full[0].text) < _SENTENCE and not _heads(full[0].text)):
        return None
    return full[0] if _heads(full[0].text) or all(kind == "text" for kind, *_ in lex(full[0].text)) else None
