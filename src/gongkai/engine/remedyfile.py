"""Reading ``law/vocabularies/remedies.yaml``: readings of the law by date, kinds of units, the paragraph's texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.days import chinese
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day
from gongkai.engine.vocabulary import FOLDER, Standing, entries, head, mappings, one_of, standing
from gongkai.errors import GongkaiError

TITLE = "救济途径"
SCOPES = ("none", "denied", "grounds")
TERMS = ("review", "after_review", "direct")
PLACES = ("document", "reviewer", "court", "channel", *TERMS)
TEXTS = ("review_first", "ordinary", "by_ground", "online")


@dataclass(frozen=True, slots=True)
class Reading:
    """Which answers want a review first, in force from `start`: none, whatever is denied, or refusals on the grounds of
    Art. 14–16."""

    start: date
    scope: str
    cited: str
    source: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Court:
    """The level of the court of first instance."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of unit: `reviewer` who reviews its acts, in words; `alternative` the other body that may be chosen, empty where
    there is none; `court` the level of the court."""

    key: str
    label: str
    reviewer: str
    alternative: str
    cited: str
    court: Court
    standing: Standing


@dataclass(frozen=True, slots=True)
class Remedies:
    """The whole file."""

    standing: Standing
    readings: tuple[Reading, ...]
    duties: dict[str, str]
    texts: dict[str, str]
    units: tuple[Unit, ...]

    def reading(self, on: date) -> Reading:
        """The reading in force on a day. Raises GongkaiError before the first."""
        for reading in reversed(self.readings):
            if reading.start <= on:
                return reading
        raise _too_early(on, self.readings[0].start)

    def units_on(self, on: date) -> dict[str, Unit]:
        """The kinds of units on a day. Raises GongkaiError before the first."""
        found = {unit.key: unit for unit in self.units if unit.standing.holds(on)}
        if not found:
            raise _too_early(on, min(unit.standing.start for unit in self.units))
        return found


def _too_early(on: date, first: date) -> GongkaiError:
    return GongkaiError(f"{chinese(on)}早于现行“{TITLE}”规定的施行日（{chinese(first)}），本工具没有此前的规定，请核对日期。")


def load_remedies(path: Path | str) -> Remedies:
    """The remedies in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys, values out of order, a place in a text that nobody fills,
            a kind of unit with two entries on one day; names file and line.
    """
    data = lawfile.read(path)
    above = head(data, {"readings": list, "duties": Mapping, "texts": Mapping, "courts": dict, "units": list})
    data["duties"].check({"review_first": str, "online": str})
    data["texts"].check(dict.fromkeys(TEXTS, str))
    for key, text in data["texts"].items():
        try:
            text.format(**dict.fromkeys(PLACES, ""))
        except (KeyError, IndexError, ValueError):
            raise LawError(f"{data['texts'].where(key)}: the text knows {', '.join(PLACES)} alone") from None
    return Remedies(
        above,
        tuple(Reading(law_day(node, "from"), one_of(node, "scope", SCOPES), node["cited"], node["source"], _doubt(node))
              for node in _ascending(data, "readings", {"scope": str, "source": str})),
        dict(data["duties"]), dict(data["texts"]), tuple(_units(data, above)),
    )  # fmt: skip


def _doubt(node: Mapping) -> str | None:
    confirmed = law_confirmed(node)
    return confirmed if isinstance(confirmed, str) else None


def _ascending(data: Mapping, key: str, required: dict[str, Any]) -> list[Mapping]:
    found = mappings(data, key)
    for index, node in enumerate(found):
        node.check({"from": None, "cited": str, "confirmed": None, **required})
        if index and law_day(node, "from") <= law_day(found[index - 1], "from"):
            raise LawError(f"{node.where('from')}: values must ascend by date")
    return found


def _units(data: Mapping, above: Standing) -> list[Unit]:
    found: list[Unit] = []
    needed = {"unit": str, "label": str, "reviewer": str, "cited": str, "court": str}
    for entry in entries(data, "units", needed, {"or": str}):
        court = one_of(entry, "court", data["courts"])
        made = Unit(entry["unit"], entry["label"], entry["reviewer"], entry.get("or", ""), entry["cited"],
                    Court(court, data["courts"][court]), standing(entry, above))  # fmt: skip
        for other in found:
            if other.key == made.key and (other.standing.holds(made.standing.start) or made.standing.holds(other.standing.start)):
                raise LawError(f"{entry.where('unit')}: {made.key!r} has two entries on one day")
        found.append(made)
    return found


@cache
def shipped() -> Remedies:
    """The remedies that come with the package."""
    return load_remedies(FOLDER / "remedies.yaml")
