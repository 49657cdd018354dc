"""What was public before the site was: registered as such, by the head of the 工作机构, on the office's record.

docs/decisions/0010 says why this is lawful and what it never does: it makes up no review of the past, it goes through a version,
a step and a publication like any other, and it lets nothing through that screening holds for serious.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.common import days, eventlog, richtext
from gongkai.web.common.gate import require
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure.domain import (
    items,
    publishing,
    queries,
    screen,
    stages,
    submitting,
    versions,
)
from gongkai.web.disclosure.enums import Act, Attribute, Spoken, Verdict
from gongkai.web.disclosure.models import Item, ItemVersion, Publication, ReviewStep
from gongkai.web.organs.domain import approving
from gongkai.web.organs.models import Person

MARK = "历史数据导入"
"""With this begins the reason of each such publication, for everybody to see."""
BASIS = "《条例》第十七条：对导入前已公开的信息复核"


@transaction.atomic
def carry_over(actor: Person, item: Item, *, published_on: date, url: str, evidence: StoredFile, reason: str) -> Publication:
    """Register a draft that came in as published, on the day on which the old site published it.

    Args:
        published_on, url: when and where it was published.
        evidence: the upload that it came in with.
        reason: why the head vouches for it, shown to the public.

    Raises:
        Refused: the actor is no head of the unit's 工作机构.
        ValidationError: it was submitted or changed since it came in, is not meant for the public, screening holds something for
            serious, the day or the address is wrong, or it is the actor's own text.
    """
    row = stages.locked(item)
    require(actor, "carry", row)
    _may_be_carried(row, published_on, url)
    found = screen.findings(row)
    if serious := [finding for finding in found if finding.serious]:
        raise ValidationError([f"有{len(serious)}处严重问题，不能登记为已发布，请改正后送审。", *(finding.message for finding in serious)])
    if evidence.unit_id != row.unit_id:
        raise ValidationError("导入的文件不是本单位的，不能作为依据。")
    reason = publishing.reason_of(reason, "请说明确认这些信息此前已经公开的依据。")
    content, files = versions.content_of(row), versions.files_of(row)
    version = ItemVersion.objects.create(
        item=row, number=1, content=content, files=files, sha256=versions.digest(content, files), levels=0, author=row.created_by,
        remarks=[finding.as_json() for finding in found], reasons={finding.key: f"{MARK}：{reason}" for finding in found},
        hands=submitting.hands(None, row))
    own = approving.is_own(row.unit, version, actor.pk, actor.name)
    ReviewStep.objects.create(
        version=version, level=0, verdict=Verdict.PASSED, conclusion=Attribute.ACTIVE, basis=BASIS, opinion=reason, person=actor,
        spoken=Spoken.CARRIED, approver_name=actor.name[:40], approved_on=days.today(), scan=evidence, recorded_by=actor, own_text=own)
    publishing.check_whole(version)
    at = timezone.make_aware(datetime.combine(published_on, time()))
    act = Publication.objects.create(item=row, version=version, act=Act.PUBLISHED, at=at, by=actor, reason=_public_reason(published_on, url, reason))
    publishing.rebuild(row)
    eventlog.record("item.carried", row, actor=actor, note=reason, after={
        "version": version.number, "sha256": version.sha256, "published_on": published_on.isoformat(), "url": url, "file": str(evidence.pk)})
    stages.keep(row)
    return act


def _may_be_carried(row: Item, published_on: date, url: str) -> None:
    """Refuse what has a way of its own already, or does not say where it was public."""
    if row.versions.exists():
        raise ValidationError("该事项已经送审过，请按审核流程发布。")
    if queries.history(row).filter(action="item.changed").exists():
        raise ValidationError("该事项导入后修改过内容，不再是原网站公开的样子，请送审后发布。")
    if row.attribute != Attribute.ACTIVE:
        raise ValidationError("该事项不是主动公开的，不能登记为已发布。")
    items.validated(row.unit, {name: getattr(row, name) for name in items.FIELDS}, node_now=row.node)
    if richtext.is_blank(row.body) and not row.attachments.exists():
        raise ValidationError("正文和附件都是空的，请先补充。")
    if fault := place_fault(row.made_on, published_on, url):
        raise ValidationError(fault)


def place_fault(made_on: date | None, published_on: date | None, url: str) -> str:
    """What is wrong with the day and the address of an earlier publication; empty where nothing is."""
    if published_on is None:
        return "请填写原公开日期。"
    if published_on > days.today():
        return f"原公开日期{published_on:%Y-%m-%d}晚于今天，请核对。"
    if made_on and published_on < made_on:
        return f"原公开日期{published_on:%Y-%m-%d}早于生成日期{made_on:%Y-%m-%d}，请核对。"
    return "" if url.startswith(("http://", "https://")) else "请填写原网址，以 http:// 或 https:// 开头。"


def _public_reason(published_on: date, url: str, reason: str) -> str:
    """What the public reads; the address where there is room for it."""
    start = f"{MARK}：{published_on:%Y-%m-%d}已在原网站公开。{reason}"[:publishing.MOST_REASON]
    with_address = f"{start}（原网址：{url}）"
    return with_address if len(with_address) <= publishing.MOST_REASON else start
