"""机构改革: units merged, split, abolished; a step that was entered by mistake taken back.

The rows of an abolished unit (items, figures, files) stay with it, under its last name. Roles held in it stay too, so that
its people can still look after those rows; its keys for other systems end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import eve, lock_tree, passed, standing
from gongkai.web.organs.domain.units import create_unit, put_under, record_change
from gongkai.web.organs.enums import ChangeKind
from gongkai.web.organs.models import ApiToken, Person, RoleHeld, Unit, UnitChange, UnitName


def merge_units(
    actor: Any, units: Sequence[Unit], *, into: Unit | dict[str, Any], day: date, document: str = "", note: str = "",
    carry: bool = False,
) -> Unit:
    """Make one unit of several.

    Args:
        units: those that end on the day; `into` may be among them, and goes on.
        into: the unit that takes them in, or the facts of a new one, which is put under the first unit's parent.
        carry: whether the people and their open roles pass to the unit that takes in; the roles in the old units stay.

    Returns:
        The unit that goes on. Units below the ended ones are put under it.

    Raises:
        Refused: the actor does not manage one of the units from above.
        ValidationError: fewer than two units, one of them has been abolished or was founded after the day.
    """
    passed(day)
    with transaction.atomic():
        lock_tree()
        rows = list(Unit.objects.select_related("parent").filter(pk__in=[unit.pk for unit in units]).order_by("order", "id"))
        target = Unit.objects.get(pk=into.pk) if isinstance(into, Unit) else None
        ending = [row for row in rows if target is None or row.pk != target.pk]
        if len(ending) + (target is not None) < 2:
            raise ValidationError("合并须有两个以上的单位，请再选择单位。")
        for row in ending:
            require(actor, "reorganise", row)
            _stands_before(row, day)
            if target is not None and target.path.startswith(row.path):
                raise ValidationError(f"{target}是{row}的下属单位，不能并入，请先调整隶属关系。")
        if target is not None:
            require(actor, "edit", target)
            standing(target)
        parent = ending[0].parent  # whoever may reorganise a unit stands above it, so that there is one
        if target is None:
            require(actor, "add", parent)
        for row in ending:  # first, for the new unit may bear the name of one that ends
            _end(actor, row, day)
        if target is None:
            assert isinstance(into, dict)  # no unit, so the facts of a new one
            target = create_unit(actor, parent, {"kind": ending[0].kind, "order": ending[0].order, **into, "founded_on": day})
        for row in ending:
            for child in Unit.objects.select_related("parent").filter(parent=row, abolished_on=None):
                put_under(actor, child, child.version, target, day, document)
            if carry:
                _carry(actor, row, target, day)
        change = record_change(ChangeKind.MERGED, day, target, ending if isinstance(into, dict) else [*ending, target],
                               [target], document, note)
        _log(actor, "unit.merged", change, [*ending, target])
        return Unit.objects.get(pk=target.pk)


def split_unit(
    actor: Any, unit: Unit, parts: Sequence[dict[str, Any]], *, stays: bool, day: date, document: str = "", note: str = "",
) -> list[Unit]:
    """Make new units out of one.

    Args:
        parts: the facts of each new unit; they are put under the unit's parent.
        stays: whether the unit goes on beside them, or ends.

    Raises:
        Refused: the actor does not manage the unit from above.
        ValidationError: too few parts, or the unit ends while units below it stand.
    """
    require(actor, "reorganise", unit)
    passed(day)
    if len(parts) + stays < 2:
        raise ValidationError("分设后应有两个以上的单位，请再填写新单位。")
    with transaction.atomic():
        lock_tree()
        row = Unit.objects.select_related("parent").get(pk=unit.pk)
        _stands_before(row, day)
        if not stays:
            _childless(row)
            _end(actor, row, day)
        made = [create_unit(actor, row.parent, {"kind": row.kind, "order": row.order, **facts, "founded_on": day}) for facts in parts]
        change = record_change(ChangeKind.SPLIT, day, row, [row], [*made, row] if stays else made, document, note)
        _log(actor, "unit.split", change, [row, *made])
        return made


def abolish_unit(
    actor: Any, unit: Unit, *, day: date, heirs: Sequence[Unit] = (), document: str = "", note: str = "",
) -> Unit:
    """End a unit; `heirs` take over what it did.

    Raises:
        Refused: the actor does not manage the unit from above.
        ValidationError: units below it stand, or an heir has been abolished.
    """
    require(actor, "reorganise", unit)
    passed(day)
    with transaction.atomic():
        lock_tree()
        row = Unit.objects.get(pk=unit.pk)
        _stands_before(row, day)
        _childless(row)
        for heir in heirs:
            standing(heir)
            if heir.pk == row.pk:
                raise ValidationError("职能不能划入被撤销的单位本身，请另选单位。")
        _end(actor, row, day)
        change = record_change(ChangeKind.ABOLISHED, day, row, [row], heirs, document, note)
        _log(actor, "unit.abolished", change, [row])
        return row


def undo_change(actor: Any, change: UnitChange, reason: str) -> None:
    """Take back a rename, a move or an abolition that was entered by mistake, as long as it is the unit's last change.

    Raises:
        Refused: the actor may not have made it.
        ValidationError: it is a change of another kind, or not the last, or no reason is given.
    """
    require(actor, "edit" if change.kind == ChangeKind.RENAMED else "reorganise", change.unit)
    if not reason.strip():
        raise ValidationError("撤销一项变动须说明理由，请填写。")
    with transaction.atomic():
        lock_tree()
        row = Unit.objects.select_related("parent").get(pk=change.unit_id)
        touching = UnitChange.objects.filter(Q(unit=row) | Q(sources=row))
        if touching.exclude(pk=change.pk).filter(Q(day__gt=change.day) | Q(pk__gt=change.pk)).exists():
            raise ValidationError("该变动之后单位又有其他变动，请从最近的一项开始撤销。")
        _TAKEN_BACK.get(change.kind, _kept)(actor, row, change)
        eventlog.record("unit.change_undone", row, actor=actor, unit=row, note=reason,
                        before={"kind": change.get_kind_display(), "day": str(change.day), "document": change.document})
        change.delete()


def _old_name(actor: Any, row: Unit, change: UnitChange) -> None:
    current, former = row.names.get(until=None), row.names.get(until=eve(change.day))
    current.delete()
    former.until = None
    former.save()
    row.save_over(row.version, name=former.name, short_name=former.short_name)


def _old_place(actor: Any, row: Unit, change: UnitChange) -> None:
    former = change.sources.get()
    require(actor, "add", former)
    standing(former)
    today = days.today()
    put_under(actor, row, row.version, former, today)
    row.changes.filter(kind=ChangeKind.MOVED).order_by("-pk")[0].delete()


def _alive(actor: Any, row: Unit, change: UnitChange) -> None:
    assert row.parent is not None  # the unit at the top is never abolished
    standing(row.parent)
    row.names.filter(until=eve(change.day)).update(until=None)
    row.abolished_on = None
    row.full_clean()
    row.save_over(row.version, abolished_on=None)


def _kept(actor: Any, row: Unit, change: UnitChange) -> None:
    raise ValidationError(f"{change.get_kind_display()}涉及多个单位，不能直接撤销，请通过更名、调整隶属关系等予以纠正。")


_TAKEN_BACK: dict[str, Callable[[Any, Unit, UnitChange], None]] = {
    ChangeKind.RENAMED: _old_name, ChangeKind.MOVED: _old_place, ChangeKind.ABOLISHED: _alive}


def _stands_before(row: Unit, day: date) -> None:
    """The unit stands, and did so before the day."""
    standing(row)
    if row.founded_on and day <= row.founded_on:
        raise ValidationError(f"{row}于{row.founded_on}设立，生效日期应晚于这一天。")
    named = row.names.filter(until=None).exclude(since=None).first()
    if named is not None and named.since is not None and day <= named.since:
        raise ValidationError(f"{row}的现名称自{named.since}起使用，生效日期应晚于这一天。")


def _childless(row: Unit) -> None:
    children = Unit.objects.filter(parent=row, abolished_on=None).count()
    if children:
        raise ValidationError(f"{row}还有{children}个下属单位，请先调整它们的隶属关系。")


def _end(actor: Any, row: Unit, day: date) -> None:
    """Close the unit, its name and its keys."""
    row.save_over(row.version, abolished_on=day)
    UnitName.objects.filter(unit=row, until=None).update(until=eve(day))
    for token in ApiToken.objects.filter(unit=row, revoked_at=None):
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        eventlog.record("token.revoked", token, actor=actor, unit=row, note="单位撤销")


def _carry(actor: Any, row: Unit, target: Unit, day: date) -> None:
    """The people and open roles of an ended unit are those of the new one too."""
    for held in RoleHeld.objects.on(days.today()).filter(unit=row, until=None, person__is_active=True).select_related("person"):
        _, new = RoleHeld.objects.get_or_create(person=held.person, unit=target, role=held.role, until=None, defaults={
            "since": days.today(), "granted_by": actor if getattr(actor, "is_person", False) else None})
        if new:
            eventlog.record("role.granted", held.person, actor=actor, unit=target, after={"role": held.get_role_display()})
    for person in Person.objects.filter(home=row):
        person.save_over(person.version, home=target)
        eventlog.record("person.moved", person, actor=actor, unit=target, before={"home": str(row)}, after={"home": str(target)})


def _log(actor: Any, action: str, change: UnitChange, units: Sequence[Unit]) -> None:
    """One row for each unit that the change touches, so that each unit's log tells of it."""
    values = {"day": str(change.day), "document": change.document,
              "sources": [str(unit) for unit in change.sources.all()], "results": [str(unit) for unit in change.results.all()]}
    for unit in units:
        eventlog.record(action, unit, actor=actor, unit=unit, after=values, note=change.note)
