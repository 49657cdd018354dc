"""Keeps beside a case what its events say: the only writer of the columns that `Case` calls kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.engine.deadline import Deadline
from gongkai.engine.parameters import parameters
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import clocks, folding
from gongkai.web.applications.domain.folding import Entry, Impossible, Standing
from gongkai.web.applications.enums import Matter
from gongkai.web.applications.models import Case, CaseEvent

logger = logging.getLogger(__name__)
KEPT = ("phase", "stage", "handler_id", "clerk_id", "received_on", "entered_on", "due_on", "provisional", "inner_due_on", "answer", "answered_on", "late",
        "counted_as", "counted_on", "merged_into_id")


def entry_of(event: CaseEvent) -> Entry:
    """A row as the fold reads it."""
    return Entry(event.pk, event.kind, event.day, event.party_id, event.party.label if event.party else "", event.letter_id, event.to_unit_id,
                 event.to_person_id, event.other_id, event.reverses_id, event.details)


def entries_of(case: Case) -> list[Entry]:
    """All events of a case."""
    return [entry_of(event) for event in case.events.select_related("party")]


def of(case: Case, events: Iterable[CaseEvent] | None = None) -> Standing:
    """Where a case stands, by its events; `events` are all of them, where they are at hand."""
    return folding.fold(entries_of(case) if events is None else map(entry_of, events))


def told(case: Case, entries: Iterable[Entry]) -> tuple[Standing, Deadline]:
    """The standing and the clock that a history leads to.

    Raises:
        ValidationError: the table of steps, or the law's clock, does not allow it; in the words of either.
    """
    try:
        standing = folding.fold(entries)
        due = clocks.deadline(standing, case.channel, case.submitted_on, clocks.calendar_of(case.unit))
    except Impossible as error:
        raise ValidationError(str(error)) from None
    except GongkaiError as error:
        raise ValidationError(str(error)) from None
    if standing.answer and standing.received and due.ending is None:  # the clock knows why this ends nothing
        raise ValidationError("".join(due.warnings) or "登记的事项不能终结该申请，请核对日期和送达方式。")
    return standing, due


def values(standing: Standing, due: Deadline) -> dict[str, Any]:
    """The kept columns of a standing."""
    return {
        "phase": standing.phase, "stage": standing.stage, "handler_id": standing.handler, "clerk_id": standing.clerk,
        "received_on": standing.received, "entered_on": standing.entered, "due_on": due.due, "provisional": due.provisional, "inner_due_on": standing.inner_due,
        "answer": standing.answer, "answered_on": standing.answered_on, "late": due.late,
        "counted_as": standing.counted_as, "counted_on": standing.counted_on, "merged_into_id": standing.merged_into}


NOT_COUNTED = {"entered_on": None, "counted_as": "", "counted_on": None}


def is_apart(case: Case, standing: Standing) -> bool:
    """Whether a case stays out of table 3: one that asks to put a record right, as law/parameters/record_count says (条例第四十一条)."""
    return case.matter == Matter.RECORD and parameters().on("record_count", standing.received or case.submitted_on).value == "apart"


def keep(case: Case, standing: Standing, due: Deadline) -> None:
    """Write them beside the case. The version stays: nobody's text was changed."""
    _write(case, _kept(case, standing, due))


def _kept(case: Case, standing: Standing, due: Deadline) -> dict[str, Any]:
    return values(standing, due) | (NOT_COUNTED if is_apart(case, standing) else {})


def _write(case: Case, kept: dict[str, Any]) -> None:
    for name, value in kept.items():
        setattr(case, name, value)
    Case.objects.filter(pk=case.pk).update(**kept)


def recompute(cases: QuerySet[Case]) -> list[tuple[Case, Any, Any]]:
    """Ask the clock anew for cases, after a notice of holidays came in or a release changed the law's data. Nothing is written of a case that
    stands as it stood; one whose history the law's data no longer allow stays as it is, and the log of the server says so.

    Returns:
        The cases whose due day moved, each with the day before and the day now.
    """
    moved = []
    for case in cases.select_related("unit").iterator(500):
        before, stood = case.due_on, [getattr(case, name) for name in KEPT]
        try:
            made = _kept(case, *told(case, entries_of(case)))
        except ValidationError as error:
            logger.warning("case %s is not recomputed: %s", case.pk, "; ".join(error.messages))
            continue
        if [made[name] for name in KEPT] != stood:
            _write(case, made)
        if case.due_on != before:
            moved.append((case, before, case.due_on))
    return moved
