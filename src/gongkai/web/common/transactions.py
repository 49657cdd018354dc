"""On SQLite there is one writer at a time, and every transaction that says at its start that it will write waits for its turn. A
request that only reads (GET, HEAD) does not say so: it reads beside the writer.

Where such a request writes after all (an export is logged, a reminder marked as read), its reading ends there and a writing
transaction begins, which waits for its turn as all others do. Reading first and writing later in one transaction would fail as soon
as somebody else had written in between. So what a GET read before it writes may be older than what it writes to, as on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django.http import HttpRequest, HttpResponse

_READS = ("SELECT", "WITH", "PRAGMA", "EXPLAIN", "VALUES")


class ReadFirst:
    """Middleware: a GET's transaction begins by reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or connection.vendor != "sqlite":
            return self.get_response(request)
        with reading_first():
            return self.get_response(request)


@contextmanager
def reading_first(using: str = "default") -> Iterator[None]:
    """Transactions that begin within are reading ones until they write. Of SQLite alone."""
    database: Any = connections[using]
    with database.execute_wrapper(_Turn(database)):
        yield


class _Turn:
    """Knows whether the transaction under way has only read, and lets it wait for its turn before it writes."""

    def __init__(self, database: Any) -> None:
        self.database = database
        self.reading = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        word = sql.lstrip(" \n\t(")[:8].upper()
        if word.startswith("BEGIN"):
            sql, self.reading = "BEGIN DEFERRED", True
        elif self.reading and not word.startswith(_READS):
            self.reading = False
            if self.database.in_atomic_block:  # else the transaction that read is over, and this is one of its own
                raw = context["cursor"].cursor
                with self.database.wrap_database_errors:
                    raw.execute("COMMIT")
                    raw.execute("BEGIN IMMEDIATE")
        return execute(sql, params, many, context)
