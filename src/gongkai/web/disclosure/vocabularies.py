"""The law's lists that an item is described with, from ``law/vocabularies``: catalogue, genres, subjects, fields, 索引号.

    >>> genres()["notice"]
    '通知'

Read strictly: a file that repeats a code, lacks a key or holds one that nobody knows is refused with file and line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day

FOLDER = LAW / "vocabularies"


@dataclass(frozen=True, slots=True)
class LawNode:
    """One content that the law names for proactive disclosure: ``of`` is the group of Art. 21, "" in Art. 20."""

    scheme: str
    code: str
    name: str
    text: str
    article: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class LawCatalogue:
    """Art. 20 and 21 as rows; whom the groups of Art. 21 mean; by when things are published (Art. 26)."""

    basis: str
    nodes: tuple[LawNode, ...]
    groups: dict[str, str]
    deadline: str
    deadline_article: str

    def grounds(self, node: LawNode) -> str:
        """The citation of a row."""
        return f"{self.basis}{node.article}"


@dataclass(frozen=True, slots=True)
class IndexRule:
    """How an index number is made: what stands before the serial, and how many digits that has."""

    rule: str
    digits: int


def load_catalogue(path: Path) -> LawCatalogue:
    """The law's catalogue.

    Raises:
        LawError: unknown, missing or repeated keys and codes; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "basis": str, "from": None, "confirmed": None, "schemes": Mapping, "groups": Mapping,
                "deadline": str, "deadline_article": str})
    law_day(data, "from")
    law_confirmed(data)
    nodes: dict[str, LawNode] = {}
    for scheme, section in data["schemes"].items():
        if not isinstance(section, Mapping):
            raise LawError(f"{data['schemes'].where(scheme)}: a scheme is a mapping")
        section.check({"article": str, "nodes": list})
        for entry in section["nodes"]:
            if not isinstance(entry, Mapping):
                raise LawError(f"{section.where('nodes')}: each node is a mapping")
            entry.check({"code": str, "name": str, "text": str}, {"of": str})
            if entry["code"] in nodes:
                raise LawError(f"{entry.where('code')}: the code {entry['code']!r} is repeated")
            if entry.get("of", "") not in ("", *data["groups"]):
                raise LawError(f"{entry.where('of')}: unknown group {entry['of']!r}")
            nodes[entry["code"]] = LawNode(scheme, entry["code"], entry["name"], entry["text"], section["article"],
                                           entry.get("of", ""))
    return LawCatalogue(data["basis"], tuple(nodes.values()), dict(data["groups"]), data["deadline"], data["deadline_article"])


def load_entries(path: Path) -> dict[str, str]:
    """A list of codes and names in its order.

    Raises:
        LawError: unknown, missing or repeated keys, codes or names; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "basis": str, "confirmed": None, "entries": list})
    law_confirmed(data)
    entries: dict[str, str] = {}
    for entry in data["entries"]:
        if isinstance(entry, str):
            code = name = entry
            where = data.where("entries")
        elif isinstance(entry, Mapping):
            entry.check({"code": str, "name": str})
            code, name, where = entry["code"], entry["name"], entry.where("code")
        else:
            raise LawError(f"{data.where('entries')}: each entry is a name, or a mapping of code and name")
        if code in entries or name in entries.values():
            raise LawError(f"{where}: {code!r} or its name is repeated")
        entries[code] = name
    return entries


def load_index_rule(path: Path) -> IndexRule:
    """How index numbers are made.

    Raises:
        LawError: a key or a place in the rule that nobody knows; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "basis": str, "confirmed": None, "rule": str, "digits": int})
    law_confirmed(data)
    try:
        data["rule"].format(unit="", node="", year=0)
    except (KeyError, IndexError, ValueError):
        raise LawError(f"{data.where('rule')}: the rule knows {{unit}}, {{node}} and {{year}} alone") from None
    if not 1 <= data["digits"] <= 9:
        raise LawError(f"{data.where('digits')}: a serial has 1 to 9 digits")
    return IndexRule(data["rule"], data["digits"])


@cache
def catalogue() -> LawCatalogue:
    """Art. 20 and 21."""
    return load_catalogue(FOLDER / "catalogue.yaml")


@cache
def genres() -> dict[str, str]:
    """体裁 by code."""
    return load_entries(FOLDER / "genres.yaml")


@cache
def subjects() -> dict[str, str]:
    """主题分类 by code."""
    return load_entries(FOLDER / "subjects.yaml")


@cache
def fields() -> dict[str, str]:
    """The twenty-six fields of the 基层政务公开标准目录; code and name are one."""
    return load_entries(FOLDER / "fields.yaml")


@cache
def index_rule() -> IndexRule:
    """The rule of 索引号."""
    return load_index_rule(FOLDER / "index_number.yaml")
