"""Units that come in as rows: new ones are set up, those that stand already get the facts that the sheet holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import contacts, units
from gongkai.web.organs.enums import UnitKind
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


def faults_of(actor: Any, top: Unit, rows: Sequence[dict[str, Any]]) -> list[tuple[int, ValidationError]]:
    """What would be wrong, row by row: the import is tried and taken back.

    Args:
        rows: as for `import_units`; cells that could not be read hold what empty ones do, their columns are named in `faulty`.
    """
    known = _known(top)
    with transaction.atomic():
        found = [(row["row"], error) for row in rows for error in _tried(actor, top, known, row)]
        transaction.set_rollback(True)
    return found


def _each(actor: Any, top: Unit, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, str | ValidationError]]:
    """Take the rows one by one; each gives its number and what was done, or what is wrong."""
    known = _known(top)
    for row in rows:
        try:
            with transaction.atomic():
                parent = _one(known, row.get("parent") or top.name)
                unit, same = _unit(actor, parent, _same(known, parent, row), row)
                known.setdefault(unit.name, []).extend([] if same else [unit])
                reached = _reach(actor, unit, row)
        except ValidationError as error:
            yield row["row"], error
        else:
            yield row["row"], "新设" if not same else "更新" if reached or same == "更新" else "未变"


def _tried(actor: Any, top: Unit, known: dict[str, list[Unit]], row: dict[str, Any]) -> Iterator[ValidationError]:
    """All that is wrong in one row: its place, its facts, its contact. A wrong unit stands in with its name alone, so that the rows
    below it are not called wrong for its sake."""
    if not row["name"]:
        return
    if "kind" in row.get("faulty", ()):
        row = {**row, "kind": UnitKind.DEPARTMENT}
    parent = top
    try:
        parent = _one(known, row.get("parent") or top.name)
    except ValidationError as error:
        yield error
    unit = _same(known, parent, row)
    try:
        with transaction.atomic():
            unit, same = _unit(actor, parent, unit, row)
            known.setdefault(unit.name, []).extend([] if same else [unit])
    except ValidationError as error:
        yield error
        unit = unit or _stand_in(actor, parent, row["name"]) or _stand_in(actor, parent, f"第{row['row']}行")
        if unit is not None and unit not in known.get(unit.name, ()):
            known.setdefault(unit.name, []).append(unit)
    if unit is not None:
        try:
            with transaction.atomic():
                _reach(actor, unit, row)
        except ValidationError as error:
            yield error


def _stand_in(actor: Any, parent: Unit, name: str) -> Unit | None:
    try:
        with transaction.atomic():
            return units.add_unit(actor, parent, name=name, kind=UnitKind.DEPARTMENT)
    except ValidationError:  # the name itself is what is wrong
        return None


def _known(top: Unit) -> dict[str, list[Unit]]:
    """The units under `top` by their names."""
    known: dict[str, list[Unit]] = {}
    for unit in top.subtree().filter(abolished_on=None):
        known.setdefault(unit.name, []).append(unit)
    return known


def _one(known: dict[str, list[Unit]], name: str) -> Unit:
    found = known.get(name, [])
    if not found:
        raise ValidationError({"parent": f"没有找到上级单位“{name}”，它应是现有单位，或者列在本行之前。"})
    if len(found) > 1:
        raise ValidationError({"parent": f"有{len(found)}个名为“{name}”的单位，无法确定上级单位，请在“单位”页面逐个新设。"})
    return found[0]


def _same(known: dict[str, list[Unit]], parent: Unit, row: dict[str, Any]) -> Unit | None:
    """The unit that stands already."""
    return next((unit for unit in known.get(row["name"], ()) if unit.parent_id == parent.pk), None)


def _unit(actor: Any, parent: Unit, same: Unit | None, row: dict[str, Any]) -> tuple[Unit, str]:
    """The row's unit, set up or with the facts of the row; and "" for a new one, 更新 or 未变 for one that stood."""
    facts = {name: row[name] for name in FACTS if row.get(name) not in (None, "")}
    if same is None:
        if "kind" not in facts:
            raise ValidationError({"kind": "新设单位须填写类别。"})
        return units.add_unit(actor, parent, name=row["name"], **facts), ""
    changed = {name: value for name, value in facts.items() if value != getattr(same, name)}
    return (units.edit_unit(actor, same, same.version, **changed), "更新") if changed else (same, "未变")


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
