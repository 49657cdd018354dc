"""What a document as a whole shows of damage: cells run together, lines removed, rows numbered, numbers displaced."""

from __future__ import annotations

from itertools import pairwise

from gongkai.report.model import Number
from gongkai.report.reading.records import Header, Record, Tables
from gongkai.report.reading.rows import Token

LONGEST_COUNT = 9
"""No cell of the form counts a thousand million."""


def _no_number(token: Token) -> bool:
    """Whether digits can be no number: 0000000, or more of them than any count has."""
    text = token.text.strip()
    kind = token.parsed.kind if token.parsed else None
    return len(text) > 1 and (kind == "digits" or (kind == "number" and text.isdigit() and len(text) > LONGEST_COUNT))


def run_together(tables: Tables) -> bool:
    """Whether cells have run together somewhere: digits that can be no number, one for each column."""
    return any(
        _no_number(token) and sum(not other.blank for other in record.values) == 1
        for record in tables.records
        for token in record.values
    )


def lines_removed(tables: Tables) -> bool:
    """Whether a tool removed lines equal to one before them: one cell a line, hardly a row whole, and no value ever
    printed twice in the document, or in a row's neighbouring cells."""
    known = [record for record in tables.records if record.key and not record.separated]
    rows = [[token.text.strip() for token in record.values if not token.blank] for record in known]
    texts = [text for row in rows for text in row]
    if len(texts) >= 3 and len(set(texts)) == len(texts) and len(known) >= 10 and 2 * rows.count([]) >= len(known):
        return True
    three = [row for record, row in zip(known, rows, strict=True) if record.table == "3"]
    long = [row for row in three if len(row) >= _TELLING]
    return (len(long) >= _TELLING and 2 * sum(len(row) < _COLUMNS for row in three) > len(three)
            and all(_one_a_line(record) for record in known)
            and not any(one == other for row in rows for one, other in pairwise(row)))


_TELLING = 3
"""So many values in so many rows would hold two equal neighbours, as most of the form's numbers are 0."""
_COLUMNS = 7


def _one_a_line(record: Record) -> bool:
    """Whether each of a record's values stands on a line of its own."""
    lines = [token.place.line for token in record.values if token.place and not token.blank]
    return None not in lines and len(set(lines)) == len(lines)


def drop_row_numbers(tables: Tables, header: Header) -> None:
    """Take the numbers of a column 序号 off the rows before them, in place, where they stand on lines of their own.

    Without that head they are row numbers where 1 stands before the first row, and 2, 3, 4 … end all rows but the last.
    """
    if header.rows:
        return
    first = [loose for loose in tables.loose if loose.table == header.table and loose.before_rows and len(loose.tokens) == 1]
    ends = []
    for record in [record for record in tables.records if record.header is header][:-1]:
        last = next((i for i in range(len(record.values) - 1, -1, -1) if not record.values[i].blank), None)
        if last is not None:
            ends.append((record, last, _count(record.values[last])))
    if not header.numbered:
        begun = any(_count(loose.tokens[0]) == 1 for loose in first)
        if not begun or len(ends) < 2 or [count for *_, count in ends] != list(range(2, len(ends) + 2)):
            return
    number = 2
    for record, last, count in ends:
        if count == number:
            del record.values[last:]
            number += 1
    tables.loose = [loose for loose in tables.loose if loose not in first]


def _count(token: Token) -> Number | None:
    return token.parsed.value if token.parsed else None


def displaced(tables: Tables, records: list[Record]) -> bool:
    """Whether numbers may stand at the wrong rows: pieces of labels or numbers are left over between rows that
    no bars or grid hold together. Where every number is the same it does not matter."""
    known = [record for record in records if record.key]
    if not known or any(record.separated and not _one_a_line(record) for record in known):
        return False
    odd = tables.orphans.get("3", 0) or any(
        loose.table == "3" and loose.before_rows and len(loose.tokens) > 1 for loose in tables.loose
    )
    values = {token.text.strip() for record in known for token in record.values if not token.blank}
    return bool(odd) and len(values) > 1


def dumped(tables: Tables, records: list[Record]) -> bool:
    """Whether the rows of table 2 have other rows' numbers, and numbers are left over: labels stand first and numbers later, as where
    a tool read its columns one after the other, so that hardly a row has values; or numbers stand before their label, so that the
    last row under any heads has none."""
    known = [record for record in records if record.key]
    if not known or any(record.separated and not _one_a_line(record) for record in known) or not any(loose.table == "2" for loose in tables.loose):
        return False
    empty = [all(token.blank for token in record.values) for record in known]
    last = {id(record.header): without for record, without in zip(known, empty, strict=True)}
    return 2 * sum(empty) >= len(known) or all(last.values())
