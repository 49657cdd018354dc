"""Who applies and how they want what they ask for, from ``law/vocabularies/applicants.yaml``.

    >>> kinds()["legal"].label
    '法律服务机构'
    >>> lacking({"name": "张三", "proof": "已核对", "contact": "电话", "description": ""})[0].label
    '申请公开的政府信息的名称、文号或者便于查询的其他特征性描述'

Kinds of applicants are the columns of table 3; the loader checks them against every edition of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.identity import HOLDERS
from gongkai.engine.lawfile import LawError
from gongkai.engine.parameters import law_confirmed
from gongkai.engine.vocabulary import FOLDER, Standing, columns, head, mappings, one_of, texts


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of applicant: a column of table 3. `of` is person or organisation, `holds` what is counted there, `doubt` what
    the notices on the form leave open."""

    key: str
    label: str
    of: str
    holds: tuple[str, ...]
    doubt: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How several people, or people for others, are counted."""

    key: str
    text: str
    confirmed: date | str


@dataclass(frozen=True, slots=True)
class Way:
    """A way of getting the information. `needs` is the contact without which it cannot be done (a key of `contacts`), or none."""

    key: str
    label: str
    article: str
    needs: str


@dataclass(frozen=True, slots=True)
class Item:
    """A form of supply, or something that an application contains (Art. 29)."""

    key: str
    label: str
    article: str


@dataclass(frozen=True, slots=True)
class Applicants:
    """The whole file."""

    standing: Standing
    kinds: dict[str, Kind]
    rules: dict[str, Rule]
    ways: dict[str, Way]
    forms: dict[str, Item]
    contacts: dict[str, str]
    contents: dict[str, Item]


def load_applicants(path: Path | str) -> Applicants:
    """The lists in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; kinds that are not the columns of table 3 in every edition, in
            their order and with their labels; a contact nobody knows; names file and line.
    """
    data = lawfile.read(path)
    standing = head(data, {"kinds": list, "rules": list, "ways": list, "forms": list, "contacts": dict, "contents": list})
    kinds = {node["key"]: Kind(node["key"], node["label"], one_of(node, "of", HOLDERS), texts(node, "holds"), node["doubt"])
             for node in _nodes(data, "kinds", {"label": str, "of": str, "holds": list, "doubt": str})}  # fmt: skip
    for edition, known in columns().items():
        if {kind.key: kind.label for kind in kinds.values()} != known or list(kinds) != list(known):
            raise LawError(f"{data.where('kinds')}: the columns of table 3 in edition {edition} are others: {known}")
    rules = {node["key"]: Rule(node["key"], node["text"], law_confirmed(node))
             for node in _nodes(data, "rules", {"text": str, "confirmed": None})}  # fmt: skip
    ways = {node["key"]: Way(node["key"], node["label"], node["article"], one_of(node, "needs", data["contacts"]))
            for node in _nodes(data, "ways", {"label": str, "article": str, "needs": str})}  # fmt: skip
    item = {"label": str, "article": str}
    return Applicants(
        standing, kinds, rules, ways,
        {node["key"]: Item(node["key"], node["label"], node["article"]) for node in _nodes(data, "forms", item)},
        dict(data["contacts"]),
        {node["key"]: Item(node["key"], node["label"], node["article"]) for node in _nodes(data, "contents", item)},
    )  # fmt: skip


def _nodes(data: lawfile.Mapping, key: str, required: dict[str, Any]) -> list[lawfile.Mapping]:
    seen: set[str] = set()
    for node in (found := mappings(data, key)):
        node.check({"key": str, **required})
        if node["key"] in seen:
            raise LawError(f"{node.where('key')}: {node['key']!r} has an entry already")
        seen.add(node["key"])
    return found


@cache
def _shipped() -> Applicants:
    return load_applicants(FOLDER / "applicants.yaml")


def kinds() -> dict[str, Kind]:
    """The kinds of applicants, by key, in the order of the columns of table 3."""
    return dict(_shipped().kinds)


def rules() -> dict[str, Rule]:
    """How several applicants, and those who apply for others, are counted."""
    return dict(_shipped().rules)


def ways() -> dict[str, Way]:
    """获取信息的方式、途径, by key."""
    return dict(_shipped().ways)


def forms() -> dict[str, Item]:
    """提供信息的形式, by key."""
    return dict(_shipped().forms)


def contacts() -> dict[str, str]:
    """The contacts that ways of getting the information need, with their Chinese names."""
    return {key: label for key, label in _shipped().contacts.items() if key != "none"}


def contents() -> dict[str, Item]:
    """What an application contains (Art. 29 para. 2), by key."""
    return dict(_shipped().contents)


def lacking(given: Mapping[str, Any]) -> list[Item]:
    """What an application lacks of its contents: `given` maps keys of `contents` to anything; None and blanks are nothing.

    A lack is not yet a reason to ask for a correction: Art. 30 speaks of contents that are unclear.
    """
    return [item for key, item in contents().items() if not str(given.get(key) or "").strip()]
