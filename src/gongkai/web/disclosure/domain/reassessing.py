"""动态调整: what is not disclosed is looked at anew on its day (条例第18条); what may be disclosed by then comes up again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import items, queries, stages
from gongkai.web.disclosure.enums import Attribute, Stage
from gongkai.web.disclosure.models import Item, Reassessment


@transaction.atomic
def reassess_item(actor: Any, item: Item, conclusion: str, reason: str, next_on: date | None = None) -> Reassessment:
    """Record a look taken anew. Where it concludes otherwise than before, the item goes back to its clerk with that attribute.

    Args:
        next_on: when to look again; wanted where it stays withheld.

    Raises:
        Refused: the actor may not reassess for the unit.
        ValidationError: the item is not one that is kept back; conclusion, reason or next day is missing.
    """
    row = stages.locked(item)
    require(actor, "reassess", row)
    version = stages.latest(row)
    if version is None or stages.derive(row) != Stage.KEPT:
        raise ValidationError("只有审核后不主动公开的事项才重新评估，请刷新页面查看最新状态。")
    reason = reason.strip()
    if conclusion not in Attribute.values:
        raise ValidationError({"conclusion": "请选择评估结论。"})
    if not reason:
        raise ValidationError({"reason": "请说明评估的理由。"})
    if conclusion == Attribute.WITHHELD and next_on is None:
        raise ValidationError({"next_on": "仍不予公开的，请填写下次评估日期。"})
    if next_on is not None and next_on <= days.today():
        raise ValidationError({"next_on": f"下次评估日期{next_on:%Y-%m-%d}应晚于今天。"})
    made = Reassessment.objects.create(item=row, version=version, due_on=row.reassess_on or days.today(), done_on=days.today(),
                                       conclusion=conclusion, reason=reason, by=actor)
    changes: dict[str, Any] = {"reassess_on": next_on}
    if conclusion != version.content["attribute"]:
        changes |= {"attribute": conclusion, "attribute_reason": reason[:300]}
    row.save_over(row.version, **changes)
    eventlog.record("item.reassessed", row, actor=actor, after={"conclusion": conclusion}, note=reason)
    items.was_changed(actor, row)
    if row.stage == Stage.DRAFT:
        notices.tell(queries.clerks_of(row), f"《{row.title[:40]}》经重新评估可以调整为“{Attribute(conclusion).label}”，请核对后送审。",
                     kind="动态调整", link=reverse("disclosure:item", args=[row.pk]), key=f"reassessed-{made.pk}")
    return made


def remind_due(day: date | None = None) -> int:
    """Remind clerks of what is to be looked at anew; once for each item and day it fell due. Run daily.

    Returns:
        How many reminders are new.
    """
    day = day or days.today()
    told = 0
    for item in Item.objects.filter(stage=Stage.KEPT, reassess_on__lte=day).select_related("unit").iterator():
        told += notices.tell(queries.clerks_of(item), f"《{item.title[:40]}》应于{item.reassess_on:%Y-%m-%d}重新评估能否公开。",
                             kind="动态调整", link=reverse("disclosure:reassessments"), key=f"reassess-{item.pk}-{item.reassess_on}")
    return told
