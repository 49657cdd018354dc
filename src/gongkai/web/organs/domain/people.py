"""People who work here, and their passwords.

A password that a 管理员 gives is made by the site, shown once, and must be changed at the first sign-in. Values such as a
telephone number never reach the log: it says which of them changed.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import lock_tree
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, Unit

FACTS = ("username", "name", "email", "telephone")
"""What `change_person` may change."""
_PRIVATE = {"email", "telephone"}
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another on paper


def first_manager(root: Unit, *, username: str, name: str, password: str, **facts: Any) -> Person:
    """The person who begins a site, under a password of their own: 管理员 of the unit at the top. For the commands that do so."""
    with transaction.atomic():
        person = _new(None, root, password, must_change_password=False, username=username, name=name, **facts)
        RoleHeld.objects.create(person=person, unit=root, role=Role.MANAGER, since=days.today())
        eventlog.record("role.granted", person, unit=root, after={"role": Role.MANAGER.label})
        return person


def add_person(actor: Any, home: Unit, *, username: str, name: str, email: str = "", telephone: str = "") -> tuple[Person, str]:
    """Make an account in a unit.

    Returns:
        The person, and the first password, which is shown once and must be changed.

    Raises:
        Refused: the actor does not manage the unit.
        ValidationError: the user name is taken, or a value is wrong.
    """
    require(actor, "add", Person(home=home))
    with transaction.atomic():
        password = _password()
        return _new(actor, home, password, must_change_password=True, username=username, name=name, email=email,
                    telephone=telephone), password


def change_person(actor: Any, person: Person, version: int, **facts: Any) -> Person:
    """Set a person's user name, name, mail address, telephone.

    Raises:
        Refused, ValidationError, Conflict.
    """
    require(actor, "edit", person)
    _above(actor, person)
    return _change(actor, person, version, facts)


def change_own(person: Person, version: int, *, email: str, telephone: str) -> Person:
    """Set one's own mail address and telephone."""
    return _change(person, person, version, {"email": email, "telephone": telephone})


def move_person(actor: Any, person: Person, version: int, home: Unit) -> Person:
    """Give a person another home unit. Roles stay as they are: they are taken and granted by themselves.

    Raises:
        Refused: the actor does not manage both units.
        ValidationError, Conflict.
    """
    require(actor, "edit", person)
    require(actor, "add", Person(home=home))
    _above(actor, person)
    if home.abolished_on:
        raise ValidationError(f"{home}已于{home.abolished_on}撤销，请选择现有单位。")
    if home.pk == person.home_id:
        raise ValidationError(f"{person}现在就在{home}，请选择另一个单位。")
    with transaction.atomic():
        before = person.home
        person.save_over(version, home=home)
        eventlog.record("person.moved", person, actor=actor, unit=home, before={"home": str(before)}, after={"home": str(home)})
        return person


def deactivate_person(actor: Any, person: Person, reason: str) -> None:
    """Let a person sign in no more, from now on. Their roles sleep; what they did stays under their name.

    Raises:
        Refused: the actor does not manage the person, or not a unit in which the person holds a role.
        ValidationError: oneself; the last 管理员 of the unit at the top.
    """
    require(actor, "edit", person)
    _above(actor, person)
    if person.pk == actor.pk:
        raise ValidationError("不能停用自己的账号，请由其他管理员办理。")
    if not reason.strip():
        raise ValidationError("停用账号须说明理由，请填写。")
    with transaction.atomic():
        lock_tree()
        keep_a_manager(without=person)
        person.save_over(person.version, is_active=False)
        _end_sessions(person)
        eventlog.record("person.deactivated", person, actor=actor, unit=person.home, note=reason)


def activate_person(actor: Any, person: Person) -> None:
    """Let a person sign in again; the roles held before hold again.

    Raises:
        Refused.
    """
    require(actor, "edit", person)
    _above(actor, person)
    with transaction.atomic():
        person.save_over(person.version, is_active=True)
        eventlog.record("person.activated", person, actor=actor, unit=person.home)


def reset_password(actor: Any, person: Person) -> str:
    """Give a person a new first password, end their sessions, lift a lock-out.

    Returns:
        The password, which is shown once and must be changed.

    Raises:
        Refused: the actor does not manage the person, or not a unit in which the person holds a role.
        ValidationError: oneself.
    """
    require(actor, "edit", person)
    _above(actor, person)
    if person.pk == actor.pk:
        raise ValidationError("自己的密码请在“我的”页面修改。")
    with transaction.atomic():
        password = _password()
        person.set_password(password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        _end_sessions(person)
        forget_failures(username=person.username)
        eventlog.record("person.password_reset", person, actor=actor, unit=person.home)
        return password


def remove_second_factor(actor: Any, person: Person) -> None:
    """Take away the second factor of somebody whose telephone is lost.

    Args:
        actor: who does it; None for whoever runs the site, by a command.

    Raises:
        Refused; ValidationError: there is none.
    """
    if actor is not None:
        require(actor, "edit", person)
        _above(actor, person)
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise ValidationError(f"{person}没有启用两步验证，无需解除。")
        _end_sessions(person)
        eventlog.record("person.second_factor_removed", person, actor=actor, unit=person.home)


def has_second_factor(person: Person) -> bool:
    """Whether the person signs in with a second factor."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def keep_a_manager(*, without: Person | None = None, unless: RoleHeld | None = None) -> None:
    """The unit at the top keeps a 管理员 whose role has no end. Within a transaction, under the tree's lock.

    Args:
        without: somebody who is about to leave.
        unless: a role that is about to be taken away.

    Raises:
        ValidationError: nobody else would be left.
    """
    managers = RoleHeld.objects.on(days.today()).filter(role=Role.MANAGER, until=None, person__is_active=True)
    leaving = RoleHeld.objects.filter(pk=unless.pk) if unless is not None else RoleHeld.objects.filter(person=without)
    for root in Unit.objects.filter(parent=None, roles__in=leaving.filter(role=Role.MANAGER, until=None)).distinct():
        if not managers.filter(unit=root).exclude(pk__in=leaving.values("pk")).exists():
            raise ValidationError(f"这是{root}唯一的管理员，请先指定另一名管理员。")


def _above(actor: Any, person: Person) -> None:
    """Whoever takes over an account must manage all units in which it holds a role; else it were a way upward."""
    for held in person.roles.on(days.today()).select_related("unit"):
        require(actor, "grant", held)


def _new(actor: Any, home: Unit, password: str, **facts: Any) -> Person:
    if home.abolished_on:
        raise ValidationError(f"{home}已于{home.abolished_on}撤销，请选择现有单位。")
    person = Person(home=home, **facts)
    person.set_password(password)
    person.full_clean()
    validate_password(password, person)
    person.save()
    eventlog.record("person.added", person, actor=actor, unit=home, after={"username": person.username, "name": person.name})
    return person


def _change(actor: Any, person: Person, version: int, facts: dict[str, Any]) -> Person:
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not a fact of a person: {unknown}")
    with transaction.atomic():
        row = Person.objects.get(pk=person.pk)
        before = {name: getattr(row, name) for name in facts}
        for name, value in facts.items():
            setattr(row, name, value)
        row.full_clean(exclude=["password"])
        changed = [name for name in facts if facts[name] != before[name]]
        row.save_over(version, **facts)
        if changed:
            told = [name for name in changed if name not in _PRIVATE]
            eventlog.record("person.changed", row, actor=actor, unit=row.home, before={name: before[name] for name in told},
                            after={name: facts[name] if name in told else "已修改" for name in changed})
        return row


def _password() -> str:
    """Three groups of four letters and digits: 58 bits, and read out without a mistake."""
    while True:
        word = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        if any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word):
            return word


def _end_sessions(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
