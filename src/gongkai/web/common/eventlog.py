"""The event log: who did what, when, on whose behalf, with the values before and after.

Every action has a dotted name, registered once with its label. Rows only grow (triggers in the database). Values that are
personal data are never given to it: say which field changed, not to what.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

_ACTIONS: dict[str, str] = {}


def register(actions: Mapping[str, str]) -> None:
    """Make dotted names of actions known, each with its Chinese label.

    Raises:
        ValueError: a name is registered twice with two labels.
    """
    for name, label in actions.items():
        if _ACTIONS.setdefault(name, label) != label:
            raise ValueError(f"the action {name} has the labels {_ACTIONS[name]} and {label}")


def label(action: str) -> str:
    """The Chinese label of an action."""
    return _ACTIONS.get(action, action)


def actions() -> dict[str, str]:
    """All registered actions with their labels."""
    return dict(_ACTIONS)


def record(
    action: str, subject: Model | None = None, *, actor: Any = None, unit: Any = None,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None, note: str = "", title: str = "",
) -> Any:
    """Write one row.

    Args:
        action: a registered dotted name, for example ``item.published``.
        subject: the row that was acted on.
        actor: the person or system who acted; None for the site itself.
        unit: the unit on whose behalf; the subject's own unit unless given.
        before, after: what changed, JSON values.
        note: the actor's own reason.
        title: what the subject was called; ``str(subject)`` unless given.

    Raises:
        LookupError: the action is not registered.
    """
    from gongkai.web.common.models import Event

    if action not in _ACTIONS:
        raise LookupError(f"the action {action!r} is not registered")
    person = actor if getattr(actor, "pk", None) and getattr(actor, "is_person", False) else None
    unit = unit if unit is not None else getattr(subject, "unit", None)
    return Event.objects.create(
        action=action, actor=person, actor_name=str(actor) if actor is not None else "系统",
        unit=unit, subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_title=(title or (str(subject) if subject is not None else ""))[:300],
        before=dict(before or {}), after=dict(after or {}), note=note)
