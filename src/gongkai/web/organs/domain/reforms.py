"""机构改革: units merged, split, abolished. What was entered by mistake is taken back by undoing.py.

The rows of an abolished unit (items, figures, files) stay with it, under its last name; work that it did not finish passes on
(succession.py) where one unit carries on, or when somebody says which. Roles held in it stay too, so that its people can still look
after those rows; its keys for other systems end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import queries, succession
from gongkai.web.organs.domain.checks import eve, lock_tree, passed, standing
from gongkai.web.organs.domain.units import create_unit, put_under, record_change
from gongkai.web.organs.enums import ChangeKind
from gongkai.web.organs.models import ApiToken, Person, RoleHeld, Unit, UnitChange, UnitName


def merge_units(
    actor: Any, units: Sequence[Unit], *, into: Unit | dict[str, Any], day: date, document: str = "", note: str = "",
    carry: bool = False, pass_on: bool = True,
) -> Unit:
    """Make one unit of several.

    Args:
        units: those that end on the day; `into` may be among them, and goes on.
        into: the unit that takes them in, or the facts of a new one, which is put under the first unit's parent, is of its kind and region,
            and reviews on as many levels as the strictest of them.
        carry: whether the people and their open roles pass to the unit that takes in; the roles in the old units stay.
        pass_on: whether unfinished work of the ended units passes to it.

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
            end_unit(actor, row, day)
        if target is None:
            assert isinstance(into, dict)  # no unit, so the facts of a new one
            target = create_unit(actor, parent, {"kind": ending[0].kind, "order": ending[0].order, "region_code": ending[0].region_code,
                                                 "review_levels": max(row.review_levels for row in ending), **into, "founded_on": day})
        effects: dict[str, Any] = {"moved": [], "roles": [], "homes": {}}
        for row in ending:
            for child in Unit.objects.select_related("parent").filter(parent=row, abolished_on=None):
                effects["moved"].append(put_under(actor, child, child.version, target, day, document).pk)
            if carry:
                _carry(actor, row, target, effects)
        change = record_change(ChangeKind.MERGED, day, target, ending if isinstance(into, dict) else [*ending, target],
                               [target], document, note, effects)
        if pass_on:
            for row in ending:
                succession.pass_on(actor, row, target, change)
        _log(actor, "unit.merged", change, [*ending, target])
        return Unit.objects.get(pk=target.pk)


def split_unit(
    actor: Any, unit: Unit, parts: Sequence[dict[str, Any]], *, stays: bool, day: date, document: str = "", note: str = "",
) -> list[Unit]:
    """Make new units out of one.

    Args:
        parts: the facts of each new unit; they are put under the unit's parent, with its kind, region and levels of review.
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
            childless(row)
            end_unit(actor, row, day)
        alike = {"kind": row.kind, "order": row.order, "region_code": row.region_code, "review_levels": row.review_levels}
        made = [create_unit(actor, row.parent, {**alike, **facts, "founded_on": day}) for facts in parts]
        change = record_change(ChangeKind.SPLIT, day, row, [row], [*made, row] if stays else made, document, note)
        _log(actor, "unit.split", change, [row, *made])
        return made


def abolish_unit(
    actor: Any, unit: Unit, *, day: date, heirs: Sequence[Unit] = (), document: str = "", note: str = "", pass_on: bool = True,
) -> Unit:
    """End a unit; `heirs` take over what it did.

    Args:
        pass_on: whether its unfinished work passes to the heir, where there is one alone.

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
        childless(row)
        for heir in heirs:
            standing(heir)
            if heir.pk == row.pk:
                raise ValidationError("职能不能划入被撤销的单位本身，请另选单位。")
        end_unit(actor, row, day)
        change = record_change(ChangeKind.ABOLISHED, day, row, [row], heirs, document, note)
        _log(actor, "unit.abolished", change, [row])
        if pass_on and len(heirs) == 1:
            succession.pass_on(actor, row, heirs[0], change)
        return row


def hand_over(actor: Any, unit: Unit, heir: Unit) -> int:
    """Pass the unfinished work of an abolished unit to one that carries on its work.

    Returns:
        How many matters passed on.

    Raises:
        Refused: the actor does not manage the unit from above.
        ValidationError: the unit stands, or the other does not carry on its work.
    """
    require(actor, "reorganise", unit)
    if unit.abolished_on is None:
        raise ValidationError(f"{unit}没有撤销，不能移交遗留事项。")
    if heir not in queries.heirs(unit):
        raise ValidationError(f"{heir}不是{unit}的承接单位，请另选。")
    standing(heir)
    with transaction.atomic():
        lock_tree()
        last = unit.changes.model.objects.held().filter(sources=unit, kind__in=queries.PASSES_ON).order_by("-day", "-pk").first()
        return succession.pass_on(actor, unit, heir, last)


def _stands_before(row: Unit, day: date) -> None:
    """The unit stands, and did so before the day."""
    standing(row)
    if row.founded_on and day <= row.founded_on:
        raise ValidationError(f"{row}于{row.founded_on}设立，生效日期应晚于这一天。")
    named = row.names.filter(until=None).exclude(since=None).first()
    if named is not None and named.since is not None and day <= named.since:
        raise ValidationError(f"{row}的现名称自{named.since}起使用，生效日期应晚于这一天。")


def childless(row: Unit) -> None:
    children = Unit.objects.filter(parent=row, abolished_on=None).count()
    if children:
        raise ValidationError(f"{row}还有{children}个下属单位，请先调整它们的隶属关系。")


def end_unit(actor: Any, row: Unit, day: date) -> None:
    """Close the unit, its name and its keys."""
    row.save_over(row.version, abolished_on=day)
    for name in UnitName.objects.filter(unit=row, until=None):
        name.until = max(eve(day), name.since or eve(day))  # of a unit that never stood, its one name keeps its first day
        name.save(update_fields=["until"])
    for token in ApiToken.objects.filter(unit=row, revoked_at=None):
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        eventlog.record("token.revoked", token, actor=actor, unit=row, note="单位撤销")


def _carry(actor: Any, row: Unit, target: Unit, effects: dict[str, Any]) -> None:
    """The people and open roles of an ended unit are those of the new one too; `effects` is told."""
    for held in RoleHeld.objects.on(days.today()).filter(unit=row, until=None, person__is_active=True).select_related("person"):
        granted, new = RoleHeld.objects.get_or_create(person=held.person, unit=target, role=held.role, until=None, defaults={
            "since": days.today(), "granted_by": actor if getattr(actor, "is_person", False) else None})
        if new:
            effects["roles"].append(granted.pk)
            eventlog.record("role.granted", held.person, actor=actor, unit=target, after={"role": held.get_role_display()})
    for person in Person.objects.filter(home=row):
        effects["homes"][str(person.pk)] = row.pk
        person.save_over(person.version, home=target)
        eventlog.record("person.moved", person, actor=actor, unit=target, before={"home": str(row)}, after={"home": str(target)})


def _log(actor: Any, action: str, change: UnitChange, units: Sequence[Unit]) -> None:
    """One row for each unit that the change touches, so that each unit's log tells of it."""
    values = {"day": str(change.day), "document": change.document,
              "sources": [str(unit) for unit in change.sources.all()], "results": [str(unit) for unit in change.results.all()]}
    for unit in units:
        eventlog.record(action, unit, actor=actor, unit=unit, after=values, note=change.note)
