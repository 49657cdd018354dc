"""Who may do what where, and since when; leave, by name, to approve one's own text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import lock_tree
from gongkai.web.organs.domain.people import keep_a_manager
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, SoleApprover, Unit


def grant_role(
    actor: Any, person: Person, unit: Unit, role: str, *, since: date | None = None, until: date | None = None,
) -> RoleHeld:
    """Give a person a role in a unit.

    Args:
        since: its first day; today unless given, and no earlier.
        until: its last day; no end unless given.

    Raises:
        Refused: the actor does not manage the unit.
        ValidationError: the person already holds the role in that time, has left, or the days are in disorder.
    """
    held = RoleHeld(person=person, unit=unit, role=role, since=since or days.today(), until=until,
                    granted_by=actor if getattr(actor, "is_person", False) else None)
    require(actor, "grant", held)
    _in_time(held.since, until)
    if not person.is_active:
        raise ValidationError(f"{person}的账号已停用，请先启用。")
    with transaction.atomic():
        lock_tree()
        if _overlapping(RoleHeld.objects.filter(person=person, unit=unit, role=role), held.since, until).exists():
            raise ValidationError(f"{person}在这段时间已是{unit}的{held.get_role_display()}，无需重复授予。")
        held.full_clean()
        held.save()
        eventlog.record("role.granted", person, actor=actor, unit=unit, after={
            "role": held.get_role_display(), "since": str(held.since), "until": str(until or "")})
        return held


def revoke_role(actor: Any, held: RoleHeld, *, until: date | None = None, reason: str = "") -> RoleHeld:
    """Take a role away: at once, or after a day to come.

    Args:
        until: its last day; none given, it ends now.

    Raises:
        Refused: the actor does not manage the unit.
        ValidationError: it has ended, or the unit at the top would be left without 管理员.
    """
    require(actor, "grant", held)
    with transaction.atomic():
        lock_tree()
        row = RoleHeld.objects.select_related("person", "unit").get(pk=held.pk)
        if row.role == Role.MANAGER and row.until is None:
            keep_a_manager(unless=row)
        before = str(row.until or "")
        _end(row, actor, until)
        eventlog.record("role.revoked", row.person, actor=actor, unit=row.unit, note=reason,
                        before={"role": row.get_role_display(), "until": before}, after={"until": str(row.until)})
        return row


def allow_sole_approval(
    actor: Any, unit: Unit, person: Person, reason: str, *, since: date | None = None, until: date | None = None,
) -> SoleApprover:
    """Let a person approve their own text in a unit, by name and with a reason; each such approval is marked.

    Raises:
        Refused: the actor does not manage the unit.
        ValidationError: no reason; oneself; the person holds no role there; it is allowed already.
    """
    row = SoleApprover(unit=unit, person=person, reason=reason.strip(), since=since or days.today(), until=until,
                       granted_by=actor if getattr(actor, "is_person", False) else None)
    require(actor, "grant", row)
    _in_time(row.since, until)
    if person.pk == getattr(actor, "pk", None) and getattr(actor, "is_person", False):
        raise ValidationError("不能批准自己审核自己的文稿，请由上级单位管理员办理。")
    if not RoleHeld.objects.on(days.today()).filter(person=person, unit=unit).exists():
        raise ValidationError(f"{person}在{unit}没有角色，请先授予角色。")
    with transaction.atomic():
        lock_tree()
        if _overlapping(SoleApprover.objects.filter(person=person, unit=unit), row.since, until).exists():
            raise ValidationError(f"{person}在这段时间已获准，无需重复批准。")
        row.full_clean()
        row.save()
        eventlog.record("sole.allowed", person, actor=actor, unit=unit, note=row.reason,
                        after={"since": str(row.since), "until": str(until or "")})
        return row


def end_sole_approval(actor: Any, row: SoleApprover, *, until: date | None = None, reason: str = "") -> SoleApprover:
    """End the leave: at once, or after a day to come.

    Raises:
        Refused; ValidationError: it has ended.
    """
    require(actor, "grant", row)
    with transaction.atomic():
        lock_tree()
        row = SoleApprover.objects.select_related("person", "unit").get(pk=row.pk)
        _end(row, actor, until)
        eventlog.record("sole.ended", row.person, actor=actor, unit=row.unit, note=reason, after={"until": str(row.until)})
        return row


def may_approve_own(person: Person, unit: Unit) -> bool:
    """Whether a person may approve their own text in a unit today."""
    return SoleApprover.objects.on(days.today()).filter(unit=unit, person=person, person__is_active=True).exists()


def holders(unit: Unit, *roles: str, on: date | None = None) -> QuerySet[Person]:
    """The people who hold one of the roles in a unit on a day, today unless given, and can sign in."""
    return _holding(on, unit=unit, role__in=roles)


def supervisors(unit: Unit, *, on: date | None = None) -> QuerySet[Person]:
    """The 主管部门 of a unit: whoever holds the role in it or in a unit above it, and can sign in."""
    return _holding(on, unit__in=unit.above, role=Role.SUPERVISOR)


def _holding(on: date | None, **where: Any) -> QuerySet[Person]:
    held = RoleHeld.objects.on(on or days.today()).filter(**where)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("id")


def _in_time(since: date | None, until: date | None) -> None:
    if since is not None and since < days.today():
        raise ValidationError("起始日期不能早于今天，请重新选择。")
    if until is not None and since is not None and until < since:
        raise ValidationError("截止日期不能早于起始日期，请重新选择。")


def _overlapping(rows: Any, since: date | None, until: date | None) -> Any:
    """The rows that hold on some day from `since` to `until`; what was ended today no longer counts today."""
    rows = rows.filter(Q(until=None) | Q(until__gte=since)).exclude(ended_at__isnull=False, until=since)
    return rows if until is None else rows.filter(Q(since=None) | Q(since__lte=until))


def _end(row: RoleHeld | SoleApprover, actor: Any, until: date | None) -> None:
    today = days.today()
    if (row.until is not None and row.until < today) or (row.until == today and row.ended_at is not None):
        raise ValidationError(f"该授权已于{row.until}结束，无需再次收回。")
    if until is not None and until < today:
        raise ValidationError("最后一天不能早于今天，请重新选择。")
    if until is None and row.since is not None and row.since > today:
        row.until, row.since = today, today  # it never began
    else:
        row.until = until or today
    row.ended_at = timezone.now() if until is None else None
    row.ended_by = actor if getattr(actor, "is_person", False) else None
    row.save()
