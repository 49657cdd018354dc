"""What to try where nothing was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from gongkai.web.common.search.backend import backend, find
from gongkai.web.common.search.query import Query
from gongkai.web.common.search.text import MARK, grams

LIKE_ENOUGH = 60.0
"""How like a piece of a title must be to a word, of 100, to be proposed."""
LOOKED_AT = 500
"""Titles that are looked at for it."""


@dataclass(frozen=True)
class Advice:
    """What can be tried.

    Attributes:
        instead: queries like this one that are found.
        fewer: single words of the query that are found, with how many hits.
        unfiltered: how many hits there are without filters.
    """

    instead: Sequence[str] = ()
    fewer: Sequence[tuple[str, int]] = ()
    unfiltered: int = 0


def advise(query: Query, most: int = 3) -> Advice:
    """What to try in place of a query that found nothing."""
    if not query.words:
        return Advice()
    if (query.filters or query.validity) and (without := find(Query(query.asked))).hits:
        return Advice(unfiltered=len(without))
    fewer = []
    if len(query.words) > 1:
        fewer = [(word, len(found)) for word in query.words
                 if (found := find(replace(query, asked=word, filters={}, validity=""))).hits]
    return Advice(instead=_instead(query, most), fewer=fewer)


def _instead(query: Query, most: int) -> list[str]:
    """Pieces of titles that are like the query's longest word."""
    word = max(query.words, key=len)
    pieces: dict[str, None] = {}
    pairs = set(grams(word))
    alike = sorted(backend().similar(word, LOOKED_AT), key=lambda found: -len(pairs & set(grams(found.title))))
    for document in alike[:100]:
        for piece in document.title.split(MARK):
            place = fuzz.partial_ratio_alignment(word, piece)
            if place and len(found := piece[place.dest_start:place.dest_end]) > 1:
                pieces[found] = None
    near = process.extract(word, list(pieces), scorer=fuzz.ratio, limit=most, score_cutoff=LIKE_ENOUGH)
    return [" ".join(other if other != word else piece for other in query.words) for piece, _, _ in near if piece != word]
