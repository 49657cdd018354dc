"""Bigrams in a GIN index, and the exact look at the text.

The index knows which bigrams a document has, not where: what it gives is looked at once more in the text itself. So no text is
too long for it (a tsvector ends at 16,383 positions and 1 MB), and the table keeps nothing but the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from gongkai.web.common.search import text
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.query import Query
from gongkai.web.common.search.sqlite import validity

TABLE = SearchDocument._meta.db_table
HEAD = "(gongkai_grams(d.title || '·' || d.number, d.terms || ' ' || d.numbers) COLLATE \"C\")"
ALL = "(gongkai_grams(d.title || '·' || d.number || '·' || d.body, d.terms || ' ' || d.numbers) COLLATE \"C\")"
CREATE = [
    """
    CREATE OR REPLACE FUNCTION gongkai_grams(folded text, terms text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(DISTINCT (a || b) COLLATE "C") || string_to_array(terms, ' ')
        FROM unnest(string_to_array(folded, NULL), (string_to_array(folded, NULL))[2:]) AS pair(a, b) WHERE b IS NOT NULL
    $$
    """,
    f"CREATE INDEX common_search_head ON {TABLE} USING gin ({HEAD.replace('d.', '')})",
    f"CREATE INDEX common_search_all ON {TABLE} USING gin ({ALL.replace('d.', '')})",
]
DROP = ["DROP INDEX common_search_all", "DROP INDEX common_search_head", "DROP FUNCTION gongkai_grams(text, text)"]


class PostgreSQL:
    """The engine; see `backend.Backend`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """The index follows the table by itself."""

    def remove(self, document: SearchDocument) -> None:
        """The index follows the table by itself."""

    def clear(self) -> None:
        """The index follows the table by itself."""

    def ids(self, query: Query, where: str, most: int) -> list[int]:
        """The newest `most` documents that hold every word there, newest first."""
        index = ALL if where == "everywhere" else HEAD
        must: list[str] = []
        conditions: list[str] = []
        values: list[Any] = []
        for word in query.words:
            must += dict.fromkeys([*text.whole_numbers(word), *text.grams(word)])
            columns = ["d.title"] if where == "title" else ["d.title", "d.number"]
            if len(word) == 1:
                conditions.append(f"{index} && %s")
                values.append([f"t{word}"] if where == "title" else [f"t{word}", f"n{word}"])
                continue
            if where == "everywhere":
                columns.append("d.body")
            if len(word) > 2 or where == "title":  # two characters are a bigram: the index has said it already
                conditions.append(f"({' OR '.join(f'strpos({column}, %s) > 0' for column in columns)})")
                values += [word] * len(columns)
        for group in query.terms:
            if len(group) == 1:
                must += group
            else:
                conditions.append(f"{index} && %s")
                values.append(list(group))
        if must:
            conditions.insert(0, f"{index} @> %s")
            values.insert(0, must)
        if query.validity:
            condition, more = validity(query)
            conditions.append(condition)
            values += more
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT d.id FROM {TABLE} d WHERE {' AND '.join(conditions)} ORDER BY d.id DESC LIMIT %s",
                           [*values, most])
            return [id for id, in cursor.fetchall()]

    def similar(self, word: str, most: int) -> list[SearchDocument]:
        """The newest documents whose titles or numbers share bigrams with a word."""
        pairs = list(dict.fromkeys(text.grams(word)))
        if not pairs:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT d.id FROM {TABLE} d WHERE {HEAD} && %s ORDER BY d.id DESC LIMIT %s", [pairs, most])
            ids = [id for id, in cursor.fetchall()]
        return list(SearchDocument.objects.filter(id__in=ids).defer("body").order_by("-id"))
