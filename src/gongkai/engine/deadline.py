"""What the clock answers: a day, or what it waits for, with every step that led there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Date = date  # a field may be called date


class State(StrEnum):
    """How an application stands with its clock."""

    RUNNING = "running"  # the due day is known
    UNCONFIRMED = "unconfirmed"  # not yet received in the sense of Art. 31
    AWAITING_CORRECTION = "awaiting_correction"
    CONSULTING = "consulting"  # a third party or an agency has not answered, and its last day is not known
    AWAITING_PAYMENT = "awaiting_payment"
    ABANDONED = "abandoned"  # the fee was not paid in time


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


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer is due, and why.

    `due` is None while it hangs on what has not happened (see `state`); `days` the term in working days, extensions
    included; `remaining` the working days left when the clock stands still; `provisional` whether a day was used that
    no published notice settles; `warnings` what a person should look at; `pay_by` the last day for a fee.
    """

    received: date | None
    due: date | None
    days: int
    steps: tuple[Step, ...]
    state: State = State.RUNNING
    remaining: int | None = None
    provisional: bool = False
    warnings: tuple[str, ...] = ()
    pay_by: date | None = None
