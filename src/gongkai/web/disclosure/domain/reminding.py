"""The daily reminders of what is owed: clerks of what is due soon or late, heads too of what is late; once a matter.

Things withheld and failed schedules are told of where they arise (reassessing.py, scheduling.py).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gongkai.web.common import days, notices
from gongkai.web.common.models import Notice
from gongkai.web.disclosure.domain import duties, handing_over
from gongkai.web.disclosure.domain.duties import Duty, Kind, State
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, Unit


def remind(today: date | None = None) -> int:
    """Remind the people of all units of what their units owe.

    Returns:
        How many reminders are new.
    """
    today = today or days.today()
    units = list(handing_over.with_work(Unit.objects.all()))
    people: dict[tuple[int, str], list[Person]] = defaultdict(list)
    held = RoleHeld.objects.on(today).filter(role__in=(Role.CLERK, Role.HEAD), unit__in=units, person__is_active=True)
    for row in held.select_related("person"):
        people[row.unit_id, row.role].append(row.person)
    known = set(Notice.objects.filter(key__startswith=duties.KEY).values_list("key", "person"))
    told = 0
    for duty in [*duties.unpublished(units, today), *duties.columns(units, today), *duties.accounts(units, today)]:
        if duty.state in (State.OPEN, State.ABSENT):
            continue
        whom = people[duty.unit.pk, Role.CLERK] + (people[duty.unit.pk, Role.HEAD] if duty.state is not State.SOON else [])
        fresh = [person for person in whom if (duty.key, person.pk) not in known]
        told += notices.tell(fresh, _text(duty), kind=str(duty.kind), link=duty.link, key=duty.key)
    return told


def _text(duty: Duty) -> str:
    title = duty.title if len(duty.title) <= 40 else f"{duty.title[:39]}…"
    if duty.kind is Kind.ACCOUNT:
        asked = "还没有登记过发布，请登记" if duty.state is State.EMPTY else f"应在 {duty.due} 前更新，请及时发布并登记"
        return f"“{title}”{asked}；不发布信息的账号，请在渠道中说明理由。"
    if duty.kind is Kind.COLUMN:
        asked = "没有公开的信息，请尽快充实，确实没有这类信息的请标明" if duty.state is State.EMPTY else f"应在 {duty.due} 前更新，请及时发布"
        return f"栏目“{title}”{asked}。"
    if duty.due is None:
        return f"《{title}》应当主动公开，早已超过期限，请尽快办理。"
    return f"《{title}》应当主动公开，{'已于' if duty.state is State.LATE else '期限是'} {duty.due}{'到期，请尽快办理' if duty.state is State.LATE else '，请及时办理'}。"
