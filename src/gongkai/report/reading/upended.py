"""Table 4 with one number a line (行政复议 | 结果维持 | 0) → its rows, each with its numbers in the form's order."""

from __future__ import annotations

from functools import cache

from gongkai.report.form import editions
from gongkai.report.reading.lexicon import lexicon
from gongkai.report.reading.rows import Line, Token

_FEWEST = 8
"""So many heads on lines of their own, each with its number, are the table turned on its side."""


@cache
def _columns() -> dict[str, str]:
    """Key → label of the columns of table 4, in official order."""
    return {column.key: column.label for form in editions().values() for column in form.tables["4"].blocks[0].columns}


def set_up(lines: list[Line]) -> list[Line]:
    """The lines, those of a table 4 that goes down with one number a line as a line of heads and a line for each row."""
    if sum(any(_key(token, "head") for token in line.tokens) for line in lines) < _FEWEST:
        return lines
    made: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if all(token.kind == "value" or _key(token, "row") or _key(token, "head") or _key(token, "group") for token in line.tokens):
            run.append(line)
        else:
            made += [*_rows(run), line]
            run = []
    return [*made, *_rows(run)]


def _key(token: Token, kind: str) -> str | None:
    """The key of the row or column of table 4 that a label names; what it is called where it names a group."""
    return next((meaning.key or meaning.label for meaning in token.meanings if meaning.table == "4" and meaning.kind == kind), None)


def _rows(run: list[Line]) -> list[Line]:
    """The rows in lines of labels and numbers; the lines themselves where not every head has its number and its row."""
    found: dict[str, dict[str, Token]] = {}
    labels: dict[str, Token] = {}
    row = head = None
    for token in (token for line in run for token in line.tokens):
        if token.kind == "value":
            if row and head and head not in found[row]:
                found[row][head] = token
            elif not token.blank:
                return run
            head = None
        elif key := _key(token, "head"):
            if head or not row:
                return run
            head = key
        elif head:
            return run
        elif key := _key(token, "row"):
            row = key
            labels.setdefault(key, token)
            found.setdefault(key, {})
    if sum(map(len, found.values())) < _FEWEST or any(len(cells) < len(_columns()) for cells in found.values()):
        return run
    first = run[0]
    heads = [Token("label", label, lexicon().find(label), None, first.tokens[0].place) for label in _columns().values()]
    return [Line(heads, True, False, first.start, first.end),
            *(Line([labels[key], *(cells[column] for column in _columns())], True, False, first.start, run[-1].end)
              for key, cells in found.items())]
