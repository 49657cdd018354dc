"""登记编号 of cases: by unit and year, without gaps unless an office gives its own."""

from __future__ import annotations

import re

from gongkai.web.applications.models import Case
from gongkai.web.organs.models import Unit


def next_case_number(unit: Unit, year: int) -> str:
    """The next number of a unit's year: ``清教公开申〔2026〕12号``; the unit's 机关代字, or its short name where it has none."""
    front = f"{unit.document_word or unit.called}公开申〔{year}〕"
    serials = [int(found.group(1)) for number in Case.objects.filter(unit=unit, number__startswith=front).values_list("number", flat=True)
               if (found := re.fullmatch(r"(\d+)号", number[len(front):]))]
    return f"{front}{max(serials, default=0) + 1}号"
