"""What went out by channel, kind and year, counted from rows.

Two things are counted apart, since they overlap: dispatches, which were entered one by one, and the operator's own figures by
month. A sum without a single row behind it is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from gongkai.web.disclosure.domain.channel_kinds import kinds
from gongkai.web.disclosure.models import Channel, ChannelFigure, Dispatch

FIGURES = ("dispatches", "dispatch_reads", "posts", "reads", "followers")


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a year: of a channel, of a kind, of a group.

    Attributes:
        channels: how many channels are behind it.
        dispatches: what was entered one by one; `dispatch_reads` how often those were read.
        posts, reads: sums of the operator's figures by month.
        followers: the latest figure of the year.
    """

    label: str
    channels: int
    dispatches: int
    dispatch_reads: int | None
    posts: int | None
    reads: int | None
    followers: int | None
    channel: Channel | None = None


def by_channel(channels: QuerySet[Channel], year: int) -> list[Line]:
    """A line for each channel that was in use in the year or has figures of it; two queries and the channels' own."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    dispatches = Dispatch.objects.filter(channel__in=channels, sent_on__range=(first, last)).order_by()
    sent: dict[int, Any] = {row["channel"]: row for row in dispatches.values("channel").annotate(number=Count("pk"), read=Sum("reads"))}
    told: dict[int, Any] = {row["channel"]: row for row in _figures(channels, first, last).values("channel").annotate(
        post=Sum("posts"), read=Sum("reads"))}
    newest = ChannelFigure.objects.filter(channel=OuterRef("pk"), month__range=(first, last), followers__isnull=False).order_by("-month")
    lines = []
    for channel in channels.select_related("unit").annotate(newest=Subquery(newest.values("followers")[:1])):
        theirs, figures = sent.get(channel.pk, {}), told.get(channel.pk, {})
        unused = (channel.since is not None and channel.since > last) or (channel.until is not None and channel.until < first)
        if unused and not theirs and not figures:
            continue
        lines.append(Line(str(channel), 1, theirs.get("number", 0), theirs.get("read"), figures.get("post"), figures.get("read"),
                          channel.newest, channel))
    return lines


def by_kind(lines: Iterable[Line]) -> list[tuple[Line, list[Line]]]:
    """Each group of kinds with its kinds, in the order of reports, from the lines of channels."""
    found: dict[str, dict[str, list[Line]]] = {name: {} for name in kinds().names}
    for line in lines:
        kind = line.channel.kind if line.channel else ""
        found[kinds().group_of(kind)].setdefault(kind, []).append(line)
    return [(total(group, [one for rows in theirs.values() for one in rows]), [total(kind, rows) for kind, rows in theirs.items()])
            for group, theirs in found.items() if theirs]


def total(label: str, lines: Iterable[Line]) -> Line:
    """Lines added up."""
    rows = list(lines)
    sums: dict[str, Any] = {name: _sum(getattr(row, name) for row in rows) for name in FIGURES}
    return Line(label, sum(row.channels for row in rows), **{**sums, "dispatches": sums["dispatches"] or 0})


def months(channel: Channel, year: int) -> list[tuple[int, int, int | None]]:
    """Month, dispatches, posts of a channel, for each month of a year."""
    sent: dict[int, int] = {}
    for day in channel.dispatches.filter(sent_on__year=year).values_list("sent_on", flat=True):
        sent[day.month] = sent.get(day.month, 0) + 1
    told = {month.month: posts for month, posts in channel.figures.filter(month__year=year).values_list("month", "posts")}
    return [(month, sent.get(month, 0), told.get(month)) for month in range(1, 13)]


def years(channels: QuerySet[Channel], today: date) -> list[int]:
    """The years of which there are rows, and this year; the latest first."""
    sent = Dispatch.objects.filter(channel__in=channels).dates("sent_on", "year")
    told = ChannelFigure.objects.filter(channel__in=channels).dates("month", "year")
    return sorted({today.year, *(day.year for day in sent), *(day.year for day in told)}, reverse=True)


def _figures(channels: QuerySet[Channel], first: date, last: date) -> QuerySet[ChannelFigure]:
    return ChannelFigure.objects.filter(channel__in=channels, month__range=(first, last)).order_by()


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
