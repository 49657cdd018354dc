"""What to try where nothing was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from gongkai.web.common.search.backend import backend, find
from gongkai.web.common.search.query import Query
from gongkai.web.common.search.text import MARK, grams

LIKE_ENOUGH = 60.0
"""How like a piece of a title must be to a word, of 100, to be proposed."""
LONGEST = 60
"""Characters of a word of which parts are proposed."""
_RUN = re.compile("[0-9a-z]{2}")
CUT = 2
"""Characters at the end of a title that are not cut off a piece."""
LOOKED_AT = 500
"""Titles that are looked at for it."""


@dataclass(frozen=True)
class Advice:
    """What can be tried.

    Attributes:
        instead: queries like this one that are found.
        fewer: single words of the query that are found, or parts of its one word that stand in titles, with how many hits.
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
    word = max(query.words, key=len)
    pairs = set(grams(word))
    alike = sorted(backend().similar(word, LOOKED_AT), key=lambda found: -len(pairs & set(grams(found.title))))
    titles = [piece for document in alike[:100] for piece in document.title.split(MARK)]
    words = list(query.words) if len(query.words) > 1 else _parts(word[:LONGEST], titles)[:most]
    fewer = [(one, len(found)) for one in words if (found := find(replace(query, asked=one, filters={}, validity=""))).hits]
    return Advice(instead=_instead(query, word, titles, most), fewer=fewer)


def _parts(word: str, titles: Sequence[str]) -> list[str]:
    """The parts of a word of two characters or more that stand in titles, each as long as can be, from left to right; the longest first.
    A number or Latin word is not cut: 202 helps nobody who looked for 2021."""
    parts: dict[str, None] = {}
    places = [at for at in range(len(word) + 1) if not _RUN.fullmatch(word[max(at - 1, 0):at + 1]) or at in (0, len(word))]
    start = 0
    while start < len(word) - 1:
        end = next((end for end in reversed(places) if end > start + 1 and any(word[start:end] in title for title in titles)), None) \
            if start in places else None
        if end is not None:
            parts[word[start:end]] = None
        start = end or start + 1
    return sorted(parts, key=len, reverse=True)


def _instead(query: Query, word: str, titles: Sequence[str], most: int) -> list[str]:
    """Pieces of titles that are like the query's longest word."""
    pieces: dict[str, None] = {}
    for title in titles:
        if place := fuzz.partial_ratio_alignment(word, title):
            start, end = place.dest_start, place.dest_end
            while start < end and title[start] not in word:  # what the window took along of what stands before
                start += 1
            end = len(title) if len(title) - end <= CUT else end
            if end - start > 1:
                pieces[title[start:end]] = None
    near = process.extract(word, list(pieces), scorer=fuzz.ratio, limit=most, score_cutoff=LIKE_ENOUGH)
    return [" ".join(other if other != word else piece for other in query.words) for piece, _, _ in near if piece != word]
