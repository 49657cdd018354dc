"""What a walk over the days keeps: how many counted, warnings, and, where it is asked to tell, every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.engine.calendar import Calendar
from gongkai.engine.consulting import Mark, Pause
from gongkai.engine.deadline import Role, State, Step
from gongkai.engine.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Term:
    """What a round is reckoned from and how long it is: `days` working days, or to the day `until`. `start` and
    `opening` explain the first day, `basis` its article; `citation` is the basis of a day that counts."""

    start: date
    days: int
    citation: str
    basis: str
    opening: str
    until: date | None = None


@dataclass(slots=True)
class Found:
    """Where a walk ended."""

    due: date | None
    days: int
    state: State
    remaining: int | None
    horizon: date
    extended: int
    pay_by: date | None = None
    correct_by: date | None = None
    warnings: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)


class Ledger:
    """The steps, clauses and warnings of a walk. `told`: steps and clauses are kept; else warnings alone."""

    def __init__(self, term: Term, calendar: Calendar, law: Parameters, told: bool) -> None:
        self.term, self.calendar, self.law, self.told = term, calendar, law, told
        self.counted = 0
        self.warnings: list[str] = []
        self.steps: list[Step] = []
        self.clauses: list[str] = []
        self.marks: list[Mark] = []

    def _step(self, day: date, count: int | None, article: str, sentence: str, role: Role = Role.EVENT) -> None:
        if self.told:
            self.steps.append(Step(day, day, count, article, sentence, role))

    def _clause(self, words: str) -> None:
        if self.told:
            self.clauses.append(words)

    def _doubt(self, doubt: str | None, what: str) -> None:
        if doubt:
            self.warnings.append(f"{what}：{doubt}。")

    def _tell_count(self, day: date) -> None:
        if self.told:
            kind = self.calendar.day(day)
            note = f"（{kind.reason}）" if kind.reason else ""
            words = f"第{self.counted}日{note}"
            self._step(day, self.counted, kind.document or self.term.citation, words, Role.COUNTS)
            self._tell_marks(day)

    def _tell_other(self, day: date, pause: Pause | None) -> None:
        """A day that does not count: a rest day, a day within a pause, or one of a delay."""
        kind = self.calendar.day(day)
        if not kind.working:
            self._step(day, None, kind.document or self.term.citation, f"{kind.reason}，不计", Role.REST)
        elif pause:
            self._step(day, None, self.law.on("pause", self.term.start).citation, f"{pause.reason}，不计", Role.PAUSE)
        elif self.term.until:
            self._step(day, None, self.term.citation, "写明的期限之内", Role.DELAY)
        else:
            self._step(day, None, self.law.on("delay", self.term.start).citation, "延迟答复期间", Role.DELAY)
        self._tell_marks(day)

    def _tell_marks(self, day: date) -> None:
        """Tell what happened in consultations up to `day`, each once."""
        for mark in [mark for mark in self.marks if mark.date <= day]:
            self.marks.remove(mark)
            self._step(mark.date, None, mark.article, mark.sentence)
