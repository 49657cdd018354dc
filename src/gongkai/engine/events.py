"""What happens to an application, as dated events, read from text.

    >>> parse_event("extended=2026-10-20:10").days
    10

| kind | the day is | after the date | effect on the clock |
| --- | --- | --- | --- |
| correction_asked | the applicant was told | last day to correct | stands still, if told in time (Art. 30) |
| correction_received | the correction came in | | starts anew |
| third_party_asked | the letter went out | name | stands still (Arts. 32, 33) |
| third_party_received | the third party got it | name | sets its 15 working days running |
| third_party_answered | its answer came in | name | goes on |
| comaker_asked, _received, _answered | likewise, a body that made the information too (Art. 34) | name | likewise |
| agency_asked, _received, _answered | likewise, any other agency (Art. 33) | name | likewise |
| reasons_asked | reasons for so many applications were asked (Art. 35) | | none, unless the parameter says so |
| reasons_received | the applicant gave them | | none |
| delayed | the applicant was told of a reasoned delay (Art. 35) | the day named | due on the day named |
| extended | the applicant was told (Art. 33) | working days | lengthens |
| fee_notified | the notice reached the applicant | the day it went out | stands still, from the day it went out |
| fee_paid | the fee came in | | starts anew |
| served | by the way's rule: signed for, or posted (law/parameters/service) | way | ends it: answered |
| returned | the post came back | cause | none, or undoes the service |
| withdrawn | the applicant withdrew | | ends it |
| not_corrected | closed: not corrected by its day (Art. 30) | | ends it |
| fee_unpaid | closed: fee not paid by its day | | ends it |
| reanswer_ordered | a decision or judgment that orders a new answer came in | working days, or last day | a new round |

Drafting and signing an answer are no events here: they stop nothing. How events are matched, question to answer:
``story.py``. The order in which events are given does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.engine.days import chinese, parse_day
from gongkai.errors import GongkaiError

Date = date  # a field may be called date


class Kind(StrEnum):
    """Kinds of events that the clock knows."""

    CORRECTION_ASKED = "correction_asked"
    CORRECTION_RECEIVED = "correction_received"
    THIRD_PARTY_ASKED = "third_party_asked"
    THIRD_PARTY_RECEIVED = "third_party_received"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    COMAKER_ASKED = "comaker_asked"
    COMAKER_RECEIVED = "comaker_received"
    COMAKER_ANSWERED = "comaker_answered"
    AGENCY_ASKED = "agency_asked"
    AGENCY_RECEIVED = "agency_received"
    AGENCY_ANSWERED = "agency_answered"
    REASONS_ASKED = "reasons_asked"
    REASONS_RECEIVED = "reasons_received"
    DELAYED = "delayed"
    EXTENDED = "extended"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    SERVED = "served"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOT_CORRECTED = "not_corrected"
    FEE_UNPAID = "fee_unpaid"
    REANSWER_ORDERED = "reanswer_ordered"

    @property
    def words(self) -> str:
        """The kind in officials' words."""
        return _WORDS[self]


_WORDS = {
    Kind.CORRECTION_ASKED: "告知补正",
    Kind.CORRECTION_RECEIVED: "收到补正",
    Kind.THIRD_PARTY_ASKED: "征求第三方意见",
    Kind.THIRD_PARTY_RECEIVED: "第三方收到征求意见书",
    Kind.THIRD_PARTY_ANSWERED: "第三方答复",
    Kind.COMAKER_ASKED: "征求共同制作机关意见",
    Kind.COMAKER_RECEIVED: "共同制作机关收到征求意见书",
    Kind.COMAKER_ANSWERED: "共同制作机关答复",
    Kind.AGENCY_ASKED: "征求其他机关意见",
    Kind.AGENCY_RECEIVED: "其他机关收到征求意见书",
    Kind.AGENCY_ANSWERED: "其他机关答复",
    Kind.REASONS_ASKED: "要求说明理由",
    Kind.REASONS_RECEIVED: "收到理由说明",
    Kind.DELAYED: "告知延迟答复",
    Kind.EXTENDED: "告知延期",
    Kind.FEE_NOTIFIED: "通知缴费",
    Kind.FEE_PAID: "缴费",
    Kind.SERVED: "送达答复",
    Kind.RETURNED: "邮件退回",
    Kind.WITHDRAWN: "申请人撤回申请",
    Kind.NOT_CORRECTED: "逾期不补正不再处理",
    Kind.FEE_UNPAID: "逾期不缴费不再处理",
    Kind.REANSWER_ORDERED: "责令重新答复",
}

# What may follow the date, by kind.
NAMED = frozenset(kind for kind in Kind if kind.startswith(("third_party", "comaker", "agency")))
_DAYS = {Kind.EXTENDED, Kind.REANSWER_ORDERED}
_UNTIL = {Kind.CORRECTION_ASKED, Kind.DELAYED, Kind.REANSWER_ORDERED}
_HOW = {Kind.SERVED, Kind.RETURNED}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event.

    `days` is the length in working days of an extension (None: all that may still be given) or of a term that a
    decision names; `until` the last day for a correction, the day named for a delay or in a decision; `how` the way of
    service, or why post came back; `label` tells two third parties, or two agencies, apart; `order` is the place among
    the acts of one day, from 1, where it is known (0: not known); `sent` the day a fee notice went out that reached the
    applicant on `date` (None: the same day).
    """

    kind: Kind
    date: Date
    days: int | None = None
    label: str = ""
    until: Date | None = None
    how: str = ""
    order: int = 0
    sent: Date | None = None

    def __str__(self) -> str:
        return f"{self.kind.words}（{chinese(self.date)}）"


def parse_event(text: str) -> Event:
    """The event in ``KIND=DATE``, with what may follow the date after a colon: ``extended=DATE:DAYS``,
    ``delayed=DATE:DAY``, ``served=DATE:WAY``, ``third_party_asked=DATE:NAME``.

    Raises:
        GongkaiError: an unknown kind, an impossible date, a bad number of days, a detail the kind does not take.
    """
    kind_text, equals, rest = text.partition("=")
    kinds = "、".join(f"{kind}（{kind.words}）" for kind in Kind)
    if not equals:
        raise GongkaiError(f"事件“{text}”缺少“=”，请按 extended=2026-10-20 的样式填写。")
    try:
        kind = Kind(kind_text.strip())
    except ValueError:
        raise GongkaiError(f"不认识事件“{kind_text}”，可用的有：{kinds}。") from None
    day_text, _, detail = rest.partition(":") if ":" in rest else rest.partition("：")
    return _detailed(kind, parse_day(day_text, f"事件 {kind} 的日期"), detail.strip(), text)


def _detailed(kind: Kind, day: date, detail: str, text: str) -> Event:
    """The event with what follows its date."""
    if not detail:
        return Event(kind, day)
    if kind in NAMED:
        return Event(kind, day, label=detail)
    if kind in _HOW:
        return Event(kind, day, how=detail)
    if kind is Kind.FEE_NOTIFIED:
        return Event(kind, day, sent=parse_day(detail, f"事件 {kind} 的发出日期"))
    # A short number is a number of days; anything else, where a day may stand, is read as a day.
    if kind in _DAYS and (kind not in _UNTIL or len(detail) < 6):
        if not (detail.isascii() and detail.isdigit() and len(detail) < 6 and int(detail) > 0):
            what = "延期" if kind is Kind.EXTENDED else "重新答复"
            raise GongkaiError(f"{what}天数“{detail}”有误，请填写工作日数，如 {kind}={day}:10。")
        return Event(kind, day, int(detail))
    if kind in _UNTIL:
        return Event(kind, day, until=parse_day(detail, f"事件 {kind} 写明的日期"))
    raise GongkaiError(f"事件“{text}”的日期之后多了“{detail}”，{kind.words}只填日期。")
