"""The words, levels and messages of the screening, from ``law/vocabularies/screening.yaml`` and ``wrong_words.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.report.reading.facts_words import either, texts
from gongkai.web.disclosure.screening.model import Level, WrongWord

VOCABULARIES = LAW / "vocabularies"


@dataclass(frozen=True, slots=True)
class Code:
    """What stands behind a code: its level, its ground in law, its sentence."""

    level: Level
    basis: str
    message: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data: code, code of a whole list, name, and how many characters stay when it is masked."""

    code: str
    listed: str
    name: str
    front: int
    back: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of secrecy: where `line`, only a line that is nothing else."""

    code: str
    pattern: re.Pattern[str]
    line: bool
    unless: re.Pattern[str] | None
    unless_on_application: bool


class Vocabulary:
    """screening.yaml, compiled. Refuses what it does not know, as every law file is read.

    Raises:
        LawError: the file cannot be trusted; names file and line.
    """

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "basis": Mapping, "confirmed": str, "fields": Mapping, "codes": Mapping, "person": Mapping,
                    "columns": Mapping, "names": Mapping, "marks": list, "links": Mapping, "dates": Mapping,
                    "bounds": Mapping})
        self.fields: dict[str, str] = dict(node["fields"])
        self.codes = codes(node["codes"], node["basis"])
        self._person(node["person"])
        columns, names, links, dates, bounds = (node[key] for key in ("columns", "names", "links", "dates", "bounds"))
        columns.check(dict.fromkeys(("name", "identity", "bank_card", "telephone", "address", "office_telephone", "office",
                                     "office_ends", "not_office"), list))
        self.columns = {key: re.compile(either(texts(columns, key))) for key in columns}
        self.office_word = re.compile(f"(?:{either(texts(columns, 'office_ends'))})(?![\u4e00-\u9fff])")
        names.check({"surnames": str, "compound": list, "titles": list, "none": list})
        self.surnames = frozenset(names["surnames"])
        self.compound = tuple(texts(names, "compound"))
        self.titles = tuple(texts(names, "titles"))
        self.no_names = frozenset(texts(names, "none"))
        self.marks = [self._mark(entry) for entry in node["marks"]]
        links.check(dict.fromkeys(("schemes", "scripts", "local", "inner_hosts"), list))
        self.schemes, self.scripts, self.local = (frozenset(texts(links, key)) for key in ("schemes", "scripts", "local"))
        self.inner_hosts = tuple(texts(links, "inner_hosts"))
        dates.check({"made": list, "earliest": int})
        self.made = re.compile(f"(?:{either(texts(dates, 'made'))})[ \\u3000]{{0,4}}[:：]?[ \\u3000]{{0,4}}$")
        self.earliest: int = dates["earliest"]
        bounds.check({"characters": int, "remarks": int, "rows": int})
        self.characters, self.remarks, self.rows = (bounds[key] for key in ("characters", "remarks", "rows"))

    def _person(self, node: Mapping) -> None:
        node.check({"kinds": Mapping, "home_telephone": list, "home": list, "address": list, "beside": list, "business": list,
                    "places": list, "dwelling": list})
        self.kinds: dict[str, Kind] = {}
        for name, kind in node["kinds"].items():
            kind.check({"code": str, "listed": str, "name": str, "front": int, "back": int})
            for key in ("code", "listed"):
                if kind[key] not in self.codes:
                    raise LawError(f"{kind.where(key)}: {kind[key]!r} is no code of this file")
            self.kinds[name] = Kind(**kind)
        self.home_telephone = re.compile(either(texts(node, "home_telephone")))
        self.home = re.compile(either(texts(node, "home")))
        self.address = re.compile(either([*texts(node, "home"), *texts(node, "address")]))
        self.beside = re.compile(either(texts(node, "beside")))
        self.business = re.compile(either(texts(node, "business")))
        self.places = re.compile(either(texts(node, "places")))
        self.dwelling = re.compile(either(texts(node, "dwelling")))

    def _mark(self, node: Mapping) -> Mark:
        node.check({"code": str, "pattern": str}, {"line": bool, "not": str, "unless_on_application": bool})
        if node["code"] not in self.codes:
            raise LawError(f"{node.where('code')}: {node['code']!r} is no code of this file")
        pattern = re.compile(f"^[ \\t\\u3000]*(?:{node['pattern']})[ \\t\\u3000]*$" if node.get("line") else node["pattern"],
                             re.MULTILINE)
        return Mark(node["code"], pattern, node.get("line", False), re.compile(node["not"]) if "not" in node else None,
                    node.get("unless_on_application", False))


def codes(node: Mapping, basis: Mapping) -> dict[str, Code]:
    """The codes of a law file, each with level, ground and message.

    Raises:
        LawError: an unknown level or ground.
    """
    made = {}
    for code, entry in node.items():
        entry.check({"level": str, "basis": str, "message": str})
        if entry["level"] not in ("serious", "reason"):
            raise LawError(f"{entry.where('level')}: a level is serious or reason")
        if entry["basis"] not in basis:
            raise LawError(f"{entry.where('basis')}: {entry['basis']!r} is no key of basis")
        made[code] = Code(entry["level"], basis[entry["basis"]], entry["message"])
    return made


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the screening."""
    return Vocabulary(VOCABULARIES / "screening.yaml")


@cache
def wrong_words() -> tuple[WrongWord, ...]:
    """The list of wrong expressions to begin with; a county keeps its own.

    Raises:
        LawError: the file cannot be trusted.
    """
    return tuple(_wrong_words(lawfile.read(VOCABULARIES / "wrong_words.yaml")))


def _wrong_words(node: Mapping) -> Iterable[WrongWord]:
    node.check({"title": str, "notes": str, "sources": Mapping, "serious": Mapping, "slip": Mapping})
    seen: set[str] = set()
    for level, key in (("serious", "serious"), ("reason", "slip")):
        for source, entries in node[key].items():
            if source not in node["sources"]:
                raise LawError(f"{node[key].where(source)}: {source!r} is no key of sources")
            for entry in entries:
                entry.check({"wrong": str, "right": str}, {"unless": list})
                if entry["wrong"] in seen or entry["wrong"] == entry["right"]:
                    raise LawError(f"{entry.where('wrong')}: {entry['wrong']!r} is repeated, or right")
                seen.add(entry["wrong"])
                yield WrongWord(entry["wrong"], entry["right"], level, node["sources"][source]["name"],  # type: ignore[arg-type]
                                tuple(texts(entry, "unless")) if "unless" in entry else ())
