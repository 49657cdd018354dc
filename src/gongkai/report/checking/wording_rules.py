"""``law/checks/wording.yaml`` as objects: what checks look for in the narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.checking.units import kinds
from gongkai.report.checking.wordings import Wording
from gongkai.report.model import Level


@dataclass(frozen=True, slots=True)
class Phrase:
    """Wording that should not be there. A match inside `excused` doesn't count. One of `needs` stands in every match."""

    code: str
    level: Level
    pattern: re.Pattern[str]
    excused: re.Pattern[str] | None
    message: Wording
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """Where and how the processing fee is reported, from which edition on."""

    edition: str
    section: int
    pattern: re.Pattern[str]
    message: str
    basis: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Words that only a higher body can say of itself, and the kinds of units that can't."""

    kinds: frozenset[str]
    pattern: re.Pattern[str]
    message: Wording
    basis: str


@dataclass(frozen=True, slots=True)
class Years:
    """Clauses in which another year stands rightly: patterns before and after it, plans, statements of section six."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    plans: re.Pattern[str]
    statements: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the file."""

    phrases: tuple[Phrase, ...]
    phrases_basis: str
    reach: Reach
    notice_series: str
    notice_misspelled: re.Pattern[str]
    other_notices: frozenset[str]
    fee: Fee
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    oversight: Wording
    years: Years


def _pattern(node: lawfile.Mapping, key: str) -> re.Pattern[str]:
    try:
        return re.compile(node[key], re.MULTILINE)
    except re.error as error:
        raise LawError(f"{node.where(key)}: no valid pattern: {error}") from error


def _phrase(node: lawfile.Mapping) -> Phrase:
    node.check({"code": str, "level": str, "pattern": str, "message": str}, {"not": str, "needs": list})
    if node["level"] not in ("error", "warning", "notice"):
        raise LawError(f"{node.where('level')}: no level {node['level']!r}")
    return Phrase(node["code"], node["level"], _pattern(node, "pattern"), _pattern(node, "not") if "not" in node else None,
                  Wording(node["message"], ["found"], node.where("message")), tuple(node["needs"]) if "needs" in node else ("",))


@cache
def rules() -> Rules:
    """The wording that checks look for.

    Raises:
        LawError: an unknown key, a pattern that is none; names file and line.
    """
    node = lawfile.read(LAW / "checks" / "wording.yaml")
    node.check({"title": str, "phrases": list, "phrases_basis": str, "reach": dict, "notices": dict, "fee": dict, "oversight": dict,
                "years": dict})
    node["notices"].check({"series": str, "misspelled": str, "others": list})
    fee, oversight, years, reach = node["fee"], node["oversight"], node["years"], node["reach"]
    reach.check({"kinds": list, "pattern": str, "message": str, "basis": str})
    for name in reach["kinds"]:
        if name not in {kind.key for kind in kinds()}:
            raise LawError(f"{reach.where('kinds')}: there is no kind of unit {name!r}")
    fee.check({"from": str, "section": int, "pattern": str, "message": str, "basis": str})
    oversight.check({"topics": list, "message": str})
    years.check({"before": str, "after": str, "plans": str, "statements": str})
    for topic in oversight["topics"]:
        topic.check({"name": str, "words": list})
    return Rules(
        tuple(_phrase(child) for child in node["phrases"]), node["phrases_basis"],
        Reach(frozenset(reach["kinds"]), _pattern(reach, "pattern"),
              Wording(reach["message"], ["unit", "found"], reach.where("message")), reach["basis"]),
        node["notices"]["series"],
        _pattern(node["notices"], "misspelled"),
        frozenset(node["notices"]["others"]),
        Fee(fee["from"], fee["section"], _pattern(fee, "pattern"), fee["message"], fee["basis"]),
        tuple((topic["name"], tuple(topic["words"])) for topic in oversight["topics"]),
        Wording(oversight["message"], ["topics"], oversight.where("message")),
        Years(*(_pattern(years, key) for key in ("before", "after", "plans", "statements"))),
    )
