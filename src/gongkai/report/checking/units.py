"""What kind of organ a unit is, told by its name or by what a manifest says: ``law/checks/units.yaml``.

    >>> kind_of("某县示例镇人民政府").key, kind_of("某县住房和城乡建设局").key, kind_of("某市人民政府办公室").rules
    ('town', 'county_department', 'unknown')
    >>> kind_of("示例") is None
    True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.parameters import Value, parameters
from gongkai.report.model import Report

_RULES = ("yes", "none", "unlikely", "unknown")
_ASIDE = re.compile(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]|[\s\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of organ; see the head of ``law/checks/units.yaml`` for its fields."""

    key: str
    label: str
    name: re.Pattern[str]
    word: re.Pattern[str]
    government: bool
    rules: str
    due: str | None
    self: re.Pattern[str] | None = None


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, the first that fits first.

    Raises:
        LawError: a field is missing or of a wrong type; names file and line.
    """
    node = lawfile.read(LAW / "checks" / "units.yaml")
    node.check({"title": str, "kinds": list, "names": dict, "basis": dict, "confirmed": None})
    return tuple(_kind(child) for child in node["kinds"])


def _kind(node: lawfile.Mapping) -> Kind:
    node.check({"key": str, "label": str, "name": str, "word": str, "government": bool, "rules": (str, bool),
                "due": (str, type(None))}, {"self": str})
    rules = {True: "yes", False: "none"}.get(node["rules"], node["rules"])
    if rules not in _RULES:
        raise LawError(f"{node.where('rules')}: rules is one of {', '.join(_RULES)}, not {rules!r}")
    due = node["due"]
    if due is not None and (due not in parameters() or parameters()[due].unit != "月日"):
        raise LawError(f"{node.where('due')}: due is null or a parameter that is a day of each year, not {due!r}")
    return Kind(node["key"], node["label"], re.compile(node["name"]), re.compile(node["word"]), node["government"], rules,
                due, re.compile(node["self"]) if "self" in node else None)


def legal_day(due: str | None, year: int) -> tuple[date, Value] | None:
    """By when the law wants the report of a year published (条例第四十九条), with what says so.

    Args:
        due: a `Kind.due`.
        year: the year that the report is about.

    Returns:
        None where the law sets no day, or set none yet.

        >>> legal_day("report_departments", 2025)[0], legal_day(None, 2025) is None
        (datetime.date(2026, 1, 31), True)
    """
    first = date(year + 1, 1, 1)
    if due is None or first < parameters()[due].values[0].start:
        return None
    value = parameters().on(due, first)
    return date(year + 1, *value.value), value


@cache
def bases() -> dict[str, str]:
    """The grounds (依据) for what depends on a kind: government."""
    node = lawfile.read(LAW / "checks" / "units.yaml")["basis"]
    node.check({"government": str})
    return dict(node)


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    node = lawfile.read(LAW / "checks" / "units.yaml")["names"]
    node.check({"region": str, "common": str})
    return re.compile(node["region"]), re.compile(node["common"])


@lru_cache(maxsize=1024)
def surely_different(one: str, other: str) -> bool:
    """Whether two names are those of different units for certain: what is particular to them shares no character.

        >>> surely_different("某县司法局", "某县民政局"), surely_different("某县发展和改革委员会", "县发改委")
        (True, False)
        >>> surely_different("某县人民政府", "某县司法局"), surely_different("某区示例镇人民政府", "示例镇党政办")
        (False, False)
    """
    region, common = _names()
    cores = [set(common.sub("", region.sub("", _ASIDE.sub("", name)))) for name in (one, other)]
    return all(cores) and cores[0].isdisjoint(cores[1])


@lru_cache(maxsize=1024)
def kind_of(name: str | None, stated: str | None = None) -> Kind | None:
    """The kind of a unit; what its manifest states, or a kind's own label, comes before what its name says. None where
    neither tells."""
    for kind in kinds():
        if stated == kind.label:
            return kind
    for text, field in ((stated, "word"), (name, "name")):
        plain = _ASIDE.sub("", text or "")
        for kind in kinds() if plain else ():
            if getattr(kind, field).search(plain):
                return kind
    return None


def kind(report: Report) -> Kind | None:
    """The kind of the unit whose report it is; where no name tells it, how the text speaks of itself (我镇), if twice."""
    known = kind_of(report.unit, report.unit_kind)
    if known is not None or report.unit is not None:
        return known
    text = "\n".join([report.preamble, *(section.text for section in report.sections)])
    told = [kind for kind in kinds() if kind.self and len(kind.self.findall(text)) >= 2]
    return told[0] if len(told) == 1 else None
