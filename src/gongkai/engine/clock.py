"""The clock of an application: from the day of receipt and what happened to the day an answer is due, and why.

    >>> found = due(date(2026, 9, 18))
    >>> found.due, found.days, found.steps[-1].sentence
    (datetime.date(2026, 10, 22), 20, '第20日，答复期限届满')

A pure function of dated events, the calendar and the law's parameters; nothing is stored, so a new calendar or a new
event simply gives a new answer. The walk (``walk.py``) goes day by day:

- a day counts if it works and no consultation is under way (Art. 33); consultations that overlap count once;
- a third party's pause ends with its answer or with the last day it had to answer in, whichever is first (Art. 32);
- a correction, asked in time, starts the clock anew from its receipt (Art. 30); so does the payment of a fee;
- an extension lengthens the term if it was told before the term ran out, up to the statutory sum (Art. 33);
- a reasoned delay puts the answer off to the day told to the applicant (Art. 35);
- the service of the answer stops it, and so do withdrawal and closing (``ending.py``); nothing after that moves it;
- a decision or judgment that orders a new answer begins a new round (``Deadline.earlier`` keeps those before).

Where the answer hangs on something that has not happened, `due` is None, `state` says what is awaited, and `remaining`
how many working days will be left. How the pieces are counted, with worked tables: docs/explanation/clock.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from gongkai.engine.calendar import Calendar, national
from gongkai.engine.consulting import silent
from gongkai.engine.days import chinese
from gongkai.engine.deadline import Deadline, State, Step, Trace, Tracer
from gongkai.engine.ending import Ending, closing, ending
from gongkai.engine.events import Event, Kind
from gongkai.engine.ledger import Found, Term
from gongkai.engine.parameters import Parameters
from gongkai.engine.parameters import parameters as shipped
from gongkai.engine.receipt import Channel
from gongkai.engine.story import NOTHING, Story, gather
from gongkai.engine.walk import Walk, late_correction
from gongkai.errors import GongkaiError


def due(
    received: date,
    events: Iterable[Event] = (),
    calendar: Calendar | None = None,
    parameters: Parameters | None = None,
    channel: Channel | None = None,
) -> Deadline:
    """When the application received on `received` (the day of Art. 31) is to be answered, or whether it was in time.

    Args:
        received: the day of receipt; it does not count itself.
        events: what happened, in any order.
        calendar: the working days; the national calendar unless given.
        parameters: the law's figures; those of the package unless given.
        channel: how it came in, for the explanation of the day of receipt.

    Raises:
        GongkaiError: an impossible story (an event before receipt, an answer without its question), an unknown way of
            service, or days that no calendar or no rule covers.
    """
    days, law = calendar or national(), parameters or shipped()
    law.on("reply", received)  # a day before the Regulations is told as such, not by some other rule of theirs
    events = tuple(events)
    days.is_working(received)
    for event in events:
        days.is_working(event.date)  # a date no calendar reaches is a slip of the pen
        if event.date < received:
            raise GongkaiError(f"{event}早于收到申请之日{chinese(received)}，请核对日期。")
    orders = sorted((e for e in events if e.kind is Kind.REANSWER_ORDERED), key=lambda e: (e.date, e.order, e.days or 0))
    own = tuple(e for e in events if e.kind is not Kind.REANSWER_ORDERED) if orders else events
    first = tuple(e for e in own if _precedes(e, orders[0])) if orders else own
    found = _Round(received, None, (), days, law, channel).deadline(first)
    for order, after in zip(orders, [*orders, None][1:], strict=True):
        earlier = (*found.earlier, replace(found, earlier=()))
        found = _Round(received, order, earlier, days, law, channel).deadline(
            tuple(e for e in own if not _precedes(e, order) and (after is None or _precedes(e, after)))
        )
    return found


def _precedes(event: Event, order: Event) -> bool:
    """Whether an event is of a round before the one that `order` begins: of an earlier day, or of that day where it is known to
    come before."""
    return event.date < order.date or (event.date == order.date and 0 < event.order < order.order)


def unconfirmed(channel: Channel, submitted: date) -> Deadline:
    """The answer for an application that is sent but not yet received in the sense of Art. 31: no due day yet."""
    law = shipped().on("reply", submitted)
    step = Step(submitted, submitted, None, channel.article, f"{channel.label}，尚未{channel.act}，答复期限尚未起算")
    advice = f"{channel.advice}，{channel.act}之日为收到申请之日（{channel.article}），届时填写收到申请之日。"
    return Deadline(
        None, None, law.value, State.UNCONFIRMED, law.value, warnings=(advice,), trace=partial(Trace, (step,))
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """One round: from receipt, or from a decision that orders a new answer, to its end."""

    received: date
    order: Event | None
    earlier: tuple[Deadline, ...]
    calendar: Calendar
    law: Parameters
    channel: Channel | None

    def deadline(self, events: tuple[Event, ...]) -> Deadline:
        """The answer for the events of this round."""
        start = self.order.date if self.order else self.received
        end = ending(events, self.calendar, self.law)
        notes = list(end.notes)
        if self.order and (self.order.days or self.order.until):
            story = NOTHING
            notes += [
                f"{event}不影响期限：决定书、判决书写明的期限，本机关不能自行延长或者扣除。" for event in end.kept
            ]
        else:
            story = gather(start, end.kept, later=self.order is not None)
        term = self._term(notes)
        late = self.law.on("late_correction", start).value
        found = self._walk(term, story, late)
        otherwise = None
        if reproach := late_correction(start, story, self.calendar, self.law):
            other = self._walk(term, story, "continue" if late == "restart" else "restart")
            otherwise = other.due if other.due != found.due else None
            notes.insert(0, _both(reproach, story, found, other, late))
        provisional = self.calendar.provisional(start, found.horizon)
        if provisional:
            found.warnings += self._why_provisional(found.horizon, start)
        made = Deadline(
            self.received, found.due, found.days, found.state, found.remaining, provisional,
            (*notes, *found.warnings), found.pay_by, found.correct_by, start, found.extended, otherwise,
            earlier=self.earlier, silent=silent(story.consultations, start, self.calendar, self.law) if story.consultations else (),
            trace=Tracer(partial(self._trace, term, story, late, end)),
        )  # fmt: skip
        return _ended(made, end, self.calendar) if end.event else made

    def _walk(self, term: Term, story: Story, late: str, told: bool = False) -> Found:
        return Walk(term, story, self.calendar, self.law, late, told).run()

    def _trace(self, term: Term, story: Story, late: str, end: Ending) -> Trace:
        found = self._walk(term, story, late, told=True)
        steps, words = found.steps, ""
        if end.event:
            words, article = closing(end.event.kind), self.law.on("reply", self.received).citation
            if end.way:
                words, article = f"{words}（{end.way.label}，{end.way.act}之日）", end.way.article
            steps = [*steps, Step(end.event.date, end.event.date, None, article, f"{words}，停止计算")]
            steps.sort(key=lambda step: step.date)
        return Trace(tuple(steps), tuple(found.clauses), words, term.citation, self.calendar)

    def _term(self, notes: list[str]) -> Term:
        reply = self.law.on("reply", self.received)
        first = self.law.on("first_day", self.received)
        rule = "当日不计，次日起算" if first.value == "next_day" else "当日起算"
        if self.order is None:
            how = f"（{self.channel.label}，{self.channel.act}之日）" if self.channel else ""
            basis = self.channel.article if self.channel else first.citation
            return Term(self.received, reply.value, reply.citation, basis, f"收到申请之日{how}，{rule}")
        anew = self.law.on("reanswer", self.order.date)
        opening = f"收到责令重新答复的决定书、判决书之日，{rule}"
        if self.order.until:
            rest = self.law.on("rest_day", self.order.date)
            until = self.calendar.next_working(self.order.until)
            if until != self.order.until:
                notes.append(
                    f"写明的期限{chinese(self.order.until)}是休息日，以其后第一个工作日{chinese(until)}为届满日（{rest.citation}）。"
                )
            if until <= self.order.date:
                raise GongkaiError(f"{self.order}写明的期限{self.order.until}不晚于收到之日，请核对日期。")
            return Term(self.order.date, 0, "决定书、判决书写明的期限", anew.citation, opening, until)
        if self.order.days:
            return Term(self.order.date, self.order.days, "决定书、判决书写明的期限", anew.citation, opening)
        notes.append(f"重新答复的期限：{anew.doubt}。")
        return Term(self.order.date, reply.value, anew.citation, anew.citation, opening)

    def _why_provisional(self, horizon: date, start: date) -> Iterable[str]:
        last, statute, region = self.calendar.last_year, self.calendar.statute, self.calendar.region
        if statute and horizon.year > last:
            yield (
                f"{last}年以后的节假日安排尚未公布，按《{statute.title}》和周末推算，结果是暂定的；通知公布后请重新计算。"
            )
        missing = sorted({*range(start.year, horizon.year + 1)} - (region.years if region else set()))
        if region and missing:
            years = "、".join(f"{year}年" for year in missing)
            yield f"{region.region}{years}的地方放假日期没有录全，结果是暂定的，请按当地通知核对。"


def _both(reproach: str, story: Story, found: Found, other: Found, late: str) -> str:
    """The warning of a correction asked for too late, with both days where they differ."""
    if found.due and found.due == other.due:
        assert story.correction
        gone = story.correction.asked > found.due
        return f"{reproach}，答复期限已于{chinese(found.due)}届满，不影响届满日。" if gone else f"{reproach}。"
    anew, plain = (found, other) if late == "restart" else (other, found)
    kept = "，期限从严按不重新起算的掌握" if late == "continue" else "，请从严掌握"
    return f"{reproach}；仍自收到补正之日起算的，{_ends(anew.due)}；不重新起算的，{_ends(plain.due)}{kept}。"


def _ended(made: Deadline, end: Ending, calendar: Calendar) -> Deadline:
    """The answer of a round that ended: how it stands, and whether it was in time."""
    event = end.event
    assert event
    notes = made.warnings
    overdue = made.due is not None and event.date > made.due
    if event.kind is not Kind.SERVED:
        state = State.WITHDRAWN if event.kind is Kind.WITHDRAWN else State.CLOSED
        if overdue and made.due:
            notes = (*notes, f"{chinese(event.date)}{closing(event.kind)}时，答复期限已于{chinese(made.due)}届满。")
        return replace(made, state=state, remaining=None, ending=event, warnings=notes)
    if made.state is State.ABANDONED:
        return replace(made, state=State.ANSWERED, remaining=None, ending=event)
    late = calendar.count(made.due, event.date) if overdue and made.due else 0
    if overdue and made.due:
        notes = (*notes, f"答复于{chinese(event.date)}送达，{_how_late(made.due, event.date, late)}。")
    return replace(
        made, state=State.ANSWERED, remaining=None, ending=event, in_time=not overdue, late=late, warnings=notes
    )


def _how_late(day: date, served: date, late: int) -> str:
    span = f"{late}个工作日" if late else f"{(served - day).days}日（其间没有工作日）"
    return f"超过答复期限（{chinese(day)}届满）{span}"


def _ends(day: date | None) -> str:
    return f"届满日为{chinese(day)}" if day else "届满日尚不能确定"
