"""What is read in more than one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from gongkai.web.applications.models import Case, CaseEvent
from gongkai.web.common.gate import Reach
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import Person, Unit


def history(case: Case) -> list[CaseEvent]:
    """The events of a case in legal order, with the parties, units and people that they name."""
    events, parties = list(case.events.all()), {party.pk: party for party in case.parties.all()}
    for event in events:
        if event.party_id:
            event.party = parties[event.party_id]
    for name in ("to_unit", "to_person"):
        prefetch_related_objects([event for event in events if getattr(event, f"{name}_id")], name)
    return events


def reversals(events: Iterable[CaseEvent]) -> dict[int, CaseEvent]:
    """Id of an event that was taken out of force → the event that did it; `events` are all of a case."""
    return {event.reverses_id: event for event in events if event.reverses_id}


def staff(case: Case, *wanted: Role) -> QuerySet[Person]:
    """Who holds one of the roles today in the unit that answers for a case; of the clerks, whoever it is assigned to where that is known."""
    holders = roles.holders(case.unit, *wanted)
    if wanted == (Role.CLERK,) and case.clerk_id and (own := holders.filter(pk=case.clerk_id)).exists():  # who has left is told of nothing
        return own
    return holders


def listed(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a list shows of them (tables.CaseTable), and nothing else of their wide rows."""
    units = [f"{unit}__{name}" for unit in ("body", "handler") for name in ("name", "short_name")]
    return rows.select_related("body", "handler", "clerk").only(
        "number", "receipt", "title", "stage", "submitted_on", "received_on", "due_on", "provisional", "late", "answer", "answered_on", "clerk__name", *units)


def cases_seen(person: Any) -> QuerySet[Case]:
    """The cases that a person may see, as a list shows them."""
    return listed(Case.objects.restrict(person, "view"))


def handlers_seen(person: Any) -> QuerySet[Unit]:
    """The units to which a case that a person may see is assigned."""
    return Unit.objects.filter(Exists(Case.objects.restrict(person, "view").filter(handler=OuterRef("pk")).order_by())).order_by("place")


def bodies_counted(person: Any, bodies: Collection[int]) -> list[int]:
    """Of some bodies, those to which a case that a person may see was applied."""
    seen = Case.objects.restrict(person, "view").filter(body=OuterRef("pk")).order_by()
    return list(Unit.objects.filter(Exists(seen), pk__in=bodies).order_by().values_list("pk", flat=True))


def bodies_seen(person: Any) -> QuerySet[Unit]:
    """The bodies whose counts a person may look at: units in which they work with cases, the government that such an office answers
    for, and all units below those whose 主管部门 they are."""
    own, where = set(), Q(pk__in=[])
    for grant in person.grants:
        reach = Case.gate.actions["view"].get(grant.role)
        if reach is Reach.OWN:
            own.add(grant.unit_id)
        elif reach is not None:
            where |= Q(path__startswith=grant.path)
    offices = Unit.objects.filter(pk__in=own, kind=UnitKind.OFFICE).order_by()
    return Unit.objects.filter(where | Q(pk__in=own) | Q(kind=UnitKind.GOVERNMENT, pk__in=offices.values("parent")))
