"""Notices of holidays entered by hand: a new year's notice typed in before the next version of the package brings it,
or a region's own holidays. They are checked as strictly as the files of ``law/calendars``, with sentences for the clerk
who types them.

    >>> new = notice("国务院办公厅关于2027年部分节假日安排的通知", 2027, [("元旦", [date(2027, 1, 1)], [])])
    >>> from gongkai.engine.calendar import national
    >>> national().extended([new]).day(date(2027, 1, 4)).provisional
    False
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from gongkai.engine.calendarfile import LONGEST, Notice, Region
from gongkai.engine.days import chinese
from gongkai.errors import GongkaiError

Holiday = tuple[str, Iterable[date], Iterable[date]]


def notice(
    title: str,
    covers: int | None,
    holidays: Iterable[Holiday],
    number: str | None = None,
    issued: date | None = None,
) -> Notice:
    """A notice of holidays.

    Args:
        title: its title.
        covers: the year it settles whole; None for one that changes single days, or a region's.
        holidays: for each, its name, the days off, and the weekend days made working days (调休).
        number: its number (国办发明电〔2026〕7号).
        issued: its day; of two notices on one day off the later wins. A notice without one comes before all others,
            except that one which settles a year is taken as of 1 November of the year before.

    Raises:
        GongkaiError: no title, no holiday, a day twice, a working day that works anyway, a holiday longer than any yet,
            a day far from the year that is settled.
    """
    if not title.strip():
        raise GongkaiError("请填写放假通知的标题。")
    days: dict[date, tuple[bool, str]] = {}
    for name, rest, work in holidays:
        name, rest, work = name.strip(), sorted(rest), sorted(work)
        if not name or not rest:
            raise GongkaiError(f"“{name or '未命名'}”没有写明节日名称或者放假日期，请补上。")
        if (rest[-1] - rest[0]).days >= LONGEST:
            raise GongkaiError(f"{name}放假从{chinese(rest[0])}到{chinese(rest[-1])}，超过{LONGEST}天，请核对日期。")
        for day, works in [(day, False) for day in rest] + [(day, True) for day in work]:
            if day in days:
                raise GongkaiError(f"{chinese(day)}写了两次（{days[day][1]}、{name}），请核对。")
            if works and day.weekday() < 5:
                raise GongkaiError(f"{name}的上班日{chinese(day)}不是周末，本来就上班，请核对日期。")
            if covers and abs((day - date(covers, 7, 1)).days) > 200:
                raise GongkaiError(f"{name}的日期{chinese(day)}不在{covers}年前后，请核对年份。")
            days[day] = (works, name)
    if not days:
        raise GongkaiError("放假通知没有写明任何放假日期，请补上。")
    if issued is None and covers:
        issued = date(covers - 1, 11, 1)
    return Notice(title.strip(), number, issued, covers, days)


def region(name: str, notices: Iterable[Notice], years: Iterable[int], basis: str = "") -> Region:
    """A region's own holidays, to be laid over the national ones (`Calendar.extended`). `years` are those whose
    holidays are all entered; every other year stays provisional.

    Raises:
        GongkaiError: no name.
    """
    if not name.strip():
        raise GongkaiError("请填写地区名称。")
    return Region(name.strip(), (), basis, frozenset(years), tuple(notices))


def span(first: date, last: date | None = None) -> list[date]:
    """Every day from `first` through `last`, for a range of days off.

    Raises:
        GongkaiError: the last lies before the first.
    """
    last = last or first
    if last < first:
        raise GongkaiError(f"放假结束之日{chinese(last)}早于开始之日{chinese(first)}，请核对日期。")
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
