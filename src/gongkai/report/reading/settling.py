"""Which placements the declared sums (勾稽关系) exclude: a row's own, then each column's over all rows at once.

A row that gets settled may settle another, until nothing changes. A printed number is never changed; where a total is
printed wrong, its row stays open rather than being made to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
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


def _judged(placed: Placed, candidate: Candidate) -> _Judged:
    groups: dict[str | None, dict[str, Number | None]] = {}
    for index, leaf in enumerate(placed.leaves):
        if leaf.key is not None:
            groups.setdefault(leaf.row, {})[leaf.key] = placed.value(candidate, index)
    broken = proven = False
    held = 0
    for numbers in groups.values():
        total = numbers.get("total")
        parts = [value for key, value in numbers.items() if key != "total"]
        addends = [value for value in parts if value is not None]
        if total is None:
            continue
        if sum(addends) > total or (sum(addends) != total and len(addends) == len(parts)):
            broken = True
        elif sum(addends) == total:
            held += 1
            proven |= sum(1 for value in addends if value) >= 2
    return _Judged(candidate, broken, held == len(groups) and not broken, proven, held > 0)


def _by_own_sums(rows: Sequence[Placed]) -> None:
    """Strike out what the sums of a row itself exclude, in place."""
    unsettled = [(placed, [_judged(placed, candidate) for candidate in placed.candidates])
                 for placed in rows if len(placed.candidates) > 1]
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


def settle(rows: list[Placed], sums: Sequence[Sum], expand: Callable[[str], tuple[str, ...]]) -> None:
    """Strike out placements that the declared sums exclude, in place.

    `expand` gives the rows that a term of a column's sum stands for (a group's items, or its one row).
    """
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
    """Whether every column's sums hold with the one placement of each row, some number among them not zero."""
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
        if any(balance.values()):
            return False
    return telling


def _vector(placed: Placed, candidate: Candidate) -> dict[str, Number | None]:
    return {leaf.key: placed.value(candidate, index) for index, leaf in enumerate(placed.leaves)
            if leaf.key is not None}


def _strike(open_terms: list[tuple[Placed, int]], fixed: list[tuple[Placed, int]]) -> bool:
    """Keep the placements with which every column of an equation can hold; blank is not zero: a column with an
    empty cell proves nothing."""
    base: dict[str, Number | None] = {}
    for placed, sign in fixed:
        for key, value in _vector(placed, placed.candidates[0]).items():
            base[key] = _plus(base.get(key, 0), value, sign)
    options = [[_vector(placed, candidate) for candidate in placed.candidates] for placed, _ in open_terms]
    kept: list[set[int]] = [set() for _ in open_terms]
    for choice in product(*(range(len(option)) for option in options)):
        balance = dict(base)
        for (_, sign), option, index in zip(open_terms, options, choice, strict=True):
            for key, value in option[index].items():
                balance[key] = _plus(balance.get(key, 0), value, sign)
        if not any(balance.values()):
            for place_, index in enumerate(choice):
                kept[place_].add(index)
    changed = False
    if all(kept):
        for (placed, _), indices in zip(open_terms, kept, strict=True):
            if len(indices) < len(placed.candidates):
                placed.candidates = [placed.candidates[index] for index in sorted(indices)]
                changed = True
    return changed


def _plus(total: Number | None, value: Number | None, sign: int) -> Number | None:
    return None if total is None or value is None else total + sign * value
