"""A county's database with as many published items as wanted, filled past the screens and past Django's models."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from bench.webtexts import Text, texts

UNITS = 30
BATCH = 10_000
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

    def __init__(self, model: type[models.Model]) -> None:
        blank = model()
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.blank = {field.attname: field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in self.fields}

    def write(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add rows; a time is given as `moment` makes it."""
        names = [field.attname for field in self.fields]
        values = [[row.get(name, self.blank[name]) for name in names] for row in rows]
        if not any("id" in row for row in rows) and "id" in names:  # the database numbers them
            names, values = names[1:], [value[1:] for value in values]
        columns = ", ".join(f'"{self.model._meta.get_field(name).column}"' for name in names)
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    for value in values:
                        copy.write_row(value)
            else:
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(["%s"] * len(names))})', values)


def moment(at: datetime) -> Any:
    """A time as the database keeps it."""
    return at if connection.vendor == "postgresql" else at.astimezone(UTC).replace(tzinfo=None)


class Filler:
    """Writes published items with all that belongs to them."""

    def __init__(self) -> None:
        from gongkai.web.disclosure.models import Item, ItemVersion, Publication, PublishedItem

        self.units = units()
        self.nodes = nodes(self.units[0])
        self.item, self.version, self.publication, self.published = map(Table, (Item, ItemVersion, Publication, PublishedItem))

    @transaction.atomic
    def write(self, numbered: list[tuple[int, Text]]) -> None:
        """Write some items."""
        from gongkai.web.common.search.backend import backend
        from gongkai.web.common.search.models import SearchDocument
        from gongkai.web.disclosure.domain import searching
        from gongkai.web.disclosure.enums import Act, Attribute, Stage
        from gongkai.web.disclosure.models import PublishedItem

        items, versions, publications, published, documents = [], [], [], [], []
        for number, text in numbered:
            at = timezone.make_aware(datetime.combine(text.day, time(9))) + timedelta(seconds=number % 20_000)
            same = {"unit_id": self.units[number * 7 % len(self.units)].pk, "node_id": self.nodes[number * 11 % len(self.nodes)].pk,
                    "index_number": f"QC-{number:07d}", "title": text.title, "summary": text.summary, "made_on": text.day,
                    "document_number": text.number, "genre": text.genre, "subject": text.subject, "body": text.body, "valid_from": text.day,
                    "valid_until": text.day + timedelta(days=365 * 5) if number % 3 == 0 else None}
            items.append({"id": number, "attribute": Attribute.ACTIVE.value, "attribute_reason": "条例第十九条", "stage": Stage.PUBLISHED.value, **same})
            versions.append({"id": number, "item_id": number, "number": 1, "content": "{}", "sha256": "0" * 64, "levels": 1})
            publications.append({"item_id": number, "version_id": number, "act": Act.PUBLISHED.value, "at": moment(at)})
            published.append({"item_id": number, "version_id": number, "published_at": moment(at), **same})
            documents.append(searching.document(PublishedItem(item_id=number, version_id=number, published_at=at, **same)))
        for table, rows in ((self.item, items), (self.version, versions), (self.publication, publications), (self.published, published)):
            table.write(rows)
        Table(SearchDocument).write([{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in documents])
        backend().add(documents)


def fill(count: int) -> None:
    """Fill an empty, migrated database; on PostgreSQL the indexes of full text are made at the end, which is quicker."""
    from gongkai.web.common.search import postgres, sqlite

    large = connection.vendor == "postgresql"
    hashed = [[f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', {size})" for name in (sqlite.HEAD, sqlite.ALL)] for size in HASHED]
    filler = Filler()
    with connection.cursor() as cursor:
        for statement in postgres.DROP[:-1] if large else QUICK + hashed[0]:
            cursor.execute(statement)
        numbered, began = iter(enumerate(texts(count), 1)), perf_counter()
        while part := list(itertools.islice(numbered, BATCH)):
            filler.write(part)
            if part[-1][0] % 100_000 == 0 and count > 100_000:
                print(f"       {part[-1][0]:,} of {count:,} items after {perf_counter() - began:.0f} s", flush=True)
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
