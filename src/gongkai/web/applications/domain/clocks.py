"""The calendar and the clock of a case: its due day, and why.

A unit counts by the national notices that come with the release, those entered on screen for it or a unit above it, and its
region's own holidays. Nothing computed here is the truth: `engine.clock.due` is asked anew, and what is kept beside a case
(domain/standing.py) is what it said last.
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from gongkai.engine import clock, receipt
from gongkai.engine.calendar import Calendar, national, regions
from gongkai.engine.calendarfile import Notice, Region
from gongkai.engine.deadline import Deadline
from gongkai.engine.telling import DayRecord
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.models import HolidayNotice
from gongkai.web.organs.models import Unit

_CALENDAR = Weeks()


@dataclass(frozen=True, slots=True)
class _Entered:
    """A notice of holidays as it was entered on screen, hashable."""

    title: str
    document: str
    issued: date
    settles: int | None
    days: tuple[tuple[date, bool, str], ...]

    def notice(self) -> Notice:
        return Notice(self.title, self.document or None, self.issued, self.settles, {day: (works, name) for day, works, name in self.days})


def calendar_of(unit: Unit) -> Calendar:
    """The working days that a unit counts by."""
    rows = HolidayNotice.objects.filter(unit__in=unit.above, ended_at=None).order_by("issued_on", "id")
    return _calendar(unit.region_code[:6], tuple(entered(row) for row in rows))


def entered(row: HolidayNotice) -> _Entered:
    """A notice entered on screen, as the engine takes it."""
    days = [(date.fromisoformat(day), False, name) for day, name in row.off.items()]
    days += [(date.fromisoformat(day), True, name) for day, name in row.work.items()]
    return _Entered(row.title, row.document, row.issued_on, row.settles, tuple(sorted(days)))


@lru_cache(maxsize=64)
def _calendar(region_code: str, notices: tuple[_Entered, ...]) -> Calendar:
    """Calendars are immutable: those of one region with the same notices are one."""
    made = national()
    for row in notices:
        if row.settles is not None:
            made = made.overlay(row.notice())
    own = tuple(row.notice() for row in notices if row.settles is None)
    known = [region for region in regions() if len(region_code) == 6 and region.matches(region_code)]
    region = max(known, key=lambda entry: len(entry.prefix)) if known else None
    if own:
        region = Region(region.region if region else "本地", region.names if region else (), region.basis if region else "",
                        (region.years if region else frozenset(range(2019, made.last_year + 1))),
                        ((*region.notices, *own) if region else own))
    return Calendar(made.notices, made.statute, region) if region else made


def deadline(standing: Standing, channel: str, submitted: date, calendar: Calendar) -> Deadline:
    """What the clock says of a case.

    Args:
        standing: told by its events.
        channel: the way of Art. 31 by which it came in.
        submitted: the day it was sent, for one that is not yet received.

    Raises:
        GongkaiError: a story that cannot be, or days that no calendar covers.
    """
    if standing.received is None:
        return clock.unconfirmed(receipt.channel(channel, submitted), submitted)
    return clock.due(standing.received, standing.clock, calendar, channel=receipt.channel(channel, standing.received))


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar on a case's page: weeks from Monday to Sunday, None outside the month; other days have no record."""

    first: date
    weeks: tuple[tuple[tuple[date, DayRecord | None] | None, ...], ...]


def months(due: Deadline, until: date | None = None) -> list[Month]:
    """The strip of a clock as months, for a page to be printed into the case file."""
    records = {record.date: record for record in due.strip(until)}
    if not records:
        return []
    made, day, last = [], min(records).replace(day=1), max(records)
    while day <= last:
        weeks = [tuple(((one, records.get(one)) if one.month == day.month else None) for one in week)
                 for week in _CALENDAR.monthdatescalendar(day.year, day.month)]
        made.append(Month(day, tuple(weeks)))
        day = (day + timedelta(days=32)).replace(day=1)
    return made
