"""What the lists of ``law/vocabularies`` have in common: a head with basis and date, entries by key, each dated.

The head says where the list comes from and since when it holds; an entry may say of itself that it holds `from` a later
day, `until` an earlier one, or that its own `confirmed` differs. Read strictly, as every law file is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from gongkai.engine import lawfile
from gongkai.engine.days import chinese
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day
from gongkai.errors import GongkaiError

FOLDER = LAW / "vocabularies"
HEAD: dict[str, Any] = {"title": str, "basis": str, "source": str, "from": None, "confirmed": None}
DATED: dict[str, Any] = {"from": None, "until": None, "basis": str, "source": str, "confirmed": None}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry comes from and when it holds: `basis` the work, `start` the first day, `until` the last or None,
    `confirmed` the day it was read in its source, or a sentence of doubt."""

    basis: str
    source: str
    start: date
    until: date | None
    confirmed: date | str

    @property
    def doubt(self) -> str | None:
        """What nobody could confirm; None where it was read in its source."""
        return self.confirmed if isinstance(self.confirmed, str) else None

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.start <= on and (self.until is None or on <= self.until)


class Dated(Protocol):
    """An entry that knows where it comes from and when it holds."""

    @property
    def standing(self) -> Standing: ...


Entry = TypeVar("Entry", bound=Dated)


def head(data: Mapping, more: dict[str, Any], optional: dict[str, Any] | None = None) -> Standing:
    """The standing in the head of a list; `more` are the keys that this list has beside it.

    Raises:
        LawError: unknown, missing or wrong keys; names file and line.
    """
    data.check({**HEAD, **more}, optional)
    return Standing(data["basis"], data["source"], law_day(data, "from"), None, law_confirmed(data))


def standing(entry: Mapping, above: Standing) -> Standing:
    """The standing of an entry, whose own words go before those of the head.

    Raises:
        LawError: a wrong date, or an entry that ends before it begins; names file and line.
    """
    start = law_day(entry, "from") if "from" in entry else above.start
    until = law_day(entry, "until") if "until" in entry else above.until
    if until is not None and until < start:
        raise LawError(f"{entry.where('until')}: the entry ends before it begins")
    confirmed = law_confirmed(entry) if "confirmed" in entry else above.confirmed
    return Standing(entry.get("basis", above.basis), entry.get("source", above.source), start, until, confirmed)


def mappings(data: Mapping, key: str) -> list[Mapping]:
    """The mappings in a list under `key`; anything else in it, or none at all, is refused."""
    found = data[key]
    if not isinstance(found, list) or not found or not all(isinstance(entry, Mapping) for entry in found):
        raise LawError(f"{data.where(key)}: {key!r} is a list of mappings with at least one")
    return list(found)


def entries(data: Mapping, key: str, required: dict[str, Any], optional: dict[str, Any] | None = None) -> Iterator[Mapping]:
    """The entries of a list under `key`, each with a `key` of its own that no other has, and dates if it likes.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; names file and line.
    """
    seen: set[str] = set()
    for entry in mappings(data, key):
        entry.check({"key": str, **required}, {**DATED, **(optional or {})})
        if entry["key"] in seen:
            raise LawError(f"{entry.where('key')}: {entry['key']!r} has an entry already")
        seen.add(entry["key"])
        yield entry


def texts(node: Mapping, key: str) -> tuple[str, ...]:
    """A list of words under `key`, empty where the key is missing; anything else is refused with file and line."""
    found = node.get(key, [])
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise LawError(f"{node.where(key)}: {key!r} is a list of words")
    if len(set(found)) != len(found):
        raise LawError(f"{node.where(key)}: {key!r} repeats a word")
    return tuple(found)


def one_of(node: Mapping, key: str, known: Any) -> str:
    """The word under `key`, refused with file and line where it is not among `known`."""
    if node[key] not in known:
        raise LawError(f"{node.where(key)}: {key!r} is one of {', '.join(known)}, not {node[key]!r}")
    return node[key]


def in_force(listed: dict[str, Entry], on: date, title: str) -> dict[str, Entry]:
    """The entries in force on a day, in their order.

    Raises:
        GongkaiError: none is, because the day lies before the law.
    """
    found = {key: entry for key, entry in listed.items() if entry.standing.holds(on)}
    if not found:
        first = min(entry.standing.start for entry in listed.values())
        raise GongkaiError(f"{chinese(on)}早于现行“{title}”规定的施行日（{chinese(first)}），本工具没有此前的规定，请核对日期。")
    return found


@cache
def results(folder: Path = LAW / "forms") -> dict[str, dict[str, str]]:
    """By edition of the form, the rows of table 3 in which a result is counted, with their official labels.

    A row is named as cells are addressed, without table and column: ``denied.state_secret``; in edition 2019 ``closed``.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        form = lawfile.read(path)
        table = next(table for table in form["tables"] if table["number"] == "3")
        rows = [row for block in table["blocks"] for row in block["rows"]]
        under = [row for heading in rows if "key" not in heading for row in heading["rows"]]
        made: dict[str, str] = {}
        for row in under:
            if "rows" in row:
                made.update({f"{row['key']}.{item['key']}": item["label"] for item in row["rows"]})
            else:
                made[row["key"]] = row["label"]
        made.pop("processed")
        found[form["edition"]] = made
    return found


@cache
def columns(folder: Path = LAW / "forms") -> dict[str, dict[str, str]]:
    """By edition of the form, the columns of table 3 that an applicant is counted in, with their official labels; 总计 is none."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        form = lawfile.read(path)
        table = next(table for table in form["tables"] if table["number"] == "3")
        waiting, made = [heads for block in table["blocks"] for heads in block["columns"]], {}
        while waiting:
            node = waiting.pop(0)
            if "columns" in node:
                waiting[:0] = node["columns"]
            else:
                made[node["key"]] = node["label"]
        made.pop("total")
        found[form["edition"]] = made
    return found


def leaves(node: Mapping, key: str) -> dict[str, str]:
    """The row of table 3 in each edition: one word where all editions have that row, else a mapping edition → row.

    Raises:
        LawError: an edition without a row, or a row that its table 3 does not have; names file and line.
    """
    rows, given = results(), node[key]
    made = dict(given) if isinstance(given, Mapping) else dict.fromkeys(rows, given)
    for edition in rows:
        if made.get(edition) not in rows[edition]:
            raise LawError(f"{node.where(key)}: table 3 of edition {edition} has no row {made.get(edition)!r}")
    if unknown := set(made) - set(rows):
        raise LawError(f"{node.where(key)}: there is no edition {', '.join(sorted(map(str, unknown)))}")
    return made
