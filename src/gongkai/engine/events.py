"""What happened to an application, as dated events: read from text, put in order, and matched question to answer.

    >>> parse_event("extended=2026-10-20:10")
    Event(kind=<Kind.EXTENDED: 'extended'>, date=datetime.date(2026, 10, 20), days=10, label='')

`gather` turns the loose events of one application into what the clock asks for: the correction, the consultations, the
extensions and the fee. The order in which events are given does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongkai.engine.days import chinese, parse_day
from gongkai.errors import GongkaiError


class Kind(StrEnum):
    """Kinds of events that move the clock."""

    CORRECTION_ASKED = "correction_asked"
    CORRECTION_RECEIVED = "correction_received"
    THIRD_PARTY_ASKED = "third_party_asked"
    THIRD_PARTY_RECEIVED = "third_party_received"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    AGENCY_ASKED = "agency_asked"
    AGENCY_RECEIVED = "agency_received"
    AGENCY_ANSWERED = "agency_answered"
    EXTENDED = "extended"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"

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
    Kind.AGENCY_ASKED: "征求其他机关意见",
    Kind.AGENCY_RECEIVED: "其他机关收到征求意见书",
    Kind.AGENCY_ANSWERED: "其他机关答复",
    Kind.EXTENDED: "告知延期",
    Kind.FEE_NOTIFIED: "通知缴费",
    Kind.FEE_PAID: "缴费",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event. `days` is the length of an extension (None: all that may still be given); `label` tells two
    third parties, or two agencies, apart."""

    kind: Kind
    date: date
    days: int | None = None
    label: str = ""

    def __str__(self) -> str:
        return f"{self.kind.words}（{self.kind}={self.date}）"


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter asking a third party or an agency: when sent, received, answered."""

    third_party: bool
    asked: date
    received: date | None = None
    answered: date | None = None
    label: str = ""

    @property
    def whom(self) -> str:
        """第三方 or 其他机关, with the label where there is one."""
        return ("第三方" if self.third_party else "其他机关") + (f"“{self.label}”" if self.label else "")


@dataclass(frozen=True, slots=True)
class Round:
    """A question to the applicant and what came back: a correction, or a fee."""

    asked: date
    answered: date | None


@dataclass(frozen=True, slots=True)
class Story:
    """The events of one application, matched. `ignored` are sentences on events that move nothing."""

    correction: Round | None = None
    fee: Round | None = None
    consultations: tuple[Consultation, ...] = ()
    extensions: tuple[Event, ...] = ()
    ignored: tuple[str, ...] = field(default=())


def parse_event(text: str) -> Event:
    """The event in ``KIND=DATE``, ``extended=DATE:DAYS`` or ``third_party_asked=DATE:NAME``.

    Raises:
        GongkaiError: an unknown kind, an impossible date, a bad number of days.
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
    day, detail = parse_day(day_text, f"事件 {kind} 的日期"), detail.strip()
    if kind is Kind.EXTENDED and detail:
        if not (detail.isascii() and detail.isdigit() and int(detail[:6]) > 0 and len(detail) < 6):
            raise GongkaiError(f"延期天数“{detail}”有误，请填写工作日数，如 extended={day}:10。")
        return Event(kind, day, int(detail))
    if detail and kind not in _CONSULTING:
        raise GongkaiError(f"事件“{text}”的日期之后多了“{detail}”，只有延期天数和被征求意见方的名称可以写在日期之后。")
    return Event(kind, day, label=detail)


_CONSULTING = {
    Kind.THIRD_PARTY_ASKED,
    Kind.THIRD_PARTY_RECEIVED,
    Kind.THIRD_PARTY_ANSWERED,
    Kind.AGENCY_ASKED,
    Kind.AGENCY_RECEIVED,
    Kind.AGENCY_ANSWERED,
}


def gather(received: date, events: Iterable[Event]) -> Story:
    """The events of an application received on `received`, matched question to answer.

    Raises:
        GongkaiError: an event before receipt, an answer without its question or before it, answers that cannot be
            told apart without a label.
    """
    by_kind: dict[Kind, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.date, event.kind, event.label, event.days or 0)):
        if event.date < received:
            raise GongkaiError(f"{event}早于收到申请之日{chinese(received)}，请核对日期。")
        by_kind[event.kind].append(event)
    ignored: list[str] = []
    correction = _round(by_kind, Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED, "补正应当一次性告知", ignored)
    fee = _round(by_kind, Kind.FEE_NOTIFIED, Kind.FEE_PAID, "收费通知只按第一次计", ignored)
    consultations = (
        *_consultations(by_kind, Kind.THIRD_PARTY_ASKED, Kind.THIRD_PARTY_RECEIVED, Kind.THIRD_PARTY_ANSWERED),
        *_consultations(by_kind, Kind.AGENCY_ASKED, Kind.AGENCY_RECEIVED, Kind.AGENCY_ANSWERED),
    )
    return Story(correction, fee, consultations, tuple(by_kind[Kind.EXTENDED]), tuple(ignored))


def _round(by_kind: dict[Kind, list[Event]], ask: Kind, answer: Kind, rule: str, ignored: list[str]) -> Round | None:
    asked, answered = by_kind[ask], by_kind[answer]
    if not asked:
        if answered:
            raise GongkaiError(f"登记了{answered[0]}，却没有登记{ask.words}（{ask}），请补上。")
        return None
    if answered and answered[0].date < asked[0].date:
        raise GongkaiError(f"{answered[0]}早于{asked[0]}，请核对日期。")
    ignored += [f"{event}不影响期限：{rule}。" for event in asked[1:]]
    ignored += [f"{event}不影响期限：以第一次{answer.words}为准。" for event in answered[1:]]
    return Round(asked[0].date, answered[0].date if answered else None)


def _consultations(by_kind: dict[Kind, list[Event]], ask: Kind, receive: Kind, answer: Kind) -> list[Consultation]:
    """Each letter with its receipt and its answer: by label, and within a label in the order of their dates."""
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
                    ask is Kind.THIRD_PARTY_ASKED,
                    event.date,
                    receipt.date if receipt else None,
                    reply.date if reply else None,
                    label,
                )
            )
    return found
