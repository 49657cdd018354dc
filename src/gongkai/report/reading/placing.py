"""Values → columns. Where a row's cells are all there they are taken one by one; where some are lost or have run
together, all possible placements are listed. Which of them cannot be, the declared sums tell (settling.py).

What is left over after that decides: one placement, and the values are known (marked inferred); several, and the
cells on which they differ stay empty. A printed number is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb

from gongkai.report.model import Number
from gongkai.report.reading.heads import Leaf
from gongkai.report.reading.numbers import Parsed, parse
from gongkai.report.reading.records import Record
from gongkai.report.reading.rows import Token

Candidate = tuple[Token | None, ...]
"""A token for each column; None: the source has no cell there."""
MOST = 20_000
_GROUP = re.compile(r"\d{3}(?:\.\d+)?|\d{4,}")
_MARGIN = 3
"""So many empty cells at the end of a row are the rest of a sheet that has wider tables too."""


@dataclass(slots=True)
class Placed:
    """A record with its possible placements. `sure`: the source itself tells, nothing had to be inferred.

    No candidate: the values fit nowhere. `split`: digits that had run together were taken apart.
    """

    record: Record
    leaves: list[Leaf]
    candidates: list[Candidate]
    sure: bool = True
    split: bool = False

    @property
    def run(self) -> bool:
        """Whether all there is of the row is one run of digits."""
        solid = [token for token in self.record.values if not token.blank]
        return len(self.leaves) > 1 and len(solid) == 1 and _run(solid[0]) is not None

    def numbers(self, candidate: Candidate) -> list[Number | None]:
        """The number that a placement gives each column."""
        return [None if token is None or (parsed := token.parsed) is None
                else parsed.value if parsed.unit is None and leaf.printed is None else leaf.value(parsed)
                for token, leaf in zip(candidate, self.leaves, strict=True)]


def _run(token: Token) -> str | None:
    text = token.text.strip()
    return text if text.isascii() and text.isdigit() and len(text) > 1 else None


def place_in(record: Record, orders: list[list[Leaf]], run_together: bool, offset: int | None = None,
             lead: int | None = 0) -> Placed:
    """All placements of a record's values where the columns may stand in one of several orders."""
    placed = place(record, orders[0], run_together, offset, lead)
    for order in orders[1:]:
        other = place(record, order, run_together, offset, lead)
        where = [order.index(leaf) if leaf in order else next(
            i for i, each in enumerate(order) if each.key == leaf.key) for leaf in placed.leaves]
        placed.candidates += [tuple(candidate[index] for index in where) for candidate in other.candidates]
        placed.sure = False
    return placed


def place(record: Record, leaves: list[Leaf], run_together: bool, offset: int | None = None, lead: int | None = 0) -> Placed:
    """All placements of a record's values under its columns.

    `run_together`: somewhere in this document cells have run together, so that digits may be several cells.
    `offset`: how many empty cells stand between label and first value in rows of this kind, where that is known.
    `lead`: how many of them stand there in a row that has lost cells at its end; None where rows have lost some, and that
    is not known.
    """
    count = len(leaves)
    values = record.values
    if record.geometric and all(leaf.extent for leaf in leaves):
        placed = _by_geometry(record, leaves)
        if placed is not None:
            return placed
    bounded = record.separated and not record.guessed
    values = (without_padding(values) if bounded
              else [token for token in values if not token.blank])
    solid = [index for index, token in enumerate(values) if not token.blank]
    if not solid:
        blanks: Candidate = tuple(values[:count]) + (None,) * (count - len(values))
        return Placed(record, leaves, [blanks])
    if len(solid) > count or len({token.shared for token in values}) > 1:
        # A cell with two numbers holds both, or the one of its neighbour.
        return Placed(record, leaves, [], False)
    if run_together and not record.separated and any(_GROUP.fullmatch(values[index].text.strip()) for index in solid[1:]):
        # Cells run together, and a blank is as likely one between thousands.
        return Placed(record, leaves, [], False)
    if bounded and lead != 0 and solid[0] > 0 and (lead is None or len(values) <= count + lead):
        # A row that is long enough may have all its cells behind a label that spans less than those of other rows.
        starts = [start for start in (range(solid[0] + 1) if lead is None else sorted({lead, max(len(values) - count, 0)}) if len(values) >= count else [lead])
                  if start <= solid[0] and solid[-1] < start + count]
        if starts:
            ends: list[Candidate] = [(*values[start: start + count], *[None] * (start + count - len(values))) for start in starts]
            return Placed(record, leaves, ends, len(ends) == 1)
    if len(values) == count:
        return Placed(record, leaves, [tuple(values)])
    if record.geometric and (len(values) >= 2 * count > 2 or (len(values) > count and any(token.column is None for token in values))):
        # More than one cell for each column, or more than one number in a cell: which of them is the column's nobody can tell.
        return Placed(record, leaves, [], False)
    if len(values) > count:
        windows = [start for start in range(len(values) - count + 1)
                   if start <= solid[0] and solid[-1] < start + count]
        if offset is not None and offset in windows:
            return Placed(record, leaves, [tuple(values[offset: offset + count])])
        if 0 in windows and (solid[0] == 0 or _one_a_line(record)):
            # Nothing between label and values: what is too much stands behind.
            windows = [0]
        options: list[Candidate] = [tuple(values[start: start + count]) for start in windows]
        if len(options) == 1 and windows[0] and record.geometric and len(solid) < count:
            # Only the last number tells that the first cells are too much; an empty one further on may be so instead.
            options = list(_without_blanks(values, len(values) - count))
        return Placed(record, leaves, options, len(options) == 1) if options else \
            Placed(record, leaves, [], False)
    if run_together and len(solid) == 1 and (digits := _run(values[solid[0]])) and len(digits) >= count > 1:
        return Placed(record, leaves, list(_splits(digits, leaves, values[solid[0]])), False, True)
    tokens = list(values) if bounded else [values[index] for index in solid]
    if comb(count, len(tokens)) > MOST:
        return Placed(record, leaves, [], False)
    return Placed(record, leaves, list(_spread(tokens, count)), False)


def doubt_short(rows: Iterable[Placed]) -> None:
    """Let the numbers of a row of a grid stand in other columns too, in place, where it ends with an empty cell before its heads' line
    does: the cell that it has lost may be one of its own, and the empty one that of a column without a head."""
    for placed in rows:
        if not placed.record.geometric or not placed.sure or not placed.candidates or len(placed.leaves) < 2:
            continue
        end = max((token.column + token.span for token in placed.record.values if token.column is not None), default=0)
        solid = [token for token in placed.candidates[0] if token is not None and not token.blank]
        last = placed.candidates[0][-1]
        if end < placed.record.header.end and solid and last is not None and last.blank:
            placed.candidates = list(_spread(solid, len(placed.leaves)))
            placed.sure = False


def _spread(tokens: Sequence[Token], count: int) -> Iterable[Candidate]:
    """All ways to lay tokens over so many columns in their order."""
    for columns in combinations(range(count), len(tokens)):
        made: list[Token | None] = [None] * count
        for column, token in zip(columns, tokens, strict=True):
            made[column] = token
        yield tuple(made)


def _without_blanks(values: Sequence[Token], many: int) -> Iterable[Candidate]:
    """All different rows that remain where so many of the empty cells are too much; at most MOST of them."""
    blank = [index for index, token in enumerate(values) if token.blank]
    if comb(len(blank), many) > MOST:
        return ()
    found: dict[tuple[str | int, ...], Candidate] = {}
    for gone in combinations(blank, many):
        kept = [token for index, token in enumerate(values) if index not in gone]
        found.setdefault(tuple("" if token.blank else id(token) for token in kept), tuple(kept))
    return found.values()


def _one_a_line(record: Record) -> bool:
    """Whether each cell stands on a line of its own, so that the cells after a label are the row's values."""
    lines = [place.line for place in (record.place, *(token.place for token in record.values)) if place]
    return bool(lines) and None not in lines and len(set(lines)) == len(lines)


def without_padding(values: list[Token]) -> list[Token]:
    """A row's values without the bars that fill it up: how many of its empty cells they stand for, and where those
    stood, nobody can tell. The cells of an empty row stay."""
    end = len(values)
    while end and values[end - 1].blank and values[end - 1].padding:
        end -= 1
    return values[:end] if any(not token.blank for token in values) else values


def _by_geometry(record: Record, leaves: list[Leaf]) -> Placed | None:
    """The placement by grid columns, None where cells are missing or stand beside the columns."""
    cells: list[list[Token]] = [[] for _ in leaves]
    under: dict[int, int] = {}
    for index, leaf in enumerate(leaves):
        for column in range(*leaf.extent or (0, 0)):
            under.setdefault(column, index)
    first = min(under)
    beside: list[int] = []
    last = -1
    for token in record.values:
        if token.column is None or (token.column <= last and not token.blank):
            return None  # no number fills an empty cell of the row above
        last = max(last, token.column)
        at = under.get(token.column)
        if at is not None:
            cells[at].append(token)
        elif not token.blank:
            return None
        elif token.column >= first:
            beside.append(token.column)
    extents = sorted(leaf.extent for leaf in leaves if leaf.extent)
    if record.guessed and any(end > start for (_, end), (start, _) in pairwise(extents)):
        return None
    if beside and not record.guessed and max(beside) > extents[-1][0] and not _spaced_out(beside, extents) and not (
            len(beside) >= _MARGIN and min(beside) >= extents[-1][1] and record.values[0].column == extents[0][0]):
        # A cell beside the columns, be it empty, tells that heads and cells do not stand in line.
        return None
    made: list[Token | None] = []
    for group in cells:
        if len(group) == 1:
            made.append(group[0])
            continue
        solid = [token for token in group if not token.blank]
        if not group or len(solid) > 1:
            return None
        made.append(solid[0] if solid else group[0])
    return Placed(record, leaves, [tuple(made)])


def _spaced_out(beside: list[int], extents: list[tuple[int, int]]) -> bool:
    """Whether empty columns stand between all columns, as those do that keep them apart: then none can be taken for its
    neighbour."""
    return len(extents) > 1 and all(any(end <= column < start for column in beside)
                                    for (_, end), (start, _) in pairwise(extents))


def _splits(digits: str, leaves: Sequence[Leaf], token: Token) -> Iterable[Candidate]:
    """All ways to cut digits that ran together, those first whose rows add up; at most MOST of them."""
    count = len(leaves)
    if len(digits) > 3 * count + 10:
        return []
    totals = _totals(leaves)
    found: list[tuple[int, ...]] = []

    def walk(position: int, parts: tuple[int, ...], checked: bool) -> None:
        if len(found) > MOST:
            return
        index = len(parts)
        if index == count:
            if position == len(digits):
                found.append(parts)
            return
        left = count - index - 1
        longest = 1 if digits[position] == "0" else len(digits) - position - left
        for length in range(1, min(longest, 9) + 1):
            value = int(digits[position: position + length])
            if checked and index in totals and value != sum(parts[i] for i in totals[index]):
                continue
            walk(position + length, (*parts, value), checked)

    # Where the table has sums, digits that cannot be cut so that they hold are no whole row: a cell is missing or
    # a printed sum is wrong, and which of the two nobody can tell.
    walk(0, (), bool(totals))
    return [] if len(found) > MOST else [
        tuple(Token("value", str(value), (), parse(str(value)), token.place) for value in parts) for parts in found]


def _totals(leaves: Sequence[Leaf]) -> dict[int, list[int]]:
    """Index of each total that stands after its addends → indices of the addends."""
    made = {}
    for index, leaf in enumerate(leaves):
        if leaf.key == "total":
            addends = [other for other, each in enumerate(leaves)
                       if each.row == leaf.row and each.key not in ("total", None)]
            if addends and max(addends) < index:
                made[index] = addends
    return made


def agreed(placed: Placed) -> list[tuple[Token | None, bool]]:
    """For each column the token that all remaining placements give it, and whether they agree on it."""
    if len(placed.candidates) == 1:
        return [(token, True) for token in placed.candidates[0]]
    result: list[tuple[Token | None, bool]] = []
    for index in range(len(placed.leaves)):
        if not placed.candidates:
            result.append((None, False))
            continue
        first = placed.candidates[0][index]
        same = all(_same(first, other[index]) for other in placed.candidates[1:])
        result.append((first if same else None, same))
    return result


def _same(one: Token | None, other: Token | None) -> bool:
    if one is None or other is None:
        return one is other
    if one is other:
        return True
    left: Parsed | None = one.parsed
    right: Parsed | None = other.parsed
    return left is not None and right is not None and left.kind == right.kind == "number" and left.value == right.value
