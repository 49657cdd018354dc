"""In which attachment a search found what does not stand in the item itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from gongkai.web.common import search
from gongkai.web.disclosure.models import FileReading, PublishedItem


@dataclass(frozen=True)
class InFile:
    """An attachment with a word of the query: as `PublishedItem.files` has it, its name and a piece of its text, marked."""

    file: Mapping[str, Any]
    name: SafeString
    snippet: SafeString


def in_files(items: Sequence[PublishedItem], bodies: Mapping[int, str], words: Sequence[str]) -> dict[int, InFile]:
    """Item → the first of its attachments with a word that does not stand in the item itself. One question to the database.

    Args:
        items: the items of one page of hits.
        bodies: item → its text as `search.plain` gives it.
        words: what was asked, in comparable form.
    """
    lacking = {item.pk: words_ for item in items if item.files and (words_ := _lacking(item, bodies[item.pk], words))}
    owners: dict[str, list[int]] = defaultdict(list)
    for item in items:
        for file in item.files if item.pk in lacking else ():
            owners[file["id"]].append(item.pk)
    pieces: dict[tuple[int, str], str] = {}
    if owners:
        for id, text in FileReading.objects.filter(file__in=list(owners)).values_list("file_id", "text").iterator(chunk_size=10):
            for owner in owners[str(id)]:
                if piece := search.piece(text, lacking[owner]):
                    pieces[owner, str(id)] = piece
    found: dict[int, InFile] = {}
    for item in items:
        for file in item.files if item.pk in lacking else ():
            name, asked = search.squeeze(file.get("title") or file["name"]), lacking[item.pk]
            piece = pieces.get((item.pk, file["id"]), "")
            if piece or len(search.missing(name, asked)) < len(asked):
                found[item.pk] = InFile(file, search.marked(name, asked), search.snippet(piece, asked))
                break
    return found


def _lacking(item: PublishedItem, body: str, words: Sequence[str]) -> list[str]:
    """The words that stand neither in an item's texts nor in its number."""
    texts = map(search.squeeze, (item.title, item.document_number, item.index_number, item.summary))
    return search.missing("\n".join([*texts, body]), words)
