"""A unit set up, its facts, its name, its place in the tree.

What a unit was called and where it stood on a day stays known: `UnitName` rows and `UnitChange` rows carry days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Concat, Substr

from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import eve, lock_tree, passed, standing
from gongkai.web.organs.enums import ChangeKind, UnitKind
from gongkai.web.organs.models import Unit, UnitChange, UnitName

FACTS = ("kind", "short_name", "slug", "region_code", "credit_code", "document_word", "order", "founded_on", "review_levels")
"""What `edit_unit` may change."""


def found_root(name: str, *, kind: str = UnitKind.GOVERNMENT, **facts: Any) -> Unit:
    """Set up the unit at the top, which no one in the site can: for the commands that begin a site."""
    with transaction.atomic():
        return create_unit(None, None, {"kind": kind, "name": name, **facts})


def add_unit(actor: Any, parent: Unit, *, document: str = "", **facts: Any) -> Unit:
    """Set up a unit under another.

    Args:
        parent: the unit above.
        document: by which document it was founded.
        facts: `name`, `kind` and any of `FACTS`; a web name is made where none is given.

    Raises:
        Refused: the actor manages no unit that `parent` lies in.
        ValidationError: the parent has been abolished, or a fact is wrong.
    """
    require(actor, "add", parent)
    with transaction.atomic():
        lock_tree()
        parent = Unit.objects.get(pk=parent.pk)
        standing(parent)
        unit = create_unit(actor, parent, facts)
        if unit.founded_on:
            record_change(ChangeKind.FOUNDED, unit.founded_on, unit, [], [unit], document)
        return unit


def create_unit(actor: Any, parent: Unit | None, facts: dict[str, Any]) -> Unit:
    """The row, its first name, and the log. Asks no gate: for the functions of this package, within a transaction."""
    unit = Unit(parent=parent, **facts)
    if not unit.order and parent is not None:  # behind the units that stand there already
        unit.order = (Unit.objects.filter(parent=parent).aggregate(last=Max("order"))["last"] or 0) + 1
    unit.slug = unit.slug or _web_name()
    unit.full_clean()  # a day given as text becomes a day
    if unit.founded_on:
        passed(unit.founded_on)
    unit.save()
    UnitName.objects.create(unit=unit, name=unit.name, short_name=unit.short_name, since=unit.founded_on)
    eventlog.record("unit.added", unit, actor=actor, unit=unit, after=_plain({
        "name": unit.name, "parent": str(parent or ""), **{name: getattr(unit, name) for name in FACTS}}))
    return unit


def edit_unit(actor: Any, unit: Unit, version: int, **facts: Any) -> Unit:
    """Set facts of a unit other than its name and place.

    Args:
        version: the unit's number that the actor saw.
        facts: any of `FACTS`.

    Raises:
        Refused, ValidationError, Conflict.
    """
    require(actor, "edit", unit)
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not a fact of a unit: {unknown}")
    with transaction.atomic():
        if "order" in facts:
            lock_tree()
        row = Unit.objects.get(pk=unit.pk)
        before = {name: getattr(row, name) for name in facts}
        for name, value in facts.items():
            setattr(row, name, value)
        row.full_clean()
        changed = {name: value for name, value in facts.items() if value != before[name]}
        row.save_over(version, **facts)
        if "order" in changed:
            _lay_places(row)
        if "short_name" in changed:
            UnitName.objects.filter(unit=row, until=None).update(short_name=row.short_name)
        if changed:
            eventlog.record("unit.edited", row, actor=actor, unit=row, after=_plain(changed),
                            before=_plain({name: before[name] for name in changed}))
        return row


def rename_unit(
    actor: Any, unit: Unit, version: int, *, day: date, name: str, short_name: str = "", kind: str = "", document: str = "",
    note: str = "",
) -> Unit:
    """Give a unit a new name from a day on; what it was called before stays with its years.

    Args:
        day: the first day of the new name.
        kind: where the unit also becomes one of another kind (a town a 街道).

    Raises:
        Refused, ValidationError, Conflict.
    """
    require(actor, "edit", unit)
    passed(day)
    with transaction.atomic():
        row = Unit.objects.get(pk=unit.pk)
        standing(row)
        if name == row.name and short_name == row.short_name:
            raise ValidationError("新名称与现名称相同，请填写新名称。")
        current = row.names.filter(until=None).first() or UnitName(
            unit=row, name=row.name, short_name=row.short_name, since=row.founded_on)
        if current.since and day <= current.since:
            raise ValidationError(f"现名称自{current.since}起使用，更名的生效日期应晚于这一天。")
        before = {"name": row.name, "short_name": row.short_name, "kind": row.kind}
        after = {"name": name, "short_name": short_name, "kind": kind or row.kind}
        _checked(row, after)
        current.until = eve(day)
        current.save()
        UnitName.objects.create(unit=row, name=name, short_name=short_name, since=day)
        row.save_over(version, **after)
        record_change(ChangeKind.RENAMED, day, row, [row], [row], document, note)
        changed = [fact for fact in after if after[fact] != before[fact]]
        eventlog.record("unit.renamed", row, actor=actor, unit=row, before={fact: before[fact] for fact in changed}, note=note,
                        after={**{fact: after[fact] for fact in changed}, "day": str(day), "document": document})
        return row


def correct_name(actor: Any, unit: Unit, version: int, *, name: str, short_name: str = "", note: str) -> Unit:
    """Put right a name that was entered wrongly: no new name, so no change of the unit.

    Raises:
        Refused, ValidationError, Conflict.
    """
    require(actor, "edit", unit)
    if not note.strip():
        raise ValidationError("更正名称须说明理由，请填写。")
    with transaction.atomic():
        row = Unit.objects.get(pk=unit.pk)
        before, after = {"name": row.name, "short_name": row.short_name}, {"name": name, "short_name": short_name}
        _checked(row, after)
        latest = row.names.order_by("id").last()
        if latest is not None:
            UnitName.objects.filter(pk=latest.pk).update(**after)
        row.save_over(version, **after)
        eventlog.record("unit.name_corrected", row, actor=actor, unit=row, before=before, after=after, note=note)
        return row


def move_unit(
    actor: Any, unit: Unit, version: int, *, day: date, parent: Unit, document: str = "", note: str = "",
) -> Unit:
    """Put a unit, and all units below it, under another one from a day on.

    Raises:
        Refused: the actor does not manage the unit from above, or not the new place.
        ValidationError: the new place lies within the unit, or is the old one, or has been abolished.
        Conflict: somebody changed the unit meanwhile.
    """
    require(actor, "reorganise", unit)
    require(actor, "add", parent)
    passed(day)
    with transaction.atomic():
        lock_tree()
        row, parent = Unit.objects.select_related("parent").get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
        standing(row)
        standing(parent)
        if parent.pk == row.parent_id:
            raise ValidationError(f"{row}现在就隶属于{parent}，请选择另一个上级单位。")
        last = row.changes.held().filter(kind=ChangeKind.MOVED).order_by("-day").first()
        if last is not None and day <= last.day:
            raise ValidationError(f"{row}上一次调整隶属关系是在{last.day}，生效日期应晚于这一天。")
        put_under(actor, row, version, parent, day, document, note)
        return Unit.objects.get(pk=row.pk)


def put_under(actor: Any, row: Unit, version: int, parent: Unit, day: date, document: str = "", note: str = "") -> UnitChange:
    """Move the row and its subtree, with the dated row of it. Asks no gate: for this package, under the tree's lock."""
    before = row.parent
    relocate(row, version, parent)
    change = record_change(ChangeKind.MOVED, day, row, [before] if before else [], [parent], document, note)
    eventlog.record("unit.moved", row, actor=actor, unit=row, before={"parent": str(before or "")}, note=note,
                    after={"parent": str(parent), "day": str(day), "document": document})
    return change


def relocate(row: Unit, version: int, parent: Unit) -> None:
    """Move the row and rewrite the paths of its subtree. Tells nobody: for this package, under the tree's lock."""
    if parent.path.startswith(row.path):
        raise ValidationError(f"{parent}是{row}本身或其下属单位，不能作为它的上级，请另选。")
    old = row.path
    clash = Unit.objects.filter(parent=parent, name=row.name, abolished_on=None).exclude(pk=row.pk)
    if row.abolished_on is None and clash.exists():
        raise ValidationError(f"{parent}之下已有名为“{row.name}”的单位，请先更名或合并。")
    row.save_over(version, parent=parent)
    row.path = f"{parent.path}{row.pk}/"
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(row.path), Substr("path", len(old) + 1)))
    _lay_places(row)


def _lay_places(top: Unit) -> None:
    """Rewrite where a unit and those below it stand in lists, after its order or the unit above has changed."""
    places = {top.parent_id: top.parent.place if top.parent else ""}
    rows = sorted(Unit.objects.filter(path__startswith=top.path), key=lambda unit: unit.path.count("/"))
    for row in rows:
        row.place = places[row.pk] = row.place_below(places[row.parent_id])
    Unit.objects.bulk_update(rows, ["place"])
    top.place = places[top.pk]


def record_change(
    kind: str, day: date, unit: Unit, sources: Iterable[Unit], results: Iterable[Unit], document: str = "", note: str = "",
    effects: dict[str, Any] | None = None, undoes: UnitChange | None = None,
) -> UnitChange:
    """The dated row of a change."""
    change = UnitChange.objects.create(kind=kind, day=day, unit=unit, document=document, note=note, effects=effects or {}, undoes=undoes)
    change.sources.set(sources)
    change.results.set(results)
    return change


def _checked(row: Unit, values: dict[str, Any]) -> None:
    """The row with the values, validated; the row itself stays as it is in the database."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()


def _web_name() -> str:
    """A web name that no unit has yet."""
    number = Unit.objects.count() + 1
    while Unit.objects.filter(slug=f"u{number}").exists():
        number += 1
    return f"u{number}"


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """JSON values for the log; what is empty is left out."""
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items() if value not in (None, "")}
