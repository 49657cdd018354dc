"""Publication: exactly the version that was reviewed, now or at its time; its withdrawal; the public's copy made anew.

`PublishedItem` is written here and nowhere else. It holds what the publication acts say; `rebuild` makes it from them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.common import eventlog, files
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import queries, register, searching, stages, versions
from gongkai.web.disclosure.enums import Act, Stage
from gongkai.web.disclosure.models import Item, ItemVersion, Publication, PublishedItem

MOST_REASON = 300


@transaction.atomic
def publish_item(actor: Any, item: Item, *, reason: str = "") -> Publication:
    """Publish the version that was approved, or the correction of what is public.

    Args:
        reason: what was corrected, shown to the public; wanted for a correction.

    Raises:
        Refused: the actor may not publish for the unit.
        ValidationError: nothing is approved; the version or one of its files is not what was reviewed; no reason.
    """
    row = stages.locked(item)
    require(actor, "publish", row)
    return publish_locked(actor, row, reason, timezone.now())


@transaction.atomic
def withdraw_item(actor: Any, item: Item, reason: str) -> Publication:
    """Take an item out of public view.

    Raises:
        Refused: the actor may not withdraw for the unit.
        ValidationError: nothing of it is public, or the reason is missing.
    """
    row = stages.locked(item)
    require(actor, "withdraw", row)
    version = stages.public_version(row)
    if version is None:
        raise ValidationError("该事项没有公开，不必撤回，请刷新页面查看最新状态。")
    reason = reason_of(reason, "请说明撤回的理由。")
    act = Publication.objects.create(item=row, version=version, act=Act.WITHDRAWN, at=timezone.now(), by=actor, reason=reason)
    rebuild(row)
    eventlog.record("item.withdrawn", row, actor=actor, after={"version": version.number}, note=reason)
    stages.keep(row)
    return act


def publish_locked(actor: Any, row: Item, reason: str, at: datetime) -> Publication:
    """Publish an item that the caller holds and may publish; see `publish_item`."""
    version = stages.latest(row)
    stage = stages.derive(row)
    if version is None or stage not in (Stage.APPROVED, Stage.SCHEDULED):
        raise ValidationError(f"该事项现在是“{stage.label}”，没有审核通过而待发布的内容，请刷新页面查看最新状态。")
    check_whole(version)
    correcting = stages.public_version(row) is not None
    if correcting:
        reason = reason_of(reason, "该事项正在公开，请说明更正了什么。")
    act = Publication.objects.create(item=row, version=version, act=Act.CORRECTED if correcting else Act.PUBLISHED, at=at, by=actor,
                                     reason=reason if correcting else "")
    version.schedules.filter(done_at=None, cancelled_at=None).update(done_at=timezone.now())
    rebuild(row)
    eventlog.record(f"item.{act.act}", row, actor=actor, after={"version": version.number, "sha256": version.sha256}, note=act.reason)
    stages.keep(row)
    return act


def check_whole(version: ItemVersion) -> None:
    """Hold a version and the bytes of its files against their digests.

    Raises:
        ValidationError: one differs; nothing may be published of it.
    """
    if not versions.is_whole(version) or not stages.has_passed(version) or not queries.is_active(version):
        raise ValidationError("这一版的内容与审核时的校验值不符，或者没有审核通过，不能发布，请联系系统管理员核查。")
    for file in version.files:
        path = files.path_of(file["sha256"])
        if not path.exists():
            raise ValidationError(f"附件《{file['title']}》的文件已不在服务器上，不能发布，请联系系统管理员恢复备份。")
        with open(path, "rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != file["sha256"]:
                raise ValidationError(f"附件《{file['title']}》与审核时的校验值不符，不能发布，请联系系统管理员核查。")


def rebuild(item: Item) -> PublishedItem | None:
    """Make the public's copy of an item, and what search knows of it, from the rows of what happened to it.

    Returns:
        The copy; None where nothing is public.
    """
    values = public_values(item)
    if values is None:
        PublishedItem.objects.filter(item=item).delete()
        searching.remove(item.pk)
        return None
    published = PublishedItem.objects.update_or_create(item=item, defaults=values)[0]
    searching.index(published)
    return published


def public_values(item: Item) -> dict[str, Any] | None:
    """What `PublishedItem` must hold of an item, told by its publications alone."""
    acts = list(item.publications.order_by("id").select_related("version"))
    if not acts or acts[-1].act == Act.WITHDRAWN:
        return None
    version = acts[-1].version
    first = next(act for act in reversed(acts) if act.act == Act.PUBLISHED)
    values = versions.values_of(version)
    shown = {name: value for name, value in values.items() if name not in ("attribute", "attribute_reason", "sent_to")}
    return {**shown, "version": version, "files": version.files, "published_at": first.at,
            "changed_at": acts[-1].at if acts[-1].act == Act.CORRECTED else None, **register.end_of(item.pk)}


def reason_of(reason: str, missing: str) -> str:
    """A reason in one line.

    Raises:
        ValidationError: there is none, or it is too long.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": missing})
    if len(reason) > MOST_REASON:
        raise ValidationError({"reason": f"理由有{len(reason)}个字，最多{MOST_REASON}个字，请精简。"})
    return reason
