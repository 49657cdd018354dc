"""Empty cells at the ends of rows of text: which of them are cells, and whether a row may have moved up into them.

Where a tool drops a cell and fills the line up behind, or ends every line with tabs, the numbers behind the lost cell stand one
column too far to the left, and nothing but the sums shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gongkai.report.reading.placing import Candidate, Placed, without_padding
from gongkai.report.reading.records import Record
from gongkai.report.reading.rows import Token

_Row = tuple[Record, int]
"""A row and how many columns stand over it."""


def trim(rows: Iterable[_Row]) -> bool:
    """Take off, in place, the empty cells at the ends of rows that full rows have as well: a line's last tabs are no cells.
    Whether any full row had such."""
    kinds: dict[tuple[int, str | None, int], list[_Row]] = {}
    for record, count in rows:
        if _in_text(record):
            block = record.meaning.block if record.meaning else None
            kinds.setdefault((id(record.header), block, record.depth), []).append((record, count))
    padded = False
    for members in kinds.values():
        spare = {_ends(record) for record, count in members if _full(record, count)} - {0}
        if not spare or any(_full(record, count) and not _ends(record) for record, count in members):
            continue
        padded = True
        for record, _ in members:
            # Where full rows differ in length, how many cells end a row says nothing.
            if ends := min(_ends(record), max(spare)):
                del record.values[len(without_padding(record.values)) - ends:]
    return padded


def drop_ends(rows: Iterable[_Row]) -> None:
    """Take all empty cells off the ends of rows that lack more than their last cell, in place: of a text that keeps none between
    two numbers they tell nothing."""
    for record, count in rows:
        solid = _solid(record)
        if _in_text(record) and 0 < len(solid) < count and (record.table == "2" or len(solid) < count - 1):
            del record.values[solid[-1] + 1:]


def keeps_empty(records: Iterable[Record]) -> bool:
    """Whether an empty cell stands between two numbers of a row of text somewhere."""
    return any(_in_text(record) and (solid := _solid(record)) and solid[-1] - solid[0] >= len(solid) for record in records)


def wide(rows: Iterable[_Row]) -> bool:
    """Whether a row of text has more cells than columns stand over it."""
    return any(_in_text(record) and _solid(record) and len(without_padding(record.values)) > count for record, count in rows)


def shows_none(records: Iterable[Record], rows: Iterable[_Row]) -> bool:
    """Whether no row of text has an empty cell before a number, and none of `rows` all its numbers: then nothing shows that a cell
    which is empty is printed in its place."""
    return not any(_in_text(record) and count > 1 and _full(record, count) for record, count in rows) and not any(
        _in_text(record) and (solid := _solid(record)) and solid[-1] >= len(solid) for record in records)


def _in_text(record: Record) -> bool:
    return record.separated and not record.geometric and not record.guessed and record.key is not None


def _solid(record: Record) -> list[int]:
    return [index for index, token in enumerate(record.values) if not token.blank]


def _full(record: Record, count: int) -> bool:
    solid = _solid(record)
    return len(solid) == count and solid[-1] - solid[0] == count - 1 and not record.values[solid[0]].shared


def _ends(record: Record) -> int:
    """How many empty cells end a row, those aside that fill it up."""
    solid = _solid(record)
    return len(without_padding(record.values)) - 1 - solid[-1] if solid else 0


def reconsider(rows: Sequence[Placed]) -> None:
    """Give rows without their last total all placements with a cell missing before it, in place, where their numbers do not tell
    that it is the total that is missing: then it is as likely another, and the rest moved up.
    """
    for items in (False, True):
        alike = [placed for placed in rows if _certain(placed) and ("." in str(placed.record.key)) is items]
        lacking = [(placed, verdict) for placed in alike if (verdict := _verdict(placed)) is not None]
        printed = sum(any(placed.numbers(placed.candidates[0])) for placed in alike if not _blank(placed.candidates[0][-1]))
        less, as_much = (sum(verdict == wanted for _, verdict in lacking) for wanted in (-1, 0))
        if less > as_much and len(lacking) > printed:
            continue  # A table that leaves totals out, as rows show whose last number is less than the others together.
        for placed, _ in lacking:
            placed.sure = False
            placed.candidates = [] if _blank(placed.candidates[0][-2]) else [*placed.candidates, *_moved(placed)]


def _certain(placed: Placed) -> bool:
    record = placed.record
    return (placed.sure and len(placed.candidates) == 1 and record.separated and not record.geometric and not record.guessed
            and len(placed.leaves) > 2 and placed.leaves[-1].key == "total" and all(leaf.key for leaf in placed.leaves))


def _blank(token: Token | None) -> bool:
    return token is None or token.blank


def _verdict(placed: Placed) -> int | None:
    """How the last number stands to the others of its sum in a row without a total, where the total would stand had a cell
    before it been lost: -1 less, 0 as much, 1 more. 0 as well where a sum before it does not hold. None for any other row."""
    candidate = placed.candidates[0]
    if not _blank(candidate[-1]):
        return None
    numbers = [number or 0 for number in placed.numbers(candidate)]
    starts = [0] + [index + 1 for index, leaf in enumerate(placed.leaves[:-1]) if leaf.key == "total"]
    for start, following in pairwise(starts):
        if not _blank(candidate[following - 1]) and sum(numbers[start:following - 1]) != numbers[following - 1]:
            return 0
    *others, last = numbers[starts[-1]:-1]
    if _blank(candidate[-2]) or not any((last, *others)):
        return None
    return (last > sum(others)) - (last < sum(others))


def _moved(placed: Placed) -> list[Candidate]:
    tokens = placed.candidates[0][:-1]
    return [(*tokens[:at], None, *tokens[at:]) for at in range(len(tokens))]
