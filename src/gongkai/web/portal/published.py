"""Which items are public: filters, order, neighbours, validity on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from gongkai.web.common import days
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.portal import tree

LISTED = ("item_id", "unit_id", "node_id", "index_number", "title", "made_on", "document_number", "genre", "subject", "valid_from",
          "valid_until", "invalid_since", "ended_by", "published_at", "changed_at")
"""What a list shows of an item; bodies stay where they are."""
ENDED = {"expired": "已失效", "superseded": "已被替代"}
"""Act that ended a normative document → what it is since."""
VALIDITY = {"valid": "现行有效", "ended": "已失效或废止", "coming": "尚未生效"}
FIRST_YEAR = 1949


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to.

    Args:
        unit: the id of a unit, with all units below it.
        node: the id of a row of a catalogue, with all below it.
        year: of publication.
        validity: one of `VALIDITY`, on the day `on`.
        asked: words to be searched for; for the search page alone.
    """

    unit: int | None = None
    node: int | None = None
    genre: str = ""
    subject: str = ""
    year: int | None = None
    validity: str = ""
    on: date | None = None
    asked: str = ""

    @property
    def day(self) -> date:
        """The day on which validity is asked."""
        return self.on or days.today()

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return replace(self, asked="", on=None) != Filters()

    def query(self) -> dict[str, str]:
        """As they stand in an address."""
        values = {"q": self.asked, "unit": self.unit, "node": self.node, "genre": self.genre, "subject": self.subject, "year": self.year,
                  "validity": self.validity, "on": self.on}
        return {name: str(value) for name, value in values.items() if value}


def filters_of(query: QueryDict | Mapping[str, str]) -> Filters:
    """Filters from an address. What makes no sense there counts as not given."""
    units, catalogue = tree.units(), tree.catalogue()
    unit, node, year = (_number(query.get(name)) for name in ("unit", "node", "year"))
    genre, subject, validity = (query.get(name) or "" for name in ("genre", "subject", "validity"))
    return Filters(
        unit=unit if unit in units.by_id else None, node=node if node in catalogue.by_id else None,
        genre=genre if genre in vocabularies.genres() else "", subject=subject if subject in vocabularies.subjects() else "",
        year=year if year and FIRST_YEAR <= year < 9999 else None, validity=validity if validity in VALIDITY else "",
        on=_day(query.get("on")), asked=(query.get("q") or "").replace("\x00", "").strip()[:200])


def items(filters: Filters, nodes: Sequence[int] | None = None) -> QuerySet[PublishedItem]:
    """Published items, the newest first, without their bodies.

    Args:
        nodes: only items of these rows of a catalogue.
    """
    rows = PublishedItem.objects.only(*LISTED).order_by("-published_at", "-item_id")
    if filters.unit:
        units = tree.units()
        below = [entry.id for entry in units.below(units.by_id[filters.unit])]
        rows = rows.filter(unit_id=below[0]) if len(below) == 1 else rows if len(below) == len(units.all) else rows.filter(unit_id__in=below)
    if filters.node:
        rows = rows.filter(node_id__in=tree.catalogue().below(filters.node))
    if nodes is not None:
        rows = rows.filter(node_id__in=nodes)
    if filters.genre:
        rows = rows.filter(genre=filters.genre)
    if filters.subject:
        rows = rows.filter(subject=filters.subject)
    if filters.year:
        rows = rows.filter(published_at__gte=_start(filters.year), published_at__lt=_start(filters.year + 1))
    if filters.validity:
        rows = rows.filter(_holds(filters.validity, filters.day))
    return rows


def neighbours(item: PublishedItem) -> tuple[PublishedItem | None, PublishedItem | None]:
    """The next newer and the next older item of the same unit."""
    rows = PublishedItem.objects.filter(unit_id=item.unit_id).only("item_id", "title")
    at = item.published_at  # the first condition is what an index can follow
    newer = rows.filter(Q(published_at__gte=at), Q(published_at__gt=at) | Q(item_id__gt=item.pk))
    older = rows.filter(Q(published_at__lte=at), Q(published_at__lt=at) | Q(item_id__lt=item.pk))
    return newer.order_by("published_at", "item_id").first(), older.order_by("-published_at", "-item_id").first()


def validity(item: PublishedItem, day: date) -> str:
    """What an item is on a day: 现行有效, 已废止, 已被替代, 已失效, 尚未生效; "" where nothing says that it could end."""
    if item.valid_from is None and item.valid_until is None and item.invalid_since is None:
        return ""
    if item.valid_from and day < item.valid_from:
        return "尚未生效"
    if item.invalid_since and item.invalid_since <= day and (item.valid_until is None or item.invalid_since <= item.valid_until):
        return ENDED.get(item.ended_by, "已废止")
    return "已失效" if item.valid_until and item.valid_until < day else "现行有效"


def in_order(ids: Iterable[int], bodies: bool = True) -> list[PublishedItem]:
    """The items of these ids in this order, with their texts and files unless told; those that have gone meanwhile are left out."""
    wanted = list(ids)
    rows = PublishedItem.objects.only(*LISTED, *(("summary", "body", "files") if bodies else ())).in_bulk(wanted)
    return [rows[id] for id in wanted if id in rows]


def _holds(state: str, day: date) -> Q:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    ended = Q(valid_until__lt=day) | Q(invalid_since__lte=day)
    unended = (Q(valid_until=None) | Q(valid_until__gte=day)) & (Q(invalid_since=None) | Q(invalid_since__gt=day))
    return {"valid": begun & unended, "ended": ended, "coming": Q(valid_from__gt=day)}[state]


def _start(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 1, 1))


def year_span(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next."""
    return _start(year), _start(year + 1)


def _number(value: Any) -> int | None:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else None


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value or "")
    except (ValueError, ValidationError):
        return None


