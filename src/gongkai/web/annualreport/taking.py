"""A sentence taken into a text: behind the last line of its part, else at the end of its section."""

from __future__ import annotations

import re

from django.http import QueryDict

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import facts
from gongkai.web.annualreport.forms import TEXT
from gongkai.web.annualreport.models import AnnualReport

_PART = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")


def put(text: str, sentence: str, heading: str) -> str:
    """A text with a sentence more.

    Args:
        heading: of the part that it belongs to, as in the form; "" for none.
    """
    lines = text.rstrip().split("\n") if text.strip() else []
    start = next((number for number, line in enumerate(lines) if _PART.match(line) and heading and heading in line[:40]), None)
    if start is None:
        return "\n".join([*lines, sentence])
    end = next((number for number in range(start + 1, len(lines)) if _PART.match(lines[number])), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    if end == start + 1:
        return "\n".join([*lines[:end], sentence, *lines[end:]])
    return "\n".join([*lines[:end - 1], lines[end - 1].rstrip() + sentence, *lines[end:]])


def with_sentence(posted: QueryDict, row: AnnualReport, key: str) -> QueryDict:
    """What was sent, with the sentence of that key in its text; as it was where there is no such sentence."""
    one = next((offer for offer in facts.offers(row) if offer.key == key), None)
    if one is None:
        return posted
    headings = {part.key: part.heading for section in edition(row.edition).sections for part in section.parts}
    made, name = posted.copy(), f"{TEXT}{one.section}"
    made.pop("take", None)
    made[name] = put(made.get(name, "").replace("\r\n", "\n"), one.text, headings.get(one.part, ""))
    return made
