"""The walk over the days of one round: from the day the term is reckoned from to the day it runs out.

Day by day: a rest day does not count, nor a day within a pause; what is dated on a day takes effect when that day is
over. A walk that is not asked to tell (``told=False``) makes no step and no sentence but its warnings, which is what a
board of thousands of cases wants; both kinds take the same turns.
"""

from __future__ import annotations

from datetime import date

from gongkai.engine.calendar import ONE, Calendar
from gongkai.engine.consulting import Mark, Pause, last_day, marks, pauses
from gongkai.engine.days import chinese, short
from gongkai.engine.deadline import Role, State, Step
from gongkai.engine.events import Event
from gongkai.engine.ledger import Found, Ledger, Term
from gongkai.engine.parameters import Parameters
from gongkai.engine.story import Round, Story

SOMEDAY = date.max


def late_correction(start: date, story: Story, calendar: Calendar, law: Parameters) -> str | None:
    """The first half of a warning where the correction was asked for too late (Art. 30), else None."""
    if not story.correction:
        return None
    notice = law.on("correction_notice", start)
    last = last_day(start, notice.value, calendar, law, start)
    if story.correction.asked <= last:
        return None
    return (
        f"{chinese(story.correction.asked)}才告知补正，超过了收到申请之日起{notice.value}个工作日"
        f"（最迟{chinese(last)}，{notice.citation}）"
    )


class Walk(Ledger):
    """One walk. `late` says whether a correction asked for too late restarts the term (restart) or not (continue)."""

    def __init__(
        self, term: Term, story: Story, calendar: Calendar, law: Parameters, late: str = "restart", told: bool = False
    ) -> None:
        super().__init__(term, calendar, law, told)
        self.story, self.start = story, term.start
        self.limit = law.on("extension", term.start)
        self.same_day = law.on("first_day", term.start).value == "same_day"
        self.warnings += story.ignored
        self.total = term.days
        self.given = self.carried = 0
        self.until = term.until
        self.extensions = list(story.extensions)
        self.delays = list(story.delays)
        self.correction, self.fee, self.reasons = story.correction, story.fee, story.reasons
        self.pauses: list[Pause] = []
        if story.consultations:
            self.pauses, notes = pauses(story.consultations, term.start, calendar, law)
            self.warnings += notes
            self.marks = marks(story.consultations, term.start, calendar, law) if told else []
        if self.reasons:
            self._reason()
        if self.correction and late == "continue" and late_correction(term.start, story, calendar, law):
            self._ignore_correction(self.correction)
        self.horizon = self.full = self.start
        self._next()

    # -- the walk -------------------------------------------------------------------------------------------------

    def run(self) -> Found:
        """Where the walk ends. To be called once.

        Raises:
            GongkaiError: a day that no calendar covers.
        """
        self._step(self.start, None, self.term.basis, self.term.opening, Role.START)
        day = self.start
        if self.same_day and self.term.days:
            self._count(day)
        else:
            self._tell_marks(day)
        while True:
            if day >= self.soonest:
                turned = self._happenings(day)
                self._next()
                if isinstance(turned, Found):
                    return turned
                if turned:
                    day = turned
                    continue
            if self.counted >= self.total and (self.until is None or day >= self.until):
                return self._expired(day)
            if self.pauses and self._stands_still(day + ONE):
                return self._open(self._awaited(day + ONE))
            day += ONE
            self._count(day)

    def _next(self) -> None:
        """The next day on which something is dated."""
        soonest = SOMEDAY
        for events in (self.extensions, self.delays):
            if events:
                soonest = min(soonest, events[0].date)
        for question in (self.correction, self.fee):
            if question:
                soonest = min(soonest, question.out)
        self.soonest = soonest

    def _count(self, day: date) -> None:
        """Weigh one day, and tell what happened on it."""
        if day > self.horizon:
            self.horizon = day
        pause = None
        if self.calendar.is_working(day):
            for pause in self.pauses:
                if pause.covers(day):
                    break
            else:
                pause = None
                if self.counted < self.total:
                    self.counted += 1
                    self.full = day  # the term is full on the last day that counts
                    self._tell_count(day)
                    return
        if self.told:
            self._tell_other(day, pause)

    def _happenings(self, day: date) -> date | Found | None:
        """What is dated up to `day`: extensions and delays lengthen; a correction or a fee stops the clock and gives the
        day it starts anew from, or where the walk ends."""
        self._lengthen(day)
        if self.correction and self.correction.asked <= day:
            correction, self.correction = self.correction, None
            if turned := self._correct(correction, day):
                return turned
        if self.fee and self.fee.out <= day:
            fee, self.fee = self.fee, None
            if turned := self._charge(fee, day):
                return turned
        self._lengthen(day)
        return None

    def _lengthen(self, day: date) -> None:
        """Extensions and delays up to `day`, but for those that came after a question of their day that stops the clock."""
        asked = [question for question in (self.correction, self.fee) if question and question.out <= day]
        for events, act in ((self.extensions, self._extend), (self.delays, self._delay)):
            while events and events[0].date <= day and not any(question.stops(events[0]) for question in asked):
                act(events.pop(0))

    # -- turns ----------------------------------------------------------------------------------------------------

    def _reason(self) -> None:
        """The applicant is asked for reasons (Art. 35): told, and a pause where the parameter says so."""
        assert self.reasons
        rule = self.law.on("reasons", self.start)
        article = rule.citation
        self._doubt(rule.doubt, "要求说明理由")
        if rule.value == "pause":
            self.pauses.append(
                Pause(self.reasons.asked, self.reasons.asked + ONE, self.reasons.answered, "等待申请人说明理由", False)
            )
        if self.told:
            self.marks.append(Mark(self.reasons.asked, article, "要求申请人说明理由"))
            if self.reasons.answered:
                self.marks.append(Mark(self.reasons.answered, article, "收到申请人说明的理由"))

    def _ignore_correction(self, correction: Round) -> None:
        """A correction asked for too late, where the original term holds."""
        self.correction = None
        if self.told:
            article = self.law.on("correction_notice", self.start).citation
            self.marks.append(Mark(correction.asked, article, "逾期告知补正，答复期限不重新起算"))
            if correction.answered:
                self.marks.append(Mark(correction.answered, article, "收到补正"))

    def _extend(self, event: Event) -> None:
        if self.counted >= self.total and event.date > self.full:
            self.warnings.append(f"{event}时已经告知延迟答复，答复期限不再延长。")
            return
        left = self.limit.value - self.given - self.carried
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
            self._clause(f"{short(event.date)}告知延期{days}个工作日（{self.limit.citation}）")

    def _delay(self, event: Event) -> None:
        """Art. 35: the answer is put off to a day told to the applicant."""
        rule = self.law.on("delay", self.start)
        named = event.until
        assert named
        before = rule.value["rest_day"] == "before"
        until = self.calendar.last_working(named) if before else self.calendar.next_working(named)
        if until != named:
            self.warnings.append(
                f"告知申请人的延迟答复日期{chinese(named)}是休息日，按{chinese(until)}掌握（{rule.citation}；{rule.doubt}）。"
            )
        if self.until and until < self.until:
            self.warnings.append(
                f"{event}的日期早于此前告知的延迟答复日期，仍以{chinese(self.until)}为准；确要提前的，请在该日之前送达。"
            )
            until = self.until
        self.until = until
        self._step(event.date, None, rule.citation, f"告知延迟至{chinese(named)}答复")
        self._clause(f"{short(event.date)}告知延迟至{chinese(named)}答复（{rule.citation}）")

    def _correct(self, correction: Round, day: date) -> date | Found | None:
        article = self.law.on("correction_notice", self.start).citation
        named = f"，补正期限到{short(correction.until)}" if correction.until else ""
        self._step(correction.asked, None, article, f"告知补正{named}，答复期限自收到补正之日起计算")
        if correction.answered is None:
            self._clause(f"{short(correction.asked)}告知补正{named}（{article}）")
            return self._open(State.AWAITING_CORRECTION, correct_by=correction.until)
        if correction.until and correction.answered > correction.until:
            self.warnings.append(
                f"{chinese(correction.answered)}才收到补正，超过了补正期限{chinese(correction.until)}；没有正当理由的，"
                f"视为放弃申请（{article}），有正当理由的，期限自收到之日起计算。"
            )
        if correction.asked < day >= correction.answered:  # came and went while a fee was awaited
            self._step(correction.answered, None, article, "收到补正")
            return None
        base = max(correction.answered, day)
        self._clause(f"{short(correction.asked)}告知补正，{short(base)}收到补正，期限自该日重新起算（{article}）")
        if self.same_day:
            self._anew(correction, base, article, "等待补正，不计", "收到补正", "当日")
            self._count(base)
            return base
        return self._anew(correction, base, article, "等待补正，不计", "收到补正")

    def _charge(self, fee: Round, day: date) -> date | Found | None:
        term, rule = self.law.on("fee_payment", fee.asked), self.law.on("fee_restart", fee.asked)
        pay_by = self.calendar.add(fee.asked, term.value)
        self._doubt(term.doubt, "缴费期限")
        if fee.out < fee.asked:
            self._step(fee.out, None, term.citation, "发出收费通知，答复期限不再计算")
        self._step(fee.asked, None, term.citation, f"通知缴费，次日起{term.value}个工作日内缴纳，最迟{short(pay_by)}")
        if fee.answered is None or fee.answered > pay_by:
            self.horizon = max(self.horizon, pay_by)
            if fee.answered is None:
                self._clause(f"{short(fee.asked)}通知缴费，最迟{short(pay_by)}缴纳（{term.citation}）")
                return self._open(State.AWAITING_PAYMENT, pay_by)
            self._step(fee.answered, None, term.citation, f"缴费已逾期（应在{short(pay_by)}前），视为放弃申请")
            self._clause(
                f"{short(fee.asked)}通知缴费，{short(fee.answered)}才缴费，已逾期，视为放弃申请（{term.citation}）"
            )
            return self._open(State.ABANDONED, pay_by)
        if fee.out < day >= fee.answered:  # came and went while a correction was awaited
            self._step(fee.answered, None, term.citation, "收到缴费")
            return None
        self._doubt(rule.doubt, "缴费后重新起算")
        base = max(fee.answered, day)
        self._clause(f"{short(fee.asked)}通知缴费，{short(base)}缴费，期限自缴费次日重新起算（{rule.citation}）")
        return self._anew(fee, base, rule.citation, "等待缴费，不计", "收到缴费")

    def _anew(self, question: Round, base: date, article: str, waiting: str, words: str, first: str = "次日") -> date:
        """Start the term anew from `base`, on which the answer to `question` came in, or which lies behind it."""
        asked = question.out
        if self.told and base > asked + ONE:
            self.steps.append(Step(asked + ONE, base - ONE, None, article, waiting, Role.WAITING))
        self._tell_marks(base)
        if self.given:
            self.warnings.append(
                f"重新起算之前告知的延期（{self.given}个工作日）不并入新的期限，但仍计入延长上限；仍需延期的，请重新告知。"
            )
        if self.until:
            self.warnings.append(
                f"重新起算之前告知的延迟答复日期{chinese(self.until)}不再作为期限；仍需延迟的，请重新告知。"
            )
        for events in (self.extensions, self.delays):
            for event in [event for event in events if event.date < base or not question.precedes(event)]:
                events.remove(event)
                self.warnings.append(f"{event}时答复期限尚未起算，不影响期限。")
        self.carried += self.given
        self.counted, self.total, self.given, self.until = 0, self.term.days, 0, None
        self._step(base, None, article, f"{words}之日，答复期限重新计算，{first}为第1日", Role.START)
        self.horizon = max(self.horizon, base)
        return base

    # -- endings --------------------------------------------------------------------------------------------------

    def _stands_still(self, day: date) -> bool:
        """Whether an unended pause covers `day`, something may still count, and nothing dated lies ahead."""
        if self.counted >= self.total or self.soonest < SOMEDAY:
            return False
        return any(pause.covers(day) and pause.through is None for pause in self.pauses)

    def _awaited(self, day: date) -> State:
        """What an unended pause over `day` waits for."""
        still = [pause for pause in self.pauses if pause.covers(day) and pause.through is None]
        return State.CONSULTING if any(pause.consulting for pause in still) else State.AWAITING_REASONS

    def _open(self, state: State, pay_by: date | None = None, correct_by: date | None = None) -> Found:
        """The clock stands still, or has ended, without a due day."""
        for event in (*self.extensions, *self.delays):
            self.warnings.append(f"{event}时答复期限没有在计算，不影响期限。")
        for later, words in ((self.correction, "告知补正"), (self.fee, "通知缴费")):
            if later:
                self.warnings.append(f"{chinese(later.out)}{words}时答复期限没有在计算，请核对。")
        if state in (State.CONSULTING, State.AWAITING_REASONS):
            return self._finish(None, self.total, state, self.total - self.counted, self.given)
        left = None if state is State.ABANDONED else self.term.days
        return self._finish(None, self.term.days, state, left, 0, pay_by, correct_by)

    def _expired(self, day: date) -> Found:
        if self.told:
            index = max(index for index, step in enumerate(self.steps) if step.role is not Role.EVENT)
            last = self.steps[index]
            words = f"{last.sentence}，答复期限届满"
            self.steps[index] = Step(last.date, last.until, last.count, last.article, words, last.role)
        gone = f"答复期限已于{chinese(day)}届满"
        for event in self.extensions:
            more = min(self.limit.value - self.given - self.carried, event.days or self.limit.value)
            timely = f"；如在届满前告知，本可延至{chinese(self.calendar.add(day, more))}" if more > 0 else ""
            self.warnings.append(
                f"{chinese(event.date)}才告知延期，{gone}，不能延长（{self.limit.citation}）{timely}。"
            )
        for event in self.delays:
            self.warnings.append(f"{chinese(event.date)}才告知延迟答复，{gone}，不影响届满日。")
        if self.story.delays and self.until and self.until < day:
            self.warnings.append(f"告知的延迟答复日期{chinese(self.until)}早于答复期限届满日，不影响期限。")
        for later, words in ((self.correction, "告知补正"), (self.fee, "通知缴费")):
            if later:
                self.warnings.append(f"{chinese(later.out)}才{words}，{gone}，不影响届满日。")
        for pause in self.pauses:
            if pause.asked >= day:
                self.warnings.append(f"{chinese(pause.asked)}才{pause.words}，{gone}，不影响届满日。")
        return self._finish(day, self.total, State.RUNNING, None, self.given)

    def _finish(
        self, due: date | None, days: int, state: State, left: int | None, extended: int,
        pay_by: date | None = None, correct_by: date | None = None,
    ) -> Found:  # fmt: skip
        if any(pause.used(self.start, self.horizon) for pause in self.pauses if pause.consulting):
            self._doubt(self.law.on("pause", self.start).doubt, "扣除天数")
        steps = sorted(self.steps, key=lambda step: step.date)  # stable: a day's steps keep their order
        return Found(
            due, days, state, left, self.horizon, extended, pay_by, correct_by, self.warnings, steps, self.clauses
        )
