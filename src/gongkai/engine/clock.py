"""The clock of an application: from the day of receipt and what happened to the day an answer is due, and why.

    >>> found = due(date(2026, 9, 18))
    >>> found.due, found.days, found.steps[-1].sentence
    (datetime.date(2026, 10, 22), 20, '第20日，答复期限届满')

A pure function of dated events, the calendar and the law's parameters; nothing is stored, so a new calendar or a new
event simply gives a new answer. The walk goes day by day:

- a day counts if it works and no consultation is under way (Art. 33); consultations that overlap count once;
- a third party's pause ends with its answer or with the last day it had to answer in, whichever is first (Art. 32);
- a correction, asked in time, starts the clock anew from its receipt (Art. 30); so does the payment of a fee;
- an extension lengthens the term if it was told before the term ran out, up to the statutory sum (Art. 33).

Where the answer hangs on something that has not happened, `due` is None, `state` says what is awaited, and `remaining`
how many working days will be left. How the pieces are counted, with worked tables: docs/explanation/clock.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gongkai.engine.calendar import ONE, Calendar, national
from gongkai.engine.consulting import last_day, marks, pauses
from gongkai.engine.days import chinese, short
from gongkai.engine.deadline import Deadline, State, Step
from gongkai.engine.events import Event
from gongkai.engine.parameters import Parameters
from gongkai.engine.parameters import parameters as shipped
from gongkai.engine.receipt import Channel
from gongkai.engine.story import Round, Story, gather


def due(
    received: date,
    events: Iterable[Event] = (),
    calendar: Calendar | None = None,
    parameters: Parameters | None = None,
    channel: Channel | None = None,
) -> Deadline:
    """When the application received on `received` (the day of Art. 31) is to be answered.

    Args:
        received: the day of receipt; it does not count itself.
        events: what happened, in any order.
        calendar: the working days; the national calendar unless given.
        parameters: the law's figures; those of the package unless given.
        channel: how it came in, for the explanation of the day of receipt.

    Raises:
        GongkaiError: an impossible story (an event before receipt, an answer without its question), or days that no
            calendar or no rule covers.
    """
    days, law = calendar or national(), parameters or shipped()
    law.on("reply", received)  # a day before the Regulations is told as such, not by some other rule of theirs
    late = law.on("late_correction", received).value
    events = tuple(events)
    story = gather(received, events)
    for event in events:
        days.day(event.date)  # a date no calendar reaches is a slip of the pen
    days.day(received)
    found = _Walk(received, story, days, law, channel, late).run()
    reproach = _late_correction(received, story, days, law)
    if not reproach:
        return found
    other = _Walk(received, story, days, law, channel, "continue" if late == "restart" else "restart").run()
    if found.due and found.due == other.due:
        return found
    anew, plain = (found, other) if late == "restart" else (other, found)
    both = f"仍自收到补正之日起算的，{_ends(anew.due)}；不重新起算的，{_ends(plain.due)}。请从严掌握。"
    return replace(found, warnings=(reproach + both, *found.warnings))


def unconfirmed(channel: Channel, submitted: date) -> Deadline:
    """The answer for an application that is sent but not yet received in the sense of Art. 31: no due day yet."""
    law = shipped().on("reply", submitted)
    step = Step(submitted, submitted, None, channel.article, f"{channel.label}，尚未{channel.act}，答复期限尚未起算")
    advice = f"{channel.advice}，{channel.act}之日为收到申请之日（{channel.article}），届时用 --received 填写该日。"
    return Deadline(None, None, law.value, (step,), State.UNCONFIRMED, law.value, False, (advice,))


def _late_correction(received: date, story: Story, calendar: Calendar, law: Parameters) -> str | None:
    """The first half of a warning where the correction was asked for too late (Art. 30), else None."""
    if not story.correction:
        return None
    notice = law.on("correction_notice", received)
    last = last_day(received, notice.value, calendar, law, received)
    if story.correction.asked <= last:
        return None
    return (
        f"{chinese(story.correction.asked)}才告知补正，超过了收到申请之日起{notice.value}个工作日"
        f"（最迟{chinese(last)}，{notice.citation}）；"
    )


class _Walk:
    """One walk over the days of one application."""

    def __init__(
        self, received: date, story: Story, calendar: Calendar, law: Parameters, channel: Channel | None, late: str
    ) -> None:
        self.received = received
        self.story = story
        self.calendar = calendar
        self.law = law
        self.reply = law.on("reply", received)
        self.limit = law.on("extension", received)
        self.first = law.on("first_day", received)
        self.pause = law.on("pause", received)
        self.horizon = received
        self.pauses, notes = pauses(story.consultations, received, calendar, law)
        self.marks = marks(story.consultations, received, calendar, law)
        self.warnings: list[str] = [*story.ignored, *notes]
        self.steps: list[Step] = []
        self.counted = 0
        self.total: int = self.reply.value
        self.given = 0
        self.extensions = list(story.extensions)
        self.correction: Round | None = story.correction
        if late == "continue" and _late_correction(received, story, calendar, law):
            self.correction = None
        self.fee: Round | None = story.fee
        self.channel = channel

    # -- the walk -------------------------------------------------------------------------------------------------

    def run(self) -> Deadline:
        rule = "当日不计，次日起算" if self.first.value == "next_day" else "当日起算"
        how = f"（{self.channel.label}，{self.channel.act}之日）" if self.channel else ""
        basis = self.channel.article if self.channel else self.first.citation
        self._step(self.received, None, basis, f"收到申请之日{how}，{rule}")
        day = self.received
        if self.first.value == "same_day":
            self._count(day)
        else:
            self._mark(day)
        while True:
            stopped = self._happenings(day)
            if isinstance(stopped, Deadline):
                return stopped
            if stopped:
                day = stopped
                continue
            if self.counted >= self.total:
                return self._expired(day)
            if self._stands_still(day + ONE):
                return self._open(State.CONSULTING)
            day += ONE
            self._count(day)

    def _count(self, day: date) -> None:
        """Put one day into the steps, counted or not, and what happened on it."""
        self.horizon = max(self.horizon, day)
        self._weigh(day)
        self._mark(day)

    def _mark(self, day: date) -> None:
        """Tell what happened in the consultations up to `day`, each once."""
        for mark in [mark for mark in self.marks if mark.date <= day]:
            self.marks.remove(mark)
            self._step(mark.date, None, mark.article, mark.sentence)

    def _weigh(self, day: date) -> None:
        kind = self.calendar.day(day)
        if not kind.working:
            self._step(day, None, kind.document or self.reply.citation, f"{kind.reason}，不计")
            return
        pause = next((pause for pause in self.pauses if pause.covers(day)), None)
        if pause:
            self._step(day, None, self.pause.citation, f"{pause.reason}，不计")
            return
        self.counted += 1
        note = f"（{kind.reason}）" if kind.reason else ""
        self._step(day, self.counted, kind.document or self.reply.citation, f"第{self.counted}日{note}")

    def _happenings(self, day: date) -> date | Deadline | None:
        """What is dated up to `day`: extensions lengthen; a correction or a fee stops the clock and gives the day it
        starts anew from, or the answer that nothing more is known."""
        while self.extensions and self.extensions[0].date <= day:
            self._extend(self.extensions.pop(0))
        if self.correction and self.correction.asked <= day:
            correction, self.correction = self.correction, None
            if stopped := self._correct(correction, day):
                return stopped
        if self.fee and self.fee.asked <= day:
            fee, self.fee = self.fee, None
            return self._charge(fee, day)
        return None

    def _extend(self, event: Event) -> None:
        left = self.limit.value - self.given
        days = min(left, event.days if event.days is not None else left)
        if days < (event.days or 1):
            self.warnings.append(
                f"{chinese(event.date)}告知的延期使各次延长合计超过{self.limit.value}个工作日（{self.limit.citation}），"
                f"本次只计{days}个工作日。"
            )
        self.given += days
        self.total += days
        if days:
            self._step(event.date, None, self.limit.citation, f"告知延期{days}个工作日，答复期限共{self.total}个工作日")

    def _correct(self, correction: Round, day: date) -> date | Deadline | None:
        article = self.law.on("correction_notice", self.received).citation
        self._step(correction.asked, None, article, "告知补正，答复期限自收到补正之日起计算")
        if correction.answered is None:
            return self._open(State.AWAITING_CORRECTION)
        if correction.asked < day >= correction.answered:  # came and went while a fee was awaited
            self._step(correction.answered, None, article, "收到补正")
            return None
        base = max(correction.answered, day)
        if self.first.value == "same_day":
            self._anew(correction.asked, base, article, "等待补正，不计", "收到补正", "当日")
            self._count(base)
            return base
        return self._anew(correction.asked, base, article, "等待补正，不计", "收到补正")

    def _charge(self, fee: Round, day: date) -> date | Deadline | None:
        term, rule = self.law.on("fee_payment", fee.asked), self.law.on("fee_restart", fee.asked)
        pay_by = self.calendar.add(fee.asked, term.value)
        self._doubt(term.doubt, "缴费期限")
        self._step(fee.asked, None, term.citation, f"通知缴费，次日起{term.value}个工作日内缴纳，最迟{short(pay_by)}")
        if fee.answered is None:
            self.horizon = max(self.horizon, pay_by)
            return self._open(State.AWAITING_PAYMENT, pay_by)
        if fee.answered > pay_by:
            self.horizon = max(self.horizon, pay_by)
            self._step(fee.answered, None, term.citation, f"缴费已逾期（应在{short(pay_by)}前），视为放弃申请")
            return self._open(State.ABANDONED, pay_by)
        if fee.asked < day >= fee.answered:  # came and went while a correction was awaited
            self._step(fee.answered, None, term.citation, "收到缴费")
            return None
        self._doubt(rule.doubt, "缴费后重新起算")
        return self._anew(fee.asked, max(fee.answered, day), rule.citation, "等待缴费，不计", "收到缴费")

    def _anew(self, asked: date, base: date, article: str, waiting: str, words: str, first: str = "次日") -> date:
        """Start the term anew from `base`."""
        if base > asked + ONE:
            self.steps.append(Step(asked + ONE, base - ONE, None, article, waiting))
        self._mark(base)
        if self.given:
            self.warnings.append(
                f"重新起算之前告知的延期（{self.given}个工作日）不并入新的期限，但仍计入延长上限；仍需延期的，请重新告知。"
            )
        lapsed = [event for event in self.extensions if event.date < base]
        for event in lapsed:
            self.extensions.remove(event)
            self.warnings.append(f"{event}时答复期限尚未起算，不影响期限。")
        self.counted, self.total = 0, self.reply.value
        self._step(base, None, article, f"{words}之日，答复期限重新计算，{first}为第1日")
        self.horizon = max(self.horizon, base)
        return base

    # -- endings --------------------------------------------------------------------------------------------------

    def _stands_still(self, day: date) -> bool:
        """Whether an unended pause covers `day` and nothing dated lies ahead."""
        open_pause = any(pause.covers(day) and pause.through is None for pause in self.pauses)
        return open_pause and not (self.extensions or self.correction or self.fee)

    def _open(self, state: State, pay_by: date | None = None) -> Deadline:
        """The clock stands still, or has ended, without a due day."""
        for event in self.extensions:
            self.warnings.append(f"{event}时答复期限没有在计算，不影响期限。")
        for later, words in ((self.correction, "告知补正"), (self.fee, "通知缴费")):
            if later:
                self.warnings.append(f"{chinese(later.asked)}{words}时答复期限没有在计算，请核对。")
        if state is State.CONSULTING:
            return self._finish(None, self.total, state, self.total - self.counted, None)
        left = None if state is State.ABANDONED else self.reply.value
        return self._finish(None, self.reply.value, state, left, pay_by)

    def _expired(self, day: date) -> Deadline:
        last = self.steps[-1] if self.steps[-1].count else next(s for s in reversed(self.steps) if s.count)
        self.steps[self.steps.index(last)] = Step(
            last.date, last.until, last.count, last.article, f"{last.sentence}，答复期限届满"
        )
        for event in self.extensions:
            more = min(self.limit.value - self.given, event.days or self.limit.value)
            timely = self.calendar.add(day, more)
            self.warnings.append(
                f"{chinese(event.date)}才告知延期，答复期限已于{chinese(day)}届满，不能延长（{self.limit.citation}）；"
                f"如在届满前告知，本可延至{chinese(timely)}。"
            )
        for later, words in ((self.correction, "告知补正"), (self.fee, "通知缴费")):
            if later:
                self.warnings.append(f"{chinese(later.asked)}才{words}，答复期限已于{chinese(day)}届满，不影响届满日。")
        for pause in self.pauses:
            if pause.asked >= day:
                self.warnings.append(
                    f"{chinese(pause.asked)}才{pause.words}，答复期限已于{chinese(day)}届满，不影响届满日。"
                )
        return self._finish(day, self.total, State.RUNNING, None, None)

    def _finish(self, found: date | None, days: int, state: State, left: int | None, pay_by: date | None) -> Deadline:
        if any(pause.used(self.received, self.horizon) for pause in self.pauses):
            self._doubt(self.pause.doubt, "扣除天数")
        provisional = any(
            self.calendar.day(date.fromordinal(number)).provisional
            for number in range(self.received.toordinal() + 1, self.horizon.toordinal() + 1)
        )
        if provisional:
            self.warnings += self._why_provisional()
        steps = tuple(sorted(self.steps, key=lambda step: step.date))  # stable: a day's steps keep their order
        return Deadline(self.received, found, days, steps, state, left, provisional, tuple(self.warnings), pay_by)

    def _why_provisional(self) -> Iterable[str]:
        last, statute, region = self.calendar.last_year, self.calendar.statute, self.calendar.region
        if statute and self.horizon.year > last:
            yield (
                f"{last}年以后的节假日安排尚未公布，按《{statute.title}》和周末推算，结果是暂定的；通知公布后请重新计算。"
            )
        missing = sorted({*range(self.received.year, self.horizon.year + 1)} - (region.years if region else set()))
        if region and missing:
            years = "、".join(f"{year}年" for year in missing)
            yield f"{region.region}{years}的地方放假日期没有录全，结果是暂定的，请按当地通知核对。"

    def _step(self, day: date, count: int | None, article: str, sentence: str) -> None:
        self.steps.append(Step(day, day, count, article, sentence))

    def _doubt(self, doubt: str | None, what: str) -> None:
        if doubt:
            self.warnings.append(f"{what}：{doubt}。")


def _ends(day: date | None) -> str:
    return f"届满日为{chinese(day)}" if day else "届满日尚不能确定"
