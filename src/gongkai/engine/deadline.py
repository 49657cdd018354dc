"""What the clock answers: a day, or what it waits for, with every step that led there.

The steps, the sentence (`summary`) and the calendar strip (`strip`) are told when asked for: a board of ten thousand
cases asks for days alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from gongkai.engine.consulting import Mark
from gongkai.engine.events import Event

if TYPE_CHECKING:
    from gongkai.engine.calendar import Calendar
    from gongkai.engine.telling import DayRecord

Date = date  # a field may be called date


class State(StrEnum):
    """How an application stands with its clock."""

    RUNNING = "running"  # the due day is known
    UNCONFIRMED = "unconfirmed"  # not yet received in the sense of Art. 31
    AWAITING_CORRECTION = "awaiting_correction"
    CONSULTING = "consulting"  # a third party or an agency has not answered, and its last day is not known
    AWAITING_REASONS = "awaiting_reasons"  # only where the parameter `reasons` lets that time not count
    AWAITING_PAYMENT = "awaiting_payment"
    ABANDONED = "abandoned"  # the fee was not paid in time
    ANSWERED = "answered"  # the answer was served
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # not corrected, or the fee not paid, by its day

    @property
    def ended(self) -> bool:
        """Whether the clock has stopped for good."""
        return self in (State.ANSWERED, State.WITHDRAWN, State.CLOSED)


class Role(StrEnum):
    """What a day is to the clock."""

    START = "start"  # the day the term is reckoned from: receipt, correction, payment, a decision; it does not count
    COUNTS = "counts"
    REST = "rest"  # weekend or holiday
    PAUSE = "pause"  # others are asked
    WAITING = "waiting"  # for a correction or a fee
    DELAY = "delay"  # within a delay told to the applicant, or a term that a decision names by its last day
    EVENT = "event"  # no day of its own: what happened on a day
    # In a strip alone:
    EXTENDED = "extended"  # counts, within an extension
    OVERDUE = "overdue"  # a working day after the due day
    AFTER = "after"  # after the clock has stopped for good


@dataclass(frozen=True, slots=True)
class Step:
    """What one day (or the days from `date` through `until`) does to the clock.

    `count` is the number of the day within the term, None where the day does not count; `article` is the basis.
    """

    date: Date
    until: Date
    count: int | None
    article: str
    sentence: str
    role: Role = Role.EVENT


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps of a walk, its turns as clauses of a sentence, how it ended, the basis of the term, and the calendar it
    went by."""

    steps: tuple[Step, ...]
    clauses: tuple[str, ...] = ()
    closing: str = ""
    basis: str = ""
    calendar: Calendar | None = None


class Tracer:
    """A trace that is made when first asked for, and then kept."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Trace]) -> None:
        self._make: Callable[[], Trace] | None = make
        self._made: Trace | None = None

    def __call__(self) -> Trace:
        if self._made is None:
            assert self._make
            self._made, self._make = self._make(), None
        return self._made


def _nothing() -> Trace:
    return Trace(())


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer is due, and why.

    received     the day of receipt (Art. 31); None where there is none yet
    due          the last day to answer; None while it hangs on what has not happened (see `state`)
    days         the term in working days, extensions included
    state        how the application stands
    remaining    the working days left while the clock stands still
    provisional  whether a day was used that no published notice settles
    warnings     what a person should look at, whole sentences
    pay_by       the last day for a fee
    correct_by   the last day named for a correction, while one is awaited
    since        the day this round is reckoned from: `received`, or the day a decision that orders a new answer came in
    extended     the working days of extensions within `days`
    otherwise    the due day by the other reading, where a correction was asked for too late
    ending       the event that ended it, with its day; None while it is open
    in_time      whether the answer was served in time; None while it was not, or where nothing was due
    late         how many working days after the due day it was served
    earlier      the rounds before a new answer was ordered
    silent       who was asked (第三十二条, 第三十四条), has the letter and has not answered, each with the last day they have
    """

    received: date | None
    due: date | None
    days: int
    state: State = State.RUNNING
    remaining: int | None = None
    provisional: bool = False
    warnings: tuple[str, ...] = ()
    pay_by: date | None = None
    correct_by: date | None = None
    since: date | None = None
    extended: int = 0
    otherwise: date | None = None
    ending: Event | None = None
    in_time: bool | None = None
    late: int = 0
    earlier: tuple[Deadline, ...] = ()
    silent: tuple[Mark, ...] = ()
    trace: Callable[[], Trace] = field(default=_nothing, compare=False, repr=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every day from the start of this round to the due day, and what happened on it."""
        return self.trace().steps

    @property
    def stopped(self) -> date | None:
        """The day the clock stopped for good; None while it has not."""
        return self.ending.date if self.ending else None

    @property
    def summary(self) -> str:
        """The whole reckoning as one Chinese sentence, for the case file."""
        from gongkai.engine.telling import summary

        return summary(self)

    def strip(self, until: date | None = None) -> tuple[DayRecord, ...]:
        """One record for each calendar day from the start of this round to the due day or the day it stopped,
        whichever is later.

        `until` (today, say) lengthens the strip of an open case: days of waiting, or days overdue.

        Raises:
            GongkaiError: `until` lies beyond every calendar.
        """
        from gongkai.engine.telling import strip

        return strip(self, until)
