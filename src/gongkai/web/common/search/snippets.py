"""The places found, marked. Everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.web.common.search.text import fold, squeeze

AROUND = 40
"""Characters shown before and behind a place."""
PIECES = 2
WIDE = 300
"""Characters of a long text before and behind a place that are looked at."""


def marked(shown: str, words: Sequence[str]) -> SafeString:
    """A squeezed text, escaped, with every word of a query in ``<mark>``."""
    return _mark(squeeze(shown), words)


def snippet(shown: str, words: Sequence[str], around: int = AROUND) -> SafeString:
    """Places of a squeezed text where the words stand, marked; the text's beginning where they stand nowhere in it."""
    places = sorted(place for place in _places(shown, words) if place >= 0)
    spans: list[list[int]] = []
    for place in places:
        start, end = max(0, place - around), min(len(shown), place + 2 * around)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        elif len(spans) < PIECES:
            spans.append([start, end])
    if not spans:
        spans = [[0, min(len(shown), 3 * around)]]
    pieces = [_mark(shown[start:end].replace("\n", " "), words) for start, end in spans]
    front, behind = "…" if spans[0][0] else "", "…" if spans[-1][1] < len(shown) else ""
    return mark_safe(front + "……".join(pieces) + behind)


def missing(text: str, words: Sequence[str]) -> list[str]:
    """The words of two characters or more that do not stand in a squeezed text."""
    asked = [word for word in words if len(word) > 1]
    return [word for word, place in zip(asked, _places(text, words), strict=True) if place < 0]


def piece(text: str, words: Sequence[str]) -> str | None:
    """A piece of a text of any length, not squeezed, with the first place of one of the words in it; None where none stands there."""
    for word in words:
        if len(word) > 1 and (place := text.find(word)) >= 0:
            return squeeze(text[max(0, place - WIDE):place + WIDE])
    squeezed = squeeze(text)
    places = [place for place in _places(squeezed, words) if place >= 0]
    return squeezed[max(0, min(places) - WIDE):min(places) + WIDE] if places else None


def _places(shown: str, words: Sequence[str]) -> Iterator[int]:
    """Where each word of two characters or more stands for the first time, -1 where nowhere. A long text is folded only where a
    word does not stand in it as it is asked."""
    folded = ""
    for word in words:
        if len(word) > 1:
            place = shown.find(word)
            if place < 0:
                folded = folded or fold(shown)
                place = folded.find(word)
            yield place


def _mark(shown: str, words: Sequence[str]) -> SafeString:
    """Escape and mark; the folded text has the same length, so its places are the shown text's."""
    if not words:
        return mark_safe(escape(shown))
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    made, last = [], 0
    for found in pattern.finditer(fold(shown)):
        made += [escape(shown[last:found.start()]), "<mark>", escape(shown[found.start():found.end()]), "</mark>"]
        last = found.end()
    return mark_safe("".join([*made, escape(shown[last:])]))
