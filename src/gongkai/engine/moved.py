"""Whose day moved: the open cases of an office under two calendars, one before and one after a new notice.

>>> from gongkai.engine.calendar import national
>>> moved([("甲", date(2026, 9, 18), ())], national(), national())
[]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from gongkai.engine.calendar import Calendar
from gongkai.engine.clock import due
from gongkai.engine.days import chinese
from gongkai.engine.deadline import Deadline
from gongkai.engine.events import Event
from gongkai.engine.parameters import Parameters
from gongkai.errors import GongkaiError

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Moved(Generic[Key]):
    """One case whose answer differs: its key, the answer by the old and by the new calendar (None where one could not
    be reckoned, `trouble` says why), and one sentence."""

    key: Key
    before: Deadline | None
    after: Deadline | None
    trouble: str = ""

    @property
    def days(self) -> int | None:
        """How many calendar days the due day moved, later above 0; None where one of the two has none."""
        old, new = self.before and self.before.due, self.after and self.after.due
        return (new - old).days if old and new else None

    @property
    def sentence(self) -> str:
        """What changed, for the person in charge."""
        if self.before is None or self.after is None:
            return self.trouble
        parts = [
            _change(what, old, new)
            for what, old, new in (
                ("答复期限届满日", self.before.due, self.after.due),
                ("缴费期限届满日", self.before.pay_by, self.after.pay_by),
            )
            if old != new
        ]
        if self.before.provisional and not self.after.provisional:
            parts.append("期限由暂定改为确定")
        elif self.after.provisional and not self.before.provisional:
            parts.append("期限成为暂定")
        if self.before.in_time != self.after.in_time:
            parts.append("送达的答复" + ("在期限之内" if self.after.in_time else "超过期限"))
        elif self.before.late != self.after.late:
            parts.append(f"答复超过期限{self.after.late}个工作日（原{self.before.late}个工作日）")
        return "，".join(parts) + "。"


def moved(
    cases: Iterable[tuple[Key, date, Iterable[Event]]],
    before: Calendar,
    after: Calendar,
    parameters: Parameters | None = None,
) -> list[Moved[Key]]:
    """The cases, each (key, day of receipt, events), whose due day, last day to pay, verdict or certainty is another
    under `after` than under `before`.

    A case that one of the calendars cannot answer is among them, with the reason; it does not keep the others from
    being reckoned.
    """
    found: list[Moved[Key]] = []
    for key, received, events in cases:
        events = tuple(events)
        try:
            old = due(received, events, before, parameters)
            new = due(received, events, after, parameters)
        except GongkaiError as error:
            found.append(Moved(key, None, None, str(error)))
            continue
        if _compared(old) != _compared(new):
            found.append(Moved(key, old, new))
    return found


def _compared(found: Deadline) -> tuple[object, ...]:
    return found.due, found.pay_by, found.provisional, found.in_time, found.late


def _change(what: str, old: date | None, new: date | None) -> str:
    words = [f"由{chinese(old)}" if old else "由不能确定", f"改为{chinese(new)}" if new else "改为不能确定"]
    return what + "".join(words)
