"""What the law and its notices say of a report's text: ``law/vocabularies/report_text.yaml`` and ``report_points.yaml``.

    >>> texts().heading.format(unit="某县民政局", year=2025)
    '某县民政局2025年政府信息公开工作年度报告'
    >>> [point.key for point in points_for("某县民政局", "2021") if point.section == 6]
    ['fee']

Read strictly: a file that lacks a key, holds one that nobody knows, or names a section or part that no form has is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day
from gongkai.report.checking.units import bases, kind_of
from gongkai.report.checking.wording_rules import rules
from gongkai.report.form import editions

FOLDER = LAW / "vocabularies"
LEVELS = {"national": "必写", "local": "可写"}
UNITS = ("all", "governments", "departments")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to fill with figures; all in `some` must be there and not 0, all in `none` must be 0."""

    key: str
    section: int
    part: str
    text: str
    some: tuple[str, ...]
    none: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that its text names."""
        return tuple(re.findall(r"\{(\w+)\}", self.text))


@dataclass(frozen=True, slots=True)
class Texts:
    """What a draft says by itself, each with braces to fill."""

    heading: str
    preamble: tuple[str, ...]
    contact: tuple[str, ...]
    part: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a text must cover (``national``) or is asked to in places (``local``)."""

    key: str
    section: int
    part: str
    text: str
    level: str
    units: str
    words: re.Pattern[str]
    basis: str

    @property
    def label(self) -> str:
        """必写 or 可写."""
        return LEVELS[self.level]

    def covered(self, text: str) -> bool:
        """Whether a text seems to cover it."""
        return bool(self.words.search(text))


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a section is asked to have at most, where."""

    section: int
    characters: int
    basis: str


@cache
def texts() -> Texts:
    """The draft's texts.

    Raises:
        LawError: the law file is faulty.
    """
    node = lawfile.read(FOLDER / "report_text.yaml")
    node.check({"title": str, "basis": str, "from": None, "confirmed": None, "heading": str, "preamble": list, "contact": list, "part": str,
                "sentences": list})
    law_day(node, "from"), law_confirmed(node)
    made: dict[str, Sentence] = {}
    for child in node["sentences"]:
        child.check({"key": str, "section": int, "part": str, "text": str}, {"some": list, "none": list})
        _placed(child)
        if child["key"] in made:
            raise LawError(f"{child.where('key')}: the sentence {child['key']!r} stands twice")
        made[child["key"]] = Sentence(child["key"], child["section"], child["part"], child["text"], tuple(child.get("some", ())),
                                      tuple(child.get("none", ())))
    return Texts(node["heading"], tuple(node["preamble"]), tuple(node["contact"]), node["part"], tuple(made.values()))


@cache
def _points() -> tuple[tuple[Point, ...], Length]:
    node = lawfile.read(FOLDER / "report_points.yaml")
    node.check({"title": str, "basis": str, "from": None, "confirmed": None, "points": list, "length": Mapping})
    law_day(node, "from"), law_confirmed(node)
    made = []
    for child in node["points"]:
        child.check({"key": str, "section": int, "part": str, "text": str, "level": str, "units": str, "words": str, "basis": str})
        _placed(child)
        if child["level"] not in LEVELS or child["units"] not in UNITS:
            raise LawError(f"{child.where()}: level is one of {', '.join(LEVELS)}, units one of {', '.join(UNITS)}")
        made.append(Point(child["key"], child["section"], child["part"], child["text"], child["level"], child["units"],
                          re.compile(child["words"]), child["basis"]))
    told = node["length"]
    told.check({"section": int, "characters": int, "level": str, "basis": str})
    return tuple(made), Length(told["section"], told["characters"], told["basis"])


def _placed(node: Mapping) -> None:
    """Refuse a section or part that no edition has."""
    sections = {section.number: {part.key for part in section.parts} for form in editions().values() for section in form.sections}
    if node["section"] not in sections or (node["part"] and node["part"] not in sections[node["section"]]):
        raise LawError(f"{node.where('section')}: no form has section {node['section']}, part {node['part']!r}")


def points_for(unit: str, edition: str) -> list[Point]:
    """What the text of a unit's report must cover, in order of sections; for editions with parts those of their parts.

    Args:
        unit: its name, which tells what kind of organ it is.
        edition: of the form.
    """
    kind = kind_of(unit)
    government = kind is not None and kind.government
    known = {part.key for section in editions()[edition].sections for part in section.parts}
    found = [point for point in _points()[0] if point.units == "all" or (point.units == "governments") is government]
    if known:
        found = [point for point in found if not point.part or point.part in known]
    wording = rules()
    if government:
        part = "oversight" if "oversight" in known else ""
        found += [Point(f"topic.{name}", 1, part, f"{name}结果情况，没有的也写明", "national", "governments",
                        re.compile("|".join(map(re.escape, words))), bases()["government"]) for name, words in wording.topics]
    if editions()[edition].first_year >= editions()[wording.fee.edition].first_year:
        found.append(Point("fee", wording.fee.section, "", "收取信息处理费的情况，没有收取的也写明", "national", "all", wording.fee.pattern, wording.fee.basis))
    return sorted(found, key=lambda point: point.section)


def length() -> Length:
    """The guide for the length of the text."""
    return _points()[1]
