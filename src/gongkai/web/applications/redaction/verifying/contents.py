"""Letters of a result: none of them touches a box but those that name its ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pypdfium2 as pdfium

from gongkai.web.applications.redaction.making.labels import labelled
from gongkai.web.applications.redaction.model import EDGE, Box, Letter
from gongkai.web.applications.redaction.sources.letters import Turned, letters_of
from gongkai.web.applications.redaction.verifying.structure import Anatomy

_ROUNDED = 0.15
"""Points that writing numbers in hundredths may put a letter out."""
_HALF = 0.45


def letters_left(data: bytes, anatomy: Anatomy, boxes: Sequence[Box], labels: Mapping[str, str]) -> Iterator[int]:
    """Numbers of the pages on which pdfium finds a letter in a box."""
    with pdfium.PdfDocument(data) as document:
        for index in range(len(anatomy.pages)):
            here = [box for box in boxes if box.page == index + 1]
            if not here:
                continue
            page = document[index]
            try:
                letters = letters_of(page, Turned(page))
            finally:
                page.close()
            spoken = [letter for said in labelled(here, labels)[1].values() for letter in said]
            if any(_touches(letter, here) and not _is_label(letter, spoken) for letter in letters):
                yield index + 1


def _touches(letter: Letter, boxes: Sequence[Box]) -> bool:
    return letter.placed and any(box.covers(letter, EDGE + _ROUNDED, _HALF) for box in boxes)


def _is_label(letter: Letter, spoken: Sequence[Letter]) -> bool:
    return letter.text.isspace() or any(
        letter.text == said.text and abs(letter.x - said.x) < _ROUNDED and abs(letter.y - said.y) < _ROUNDED for said in spoken)
