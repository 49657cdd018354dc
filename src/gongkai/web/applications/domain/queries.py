"""What is read in more than one place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gongkai.web.applications.models import Case, CaseEvent
from gongkai.web.common.gate import Reach
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import Person, Unit


def history(case: Case) -> QuerySet[CaseEvent]:
    """The events of a case in legal order, with all that a page shows of them."""
    return case.events.select_related("actor", "party", "letter", "document", "to_unit", "to_person", "other", "reversed_by", "reverses")


def staff(case: Case, *wanted: Role) -> QuerySet[Person]:
    """Who holds one of the roles today in the unit that answers for a case; of the clerks, whoever it is assigned to where that is known."""
    if wanted == (Role.CLERK,) and case.clerk_id:
        return Person.objects.filter(pk=case.clerk_id, is_active=True)
    return roles.holders(case.unit, *wanted)


def cases_seen(person: Any) -> QuerySet[Case]:
    """The cases that a person may see, with what a list shows."""
    return Case.objects.restrict(person, "view").select_related("unit", "body", "handler", "clerk").defer("sealed")


def bodies_seen(person: Any) -> QuerySet[Unit]:
    """The bodies whose counts a person may look at: units in which they work with cases, the government that such an office answers
    for, and all units below those whose 主管部门 they are."""
    where = Q(pk__in=[])
    for grant in person.grants:
        reach = Case.gate.actions["view"].get(grant.role)
        if reach is Reach.OWN:
            where |= Q(pk=grant.unit_id) | Q(kind=UnitKind.GOVERNMENT, children__pk=grant.unit_id, children__kind=UnitKind.OFFICE)
        elif reach is not None:
            where |= Q(path__startswith=grant.path)
    return Unit.objects.filter(where).distinct()
