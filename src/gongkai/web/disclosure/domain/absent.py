"""Columns in which a unit has nothing to publish: said with a reason, from a day on, taken back at any time.

A mark is of the very unit, not of those below. It holds while nothing is public in the column; who publishes there after all is asked
for updates as everybody is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.models import AbsentColumn, CatalogueNode, PublishedItem
from gongkai.web.organs.models import Unit


@transaction.atomic
def mark_absent(actor: Any, unit: Unit, node: CatalogueNode, reason: str) -> AbsentColumn:
    """Say that a unit has nothing of a column's kind, from today on.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: no reason is given, the column is none of the unit's, is marked already, or something is public there.
    """
    row = AbsentColumn(unit=unit, node=node, reason=reason.strip(), since=days.today(), marked_by=actor if getattr(actor, "is_person", False) else None)
    require(actor, "edit", row)
    if not row.reason:
        raise ValidationError({"reason": "请说明本机关没有这类信息的理由，例如：不制定规范性文件。"})
    row.clean_fields(exclude=["unit", "node", "marked_by"])
    if not queries.nodes_for(unit).filter(pk=node.pk).exists():
        raise ValidationError(f"{unit.called}适用的公开目录中没有“{node}”这个栏目，请重新选择。")
    if PublishedItem.objects.filter(unit=unit, node__path__startswith=node.path).exists():
        raise ValidationError(f"{unit.called}在栏目“{node}”中有公开的信息，不能标明没有此类信息。")
    if AbsentColumn.objects.filter(unit=unit, node=node, until=None).exists():
        raise ValidationError(f"{unit.called}已经标明栏目“{node}”没有此类信息，不必再次标明。")
    row.save()
    eventlog.record("column.absent", row, actor=actor, after={"node": str(node)}, note=row.reason)
    return row


@transaction.atomic
def take_back(actor: Any, row: AbsentColumn) -> None:
    """The unit has such information after all. A mark of today, which held for no whole day, is deleted.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: it was taken back before.
    """
    require(actor, "edit", row)
    if row.until is not None:
        raise ValidationError(f"这项标明已于 {row.until} 撤销。")
    eventlog.record("column.present", row, actor=actor, before={"node": str(row.node)}, note=row.reason)
    yesterday = days.today() - timedelta(1)
    if row.since is not None and row.since > yesterday:
        row.delete()
    else:
        row.until = yesterday
        row.save(update_fields=["until"])


def absent_on(units: Iterable[Unit], day: date) -> dict[tuple[int, int], AbsentColumn]:
    """The marks that hold on a day, by unit and column; one query."""
    rows = AbsentColumn.objects.filter(unit__in=[unit.pk for unit in units]).on(day)
    return {(row.unit_id, row.node_id): row for row in rows}
