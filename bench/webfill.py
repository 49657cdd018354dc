"""A county's database with as many published items as wanted, filled past the screens and past Django's models."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from multiprocessing.queues import Queue
from time import perf_counter
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from bench.webtexts import Text, texts

UNITS = 30
BATCH = 5000
MAKERS = 2
"""Processes that make rows while another writes them."""
QUICK = ["PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"]
"""How SQLite is filled: what is lost when the machine stops is filled again."""
SLOW = ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA cache_size = -2000"]
HASHED = 512 << 20, 1 << 20
"""Bytes of a full-text index of SQLite that are gathered before they are written: while filling, and as SQLite does by itself."""


def units() -> list:
    """One county with its departments and towns."""
    from gongkai.web.organs.enums import UnitKind
    from gongkai.web.organs.models import Unit

    root = Unit.objects.create(name="清川县人民政府", kind=UnitKind.GOVERNMENT, slug="qingchuan")
    return [root, *(Unit.objects.create(name=f"清川县第{number}局", kind=UnitKind.DEPARTMENT, slug=f"u{number}", parent=root, order=number)
                    for number in range(1, UNITS))]


def nodes(root: object) -> list:
    """Fifteen items of a catalogue, each with three below it."""
    from gongkai.web.disclosure.enums import Scheme
    from gongkai.web.disclosure.models import CatalogueNode

    made = []
    for number in range(1, 16):
        top = CatalogueNode.objects.create(scheme=Scheme.ARTICLE_20, unit=root, code=f"20-{number}", name=f"第{number}项", order=number)
        made += [CatalogueNode.objects.create(scheme=Scheme.ARTICLE_20, unit=root, parent=top, code=f"20-{number}-{below}",
                                              name=f"第{number}项之{below}", order=below) for below in range(1, 4)]
    return made


class Table:
    """Rows of a model written as they are: what a row does not name is what the model says when it says nothing."""

    def __init__(self, model: type[models.Model], *, numbered: bool = True) -> None:
        """`numbered`: whether rows bring their ids; otherwise the database numbers them."""
        blank = model()
        fields = [field for field in model._meta.concrete_fields if not field.generated and (numbered or not field.primary_key)]
        self.blank = {field.attname: field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in fields}
        self.columns = ", ".join(f'"{field.column}"' for field in fields)
        self.name = model._meta.db_table

    def row(self, values: dict[str, Any]) -> list[Any]:
        """One row; a time is given as `moment` makes it."""
        return [values.get(name, blank) for name, blank in self.blank.items()]

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows that `row` made."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.name}" ({self.columns}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f'INSERT INTO "{self.name}" ({self.columns}) VALUES ({", ".join(["%s"] * len(self.blank))})', rows)


def tables() -> list[Table]:
    """What an item is written into, in order."""
    from gongkai.web.common.search.models import SearchDocument
    from gongkai.web.disclosure.models import Item, ItemVersion, Publication, PublishedItem

    return [Table(Item), Table(ItemVersion), Table(Publication, numbered=False), Table(PublishedItem), Table(SearchDocument)]


def moment(at: datetime) -> Any:
    """A time as the database keeps it."""
    return at if connection.vendor == "postgresql" else at.astimezone(UTC).replace(tzinfo=None)


class Maker:
    """Makes the rows of published items, and on SQLite what their full-text indexes are told."""

    def __init__(self, units: Sequence[int], nodes: Sequence[int]) -> None:
        self.units, self.nodes, self.tables = units, nodes, tables()

    def rows(self, numbered: Iterable[tuple[int, Text]]) -> list[list[Any]]:
        """For each of `tables` its rows, then the two of the indexes."""
        from gongkai.web.common.search import sqlite
        from gongkai.web.disclosure.domain import searching
        from gongkai.web.disclosure.enums import Act, Attribute, Stage
        from gongkai.web.disclosure.models import PublishedItem

        item, version, publication, published, document = self.tables
        made: list[list[Any]] = [[] for _ in range(7)]
        for number, text in numbered:
            at = timezone.make_aware(datetime.combine(text.day, time(9))) + timedelta(seconds=number % 20_000)
            same = {"unit_id": self.units[number * 7 % len(self.units)], "node_id": self.nodes[number * 11 % len(self.nodes)],
                    "index_number": f"QC-{number:07d}", "title": text.title, "summary": text.summary, "made_on": text.day,
                    "document_number": text.number, "genre": text.genre, "subject": text.subject, "body": text.body, "valid_from": text.day,
                    "valid_until": text.day + timedelta(days=365 * 5) if number % 3 == 0 else None}
            found = searching.document(PublishedItem(item_id=number, version_id=number, published_at=at, **same))
            rows = [item.row({"id": number, "attribute": Attribute.ACTIVE.value, "attribute_reason": "条例第十九条",
                              "stage": Stage.PUBLISHED.value, **same}),
                    version.row({"id": number, "item_id": number, "number": 1, "content": "{}", "sha256": "0" * 64, "levels": 1}),
                    publication.row({"item_id": number, "version_id": number, "act": Act.PUBLISHED.value, "at": moment(at)}),
                    published.row({"item_id": number, "version_id": number, "published_at": moment(at), **same}),
                    document.row({name: getattr(found, name) for name in document.blank})]
            if connection.vendor == "sqlite":
                rows += [(found.id, sqlite._head(found)), (found.id, sqlite._all(found))]
            for all_rows, row in zip(made, rows, strict=False):
                all_rows.append(row)
        return made


def make(count: int, share: int, units: Sequence[int], nodes: Sequence[int], made: Queue[list[list[Any]]]) -> None:
    """Make every one of `MAKERS` batches of items; in a process of its own."""
    import django

    os.setsid()  # on a busy machine each session has its share of the processors
    django.setup()
    maker, numbered = Maker(units, nodes), iter(enumerate(texts(count), 1))
    for batch in itertools.count():
        part = list(itertools.islice(numbered, BATCH))
        if not part:
            break
        if batch % MAKERS == share:
            made.put(maker.rows(part))


def batches(count: int, units: Sequence[int], nodes: Sequence[int]) -> Iterator[list[list[Any]]]:
    """The rows of all items, in order, made by other processes meanwhile."""
    context = multiprocessing.get_context("spawn")
    queues = [context.Queue(maxsize=2) for _ in range(MAKERS)]
    makers = [context.Process(target=make, args=(count, share, units, nodes, queue), daemon=True) for share, queue in enumerate(queues)]
    for maker in makers:
        maker.start()
    try:
        for batch in range(-(-count // BATCH)):
            yield queues[batch % MAKERS].get(timeout=900)
    finally:
        for maker in makers:
            maker.terminate()
            maker.join()


def fill(count: int) -> None:
    """Fill an empty, migrated database; on PostgreSQL the indexes of full text are made at the end, which is quicker."""
    from gongkai.web.common.search import postgres, sqlite

    large = connection.vendor == "postgresql"
    hashed = [[f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', {size})" for name in (sqlite.HEAD, sqlite.ALL)] for size in HASHED]
    made_units = units()
    made_nodes = nodes(made_units[0])
    with connection.cursor() as cursor:
        for statement in postgres.DROP[:-1] if large else QUICK + hashed[0]:
            cursor.execute(statement)
        began, done, into = perf_counter(), 0, tables()
        for rows in batches(count, [unit.pk for unit in made_units], [node.pk for node in made_nodes]):
            with transaction.atomic():
                for table, values in zip(into, rows, strict=False):
                    table.write(values)
                for name, values in zip((sqlite.HEAD, sqlite.ALL), rows[len(into):], strict=True):
                    if values:
                        cursor.executemany(f"INSERT INTO {name}(rowid, grams) VALUES (%s, %s)", values)
            done += len(rows[0])
            if count > 50_000 and done % 50_000 == 0:
                print(f"       {done:,} of {count:,} items after {perf_counter() - began:.0f} s", flush=True)
        if large:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            for statement in postgres.CREATE[1:]:
                cursor.execute(statement)
            for table in ("organs_unit", "disclosure_item", "disclosure_itemversion", "disclosure_publication"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute("VACUUM ANALYZE")
        else:
            for statement in [*hashed[1], *SLOW, "ANALYZE"]:
                cursor.execute(statement)
