"""Is a value unlike others? By the median and the median distance from it, which a few wild values don't move.

    look(Decimal(90), [10, 12, 9, 11, 10])     # Distance(median=10, n=5, …), above=True
    look(Decimal(90), [10, 12])                # None: two others say nothing

Nothing is said with fewer others than ``law/vocabularies/indicators.yaml`` asks for, nor of a difference too small to matter: where
all others are alike any difference would be infinitely many deviations away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from gongkai.report.indicators import Bounds, vocabulary
from gongkai.report.model import Number

_MAD, _MEAN = Decimal("1.4826"), Decimal("1.2533")
"""What makes the median and the mean distance comparable with a standard deviation of normal values."""


@dataclass(frozen=True, slots=True)
class Distance:
    """A value that is unlike `n` others: their `median`, and how many robust `deviations` it lies from it; None where all of them
    are the same."""

    value: Decimal
    median: Decimal
    n: int
    deviations: Decimal | None

    @property
    def above(self) -> bool:
        """Whether it lies above the others."""
        return self.value > self.median


@dataclass(frozen=True, slots=True)
class Middle:
    """Where some values lie: how many, their median, and what one robust deviation is; 0 where all are the same."""

    n: int
    median: Decimal
    spread: Decimal

    def look(self, value: Number, *, rate: bool = False, bounds: Bounds | None = None) -> Distance | None:
        """How far a value lies from them; None where that is nothing unusual, or where they are too few."""
        bounds = bounds or vocabulary().unusual
        away = abs(Decimal(value) - self.median)
        if self.n < bounds.least or away < (bounds.rate if rate else bounds.count):
            return None
        deviations = away / self.spread if self.spread else None
        if deviations is not None and deviations <= bounds.distance:
            return None
        return Distance(Decimal(value), self.median, self.n, deviations)


def middle(values: Iterable[Number | None]) -> Middle:
    """The middle of some values; None where there is no number: not counted."""
    known = [Decimal(value) for value in values if value is not None]
    if not known:
        return Middle(0, Decimal(0), Decimal(0))
    centre = Decimal(median(known))
    distances = [abs(value - centre) for value in known]
    return Middle(len(known), centre, Decimal(median(distances)) * _MAD or sum(distances, Decimal(0)) / len(distances) * _MEAN)


def look(value: Number | None, others: Iterable[Number | None], *, rate: bool = False, bounds: Bounds | None = None) -> Distance | None:
    """How far a value lies from others; None where that is nothing unusual, or where too few others have a number.

    Args:
        rate: whether the values are shares of 1, not counts.

    >>> look(Decimal(90), [10, 12, 9, 11, 10]).above
    True
    >>> look(Decimal(11), [10, 12, 9, 11, 10]) is None, look(Decimal(90), [10, 12, 9, 11]) is None
    (True, True)
    """
    return None if value is None else middle(others).look(value, rate=rate, bounds=bounds)
