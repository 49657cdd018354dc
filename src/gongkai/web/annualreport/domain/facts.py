"""Facts of a year as short sentences that a clerk may take: what was published and read, applications, disputes, documents, fees.

What the tables hold is told with the report's own numbers, so that text and tables agree; all else is counted from rows. A figure that
nobody entered leaves its sentence out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from gongkai.report.form import Form, edition
from gongkai.report.model import Number
from gongkai.report.reading.typed import number_of
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.vocabularies import Sentence, texts
from gongkai.web.applications.enums import Kind
from gongkai.web.applications.models import CaseEvent
from gongkai.web.common import days
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import channel_counts
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import CatalogueNode, Channel, Interpretation, ItemReads, PublishedItem, Reassessment
from gongkai.web.organs.models import Unit

SHOWN = 8
"""Kinds that one sentence names; the others are summed up."""
_NUMBERED = str.maketrans("", "", "（）().．、0123456789一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence for a section's text, and for which part of it ("" for none)."""

    key: str
    section: int
    part: str
    text: str


def offers(row: AnnualReport) -> list[Offer]:
    """The sentences that the year's figures allow, in order of sections."""
    figures: dict[str, Any] = {"year": row.year, **published(row.unit, row.year), **spread(row.unit, row.year), **fees(row.unit, row.year),
                               **of_tables(edition(row.edition), row.cells)}
    return [Offer(one.key, one.section, one.part, one.text.format(**figures)) for one in texts().sentences if _fits(one, figures)]


def _fits(one: Sentence, figures: Mapping[str, Any]) -> bool:
    wanted = (*one.names, *one.some, *one.none)
    if any(figures.get(name) is None for name in wanted):
        return False
    return all(figures[name] not in (0, "") for name in one.some) and all(figures[name] in (0, "") for name in one.none)


def published(unit: Unit, year: int) -> dict[str, Any]:
    """What the unit published in a year and has public now: items, by subject and content; interpretations; reassessments; readings."""
    start, end = (timezone.make_aware(datetime(at, 1, 1)) for at in (year, year + 1))
    items = PublishedItem.objects.filter(unit=unit, published_at__gte=start, published_at__lt=end).order_by()
    subjects, nodes = Counter(dict(items.values_list("subject").annotate(n=Count("pk")))), Counter(dict(items.values_list("node").annotate(n=Count("pk"))))
    names = dict(CatalogueNode.objects.filter(pk__in=nodes).values_list("pk", "name"))
    contents: Counter[str] = Counter()
    for node, number in nodes.items():
        contents[names[node]] += number
    explaining = Interpretation.objects.filter(item__published__in=items)
    looked = Reassessment.objects.filter(item__unit=unit, done_on__year=year)
    return {
        "items": sum(subjects.values()),
        "subjects": _listed({vocabularies.subjects().get(code, code): number for code, number in subjects.items()}, "条"),
        "contents": _listed(contents, "条"),
        "interpretations": explaining.values("item").distinct().count(), "explained": explaining.values("document").distinct().count(),
        "reassessed": looked.count(), "opened": looked.filter(conclusion=Attribute.ACTIVE).count(),
        "reads": ItemReads.objects.filter(item__unit=unit, day__year=year).aggregate(n=Sum("count"))["n"] or 0}


def spread(unit: Unit, year: int) -> dict[str, Any]:
    """Through which channels things went out in a year, and which there were at its end."""
    lines = channel_counts.by_channel(Channel.objects.filter(unit=unit), year)
    sent = {}
    for group, _ in channel_counts.by_kind(lines):
        number = group.posts if group.posts is not None else group.dispatches
        if number:
            sent[group.label] = number
    there = Channel.objects.filter(unit=unit).on(days.last_of(year)).order_by()
    kinds: Counter[str] = Counter(dict(there.values_list("kind").annotate(n=Count("pk"))))
    return {"channels": _listed(sent, "条"), "places": sum(kinds.values()), "place_kinds": _listed(kinds, "个")}


def fees(unit: Unit, year: int) -> dict[str, Any]:
    """信息处理费 of a year: notices, what they charge, what was paid. A fee that a divided case passed on to its parts counts once; an
    amount that nobody entered leaves the sums unknown."""
    events = CaseEvent.objects.filter(case__body=unit, kind__in=(Kind.FEE_NOTIFIED, Kind.FEE_PAID), day__year=year, reversed_by=None)
    once: dict[tuple[int, str, date, str], Decimal | None] = {}
    for case, parent, kind, day, details in events.values_list("case", "case__parent", "kind", "day", "details"):
        amount = str(details.get("amount", ""))
        once[parent or case, kind, day, amount] = _money(amount)
    charged = [value for (_, kind, _, _), value in once.items() if kind == Kind.FEE_NOTIFIED]
    paid = [value for (_, kind, _, _), value in once.items() if kind == Kind.FEE_PAID]
    return {"notices": len(charged), "charged": _sum(charged), "paid": _sum(paid)}


def _money(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _sum(values: Iterable[Decimal | None]) -> Number | None:
    rows = list(values)
    if any(value is None for value in rows):
        return None
    total = sum((value for value in rows if value is not None), Decimal(0))
    return int(total) if total == int(total) else total.normalize()


def of_tables(form: Form, cells: Mapping[str, str | None]) -> dict[str, Any]:
    """The figures of the report's own tables; None for what a cell does not say."""

    def value(address: str) -> Number | None:
        try:
            return number_of(cells.get(address))
        except ValueError:
            return None

    def added(*addresses: str) -> Number | None:
        found = [value(address) for address in addresses]
        return None if any(one is None for one in found) else sum(one for one in found if one is not None)

    others = [f"3.received.{column.key}" for column in form.tables["3"].columns if column.key not in ("person", "total")]
    received, carried_in = value("3.received.total"), value("3.carried_in.total")
    issued, repealed, in_force = (value(f"2.normative_documents.{column}") for column in ("issued", "repealed", "in_force"))
    results = {column.label: value(f"4.review.{column.key}") for column in form.tables["4"].columns if column.key != "total"}
    return {
        "received": received, "carried_in": carried_in, "processed": value("3.processed.total"), "carried_out": value("3.carried_out.total"),
        "applications": added("3.received.total", "3.carried_in.total"), "persons": value("3.received.person"), "organisations": added(*others),
        "outcomes": _listed(_outcomes(form, cells), "件"), "review": value("4.review.total"),
        "review_results": _listed({label: number for label, number in results.items() if number}, "件"),
        "litigation": added("4.litigation_direct.total", "4.litigation_after_review.total"),
        "issued": issued, "repealed": repealed, "in_force": in_force,
        "documents": added(*(f"2.normative_documents.{column}" for column in ("issued", "repealed", "in_force")))}


def _outcomes(form: Form, cells: Mapping[str, str | None]) -> dict[str, Number]:
    """The six groups of outcomes with their totals, by the form's own words without numerals."""
    table, made = form.tables["3"], {}
    for row in (*(table.row(key) for key in ("granted", "partial")), *table.groups(), *(leaf for leaf in table.leaves() if leaf.key == "closed")):
        total: Number = 0
        for leaf in row.leaves():
            try:
                total += number_of(cells.get(f"3.{leaf.key}.total")) or 0
            except ValueError:
                continue
        if total and row.key:
            made[row.label.split("（区分")[0].translate(_NUMBERED)] = total
    return made


def _listed(numbers: Mapping[str, Number], unit: str) -> str:
    """甲3条，乙2条，其他1条: the largest first."""
    ordered = sorted(((label, number) for label, number in numbers.items() if number), key=lambda pair: -pair[1])
    shown = ordered if len(ordered) <= SHOWN + 1 else [*ordered[:SHOWN], ("其他", sum(number for _, number in ordered[SHOWN:]))]
    return "，".join(f"{label}{number}{unit}" for label, number in shown)
