"""Days in 行政复议 and 行政诉讼: for the agency to answer in, and for a person to apply or to sue in.

    >>> review_answer(date(2026, 9, 18)).due
    datetime.date(2026, 10, 9)

Periods of working days are those the law says so of (《行政复议法》第八十八条: 三、五、七、十日); all others run in calendar days
or months, the first day not counting, and one that ends on a rest day ends on the next working day (《民事诉讼法》第八十五条,
by 《行政复议法》第八十八条 and 《行政诉讼法》第一百零一条). Who must go to review first is not decided here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.engine.calendar import Calendar, national
from gongkai.engine.days import chinese
from gongkai.engine.parameters import Parameters, Value
from gongkai.engine.parameters import parameters as shipped
from gongkai.errors import GongkaiError


@dataclass(frozen=True, slots=True)
class Period:
    """A period of procedure: from `start` (which does not count) to `due`, by `article`; `ends` is its last day before it
    was moved off a rest day; `sentence` tells how it was reckoned, `notes` what the law says beside (what lateness leads to),
    `warnings` what a person should look at."""

    start: date
    due: date
    ends: date
    article: str
    sentence: str
    provisional: bool
    notes: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The calendar and the figures to reckon by; those of the package unless given."""

    calendar: Calendar
    law: Parameters

    def period(self, key: str, start: date, what: str, unit: str) -> Period:
        """The period of parameter `key` from `start`, in its own unit: 工作日, 日, 月 or 年."""
        value = self.law.on(key, start)
        if unit == "工作日":
            ends = self.calendar.add(start, value.value)
        elif unit == "日":
            ends = start + timedelta(days=value.value)
        else:
            ends = months_after(start, value.value * (12 if unit == "年" else 1))
        return self.moved(start, ends, what, value, unit)

    def moved(self, start: date, ends: date, what: str, value: Value, unit: str) -> Period:
        """The period, with its last day moved off a rest day."""
        due, rule = self.calendar.next_working(ends), self.law.on("rest_day", start)
        length = f"{value.value}个{unit}" if unit in ("工作日", "月") else f"{value.value}{unit}"
        words = f"自{chinese(start)}{what}起{length}（{value.citation}），当日不计，到{chinese(ends)}"
        if due != ends:
            words += f"，该日是休息日，顺延到{chinese(due)}（{rule.citation}）"
        doubts = [value.doubt]
        if due != ends:
            doubts.append(rule.doubt)
        if unit in ("月", "年"):
            doubts.append(self.law.on("month_end", start).doubt)
        warnings = tuple(f"{what}起的期限：{doubt}。" for doubt in doubts if doubt)
        provisional = self.calendar.day(due).provisional or (unit == "工作日" and self.calendar.provisional(start, due))
        return Period(start, due, ends, value.citation, f"{words}。", provisional, value.notes, warnings)


def rules(calendar: Calendar | None = None, parameters: Parameters | None = None) -> Rules:
    """What to reckon by: the national calendar and the package's figures unless given."""
    return Rules(calendar or national(), parameters or shipped())


def review_answer(received: date, simplified: bool = False, by: Rules | None = None) -> Period:
    """Till when the agency answers a review in writing: from the day it received the copy of the application.

    Raises:
        GongkaiError: a day before the law in force, or past every calendar; so do the functions below.
    """
    key = "review_answer_simplified" if simplified else "review_answer"
    return (by or rules()).period(key, received, "收到行政复议申请书副本之日", "工作日")


def suit_answer(received: date, by: Rules | None = None) -> Period:
    """Till when the agency files its defence and its evidence: from the day it received the copy of the complaint."""
    return (by or rules()).period("suit_answer", received, "收到起诉状副本之日", "日")


def review_apply(known: date, rights_known: date | None = None, by: Rules | None = None) -> Period:
    """Till when a person may apply for review of an answer.

    Args:
        known: the day the person knew of the answer; by post the day they signed for it, not the day of posting.
        rights_known: where the letter did not tell of the right to review, the reviewing body and the period: the day
            the person learnt of them. The period runs from then, but ends a year after `known` at the latest.
    """
    by = by or rules()
    if rights_known is None:
        return by.period("review_apply", known, "知道行政行为之日", "日")
    if rights_known < known:
        raise GongkaiError(f"知道复议权利之日{chinese(rights_known)}早于知道行政行为之日{chinese(known)}，请核对日期。")
    own = by.period("review_apply", rights_known, "知道行政复议权利、机关和期限之日", "日")
    longest = by.period("review_apply_longest", known, "知道行政行为内容之日", "年")
    return min(own, longest, key=lambda period: period.due)


def review_apply_silence(expired: date, by: Rules | None = None) -> Period:
    """Till when a person may apply for review of a missing answer: from the day the term to answer ran out
    (《行政复议法实施条例》第十六条)."""
    return (by or rules()).period("review_apply", expired, "答复期限届满之日（《行政复议法实施条例》第十六条）", "日")


def review_decision(
    accepted: date, simplified: bool = False, extended: bool = False, by: Rules | None = None
) -> Period:
    """Till when the reviewing body decides: from the day it accepted the application. `extended`: it told the parties of
    the longest extension the law allows.

    Raises:
        GongkaiError: an extension in the simplified procedure, which the law does not provide.
    """
    by = by or rules()
    if simplified and extended:
        raise GongkaiError("简易程序没有规定延长审理期限，请核对是否已转为普通程序。")
    found = by.period(
        "review_decision_simplified" if simplified else "review_decision", accepted, "受理行政复议申请之日", "日"
    )
    if not extended:
        return found
    more = by.law.on("review_decision_extension", accepted)
    ends = found.ends + timedelta(days=more.value)
    longer = by.moved(accepted, ends, "受理行政复议申请之日", by.law.on("review_decision", accepted), "日")
    words = longer.sentence.replace("，当日不计", f"，延长{more.value}日，当日不计", 1)
    return replace(longer, sentence=words)


def suit_after_review(received: date, by: Rules | None = None) -> Period:
    """Till when a person may sue after review: from the day they received the decision, or, where the reviewing body let
    its time pass, from the day that time ran out."""
    return (by or rules()).period("suit_after_review", received, "收到行政复议决定书（或者复议期满）之日", "日")


def suit_direct(known: date, by: Rules | None = None) -> Period:
    """Till when a person may sue directly, where review need not come first: from the day they knew of the answer."""
    return (by or rules()).period("suit_direct", known, "知道作出行政行为之日", "月")


def complaint(received: date, by: Rules | None = None) -> Period:
    """Till when a complaint about disclosure is to be answered: from the day it was received. No article sets a term
    (parameter ``complaint``), and the period's warning says so."""
    return (by or rules()).period("complaint", received, "收到投诉举报之日", "工作日")


def months_after(start: date, months: int) -> date:
    """The day with the same number `months` later; the last day of that month where it has none (parameter
    ``month_end``).

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
