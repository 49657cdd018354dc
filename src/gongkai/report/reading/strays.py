"""Lines of numbers outside of every table that was found: told, never passed over.

Where heads and labels are lost or spelt past recognition, their numbers would stand in the narrative unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gongkai.report.form import editions
from gongkai.report.model import Finding, Place
from gongkai.report.reading.ledger import NUMERALS, short
from gongkai.report.reading.numbers import parse

_BOUNDS = re.compile(r"[\s|｜│┃丨]+")
_BEGINS = re.compile(r"[\s|｜│┃丨]*[\d０-９/—-]")
_FEWEST = 3
"""A number or two on lines of their own are a page's number or a date's pieces rather than a table's cells."""
_ROW = 7
"""So many in a row are a table's also in a section that has none: an unknown row may look like its heading."""


@cache
def _tables() -> dict[int, str]:
    """Section → the number of its table."""
    return {table.section: table.number for form in editions().values() for table in form.tables.values()}


def with_strays(findings: list[Finding], lines: Iterable[tuple[str, Place | None, int]]) -> list[Finding]:
    """The findings of reading the tables, with one for each run of lines that hold numbers only.

    Where nothing of a section's table was read, its numbers are what is left of it: the finding that the table is
    missing gives way to theirs. `lines` are the narrative's: text, place, number of the section.
    """
    missing = {f.cells[0].split(".", 1)[0]: f for f in findings if f.code == "read.table_missing"}
    found = [(_tables().get(section), words, place, section) for words, place, section in _runs(lines)]
    told = {table for table, *_ in found}
    kept = [f for f in findings if f.code != "read.table_missing" or f.cells[0].split(".", 1)[0] not in told]
    for table, words, place, section in found:
        gone = missing.pop(table, None) if table else None
        where = f"表{NUMERALS[table]}" if table else f"第{'一二三四五六'[section - 1]}部分"
        kept.append(Finding(
            "read.leftover", "warning",
            f"{where}的数字“{short(words)}”没有读到表头和行标签，未计入任何单元格，请核对原件。",
            gone.cells if gone else (), None, words, place))
    return kept


def _runs(lines: Iterable[tuple[str, Place | None, int]]) -> list[tuple[str, Place | None, int]]:
    """The runs of number lines in the sections: the numbers, the place and the section of each."""
    found: list[tuple[str, Place | None, int]] = []
    run: list[str] = []
    start: Place | None = None
    within = 0

    def close() -> None:
        if sum(piece.isdigit() for piece in run) >= (_FEWEST if within in _tables() else _ROW):
            found.append((" ".join(run), start, within))
        run.clear()

    for text, place, section in lines:
        if run and not _BOUNDS.sub("", text):
            continue
        pieces = _numbers(text) if 1 <= section <= 6 else []
        if not pieces or section != within:
            close()
        if pieces:
            if not run:
                start, within = place, section
            run += pieces
    close()
    return found


def _numbers(text: str) -> list[str]:
    """The pieces of a line that holds numbers and marks only, [] for any other."""
    if not _BEGINS.match(text):
        return []
    pieces = [piece for piece in _BOUNDS.split(text) if piece]
    return pieces if all(parse(piece).kind != "text" for piece in pieces) else []
