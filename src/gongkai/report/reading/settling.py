"""Which placements the declared sums (勾稽关系) exclude: a row's own, then each column's over all rows at once.

A row that gets settled may settle another, until nothing changes. A printed number is never changed; where a total is
printed wrong, its row stays open rather than being made to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from gongkai.report.form import Sum
from gongkai.report.model import Number
from gongkai.report.reading.placing import MOST, Candidate, Placed


class _Judged(NamedTuple):
    """A placement against its row's own sums: 总计 = the columns, in table 4 for each of the rows side by side."""

    candidate: Candidate
    broken: bool
    met: bool
    proven: bool
    """Met by a total of two numbers at least."""
    held: bool
    """Whether at least one of the rows side by side has a sum that is met."""


_Groups = list[tuple[int | None, list[int]]]


def _groups(placed: Placed) -> _Groups:
    """The rows side by side under a record's columns: the index of each one's total, None without one, and of its other columns."""
    rows: dict[str | None, dict[str, int]] = {}
    for index, leaf in enumerate(placed.leaves):
        if leaf.key is not None:
            rows.setdefault(leaf.row, {})[leaf.key] = index
    return [(columns.pop("total", None), list(columns.values())) for columns in rows.values()]


def _judged(placed: Placed, candidate: Candidate, groups: _Groups) -> _Judged:
    numbers = placed.numbers(candidate)
    broken = proven = False
    held = 0
    for total_at, parts in groups:
        total = numbers[total_at] if total_at is not None else None
        if total is None:
            continue
        addends = [value for index in parts if (value := numbers[index]) is not None]
        added = sum(addends)
        if added == total:
            held += 1
            proven = proven or sum(1 for value in addends if value) >= 2
        elif added > total or len(addends) == len(parts):
            broken = True
    return _Judged(candidate, broken, held == len(groups) and not broken, proven, held > 0)


def _by_own_sums(rows: Sequence[Placed]) -> None:
    """Strike out what the sums of a row itself exclude, in place."""
    unsettled = [(placed, [_judged(placed, candidate, groups) for candidate in placed.candidates])
                 for placed in rows if len(placed.candidates) > 1 for groups in (_groups(placed),)]
    # A row proves its own total only where every such row can have one: in a table that leaves totals out, a number
    # that equals the sum of the others does so by chance. A column of part sums (小计) makes one total like another.
    told = [any(each.met for each in judged) for placed, judged in unsettled if _telling(placed)]
    trusted, usual = all(told), 2 * sum(told) > len(told)
    for placed, judged in unsettled:
        sound = [each.candidate for each in judged if not each.broken]
        if not any(each.met for each in judged) and (usual or any(each.held for each in judged)):
            # Beside sums that hold, one is printed wrong or lacks its total: what breaks that one is as likely as the rest.
            continue
        if trusted and any(each.proven and not each.broken for each in judged) and all(leaf.key for leaf in placed.leaves):
            sound = [each.candidate for each in judged if each.met]
        placed.candidates = sound or placed.candidates


def _without_totals(rows: Sequence[Placed]) -> None:
    """Leave runs of digits whole, in place, in a table of which most cannot be cut so that their sums hold: there totals are left
    out, and one that can be cut so can by chance. Rows of a group's items may lack totals that the groups have."""
    runs = [placed for placed in rows if placed.record.key and placed.run]
    for items in (False, True):
        alike = [placed for placed in runs if ("." in str(placed.record.key)) is items]
        if 2 * sum(not (placed.split and placed.candidates) for placed in alike) > len(alike):
            for placed in alike:
                if placed.split:
                    placed.candidates = []


def settle(rows: list[Placed], sums: Sequence[Sum], expand: Callable[[str], tuple[str, ...]]) -> None:
    """Strike out placements that the declared sums exclude, in place.

    `expand` gives the rows that a term of a column's sum stands for (a group's items, or its one row).
    """
    _without_totals(rows)
    _by_own_sums(rows)
    by_key = _by_key(rows)
    equations = _equations(sums, expand)
    changed = True
    while changed:
        changed = False
        for equation in equations:
            terms = [(by_key[key], sign) for key, sign in equation if key in by_key]
            if any(not placed.candidates for placed, _ in terms) or len(terms) < 3:
                continue
            open_terms = [(placed, sign) for placed, sign in terms if len(placed.candidates) > 1]
            size = 1
            for placed, _ in open_terms:
                size *= len(placed.candidates)
            if not open_terms or size > MOST:
                continue
            fixed = [(placed, sign) for placed, sign in terms if len(placed.candidates) == 1]
            if _strike(open_terms, fixed):
                changed = True


def _telling(placed: Placed) -> bool:
    """Whether a row has a number that is not 0: zeros meet any sum."""
    return any(token.parsed is not None and token.parsed.value for token in placed.record.values)


def _by_key(rows: list[Placed]) -> dict[str, Placed]:
    made: dict[str, Placed] = {}
    for placed in rows:
        if placed.record.key is not None:
            made.setdefault(placed.record.key, placed)
    return made


def _equations(sums: Sequence[Sum], expand: Callable[[str], tuple[str, ...]]) -> list[list[tuple[str, int]]]:
    """Each column's sum as rows with their sign: the signed numbers of a column add up to nothing."""
    return [[(key, 1) for term in declared.left for key in expand(term)]
            + [(key, -1) for term in declared.right for key in expand(term)]
            for declared in sums if declared.per == "column"]


def columns_hold(rows: list[Placed], sums: Sequence[Sum], expand: Callable[[str], tuple[str, ...]]) -> bool:
    """Whether every column's sums hold with the one placement of each row, some number among them not zero. A column with an
    empty cell proves nothing."""
    by_key = _by_key(rows)
    if any(len(placed.candidates) != 1 for placed in rows):
        return False
    telling = False
    for equation in _equations(sums, expand):
        balance: dict[str, Number | None] = {}
        for key, sign in equation:
            if key not in by_key:
                return False
            for column, value in _vector(by_key[key], by_key[key].candidates[0]).items():
                balance[column] = _plus(balance.get(column, 0), value, sign)
                telling |= bool(value)
        if any(total is None or total for total in balance.values()):
            return False
    return telling


def _vector(placed: Placed, candidate: Candidate) -> dict[str, Number | None]:
    return {leaf.key: value for leaf, value in zip(placed.leaves, placed.numbers(candidate), strict=True) if leaf.key is not None}


def _strike(open_terms: list[tuple[Placed, int]], fixed: list[tuple[Placed, int]]) -> bool:
    """Keep the placements with which every column of an equation can hold; blank is not zero: a column with an
    empty cell proves nothing."""
    base: dict[str, Number | None] = {}
    for placed, sign in fixed:
        for key, value in _vector(placed, placed.candidates[0]).items():
            base[key] = _plus(base.get(key, 0), value, sign)
    options = [[{key: value if value is None else sign * value for key, value in _vector(placed, candidate).items()}
                for candidate in placed.candidates] for placed, sign in open_terms]
    changed = False
    kept = holding(base, options)
    if all(kept):
        for (placed, _), indices in zip(open_terms, kept, strict=True):
            if len(indices) < len(placed.candidates):
                placed.candidates = [placed.candidates[index] for index in sorted(indices)]
                changed = True
    return changed


_Numbers = dict[str, Number | None]
_Packed = tuple[int, int]
"""The numbers of all columns side by side in one integer, and the bits of the columns that prove nothing."""


def holding(base: _Numbers, options: list[list[_Numbers]]) -> list[set[int]]:
    """Which of each term's options stand in some choice of one for each term with which all columns add up to nothing.

    Terms are added one after the other, and sums that are alike are gone on with once; then the way back from those that
    add up to nothing tells what led there.
    """
    pack, target = _packing([base, *(option for term in options for option in term)], len(options) + 1)
    terms = [[pack(option) for option in term] for term in options]
    sums: list[set[_Packed]] = [{pack(base)}]
    for term in terms[:-1]:
        sums.append({(number + more, blank | blanks) for number, blank in sums[-1] for more, blanks in term})
    kept: list[set[int]] = [set() for _ in terms]
    good: set[_Packed] = set()
    for number, blank in sums[-1]:
        for index, (more, blanks) in enumerate(terms[-1]):
            if not (number + more ^ target) & ~(blank | blanks):
                kept[-1].add(index)
                good.add((number, blank))
    for place in range(len(terms) - 2, -1, -1):
        led: set[_Packed] = set()
        for number, blank in sums[place]:
            for index, (more, blanks) in enumerate(terms[place]):
                if (number + more, blank | blanks) in good:
                    kept[place].add(index)
                    led.add((number, blank))
        good = led
    return kept


def _packing(vectors: Sequence[_Numbers], terms: int) -> tuple[Callable[[_Numbers], _Packed], int]:
    """How to pack the numbers of columns so that packed ones can be added, and what `terms` of them give that add up to
    nothing. A column that a vector lacks counts as 0."""
    columns = dict.fromkeys(key for vector in vectors for key in vector)
    places = max((-int(value.as_tuple().exponent) for vector in vectors for value in vector.values() if isinstance(value, Decimal)), default=0)
    scale = 10 ** max(places, 0)

    def whole(value: Number) -> int:
        return value * scale if isinstance(value, int) else int(Fraction(value) * scale)

    most = max((abs(whole(value)) for vector in vectors for value in vector.values() if value is not None), default=0)
    zero = 1 << most.bit_length()  # so that no field is below 0
    width = zero.bit_length() + 1 + terms.bit_length()
    at = {key: number * width for number, key in enumerate(columns)}
    nothing = sum(zero << shift for shift in at.values())
    field = (1 << width) - 1

    def pack(vector: _Numbers) -> _Packed:
        number, blank = nothing, 0
        for key, value in vector.items():
            if value is None:
                blank |= field << at[key]
            elif value:
                number += whole(value) << at[key]
        return number, blank

    return pack, nothing * terms


def _plus(total: Number | None, value: Number | None, sign: int) -> Number | None:
    return None if total is None or value is None else total + sign * value
