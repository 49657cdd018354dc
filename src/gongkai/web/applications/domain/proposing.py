"""Applications of several people for the same information are put before the office, which may disclose it to all (第44条第一款).

Each case that is registered is held, in the background, against those of the same body: what is alike in words, not refused, and of
another applicant. From as many different applicants on as law/parameters/common_request says, a `Proposal` is made; later cases
join it. Nothing is disclosed thereby: a clerk drafts an item of it, which takes the way of every item, or leaves it and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from gongkai.engine.answers import answers
from gongkai.engine.parameters import parameters
from gongkai.web.applications.domain import alike, entering, queries
from gongkai.web.applications.enums import Kind, Matter, PartyRole, Phase, ProposalState
from gongkai.web.applications.models import BlindIndex, Case, Proposal
from gongkai.web.common import days, eventlog, notices, sealing, work
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import items
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import Item
from gongkai.web.organs.enums import Role

PERIOD = timedelta(days=730)
"""How far back earlier applications are looked at."""
MOST = 300
"""How many, the newest."""
DISCLOSABLE = ("granted", "partial")
"""Groups of answers that leave it open to disclose; what was refused, is not held or was closed is no ground for it."""
REASON = "多个申请人申请公开（条例第四十四条第一款）"


def later(case_id: int) -> None:
    """Have a case looked at in the background, once what is being written is safe."""
    work.later(f"{__name__}.look", case_id)


def look(case_id: int) -> Proposal | None:
    """Hold a registered case against the others, and make a proposal or add to one. May be run again without harm.

    Returns:
        The proposal that holds the case; None where there is none.
    """
    case = Case.objects.select_related("unit", "body").filter(pk=case_id).first()
    if case is None or not _open_to_all(case):
        return None
    same = same_asked(case)
    if known := Proposal.objects.filter(cases__in=[case, *same]).order_by("pk").first():
        with transaction.atomic():
            known = Proposal.objects.select_for_update().get(pk=known.pk)
            known.cases.add(case)
            Proposal.objects.filter(pk=known.pk).update(people=different(known.cases.all()))
        return known
    people = different([case, *same])
    if people < parameters().on("common_request", days.today()).value:
        return None
    with transaction.atomic():
        first = min([case, *same], key=lambda one: one.pk)
        made = Proposal.objects.create(unit=case.unit, body=case.body, title=first.title or case.title, people=people)
        made.cases.set([case, *same])
        eventlog.record("proposal.made", made, actor=None, unit=case.unit, after={"people": people})
        notices.tell(queries.staff(case, Role.CLERK, Role.HEAD), f"{people}个申请人申请公开“{made}”，可以考虑纳入主动公开（条例第四十四条第一款），请处理。",
                     kind="依申请公开", link=reverse("applications:proposal", args=[made.pk]), key=f"proposal-{made.pk}")
    return made


def same_asked(case: Case) -> list[Case]:
    """The cases of the same body that ask for what a case asks for, in words that are alike; whose names they bear does not matter."""
    since = days.today() - PERIOD
    rows = Case.objects.filter(unit=case.unit, body=case.body, submitted_on__gte=since, parent=None, matter=Matter.ACCESS).exclude(pk=case.pk).exclude(
        phase__in=(Phase.NEW, Phase.RECEIVED, Phase.DIVIDED)).select_related("key").order_by("-pk")[:MOST]
    try:
        text = alike.text_of(case)
    except sealing.Unreadable:
        return []
    return [row for row in rows if _open_to_all(row) and alike.likeness(text, row) >= alike.LIKE]


def _open_to_all(case: Case) -> bool:
    """Whether nothing that was said of a case speaks against disclosing what it asks for."""
    if case.phase in (Phase.NEW, Phase.RECEIVED, Phase.DIVIDED) or case.parent_id is not None or case.matter != Matter.ACCESS:
        return False
    return not case.answer or ((known := answers(days.today()).get(case.answer)) is not None and known.group in DISCLOSABLE)


def different(cases: Iterable[Case]) -> int:
    """How many different applicants stand behind cases: those with an equal number, code, telephone or mail address are one; where somebody
    gave none of these, those with an equal name."""
    held: dict[int, dict[str, str]] = {case.pk: {} for case in cases}
    rows = BlindIndex.objects.filter(party__case__in=held, party__role=PartyRole.APPLICANT, party__number=1)
    for case_id, kind, digest in rows.values_list("party__case_id", "kind", "digest"):
        held[case_id][kind] = digest
    groups: list[set[str]] = []
    for digests in held.values():
        own = {digest for kind, digest in digests.items() if kind != "name"} or set(digests.values())
        near = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own] + [set.union(own, *near)] if own else groups
    return len(groups)


@transaction.atomic
def accept(actor: Any, proposal: Proposal, version: int, values: Mapping[str, Any]) -> Item:
    """Draft an item of what was asked for; it takes the way of every item: reviewed, approved, published.

    Args:
        values: what `items.create_item` takes; 公开属性 is 主动公开.

    Raises:
        Refused: the actor does not work the unit's applications, or drafts no items.
        ValidationError: it is decided already; what an item needs is missing. Conflict: somebody else was first.
    """
    row = _open(actor, proposal)
    item = items.create_item(actor, row.unit, {**values, "attribute": Attribute.ACTIVE})
    proposal.save_over(version, state=ProposalState.ACCEPTED, item=item, item_number=item.index_number, decided_by=actor, decided_on=days.today())
    eventlog.record("proposal.accepted", row, actor=actor, unit=row.unit, after={"item": item.index_number})
    for case in row.cases.exclude(phase__in=(Phase.ARCHIVED, Phase.DIVIDED)).select_related("unit", "handler"):
        entering.enter(actor, case, Kind.NOTED, days.today(), words={"reason": f"多人申请同一信息，已拟稿纳入主动公开（条例第四十四条第一款），索引号{item.index_number}"}, by_site=True)
    return item


@transaction.atomic
def leave(actor: Any, proposal: Proposal, version: int, reason: str) -> None:
    """Leave it, with a reason.

    Raises:
        Refused, Conflict; ValidationError: it is decided already, or no reason given.
    """
    row = _open(actor, proposal)
    if not reason.strip():
        raise ValidationError({"reason": "请写明不纳入主动公开的理由。"})
    proposal.save_over(version, state=ProposalState.LEFT, reason=reason.strip()[:300], decided_by=actor, decided_on=days.today())
    eventlog.record("proposal.left", row, actor=actor, unit=row.unit, note=reason.strip()[:300])


def _open(actor: Any, proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    require(actor, "decide", row)
    if row.state != ProposalState.OPEN:
        raise ValidationError(f"这件事项{row.get_state_display()}，请刷新页面查看。")
    return row


def against(proposal: Proposal) -> list[Case]:
    """Cases of a proposal that were answered otherwise than by disclosing, which speaks against it."""
    known = answers(days.today())
    wrong = [key for key, answer in known.items() if answer.group not in DISCLOSABLE]
    return list(proposal.cases.filter(Q(answer__in=wrong)).order_by("pk"))
