"""For which unit a person works on something: the units to choose from, and the one that is meant."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from gongkai.web.common.gate import allows
from gongkai.web.organs.models import Unit
from gongkai.web.organs.visitor import person_of


def editable_units(person: Any, model: Any) -> QuerySet[Unit]:
    """The units that stand and whose rows of a model a person may edit."""
    may = [unit.pk for unit in Unit.objects.restrict(person) if allows(person, "edit", model(unit=unit))]
    return Unit.objects.restrict(person).filter(pk__in=may, abolished_on=None).order_by("place")


def editable_unit(request: HttpRequest, model: Any) -> Unit:
    """Of those units the one that the address names, the person's own, or the first; the person's own where there is none."""
    units, home = list(editable_units(request.user, model)), person_of(request).home
    return next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), None) or next(
        (unit for unit in units if unit == home), units[0] if units else home)


def units_held(request: HttpRequest, model: Any, action: str) -> QuerySet[Unit]:
    """The units in which the person holds, in the very unit, a role that may take an action on rows of a model."""
    person = person_of(request)
    held = [grant.unit_id for grant in person.grants if grant.role in model.gate.actions[action]]
    return Unit.objects.restrict(person).filter(pk__in=held)
