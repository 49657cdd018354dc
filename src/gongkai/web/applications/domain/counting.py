"""Tables 3 and 4 of the annual report, counted: for any bodies, year and day, each number opening to its cases.

Nothing is kept of a count. A case counts as new in the year of `entered_on`, as handled on `counted_on` by its first answer's leaf
of the year's edition, as carried over where it was entered and not yet counted at the day; so that what one year carries over and
what the next carries in are the same rows, and each column adds up by itself. A case that was divided does not count: its parts do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from gongkai.engine.answers import every_answer, leaf
from gongkai.report.form import edition_for
from gongkai.web.applications.enums import DisputeResult, Phase
from gongkai.web.applications.models import Case, Dispute
from gongkai.web.common import days
from gongkai.web.organs.models import Unit

TOTAL = "total"
CASE_ROWS = ("received", "carried_in", "processed", "carried_out")
"""Rows of table 3 that are no outcome."""


def edition_of(year: int) -> str:
    """The edition of the report's form for a year; of a year before the first, the first."""
    form = edition_for(year)
    return form.edition if form is not None else "2019"


def span(year: int, until: date | None = None) -> tuple[date, date]:
    """The first day of a year and the last that is counted: its end, or `until`."""
    return date(year, 1, 1), min(until or days.last_of(year), days.last_of(year))


def outcomes(year: int) -> dict[str, str]:
    """Type of answer → row of table 3 in the year's edition."""
    edition = edition_of(year)
    return {key: leaf(answer, edition) for key, answer in every_answer().items()}


def table_3(bodies: Collection[int], year: int, until: date | None = None) -> dict[str, Counter[str]]:
    """Row → column → number of cases; rows without cases are missing, and an absent number is 0.

    Args:
        bodies: ids of the bodies applied to.
        year: of the report.
        until: the last day counted; 31 December unless given.
    """
    first, last = span(year, until)
    rows = Case.objects.filter(body__in=bodies).exclude(phase=Phase.DIVIDED).order_by()
    found: dict[str, Counter[str]] = {}

    def add(row: str, kind: str, count: int) -> None:
        for column in (kind, TOTAL):
            found.setdefault(row, Counter())[column] += count

    starts = ("received", "carried_in", "carried_out")
    standing = rows.filter(Q(entered_on__gte=first) | Q(counted_on=None) | Q(counted_on__gte=first), entered_on__lte=last)  # others count nowhere
    entered = standing.values_list("applicant_kind").annotate(**{row: Count("pk", filter=_where(row, first, last)) for row in starts})
    for kind, *counts in entered:
        for row, count in zip(starts, counts, strict=True):
            if count:
                add(row, kind, count)
    known = outcomes(year)
    handled = rows.filter(counted_on__range=(first, last)).values_list("counted_as", "applicant_kind").annotate(count=Count("pk"))
    for answer, kind, count in handled:
        add(known[answer], kind, count)
        add("processed", kind, count)
    return found


def cases_of(bodies: Collection[int], year: int, row: str, column: str, until: date | None = None) -> QuerySet[Case]:
    """The cases behind one number of table 3.

    Args:
        row: of the year's edition, a group's own key (``denied``) standing for all of its rows.
        column: a kind of applicant, or ``total``.
    """
    first, last = span(year, until)
    rows = Case.objects.filter(body__in=bodies).exclude(phase=Phase.DIVIDED)
    if column != TOTAL:
        rows = rows.filter(applicant_kind=column)
    if row in CASE_ROWS:
        return rows.filter(_where(row, first, last))
    keys = [key for key, found in outcomes(year).items() if found == row or found.startswith(f"{row}.")]
    return rows.filter(counted_on__range=(first, last), counted_as__in=keys)


def _where(row: str, first: date, last: date) -> Q:
    if row == "received":
        return Q(entered_on__range=(first, last))
    if row == "carried_in":
        return Q(entered_on__lt=first) & (Q(counted_on=None) | Q(counted_on__gte=first))
    if row == "processed":
        return Q(counted_on__range=(first, last))
    return Q(entered_on__lte=last) & (Q(counted_on=None) | Q(counted_on__gt=last))


def table_4(bodies: Collection[int], year: int, until: date | None = None) -> dict[str, Counter[str]]:
    """Kind → result → number of disputes, decided in the year or not yet decided at its end.

    A unit that stands beside the maker of the act as the reviewing body only is not counted (国办公开办函〔2016〕201号).
    """
    pending, decided = _standing(*span(year, until))
    rows = Dispute.objects.filter(pending | decided, body__in=bodies, co_defendant=False).order_by()
    found: dict[str, Counter[str]] = {}
    for kind, result, waits, count in rows.annotate(waits=ExpressionWrapper(pending, BooleanField())).values_list("kind", "result", "waits").annotate(count=Count("pk")):
        row = DisputeResult.PENDING.value if waits else result
        counter = found.setdefault(kind, Counter())
        counter[row] += count
        counter[TOTAL] += count
    return found


def disputes_of(bodies: Collection[int], year: int, kind: str, result: str, until: date | None = None) -> QuerySet[Dispute]:
    """The disputes behind one number of table 4."""
    rows = Dispute.objects.filter(body__in=bodies, kind=kind, co_defendant=False)
    pending, decided = _standing(*span(year, until))
    if result == DisputeResult.PENDING:
        return rows.filter(pending)
    return rows.filter(pending | decided) if result == TOTAL else rows.filter(decided, result=result)


def _standing(first: date, last: date) -> tuple[Q, Q]:
    """Disputes that wait on the last day; disputes that were decided in the span."""
    return (Q(notified_on__lte=last) & (Q(decided_on=None) | Q(decided_on__gt=last)),
            Q(decided_on__range=(first, last)) & ~Q(result=DisputeResult.PENDING))


def bodies_below(unit: Unit, *, subtree: bool) -> list[int]:
    """Ids of the bodies that a count is over: the unit alone (本级), or with all below it (全域)."""
    return list(unit.subtree().values_list("pk", flat=True)) if subtree else [unit.pk]
