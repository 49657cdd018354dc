"""A case's standing, told by its events alone: a pure function, which reads and writes no rows.

Events are taken in the order of their legal days (of one day, as they were entered), those that were reversed left out. Each is
held against the table of steps: a history that the table does not allow is `Impossible`, whether the event that makes it so is
new, late, or missing because it was reversed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gongkai.engine import events as clock
from gongkai.engine import service
from gongkai.engine.parameters import parameters
from gongkai.web.applications.enums import Kind, Phase, Stage
from gongkai.web.applications.steps import CONCLUDING, STEPS

_QUESTIONS = (("correction", Stage.CORRECTION), ("reasons", Stage.REASONS), ("fee", Stage.FEE), ("third_party", Stage.CONSULTING),
              ("comaker", Stage.CONSULTING), ("agency", Stage.CONSULTING))
_FREE = {Kind.NOTED, Kind.DISCLOSURE_REVIEWED}
_CLOCK = {kind.value for kind in clock.Kind}
POST = ("post", "courier")
"""Ways of sending: what is handed to a carrier."""


def counts_when_posted(way: Any, day: date) -> bool:
    """Whether the day of posting is the day of service: by the postal enterprise alone (law/parameters/service)."""
    known = service.ways(day).get(str(way))
    return known is not None and known.act == "交邮"


class Impossible(Exception):
    """A history that cannot be. ``str(error)`` is one Chinese sentence: which event, which day, what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the fold reads it; `id` is its order among those of one day."""

    id: int
    kind: str
    day: date
    party: int | None = None
    label: str = ""
    letter: int | None = None
    to_unit: int | None = None
    to_person: int | None = None
    other: int | None = None
    reverses: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands.

    `asked` the open questions; `answer` and `answered_on` the last conclusion; `counted_as` and `counted_on` the first, which is
    the one that table 3 counts; `clock` the events for `engine.clock.due`; `channel` the way of Art. 31.
    """

    phase: Phase
    stage: Stage
    received: date | None = None
    entered: date | None = None
    """The day that says in which year table 3 counts it as new: `received`, but for a part of a case split in a later year."""
    registered: date | None = None
    asked: frozenset[str] = frozenset()
    handler: int | None = None
    clerk: int | None = None
    inner_due: date | None = None
    answer: str = ""
    answered_on: date | None = None
    counted_as: str = ""
    counted_on: date | None = None
    merged_into: int | None = None
    archived_on: date | None = None
    clock: tuple[clock.Event, ...] = ()
    live: frozenset[int] = frozenset()
    """Ids of the events that hold: neither reversed nor reversing."""


def fold(entries: Iterable[Entry]) -> Standing:
    """The standing that a history leads to.

    Raises:
        Impossible: an event stands where the table of steps does not allow it.
    """
    known = list(entries)
    gone = {entry.reverses for entry in known if entry.reverses is not None}
    walk = _Walk()
    for entry in sorted(known, key=lambda entry: (entry.day, entry.id)):
        if entry.id not in gone and entry.kind != Kind.REVERSED:
            walk.take(entry)
    return walk.standing()


class _Walk:
    """The events so far."""

    def __init__(self) -> None:
        self.phase: Phase | None = None
        self.open: set[tuple[str, int | None]] = set()
        self.values: dict[str, Any] = {}
        self.clock: list[clock.Event] = []
        self.under_way: dict[int | None, str] = {}
        self.live: set[int] = set()
        self.consulted: dict[tuple[str, int | None], tuple[int, bool]] = {}

    def take(self, entry: Entry) -> None:
        kind = Kind(entry.kind)
        step = STEPS[kind]
        if kind is Kind.SUBMITTED:
            if self.phase is not None:
                raise Impossible(f"{_named(entry)}：该申请已经提交过，请勿重复登记。")
            self.phase = Phase.NEW
        elif self.phase is None:
            raise Impossible(f"{_named(entry)}早于提交申请之日，请核对日期。")
        elif self.phase not in step.phases:
            raise Impossible(f"{_named(entry)}：该申请在这一天{Phase(self.phase).label}，不能登记“{kind.label}”，请核对日期，或者先冲销有误的记录。")
        self.live.add(entry.id)
        again = bool(step.asks) and (step.asks, entry.party) in self.open
        self._questions(entry, kind)
        getattr(self, f"_{kind.value}", lambda entry: None)(entry)
        self._conclude(entry, kind)
        if kind.value in _CLOCK and kind not in (Kind.SERVED, Kind.UNDELIVERED):
            if step.party is None:
                self._tick(kind.value, entry)
            else:
                self._consult(kind, entry, again)

    def _questions(self, entry: Entry, kind: Kind) -> None:
        """What is asked, and what is answered."""
        step = STEPS[kind]
        if step.answers:
            question = (step.answers, entry.party)
            if question not in self.open:
                raise Impossible(f"{_named(entry)}：此前没有对应的征求意见、补正或者通知记录，请先登记，或者核对日期和对象。")
            self.open.discard(question)
        if step.asks:
            self.open.add((step.asks, entry.party))

    def _consult(self, kind: Kind, entry: Entry, again: bool) -> None:
        """A letter to one who is asked, its receipt, the answer. Asked once more before the answer came, the time runs from the first letter
        and its receipt; asked once more afterwards, it is another consultation, which the clock tells apart by its name."""
        name, _, act = kind.value.rpartition("_")
        times, arrived = self.consulted.get((name, entry.party), (0, False))
        if act == "asked":
            if again:
                return
            times, arrived = times + 1, False
        elif act == "received":
            if arrived:
                return
            arrived = True
        self.consulted[name, entry.party] = times, arrived
        self._tick(kind.value, entry if times < 2 else replace(entry, label=f"{entry.label}（第{times}次）"))

    def _tick(self, kind: str, entry: Entry) -> None:
        details = entry.details
        until = details.get("until")
        self.clock.append(clock.Event(
            clock.Kind(kind), entry.day, days=details.get("days"), label=entry.label,
            until=date.fromisoformat(until) if until and kind in ("correction_asked", "delayed", "reanswer_ordered") else None,
            how=str(details.get("way" if kind == "served" else "cause", "")) if kind in ("served", "returned") else "",
            order=len(self.clock) + 1, sent=date.fromisoformat(sent) if (sent := details.get("sent")) and kind == "fee_notified" else None))

    def _conclude(self, entry: Entry, kind: Kind) -> None:
        """An answer served or posted, or an end without one."""
        answer = kind.value if kind in CONCLUDING else ""
        if kind in (Kind.POSTED, Kind.SERVED):
            answer = str(entry.details.get("answer", "")) or self.under_way.get(entry.letter, "")
            if not answer or self.phase is Phase.CONCLUDED:
                return  # another letter, or the proof that what was posted arrived
            if kind is Kind.POSTED and not counts_when_posted(entry.details.get("way"), entry.day):
                self.under_way[entry.letter] = answer  # it is served when it is signed for
                return
            self._tick("served", entry)
        if not answer:
            return
        self.phase = Phase.CONCLUDED
        self.open.clear()
        self.values |= {"answer": answer, "answered_on": entry.day, "letter": entry.letter}
        if "counted_on" not in self.values and "received" in self.values:  # what was taken back before it was received never counted
            if entry.day < self.values["entered"]:  # it would be handled in an earlier year than it came in
                raise Impossible(f"{_named(entry)}：该申请于{self.values['entered']:%Y-%m-%d}拆分后单独计数，其办结不能早于这一天，请核对日期。")
            self.values |= {"counted_as": answer, "counted_on": entry.day}

    def _received(self, entry: Entry) -> None:
        self.phase = Phase.RECEIVED
        counted = entry.details.get("counted_from")
        self.values |= {"received": entry.day, "entered": date.fromisoformat(counted) if counted else entry.day}

    def _registered(self, entry: Entry) -> None:
        self.phase = Phase.WORKING
        self.values["registered"] = entry.day

    def _assigned(self, entry: Entry) -> None:
        until = entry.details.get("until")
        self.values |= {"handler": entry.to_unit, "clerk": entry.to_person, "inner_due": date.fromisoformat(until) if until else None}

    def _assignment_returned(self, entry: Entry) -> None:
        self.values |= {"handler": None, "inner_due": None}

    def _handler_answered(self, entry: Entry) -> None:
        self.values["inner_due"] = None

    def _returned(self, entry: Entry) -> None:
        """Post that came back: whether it undoes the service of an answer hangs on the cause (law/parameters/returned_post). What ended
        without an answer did not end by its letter, which is only to be sent again."""
        if self.phase is not Phase.CONCLUDED or entry.letter != self.values.get("letter") or self.values.get("answer") in CONCLUDING:
            return
        self._tick("returned", entry)
        if self.values.get("stood"):
            return  # it came back before, and its posting stands: what was sent once more undoes nothing
        if parameters().on("returned_post", entry.day).value.get(entry.details.get("cause")) == "void":
            self.phase = Phase.WORKING
            for name in ("answer", "answered_on", "letter"):
                self.values.pop(name, None)
            if self.values.get("counted_on") and not self.values.get("reopened"):
                for name in ("counted_as", "counted_on"):
                    self.values.pop(name, None)
        else:
            self.values["stood"] = True

    def _split(self, entry: Entry) -> None:
        self.phase = Phase.DIVIDED
        self.open.clear()

    def _rejoined(self, entry: Entry) -> None:
        """A part of a division that was taken back: it counts no more, as its parent does again."""
        self._split(entry)
        self.values["rejoined"] = True

    def _merged(self, entry: Entry) -> None:
        self.values["merged_into"] = entry.other

    def _reanswer_ordered(self, entry: Entry) -> None:
        """A new answer: after one that was found wrong, or to an application that had none in time."""
        self.phase = Phase.WORKING
        self.open.clear()
        self.values["reopened"] = "counted_on" in self.values
        for name in ("answer", "answered_on", "stood"):
            self.values.pop(name, None)

    def _archived(self, entry: Entry) -> None:
        self.phase = Phase.ARCHIVED
        self.values["archived_on"] = entry.day

    def standing(self) -> Standing:
        if self.phase is None:
            raise Impossible("该申请没有提交记录。")
        asked = frozenset(question for question, _ in self.open)
        values = {name: value for name, value in self.values.items() if name not in ("reopened", "letter", "stood", "rejoined")}
        return Standing(self.phase, self._stage(asked), asked=asked, clock=tuple(self.clock), live=frozenset(self.live), **values)

    def _stage(self, asked: frozenset[str]) -> Stage:
        plain = {Phase.NEW: Stage.UNCONFIRMED, Phase.RECEIVED: Stage.RECEIVED, Phase.CONCLUDED: Stage.CONCLUDED,
                 Phase.DIVIDED: Stage.DIVIDED, Phase.ARCHIVED: Stage.ARCHIVED}
        if "rejoined" in self.values and self.phase is Phase.DIVIDED:
            return Stage.REJOINED
        if self.phase in plain:
            return plain[self.phase]
        return next((stage for question, stage in _QUESTIONS if question in asked), Stage.WORKING)


def _named(entry: Entry) -> str:
    return f"{entry.day.year}年{entry.day.month}月{entry.day.day}日的“{Kind(entry.kind).label}”"
