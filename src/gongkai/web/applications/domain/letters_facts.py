"""What is known of a case when an answer is drafted: the facts that `engine.answers.missing` asks for.

What the case has gone through is told by its events that hold, never by what the clerk says; what only the letter can say (a
reason, a place) by the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.engine import answers as engine
from gongkai.engine.grounds import every_ground
from gongkai.engine.parameters import parameters
from gongkai.web.applications.domain import clocks, standing
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import FileRole, Kind, LetterStage
from gongkai.web.applications.models import Case, CaseEvent
from gongkai.web.common import days

FROM_LETTER = {
    "reason": ("reason",), "access": ("access",), "access_time": ("access_time",), "prohibiting_law": ("prohibiting_law",),
    "right_body": ("right_body",), "processing": ("processing",), "petition_channel": ("petition_channel",), "prior_answer": ("prior_answer",),
    "publication_source": ("publication_source",), "reasons_judged": ("reasons_judged",), "obtained": ("obtained",),
    "special_rule": ("special_rule",), "record_evidence": ("record_evidence",), "record_corrected": ("record_corrected",),
    "consultation_omitted": ("consultation_omitted",), "right_body_unknown": ("right_body_unknown",),
    "petition_channel_omitted": ("petition_channel_omitted",),
}
"""Facts that the letter itself says → its fields."""
ONLY_FACTS = {"consultation_omitted": "不征求第三方意见的理由", "right_body_unknown": "不能确定负责机关的说明", "petition_channel_omitted": "不告知渠道的理由"}
"""Facts that are written down with a letter and not printed in it."""
OPEN_REVIEW = {"granted": ("active",), "partial": ("active", "partial")}
"""Group of answers → the conclusions of 公开审查 that it can rest on."""


@dataclass(frozen=True, slots=True)
class History:
    """The events of a case that hold, by kind, in legal order."""

    now: Standing
    events: Mapping[str, list[CaseEvent]]

    def of(self, kind: Kind) -> list[CaseEvent]:
        """Those of one kind."""
        return self.events.get(kind.value, [])

    def last(self, kind: Kind) -> CaseEvent | None:
        """The latest of one kind."""
        return self.of(kind)[-1] if self.of(kind) else None


def history_of(case: Case) -> History:
    """The events that hold."""
    now = standing.of(case)
    found: dict[str, list[CaseEvent]] = {}
    for event in case.events.select_related("party", "case"):
        if event.pk in now.live:
            found.setdefault(event.kind, []).append(event)
    return History(now, found)


def facts_of(case: Case, answer: engine.Answer, values: Mapping[str, Any], chosen: Mapping[str, Any], *, past: History | None = None,
             day: date | None = None) -> dict[str, Any]:
    """The facts for an answer.

    Args:
        answer: the type that is drafted.
        values: the letter's texts, by field.
        chosen: `Letter.answer`: ``grounds``, ``files`` (ids of the case's files that go out), ``unfounded`` (a third party objects
            without good reason).
        past: the case's history, where it is at hand.
        day: the day on which terms are looked at; today unless given.
    """
    past, day = past or history_of(case), day or days.today()
    made: dict[str, Any] = {fact: next((values[key] for key in keys if values.get(key)), None) for fact, keys in FROM_LETTER.items()}
    grounds = [key for key in chosen.get("grounds", ()) if key in every_ground()]
    roles = set(case.files.filter(pk__in=chosen.get("files", ())).values_list("role", flat=True))
    corrections, last_fee = past.of(Kind.CORRECTION_ASKED), past.last(Kind.FEE_NOTIFIED)
    made |= {
        "grounds": grounds,
        "review_record": _reviewed(past, answer),
        "supplied": bool(roles & {FileRole.SOURCE, FileRole.REDACTED}) or bool(values.get("attachments")),
        "redacted_file": FileRole.REDACTED in roles,
        "search_record": bool(past.of(Kind.SEARCHED)),
        "correction_received": bool(corrections) and "correction" not in past.now.asked,
        "correction_lapsed": "correction" in past.now.asked and bool(corrections) and _past(corrections[-1].details.get("until"), day),
        "fee_lapsed": "fee" in past.now.asked and last_fee is not None and day > _last_payment(case, last_fee.day),
        "fee_paid": bool(past.of(Kind.FEE_PAID)),
        "reasons_asked": bool(past.of(Kind.REASONS_ASKED)),
        "withdrawal": bool(past.of(Kind.WITHDRAWN)),
        "record_forwarded": case.letters.filter(kind="record_forward", stage__in=(LetterStage.SENT, LetterStage.SERVED)).exists(),
    }
    made |= _consulted(case, past, answer, grounds, bool(chosen.get("unfounded")), day)
    known = engine.fact_names()
    return {name: value for name, value in made.items() if name in known}


def objecting(past: History) -> list[int]:
    """The third parties whose last opinion is not plain consent."""
    last = {event.party_id: event.details.get("conclusion", "") for event in past.of(Kind.THIRD_PARTY_ANSWERED)}
    return [party for party, conclusion in last.items() if party and conclusion != "agree"]


def _reviewed(past: History, answer: engine.Answer) -> bool:
    """Whether the latest 公开审查 lets this answer go out."""
    last = past.last(Kind.DISCLOSURE_REVIEWED)
    return last is not None and last.details.get("conclusion") in OPEN_REVIEW.get(answer.group, ())


def _consulted(case: Case, past: History, answer: engine.Answer, grounds: Collection[str], unfounded: bool, day: date) -> dict[str, bool]:
    """Third parties: all asked have answered or let their time pass; all agreed; one was overridden and told."""
    asked = {event.party_id for event in past.of(Kind.THIRD_PARTY_ASKED)}
    answered = {event.party_id: event.details.get("conclusion", "") for event in past.of(Kind.THIRD_PARTY_ANSWERED)}
    silent = {event.party_id for event in past.of(Kind.THIRD_PARTY_RECEIVED)
              if event.party_id not in answered and day > _last_opinion(case, event.day)}
    against = objecting(past)
    protects = any(every_ground()[key].consult for key in grounds)
    opens = answer.group in ("granted", "partial") and not protects
    told = {event.party_id for event in past.of(Kind.THIRD_PARTY_TOLD)}
    return {
        "consultation": bool(asked) and asked <= set(answered) | silent,
        "third_party_agreed": bool(asked) and asked <= set(answered) and not against,
        "third_party_overridden": bool(against) and opens and not unfounded,
        "third_party_notice": bool(against) and set(against) <= told,
    }


def _past(until: Any, day: date) -> bool:
    return bool(until) and date.fromisoformat(str(until)) < day


def _last_payment(case: Case, notified: date) -> date:
    return clocks.calendar_of(case.unit).add(notified, parameters().on("fee_payment", notified).value)


def _last_opinion(case: Case, received: date) -> date:
    return clocks.calendar_of(case.unit).add(received, parameters().on("third_party_opinion", received).value)
