"""What a document as a whole shows of damage: cells run together, lines removed, rows numbered, numbers displaced."""

from __future__ import annotations

from gongkai.report.reading.tables import Header, Record, Tables

_LONGEST_COUNT = 9
"""No cell of the form counts a thousand million."""


def run_together(tables: Tables) -> bool:
    """Whether cells have run together somewhere: digits that can be no number, one for each column."""
    return any(
        token.parsed
        and (token.parsed.kind == "digits" or (token.parsed.kind == "number" and len(token.text.strip()) > _LONGEST_COUNT
                                               and token.text.strip().isdigit()))
        and len(token.text.strip()) > 1
        and sum(not other.blank for other in record.values) == 1
        for record in tables.records
        for token in record.values
    )


def lines_removed(tables: Tables) -> bool:
    """Whether a tool removed lines that stood before: one cell a line, no value ever printed twice, rows empty."""
    known = [record for record in tables.records if record.key and not record.separated]
    texts = [token.text.strip() for record in known for token in record.values if not token.blank]
    empty = sum(all(token.blank for token in record.values) for record in known)
    return len(texts) >= 3 and len(set(texts)) == len(texts) and len(known) >= 10 and 2 * empty >= len(known)


def drop_row_numbers(tables: Tables, header: Header) -> None:
    """Take the numbers of a column 序号 off the rows before them, in place."""
    number = 2
    records = [record for record in tables.records if record.header is header]
    for record in records[:-1]:
        last = next((i for i in range(len(record.values) - 1, -1, -1) if not record.values[i].blank), None)
        if last is not None and (parsed := record.values[last].parsed) and parsed.value == number:
            del record.values[last:]
            number += 1
    tables.loose = [
        loose
        for loose in tables.loose
        if not (loose.table == header.table and loose.before_rows and len(loose.tokens) == 1)
    ]


def displaced(tables: Tables, records: list[Record]) -> bool:
    """Whether numbers may stand at the wrong rows: pieces of labels or numbers are left over between rows that
    no bars or grid hold together. Where every number is the same it does not matter."""
    known = [record for record in records if record.key]
    if not known or any(record.separated for record in known):
        return False
    odd = tables.orphans.get("3", 0) or any(
        loose.table == "3" and loose.before_rows and len(loose.tokens) > 1 for loose in tables.loose
    )
    values = {token.text.strip() for record in known for token in record.values if not token.blank}
    return bool(odd) and len(values) > 1
