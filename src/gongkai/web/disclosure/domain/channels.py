"""Channels: where a unit makes things known, what went out there and when, the figures that the operator gives by month.

A dispatch that was entered wrongly is undone: its row goes, the event log keeps what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.models import Channel, ChannelFigure, Dispatch, Item
from gongkai.web.organs.models import Unit

CHANNEL = ("kind", "name", "address", "since", "quiet")
FIGURES = ("posts", "reads", "followers")


@transaction.atomic
def add_channel(
    actor: Any, unit: Unit, *, kind: str, name: str, address: str = "", since: date | None = None, quiet: str = "",
) -> Channel:
    """A new channel of a unit.

    Args:
        quiet: why it need not be updated in the time that its kind is (domain/channel_duties.py); "" where it must be.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: kind or name is missing, or the unit has that channel already.
    """
    row = Channel(unit=unit, kind=_squeezed(kind), name=_squeezed(name), address=address.strip(), since=since, quiet=quiet.strip())
    require(actor, "edit", row)
    _checked(row)
    row.save()
    eventlog.record("channel.added", row, actor=actor, after={"kind": row.kind, "name": row.name, "address": row.address})
    return row


@transaction.atomic
def change_channel(actor: Any, channel: Channel, version: int, **changes: Any) -> Channel:
    """Change what is known of a channel (any of `CHANNEL`).

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: a value is wrong.
        Conflict: somebody else was first.
    """
    require(actor, "edit", channel)
    before = {name: _told(getattr(channel, name)) for name in changes}
    for name in CHANNEL:
        if name in changes:
            setattr(channel, name, _squeezed(changes[name]) if isinstance(changes[name], str) else changes[name])
    _checked(channel)
    channel.save_over(version, **{name: getattr(channel, name) for name in changes})
    eventlog.record("channel.changed", channel, actor=actor, before=before, after={name: _told(getattr(channel, name)) for name in changes})
    return channel


@transaction.atomic
def close_channel(actor: Any, channel: Channel, version: int, *, until: date) -> Channel:
    """Say on which day a channel was last in use. What went out there stays and counts.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: the day lies in the future, before its start, or before the last thing that went out there.
        Conflict: somebody else was first.
    """
    require(actor, "edit", channel)
    if channel.until is not None:
        raise ValidationError(f"该渠道已于 {channel.until} 停用，不必再次停用。")
    if until > days.today():
        raise ValidationError({"until": "停用日期不能晚于今天，请核对。"})
    if channel.since is not None and until < channel.since:
        raise ValidationError({"until": f"停用日期不能早于启用日期 {channel.since}，请核对。"})
    last = channel.dispatches.order_by("-sent_on").values_list("sent_on", flat=True).first()
    if last is not None and until < last:
        raise ValidationError({"until": f"该渠道 {last} 还发布过信息，停用日期不能早于这一天，请核对。"})
    channel.save_over(version, until=until)
    eventlog.record("channel.closed", channel, actor=actor, after={"until": str(until)})
    return channel


@transaction.atomic
def reopen_channel(actor: Any, channel: Channel, version: int) -> Channel:
    """Take a channel into use again; its last day is forgotten.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: the channel is in use.
        Conflict: somebody else was first.
    """
    require(actor, "edit", channel)
    if channel.until is None:
        raise ValidationError("该渠道正在使用，不必重新启用。")
    before = {"until": str(channel.until)}
    channel.save_over(version, until=None)
    eventlog.record("channel.reopened", channel, actor=actor, before=before)
    return channel


@transaction.atomic
def record_dispatch(
    actor: Any, channel: Channel, *, title: str, sent_on: date, item: Item | None = None, address: str = "", reads: int | None = None,
    subject: str = "",
) -> Dispatch:
    """Note that something went out on a channel.

    Args:
        item: the item that it told of, of any unit whose items the actor sees.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: the title is missing, the channel was not in use on that day, or the row is there already.
    """
    row = Dispatch(channel=channel, title=_squeezed(title), sent_on=sent_on, item=item, address=address.strip(), reads=reads,
                   subject=subject.strip(), entered_by=_person(actor))
    require(actor, "edit", row)
    if item is not None:
        require(actor, "view", item)
    if fault := unfit(channel, sent_on):
        raise ValidationError({"sent_on": fault})
    row.full_clean(exclude=["channel", "item", "entered_by"], validate_unique=False, validate_constraints=False)
    if Dispatch.objects.filter(channel=channel, title=row.title, sent_on=sent_on).exists():
        raise ValidationError({"title": f"该渠道 {sent_on} 已经登记过同名信息，请核对。"})
    row.save()
    eventlog.record("channel.dispatched", row, actor=actor, unit=channel.unit, after=_dispatch(row))
    return row


@transaction.atomic
def undo_dispatch(actor: Any, dispatch: Dispatch, *, reason: str) -> None:
    """Take back a dispatch that was entered wrongly.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: no reason is given.
    """
    require(actor, "edit", dispatch)
    if not reason.strip():
        raise ValidationError({"reason": "请说明撤销这条登记的理由。"})
    eventlog.record("channel.undone", dispatch, actor=actor, unit=dispatch.channel.unit, before=_dispatch(dispatch), note=reason.strip())
    dispatch.delete()


@transaction.atomic
def set_figure(
    actor: Any, channel: Channel, *, month: date, posts: int | None = None, reads: int | None = None, followers: int | None = None,
) -> ChannelFigure:
    """Enter a channel's figures of a month; what was entered for that month before is replaced.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: no figure is given, or the month has not begun or the channel was not in use.
    """
    row = ChannelFigure(channel=channel, month=month.replace(day=1), posts=posts, reads=reads, followers=followers)
    require(actor, "edit", row)
    if posts is None and reads is None and followers is None:
        raise ValidationError("发布数、阅读量、关注人数至少填写一项。")
    if fault := unfit(channel, month, whole_month=True):
        raise ValidationError({"month": fault})
    values = {name: getattr(row, name) for name in FIGURES}
    old = ChannelFigure.objects.filter(channel=channel, month=row.month).first()
    before = {name: getattr(old, name) for name in FIGURES} if old else {}
    row, _ = ChannelFigure.objects.update_or_create(channel=channel, month=row.month, defaults={**values, "entered_by": _person(actor)})
    eventlog.record("channel.figure_set", row, actor=actor, unit=channel.unit, before=before, after=values)
    return row


def unfit(channel: Channel, day: date, *, whole_month: bool = False) -> str:
    """Why nothing can have gone out on a channel on that day (in that month), one sentence; "" where it can."""
    first = day.replace(day=1) if whole_month else day
    last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1) if whole_month else day
    if first > days.today():
        return "月份还没有到，请核对。" if whole_month else "发布日期不能晚于今天，请核对。"
    if channel.since is not None and last < channel.since:
        return f"该渠道 {channel.since} 才启用，请核对日期。"
    if channel.until is not None and first > channel.until:
        return f"该渠道已于 {channel.until} 停用，请核对日期。"
    return ""


def channels_of(unit: Unit) -> dict[tuple[str, str], Channel]:
    """A unit's channels by kind and name; by name alone too (kind "") where one channel has that name."""
    rows = list(Channel.objects.filter(unit=unit).select_related("unit"))
    names = [row.name for row in rows]
    return {**{("", row.name): row for row in rows if names.count(row.name) == 1}, **{(row.kind, row.name): row for row in rows}}


@transaction.atomic
def import_dispatches(actor: Any, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter the rows of a sheet: ``kind``, ``name`` of the channel, ``title``, ``sent_on``, ``address``, ``reads``, ``subject``, ``row``.

    What is there already (channel, title, day) gets the sheet's address, reads and subject where the sheet has some.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: naming the row; nothing is then entered.
    """
    require(actor, "edit", Channel(unit=unit))
    known = channels_of(unit)
    wanted = [(row, _channel(known, row, row["sent_on"])) for row in rows]
    there = {(one.channel_id, one.title, one.sent_on): one for one in Dispatch.objects.filter(
        channel__in={channel.pk for _, channel in wanted}, sent_on__in={row["sent_on"] for row in rows})}
    fresh: list[Dispatch] = []
    stale: dict[int, Dispatch] = {}
    for row, channel in wanted:
        key = channel.pk, _squeezed(row["title"]), row["sent_on"]
        values = {name: row[name] for name in ("address", "reads", "subject") if row[name] not in ("", None)}
        old = there.get(key)
        if old is None:
            made = Dispatch(channel=channel, title=key[1], sent_on=key[2], entered_by=_person(actor), **values)
            made.clean_fields(exclude=["channel", "item", "entered_by"])
            fresh.append(made)
            there[key] = made
        elif changed := {name: value for name, value in values.items() if getattr(old, name) != value}:
            for name, value in changed.items():
                setattr(old, name, value)
            if old.pk:
                stale[old.pk] = old
    Dispatch.objects.bulk_create(fresh)
    Dispatch.objects.bulk_update(stale.values(), ["address", "reads", "subject"])
    return {"登记": len(fresh), "更新": len(stale)}


@transaction.atomic
def import_figures(actor: Any, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter the months of a sheet: ``kind``, ``name`` of the channel, ``month``, and the figures; an empty figure changes nothing.

    Raises:
        Refused: the actor may not manage the unit's channels.
        ValidationError: naming the row; nothing is then entered.
    """
    require(actor, "edit", Channel(unit=unit))
    known = channels_of(unit)
    wanted = [(row, _channel(known, row, row["month"], whole_month=True)) for row in rows]
    there = {(one.channel_id, one.month): one for one in ChannelFigure.objects.filter(channel__in={channel.pk for _, channel in wanted})}
    fresh: list[ChannelFigure] = []
    stale: dict[int, ChannelFigure] = {}
    for row, channel in wanted:
        values = {name: row[name] for name in FIGURES if row[name] is not None}
        old = there.get((channel.pk, row["month"]))
        if old is None:
            old = ChannelFigure(channel=channel, month=row["month"], entered_by=_person(actor))
            there[channel.pk, row["month"]] = old
            fresh.append(old)
        elif old.pk:
            stale[old.pk] = old
        for name, value in values.items():
            setattr(old, name, value)
    ChannelFigure.objects.bulk_create(fresh)
    ChannelFigure.objects.bulk_update(stale.values(), list(FIGURES))
    return {"新增月份": len(fresh), "更新月份": len(stale)}


def misfits(unit: Unit, rows: Iterable[Mapping[str, Any]], day: str, *, whole_month: bool = False) -> Iterable[tuple[int, str, str]]:
    """What is wrong in rows of a sheet that only the database knows: (row, label of the column, sentence).

    Args:
        day: the key of the row's day or month.
    """
    known = channels_of(unit)
    for row in rows:
        if not row["name"] or "kind" in row.get("faulty", ()):
            continue
        channel = known.get((row["kind"], row["name"]))
        if channel is None:
            told = f"{row['kind']}·{row['name']}" if row["kind"] else row["name"]
            yield row["row"], "渠道名称", f"本单位没有叫做“{told}”的渠道，或者有几个同名而没有写明种类，请先在“公开渠道”中登记，或者改正名称。"
        elif row[day] and (fault := unfit(channel, row[day], whole_month=whole_month)):
            yield row["row"], "月份" if whole_month else "发布日期", fault


def _channel(known: Mapping[tuple[str, str], Channel], row: Mapping[str, Any], day: date, **more: Any) -> Channel:
    channel = known.get((row["kind"], row["name"]))
    if channel is None:
        raise ValidationError(f"第 {row['row']} 行：本单位没有渠道“{row['name']}”，请先登记该渠道。")
    if fault := unfit(channel, day, **more):
        raise ValidationError(f"第 {row['row']} 行：{fault}")
    return channel


def _checked(row: Channel) -> None:
    row.clean_fields(exclude=["unit"])
    if row.since is not None and row.since > days.today():
        raise ValidationError({"since": "启用日期不能晚于今天，请核对。"})
    if row.since is not None and row.until is not None and row.until < row.since:
        raise ValidationError({"since": f"启用日期不能晚于停用日期 {row.until}，请核对。"})
    if Channel.objects.filter(unit=row.unit, kind=row.kind, name=row.name).exclude(pk=row.pk).exists():
        raise ValidationError({"name": f"本单位已经登记过“{row.kind}·{row.name}”，请核对。"})


def _dispatch(row: Dispatch) -> dict[str, Any]:
    return {"channel": str(row.channel), "title": row.title, "sent_on": str(row.sent_on), "address": row.address, "reads": row.reads,
            "item": row.item_id}


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None
