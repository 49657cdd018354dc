"""What a unit still owes: computed from rows and the calendar whenever somebody looks, never stored.

    duties = board(person, units)          # sorted, the most urgent first
    in_time(units, 2026)                   # how much of a year's publications came within the term

Items to be published within the term of 条例第26条, columns to be kept up to date, things withheld to be looked at anew (第18条),
scheduled publications that failed, questions from units below. Each names its ground. The number of queries does not depend on
the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.domain import terms, update_rules
from gongkai.web.disclosure.enums import Act, Attribute, Stage
from gongkai.web.disclosure.models import (
    CatalogueNode,
    Item,
    ItemVersion,
    Publication,
    PublishedItem,
    Referral,
    Schedule,
    UpdateRule,
)
from gongkai.web.organs.models import Unit

SOON = 5
"""Working days before the last day from which something is due soon."""
KEY = "duty-"
"""What the keys of reminders begin with."""
AHEAD = 14
"""Days before the day of a reassessment from which it is shown."""
_UNPUBLISHED = (Stage.DRAFT, Stage.SECRECY, Stage.REVIEW, Stage.REFERRED, Stage.APPROVED, Stage.SCHEDULED)


class Kind(StrEnum):
    """What is owed."""

    PUBLISH = "主动公开期限"
    COLUMN = "栏目更新"
    REASSESS = "动态调整"
    SCHEDULE = "定时发布"
    REFERRAL = "请示答复"


class State(StrEnum):
    """How urgent it is, the most urgent first."""

    LATE = "已逾期"
    EMPTY = "空白栏目"
    SOON = "即将到期"
    OPEN = "未到期"


RANK = list(State)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed.

    Attributes:
        subject: the id of the item, column, referral.
        word: how it stands, for the badge: 逾期 3 个工作日.
        due: the last day; None where there is none or it cannot be told.
        article: the ground.
        sentence: how the last day was counted.
        link: where it is dealt with.
    """

    kind: Kind
    state: State
    unit: Unit
    subject: int
    title: str
    word: str
    due: date | None
    article: str
    sentence: str
    link: str

    @property
    def key(self) -> str:
        """What a reminder is about: the same as long as nothing changes."""
        return f"{KEY}{self.kind.name.lower()}-{self.unit.pk}-{self.subject}-{self.due or ''}-{self.state.name.lower()}"


def units_of(person: Any) -> list[Unit]:
    """The units whose duties a person sees: those whose items the person sees, which have not been abolished."""
    where = permissions.UNITS.where(person, "view")
    return [] if where is None else list(Unit.objects.filter(where, abolished_on=None).order_by("path"))


def board(person: Any, units: Sequence[Unit], today: date | None = None) -> list[Duty]:
    """Everything owed by units that the person sees, the most urgent first."""
    today = today or days.today()
    found = [*unpublished(units, today), *columns(units, today), *_reassessments(person, units, today), *_failed(units), *_referrals(person, units, today)]
    return sorted(found, key=lambda duty: (RANK.index(duty.state), duty.due or date.min, duty.unit.path, duty.kind, duty.subject))


def unpublished(units: Sequence[Unit], today: date) -> list[Duty]:
    """Items meant for the public that were never published, each with its term."""
    known, regions = {unit.pk: unit for unit in units}, regions_of(units)
    acts = Publication.objects.filter(item=OuterRef("pk"), act=Act.PUBLISHED)
    rows = Item.objects.filter(~Exists(acts), unit__in=known, attribute=Attribute.ACTIVE, stage__in=_UNPUBLISHED).order_by()
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


def columns(units: Sequence[Unit], today: date) -> list[Duty]:
    """The columns with a rule that are stale, soon stale, or hold nothing; and those that are up to date."""
    ruled = update_rules.rules_on(units, today)
    rules: dict[int, UpdateRule] = {rule.pk: rule for theirs in ruled.values() for rule in theirs.values()}
    if not rules:
        return []
    last = _last_published(units, {rule.node.path for rule in rules.values()})
    regions = regions_of(units)
    found = []
    for unit in units:
        for rule in ruled[unit.pk].values():
            day = last.get((unit.pk, rule.node.path))
            found.append(_column(unit, rule, day, today, regions[unit.pk]))
    return found


def _column(unit: Unit, rule: UpdateRule, day: date | None, today: date, region: str) -> Duty:
    assert rule.days is not None
    due = day + timedelta(rule.days) if day else None
    asked = f"{rule.node.name}：最长 {rule.days} 天须有更新"
    if day is None or due is None:
        state, word, sentence = State.EMPTY, "从未发布信息", f"{asked}；该栏目目前没有公开的信息。"
    else:
        sentence = f"{asked}；最近一次发布在 {day}，应在 {due} 前更新。"
        if today > due:
            state, word = State.LATE, f"已 {(today - day).days} 天未更新"
        else:
            state = State.SOON if terms.left(due, today, region) <= SOON else State.OPEN
            word = f"{(due - today).days} 天内须更新" if due > today else "今天须更新"
    return Duty(Kind.COLUMN, state, unit, rule.node_id, rule.node.name, word, due, rule.basis, sentence,
                f"{reverse('disclosure:items')}?unit={unit.pk}&node={rule.node_id}")


def _last_published(units: Iterable[Unit], paths: set[str]) -> dict[tuple[int, str], date]:
    """Unit and path of a column → when something was last published there, or in a column below it."""
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    nodes = dict(CatalogueNode.objects.filter(below).values_list("pk", "path"))
    rows = (PublishedItem.objects.filter(unit__in=[unit.pk for unit in units], node__in=nodes).order_by().values_list("unit", "node")
            .annotate(last=Max("published_at")))
    found: dict[tuple[int, str], date] = {}
    for unit, node, last in rows:
        day = timezone.localdate(last)
        for path in paths:
            if nodes[node].startswith(path):
                found[unit, path] = max(day, found.get((unit, path), day))
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
    rows = Referral.objects.restrict(person, "answer").filter(to_unit__in=known, answer=None).order_by("id")
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
    return [Punctuality(known[key], sum(found), *found) for key, found in sorted(counts.items(), key=lambda pair: known[pair[0]].path)]


def regions_of(units: Iterable[Unit]) -> dict[int, str]:
    """For each unit's id its 行政区划代码, or that of the nearest unit above which has one; one query."""
    codes = dict(Unit.objects.exclude(region_code="").values_list("pk", "region_code"))
    return {unit.pk: next((codes[int(key)] for key in reversed(unit.path.strip("/").split("/")) if key and int(key) in codes), "")
            for unit in units}


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
