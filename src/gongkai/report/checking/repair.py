"""Which one cell explains several broken sums, and what it should be.

A cell explains the broken equations it takes part in if one other value for it makes all of them hold, and every
equation it takes part in is broken (else the change would break one that holds). Only a cell that explains two or more
is told; where several cells explain equally, none is chosen and all are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gongkai.report.model import Number


class Balanced(Protocol):
    """An equation: cells with signs, and the gap between its sides."""

    @property
    def cells(self) -> tuple[str, ...]: ...

    def sign(self, address: str) -> int: ...

    def gap(self, values: Mapping[str, Number | None]) -> Number: ...


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell whose change from `found` to `expected` makes all of `equations` hold."""

    address: str
    found: Number
    expected: Number
    equations: tuple[Balanced, ...]


def repairs(
    broken: Sequence[Balanced], holding: Sequence[Balanced], values: Mapping[str, Number | None]
) -> tuple[list[Repair], dict[int, tuple[Repair, ...]]]:
    """What explains the broken equations.

    Returns:
        the cells that explain, no two of them the same equation; and for equations that several cells explain
        equally, those cells, by the equation's ``id``.
    """
    found = _candidates(broken, holding, values)
    chosen: list[Repair] = []
    doubtful: dict[int, tuple[Repair, ...]] = {}
    while found:
        best = max(found, key=lambda repair: len(repair.equations))
        taken = {id(equation) for equation in best.equations}
        rivals = [repair for repair in found if taken & {id(equation) for equation in repair.equations}]
        if all(repair is best or {id(e) for e in repair.equations} < taken for repair in rivals):
            chosen.append(best)
        else:
            for equation in {id(e): e for repair in rivals for e in repair.equations}.values():
                doubtful[id(equation)] = tuple(repair for repair in rivals if any(e is equation for e in repair.equations))
            taken = {id(equation) for repair in rivals for equation in repair.equations}
        found = [repair for repair in found if not taken & {id(equation) for equation in repair.equations}]
    return chosen, doubtful


def _candidates(broken: Sequence[Balanced], holding: Sequence[Balanced],
                values: Mapping[str, Number | None]) -> list[Repair]:
    settled = {address for equation in holding for address in equation.cells}
    by_cell: dict[str, list[Balanced]] = {}
    for equation in broken:
        for address in equation.cells:
            by_cell.setdefault(address, []).append(equation)
    made = []
    for address, equations in by_cell.items():
        value = values.get(address)
        if value is None or address in settled or len(equations) < 2:
            continue
        wanted = {value - equation.sign(address) * equation.gap(values) for equation in equations}
        if len(wanted) == 1 and (expected := wanted.pop()) >= 0:
            made.append(Repair(address, value, expected, tuple(equations)))
    return made
