"""Figures of the law with the day each came into force, from ``law/parameters`` (one idea a file).

    >>> parameters().on("reply", date(2026, 9, 18)).value
    20

A lookup gives the newest value in force on a day, and refuses a day before the first. Every value names its citation
and source; `confirmed` is the day someone last read it there, or, where nobody has, a sentence that says what is in
doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.days import chinese
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.schedule import Schedule
from gongkai.errors import GongkaiError

# What a unit of measure asks of the value beside it.
UNITS: dict[str, tuple[type, ...]] = {
    "工作日": (int,),
    "日": (int,),
    "月": (int,),
    "年": (int,),
    "月日": (list,),
    "人": (int,),
    "件": (dict,),
    "页": (dict,),
    "规则": (str, dict),
    "渠道": (dict,),
    "送达": (dict,),
}

# The rules the engine knows how to follow; a file that asks for another is refused.
RULES: dict[str, Any] = {
    "first_day": ("next_day", "same_day"),
    "late_correction": ("restart", "continue"),
    "pause": {"begins": ("next_day", "same_day"), "ends": ("same_day", "day_before")},
    "fee_restart": ("next_day",),
    "fee_method": ("one",),
    "fee_month": ("received", "submitted"),
    "record_count": ("apart", "closed"),
    "record_term": ("as_reply",),
    "reasons": ("continue", "pause"),
    "delay": {"rest_day": ("before", "after")},
    "returned_post": dict.fromkeys(("applicant", "office", "unknown"), ("stands", "void")),
    "reanswer": ("reply_term",),
    "rest_day": ("next_working_day",),
    "month_end": ("corresponding_day",),
}
COUNTED = ("工作日", "日", "月", "年", "人")
CHANNEL = {"label": str, "act": str, "article": str, "immediate": bool, "advice": str, "names": list}
WAY = {"label": str, "act": str, "names": list}


def law_day(mapping: Mapping, key: str) -> date:
    """The date under `key` in a law file, refused where it is none (a time of day is none)."""
    value = mapping[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise LawError(f"{mapping.where(key)}: {key!r} must be a date such as 2026-09-18")
    return value


def law_confirmed(mapping: Mapping) -> date | str:
    """`confirmed` in a law file: the day it was read in its source, or a sentence of doubt."""
    value = mapping["confirmed"]
    if isinstance(value, str) and value.strip():
        return value
    return law_day(mapping, "confirmed")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter, in force from `start`."""

    start: date
    value: Any
    citation: str
    source: str
    confirmed: date | str
    notes: str = ""

    @property
    def doubt(self) -> str | None:
        """What nobody could confirm about this value; None where it was read in its source."""
        return self.confirmed if isinstance(self.confirmed, str) else None


class NotInForce(GongkaiError):
    """The day lies before the first value of a figure that Gongkai knows."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the law through time: `values` ascend by `start`."""

    key: str
    title: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The newest value in force on `day`.

        Raises:
            NotInForce: the day lies before the first value.
        """
        for value in reversed(self.values):
            if value.start <= day:
                return value
        raise NotInForce(
            f"{chinese(day)}早于现行“{self.title}”规定的施行日（{chinese(self.values[0].start)}），"
            f"本工具没有此前的规定，请核对日期。"
        )

    @property
    def newest(self) -> Value:
        """The value that came into force last."""
        return self.values[-1]


class Parameters(dict[str, Parameter]):
    """All parameters by key (the file's name)."""

    def on(self, key: str, day: date) -> Value:
        """The value of parameter `key` in force on `day`. Raises GongkaiError before the first value."""
        return self[key].on(day)


def load_parameter(path: Path | str) -> Parameter:
    """The parameter in one file.

    Raises:
        LawError: unknown, repeated or missing keys, a wrong type, values out of order; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "unit": str, "values": list})
    if data["unit"] not in UNITS:
        raise LawError(f"{data.where('unit')}: unknown unit {data['unit']!r}; known: {', '.join(UNITS)}")
    if not data["values"]:
        raise LawError(f"{data.where('values')}: a parameter needs at least one value")
    values: list[Value] = []
    for entry in data["values"]:
        if not isinstance(entry, Mapping):
            raise LawError(f"{data.where('values')}: each value is a mapping")
        entry.check(
            {"from": None, "value": UNITS[data["unit"]], "citation": str, "source": str, "confirmed": None},
            {"notes": str},
        )
        _check_value(data["unit"], Path(path).stem, entry)
        start = law_day(entry, "from")
        if values and start <= values[-1].start:
            raise LawError(f"{entry.where('from')}: values must ascend by date")
        values.append(
            Value(
                start, entry["value"], entry["citation"], entry["source"], law_confirmed(entry), entry.get("notes", "")
            )
        )
    return Parameter(Path(path).stem, data["title"], data["unit"], tuple(values))


def _check_value(unit: str, key: str, entry: Mapping) -> None:
    """Refuse a value the engine could not compute with."""
    value, where = entry["value"], entry.where("value")
    if unit in COUNTED and (isinstance(value, bool) or value < 1):
        raise LawError(f"{where}: a number of {unit} is a whole number above 0")
    if unit == "月日" and not _is_day_of_year(value):
        raise LawError(f"{where}: a day of each year is [month, day]")
    if unit in ("件", "页"):
        Schedule.read(value)
    if unit in ("渠道", "送达"):
        for channel in value:
            if not isinstance(value[channel], Mapping):
                raise LawError(f"{value.where(channel)}: each channel is a mapping")
            if unit == "渠道":
                value[channel].check(CHANNEL)
            else:
                value[channel].check(WAY, {"warning": str})
    if unit == "规则":
        known = RULES.get(key)
        if known is None:
            raise LawError(f"{where}: the engine knows no rule called {key!r}; known: {', '.join(RULES)}")
        if isinstance(known, tuple):
            if value not in known:
                raise LawError(f"{where}: {key} is one of {', '.join(known)}")
            return
        if not isinstance(value, Mapping):
            raise LawError(f"{where}: {key} is a mapping of {', '.join(known)}")
        value.check(dict.fromkeys(known, str))
        for part, choices in known.items():
            if value[part] not in choices:
                raise LawError(f"{value.where(part)}: {part} is one of {', '.join(choices)}")


def _is_day_of_year(value: list[Any]) -> bool:
    try:
        return len(value) == 2 and date(2023, *value) is not None  # a year without 29 February
    except (TypeError, ValueError):
        return False


def load_parameters(folder: Path | str) -> Parameters:
    """All parameters of a folder of YAML files."""
    return Parameters(
        (parameter.key, parameter) for parameter in map(load_parameter, sorted(Path(folder).glob("*.yaml")))
    )


@cache
def parameters() -> Parameters:
    """The parameters that come with the package."""
    return load_parameters(LAW / "parameters")
