"""What can be redacted and what is said of it, from ``law/vocabularies/redaction.yaml``; labels of the grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.grounds import ground, grounds
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.errors import GongkaiError
from gongkai.report.reading.facts_words import texts


class RedactionRefused(GongkaiError):
    """A file that cannot be redacted, or a wish that cannot be met. `key` is one of refusals, for the program."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that can be redacted."""

    key: str
    name: str
    found: tuple[str, ...]
    megabytes: int


@dataclass(frozen=True, slots=True)
class Find:
    """What a search finds: its name, and the key of the ground proposed for it."""

    name: str
    ground: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is offered to be looked for: its name, and the finds it stands for."""

    name: str
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds on hostile files and on wishes: `chunk` pages are made in one go, `seconds` one go may take."""

    pages: int
    boxes: int
    pixels: int
    picture_pixels: int
    words: int
    word_characters: int
    hits: int
    characters: int
    seconds: int
    memory_megabytes: int
    chunk: int


class Vocabulary:
    """redaction.yaml, compiled.

    Raises:
        LawError: the file cannot be trusted; names file and line.
    """

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "basis": str, "confirmed": (date, str), "label": str, "kinds": Mapping, "finds": Mapping, "groups": Mapping,
                    "refusals": Mapping, "remarks": Mapping, "problems": Mapping, "bounds": Mapping})
        self.basis: str = node["basis"]
        self._label: str = node["label"]
        self.kinds: dict[str, Kind] = {}
        for key, kind in node["kinds"].items():
            kind.check({"name": str, "found": list, "megabytes": int})
            self.kinds[key] = Kind(key, kind["name"], tuple(texts(kind, "found")), kind["megabytes"])
        self.finds: dict[str, Find] = {}
        known = grounds(date.max)
        for key, entry in node["finds"].items():
            entry.check({"name": str, "ground": str})
            if entry["ground"] not in known:
                raise LawError(f"{entry.where('ground')}: {entry['ground']!r} is no ground of grounds.yaml")
            self.finds[key] = Find(entry["name"], entry["ground"])
        self.groups: dict[str, Group] = {}
        for key, entry in node["groups"].items():
            entry.check({"name": str, "finds": list})
            self.groups[key] = Group(entry["name"], tuple(texts(entry, "finds")))
        grouped = [find for group in self.groups.values() for find in group.finds]
        if sorted(grouped) != sorted(set(self.finds) - {"words"}):
            raise LawError(f"{node.where('groups')}: each of finds but words stands in one group")
        self._refusals: dict[str, str] = dict(node["refusals"])
        self._remarks: dict[str, str] = dict(node["remarks"])
        self._problems: dict[str, str] = dict(node["problems"])
        node["bounds"].check(dict.fromkeys(Bounds.__slots__, int))
        self.bounds = Bounds(**node["bounds"])

    def refused(self, key: str, what: object = "", limit: object = "") -> RedactionRefused:
        """The refusal with this key, to be raised."""
        return RedactionRefused(key, self._refusals[key].format(what=what, limit=limit))

    def remark(self, key: str, what: object = "") -> str:
        """A remark's sentence."""
        return self._remarks[key].format(what=what)

    def problem(self, key: str, what: object = "") -> str:
        """What a check of a result found, in a few words."""
        return self._problems[key].format(what=what)

    def label(self, key: str, on: date) -> str:
        """What stands in a box with this ground, for example 〔第十五条〕.

        Raises:
            GongkaiError: no ground in force on that day has this key.
        """
        return self._label.format(article=ground(key, on).article)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of redaction."""
    return Vocabulary(LAW / "vocabularies" / "redaction.yaml")


def refused(key: str, what: object = "", limit: object = "") -> RedactionRefused:
    """The refusal with this key, to be raised."""
    return vocabulary().refused(key, what, limit)
