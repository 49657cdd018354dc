"""A version: an item's whole content as canonical JSON with the digests of its files, and the digest over all of it."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from gongkai.web.disclosure.models import CatalogueNode, Item, ItemVersion
from gongkai.web.organs.models import Unit

TEXTS = ("index_number", "title", "summary", "document_number", "genre", "subject", "attribute", "attribute_reason", "body",
         "reprinted_from", "reprinted_url", "sent_to")
DATES = ("made_on", "valid_from", "valid_until")


def content_of(item: Item) -> dict[str, Any]:
    """What is reviewed of an item, in JSON values. Rows elsewhere are named by their ids, which nothing renames."""
    dates = {name: value.isoformat() if (value := getattr(item, name)) else None for name in DATES}
    return {**{name: getattr(item, name) for name in TEXTS}, **dates, "unit": item.unit_id, "node": item.node_id}


def files_of(item: Item) -> list[dict[str, Any]]:
    """The item's attachments in their order, each with the digest of its bytes."""
    return [{"id": str(row.file_id), "title": row.title, "name": row.file.name, "kind": row.file.kind,
             "media_type": row.file.media_type, "size": row.file.size, "sha256": row.file.sha256}
            for row in item.attachments.select_related("file").order_by("order", "id")]


def digest(content: dict[str, Any], files: list[dict[str, Any]]) -> str:
    """SHA-256 over both as canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps({"content": content, "files": files}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(item: Item) -> str:
    """The digest that a version frozen now would have."""
    return digest(content_of(item), files_of(item))


def is_whole(version: ItemVersion) -> bool:
    """Whether a version still is what its digest says."""
    return digest(version.content, version.files) == version.sha256


def values_of(version: ItemVersion) -> dict[str, Any]:
    """A version's content as values of fields of `Item`: dates as dates, the unit and node as ids."""
    content = version.content
    dates = {name: date.fromisoformat(content[name]) if content[name] else None for name in DATES}
    return {**{name: content[name] for name in TEXTS}, **dates, "unit_id": content["unit"], "node_id": content["node"]}


def names_of(version: ItemVersion) -> dict[str, Any]:
    """The rows that a version names: its unit and its node of the catalogue."""
    return {"unit": Unit.objects.get(pk=version.content["unit"]), "node": CatalogueNode.objects.get(pk=version.content["node"])}
