"""Repetitions that take turns (A B C A B C …)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of processor time, one for each repetition."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The usual time."""
        return median(self.seconds)

    @property
    def least(self) -> float:
        """The time that nothing disturbed."""
        return min(self.seconds)


def in_turn(ways: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, Times]:
    """Each way once unmeasured, then all of them `repeat` times by turns.

    Measured is the process's own time, so that other processes on the machine count as little as may be. Garbage is
    collected between measurements, never within one that is too short to need it.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(repeat):
        for name, way in ways.items():
            gc.collect(0)
            start = time.process_time()
            way()
            taken[name].append(time.process_time() - start)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def repetitions(way: Callable[[], object], budget: float, least: int = 5, most: int = 200) -> int:
    """How often a way fits into `budget` seconds."""
    start = time.process_time()
    way()
    once = time.process_time() - start
    return max(least, min(most, int(budget / max(once, 1e-6))))
