"""What is read in more than one place."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.web.applications.models import Case, CaseEvent
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld


def history(case: Case) -> QuerySet[CaseEvent]:
    """The events of a case in legal order, with all that a page shows of them."""
    return case.events.select_related("actor", "party", "letter", "document", "to_unit", "to_person", "other", "reversed_by", "reverses")


def staff(case: Case, *roles: Role) -> QuerySet[Person]:
    """Who holds one of the roles today in the unit that answers for a case; of the clerks, whoever it is assigned to where that is known."""
    from gongkai.web.common import days

    if roles == (Role.CLERK,) and case.clerk_id:
        return Person.objects.filter(pk=case.clerk_id, is_active=True)
    held = RoleHeld.objects.on(days.today()).filter(unit=case.unit, role__in=roles).values("person")
    return Person.objects.filter(pk__in=held, is_active=True)


def cases_seen(person: Any) -> QuerySet[Case]:
    """The cases that a person may see, with what a list shows."""
    return Case.objects.restrict(person, "view").select_related("unit", "body", "handler", "clerk").defer("sealed")
