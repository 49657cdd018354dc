"""What ends a round: the answer served, the application withdrawn, or closed for want of a correction or a fee.

`ending` finds the event that ends it, and sets aside what comes after: whatever happens once the answer is served
changes nothing but what is told. A closing before its day, or against a correction or payment that came in, ends
nothing and is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.engine.calendar import Calendar
from gongkai.engine.days import chinese
from gongkai.engine.events import Event, Kind
from gongkai.engine.parameters import Parameters
from gongkai.engine.service import Way, way
from gongkai.engine.story import ordered
from gongkai.errors import GongkaiError

ENDS = frozenset({Kind.SERVED, Kind.WITHDRAWN, Kind.NOT_CORRECTED, Kind.FEE_UNPAID})
CAUSES = {"applicant": "申请人一方的原因", "office": "本机关的原因", "unknown": "原因不明"}
_CAUSE_NAMES = {"": "unknown", "拒收": "applicant", "申请人": "applicant", "本机关": "office", "不明": "unknown"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a round ended. `way` is known where an answer was served; `kept` are the events that may move the clock;
    `notes` what a person should know."""

    event: Event | None
    way: Way | None
    kept: tuple[Event, ...]
    notes: tuple[str, ...]


def closing(kind: Kind) -> str:
    """The words for an event that ends a round, after its day."""
    return {
        Kind.NOT_CORRECTED: "因申请人逾期不补正，不再处理",
        Kind.FEE_UNPAID: "因申请人逾期不缴费，不再处理",
    }.get(kind, kind.words)


def ending(events: tuple[Event, ...], calendar: Calendar, law: Parameters) -> Ending:
    """What ends the round that these events are of.

    Raises:
        GongkaiError: an unknown way of service, post returned that was never sent, a closing without what it closes
            for.
    """
    if not any(event.kind in ENDS or event.kind is Kind.RETURNED for event in events):
        return Ending(None, None, events, ())
    told = ordered(events)
    notes: list[str] = []
    returns = _returns(told, law)
    found, how = None, None
    for event in told:
        if event.kind in ENDS and _ends(event, told, returns, calendar, law, notes):
            found = event
            break
    if found and found.kind is Kind.SERVED:
        how = _way(found, law, notes)
    kept: list[Event] = []
    for event in told:
        if found and event.date > found.date:
            if event.kind is not Kind.RETURNED:
                notes.append(f"{event}在{found}之后，不影响期限。")
        elif event.kind not in ENDS and event.kind is not Kind.RETURNED:
            kept.append(event)
    if found and found in returns:
        notes.append(_came_back(found, returns[found], law))
    return Ending(found, how, tuple(kept), tuple(notes))


def _returns(told: list[Event], law: Parameters) -> dict[Event, Event]:
    """Each service whose post came back, with its return: the last one sent before it."""
    found: dict[Event, Event] = {}
    for event in told:
        if event.kind is not Kind.RETURNED:
            continue
        sent = [other for other in told if other.kind is Kind.SERVED and other.date <= event.date]
        if not sent:
            raise GongkaiError(f"登记了{event}，却没有登记此前的送达答复（served），请补上。")
        found.setdefault(sent[-1], event)
    return found


def cause(event: Event) -> str:
    """Why post came back: applicant, office or unknown.

    Raises:
        GongkaiError: none of these.
    """
    key = _CAUSE_NAMES.get(event.how, event.how)
    if key not in CAUSES:
        offered = "、".join(f"{key}（{words}）" for key, words in CAUSES.items())
        raise GongkaiError(f"不认识退回原因“{event.how}”，可用的有：{offered}。")
    return key


def _ends(
    event: Event, told: list[Event], returns: dict[Event, Event], calendar: Calendar, law: Parameters, notes: list[str]
) -> bool:
    """Whether `event` really ends the round; if not, why, in `notes`."""
    if event.kind is Kind.SERVED and event in returns:
        back = returns[event]
        rule = law.on("returned_post", event.date)
        if rule.value[cause(back)] == "void":
            notes.append(
                f"{chinese(event.date)}送达的答复于{chinese(back.date)}因{CAUSES[cause(back)]}退回，不算送达"
                f"（{rule.citation}；{rule.doubt}），请另行送达。"
            )
            return False
    if event.kind is Kind.NOT_CORRECTED:
        return _uncorrected(event, told, notes)
    if event.kind is Kind.FEE_UNPAID:
        return _unpaid(event, told, calendar, law, notes)
    return True


def _uncorrected(event: Event, told: list[Event], notes: list[str]) -> bool:
    asked = _question(event, told, Kind.CORRECTION_ASKED)
    came = [other for other in told if other.kind is Kind.CORRECTION_RECEIVED and other.date <= event.date]
    if came:
        notes.append(f"已有{came[0]}，{event}不停止计算答复期限，请核对。")
        return False
    if asked.until is None:
        notes.append(f"告知补正时没有登记补正期限，不能核对{event}是否过早，请补登。")
    elif event.date <= asked.until:
        notes.append(f"补正期限到{chinese(asked.until)}止，{event}过早，不停止计算答复期限。")
        return False
    return True


def _unpaid(event: Event, told: list[Event], calendar: Calendar, law: Parameters, notes: list[str]) -> bool:
    asked = _question(event, told, Kind.FEE_NOTIFIED)
    pay_by = calendar.add(asked.date, law.on("fee_payment", asked.date).value)
    paid = [other for other in told if other.kind is Kind.FEE_PAID and other.date <= min(event.date, pay_by)]
    if paid:
        notes.append(f"已有{paid[0]}，{event}不停止计算答复期限，请核对。")
        return False
    if event.date <= pay_by:
        notes.append(f"缴费期限到{chinese(pay_by)}止，{event}过早，不停止计算答复期限。")
        return False
    return True


def _question(event: Event, told: list[Event], ask: Kind) -> Event:
    """The first question that `event` closes for."""
    asked = [other for other in told if other.kind is ask and other.date <= event.date]
    if not asked:
        raise GongkaiError(f"登记了{event}，却没有登记此前的{ask.words}（{ask}），请补上。")
    return asked[0]


def _way(served: Event, law: Parameters, notes: list[str]) -> Way | None:
    if not served.how:
        notes.append("没有登记送达方式，按登记的日期作为送达之日；送达方式不同，作为时点的日子也不同，请补登。")
        return None
    found = way(served.how, served.date, law)
    if found.warning:
        notes.append(f"{found.warning}。")
    if found.doubt:
        notes.append(f"{found.label}以{found.act}之日为送达之日：{found.doubt}。")
    return found


def _came_back(served: Event, back: Event, law: Parameters) -> str:
    rule = law.on("returned_post", served.date)
    return (
        f"{chinese(served.date)}送达的答复于{chinese(back.date)}退回（{CAUSES[cause(back)]}），"
        f"仍以{chinese(served.date)}为时点（{rule.citation}；{rule.doubt}），并请另行送达。"
    )
