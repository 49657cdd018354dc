"""What may stand in a template of a letter: the fields of ``law/vocabularies/letter_fields.yaml``, by their Chinese names.

    >>> kind = letter("correction_notice", date(2026, 9, 18))
    >>> [field.name for field in fields_of(kind)][:3]
    ['机关名称', '工作机构', '工作机构地址']
    >>> values_for(kind, {"unit": "清川县教育局", "applicant_kind": "自然人"}, date(2026, 9, 18))
    {'机关名称': '清川县教育局', '称呼': '你'}

Which letter has which fields is said in letters.yaml (engine/letters.py) by key; here each key gets the name that a clerk
types, what it means, an example, and its kind. Two sorts of fields are of this file alone: figures of the law on the day
of the letter, and what is told from another field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.applicants import kinds
from gongkai.engine.lawfile import LawError
from gongkai.engine.letters import ADDRESSEES, Letter, every_letter
from gongkai.engine.letters import fields as engine_fields
from gongkai.engine.letters import letter as letter  # for the example above
from gongkai.engine.parameters import parameters
from gongkai.engine.vocabulary import FOLDER, head, mappings, one_of, texts

KINDS = ("text", "day", "number", "money", "rows")
PERSON, ORGANISATION, EITHER = "你", "你单位", "你（单位）"
NUMBER = "序号"
"""A column that every list has of itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list field."""

    key: str
    name: str
    kind: str
    example: Any


@dataclass(frozen=True, slots=True)
class LetterField:
    """A field as a clerk sees it. `key` is that of letters.yaml, "" where the law (`parameter`) or another field
    (`derived`) tells the value; `only` the letters that have it, by addressee or key, empty where letters.yaml says which."""

    name: str
    meaning: str
    kind: str
    example: Any
    key: str = ""
    parameter: str = ""
    derived: str = ""
    columns: tuple[Column, ...] = ()
    only: tuple[str, ...] = ()


def load_fields(path: Path | str) -> tuple[LetterField, ...]:
    """The fields in one file, which must name every field of letters.yaml once.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; names file and line.
    """
    data = lawfile.read(path)
    head(data, {"fields": list})
    known, found = engine_fields(), []
    for node in mappings(data, "fields"):
        node.check({"name": str, "meaning": str}, {"key": str, "parameter": str, "derived": str, "kind": str, "example": None, "columns": list, "only": list})
        sources = [word for word in ("key", "parameter", "derived") if word in node]
        if len(sources) != 1 or (sources != ["key"]) != ("only" in node):
            raise LawError(f"{node.where()}: a field has a key; or a parameter or derived, and then only")
        source = node[sources[0]]
        if source not in (known if sources != ["parameter"] else parameters()):
            raise LawError(f"{node.where(sources[0])}: there is no {source!r}")
        kind = one_of(node, "kind", KINDS) if "kind" in node else "text"
        if (kind == "rows") != ("columns" in node) or (kind == "rows") == ("example" in node):
            raise LawError(f"{node.where()}: rows have columns with examples, other fields one example")
        if not node["name"].isidentifier():
            raise LawError(f"{node.where('name')}: {node['name']!r} cannot stand in a tag")
        columns = []
        for column in mappings(node, "columns") if kind == "rows" else ():
            column.check({"key": str, "name": str, "example": None}, {"kind": str})
            columns.append(Column(column["key"], column["name"], column.get("kind", "text"), column["example"]))
        only = texts(node, "only")
        if unknown := set(only) - {*ADDRESSEES, *every_letter()}:
            raise LawError(f"{node.where('only')}: there is no addressee or letter {', '.join(sorted(unknown))}")
        found.append(LetterField(node["name"], node["meaning"], kind, node.get("example"), **{sources[0]: source}, columns=tuple(columns), only=only))
    for what, words in (("name", [field.name for field in found]), ("key", [field.key for field in found if field.key])):
        if len(set(words)) != len(words):
            raise LawError(f"{data.where('fields')}: a {what} is repeated")
    if absent := set(known) - {field.key for field in found}:
        raise LawError(f"{data.where('fields')}: letters.yaml has {', '.join(sorted(absent))}, which has no name here")
    return tuple(found)


@cache
def fields() -> dict[str, LetterField]:
    """Every field, by name."""
    return {field.name: field for field in load_fields(FOLDER / "letter_fields.yaml")}


def fields_of(kind: Letter) -> list[LetterField]:
    """The fields that a letter can have, in the order of the list."""
    held = {*kind.needs, *kind.may}
    return [field for field in fields().values() if field.key in held or {kind.to, kind.key} & {*field.only}]


def certain_of(kind: Letter) -> set[str]:
    """The names of the fields that always have a value when a letter of this kind is made."""
    always = {*kind.needs, "unit", "issued_on"} | ({"number"} if kind.number and kind.to != "tribunal" else set())
    return {field.name for field in fields_of(kind) if field.key in always or field.only}


def values_for(kind: Letter, given: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Values by the names of fields, for `filling.fill`, from values by the keys of letters.yaml.

    Args:
        kind: the letter; values of fields that it does not have are left out, so that nothing personal slips into it.
        given: key → text, date, number; a list is a sequence of mappings by the keys of its columns, or of texts for the
            first column. What has no value is left out.
        on: the day whose figures of the law hold.

    Raises:
        GongkaiError: the law has no figure for that day.
    """
    made: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.parameter:
            made[field.name] = parameters().on(field.parameter, on).value
        elif field.derived:
            made[field.name] = _address(given.get(field.derived))
        elif (value := given.get(field.key)) not in (None, "", [], ()):
            made[field.name] = _rows(field, value) if field.kind == "rows" else value
    return made


def examples(kind: Letter) -> dict[str, Any]:
    """An example for every field of a letter, by name."""
    return {field.name: [{column.name: column.example for column in field.columns}] * 2 if field.kind == "rows"
            else Decimal(str(field.example)) if field.kind == "money" else field.example for field in fields_of(kind)}


def _address(kind: Any) -> str:
    """How an applicant is addressed: by whether they are a person, if that is known."""
    if kind is None or kind == "":
        return EITHER
    known = {label: found.of for found in kinds().values() for label in (found.key, found.label)}
    return PERSON if known.get(str(kind)) == "person" else ORGANISATION


def _rows(field: LetterField, value: Any) -> list[dict[str, Any]]:
    names = {column.key: column.name for column in field.columns}
    first = field.columns[0].name
    return [{names.get(str(key), str(key)): cell for key, cell in row.items()} if isinstance(row, Mapping) else {first: row} for row in value]
