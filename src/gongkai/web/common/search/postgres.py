"""Bigrams in a GIN index, and the exact look at the text.

The index knows which bigrams a document has, not where: what it gives is looked at once more in the text itself. So no text is
too long for it (a tsvector ends at 16,383 positions and 1 MB), and the table keeps nothing but the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import starmap
from typing import Any

from django.db import connection

from gongkai.web.common.search import text
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.query import Query, Row
from gongkai.web.common.search.sqlite import validity

TABLE = SearchDocument._meta.db_table
HEAD = "(gongkai_grams(d.title || '·' || d.number, d.facets || ' ' || d.terms) COLLATE \"C\")"
ALL = "(gongkai_grams(d.title || '·' || d.number || '·' || d.body || '·' || d.attached, d.facets || ' ' || d.terms || ' ' || d.numbers) COLLATE \"C\")"
CREATE = [
    """
    CREATE OR REPLACE FUNCTION gongkai_grams(folded text, terms text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
        SELECT array_agg(DISTINCT (a || b) COLLATE "C") || string_to_array(terms, ' ')
        FROM unnest(string_to_array(folded, NULL), (string_to_array(folded, NULL))[2:]) AS pair(a, b) WHERE b IS NOT NULL
    $$
    """,
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 8160)",
    f"CREATE INDEX common_search_head ON {TABLE} USING gin ({HEAD.replace('d.', '')})",
    f"CREATE INDEX common_search_all ON {TABLE} USING gin ({ALL.replace('d.', '')})",
]
FIRST, GROWTH = 2, 16
"""Months that are asked first; how many times as many the next question may ask."""
DROP = ["DROP INDEX common_search_all", "DROP INDEX common_search_head", "DROP FUNCTION gongkai_grams(text, text)"]


class PostgreSQL:
    """The engine; see `backend.Backend`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """The index follows the table by itself."""

    def remove(self, document: SearchDocument) -> None:
        """The index follows the table by itself."""

    def clear(self) -> None:
        """The index follows the table by itself."""

    def rows(self, query: Query, where: str, most: int, seen: Sequence[Row] = (), before: int | None = None) -> list[Row]:
        """The newest `most` documents that hold every word there, newest first.

        The index has no order. So the newest months are asked first, and further ones as many at a time as seem to be
        wanted: a common word is answered by a month or two, a rare one by three questions.
        """
        found = list(seen)
        with connection.cursor() as cursor:
            oldest, newest = _months(cursor, query)
            month, span = newest, FIRST
            if before is not None:
                month = _month(before)
                span = _span(most, found, newest - month + 1)
            while month >= oldest and len(found) < most:
                months = [text.term("month", f"{at // 12:04d}{at % 12 + 1:02d}") for at in range(max(oldest, month - span + 1), month + 1)]
                asked, values = _question(query, where, months, before)
                cursor.execute(f"{asked} LIMIT %s", [*values, most - len(found)])
                found += starmap(Row, cursor.fetchall())
                month -= span
                span = min(_span(most, found, newest - month), span * GROWTH)
        return found

    def similar(self, word: str, most: int) -> list[SearchDocument]:
        """The newest documents whose titles or numbers share bigrams with a word."""
        pairs = list(dict.fromkeys(text.grams(word)))
        if not pairs:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"WITH found AS MATERIALIZED (SELECT d.id FROM {TABLE} d WHERE {HEAD} && %s) "
                           "SELECT id FROM found ORDER BY id DESC LIMIT %s", [pairs, most])
            ids = [id for id, in cursor.fetchall()]
        return list(SearchDocument.objects.filter(id__in=ids).defer("body").order_by("-id"))


def _months(cursor: Any, query: Query) -> tuple[int, int]:
    """The months between which anything can be found; the first after the last where there are none."""
    cursor.execute(f"SELECT min(id), max(id) FROM {TABLE}")
    oldest, newest = cursor.fetchone()
    if newest is None:
        return 1, 0
    first, last = _month(oldest), _month(newest)
    if years := [int(year) for year in map(str, query.filters.get("year", ())) if year.isdecimal()]:
        first, last = max(first, min(years) * 12), min(last, max(years) * 12 + 11)
    return first, last


def _span(most: int, found: list[Row], months: int) -> int:
    """How many months more seem to be wanted, by what was found in the newest."""
    return (most - len(found)) * months // max(len(found), 1) + 1


def _question(query: Query, where: str, months: list[str], before: int | None) -> tuple[str, list[Any]]:
    """What is asked of some months. The condition is worked out before the order, lest every row be tried in its order."""
    index = ALL if where == "everywhere" else HEAD
    columns = {"title": ["title"], "head": ["title", "number"], "everywhere": ["title", "number", "body", "attached"]}[where]
    must: list[str] = []
    conditions = [f"{index} && %s"]
    values: list[Any] = [months]
    for word in query.words:
        if len(word) == 1:
            conditions.append(f"{index} && %s")
            values.append([f"t{word}"] if where == "title" else [f"t{word}", f"n{word}"])
            continue
        must += dict.fromkeys([*text.grams(word), *(text.asked_numbers(word) if index == ALL else ())])
        if len(word) > 2 or where == "title":  # two characters are a bigram: the index has said it already
            conditions.append(f"({' OR '.join(f'strpos(d.{column}, %s) > 0' for column in columns)})")
            values += [word] * len(columns)
    for group in query.terms:
        conditions.append(f"{index} && %s")
        values.append(list(group))
    if must:
        conditions.append(f"{index} @> %s")
        values.append(must)
    if before is not None:
        conditions.append("d.id < %s")
        values.append(before)
    if query.validity:
        condition, more = validity(query)
        conditions.append(condition)
        values += more
    return (f"WITH found AS MATERIALIZED (SELECT d.id, d.facets, d.title, d.number FROM {TABLE} d WHERE {' AND '.join(conditions)}) "
            "SELECT * FROM found ORDER BY id DESC", values)


def _month(id: int) -> int:
    """The month of a document's day, counted from the year 0."""
    day = date.fromordinal(id >> 40)
    return day.year * 12 + day.month - 1
