"""Working days: the State Council's notices, a region's own holidays over them, the statute where no notice is out.

    >>> national().add(date(2026, 9, 18), 20)
    datetime.date(2026, 10, 22)

Working days are Monday to Friday, less the days a notice gives off, plus the weekend days it makes working days
(调休). Notices lie in ``law/calendars``, one file each; of two notices on one day the later wins (2020's lengthened
春节). Past the last year with a notice, the days of 《全国年节及纪念日放假办法》 and weekends answer, and every such day is
provisional. A region (``law/calendars/regions``) lays its holidays over the national ones; in a year whose regional
holidays are not all recorded, days are provisional too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from gongkai.engine.calendarfile import (
    Notice,
    Region,
    Statute,
    load_notices,
    load_regions,
    load_statute,
    region_from_file,
)
from gongkai.engine.lawfile import LAW
from gongkai.errors import GongkaiError

ONE = timedelta(days=1)
FOLDER = LAW / "calendars"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it works, why (国庆节放假, 调休上班, 休息日; empty on a plain working day), by which document."""

    date: date
    working: bool
    reason: str
    document: str
    provisional: bool


class Calendar:
    """Which days work. Immutable: `overlay` gives a new calendar.

    Args:
        notices: national notices, any order.
        statute: what answers past the last year with a notice; None to refuse such days.
        region: a region's own holidays.
    """

    def __init__(self, notices: Iterable[Notice], statute: Statute | None = None, region: Region | None = None) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: notice.date or date.min))
        self.statute = statute
        self.region = region
        self.years = frozenset(notice.covers for notice in self.notices if notice.covers)
        self.last_year = max(self.years, default=0)
        self._listed: dict[date, Day] = {}
        for notice in (*self.notices, *(region.notices if region else ())):
            for day, (working, name) in notice.days.items():
                reason = f"{name}调休上班" if working else f"{name}放假"
                self._listed[day] = Day(day, working, reason, notice.label, False)
        self._by_statute: dict[int, dict[date, tuple[str, str]]] = {}
        self._working: dict[date, bool] = {}

    def extended(self, notices: Iterable[Notice] = (), region: Region | None = None) -> Calendar:
        """This calendar with more national notices beside its own, each by its own date, and a region's holidays in the
        place of its region's, where one is given."""
        return Calendar((*self.notices, *notices), self.statute, region or self.region)

    def overlay(self, notice: Notice) -> Calendar:
        """This calendar with one more national notice over all of it, whatever its date."""
        newest = max((known.date for known in self.notices if known.date), default=date.min)
        return Calendar(
            (*self.notices, replace(notice, date=max(notice.date or newest, newest))), self.statute, self.region
        )

    def day(self, day: date) -> Day:
        """What `day` is.

        Raises:
            GongkaiError: no notice covers the day, and it cannot be worked out either.
        """
        if day in self._listed:
            found = self._listed[day]
        elif day.year in self.years:
            working = day.weekday() < 5
            found = Day(day, working, "" if working else "休息日", "", False)
        elif day.year > self.last_year and self.statute:
            found = self._statutory(day)
        else:
            raise GongkaiError(f"没有{day.year}年的节假日安排，无法计算工作日，请核对日期。")
        if self.region and day.year not in self.region.years:
            found = replace(found, provisional=True)
        return found

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day. Raises GongkaiError as `day` does."""
        known = self._working.get(day)
        if known is None:
            known = self._working[day] = self.day(day).working
        return known

    def add(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; `start` itself does not count."""
        day = start
        while days > 0:
            day += ONE
            days -= self.is_working(day)
        return day

    def count(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`."""
        return sum(self.is_working(start + ONE * step) for step in range(1, (end - start).days + 1))

    def last_working(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.is_working(day):
            day -= ONE
        return day

    def next_working(self, day: date) -> date:
        """`day`, or the first working day after it."""
        while not self.is_working(day):
            day += ONE
        return day

    def provisional(self, after: date, through: date) -> bool:
        """Whether any day of (after, through] is settled by no published notice."""
        if not self.region and through.year <= self.last_year:
            return False
        return any(self.day(after + ONE * step).provisional for step in range(1, (through - after).days + 1))

    def _statutory(self, day: date) -> Day:
        assert self.statute is not None
        if day.year not in self._by_statute:
            self._by_statute[day.year] = self.statute.days_off(day.year)
        holidays = self._by_statute[day.year]
        if day in holidays:
            return Day(day, False, *holidays[day], True)
        working = day.weekday() < 5
        return Day(day, working, "" if working else "休息日", "", True)


@cache
def national() -> Calendar:
    """The calendar of the whole country, as it comes with the package."""
    return Calendar(load_notices(FOLDER), load_statute(FOLDER / "statutory"))


@cache
def regions() -> tuple[Region, ...]:
    """The regions with holidays of their own that come with the package."""
    return load_regions(FOLDER / "regions")


def calendar(region: str | None = None) -> Calendar:
    """The national calendar, with a region's own holidays over it.

    `region`: a name (广西, 广西壮族自治区), an administrative code (450000, or of a county within: 450102), or the path
    of a YAML file of one's own in the form of ``law/calendars/regions``.

    Raises:
        GongkaiError: nothing is known of that region, or its file is faulty.
    """
    if not region:
        return national()
    base = national()
    if region.endswith((".yaml", ".yml")):
        try:
            return Calendar(base.notices, base.statute, region_from_file(region))
        except OSError:
            raise GongkaiError(f"地方放假日历“{region}”打不开，请核对文件路径。") from None
        except ValueError as error:  # LawError, a wrong encoding, an impossible date
            raise GongkaiError(f"地方放假日历“{region}”格式有误，请改正后重试：{error}") from error
    known = [entry for entry in regions() if entry.matches(region)]
    if not known:
        names = "、".join(entry.region for entry in regions())
        raise GongkaiError(
            f"没有“{region}”的地方放假日历，已录入的有：{names}；当地没有自定节日的，不加 --region 即可，"
            f"有的请把放假日期写成 YAML 文件交给 --region。"
        )
    return Calendar(base.notices, base.statute, max(known, key=lambda entry: len(entry.prefix)))
