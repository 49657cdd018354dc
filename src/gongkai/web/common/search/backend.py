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
from gongkai.web.common.search.query import MOST, Query, Result, Row, identity

EVERYWHERE, HEAD, TITLE = "everywhere", "head", "title"
"""Where words are looked for: anywhere; in title or document number; in the title."""


class Backend(Protocol):
    """An engine. It finds, and is told of each document that comes and goes, within the caller's transaction."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Documents that now stand in the table."""

    def remove(self, document: SearchDocument) -> None:
        """A document that is about to leave the table, with its texts."""

    def clear(self) -> None:
        """The table is being emptied."""

    def rows(self, query: Query, where: str, most: int, seen: Sequence[Row] = (), before: int | None = None) -> list[Row]:
        """The newest `most` documents that hold every word of the query there and pass its filters, newest first.

        Args:
            seen: those of them that are known already: all whose id is `before` or greater.
        """

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
    kind: str, key: int, title: str, number: str, body: str, unit_id: int, *, day: date, attached: str = "", since: date | None = None,
    until: date | None = None, **facets: object,
) -> SearchDocument:
    """The row of a document, not yet saved; the arguments are those of `put`."""
    folded, short = text.fold(text.squeeze(title)), text.fold(text.squeeze(number))
    counted = [text.term(name, value) for name, value in {"unit": unit_id, "year": day.year, **facets}.items() if value not in (None, "")]
    # One character is looked for in titles and document numbers only: bigrams know it only at the price of a third more.
    letters = [*(f"t{letter}" for letter in dict.fromkeys(folded)), *(f"n{letter}" for letter in dict.fromkeys(short))]
    long, files = text.fold(text.squeeze(body)), text.fold(text.squeeze(attached))
    return SearchDocument(id=identity(kind, key, day), kind=kind, key=key, since=since, until=until, facets=" ".join(counted),
                          title=folded, number=short, body=long, attached=files,
                          terms=" ".join([text.term("kind", kind), text.term("month", f"{day:%Y%m}"), *letters]),
                          numbers=" ".join(sorted(text.numbers(text.MARK.join([folded, short, long, files])))))


@transaction.atomic
def put(
    kind: str, key: int, title: str, number: str, body: str, unit_id: int, *, day: date, attached: str = "", since: date | None = None,
    until: date | None = None, **facets: object,
) -> None:
    """Make a document known, or its new content in place of the old.

    Args:
        kind: one of `query.KINDS`.
        key: the document's own key within its kind.
        title, number, body: plain texts (`text.plain` for HTML); nothing that the public may not read.
        attached: the text of what is attached to it; no word is found that begins in one of the texts and ends in another.
        unit_id: the unit whose document it is.
        day: the day by which it is ordered.
        since, until: the first and the last day on which it is valid.
        facets: further values to filter by and to count: node, genre, subject.
    """
    drop(kind, key)
    if not SearchDocument.objects.exists():  # an empty table has an empty index, however it was emptied
        backend().clear()
    made = document(kind, key, title, number, body, unit_id, day=day, attached=attached, since=since, until=until, **facets)
    made.save(force_insert=True)
    backend().add([made])


@transaction.atomic
def drop(kind: str, key: int) -> None:
    """Forget a document; nothing happens where it is not known."""
    for known in SearchDocument.objects.filter(kind=kind, key=key):
        backend().remove(known)
        known.delete()


def date_validity(kind: str, key: int, since: date | None, until: date | None) -> None:
    """Note the first and the last day on which a document is valid; nothing happens where it is not known."""
    SearchDocument.objects.filter(kind=kind, key=key).update(since=since, until=until)


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
    found = engine.rows(query, EVERYWHERE, MOST + 1)
    more = len(found) > MOST
    if more and not query.by_date:
        found = _first(engine, query, found)
    elif not query.by_date:
        found.sort(key=lambda row: _tier(row, query.words))
    found = found[:MOST]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for facet, count in Counter(" ".join([row.facets for row in found]).split()).items():
        name, _, value = facet.partition(text.MARK)
        counts[name][value] = count
    return Result([row.hit for row in found], more, counts)


def _first(engine: Backend, query: Query, newest: list[Row]) -> list[Row]:
    """The rows to begin with where more are found than are counted: in titles, in titles or numbers, then anywhere."""
    known = [row for row in newest if _tier(row, query.words) < 2][:MOST]
    heads = engine.rows(query, HEAD, MOST, known, newest[-1].id) if len(known) < MOST else known
    titles = [row for row in heads if not _tier(row, query.words)]
    if len(heads) == MOST and len(titles) < MOST:
        titles = engine.rows(query, TITLE, MOST, titles, heads[-1].id)
    return list({row.id: row for row in chain(titles, heads, newest)}.values())


def _tier(row: Row, words: Sequence[str]) -> int:
    """0 where every word stands in the title, 1 where each stands in title or number, 2 elsewhere."""
    if all(word in row.title for word in words):
        return 0
    return 1 if all(word in row.title or word in row.number for word in words) else 2
