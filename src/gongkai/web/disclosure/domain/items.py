"""Items as their clerks write them: made, changed, masked, thrown away while nothing was submitted.

An item may be changed in every stage but those in which somebody reads it (`stages.EDITABLE`). A change after approval or
publication takes the item back to the draft; what is public stays until the corrected version is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.common import days, eventlog, richtext
from gongkai.web.common.gate import require
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import numbers, queries, screen, stages, versions
from gongkai.web.disclosure.enums import Attribute, Stage
from gongkai.web.disclosure.models import CatalogueNode, Item
from gongkai.web.organs.models import Unit

FIELDS = ("title", "summary", "made_on", "document_number", "genre", "subject", "node", "attribute", "attribute_reason",
          "valid_from", "valid_until", "body", "reprinted_from", "reprinted_url", "sent_to", "reassess_on")
"""What a clerk writes of an item."""
REQUIRED = {"title": "请填写名称。", "made_on": "请填写生成日期。", "genre": "请选择体裁。", "subject": "请选择主题。",
            "node": "请选择公开目录。", "attribute": "请选择公开属性。", "attribute_reason": "请说明公开属性的理由。"}


@transaction.atomic
def create_item(actor: Any, unit: Unit, values: Mapping[str, Any], *, index_number: str = "", external_id: str = "") -> Item:
    """A new draft of a unit, with an index number made for it.

    Args:
        values: field of `FIELDS` → value; what is missing is empty.
        index_number: one that it already has elsewhere.
        external_id: its id in the system that it comes from, unique within the unit.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: by field, one sentence each.
    """
    item = Item(unit=unit, created_by=actor if getattr(actor, "is_person", False) else None, external_id=external_id)
    require(actor, "add", item)
    for name, value in validated(unit, values).items():
        setattr(item, name, value)
    if index_number and Item.objects.filter(index_number=index_number).exists():
        raise ValidationError({"index_number": f"索引号“{index_number}”已被使用，请核对。"})
    item.index_number = index_number or numbers.take(unit, item.node, item.made_on)
    item.save()
    eventlog.record("item.created", item, actor=actor, after={"index_number": item.index_number})
    return item


@transaction.atomic
def change_item(actor: Any, item: Item, version: int, values: Mapping[str, Any]) -> Item:
    """Save what a clerk changed.

    Args:
        version: the number of the item that the clerk saw.
        values: field of `FIELDS` → new value; fields that are missing stay.

    Returns:
        The item as it is now; the one given stays as it was.

    Raises:
        Refused: the actor is no clerk of the unit.
        Conflict: somebody else saved first.
        ValidationError: by field; or the item is being reviewed.
    """
    row = open_to_change(actor, item)
    clean = validated(row.unit, {**{name: getattr(row, name) for name in FIELDS}, **values}, node_now=row.node)
    changed = {name: value for name, value in clean.items() if getattr(row, name) != value}
    if not changed and row.version == version:
        return row
    row.save_over(version, **(changed or values))
    eventlog.record("item.changed", row, actor=actor, after={"fields": sorted(changed)})
    was_changed(actor, row)
    return row


@transaction.atomic
def mask_item(actor: Any, item: Item, version: int) -> Item:
    """Mask what screening takes for personal data in the item's texts.

    Raises:
        Refused, Conflict, ValidationError: as `change_item`; there is nothing to mask.
    """
    row = open_to_change(actor, item)
    masked = {name: value for name in ("title", "summary", "body") if (value := screen.masked(name, getattr(row, name)))
              != getattr(row, name)}
    if not masked:
        raise ValidationError("没有找到需要遮盖的个人信息，正文未作改动。")
    row.save_over(version, **masked)
    eventlog.record("item.masked", row, actor=actor, after={"fields": sorted(masked)})
    was_changed(actor, row)
    return row


@transaction.atomic
def restore_item(actor: Any, item: Item) -> Item:
    """Put the text back to what the public sees: a correction that is given up.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: nothing of the item is public, or it is being reviewed.
    """
    from gongkai.web.disclosure.domain import files

    row = open_to_change(actor, item)
    public = stages.public_version(row)
    if public is None:
        raise ValidationError("该事项没有正在公开的版本，不能恢复。")
    values = {name: value for name, value in versions.values_of(public).items() if name != "index_number"}
    values["node"] = CatalogueNode.objects.get(pk=values.pop("node_id"))
    values.pop("unit_id")
    row.save_over(row.version, **values)
    files.restore(row, public)
    eventlog.record("item.restored", row, actor=actor, after={"version": public.number})
    was_changed(actor, row)
    return row


@transaction.atomic
def delete_item(actor: Any, item: Item) -> None:
    """Throw a draft away that was never submitted; its index number is not given again.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: it was submitted before.
    """
    row = open_to_change(actor, item)
    if row.versions.exists():
        raise ValidationError("该事项已经送审过，须保留记录，不能删除。")
    eventlog.record("item.deleted", row, actor=actor, after={"index_number": row.index_number})
    row.delete()


def open_to_change(actor: Any, item: Item) -> Item:
    """The item, held for a change by this actor.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: somebody is reviewing it.
    """
    row = stages.locked(item)
    require(actor, "edit", row)
    if (stage := stages.derive(row)) not in stages.EDITABLE:
        raise ValidationError(f"该事项正在{Stage(stage).label}，不能修改；确需修改的，请先撤回送审。")
    return row


def was_changed(actor: Any, row: Item) -> None:
    """What follows from a change of text or files: a waiting publication is off, the stage is kept anew."""
    opened = row.versions.filter(schedules__done_at=None, schedules__cancelled_at=None, schedules__isnull=False).distinct()
    for version in opened:
        if versions.digest_of(row) != version.sha256:
            version.schedules.filter(done_at=None, cancelled_at=None).update(cancelled_at=timezone.now())
            eventlog.record("item.unscheduled", row, actor=actor, note="内容已修改，须重新送审")
    stages.keep(row)


def validated(unit: Unit, values: Mapping[str, Any], *, node_now: CatalogueNode | None = None) -> dict[str, Any]:
    """The values of `FIELDS`, cleaned.

    Args:
        node_now: the row of the catalogue that the item has, which may stay though it is no longer in use.

    Raises:
        ValidationError: field → one sentence for each fault.
        TypeError: a name that is no field.
    """
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"an item has no field {sorted(unknown)}")
    clean: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in FIELDS:
        value = values.get(name)
        if name in ("made_on", "valid_from", "valid_until", "reassess_on", "node"):
            clean[name] = value or None
        else:
            value = str(value or "").replace("\x00", "")
            clean[name] = richtext.clean(value) if name == "body" else value.strip()
            column: Any = Item._meta.get_field(name)
            if (most := column.max_length) and len(clean[name]) > most:
                errors[name] = f"“{column.verbose_name}”有{len(clean[name])}个字，最多{most}个字，请精简。"
    clean["title"] = " ".join(clean["title"].split())
    for name, sentence in REQUIRED.items():
        if not clean[name]:
            errors[name] = sentence
    errors |= _faults(unit, clean, node_now)
    if errors:
        raise ValidationError(errors)
    return clean


def _faults(unit: Unit, clean: Mapping[str, Any], node_now: CatalogueNode | None) -> dict[str, str]:
    """What is wrong with values that are there, by field."""
    errors: dict[str, str] = {}
    made: date | None = clean["made_on"]
    if made and made > days.today():
        errors["made_on"] = f"生成日期{made:%Y-%m-%d}晚于今天，请核对。"
    if clean["genre"] and clean["genre"] not in vocabularies.genres():
        errors["genre"] = f"没有“{clean['genre']}”这种体裁，请从列表中选择。"
    if clean["subject"] and clean["subject"] not in vocabularies.subjects():
        errors["subject"] = f"没有“{clean['subject']}”这个主题，请从列表中选择。"
    if clean["attribute"] and clean["attribute"] not in Attribute.values:
        errors["attribute"] = "公开属性应为主动公开、依申请公开或不予公开。"
    node = clean["node"]
    if node and node != node_now and not queries.nodes_for(unit).filter(pk=node.pk).exists():
        errors["node"] = "该目录事项不属于本单位或者已停用，请重新选择。"
    first, last = clean["valid_from"], clean["valid_until"]
    if first and last and last < first:
        errors["valid_until"] = f"有效期至{last:%Y-%m-%d}，早于生效日期{first:%Y-%m-%d}，请核对。"
    address = clean["reprinted_url"]
    if address and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc):
        errors["reprinted_url"] = "转载网址应以 http:// 或 https:// 开头，请填写完整网址。"
    if clean["attribute"] == Attribute.WITHHELD and not clean["reassess_on"]:
        errors["reassess_on"] = "不予公开的信息须定期评估（条例第十八条），请填写下次评估日期。"
    return errors
