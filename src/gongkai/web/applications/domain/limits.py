"""How often one may try: enough for everybody, too little for a flood. Whoever is stopped is told why, and when again.

    limits.take("apply", address)           # counts one try; raises TooOften where it is one too many
    limits.give_back("apply", address)      # it was none
    limits.slowed("code_number", number)    # counts one, and says by how many seconds to wait; stops nobody

Tries are counted by span of time in the database that all processes share, under digests: neither an address nor a number can be
read there. The law sets none of these bounds; whoever is stopped can still file on paper (条例第二十九条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.web.applications.models import Tally
from gongkai.web.common import sealing

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many minutes. `why` is the first half of the sentence for whoever is stopped."""

    times: int
    minutes: int
    why: str


def _limits() -> dict[str, Limit]:
    return {
        "apply": Limit(settings.APPLY_PER_HOUR, 60, f"为防止恶意提交，同一网络地址一小时内最多网上提交{settings.APPLY_PER_HOUR}件申请"),
        "form": Limit(settings.APPLY_PER_HOUR * 4, 60, "您所在的网络地址短时间内提交的次数过多"),
        "code_pair": Limit(10, 60, "从您所在的网络地址查询这个编号，查询码输错的次数过多，为保护申请人的信息暂停查询，从其他网络查询不受影响"),
        "code_number": Limit(10, 60, ""),  # slows, and stops nobody (`slowed`)
        "code_address": Limit(30, 15, "您所在的网络地址短时间内查询码输错的次数过多，为保护申请人的信息暂停查询"),
        "act": Limit(60, 60, "您所在的网络地址短时间内提交的次数过多"),
        "complain": Limit(settings.APPLY_PER_HOUR, 60, f"为防止恶意提交，同一网络地址一小时内最多网上提交{settings.APPLY_PER_HOUR}件投诉举报"),
        "offer": Limit(60, 1, "查询已公开信息的次数过多"),
    }


SHARED = 10
"""How many times as many tries are allowed where one address stands for all visitors (a server in front that is not named in
GONGKAI_PROXIES), so that one visitor does not shut out the others."""


SLOWER, SLOWEST = 0.3, 2.0
"""Seconds by which each try beyond the limit is answered later, and the longest wait: it holds a worker of the server."""


class TooOften(Exception):
    """One try too many. ``str(error)`` says why, and when again (`again`)."""

    def __init__(self, why: str, again: datetime) -> None:
        local = timezone.localtime(again)
        day = "" if local.date() == timezone.localdate() else "明天"
        super().__init__(f"{why}，请在{day}{local:%H:%M}之后再试。")
        self.again = again


def take(what: str, who: str, now: datetime | None = None, *, about: str = "") -> None:
    """Count one try.

    Args:
        what: one of the limits.
        who: the visitor's network address; "" where nobody can be told apart.
        about: what is tried from there, where each thing is counted by itself.

    Raises:
        TooOften: there were as many as may be.
    """
    limit, now = _limits()[what], now or timezone.now()
    shared = who in ("", "127.0.0.1", "::1")
    count, again = _count(what, _told(who, about), limit, now)
    if count > limit.times * (SHARED if shared else 1):
        raise TooOften(limit.why, again)


def slowed(what: str, who: str, now: datetime | None = None) -> float:
    """Count one try, and say for how many seconds its answer should wait: 0 up to the limit, then a little longer each time."""
    limit = _limits()[what]
    count, _ = _count(what, _told(who, ""), limit, now or timezone.now())
    return min(SLOWEST, SLOWER * max(count - limit.times, 0))


def give_back(what: str, who: str, now: datetime | None = None, *, about: str = "") -> None:
    """Take one try back that was rightly made."""
    now = now or timezone.now()
    start = _start(now, timedelta(minutes=_limits()[what].minutes))
    Tally.objects.filter(what=what, who=sealing.index(what, _told(who, about)), start=start, count__gt=0).update(count=F("count") - 1)


def _told(who: str, about: str) -> str:
    return f"{who or 'all'} {about}".strip()


def _count(what: str, who: str, limit: Limit, now: datetime) -> tuple[int, datetime]:
    """Count one; how many there are now in its span of time, and when that ends."""
    span = timedelta(minutes=limit.minutes)
    start = _start(now, span)
    row, fresh = Tally.objects.get_or_create(what=what, who=sealing.index(what, who), start=start)
    if fresh:
        Tally.objects.filter(start__lt=now - KEPT).delete()
    with transaction.atomic():  # between the two nobody else counts
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db(fields=["count"])
    return row.count, start + span


def _start(now: datetime, span: timedelta) -> datetime:
    """The beginning of the span of time that `now` lies in."""
    seconds = int(span.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
