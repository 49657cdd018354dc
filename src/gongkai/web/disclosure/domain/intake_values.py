"""A row that comes in: its values as JSON and back, what is wrong in it, and whether the unit has it already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.web.disclosure.domain import intake, items, queries
from gongkai.web.disclosure.intake.model import Found
from gongkai.web.disclosure.models import CatalogueNode, IntakeRow, IntakeRun, Item
from gongkai.web.organs.models import Unit

DAYS = ("made_on", "valid_from", "valid_until", "reassess_on")


def stored(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of `items.FIELDS` as JSON, cut to what they may hold only when they come in."""
    kept = {}
    for name in items.FIELDS:
        value = values.get(name)
        kept[name] = value.isoformat() if isinstance(value, date) else value.pk if isinstance(value, CatalogueNode) else value or None
    return kept


def loaded(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values for `items.create_item`."""
    dates = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    node = queries.nodes_for(unit).filter(pk=values["node"]).first() if values.get("node") else None
    return {**{name: values.get(name) for name in items.FIELDS}, **dict.fromkeys(DAYS), **dates, "node": node}


def of_found(unit: Unit, found: Found, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a page or an entry of a feed.

    Args:
        defaults: field of `items.FIELDS` → what the clerk chose for the whole upload.
    """
    values = {**defaults, "title": found.title, "made_on": found.made_on, "document_number": found.document_number[:60], "body": found.body}
    return {"place": found.place[:200], "values": stored(unit, values), "external_id": found.external_id, "index_number": found.index_number[:80],
            "published_on": found.published_on, "source_url": found.url, "notes": found.notes}


def of_sheet(unit: Unit, row: Mapping[str, Any], defaults: Mapping[str, Any], wrong: list[str]) -> dict[str, Any]:
    """The row of a sheet.

    Args:
        row: as the sheet's columns parsed it; empty cells take the defaults.
        wrong: what is wrong in its cells.
    """
    values = {name: row.get(name) or defaults.get(name) for name in items.FIELDS}
    if isinstance(values["node"], str):
        values["node"], fault = node_named(unit, values["node"])
        wrong = [*wrong, fault] if fault else wrong
    return {"place": f"第 {row['row']} 行", "values": stored(unit, values), "external_id": row["external_id"], "index_number": row["index_number"],
            "published_on": row["published_on"] or None, "source_url": row["source_url"], "notes": wrong}


def node_named(unit: Unit, words: str) -> tuple[CatalogueNode | None, str]:
    """The row of the unit's catalogue that is meant by its code or name, or a sentence why none is."""
    nodes = queries.nodes_for(unit)
    found = list(nodes.filter(code=words)[:2]) or list(nodes.filter(name=words)[:2])
    if len(found) == 1:
        return found[0], ""
    return None, (f"公开目录“{words[:40]}”对应不止一个事项，请改用编号。" if found else f"公开目录中没有“{words[:40]}”，请填写目录的编号或者名称。")


class Check:
    """Looks at the rows of one run; two rows that are the same are told apart."""

    def __init__(self, run: IntakeRun) -> None:
        self.run, self.unit = run, run.unit
        self.seen: dict[tuple[str, str], str] = {}

    def checked(self, row: IntakeRow) -> IntakeRow:
        """Set a row's faults, its twin, and whether it comes in unless the clerk says otherwise."""
        row.faults = self.faults(row)
        row.twin = twin_of(self.unit, row)
        before = next((self.seen[key] for key in self._keys(row) if key in self.seen), "")
        for key in self._keys(row):
            self.seen.setdefault(key, row.place)
        if before:
            row.notes = [*row.notes, f"与{before}重复，已取消勾选。"]
        row.included = not row.faults and row.twin is None and not before
        return row

    def faults(self, row: IntakeRow) -> list[str]:
        """What is wrong in a row, one sentence each."""
        found: list[str] = []
        values = loaded(self.unit, row.values)
        try:
            items.validated(self.unit, values)
        except ValidationError as error:
            found += error.messages
        if self.run.legacy and (fault := intake.place_fault(values["made_on"], row.published_on, row.source_url)):
            found.append(fault)
        return found

    def again(self, row: IntakeRow) -> None:
        """Look once more before a row comes in.

        Raises:
            ValidationError: it has faults, or the unit has it by now under the same number.
        """
        if row.faults:
            raise ValidationError(row.faults)
        twin = twin_of(self.unit, row)
        if twin is not None and twin.pk != row.twin_id:
            raise ValidationError(f"本单位已有相同的事项（索引号 {twin.index_number}），没有重复导入。")

    def _keys(self, row: IntakeRow) -> list[tuple[str, str]]:
        title, made = row.values.get("title") or "", row.values.get("made_on") or ""
        keys = [("external", row.external_id), ("index", row.index_number), ("title", f"{title}\n{made}" if title and made else "")]
        return [key for key in keys if key[1]]


def twin_of(unit: Unit, row: IntakeRow) -> Item | None:
    """An item of the unit with the same id elsewhere, the same index number, or the same title and day."""
    if row.external_id and (item := Item.objects.filter(unit=unit, external_id=row.external_id).first()):
        return item
    if row.index_number and (item := Item.objects.filter(unit=unit, index_number=row.index_number).first()):
        return item
    title, made = row.values.get("title"), row.values.get("made_on")
    if title and made:
        return Item.objects.filter(unit=unit, title=" ".join(title.split()), made_on=made).first()
    return None
