"""A counter of days that knows nothing of the engine: it counts by the package ``chinesecalendar``, which holds the notices
on its own authority, and by what a case itself lists.

A reckoning is a list of moves: the day to start from, then numbers (so many working days on), days (go on from there), and
for periods of procedure ``15d`` and ``6m`` (calendar days, months), ``roll`` and ``back`` (to the next, to the last working
day). Which turns a case takes was reasoned by hand from the text of the law; this only counts between them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar

ONE = timedelta(days=1)
LAST = 2026  # the last year whose notice the package knows; past it weekends and what the case lists


def works(day: date, off: Iterable[date] = ()) -> bool:
    """Whether a day works: not one the case lists as off, and a working day by the package."""
    if day in off:
        return False
    return day.weekday() < 5 if day.year > LAST else chinese_calendar.is_workday(day)


def reckon(moves: list[date | int | str], off: Iterable[date] = ()) -> date:
    """The day that a list of moves leads to."""
    start, *rest = moves
    assert isinstance(start, date)
    day = start
    for move in rest:
        if isinstance(move, date):
            assert move >= day, f"{move} lies before {day}"
            day = move
        elif isinstance(move, int):
            for _ in range(move):
                day += ONE
                while not works(day, off):
                    day += ONE
        elif move in ("roll", "back"):
            while not works(day, off):
                day += ONE if move == "roll" else -ONE
        elif move.endswith("d"):
            day += timedelta(days=int(move[:-1]))
        else:
            assert move.endswith("m")
            year, month = divmod(day.year * 12 + day.month - 1 + int(move[:-1]), 12)
            day = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day


def between(first: date, last: date, off: Iterable[date] = ()) -> int:
    """How many working days lie after `first`, up to and with `last`."""
    return sum(works(first + ONE * step, off) for step in range(1, (last - first).days + 1))
