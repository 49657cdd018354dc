"""Whether a normative document is in force on a day: a pure function of its dated events.

    standing = Standing.of(events)
    standing.on(date(2026, 1, 1))       # Force.IN_FORCE
    standing.ended_on, standing.end     # the first day on which it no longer is, and by which act
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from gongkai.web.disclosure.enums import NormativeAct

ENDING = (NormativeAct.REPEALED, NormativeAct.SUPERSEDED, NormativeAct.EXPIRED)


class Force(Enum):
    """What a document is on a day."""

    NOT_YET = "尚未制发"
    COMING = "尚未生效"
    IN_FORCE = "现行有效"
    REPEALED = "已废止"
    SUPERSEDED = "已被替代"
    EXPIRED = "已失效"


_ENDED = {NormativeAct.REPEALED: Force.REPEALED, NormativeAct.SUPERSEDED: Force.SUPERSEDED, NormativeAct.EXPIRED: Force.EXPIRED}


@dataclass(frozen=True, slots=True)
class Standing:
    """The days that matter.

    Attributes:
        issued_on: when it was made; None where no such event stands.
        effective_on: its first day in force.
        ended_on: the first day on which it is no longer in force; None where no end is known.
        end: the act that ended it; EXPIRED also where it ran out without anybody entering so.
        valid_until: its last day by its own terms, extensions included.
    """

    issued_on: date | None
    effective_on: date | None
    ended_on: date | None
    end: NormativeAct | None
    valid_until: date | None

    @classmethod
    def of(cls, events: Iterable[Any]) -> Standing:
        """From a document's events (`act`, `on`, `effective_on`, `valid_until`, `reverses_id`, `pk`), in any order.

        An event that another reverses counts for nothing, nor does the reversing one. The earliest end holds: what has ended
        does not end again. A document runs out on the day after its last day of validity.
        """
        rows = list(events)
        gone = {row.reverses_id for row in rows if row.reverses_id} | {row.pk for row in rows if row.reverses_id}
        kept = sorted((row for row in rows if row.pk not in gone), key=lambda row: (row.on, row.pk))
        issue = next((row for row in kept if row.act == NormativeAct.ISSUED), None)
        until: date | None = None
        end: tuple[date, NormativeAct] | None = None
        for row in kept:
            if until is not None and row.on > until and end is None:
                break  # it had run out by then; what was entered later changes nothing
            if row.act in ENDING:
                end = (row.on, NormativeAct(row.act))
                break
            if row.valid_until is not None:
                until = row.valid_until
        if until is not None and (end is None or end[0] > until):
            end = (until + timedelta(1), NormativeAct.EXPIRED)
        return cls(issue.on if issue else None, (issue.effective_on or issue.on) if issue else None,
                   end[0] if end else None, end[1] if end else None, until)

    def on(self, day: date) -> Force:
        """What the document is on a day."""
        if self.issued_on is None or day < self.issued_on:
            return Force.NOT_YET
        if self.ended_on is not None and self.end is not None and day >= self.ended_on:
            return _ENDED[self.end]
        if self.effective_on is not None and day < self.effective_on:
            return Force.COMING
        return Force.IN_FORCE

    def stands_on(self, day: date) -> bool:
        """Whether it counts as 现行有效 on a day: made, and not ended. One that is made but not yet in force counts, so that
        last year's figure plus 制发 minus 废止 gives this year's."""
        return self.on(day) in (Force.IN_FORCE, Force.COMING)
