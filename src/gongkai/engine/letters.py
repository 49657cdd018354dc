"""Letters and forms of an application (文书), from ``law/vocabularies/letters.yaml``.

    >>> letter("extension_notice", date(2026, 9, 18)).title
    '政府信息公开申请延期答复告知书'

What a letter is called, by which article, to whom, which fields it needs and whether it bears a number and a seal. How it is
printed is the platform's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.engine.vocabulary import FOLDER, Standing, entries, head, in_force, mappings, one_of, standing, texts
from gongkai.errors import GongkaiError

TITLE = "依申请公开文书"
ADDRESSEES = {"applicant": "申请人", "third_party": "第三方", "agency": "其他机关", "tribunal": "行政复议机关、人民法院", "inner": "内部使用"}


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a letter to be filled. `personal`: whether what stands there may be a person's data."""

    key: str
    label: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of letter.

    `title` is printed, `label` tells letters of one title apart; `to` is a key of `ADDRESSEES`; `event` the step it belongs
    to; `needs` the fields without which it cannot be made, `may` all it can hold beside them; `number` whether it bears a
    document number, `seal` whether it is signed and stamped; `answer` whether its service ends the clock; `encloses` the
    letter that goes out with it.
    """

    key: str
    title: str
    label: str
    articles: tuple[str, ...]
    to: str
    event: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    number: bool
    seal: bool
    answer: bool
    encloses: str | None
    standing: Standing

    @property
    def cited(self) -> str:
        """The work and its articles."""
        return self.standing.basis + "、".join(self.articles)


@dataclass(frozen=True, slots=True)
class Letters:
    """The whole file: letters by key, fields by key, the names of steps."""

    letters: dict[str, Letter]
    fields: dict[str, Field]
    events: dict[str, str]


def load_letters(path: Path | str) -> Letters:
    """The letters in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; a field, a step or an enclosure that there is none of, a field
            or a step without a letter, two letters with one label; names file and line.
    """
    data = lawfile.read(path)
    above = head(data, {"events": dict, "common": list, "fields": list, "letters": list})
    events = dict(data["events"])
    fields = _fields(data)
    common = _known(data, "common", fields)
    found: dict[str, Letter] = {}
    listed = list(entries(data, "letters", {
        "title": str, "articles": list, "to": str, "event": str, "needs": list, "may": list, "number": bool, "seal": bool,
    }, {"label": str, "answer": bool, "encloses": str}))  # fmt: skip
    for entry in listed:
        label = entry.get("label", entry["title"])
        if any(known.label == label for known in found.values()):
            raise LawError(f"{entry.where('title')}: two letters are called {label!r}; give one a label of its own")
        needs, may = _known(entry, "needs", fields), _known(entry, "may", fields)
        # Whom the applicant is, and what they wrote, goes to nobody else unless the letter says so itself.
        own = common if entry["to"] in ("applicant", "inner") else tuple(key for key in common if not fields[key].personal)
        if both := set(may) & {*needs, *own}:
            raise LawError(f"{entry.where('may')}: the letter has {', '.join(sorted(both))} anyway")
        if not entry["articles"]:
            raise LawError(f"{entry.where('articles')}: a letter has at least one article")
        if entry.get("encloses", entry["key"]) not in {other["key"] for other in listed}:
            raise LawError(f"{entry.where('encloses')}: there is no letter {entry['encloses']!r}")
        found[entry["key"]] = Letter(
            entry["key"], entry["title"], label, texts(entry, "articles"), one_of(entry, "to", ADDRESSEES),
            one_of(entry, "event", events), needs, tuple(key for key in (*own, *may) if key not in needs),
            entry["number"], entry["seal"], entry.get("answer", False), entry.get("encloses"), standing(entry, above),
        )
    for event in events:
        if event not in {letter.event for letter in found.values()}:
            raise LawError(f"{data['events'].where(event)}: no letter belongs to the step {event!r}")
    used = {key for letter in found.values() for key in (*letter.needs, *letter.may)}
    for node in mappings(data, "fields"):
        if node["key"] not in used:
            raise LawError(f"{node.where('key')}: no letter holds the field {node['key']!r}")
    return Letters(found, fields, events)


def _fields(data: Mapping) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for node in mappings(data, "fields"):
        node.check({"key": str, "label": str, "personal": bool})
        if node["key"] in found or any(field.label == node["label"] for field in found.values()):
            raise LawError(f"{node.where('key')}: the field {node['key']!r} or its label is repeated")
        found[node["key"]] = Field(node["key"], node["label"], node["personal"])
    return found


def _known(node: Mapping, key: str, fields: dict[str, Field]) -> tuple[str, ...]:
    for word in (found := texts(node, key)):
        if word not in fields:
            raise LawError(f"{node.where(key)}: there is no field {word!r}")
    return found


@cache
def _shipped() -> Letters:
    return load_letters(FOLDER / "letters.yaml")


def every_letter() -> dict[str, Letter]:
    """All kinds of letters of the package, whenever they hold: for what was sent once and is only shown."""
    return dict(_shipped().letters)


def letters(on: date) -> dict[str, Letter]:
    """The kinds of letters in force on a day, by key, in the order of a case.

    Raises:
        GongkaiError: the day lies before the Regulations.
    """
    return in_force(_shipped().letters, on, TITLE)


def letter(key: str, on: date) -> Letter:
    """The kind of letter called `key`.

    Raises:
        GongkaiError: there is none in force on that day.
    """
    known = letters(on)
    if key not in known:
        raise GongkaiError(f"不认识文书“{key}”，可用的有：{'、'.join(f'{each.key}（{each.label}）' for each in known.values())}。")
    return known[key]


def fields() -> dict[str, Field]:
    """Every field that a letter can hold, by key."""
    return dict(_shipped().fields)


def steps() -> dict[str, str]:
    """The steps of a case that letters belong to, with their Chinese names."""
    return dict(_shipped().events)


def absent(kind: Letter, values: dict[str, object]) -> list[Field]:
    """The needed fields that have no value (None, an empty text, an empty list)."""
    known = _shipped().fields
    return [known[key] for key in kind.needs if values.get(key) in (None, "", [], ())]
