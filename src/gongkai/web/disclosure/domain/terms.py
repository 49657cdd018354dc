"""By when something made on a day must be published (条例第26条), and why: a pure function of the day and the calendar.

    >>> publication(date(2026, 9, 18)).due
    datetime.date(2026, 10, 22)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from gongkai.engine import calendar as calendars
from gongkai.engine.parameters import parameters
from gongkai.errors import GongkaiError


@dataclass(frozen=True, slots=True)
class Term:
    """The last day, and how it was counted.

    Attributes:
        due: None where the day lies before the first calendar or the first value of the law.
        article: the ground.
        sentence: how the days were counted, for people.
        provisional: whether a day was used that no published notice settles.
    """

    due: date | None
    days: int
    article: str
    sentence: str
    provisional: bool = False


@lru_cache(maxsize=20_000)
def publication(made_on: date, region: str = "") -> Term:
    """By when information made on a day is published.

    Args:
        region: the unit's 行政区划代码; a region with holidays of its own is counted by them.
    """
    try:
        value = parameters().on("proactive", made_on)
        calendar = calendar_of(region)
        due = calendar.add(made_on, value.value)
    except GongkaiError as error:
        newest = parameters()["proactive"].newest
        return Term(None, newest.value, newest.citation, f"{made_on} 生成，按现行规定推算不出期限：{error}")
    between = [calendar.day(made_on + timedelta(step)) for step in range(1, (due - made_on).days + 1)]
    provisional = any(day.provisional for day in between)
    return Term(due, value.value, value.citation, _sentence(made_on, due, value.value, between, provisional), provisional)


def left(due: date, today: date, region: str = "") -> int:
    """Working days from today to the last day, today not counted; below 0 the working days since."""
    return _between(today, due, region) if due >= today else -_between(due, today, region)


def _between(first: date, last: date, region: str) -> int:
    """Working days after one day up to and with another; from sums kept for each region, since things may be years late."""
    start, sums = _sums(region)
    if first < start or (last - start).days >= len(sums):
        return calendar_of(region).count(first, last)
    return sums[(last - start).days] - sums[(first - start).days]


@lru_cache(maxsize=1_000)
def _sums(region: str) -> tuple[date, list[int]]:
    """The first day of the first calendar, and how many working days there are from it up to each day of the years known, and one more."""
    calendar = calendar_of(region)
    start, end = date(min(calendar.years), 1, 1), date(calendar.last_year + 1, 12, 31)
    return start, list(accumulate(calendar.is_working(start + timedelta(step)) for step in range((end - start).days + 1)))


@lru_cache(maxsize=1_000)
def calendar_of(region: str) -> calendars.Calendar:
    """The calendar of a 行政区划代码: the national one unless the region's own holidays are known."""
    own = region and any(entry.matches(region) for entry in calendars.regions())
    return calendars.calendar(region) if own else calendars.national()


def _sentence(made_on: date, due: date, days: int, between: list[calendars.Day], provisional: bool) -> str:
    """What counts and what does not, the longer holidays by name."""
    off: dict[str, list[date]] = {}
    extra: list[date] = []
    weekends = 0
    for day in between:
        if day.working and day.reason:
            extra.append(day.date)
        elif not day.working and day.reason == "休息日":
            weekends += 1
        elif not day.working:
            off.setdefault(day.reason, []).append(day.date)
    parts = [f"{reason} {found[0]:%m-%d}" + (f"至{found[-1]:%m-%d}" if len(found) > 1 else "") for reason, found in off.items()]
    parts += [f"周末 {weekends} 天"] if weekends else []
    told = f"{made_on} 生成，次日起算第 {days} 个工作日为 {due}"
    told += f"；不计{'、'.join(parts)}" if parts else ""
    told += f"；{'、'.join(f'{day:%m-%d}' for day in extra)}调休上班，计入" if extra else ""
    told += "；其中有国务院办公厅尚未公布节假日安排的日期，暂按法定节假日推算，公布后自动重算" if provisional else ""
    return f"{told}。"
