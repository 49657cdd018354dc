"""Bigrams in FTS5. A phrase of bigrams that follow each other is the very text, so nothing need be looked at twice.

The index keeps no text of its own (contentless): what leaves it is told to it again, from the row in the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from gongkai.web.common.search import text
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.query import Query

INDEX = "common_searchindex"
CREATE = f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, number, body, terms, content='', tokenize='ascii')"
"""The tokenizer ``ascii`` takes every character that is not ASCII for a letter, which leaves bigrams as they are."""
DROP = f"DROP TABLE {INDEX}"
_COLUMNS = {"title": "title", "head": "{title number}", "everywhere": "{title number body}"}


class SQLite:
    """The engine; see `backend.Backend`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Documents that now stand in the table."""
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {INDEX}(rowid, title, number, body, terms) VALUES (%s, %s, %s, %s, %s)",
                               [_row(document) for document in documents])

    def remove(self, document: SearchDocument) -> None:
        """A document that is about to leave the table."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rowid, title, number, body, terms) "
                           "VALUES ('delete', %s, %s, %s, %s, %s)", _row(document))

    def clear(self) -> None:
        """The table is being emptied."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')")

    def ids(self, query: Query, where: str, most: int) -> list[int]:
        """The newest `most` documents that hold every word there, newest first."""
        parts = [_word(word, where) for word in query.words]
        parts += [f"terms : ({' OR '.join(map(_quoted, group))})" for group in query.terms]
        sql = f"SELECT i.rowid FROM {INDEX} i WHERE i.{INDEX} MATCH %s"
        values: list[Any] = [" AND ".join(parts)]
        if query.validity:
            condition, more = validity(query)
            sql = sql.replace(" WHERE", f" CROSS JOIN {SearchDocument._meta.db_table} d ON d.id = i.rowid WHERE") + f" AND {condition}"
            values += more
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY i.rowid DESC LIMIT %s", [*values, most])
            return [id for id, in cursor.fetchall()]

    def similar(self, word: str, most: int) -> list[SearchDocument]:
        """Documents whose titles share bigrams with a word."""
        pairs = list(dict.fromkeys(text.grams(word)))
        if not pairs:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rank, rowid DESC LIMIT %s",
                           [f"title : ({' OR '.join(map(_quoted, pairs))})", most])
            ids = [id for id, in cursor.fetchall()]
        return list(SearchDocument.objects.filter(id__in=ids).defer("body"))


def validity(query: Query) -> tuple[str, list[Any]]:
    """The condition on the days of validity, with its values."""
    return {
        "valid": ("(d.since IS NULL OR d.since <= %s) AND (d.until IS NULL OR d.until >= %s)", [query.on, query.on]),
        "ended": ("d.until < %s", [query.on]),
        "coming": ("d.since > %s", [query.on]),
    }[query.validity]


def _row(document: SearchDocument) -> tuple[Any, ...]:
    return (document.id, *(" ".join(text.grams(value)) for value in (document.title, document.number, document.body)),
            document.terms)


def _quoted(words: str) -> str:
    return f'"{words}"'


def _word(word: str, where: str) -> str:
    """A word as FTS5 asks for it; nothing in a folded word has a meaning there."""
    if len(word) == 1:
        letters = [f"t{word}"] if where == "title" else [f"t{word}", f"n{word}"]
        return f"terms : ({' OR '.join(map(_quoted, letters))})"
    return f"{_COLUMNS[where]} : {_quoted(' '.join(text.grams(word)))}"
