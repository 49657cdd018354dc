"""What the public can find of an item: its texts, and the names and texts of the attachments that are public with it.

Called by publishing in its own transaction, by the register for validity, by domain/files.py when a file was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from gongkai.web.common import search
from gongkai.web.common.models import StoredFile
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.disclosure.models import FileReading, PublishedItem

KIND = "item"


def index(published: PublishedItem) -> None:
    """Let an item be found with its present content."""
    search.put(**_document(published))


def note_validity(item_id: int) -> None:
    """Let filters by validity know from when until when an item is valid now."""
    for published in PublishedItem.objects.filter(pk=item_id):
        search.date_validity(KIND, item_id, **_validity(published))


def index_with(file: StoredFile) -> None:
    """Let what is public with this file be found by the file's text, which came to be known after publication."""
    for published in PublishedItem.objects.filter(files__icontains=str(file.pk)):
        index(published)


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
    return {
        "kind": KIND, "key": published.pk, "title": published.title, "number": published.document_number,
        "body": "\n".join([published.index_number, published.summary, search.plain(published.body)]), "unit_id": published.unit_id,
        "attached": "\n".join(piece for title, text in attachments(published) for piece in (title, text)),
        "day": timezone.localdate(published.published_at), **_validity(published),
        "node": published.node_id, "genre": published.genre, "subject": published.subject,
    }


def _validity(published: PublishedItem) -> dict[str, date | None]:
    ends = [day for day in (published.valid_until, published.invalid_since and published.invalid_since - timedelta(days=1)) if day]
    return {"since": published.valid_from, "until": min(ends, default=None)}


def attachments(published: PublishedItem) -> Iterator[tuple[str, str]]:
    """Name and text of each attachment that is public with an item, in order; the text is empty where it could not be read."""
    texts = FileReading.objects.filter(file__in=[file["id"] for file in published.files]).values_list("file_id", "text") \
        if published.files else ()
    known = {str(id): text for id, text in texts}
    for file in published.files:
        yield file.get("title") or file.get("name", ""), known.get(file["id"], "")
