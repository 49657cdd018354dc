"""Days that are none, days of origin still to come, periods that end before they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.vocabulary import vocabulary

_WORDS = re.compile(r"(?<!\d)(?:(\d{4})[ ]?年[ ]?)?(\d{1,2})[ ]?月[ ]?(\d{1,2})[ ]?[日号](?!楼|院|线|店|街|门|令|文)|(?<!\d)(\d{4})[ ]?年[ ]?(\d{1,2})[ ]?月(?![龄\d])")
_FIGURES = re.compile(r"(?<![\dA-Za-z/.\-〔\[（(])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\dA-Za-z/.\-])")
_SPAN = re.compile(r"[ ]{0,2}(?:至|到|—{1,2}|-{1,2}|~|～)[ ]{0,2}")
_PLAIN = str.maketrans("０１２３４５６７８９\xa0", "0123456789 ")
_LABEL = 16
_LEAP = 2000


def remarks(page: Plain, writer: Writer, today: date, *, made: bool = False) -> Iterator[Remark]:
    """The odd dates of a text; with `made` the text itself is the day on which something came about."""
    known = vocabulary()
    text = page.text.translate(_PLAIN)  # a dash stays a dash: it parts two days
    before: tuple[int, int, date] | None = None
    for start, end, year, month, day in _dates(text):
        real = _real(year or _LEAP, month, day or 1)
        if real is None:
            yield writer.at("date.impossible", start, end)
        elif year is not None:
            if real.year <= known.earliest:
                yield writer.at("date.ancient", start, end)
            if day is not None and real > today and (made or known.made.search(text[max(0, start - _LABEL):start])):
                yield writer.at("date.future", start, end)
        if before is not None and real is not None and year is not None and day is not None \
                and real < before[2] and _SPAN.fullmatch(text[before[1]:start]):
            yield writer.at("date.reversed", before[0], end)
        before = (start, end, real) if real is not None and year is not None and day is not None else None


def _dates(text: str) -> Iterator[tuple[int, int, int | None, int, int | None]]:
    """Start, end, year, month, day of all that is written like a date, in order."""
    found = [*_WORDS.finditer(text), *_FIGURES.finditer(text)]
    for each in sorted(found, key=re.Match.start):
        if each.re is _FIGURES:
            month, day = int(each[3]), int(each[4])
            # A month past twelve, in figures, is rather the number of a document.
            if 1 <= month <= 12 and int(each[1]) >= 1 and (day <= 31 or _labelled(text, each.start())):
                yield each.start(), each.end(), int(each[1]), month, day
        elif each[4]:
            yield each.start(), each.end(), int(each[4]), int(each[5]), None
        else:
            yield each.start(), each.end(), int(each[1]) if each[1] else None, int(each[2]), int(each[3])


def _labelled(text: str, start: int) -> bool:
    return re.search(r"(?:日期|时间)[ ]{0,2}[:：][ ]{0,2}$", text[max(0, start - _LABEL):start]) is not None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
