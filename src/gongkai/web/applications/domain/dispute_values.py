"""What stands in a 答复书 or 答辩状: the days and rules of the dispute, the course of its case, the evidence that the case's events left."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from gongkai.engine.answers import every_answer
from gongkai.engine.evidence import exhibits
from gongkai.engine.letters import Letter as Kind
from gongkai.engine.letters import every_letter
from gongkai.engine.parameters import NotInForce, parameters
from gongkai.web.applications.domain import letters_values, strongbox
from gongkai.web.applications.domain.letters_facts import history_of
from gongkai.web.applications.enums import DisputeKind
from gongkai.web.applications.enums import Kind as Event
from gongkai.web.applications.letters.filling import shown
from gongkai.web.applications.models import Case, CaseEvent, Dispute
from gongkai.web.common import days
from gongkai.web.organs.domain.queries import name_on
from gongkai.web.organs.models import OfficeContact

KINDS = ("review_reply", "suit_reply")
FIXED = ("tribunal", "docket", "matter", "notified_on", "answer_term", "answer_due", "number", "issued_on")
"""Fields that the dispute itself tells, each time the paper is made, and nobody writes."""
REGULATIONS = "《中华人民共和国政府信息公开条例》"
_INNER = {Event.ASSIGNED, Event.ASSIGNMENT_RETURNED, Event.HANDLER_ANSWERED, Event.DRAFTED, Event.APPROVED, Event.SENT_BACK, Event.SIGNED, Event.NOTED,
          Event.PARTICULARS_CHANGED, Event.ARCHIVED, Event.SUGGESTED}
"""Steps that are no part of the course which the other side is told."""


def kind_for(dispute: Dispute) -> Kind:
    """The kind of paper by which a dispute is answered."""
    return every_letter()["review_reply" if dispute.kind == DisputeKind.REVIEW else "suit_reply"]


def written_fields(kind: Kind) -> list[Any]:
    """The fields that a clerk writes."""
    return [field for field in letters_values.written_fields(kind) if field.key not in FIXED and field.key not in ("submitted_on", "received_on", "channel")]


def prefilled(dispute: Dispute) -> dict[str, Any]:
    """What dispute and case tell to begin with. Raises sealing.Unreadable."""
    words = strongbox.unseal(dispute, dispute.sealed, "text")
    contact = OfficeContact.objects.on(days.today()).filter(unit=dispute.unit).first()
    made: dict[str, Any] = {
        "unit": name_on(dispute.body, days.today()), "office": contact.office if contact else "", "office_address": contact.address if contact else "",
        "office_phone": contact.telephone if contact else "", "claimant": words.get("claimant", ""), "claims": words.get("claims", ""),
        "claim_facts": words.get("facts", "")}
    if dispute.case is not None:
        made |= {"application_no": dispute.case.number or dispute.case.receipt, "course": course(dispute.case), "relied": relied(dispute.case),
                 "evidence": evidence(dispute.case)}
    return {key: value for key, value in made.items() if value not in ("", [], None)}


def fixed(dispute: Dispute) -> dict[str, Any]:
    """What the dispute tells of its days: by when it is answered, and by which article."""
    from gongkai.web.applications.domain import disputing

    assert dispute.notified_on is not None
    review = dispute.kind == DisputeKind.REVIEW
    key = ("review_answer_simplified" if dispute.simplified else "review_answer") if review else "suit_answer"
    try:
        rule = parameters().on(key, dispute.notified_on)
    except NotInForce as error:
        raise ValidationError(f"{error}这一件不能在这里拟制答复书（答辩状），请另行办理。") from None
    paper, unit = ("行政复议申请书副本", "个工作日") if review else ("起诉状副本", "日")
    return {"tribunal": dispute.tribunal, "docket": dispute.docket, "matter": dispute.about, "notified_on": dispute.notified_on.isoformat(),
            "answer_term": f"自收到{paper}之日起{rule.value}{unit}内（{rule.citation}）",
            "answer_due": period.due.isoformat() if (period := disputing.answer_due(dispute, dispute.notified_on)) else ""}


def course(case: Case) -> str:
    """What happened to a case, in the order of its days, without inner steps and names: 2026年9月2日，收到申请；…"""
    held = [event for events in history_of(case).events.values() for event in events]
    told = [f"{shown(event.day)}，{Event(event.kind).label}{_to(event)}" for event in sorted(held, key=lambda one: (one.day, one.pk)) if event.kind not in _INNER]
    return "；".join(dict.fromkeys(told))


def _to(event: CaseEvent) -> str:
    return f"（{letter_title(event)}）" if event.letter and event.kind in (Event.POSTED, Event.SERVED, Event.UNDELIVERED) else ""


def letter_title(event: CaseEvent) -> str:
    """The title and number of the letter of an event."""
    letter = event.letter
    kind = every_letter().get(letter.kind) if letter else None
    return f"{kind.title}{letter.number}" if kind and letter else ""


def relied(case: Case) -> str:
    """The articles on which the answer of a case rests; those of its grounds stand in the answer itself."""
    answer = every_answer().get(case.answer or case.counted_as)
    return f"{REGULATIONS}{'、'.join(answer.articles)}" if answer else ""


def evidence(case: Case) -> list[dict[str, str]]:
    """The evidence that the events of a case left, in legal order, each once: what a letter says goes by its title and number, the proof
    of its service by that letter too. Events that were reversed left nothing."""
    known = exhibits()
    held = [event for events in history_of(case).events.values() for event in events]
    found: dict[tuple[str, str], dict[str, str]] = {}
    for event in sorted(held, key=lambda one: (one.day, one.pk)):
        exhibit = known.get(event.kind)
        if exhibit is None:
            continue
        proof = event.kind in (Event.POSTED, Event.SERVED, Event.UNDELIVERED)
        title = letter_title(event)
        answer = every_answer().get(str(event.details.get("answer", "")))
        if proof and answer is not None:  # entered by hand: the answer went out on paper of its own
            title = title or (every_letter()[answer.letter].title if answer.letter in every_letter() else "")
            found.setdefault((title, ""), {"title": f"{title}（{shown(event.day)}）", "source": "本机关制作", "proves": "答复的内容、理由和依据"})
        name = f"{exhibit.name}（{title}）" if proof and title else title or exhibit.name
        found.setdefault((name, shown(event.day)), {"title": f"{name}，{shown(event.day)}", "source": exhibit.origin, "proves": exhibit.proves})
    return list(found.values())
