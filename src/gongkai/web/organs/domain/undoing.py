"""A step of 机构改革 that was entered by mistake is taken back: by another entry, with its reason. The wrong one stays on record.

The last step goes first. What a merger or a division did along the way is undone as far as it still stands: units below return, people
and roles go home, unfinished work comes back; what the new unit has of its own by then stays with it, and it ends today instead of never
having been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import succession
from gongkai.web.organs.domain.checks import eve, lock_tree, standing
from gongkai.web.organs.domain.reforms import childless, end_unit
from gongkai.web.organs.domain.units import record_change, relocate
from gongkai.web.organs.enums import ChangeKind
from gongkai.web.organs.models import Person, RoleHeld, Unit, UnitChange

MAY = {ChangeKind.RENAMED: "edit", ChangeKind.MOVED: "reorganise", ChangeKind.ABOLISHED: "reorganise", ChangeKind.MERGED: "edit",
       ChangeKind.SPLIT: "reorganise"}
"""What the gate is asked of the change's unit; of each unit that a merger ended, ``reorganise``."""


def undo_change(actor: Any, change: UnitChange, reason: str) -> UnitChange:
    """Take back a change that was entered by mistake, as long as it is the last one of the units that it touches.

    Returns:
        The entry that takes it back.

    Raises:
        Refused: the actor may not have made it.
        ValidationError: it is a change that cannot be taken back, or not the last, or was taken back before, or no reason is given; units
            stand below one that would end; a name or code of a unit that would return is another's by now.
    """
    require(actor, MAY.get(ChangeKind(change.kind), "reorganise"), change.unit)
    if not reason.strip():
        raise ValidationError("撤回一项变动须说明理由，请填写。")
    if change.kind not in _TAKEN_BACK:
        raise ValidationError(f"“{change.get_kind_display()}”不能撤回，请以新的变动予以纠正。")
    with transaction.atomic():
        lock_tree()
        change = UnitChange.objects.get(pk=change.pk)
        if change.undoes_id or UnitChange.objects.filter(undoes=change).exists():
            raise ValidationError("该变动已经撤回，请刷新页面查看最新状态。")
        row = Unit.objects.select_related("parent").get(pk=change.unit_id)
        sources, results = list(change.sources.all()), list(change.results.all())
        touched = {row.pk, *(unit.pk for unit in (*sources, *results) if change.kind in (ChangeKind.MERGED, ChangeKind.SPLIT))}
        touching = UnitChange.objects.held().filter(Q(unit__in=touched) | (Q(sources__in=touched) & ~Q(kind=ChangeKind.MOVED)))
        if touching.exclude(pk=change.pk).filter(Q(day__gt=change.day) | Q(pk__gt=change.pk)).exists():
            raise ValidationError("该变动之后单位又有其他变动，请从最近的一项开始撤回。")
        _TAKEN_BACK[change.kind](actor, row, change)
        entry = record_change(ChangeKind.UNDONE, days.today(), row, sources, results, note=reason.strip(), undoes=change)
        for unit in {unit.pk: unit for unit in (row, *([] if change.kind == ChangeKind.MOVED else (*sources, *results)))}.values():
            eventlog.record("unit.change_undone", unit, actor=actor, unit=unit, note=reason.strip(),
                            before={"kind": change.get_kind_display(), "day": str(change.day), "document": change.document})
        return entry


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
    relocate(row, row.version, former)


def _alive(actor: Any, row: Unit, change: UnitChange) -> None:
    assert row.parent is not None  # the unit at the top is never abolished
    standing(row.parent)
    _revive(row, change)
    succession.take_back(actor, change)


def _parted(actor: Any, target: Unit, change: UnitChange) -> None:
    """A merger: what ended returns, what was made for it ends."""
    ended = [unit for unit in change.sources.select_related("parent").order_by("path") if unit.pk != target.pk]
    new = not change.sources.filter(pk=target.pk).exists()
    for unit in [*ended, *([target] if new else [])]:
        require(actor, "reorganise", unit)
    _children_home(actor, change)
    _people_home(actor, change, target)
    succession.take_back(actor, change)
    if new:
        _undo_founding(actor, Unit.objects.get(pk=target.pk), change)
    for unit in ended:  # last, for the new unit may bear the name of one of them; those above first
        row = Unit.objects.select_related("parent").get(pk=unit.pk)
        if row.parent is not None:
            standing(row.parent)
        _revive(row, change)


def _whole(actor: Any, row: Unit, change: UnitChange) -> None:
    """A division: the parts end, what was divided goes on."""
    succession.take_back(actor, change)
    parts = [unit for unit in change.results.order_by("id") if unit.pk != row.pk]
    for unit in parts:
        _undo_founding(actor, unit, change)
    if row.abolished_on is not None:
        assert row.parent is not None
        standing(row.parent)
        _revive(row, change)


_TAKEN_BACK: dict[str, Callable[[Any, Unit, UnitChange], None]] = {
    ChangeKind.RENAMED: _old_name, ChangeKind.MOVED: _old_place, ChangeKind.ABOLISHED: _alive, ChangeKind.MERGED: _parted,
    ChangeKind.SPLIT: _whole}


def _revive(row: Unit, change: UnitChange) -> None:
    """A unit that a change ended stands again, as if it had never ended."""
    row.names.filter(until=eve(change.day)).update(until=None)
    row.abolished_on = None
    row.full_clean()
    row.save_over(row.version, abolished_on=None)


def _undo_founding(actor: Any, unit: Unit, change: UnitChange) -> None:
    """A unit that a change made ends: on the day on which it began, so that it never stood, or today where it has rows of its own."""
    childless(unit)
    used = succession.kept_by(unit) or Person.objects.filter(home=unit).exists() or RoleHeld.objects.on(days.today()).filter(unit=unit).exists()
    end_unit(actor, unit, max(days.today(), change.day) if used else change.day)


def _children_home(actor: Any, change: UnitChange) -> None:
    """Units below go back under the unit from which the change took them, where nobody moved them since."""
    for moved in UnitChange.objects.held().filter(pk__in=change.effects.get("moved", ())).select_related("unit__parent"):
        child = moved.unit
        former, taken = moved.sources.get(), moved.results.get()
        later = UnitChange.objects.held().filter(unit=child, kind=ChangeKind.MOVED, pk__gt=moved.pk)
        if child.parent_id != taken.pk or later.exists():
            continue
        relocate(child, child.version, former)
        record_change(ChangeKind.UNDONE, days.today(), child, [former], [taken], undoes=moved)
        eventlog.record("unit.change_undone", child, actor=actor, unit=child, after={"parent": str(former)},
                        before={"kind": moved.get_kind_display(), "day": str(moved.day), "document": moved.document})


def _people_home(actor: Any, change: UnitChange, target: Unit) -> None:
    """Roles that the change gave end, people who came by it go home."""
    today = days.today()
    for held in RoleHeld.objects.filter(pk__in=change.effects.get("roles", ()), until=None).select_related("person", "unit"):
        held.until, held.ended_at = max(today, held.since or today), timezone.now()
        held.ended_by = actor if getattr(actor, "is_person", False) else None
        held.save()
        eventlog.record("role.revoked", held.person, actor=actor, unit=held.unit, note="撤回单位合并", before={"role": held.get_role_display()})
    homes: Iterable[tuple[str, int]] = change.effects.get("homes", {}).items()
    for key, home in homes:
        person = Person.objects.filter(pk=int(key), home=target).first()
        if person is not None:
            former = Unit.objects.get(pk=home)
            person.save_over(person.version, home=former)
            eventlog.record("person.moved", person, actor=actor, unit=former, before={"home": str(target)}, after={"home": str(former)})
