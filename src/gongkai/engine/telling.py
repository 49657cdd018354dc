"""A reckoning told to people: one sentence, how it stands, and a strip of days for a calendar on paper or screen.

>>> from gongkai.engine.clock import due
>>> [day.role.value for day in due(date(2026, 9, 18)).strip()][:4]
['start', 'rest', 'counts', 'counts']
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from gongkai.engine.days import chinese, short
from gongkai.engine.deadline import Deadline, Role, State, Step
from gongkai.engine.ending import closing

Date = date  # a field may be called date


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One calendar day of a strip.

    `role` is what it is to the clock, `count` its number within the term, `reason` the words for it, `article` their
    basis; `makeup` says a weekend day made a working day (调休), `provisional` a day no published notice settles, `due`
    the due day, `stop` the day the clock stopped for good; `events` what happened on it.
    """

    date: Date
    role: Role
    count: int | None
    reason: str
    article: str
    makeup: bool = False
    provisional: bool = False
    due: bool = False
    stop: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Days of a strip, one after the other, that are the same to the clock: `first` to `last`, counted `counts`."""

    first: date
    last: date
    role: Role
    reason: str
    counts: tuple[int, int] | None


_WAITING = {
    State.AWAITING_CORRECTION: (Role.WAITING, "等待补正，不计"),
    State.AWAITING_PAYMENT: (Role.WAITING, "等待缴费，不计"),
    State.AWAITING_REASONS: (Role.PAUSE, "等待申请人说明理由期间，不计"),
    State.CONSULTING: (Role.PAUSE, "征求意见期间，不计"),
}


def strip(found: Deadline, until: date | None = None) -> tuple[DayRecord, ...]:
    """One record for each calendar day: see `Deadline.strip`."""
    trace = found.trace()
    events: dict[date, list[str]] = defaultdict(list)
    days: dict[date, DayRecord] = {}
    for step in trace.steps:
        if step.role is Role.EVENT:
            events[step.date].append(step.sentence)
            continue
        for number in range(step.date.toordinal(), step.until.toordinal() + 1):
            day = date.fromordinal(number)
            days[day] = DayRecord(day, _extended(found, step), step.count, step.sentence, step.article)
    if not days or trace.calendar is None:  # not yet received
        return ()
    first, told = min(days), max(days)
    last = max(told, *events, found.due or told, found.stopped or told, until if until and not found.stopped else told)
    overdue = 0
    made: list[DayRecord] = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        kind = trace.calendar.day(day)
        record = days.get(day)
        if record is None:
            overdue += bool(kind.working and found.due and day > found.due)
            record = _beyond(found, day, kind.working, kind.reason, kind.document, overdue)
        if found.stopped and day > found.stopped:
            record = replace(record, role=Role.AFTER)
        made.append(
            replace(
                record,
                makeup=kind.working and day.weekday() >= 5,
                provisional=kind.provisional,
                due=day == found.due,
                stop=day == found.stopped,
                events=tuple(events.get(day, ())),
            )
        )
    return tuple(made)


def _extended(found: Deadline, step: Step) -> Role:
    """COUNTS, or EXTENDED where the day is one of an extension."""
    within = step.count is not None and found.extended and step.count > found.days - found.extended
    return Role.EXTENDED if within else step.role


def _beyond(found: Deadline, day: date, working: bool, reason: str, document: str, overdue: int) -> DayRecord:
    """A day past what the walk told."""
    if found.stopped and day > found.stopped:
        return DayRecord(day, Role.AFTER, None, "" if working else reason, document)
    if not working:
        return DayRecord(day, Role.REST, None, f"{reason}，不计", document)
    if found.due:
        return DayRecord(day, Role.OVERDUE, None, f"超过答复期限第{overdue}个工作日", "")
    role, words = _WAITING.get(found.state, (Role.AFTER, ""))
    return DayRecord(day, role, None, words, "")


def runs(records: Iterable[DayRecord]) -> tuple[Run, ...]:
    """A strip drawn together: neighbours that are the same to the clock are one run. Days that count are one run
    whatever holiday their note names."""
    found: list[Run] = []
    for (role, _), group in groupby(records, key=lambda day: (day.role, "" if day.count else day.reason)):
        days = list(group)
        counts = (days[0].count, days[-1].count)
        span = (counts[0], counts[1]) if counts[0] and counts[1] else None
        found.append(Run(days[0].date, days[-1].date, role, "" if span else days[0].reason, span))
    return tuple(found)


def standing(found: Deadline) -> str:
    """How the application stands, in a few words without a full stop."""
    if found.state is State.ANSWERED and found.stopped:
        if found.in_time is None or not found.due:
            return f"已于{chinese(found.stopped)}答复"
        if found.in_time:
            return f"已于{chinese(found.stopped)}答复，在期限之内（{chinese(found.due)}届满）"
        return f"已于{chinese(found.stopped)}答复，超过答复期限（{chinese(found.due)}届满）{_late(found)}"
    if found.ending and found.stopped:
        return f"{chinese(found.stopped)}{closing(found.ending.kind)}，不再计算答复期限"
    if found.due:
        return f"应于{chinese(found.due)}前答复（含当日）" + ("（暂定）" if found.provisional else "")
    pay_by = chinese(found.pay_by) if found.pay_by else ""
    named = f"（补正期限到{chinese(found.correct_by)}）" if found.correct_by else ""
    return {
        State.UNCONFIRMED: "答复期限尚未起算",
        State.AWAITING_CORRECTION: f"等待申请人补正{named}，收到补正之后有{found.remaining}个工作日",
        State.CONSULTING: f"正在征求意见，期限停算，收到意见之后还有{found.remaining}个工作日",
        State.AWAITING_REASONS: f"等待申请人说明理由，期限停算，收到说明之后还有{found.remaining}个工作日",
        State.AWAITING_PAYMENT: f"等待申请人缴费（最迟{pay_by}），缴费之后有{found.remaining}个工作日；逾期不缴视为放弃申请",
        State.ABANDONED: f"申请人逾期未缴费（最迟{pay_by}），视为放弃申请，不再处理",
    }[found.state]


def _late(found: Deadline) -> str:
    assert found.due and found.stopped
    return f"{found.late}个工作日" if found.late else f"{(found.stopped - found.due).days}日（其间没有工作日）"


def summary(found: Deadline) -> str:
    """The whole reckoning as one sentence: what it starts from, each turn, what is not counted, where it ends."""
    trace = found.trace()
    if found.received is None or not trace.calendar:
        return f"{standing(found)}。"
    opening = next(step for step in trace.steps if step.role is Role.START)
    parts = [f"{chinese(opening.date)}为{opening.sentence}", *trace.clauses]
    parts += [
        f"{reason}的{number}个工作日不计（{article}）"
        for (reason, article), number in Counter(
            (step.sentence.removesuffix("，不计"), step.article) for step in trace.steps if step.role is Role.PAUSE
        ).items()
    ]
    if found.due:
        parts.append(_counting(found))
    if found.ending and found.stopped:
        parts.append(f"{chinese(found.stopped)}{trace.closing}" + _verdict(found))
    elif not found.due:
        parts.append(standing(found))
    return "；".join(parts) + "。"


def _counting(found: Deadline) -> str:
    """How many days were counted between which days, what was left out, and when the term runs out."""
    trace = found.trace()
    assert trace.calendar and found.due
    anew = max(index for index, step in enumerate(trace.steps) if step.role is Role.START)
    base = trace.steps[anew].date
    counted = [step for step in trace.steps[anew:] if step.count]
    ends = f"{chinese(found.due)}届满" + ("（暂定）" if found.provisional else "")
    if not counted:
        return f"期限到{ends}（{trace.basis}）"
    last = counted[-1].date
    off: Counter[str] = Counter()
    makeup = 0
    for number in range(base.toordinal() + 1, last.toordinal() + 1):
        kind = trace.calendar.day(date.fromordinal(number))
        if not kind.working:
            off[kind.reason.removesuffix("放假")] += 1
        elif kind.date.weekday() >= 5:
            makeup += 1
    parts = [f"自{short(counted[0].date)}起计{len(counted)}个工作日（{trace.basis}）"]
    if off:
        parts.append("其间" + "、".join(f"{name}{number}天" for name, number in off.items()) + "不计")
    if makeup:
        parts.append(f"调休上班{makeup}天计入")
    if last < found.due:
        parts.append(f"到{chinese(last)}计满，以告知的延迟答复日期为准")
    return "，".join([*parts, ends])


def _verdict(found: Deadline) -> str:
    if found.state is not State.ANSWERED:
        return "，停止计算"
    if found.in_time is None:
        return ""
    return "，在期限之内" if found.in_time else f"，超过答复期限{_late(found)}"
