"""The one gate: who may do what with which rows.

A model that belongs to a unit carries a `Gate`: the way from a row to its unit, and for each action the roles that may
take it and how far their reach goes. Lists ask ``Model.objects.restrict(person, action)``; for a row in hand the same
table answers in `allows` and `require`. There is no way round it: no superuser, no second table.

    class Item(models.Model):
        gate = permissions.ITEM
        objects = GatedQuerySet.as_manager()

    Item.objects.restrict(person, "view")
    require(person, "edit", item)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any, Protocol, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q


class Reach(Enum):
    """How far a role held in a unit goes."""

    OWN = "own"
    """Rows of the very unit."""
    SUBTREE = "subtree"
    """Rows of the unit and of all units below it."""
    BELOW = "below"
    """Rows of the units below it, not its own."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds today in a unit; `path` is the unit's place in the tree."""

    role: str
    unit_id: int
    path: str


class Holder(Protocol):
    """Whoever may hold roles: organs.Person, or a system with a token. An anonymous visitor holds none."""

    @property
    def grants(self) -> Iterable[Grant]:
        """The roles held today."""

    def below(self, path: str) -> Collection[int]:
        """The ids of the unit at a place in the tree and of all units below it, as they stand while the holder's grants do."""


WRITTEN_OUT = 2000
"""Units that a condition names one by one. A database that is told the ids finds their rows by its indexes; told to compare places in
the tree it joins every row with its unit. Of more units it is left to the tree: SQLite takes 32,766 values in one question."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules of one model.

    Args:
        label: what a row is called in a refusal, for example 公开事项.
        unit: the look-up from a row to its unit, ``""`` where the row is the unit itself.
        actions: action → role → reach. An action that is not named here is nobody's.
        verbs: action → what a refusal calls it.
        also: the rules for another unit of the same row, where a row has two (the one that answers for a case, and the one it
            is assigned to); an action that only one of the two names is open to that one.
    """

    label: str
    unit: str
    actions: Mapping[str, Mapping[str, Reach]]
    verbs: Mapping[str, str] = field(default_factory=dict)
    also: Gate | None = None

    def units(self) -> list[str]:
        """The ways from a row to its units."""
        return [way for way in (self.unit, self.also.unit if self.also else "") if way]

    def where(self, person: Any, action: str) -> Q | None:
        """The rows on which a person may take an action, as a condition; None where there are none.

        Raises:
            LookupError: the model has no such action: a fault of the code, never of a user.
        """
        roles = self._roles(action)
        prefix = f"{self.unit}__" if self.unit else ""
        name = f"{prefix}id" if prefix else "pk"
        conditions: list[Q] = []
        named: set[int] = set()
        grants = [(grant, roles[grant.role]) for grant in getattr(person, "grants", ()) if grant.role in roles]
        for grant, reach in grants:
            units = {grant.unit_id} if reach is Reach.OWN else set(person.below(grant.path))
            if reach is Reach.BELOW:
                units.discard(grant.unit_id)
            if reach is Reach.OWN or len(named | units) <= WRITTEN_OUT:
                named |= units
            else:
                below = Q(**{f"{prefix}path__startswith": grant.path})
                conditions.append(below & ~Q(**{name: grant.unit_id}) if reach is Reach.BELOW else below)
        if named or (grants and not conditions):
            conditions.append(Q(**{name: next(iter(named))}) if len(named) == 1 else Q(**{f"{name}__in": sorted(named)}))
        if self.also is not None and action in self.also.actions:
            other = self.also.where(person, action)
            conditions += [other] if other is not None else []
        return reduce(or_, conditions) if conditions else None

    def somewhere(self, person: Any, action: str) -> bool:
        """Whether there is any unit where a person may take an action: whether `where` is a condition.

        Raises:
            LookupError: as `where`.
        """
        roles = self._roles(action)
        return any(grant.role in roles for grant in getattr(person, "grants", ())) or (
            self.also is not None and action in self.also.actions and self.also.somewhere(person, action))

    def allows(self, person: Any, action: str, row: Any) -> bool:
        """Whether a person may take an action on a row in hand; agrees with `where` on every row."""
        roles = self._roles(action)
        if self.also is not None and action in self.also.actions and self.also.allows(person, action, row):
            return True
        unit = row
        for name in self.unit.split("__") if self.unit else ():
            unit = getattr(unit, name)
        if unit is None:
            return False
        for grant in getattr(person, "grants", ()):
            reach = roles.get(grant.role)
            if reach is Reach.OWN and unit.pk == grant.unit_id:
                return True
            if reach in (Reach.SUBTREE, Reach.BELOW) and unit.path.startswith(grant.path) and (
                    reach is Reach.SUBTREE or unit.pk != grant.unit_id):
                return True
        return False

    def _roles(self, action: str) -> Mapping[str, Reach]:
        try:
            return self.actions[action]
        except KeyError:
            if self.also is not None and action in self.also.actions:
                return {}
            raise LookupError(f"the gate of {self.label} knows no action {action!r}") from None


class Refused(PermissionDenied):
    """The gate's no. ``str(error)`` is one Chinese sentence for the person."""


class GatedQuerySet(models.QuerySet):
    """The rows of a model that belongs to a unit."""

    def restrict(self, person: Any, action: str = "view") -> Self:
        """Only the rows on which `person` may take `action`."""
        gate: Gate = self.model.gate  # type: ignore[attr-defined]
        condition = gate.where(person, action)
        return self.none() if condition is None else self.filter(condition)


def allows(person: Any, action: str, row: Any) -> bool:
    """Whether `person` may take `action` on `row`."""
    gate: Gate = row.gate
    return gate.allows(person, action, row)


def require(person: Any, action: str, row: Any) -> None:
    """Let `person` pass who may take `action` on `row`.

    Raises:
        Refused: anybody else.
    """
    if not allows(person, action, row):
        gate: Gate = row.gate
        raise Refused(f"您在该单位没有{gate.verbs.get(action, '办理')}{gate.label}的权限，如确需办理，请联系本单位管理员。")
