"""Bigrams in FTS5, and the exact look at the text.

The index knows which bigrams a document has, not where (``detail=none``): it is small, and documents that have the rarest
bigrams of a word are looked at once more in the text itself. It gives documents in the order of their keys, the newest first, and
stops when enough are found. It keeps no text of its own (contentless): what leaves it is told to it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import starmap
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.web.common.search import text
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.query import Query, Row

HEAD, ALL = "common_searchhead", "common_searchall"
"""Bigrams of title and document number; of these and the body. Both hold the terms to filter by."""
CREATE = [
    *(f"CREATE VIRTUAL TABLE {name} USING fts5(grams, content='', detail=none, tokenize='ascii')" for name in (HEAD, ALL)),
    f"CREATE VIRTUAL TABLE common_searchcounts USING fts5vocab({ALL}, 'row')",
]
"""The tokenizer ``ascii`` takes every character that is not ASCII for a letter, which leaves bigrams as they are."""
DROP = ["DROP TABLE common_searchcounts", f"DROP TABLE {ALL}", f"DROP TABLE {HEAD}"]
ASKED = 6
"""Tokens of one word that the index is asked for: the rarest. The look at the text does the rest."""

HOLDS = "gongkai_holds"
"""A function of ours in SQL: whether one run of bytes has the other in it. SQLite's own ``instr`` takes twice as long."""
KEPT = 600
"""Seconds for which the count of a bigram is remembered."""


def connected(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Give a connection that was just made our function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(HOLDS, 2, _holds, deterministic=True)


def _holds(long: bytes, short: bytes) -> bool:
    return short in long


class SQLite:
    """The engine; see `backend.Backend`."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Documents that now stand in the table."""
        rows = list(documents)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {HEAD}(rowid, grams) VALUES (%s, %s)", [(row.id, _head(row)) for row in rows])
            cursor.executemany(f"INSERT INTO {ALL}(rowid, grams) VALUES (%s, %s)", [(row.id, _all(row)) for row in rows])

    def remove(self, document: SearchDocument) -> None:
        """A document that is about to leave the table."""
        with connection.cursor() as cursor:
            for index, grams in ((HEAD, _head(document)), (ALL, _all(document))):
                cursor.execute(f"INSERT INTO {index}({index}, rowid, grams) VALUES ('delete', %s, %s)", [document.id, grams])

    def clear(self) -> None:
        """The table is being emptied."""
        with connection.cursor() as cursor:
            for index in (HEAD, ALL):
                cursor.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")

    def rows(self, query: Query, where: str, most: int, seen: Sequence[Row] = (), before: int | None = None) -> list[Row]:
        """The newest `most` documents that hold every word there, newest first."""
        index = ALL if where == "everywhere" else HEAD
        asked = [f"({' OR '.join(map(_quoted, group))})" for group in query.terms]
        looks: list[str] = []
        values: list[Any] = []
        for word in query.words:
            if len(word) == 1:
                letters = [f"t{word}"] if where == "title" else [f"t{word}", f"n{word}"]
                asked.append(f"({' OR '.join(map(_quoted, letters))})")
                continue
            tokens = [*text.grams(word), *(text.asked_numbers(word) if index == ALL else ())]
            asked += map(_quoted, _rarest(tuple(dict.fromkeys(tokens))))
            if len(word) > 2 or where == "title":  # two characters are a bigram: the index has said it already
                look = {"title": "instr(d.title, %s)", "head": "(instr(d.title, %s) OR instr(d.number, %s))",
                        "everywhere": f"(instr(d.title, %s) OR instr(d.number, %s) OR {HOLDS}(CAST(d.body AS BLOB), %s)"
                                      f" OR {HOLDS}(CAST(d.attached AS BLOB), %s))"}[where]
                looks.append(look)
                values += [word] * look.count("instr") + [word.encode()] * look.count(HOLDS)
        if query.validity:
            condition, more = validity(query)
            looks.append(condition)
            values += more
        if before is not None:
            looks.append("i.rowid < %s")
            values.append(before)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT d.id, d.facets, d.title, d.number FROM {index} i CROSS JOIN {SearchDocument._meta.db_table} d "
                           f"ON d.id = i.rowid WHERE {' AND '.join([f'i.{index} MATCH %s', *looks])} ORDER BY i.rowid DESC LIMIT %s",
                           [" AND ".join(asked), *values, most - len(seen)])
            return [*seen, *starmap(Row, cursor.fetchall())]

    def similar(self, word: str, most: int) -> list[SearchDocument]:
        """The newest documents whose titles or numbers share bigrams with a word."""
        pairs = sorted(dict.fromkeys(text.grams(word)), key=lambda pair: (_count(pair) == 0, _count(pair)))
        if not pairs:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {HEAD} WHERE {HEAD} MATCH %s ORDER BY rowid DESC LIMIT %s",
                           [" OR ".join(map(_quoted, pairs[:ASKED])), most])
            ids = [id for id, in cursor.fetchall()]
        return list(SearchDocument.objects.filter(id__in=ids).defer("body").order_by("-id"))


def validity(query: Query) -> tuple[str, list[Any]]:
    """The condition on the days of validity, with its values."""
    return {
        "valid": ("(d.since IS NULL OR d.since <= %s) AND (d.until IS NULL OR d.until >= %s)", [query.on, query.on]),
        "ended": ("d.until < %s", [query.on]),
        "coming": ("d.since > %s", [query.on]),
    }[query.validity]


def _head(document: SearchDocument) -> str:
    return " ".join({*text.grams(document.title), *text.grams(document.number), *document.facets.split(), *document.terms.split()})


def _all(document: SearchDocument) -> str:
    return " ".join([_head(document), document.numbers, *{*text.grams(document.body), *text.grams(document.attached)}])


def _quoted(token: str) -> str:
    """A token as FTS5 asks for it; nothing in a folded text has a meaning there."""
    return f'"{token}"'


def _rarest(tokens: tuple[str, ...]) -> Sequence[str]:
    return tokens if len(tokens) == 1 else sorted(tokens, key=_count)[:ASKED]


def _count(pair: str) -> int:
    """How many documents have a bigram, a few minutes ago: it only decides which are asked for."""
    return _counted(pair, int(time.monotonic() // KEPT))


@lru_cache(maxsize=50_000)
def _counted(pair: str, when: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT doc FROM common_searchcounts WHERE term = %s", [pair])
        row = cursor.fetchone()
    return row[0] if row else 0
