"""What must show something new every so often: columns by the rules that units set, accounts of new media by the rule of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.disclosure.domain import absent, terms, update_rules
from gongkai.web.disclosure.domain.channel_kinds import Update, kinds
from gongkai.web.disclosure.domain.duty import SOON, Duty, Kind, State, regions_of
from gongkai.web.disclosure.models import AbsentColumn, CatalogueNode, Channel, ChannelFigure, PublishedItem, UpdateRule
from gongkai.web.organs.models import Unit


def columns(units: Sequence[Unit], today: date) -> list[Duty]:
    """The columns with a rule: stale, soon stale, empty, up to date, or empty because the unit has nothing of the kind. An abolished unit
    keeps none up."""
    units = [unit for unit in units if unit.abolished_on is None]
    ruled = update_rules.rules_on(units, today)
    rules: dict[int, UpdateRule] = {rule.pk: rule for theirs in ruled.values() for rule in theirs.values()}
    if not rules:
        return []
    last = _last_published(units, {rule.node.path for rule in rules.values()})
    regions, marks = regions_of(units), absent.absent_on(units, today)
    return [_column(unit, rule, last.get((unit.pk, rule.node.path)), today, regions[unit.pk], marks.get((unit.pk, rule.node_id)))
            for unit in units for rule in ruled[unit.pk].values()]


def _column(unit: Unit, rule: UpdateRule, day: date | None, today: date, region: str, mark: AbsentColumn | None) -> Duty:
    assert rule.days is not None
    due, asked = None, f"{rule.node.name}：最长 {rule.days} 天须有更新"
    if day is not None:
        due = day + timedelta(rule.days)
        sentence = f"{asked}；最近一次发布在 {day}，应在 {due} 前更新。"
        if mark is not None:
            sentence += f"{mark.since or '此前'}标明没有此类信息（{mark.reason}），其后已有公开的信息，仍应按期更新。"
        state, word = _standing(due, day, today, region)
    elif mark is not None:
        state, word = State.ABSENT, "本机关无此类信息"
        sentence = f"{asked}；{f'{mark.since} 起' if mark.since else ''}标明本机关没有此类信息：{mark.reason}。"
    else:
        state, word, sentence = State.EMPTY, "从未发布信息", f"{asked}；该栏目目前没有公开的信息。"
    return Duty(Kind.COLUMN, state, unit, rule.node_id, rule.node.name, word, due, rule.basis, sentence,
                f"{reverse('disclosure:items')}?unit={unit.pk}&node={rule.node_id}", mark.pk if mark and state is State.ABSENT else None)


def _standing(due: date, day: date, today: date, region: str, verb: str = "更新") -> tuple[State, str]:
    """How what was last seen on a day and is due on another stands."""
    if today > due:
        return State.LATE, f"已 {(today - day).days} 天未{verb}"
    state = State.SOON if terms.left(due, today, region) <= SOON else State.OPEN
    return state, f"{(due - today).days} 天内须{verb}" if due > today else f"今天须{verb}"


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


def accounts(units: Sequence[Unit], today: date) -> list[Duty]:
    """The accounts of new media in use that must be updated, by what is entered of them: dispatches, and months with posts.

    An account of which months alone are entered is asked for the next month when that is over: within a month nothing is known.
    """
    updates = kinds().updates
    known = {unit.pk: unit for unit in units}
    rows = list(Channel.objects.filter(unit__in=known, kind__in=updates, quiet="").on(today).annotate(last=Max("dispatches__sent_on"))
                .order_by("unit", "kind", "name"))
    if not rows:
        return []
    months = dict(ChannelFigure.objects.filter(channel__in=rows, posts__gt=0).order_by().values_list("channel").annotate(last=Max("month")))
    regions = regions_of(units)
    return [_account(known[row.unit_id], row, updates[row.kind], months.get(row.pk), today, regions[row.unit_id]) for row in rows]


def _account(unit: Unit, row: Channel, asked: Update, month: date | None, today: date, region: str) -> Duty:
    sent: date | None = getattr(row, "last", None)
    seen = [(sent + timedelta(asked.days), sent, f"最近一次登记的发布在 {sent}")] if sent else []
    if month is not None:
        end = _end_of(month)
        seen.append((_end_of(end + timedelta(1)) + timedelta(asked.days), end, f"最近一个有发布数的月份是 {month:%Y-%m}，下个月的数据应在月后填报"))
    told = f"{row.kind}最长 {asked.days} 天须有更新"
    if seen:
        due, day, what = max(seen)
        state, word = _standing(due, day, today, region, "登记发布")
        sentence = f"{told}；{what}，应在 {due} 前更新并登记。"
    else:
        due, state, word, sentence = None, State.EMPTY, "从未登记发布", f"{told}；还没有登记发布，也没有填报月度数据。"
        if row.since is not None and today <= row.since + timedelta(asked.days):
            due = row.since + timedelta(asked.days)
            state, word = _standing(due, row.since, today, region, "登记发布")
    return Duty(Kind.ACCOUNT, state, unit, row.pk, str(row), word, due, asked.basis, sentence, reverse("disclosure:channel", args=[row.pk]))


def _end_of(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
