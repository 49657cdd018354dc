"""A claim of the narrative on the tables, and what the words before a number tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.model import Level, Number, Report
from gongkai.report.reading.facts_mentions import Mention


@dataclass(slots=True)
class Claim:
    """What a mention says of cells: their sum is `value`. `scope` is set where it may speak of a wider area."""

    topic: str
    cells: tuple[str, ...]
    value: Number
    mention: Mention
    level: Level
    scope: str | None = None


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern, None where there is none."""
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def own_lead(mention: Mention) -> str:
    """The lead, but for what the number before it says: of 8件维持、1件终止 nothing leads to the second."""
    return "" if mention.lead.endswith("、") else mention.lead


def others_act(before: str, report: Report) -> bool:
    """县政府制发, in the report of a bureau."""
    return before.endswith("政府") and "政府" not in (report.unit or "政府") and not before.endswith(("我政府", "本政府"))
