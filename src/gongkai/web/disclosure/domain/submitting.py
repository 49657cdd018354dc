"""A draft becomes a version: screened, reasoned, frozen, handed to 公开审查. And taken back again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.web.common import days, eventlog, notices, richtext
from gongkai.web.common.gate import require
from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import items, queries, screen, stages, versions
from gongkai.web.disclosure.enums import Attribute, Stage, Verdict
from gongkai.web.disclosure.models import Item, ItemVersion, ReviewStep
from gongkai.web.organs.domain import roles

WRITING = ("item.created", "item.changed", "item.masked", "item.file_added", "item.file_changed", "item.file_removed")


@transaction.atomic
def submit_item(actor: Any, item: Item, version: int, reasons: Mapping[str, str] | None = None) -> ItemVersion:
    """Send the item as it is for review.

    Args:
        version: the number of the item that the clerk saw.
        reasons: key of a finding → why it may stay; wanted for every finding that does not block.

    Returns:
        The frozen version.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: the item changed since, holds nothing, has serious findings, or reasons are missing.
    """
    row = stages.locked(item)
    require(actor, "submit", row)
    _may_go(row, version)
    found = screen.findings(row)
    if serious := [finding for finding in found if finding.serious]:
        raise ValidationError([f"有{len(serious)}处严重问题，改正后才能送审。", *(finding.message for finding in serious)])
    given = {finding.key: (reasons or {}).get(finding.key, "").strip() for finding in found}
    if missing := sum(not reason for reason in given.values()):
        raise ValidationError(f"还有{missing}条检查提示没有说明理由，请改正或者逐条说明理由后再送审。")
    content, files = versions.content_of(row), versions.files_of(row)
    before = stages.latest(row)
    made = ItemVersion.objects.create(
        item=row, number=before.number + 1 if before else 1, content=content, files=files,
        sha256=versions.digest(content, files), remarks=[finding.as_json() for finding in found], reasons=given,
        levels=row.unit.review_levels, author=actor if getattr(actor, "is_person", False) else None, hands=hands(actor, row))
    eventlog.record("item.submitted", row, actor=actor, after={"version": made.number, "sha256": made.sha256})
    stages.keep(row)
    tell_next(made)
    return made


@transaction.atomic
def recall_version(actor: Any, version: ItemVersion, reason: str) -> ReviewStep:
    """Take a version back from review, to write on.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: it is not being reviewed, or the reason is missing.
    """
    row = stages.locked(version.item)
    require(actor, "submit", row)
    if stages.derive(row) not in stages.IN_REVIEW or stages.latest(row) != version:
        raise ValidationError("这一版不在审核中，不能撤回送审，请刷新页面查看最新状态。")
    if not reason.strip():
        raise ValidationError({"opinion": "请说明撤回送审的理由。"})
    step = ReviewStep.objects.create(
        version=version, level=stages.next_level(version) or 0, verdict=Verdict.RECALLED, opinion=reason.strip(), person=actor,
        recorded_by=actor, approved_on=days.today())
    eventlog.record("item.recalled", row, actor=actor, note=reason.strip(), after={"version": version.number})
    stages.keep(row)
    return step


def hands(actor: Any, item: Item) -> list[int]:
    """Whose text it is: the ids of everybody who wrote on the item since a version last passed review, and who submits it.

    docs/decisions/0011 says why all of them.
    """
    events = queries.history(item).filter(action__in=WRITING, actor__isnull=False)
    passed = next((version for version in item.versions.order_by("-number") if stages.has_passed(version)), None)
    if passed is not None:
        last = Event.objects.filter(action="item.submitted", subject_type=Item._meta.label_lower, subject_id=str(item.pk),
                                    after__version=passed.number).order_by("-id").first()
        events = events.filter(id__gt=last.pk) if last else events.filter(at__gt=passed.created_at)
    wrote = set(events.values_list("actor_id", flat=True))
    return sorted(wrote | ({actor.pk} if getattr(actor, "is_person", False) else set()))


def tell_next(version: ItemVersion) -> None:
    """Remind those whose step is next."""
    level = stages.next_level(version)
    if level is None:
        return
    people = [person for person in roles.holders(version.item.unit, queries.LEVEL_ROLES[level]) if person.pk not in version.hands]
    notices.tell(people, f"《{_short(version)}》等待您{queries.LEVEL_NAMES[level]}。", kind="审核",
                 link=reverse("disclosure:review", args=[version.pk]), key=f"review-{version.pk}-{level}")


def _may_go(row: Item, version: int) -> None:
    """Refuse what cannot be submitted as it is."""
    stage = stages.derive(row)
    if stage in stages.IN_REVIEW:
        raise ValidationError(f"该事项已经送审，正在{Stage(stage).label}，不必重复送审。")
    if stage not in (Stage.DRAFT, Stage.WITHDRAWN):
        raise ValidationError(f"该事项{Stage(stage).label}，内容没有改动，不必送审。")
    if row.version != version:
        raise ValidationError("您打开之后，该事项又有修改，请重新核对内容和检查提示后再送审。")
    items.validated(row.unit, {name: getattr(row, name) for name in items.FIELDS}, node_now=row.node)
    if richtext.is_blank(row.body) and not row.attachments.exists():
        raise ValidationError("正文和附件都是空的，请填写正文或者上传附件后再送审。")
    if row.attribute != Attribute.ACTIVE and stages.public_version(row) is not None:
        raise ValidationError("该事项正在公开，改为不主动公开的，请先撤回再送审。")


def _short(version: ItemVersion) -> str:
    title = str(version.content["title"])
    return title if len(title) <= 40 else title[:39] + "…"
