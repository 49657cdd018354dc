"""What a unit still owes: computed from rows and the calendar whenever somebody looks, never stored.

    duties = board(person, units)          # sorted, the most urgent first
    in_time(units, 2026)                   # how much of a year's publications came within the term

Items to be published within the term of 条例第26条, columns and accounts to be kept up to date (update_duties.py), things withheld to be
looked at anew (第18条), scheduled publications that failed, questions from units below. Each names its ground. The number of queries
does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.domain import handing_over, queries, terms
from gongkai.web.disclosure.domain.duty import KEY, RANK, SOON, Duty, Kind, State, regions_of
from gongkai.web.disclosure.domain.update_duties import accounts, columns
from gongkai.web.disclosure.enums import Act, Attribute, Stage
from gongkai.web.disclosure.models import Item, ItemVersion, Publication, Referral, Schedule
from gongkai.web.organs.models import Unit

AHEAD = 14
"""Days before the day of a reassessment from which it is shown."""
__all__ = ["KEY", "Duty", "Kind", "Punctuality", "State", "accounts", "board", "columns", "in_time", "regions_of", "units_in", "units_of", "unpublished"]


def units_of(person: Any) -> list[Unit]:
    """The units whose duties a person sees: those whose items the person sees, which stand or have left something to do."""
    where = permissions.UNITS.where(person, "view")
    return [] if where is None else list(handing_over.with_work(Unit.objects.filter(where)).order_by("place"))


def units_in(person: Any, year: int) -> list[Unit]:
    """The units of a year whose publications a person sees: those that stood on a day of it."""
    where = permissions.UNITS.where(person, "view")
    rows = Unit.objects.filter(Q(abolished_on=None) | Q(abolished_on__gt=date(year, 1, 1))).exclude(founded_on__gte=F("abolished_on"))
    return [] if where is None else list(rows.filter(where).order_by("place"))


def board(person: Any, units: Sequence[Unit], today: date | None = None) -> list[Duty]:
    """Everything owed by units that the person sees, the most urgent first."""
    today = today or days.today()
    found = [*unpublished(units, today), *columns(units, today), *accounts(units, today), *_reassessments(person, units, today), *_failed(units), *_referrals(person, units, today)]
    return sorted(found, key=lambda duty: (RANK.index(duty.state), duty.due or date.min, duty.unit.place, duty.kind, duty.subject))


def unpublished(units: Sequence[Unit], today: date) -> list[Duty]:
    """Items meant for the public that were never published, each with its term."""
    known, regions = {unit.pk: unit for unit in units}, regions_of(units)
    acts = Publication.objects.filter(item=OuterRef("pk"), act=Act.PUBLISHED)
    rows = Item.objects.filter(~Exists(acts), unit__in=known, attribute=Attribute.ACTIVE, stage__in=handing_over.UNFINISHED).order_by()
    found = []
    for key, unit, title, made_on, stage in rows.values_list("pk", "unit", "title", "made_on", "stage"):
        term = terms.publication(made_on, regions[unit])
        if term.due is None:
            state, word = State.LATE, "已逾期"
        else:
            left = terms.left(term.due, today, regions[unit])
            state = State.LATE if today > term.due else State.SOON if left <= SOON else State.OPEN
            word = f"逾期 {max(1, -left)} 个工作日" if state is State.LATE else f"还剩 {left} 个工作日" if left else "今天到期"
        found.append(Duty(Kind.PUBLISH, state, known[unit], key, title, f"{word}（{Stage(stage).label}）", term.due, term.article, term.sentence,
                          reverse("disclosure:item", args=[key])))
    return found


def _reassessments(person: Any, units: Sequence[Unit], today: date) -> list[Duty]:
    known = {unit.pk: unit for unit in units}
    rows = Item.objects.restrict(person).filter(unit__in=known, stage=Stage.KEPT, reassess_on__lte=today + timedelta(AHEAD)).order_by()
    found = []
    for key, unit, title, due in rows.values_list("pk", "unit", "title", "reassess_on"):
        assert due is not None  # the condition lets no other through
        late = due < today
        word = f"逾期 {(today - due).days} 天" if late else "今天到期" if due == today else f"{(due - today).days} 天后到期"
        found.append(Duty(Kind.REASSESS, State.LATE if late else State.SOON, known[unit], key, title, word, due, "《政府信息公开条例》第十八条",
                          f"不予公开的信息定于 {due} 重新评估能否公开。", reverse("disclosure:item", args=[key])))
    return found


def _failed(units: Sequence[Unit]) -> list[Duty]:
    """Approved items whose scheduled publication failed and that still wait."""
    known = {unit.pk: unit for unit in units}
    newer = ItemVersion.objects.filter(item=OuterRef("version__item"), number__gt=OuterRef("version__number"))
    rows = (Schedule.objects.filter(~Exists(newer), version__item__unit__in=known, version__item__stage=Stage.APPROVED).exclude(failure="")
            .order_by("id").values_list("version__item", "version__item__unit", "version__item__title", "due_at", "failure"))
    last = {row[0]: row for row in rows}
    return [Duty(Kind.SCHEDULE, State.LATE, known[unit], key, title, "没有按时发布", timezone.localdate(due), "已审核通过，定时发布",
                 f"定于 {_minute(due)} 发布，没有成功：{failure}", reverse("disclosure:item", args=[key]))
            for key, unit, title, due, failure in last.values()]


def _referrals(person: Any, units: Sequence[Unit], today: date) -> list[Duty]:
    """Questions to the units that nobody has answered, for those who may answer."""
    known = {unit.pk: unit for unit in units}
    mine = Referral.objects.restrict(person, "answer").filter(to_unit__in=known)
    rows = queries.open_referrals().filter(pk__in=mine).order_by("id")
    found = []
    for key, unit, title, asked in rows.values_list("pk", "to_unit", "version__item__title", "asked_at"):
        waited = (today - timezone.localdate(asked)).days
        found.append(Duty(Kind.REFERRAL, State.SOON, known[unit], key, title, f"已等待 {waited} 天" if waited else "今天收到", None,
                          "《政府信息公开条例》第十七条", f"{timezone.localdate(asked)} 请示能否公开，尚未答复。", reverse("disclosure:referral", args=[key])))
    return found


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How much of what a unit first published in a year came within the term; `unknown` where no term can be told."""

    unit: Unit
    published: int
    in_time: int
    late: int
    unknown: int

    @property
    def share(self) -> str:
        """The part in time, of what has a term; "" where nothing has."""
        known = self.in_time + self.late
        return f"{100 * self.in_time / known:.1f}%" if known else ""


def in_time(units: Sequence[Unit], year: int) -> list[Punctuality]:
    """For each unit that published something in a year, how much of it came in time.

    The day of making is that of the first version that was published: what is corrected later changes nothing.
    """
    known, regions = {unit.pk: unit for unit in units}, regions_of(units)
    zone = timezone.get_current_timezone()
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    earlier = Publication.objects.filter(item=OuterRef("item"), act=Act.PUBLISHED, pk__lt=OuterRef("pk"))
    rows = Publication.objects.filter(~Exists(earlier), act=Act.PUBLISHED, item__unit__in=known, at__gte=start, at__lt=end).order_by()
    counts: dict[int, list[int]] = {}
    for unit, at, made in rows.values_list("item__unit", "at", "version__content__made_on"):
        due = terms.publication(date.fromisoformat(made), regions[unit]).due
        place = 2 if due is None else 1 if timezone.localdate(at) > due else 0
        counts.setdefault(unit, [0, 0, 0])[place] += 1
    return [Punctuality(known[key], sum(found), *found) for key, found in sorted(counts.items(), key=lambda pair: known[pair[0]].place)]


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
