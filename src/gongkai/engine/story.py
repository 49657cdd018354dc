"""The events of one round of an application, matched question to answer: the correction, the consultations, the fee.

`gather` turns loose events into a `Story`, whatever their order. What cannot be (an answer without its question) is
refused; what moves nothing is told. What ends a round is ``ending.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.engine.days import chinese
from gongkai.engine.events import Event, Kind
from gongkai.errors import GongkaiError


class Asked(StrEnum):
    """Whom a letter asks. The value begins the kinds of its events."""

    THIRD_PARTY = "third_party"
    COMAKER = "comaker"
    AGENCY = "agency"

    @property
    def words(self) -> str:
        """The one asked, in officials' words."""
        return {"third_party": "第三方", "comaker": "共同制作机关", "agency": "其他机关"}[self]


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter asking a third party, a co-maker or another agency: when sent, received, answered."""

    who: Asked
    asked: date
    received: date | None = None
    answered: date | None = None
    label: str = ""

    @property
    def whom(self) -> str:
        """第三方, 共同制作机关 or 其他机关, with the label where there is one; a label that says so itself alone (第三方1)."""
        if self.label.startswith(self.who.words):
            return self.label
        return self.who.words + (f"“{self.label}”" if self.label else "")


@dataclass(frozen=True, slots=True)
class Round:
    """A question to the applicant and what came back: a correction (`until` is the last day named for it), a fee (`sent`
    is the day its notice went out, where it arrived later), reasons."""

    asked: date
    answered: date | None
    until: date | None = None
    asked_order: int = 0
    answered_order: int = 0
    sent: date | None = None

    @property
    def out(self) -> date:
        """The day the question went out, from which the clock stands still."""
        return self.sent or self.asked

    def stops(self, event: Event) -> bool:
        """Whether an act of the day of asking came after it: the clock stood still then."""
        return event.date == self.asked and 0 < self.asked_order < event.order

    def precedes(self, event: Event) -> bool:
        """Whether an act is of the term that begins with what came back: of a later day, or of that day and not before it."""
        if self.answered is None or event.date != self.answered:
            return self.answered is not None and event.date > self.answered
        return not 0 < event.order < self.answered_order


@dataclass(frozen=True, slots=True)
class Story:
    """The events of one round, matched. `ignored` are sentences on events that move nothing."""

    correction: Round | None = None
    fee: Round | None = None
    reasons: Round | None = None
    consultations: tuple[Consultation, ...] = ()
    extensions: tuple[Event, ...] = ()
    delays: tuple[Event, ...] = ()
    ignored: tuple[str, ...] = ()


NOTHING = Story()


def ordered(events: Iterable[Event]) -> list[Event]:
    """Events by date; those of one day by their `order`, else in one that does not depend on how they were given."""
    return sorted(events, key=lambda e: (e.date, e.order, e.kind, e.label, e.days or 0, e.until or date.min, e.how))


def gather(received: date, events: Iterable[Event], later: bool = False) -> Story:
    """The events of a round that is reckoned from `received`, matched question to answer.

    `later`: the round follows another; answers to questions of the one before are told and not refused.

    Raises:
        GongkaiError: an event before receipt, an answer without its question or before it, answers that cannot be
            told apart without a label, a delay without the day it is put off to.
    """
    by_kind: dict[Kind, list[Event]] = defaultdict(list)
    for event in ordered(events):
        if event.date < received:
            raise GongkaiError(f"{event}早于收到申请之日{chinese(received)}，请核对日期。")
        by_kind[event.kind].append(event)
    if not by_kind:
        return NOTHING
    ignored: list[str] = []
    if later:
        _orphans(by_kind, ignored)
    for event in by_kind[Kind.DELAYED]:
        if event.until is None or event.until <= event.date:
            raise GongkaiError(f"{event}须写明延迟到哪一天答复，且应在告知之后，如 delayed={event.date}:2026-12-31。")
    return Story(
        _round(by_kind, Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED, "补正应当一次性告知", ignored, received),
        _round(by_kind, Kind.FEE_NOTIFIED, Kind.FEE_PAID, "收费通知只按第一次计", ignored, received),
        _round(by_kind, Kind.REASONS_ASKED, Kind.REASONS_RECEIVED, "说明理由只按第一次要求计", ignored, received),
        tuple(letter for who in Asked for letter in _consultations(by_kind, who)),
        tuple(by_kind[Kind.EXTENDED]),
        tuple(by_kind[Kind.DELAYED]),
        tuple(ignored),
    )


# What answers what. An answer may come in after the round of its question is over.
_ANSWERS = {
    Kind.CORRECTION_RECEIVED: Kind.CORRECTION_ASKED,
    Kind.FEE_PAID: Kind.FEE_NOTIFIED,
    Kind.REASONS_RECEIVED: Kind.REASONS_ASKED,
    **{Kind(f"{who}_{act}"): Kind(f"{who}_asked") for who in Asked for act in ("received", "answered")},
}


def _orphans(by_kind: dict[Kind, list[Event]], ignored: list[str]) -> None:
    """Set aside, and tell, answers whose questions belong to the round before."""
    for answer, ask in _ANSWERS.items():
        for event in list(by_kind[answer]):
            if not any(asked.date <= event.date and asked.label == event.label for asked in by_kind[ask]):
                by_kind[answer].remove(event)
                ignored.append(f"{event}属于责令重新答复之前的事项，不影响重新答复的期限。")


def _round(
    by_kind: dict[Kind, list[Event]], ask: Kind, answer: Kind, rule: str, ignored: list[str], received: date
) -> Round | None:
    asked, answered = by_kind[ask], by_kind[answer]
    if not asked:
        if answered:
            raise GongkaiError(f"登记了{answered[0]}，却没有登记{ask.words}（{ask}），请补上。")
        return None
    if answered and answered[0].date < asked[0].date:
        raise GongkaiError(f"{answered[0]}早于{asked[0]}，请核对日期。")
    sent = asked[0].sent
    if sent and not received <= sent <= asked[0].date:
        raise GongkaiError(f"{asked[0]}的发出日期{chinese(sent)}应在收到申请之日和送达之日之间，请核对日期。")
    ignored += [f"{event}不影响期限：{rule}。" for event in asked[1:]]
    ignored += [f"{event}不影响期限：以第一次{answer.words}为准。" for event in answered[1:]]
    reply = answered[0] if answered else None
    return Round(asked[0].date, reply.date if reply else None, asked[0].until, asked[0].order, reply.order if reply else 0, sent)


def _consultations(by_kind: dict[Kind, list[Event]], who: Asked) -> list[Consultation]:
    """Each letter with its receipt and its answer: by label, and within a label in the order of their dates."""
    ask, receive, answer = (Kind(f"{who}_{act}") for act in ("asked", "received", "answered"))
    labels = sorted({event.label for kind in (ask, receive, answer) for event in by_kind[kind]})
    found: list[Consultation] = []
    for label in labels:
        asked, received, answered = (
            [event for event in by_kind[kind] if event.label == label] for kind in (ask, receive, answer)
        )
        for later in (received, answered):
            if len(later) > len(asked):
                raise GongkaiError(
                    f"{later[-1]}没有对应的{ask.words}（{ask}），请补上，或在日期之后用“:名称”写明是哪一方。"
                )
            if 0 < len(later) < len(asked):
                raise GongkaiError(
                    f"{ask.words}有{len(asked)}次，{later[0].kind.words}只有{len(later)}次，分不清是哪一次的，"
                    f"请在日期之后用“:名称”区分，如 {ask}={asked[0].date}:甲公司。"
                )
        for index, event in enumerate(asked):
            receipt = received[index] if received else None
            reply = answered[index] if answered else None
            for earlier, later_event in ((event, receipt), (event, reply), (receipt, reply)):
                if earlier and later_event and later_event.date < earlier.date:
                    raise GongkaiError(f"{later_event}早于{earlier}，请核对日期。")
            found.append(
                Consultation(
                    who,
                    event.date,
                    receipt.date if receipt else None,
                    reply.date if reply else None,
                    label,
                )
            )
    return found
