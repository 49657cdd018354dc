"""What one applicant's items of a calendar month come to: the place of each in the month, its fee, and the sum.

    >>> [month] = months([("甲", date(2026, 9, 1))] * 11 + [("乙", date(2026, 9, 30))])
    >>> month.items[-1].position, month.items[-1].amount, month.fee.amount
    (12, 100, 200)

按件 counts all items that one applicant filed with one office in one 自然月 (国办函〔2020〕109号第四条); which items are charged
by pages instead, and so stand apart, is the caller's to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from gongkai.engine.fee import Fee, fee
from gongkai.engine.parameters import Parameters

Key = TypeVar("Key")
Date = date  # a field may be called date


@dataclass(frozen=True, slots=True)
class Item(Generic[Key]):
    """One item: its key, its day, its place in the month from 1, and what it costs by that place, in yuan."""

    key: Key
    date: Date
    position: int
    amount: int


@dataclass(frozen=True, slots=True)
class Month(Generic[Key]):
    """One calendar month of one applicant: its items in the order of their days, and the fee of them all with its bands."""

    year: int
    month: int
    items: tuple[Item[Key], ...]
    fee: Fee


def months(items: Iterable[tuple[Key, date]], parameters: Parameters | None = None) -> tuple[Month[Key], ...]:
    """The months of one applicant's items, each (key, day), oldest first.

    Items of one day keep the order in which they are given. The rates are those of the month's last item.

    Raises:
        GongkaiError: a day before the rates came into force.
    """
    filed: dict[tuple[int, int], list[tuple[Key, date]]] = defaultdict(list)
    for key, day in items:
        filed[day.year, day.month].append((key, day))
    found: list[Month[Key]] = []
    for (year, month), own in sorted(filed.items()):
        own.sort(key=lambda item: item[1])
        on = own[-1][1]
        charged = tuple(
            Item(key, day, place, fee(items=1, prior=place - 1, on=on, parameters=parameters).amount)
            for place, (key, day) in enumerate(own, 1)
        )
        found.append(Month(year, month, charged, fee(items=len(own), on=on, parameters=parameters)))
    return tuple(found)
