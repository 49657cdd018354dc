"""The tool that masks persons: numbers, homes, and the names in a list, each letter by one star.

What `persons.passages` finds is masked until it finds nothing more, so that a masked text has no finding of personal data
and masking it again changes nothing. Names are masked in lists alone: the prose of a decision names whom it concerns.
"""

from __future__ import annotations

from typing import Literal

from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.listing import Listing, name_cell, surname_length
from gongkai.web.disclosure.screening.model import Masked, MaskedPart
from gongkai.web.disclosure.screening.persons import masked, passages
from gongkai.web.disclosure.screening.plain import Plain

_ROUNDS = 8


def mask_persons(text: str, *, html: bool = False, names: Literal["*", "某", "keep"] = "*") -> Masked:
    """A text with its personal data masked, in the same layout: every letter that goes gives way to one letter.

    Args:
        text: plain text, or HTML of which only the letters shown are changed.
        html: whether it is HTML.
        names: how a name in a list is masked (张* or 张某), or that it stays.

    An identity number keeps its first six and last four characters, a mobile number its first three and last four, an
    address all down to town or street (screening.yaml). An office's own contacts stay. Offsets of the parts are those of
    the plain text, which has the same length before and after.
    """
    parts: list[MaskedPart] = []
    for _ in range(_ROUNDS):
        page = plain.of_html(text) if html else plain.of_text(text)
        changed, done = _round(page, names)
        if not changed:
            break
        parts += done
        text = page.replace(changed)
    return Masked(text, tuple(sorted(parts, key=lambda part: part.start)))


def _round(page: Plain, names: str) -> tuple[dict[int, str], list[MaskedPart]]:
    changed: dict[int, str] = {}
    parts: list[MaskedPart] = []
    lists: dict[int, Listing] = {}
    for passage in passages(page):
        changed.update(masked(page, passage))
        parts.append(MaskedPart(passage.kind, passage.start, passage.end))
        if passage.listing is not None:
            lists[id(passage.listing)] = passage.listing
    if names != "keep":
        for listing in lists.values():
            for start, end in listing.names:
                letters = [offset for offset in range(start, end) if not page.text[offset].isspace()]
                name = "".join(page.text[offset] for offset in letters)
                if name_cell(name) and not any(offset in changed for offset in letters):
                    changed.update(dict.fromkeys(letters[surname_length(name):], names))
                    parts.append(MaskedPart("name", letters[0], letters[-1] + 1))
    return changed, parts
