"""md: GitHub's pipe tables, text escaped so that every mark of it survives.

Markdown has no merged cells: a cell that spans stands at its upper left corner and leaves the cells it covers empty,
so that every row has all columns and a number stands under its head. The heads' lower rows follow the delimiter row.
"""

from __future__ import annotations

import re

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing.layout import LaidTable
from gongkai.report.writing.manuscript import compose

_MARKS = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#\w])|!(?=\[|--)")
_START = re.compile(r"(?P<list>\d{1,9})(?=[.)](?:\s|$))|[#+\-=](?=.*)")
_CENTRED, _LEFT = ":---:", ":---"


def render(report: Report, form: Form) -> bytes:
    """The report as UTF-8 Markdown; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    pieces = [f"# {escape(text.name)}", *(escape(line.text) for line in text.preamble)]
    for chapter in text.chapters:
        pieces.append(f"## {escape(chapter.heading)}")
        for block in chapter.blocks:
            if isinstance(block, LaidTable):
                pieces.append(table(block))
            else:
                pieces.append(("### " if block.kind == "part" else "") + escape(block.text))
    pieces.extend(escape(line) for line in text.signature)
    return ("\n\n".join(pieces) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """One line of text as Markdown that shows exactly it.

        >>> print(escape("# 一|二 *三* &amp;"))
        \\# 一\\|二 \\*三\\* \\&amp;
        >>> print(escape("1. 甲"), escape("- 乙"), escape("3.5万元"))
        1\\. 甲 \\- 乙 3.5万元
    """
    text = _MARKS.sub(lambda match: "\\" + match[0], text)
    start = _START.match(text)
    if not start:
        return text
    if start["list"]:
        return f"{start['list']}\\{text[start.end():]}"
    return "\\" + text


def table(laid: LaidTable) -> str:
    """One statutory table with its spans laid out, one pipe table for each of its blocks.

    A block with fewer columns than the widest gets a narrower table, not empty cells that look like missing numbers.
    """
    ends = (*laid.starts[1:], len(laid.rows))
    return "\n\n".join(_pipes(laid, start, end) for start, end in zip(laid.starts, ends, strict=True))


def _pipes(laid: LaidTable, start: int, end: int) -> str:
    columns = sorted({cell.column for row in laid.rows[start:end] for cell in row})
    place = {column: index for index, column in enumerate(columns)}
    grid = [[""] * len(columns) for _ in range(start, end)]
    for row in laid.rows[start:end]:
        for cell in row:
            grid[cell.row - start][place[cell.column]] = escape(cell.text) if cell.text not in "-+=" else cell.text
    rows = [f"| {' | '.join(row)} |" for row in grid]
    marks = [_LEFT if column < laid.label_columns else _CENTRED for column in columns]
    rows.insert(1, f"| {' | '.join(marks)} |")
    return "\n".join(rows)
