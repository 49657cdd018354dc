"""Publication at a time. `publish_due` runs every minute, may be killed at any point and run twice without harm.

Each item has a transaction of its own; one that cannot be published is recorded with its reason, its clerks are told, and
the others go on.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import publishing, queries, stages
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.models import Item, Schedule

log = logging.getLogger(__name__)


@transaction.atomic
def schedule_item(actor: Any, item: Item, due_at: datetime, *, reason: str = "") -> Schedule:
    """Let the approved version be published at a time; a time set before gives way.

    Args:
        reason: what was corrected, where something of the item is public.

    Raises:
        Refused: the actor may not publish for the unit.
        ValidationError: nothing is approved, the time has passed, no reason.
    """
    row = stages.locked(item)
    require(actor, "publish", row)
    version = stages.latest(row)
    stage = stages.derive(row)
    if version is None or stage not in (Stage.APPROVED, Stage.SCHEDULED):
        raise ValidationError(f"该事项现在是“{stage.label}”，没有审核通过而待发布的内容，请刷新页面查看最新状态。")
    if due_at <= timezone.now():
        raise ValidationError({"due_at": f"发布时间{timezone.localtime(due_at):%Y-%m-%d %H:%M}已经过去，请填写以后的时间，或者立即发布。"})
    if stages.public_version(row) is not None and not reason.strip():
        raise ValidationError({"reason": "该事项正在公开，请说明更正了什么。"})
    version.schedules.filter(done_at=None, cancelled_at=None).update(cancelled_at=timezone.now())
    made = Schedule.objects.create(version=version, due_at=due_at, made_by=actor, reason=reason.strip()[:publishing.MOST_REASON])
    eventlog.record("item.scheduled", row, actor=actor, after={"version": version.number, "due_at": due_at.isoformat()})
    stages.keep(row)
    return made


@transaction.atomic
def cancel_schedule(actor: Any, item: Item) -> None:
    """Publish an item not at its time, but when somebody says so.

    Raises:
        Refused: the actor may not publish for the unit.
        ValidationError: no time is set.
    """
    row = stages.locked(item)
    require(actor, "publish", row)
    version = stages.latest(row)
    if version is None or not version.schedules.filter(done_at=None, cancelled_at=None).update(cancelled_at=timezone.now()):
        raise ValidationError("该事项没有定时发布，请刷新页面查看最新状态。")
    eventlog.record("item.unscheduled", row, actor=actor, after={"version": version.number})
    stages.keep(row)


def publish_due(now: datetime | None = None) -> int:
    """Publish what is due.

    Returns:
        How many items were published.
    """
    now = now or timezone.now()
    due = Schedule.objects.filter(due_at__lte=now, done_at=None, cancelled_at=None).order_by("due_at", "id")
    published = 0
    for key in list(due.values_list("pk", flat=True)):
        try:
            published += _publish_one(key, now)
        except OperationalError:  # the database is busy: left as it is for the next minute
            log.warning("schedule %s waits: the database is busy", key)
        except Exception as error:
            if not isinstance(error, ValidationError):
                log.exception("schedule %s failed", key)
            sentence = error.messages[0] if isinstance(error, ValidationError) else "发布时系统出错，请稍后手工发布。"
            _record_failure(key, sentence)
    return published


@transaction.atomic
def _publish_one(key: int, now: datetime) -> bool:
    schedule = Schedule.objects.select_related("version__item", "made_by").get(pk=key)
    row = stages.locked(schedule.version.item)
    schedule.refresh_from_db()
    if schedule.done_at or schedule.cancelled_at or schedule.due_at > now:  # another worker was first, or somebody changed it
        return False
    if stages.latest(row) != schedule.version:
        raise ValidationError("定时之后该事项又有新的送审版本，原定版本没有发布，请审核后重新设定。")
    publishing.publish_locked(schedule.made_by, row, schedule.reason, now)
    return True


@transaction.atomic
def _record_failure(key: int, sentence: str) -> None:
    schedule = Schedule.objects.select_related("version__item__unit", "made_by").get(pk=key)
    row = stages.locked(schedule.version.item)
    Schedule.objects.filter(pk=key, done_at=None).update(failure=sentence[:300], cancelled_at=timezone.now())
    eventlog.record("item.schedule_failed", row, note=sentence, after={"version": schedule.version.number})
    stages.keep(row)
    notices.tell([schedule.made_by, *queries.clerks_of(row)], f"《{row.title[:40]}》没有按时发布：{sentence[:300]}", kind="定时发布",
                 link=reverse("disclosure:item", args=[row.pk]), key=f"schedule-failed-{key}")
