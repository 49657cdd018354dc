"""How long a case file is kept: the longest rule of law/vocabularies/retention.yaml that fits the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.engine import lawfile
from gongkai.engine.answers import every_answer
from gongkai.engine.lawfile import LAW, LawError
from gongkai.web.applications.models import Case

WHEN = ("any", "disputed", "denied")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `years` None keeps for ever."""

    key: str
    label: str
    years: int | None
    when: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the package.

    Raises:
        LawError: unknown or missing keys; names file and line.
    """
    data = lawfile.read(LAW / "vocabularies" / "retention.yaml")
    data.check({"title": str, "basis": str, "source": str, "from": None, "confirmed": None, "rules": list})
    found = []
    for node in data["rules"]:
        node.check({"key": str, "label": str, "years": (int, type(None)), "when": str})
        if node["when"] not in WHEN:
            raise LawError(f"{node.where('when')}: one of {', '.join(WHEN)}")
        found.append(Rule(node["key"], node["label"], node["years"], node["when"]))
    return tuple(found)


def rule_of(case: Case) -> Rule:
    """The rule for a case: of those that fit, the longest."""
    withheld = {key for key, answer in every_answer().items() if answer.group in ("denied", "partial")}
    facts = {"any": True, "disputed": case.disputes.exists(), "denied": case.answer in withheld or case.counted_as in withheld}
    return max((rule for rule in rules() if facts[rule.when]), key=lambda rule: float("inf") if rule.years is None else rule.years)


def until(case: Case, archived_on: date) -> date | None:
    """The last day of its time: the end of the year, so many years after that of the archive; None for ever."""
    years = rule_of(case).years
    return None if years is None else date(archived_on.year + years, 12, 31)
