"""What is asked and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from gongkai.web.common.search import text

MOST = 1000
"""Hits that are counted; where there are more, ``1000+`` is said."""

KINDS = {"item": 1}
"""Kind of document → its number within the key."""
_NAMES = {number: kind for kind, number in KINDS.items()}


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Args:
        asked: as typed; words parted by spaces must all be found.
        filters: name → values, one of which must hold: unit, node, genre, subject, year, kind.
        by_date: newest first; otherwise title before document number before body, and newest first among equals.
        validity: ``valid``, ``ended`` or ``coming`` on the day `on`.
    """

    asked: str
    filters: Mapping[str, Sequence[object]] = field(default_factory=dict)
    by_date: bool = False
    validity: str = ""
    on: date | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in comparable form."""
        return text.words(self.asked)

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """Filters as they stand in the index: of each group one must hold. All kinds together are no filter."""
        return tuple(tuple(text.term(name, value) for value in values) for name, values in self.filters.items()
                     if values and not (name == "kind" and KINDS.keys() <= set(values)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found."""

    kind: str
    key: int


class Row(NamedTuple):
    """What an engine tells of a document found, enough to put it in its place and to count it."""

    id: int
    facets: str
    title: str
    number: str

    @property
    def hit(self) -> Hit:
        """The document, as its key says."""
        return Hit(_NAMES[self.id >> 36 & 15], self.id & (1 << 36) - 1)


@dataclass(frozen=True)
class Result:
    """What was found: at most `MOST` hits in order, whether there are more, and how many of them bear which value."""

    hits: Sequence[Hit]
    more: bool
    facets: Mapping[str, Mapping[str, int]]

    def __len__(self) -> int:
        return len(self.hits)


def identity(kind: str, key: int, day: date) -> int:
    """The key of a document: the newest is the greatest, on either database."""
    return day.toordinal() << 40 | KINDS[kind] << 36 | key
