"""The kinds of channels and the groups in which reports count them, from ``law/vocabularies/channels.yaml``.

    >>> kinds().group_of("微信公众号")
    '政务新媒体'

The vocabulary is open: a unit may type another kind; it counts in the last group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day

FILE = LAW / "vocabularies" / "channels.yaml"


@dataclass(frozen=True, slots=True)
class Update:
    """Within how many days something new must show, and by what rule."""

    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """Group → its kinds, in the order of reports; `rest` is the group of kinds that are not listed; kind → how often it is updated."""

    groups: dict[str, tuple[str, ...]]
    rest: str
    updates: dict[str, Update]

    def group_of(self, kind: str) -> str:
        """The group in which a kind counts."""
        return next((name for name, kinds in self.groups.items() if kind in kinds), self.rest)

    @property
    def names(self) -> list[str]:
        """All groups, the rest last."""
        return [*self.groups, self.rest]

    @property
    def listed(self) -> list[str]:
        """All kinds that are listed."""
        return [kind for kinds in self.groups.values() for kind in kinds]


def load_kinds(path: Path = FILE) -> Kinds:
    """The kinds in a law file.

    Raises:
        LawError: a key is missing or unknown, a kind stands in two groups; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "basis": str, "from": None, "confirmed": None, "groups": list, "rest": str})
    law_day(data, "from"), law_confirmed(data)
    groups: dict[str, tuple[str, ...]] = {}
    updates: dict[str, Update] = {}
    seen: set[str] = set()
    for entry in data["groups"]:
        if not isinstance(entry, Mapping):
            raise LawError(f"{data.where('groups')}: each group is a mapping")
        entry.check({"name": str, "basis": str, "kinds": list}, {"update": Mapping})
        if twice := seen & set(entry["kinds"]):
            raise LawError(f"{entry.where('kinds')}: {', '.join(sorted(twice))} stands in two groups")
        seen.update(entry["kinds"])
        groups[entry["name"]] = tuple(entry["kinds"])
        if (asked := entry.get("update")) is not None:
            asked.check({"days": int, "kinds": list, "basis": str})
            if asked["days"] < 1 or not set(asked["kinds"]) <= set(entry["kinds"]):
                raise LawError(f"{asked.where('kinds')}: an update names kinds of its group, and a number of days above 0")
            updates.update(dict.fromkeys(asked["kinds"], Update(asked["days"], asked["basis"])))
    return Kinds(groups, data["rest"], updates)


@cache
def kinds() -> Kinds:
    """The kinds that come with the package."""
    return load_kinds()
