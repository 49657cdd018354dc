"""What an abolished unit has not finished, and who carries on with it.

Each app that keeps work of units says here what it is: how much is left, where it is seen, how it passes to a successor and comes
back when the reform is taken back. Published items, figures, files stay with the unit that made them: they are no work, but history.

    succession.register(succession.Work("未发布的公开事项", count, link, keeps, hand_over, take_back))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.web.organs.models import Unit, UnitChange


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work.

    Attributes:
        label: what it is called.
        left: how much of it a unit has not finished.
        link: where it is seen.
        keeps: how many rows of this kind a unit has, finished or not: a unit with any has left its trace.
        hand_over: passes on what is left, by whom, from which unit to which, by which change; says how much. None: it stays.
        take_back: what passed on by a change comes back, as far as it is still unfinished; says how much.
    """

    label: str
    left: Callable[[Unit], int]
    link: Callable[[Unit], str]
    keeps: Callable[[Unit], int]
    hand_over: Callable[[Any, Unit, Unit, UnitChange | None], int] | None = None
    take_back: Callable[[Any, UnitChange], int] | None = None


_KINDS: dict[str, Work] = {}


def register(work: Work) -> None:
    """Make a kind of work known; called once when the site starts."""
    _KINDS[work.label] = work


def left_in(unit: Unit) -> list[tuple[Work, int]]:
    """What a unit has not finished, each kind with how much of it; without the kinds of which it has nothing."""
    return [(work, count) for work in _KINDS.values() if (count := work.left(unit))]


def kept_by(unit: Unit) -> int:
    """How many rows of any kind a unit has."""
    return sum(work.keeps(unit) for work in _KINDS.values())


def pass_on(actor: Any, unit: Unit, heir: Unit, change: UnitChange | None) -> int:
    """Pass on what can be. Asks no gate: for reforms.py, within a transaction."""
    return sum(work.hand_over(actor, unit, heir, change) for work in _KINDS.values() if work.hand_over)


def take_back(actor: Any, change: UnitChange) -> int:
    """Bring back what passed on by a change. Asks no gate: for undoing.py, within a transaction."""
    return sum(work.take_back(actor, change) for work in _KINDS.values() if work.take_back)
