"""What the public can find of an item. Called by publishing in its own transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongkai.web.common import search
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.disclosure.models import PublishedItem

KIND = "item"


def index(published: PublishedItem) -> None:
    """Let an item be found with its present content."""
    search.put(**_document(published))


def remove(item_id: int) -> None:
    """Let an item be found no more."""
    search.drop(KIND, item_id)


def document(published: PublishedItem) -> SearchDocument:
    """What can be found of an item, not yet saved."""
    return search.document(**_document(published))


def documents() -> Iterator[SearchDocument]:
    """Everything that is published, for a rebuild."""
    for published in PublishedItem.objects.order_by("pk").iterator(chunk_size=500):
        yield document(published)


def _document(published: PublishedItem) -> dict[str, Any]:
    ends = [day for day in (published.valid_until, published.invalid_since and published.invalid_since - timedelta(days=1)) if day]
    return {
        "kind": KIND, "key": published.pk, "title": published.title, "number": published.document_number,
        "body": "\n".join([published.index_number, published.summary, search.plain(published.body)]), "unit_id": published.unit_id,
        "day": timezone.localdate(published.published_at), "since": published.valid_from, "until": min(ends, default=None),
        "node": published.node_id, "genre": published.genre, "subject": published.subject,
    }
