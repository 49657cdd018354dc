"""Units that come in as rows: new ones are set up, those that stand already get the facts that the sheet holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import contacts, units
from gongkai.web.organs.models import OfficeContact, Unit

FACTS = tuple(name for name in units.FACTS if name != "slug")


def import_units(actor: Any, top: Unit, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Set up or complete the units of a sheet under a unit.

    Args:
        top: the unit under which those without an upper unit of their own are put.
        rows: `name`, `parent` (a name; "" for `top`), any facts, and the contact's values; what is empty changes nothing.

    Returns:
        How many were set up, completed, left as they were.

    Raises:
        Refused: the actor does not manage `top`.
        ValidationError: a row is wrong; its number is named.
    """
    require(actor, "add", top)
    counts = {"新设": 0, "更新": 0, "未变": 0}
    with transaction.atomic():
        for number, done in _each(actor, top, rows):
            if isinstance(done, ValidationError):
                raise ValidationError(f"第 {number} 行：{'；'.join(done.messages)}")
            counts[done] += 1
        eventlog.record("unit.imported", top, actor=actor, unit=top, after=counts)
    return counts


def faults_of(actor: Any, top: Unit, rows: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
    """What would be wrong, row by row: the import is tried and taken back."""
    with transaction.atomic():
        found = [(number, "；".join(done.messages)) for number, done in _each(actor, top, rows)
                 if isinstance(done, ValidationError)]
        transaction.set_rollback(True)
    return found


def _each(actor: Any, top: Unit, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, str | ValidationError]]:
    """Take the rows one by one; each gives its number and what was done, or what is wrong."""
    known: dict[str, list[Unit]] = {}
    for unit in top.subtree().filter(abolished_on=None):
        known.setdefault(unit.name, []).append(unit)
    for row in rows:
        try:
            with transaction.atomic():
                parent = _one(known, row.get("parent") or top.name)
                same = next((unit for unit in known.get(row["name"], ()) if unit.parent_id == parent.pk), None)
                done, unit = _set_up(actor, parent, row) if same is None else _complete(actor, same, row)
                if same is None:
                    known.setdefault(unit.name, []).append(unit)
        except ValidationError as error:
            yield row["row"], error
        else:
            yield row["row"], done


def _one(known: dict[str, list[Unit]], name: str) -> Unit:
    found = known.get(name, [])
    if not found:
        raise ValidationError(f"没有找到上级单位“{name}”，它应是现有单位，或者列在本行之前。")
    if len(found) > 1:
        raise ValidationError(f"有{len(found)}个名为“{name}”的单位，无法确定上级单位，请在“单位”页面逐个新设。")
    return found[0]


def _set_up(actor: Any, parent: Unit, row: dict[str, Any]) -> tuple[str, Unit]:
    facts = {name: row[name] for name in FACTS if row.get(name) not in (None, "")}
    if "kind" not in facts:
        raise ValidationError("新设单位须填写类别。")
    unit = units.add_unit(actor, parent, name=row["name"], **facts)
    _reach(actor, unit, row)
    return "新设", unit


def _complete(actor: Any, unit: Unit, row: dict[str, Any]) -> tuple[str, Unit]:
    facts = {name: row[name] for name in FACTS if row.get(name) not in (None, "") and row[name] != getattr(unit, name)}
    if facts:
        unit = units.edit_unit(actor, unit, unit.version, **facts)
    reached = _reach(actor, unit, row)
    return ("更新" if facts or reached else "未变"), unit


def _reach(actor: Any, unit: Unit, row: dict[str, Any]) -> bool:
    """The contact, where the row says something new of it."""
    given = {name: row[name] for name in contacts.CONTACT if row.get(name)}
    current = OfficeContact.objects.filter(unit=unit, until=None).first()
    if not given or (current and all(getattr(current, name) == value for name, value in given.items())):
        return False
    values = {**({name: getattr(current, name) for name in contacts.CONTACT} if current else {}), **given}
    values.setdefault("office", f"{unit.name}办公室")
    contacts.set_contact(actor, unit, since=days.today(), seen=current.pk if current else None, **values)
    return True
