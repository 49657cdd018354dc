"""The files under ``law/calendars``, read strictly: notices, the statute of holidays, regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day
from gongkai.errors import GongkaiError

LONGEST = 15  # days off in one range; a longer one is a slip of the pen
Date = date  # a field may be called date


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of holidays. `days` maps a date to (works, holiday's name); `covers` is the year it settles."""

    title: str
    number: str | None
    date: Date | None
    covers: int | None
    days: dict[Date, tuple[bool, str]]

    @property
    def label(self) -> str:
        """How to cite it: the number, else the title."""
        return self.number or f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Region:
    """A region's own holidays. `years` are those whose holidays are all recorded."""

    region: str
    names: tuple[str, ...]
    basis: str
    years: frozenset[int]
    notices: tuple[Notice, ...]

    @property
    def prefix(self) -> str:
        """The administrative code without its trailing pairs of zeros (450000 → 45)."""
        code = next((name for name in self.names if name.isdigit() and len(name) == 6), "")
        while code.endswith("00"):
            code = code[:-2]
        return code

    def matches(self, asked: str) -> bool:
        """Whether `asked` is this region's name, its code, or the code of a place within it."""
        if asked.isdigit() and len(asked) == 6:
            return bool(self.prefix) and asked.startswith(self.prefix)
        return asked == self.region or asked in self.names


@dataclass(frozen=True, slots=True)
class Holiday:
    """A statutory holiday: a fixed month and day, or a lunar festival with a shift; `days` long."""

    name: str
    article: str
    days: int
    month: int | None
    day: int | None
    festival: str | None
    shift: int


@dataclass(frozen=True, slots=True)
class Statute:
    """The holidays of the whole people by statute, and the table of lunar festivals they need."""

    title: str
    start: date
    holidays: tuple[Holiday, ...]
    festivals: dict[int, dict[str, date]]
    in_lieu: str

    def days_off(self, year: int) -> dict[date, tuple[str, str]]:
        """The days off in `year`, days in lieu of weekends included, each with (reason, article).

        Raises:
            GongkaiError: the year lies before the statute, or past the table of lunar festivals.
        """
        if year not in self.festivals or year < self.start.year:
            last = max(self.festivals)
            raise GongkaiError(f"{year}年的节假日无法推算（农历节日只录入到{last}年），请核对日期。")
        found: dict[date, list[Holiday]] = {}
        for holiday in self.holidays:
            for day in self._days(holiday, year):
                found.setdefault(day, []).append(holiday)
        names = {day: "、".join(holiday.name for holiday in found[day]) for day in sorted(found)}
        off = {
            day: (f"{name}放假", f"《{self.title}》{'、'.join(holiday.article for holiday in found[day])}")
            for day, name in names.items()
        }
        for day, name in names.items():
            if day.weekday() >= 5:
                lieu = day
                while lieu in off or lieu.weekday() >= 5:
                    lieu += timedelta(days=1)
                off[lieu] = (f"{name}补假", f"《{self.title}》{self.in_lieu}")
        return off

    def _days(self, holiday: Holiday, year: int) -> list[date]:
        if holiday.festival:
            first = self.festivals[year][holiday.festival] + timedelta(days=holiday.shift)
        else:
            assert holiday.month and holiday.day
            first = date(year, holiday.month, holiday.day)
        return [first + timedelta(days=step) for step in range(holiday.days)]


def load_notices(folder: Path) -> tuple[Notice, ...]:
    """Every notice of a folder; two notices must not settle the same year."""
    found: list[Notice] = []
    for path in sorted(folder.glob("*.yaml")):
        data = lawfile.read(path)
        notice = _notice(data)
        if notice.date is None:
            raise LawError(f"{data.where('date')}: a national notice needs its date")
        if notice.covers and notice.covers in {other.covers for other in found}:
            raise LawError(f"{data.where('covers')}: another notice covers {notice.covers} already")
        found.append(notice)
    return tuple(found)


def load_regions(folder: Path) -> tuple[Region, ...]:
    """Every region of a folder."""
    return tuple(region_from_file(path) for path in sorted(folder.glob("*.yaml")))


def region_from_file(path: Path | str) -> Region:
    """One region's file. Raises LawError with file and line."""
    data = lawfile.read(path)
    data.check({"region": str, "names": list, "basis": str, "years": list, "notices": list})
    for key, kind in (("names", str), ("years", int)):
        if not all(isinstance(item, kind) for item in data[key]):
            raise LawError(f"{data.where(key)}: {key!r} holds an item of a wrong type")
    notices = tuple(_notice(_mapping(data, "notices", entry), national=False) for entry in data["notices"])
    return Region(data["region"], tuple(data["names"]), data["basis"], frozenset(data["years"]), notices)


def load_statute(folder: Path) -> Statute:
    """The newest statute of a folder (files named by year) with ``festivals.yaml``."""
    data = lawfile.read(max(path for path in folder.glob("*.yaml") if path.stem.isdigit()))
    data.check(
        {"title": str, "number": (str, type(None)), "date": None, "from": None, "source": str, "confirmed": None,
         "in_lieu": str, "holidays": list},
        {"notes": str},
    )  # fmt: skip
    law_day(data, "date")
    law_confirmed(data)
    table = lawfile.read(folder / "festivals.yaml")
    table.check({"title": str, "source": str, "confirmed": None, "years": dict})
    law_confirmed(table)
    holidays = tuple(_holiday(_mapping(data, "holidays", entry)) for entry in data["holidays"])
    named = {holiday.festival: object for holiday in holidays if holiday.festival}
    festivals: dict[int, dict[str, date]] = {}
    for year, entry in table["years"].items():
        entry.check(named)
        festivals[year] = {key: law_day(entry, key) for key in named}
        for key, day in festivals[year].items():
            if day.year != year:
                raise LawError(f"{entry.where(key)}: {day} does not lie in {year}")
    return Statute(data["title"], law_day(data, "from"), holidays, festivals, data["in_lieu"])


def _holiday(entry: Mapping) -> Holiday:
    entry.check({"name": str, "article": str, "days": int}, {"month": int, "day": int, "festival": str, "shift": int})
    if ("festival" in entry) == ("month" in entry and "day" in entry):
        raise LawError(f"{entry.where()}: a holiday has either a month and a day or a festival")
    return Holiday(
        entry["name"], entry["article"], entry["days"],
        entry.get("month"), entry.get("day"), entry.get("festival"), entry.get("shift", 0),
    )  # fmt: skip


def _notice(data: Mapping, *, national: bool = True) -> Notice:
    # A region's notice settles no year of the nation's: its file's `years` say what is complete.
    needed: dict[str, Any] = {"title": str, "number": (str, type(None)), "date": None, "source": str,
                              "confirmed": None, "holidays": list}  # fmt: skip
    if national:
        needed["covers"] = (int, type(None))
    data.check(needed, {"notes": str})
    law_confirmed(data)
    issued = None if data["date"] is None else law_day(data, "date")
    days: dict[date, tuple[bool, str]] = {}
    for entry in data["holidays"]:
        holiday = _mapping(data, "holidays", entry)
        holiday.check({"name": str, "rest": list}, {"work": list})
        for day, works in [(day, False) for day in _range(holiday)] + [(day, True) for day in _dates(holiday, "work")]:
            if day in days:
                raise LawError(f"{holiday.where()}: {day} is listed twice")
            if works and day.weekday() < 5:
                raise LawError(f"{holiday.where('work')}: {day} is no weekend day, it works anyway")
            days[day] = (works, holiday["name"])
    return Notice(data["title"], data["number"], issued, data.get("covers"), days)


def _range(holiday: Mapping) -> list[date]:
    """``rest``: one day, or the first and the last."""
    ends = _dates(holiday, "rest")
    if len(ends) not in (1, 2) or ends[0] > ends[-1] or (ends[-1] - ends[0]).days >= LONGEST:
        raise LawError(f"{holiday.where('rest')}: 'rest' is one day, or the first and the last, at most {LONGEST} days")
    return [ends[0] + timedelta(days=step) for step in range((ends[-1] - ends[0]).days + 1)]


def _dates(holiday: Mapping, key: str) -> list[date]:
    days = holiday.get(key, [])
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in days):
        raise LawError(f"{holiday.where(key)}: {key!r} is a list of dates such as 2026-09-18")
    return list(days)


def _mapping(data: Mapping, key: str, entry: Any) -> Mapping:
    if not isinstance(entry, Mapping):
        raise LawError(f"{data.where(key)}: {key!r} is a list of mappings")
    return entry
