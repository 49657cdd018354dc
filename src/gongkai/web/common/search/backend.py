"""The seam: what an engine does, and which one this database has. Another engine is one more module and a line here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, islice
from typing import Protocol

from django.db import connection, transaction

from gongkai.web.common.search import text
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.query import MOST, Hit, Query, Result, identity

EVERYWHERE, HEAD, TITLE = "everywhere", "head", "title"
"""Where words are looked for: anywhere; in title or document number; in the title."""

FACETS = 12
"""Terms at the beginning of a document's that may be counted; single characters follow them."""


class Backend(Protocol):
    """An engine. It finds, and is told of each document that comes and goes, within the caller's transaction."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Documents that now stand in the table."""

    def remove(self, document: SearchDocument) -> None:
        """A document that is about to leave the table, with its texts."""

    def clear(self) -> None:
        """The table is being emptied."""

    def ids(self, query: Query, where: str, most: int) -> list[int]:
        """The newest `most` documents that hold every word of the query there and pass its filters, newest first."""

    def similar(self, word: str, most: int) -> list[SearchDocument]:
        """Up to `most` documents whose titles share bigrams with a word."""


def backend() -> Backend:
    """The engine of this database."""
    if connection.vendor == "postgresql":
        from gongkai.web.common.search.postgres import PostgreSQL

        return PostgreSQL()
    from gongkai.web.common.search.sqlite import SQLite

    return SQLite()


def document(
    kind: str, key: int, title: str, number: str, body: str, unit_id: int, *, day: date, since: date | None = None,
    until: date | None = None, **facets: object,
) -> SearchDocument:
    """The row of a document, not yet saved; the arguments are those of `put`."""
    folded, short = text.fold(text.squeeze(title)), text.fold(text.squeeze(number))
    terms = [text.term(name, value) for name, value in
             {"kind": kind, "unit": unit_id, "year": day.year, "month": f"{day:%Y%m}", **facets}.items() if value not in (None, "")]
    # One character is looked for in titles and document numbers only: bigrams know it only at the price of a third more.
    letters = [*(f"t{letter}" for letter in dict.fromkeys(folded)), *(f"n{letter}" for letter in dict.fromkeys(short))]
    long = text.fold(text.squeeze(body))
    return SearchDocument(id=identity(kind, key, day), kind=kind, key=key, since=since, until=until,
                          terms=" ".join([*terms, *letters]), title=folded, number=short, body=long,
                          numbers=" ".join(sorted(text.numbers(f"{folded} {short} {long}"))))


@transaction.atomic
def put(
    kind: str, key: int, title: str, number: str, body: str, unit_id: int, *, day: date, since: date | None = None,
    until: date | None = None, **facets: object,
) -> None:
    """Make a document known, or its new content in place of the old.

    Args:
        kind: one of `query.KINDS`.
        key: the document's own key within its kind.
        title, number, body: plain texts (`text.plain` for HTML); nothing that the public may not read.
        unit_id: the unit whose document it is.
        day: the day by which it is ordered.
        since, until: the first and the last day on which it is valid.
        facets: further values to filter by and to count: node, genre, subject.
    """
    drop(kind, key)
    if not SearchDocument.objects.exists():  # an empty table has an empty index, however it was emptied
        backend().clear()
    made = document(kind, key, title, number, body, unit_id, day=day, since=since, until=until, **facets)
    made.save(force_insert=True)
    backend().add([made])


@transaction.atomic
def drop(kind: str, key: int) -> None:
    """Forget a document; nothing happens where it is not known."""
    for known in SearchDocument.objects.filter(kind=kind, key=key):
        backend().remove(known)
        known.delete()


_SOURCES: dict[str, Callable[[], Iterable[SearchDocument]]] = {}


def register(kind: str, source: Callable[[], Iterable[SearchDocument]]) -> None:
    """Say where all documents of a kind come from (made by `document`), for `rebuild`."""
    _SOURCES[kind] = source


@transaction.atomic
def rebuild(batch: int = 500) -> int:
    """Forget everything and put it in anew.

    Returns:
        How many documents there are.
    """
    backend().clear()
    SearchDocument.objects.all().delete()
    count = 0
    for source in _SOURCES.values():
        rows = iter(source())
        while part := list(islice(rows, batch)):
            backend().add(SearchDocument.objects.bulk_create(part))
            count += len(part)
    return count


def find(query: Query) -> Result:
    """The first `MOST` hits of a query in order, with counts by facet.

    Title comes before document number before body, then the newest first. Where all hits are known, they are put in this order
    here; where there are more, the newest in titles and numbers are asked for by themselves.
    """
    if not query.words:
        return Result((), False, {})
    engine = backend()
    ids = engine.ids(query, EVERYWHERE, MOST + 1)
    more = len(ids) > MOST
    if more and not query.by_date:
        for where in (HEAD, TITLE):
            ids = list(dict.fromkeys([*engine.ids(query, where, MOST), *ids]))
    ids = ids[:MOST]
    rows = {row[0]: row[1:] for row in SearchDocument.objects.filter(id__in=ids).values_list(
        "id", "kind", "key", "terms", "title", "number")}
    found = [rows[id] for id in ids if id in rows]
    if not more and not query.by_date:
        found.sort(key=lambda row: _tier(row[3], row[4], query.words))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in Counter(chain.from_iterable(row[2].split(" ", FACETS)[:FACETS] for row in found)).items():
        name, mark, value = word.partition(text.MARK)
        if mark and value:
            counts[name][value] = count
    return Result([Hit(*row[:2]) for row in found], more, counts)


def _tier(title: str, number: str, words: Sequence[str]) -> int:
    """0 where every word stands in the title, 1 where each stands in title or number, 2 elsewhere."""
    if all(word in title for word in words):
        return 0
    return 1 if all(word in title or word in number for word in words) else 2
