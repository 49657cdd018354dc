"""The wrong expressions that a unit, and the units below it, look for before review."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.models import WrongWord
from gongkai.web.organs.models import Unit

FIELDS = ("wrong", "right", "serious", "note")


@transaction.atomic
def add_word(actor: Any, unit: Unit, **values: Any) -> WrongWord:
    """A new expression (any of `FIELDS`).

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: it is empty, equals the right one, or is there already.
    """
    row = WrongWord(unit=unit, **_clean(values))
    require(actor, "edit", row)
    _checked(row)
    row.save()
    eventlog.record("word.added", row, actor=actor, after=_told(row))
    return row


@transaction.atomic
def change_word(actor: Any, row: WrongWord, version: int, **changes: Any) -> WrongWord:
    """Change an expression.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: as `add_word` does.
        Conflict: somebody else was first.
    """
    require(actor, "edit", row)
    before = _told(row)
    changes = _clean(changes)
    for name, value in changes.items():
        setattr(row, name, value)
    _checked(row)
    row.save_over(version, **changes)
    eventlog.record("word.changed", row, actor=actor, before=before, after=_told(row))
    return row


@transaction.atomic
def delete_word(actor: Any, row: WrongWord) -> None:
    """Look for an expression no more.

    Raises:
        Refused: the actor may not set the unit's rules.
    """
    require(actor, "edit", row)
    eventlog.record("word.deleted", row, actor=actor, before=_told(row))
    row.delete()


@transaction.atomic
def import_words(actor: Any, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter the rows of a sheet; an expression that is there is brought up to date.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: naming the row; nothing is then entered.
    """
    require(actor, "edit", WrongWord(unit=unit))
    there = _there(unit)
    counts = {"新增": 0, "更新": 0}
    for given in rows:
        values = _clean({name: given[name] for name in FIELDS})
        old = there.get(values["wrong"])
        try:
            if old is None:
                add_word(actor, unit, **values)
                counts["新增"] += 1
            elif any(getattr(old, name) != value for name, value in values.items()):
                change_word(actor, old, old.version, **values)
                counts["更新"] += 1
        except ValidationError as error:
            raise ValidationError(f"第 {given['row']} 行：{''.join(error.messages)}") from error
    return counts


def misfits(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], ValidationError]]:
    """What `import_words` would refuse, row by row; nothing is written. ``faulty`` names the columns that could not be read."""
    there = _there(unit)
    for given in rows:
        values = _clean({name: given[name] for name in FIELDS})
        old = there.get(values["wrong"])
        if old is not None and all(getattr(old, name) == value for name, value in values.items()):
            continue
        try:
            _checked(WrongWord(pk=old.pk if old else None, unit=unit, **values), given.get("faulty", ()))
        except ValidationError as error:
            yield given, error


def _there(unit: Unit) -> dict[str, WrongWord]:
    return {row.wrong: row for row in WrongWord.objects.filter(unit=unit)}


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _checked(row: WrongWord, faulty: Collection[str] = ()) -> None:
    row.clean_fields(exclude={"unit", *faulty})
    if row.wrong and row.wrong == row.right:
        raise ValidationError({"right": "规范表述与错误表述相同，请核对。"})
    if WrongWord.objects.filter(unit=row.unit, wrong=row.wrong).exclude(pk=row.pk).exists():
        raise ValidationError({"wrong": f"本单位的词表中已有“{row.wrong}”，请在原词条上修改。"})


def _told(row: WrongWord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}
