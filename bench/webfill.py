"""A county's database with as many published items as wanted, filled past the screens."""

from __future__ import annotations

import itertools
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from bench.webtexts import Text, texts

UNITS = 30
BATCH = 1000


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


@transaction.atomic
def _save(rows: list[tuple[int, Text]], units: list, nodes: list) -> None:
    from gongkai.web.common.search.backend import backend
    from gongkai.web.common.search.models import SearchDocument
    from gongkai.web.disclosure.domain import searching
    from gongkai.web.disclosure.enums import Act, Attribute, Stage
    from gongkai.web.disclosure.models import Item, ItemVersion, Publication, PublishedItem

    items, versions, publications, published = [], [], [], []
    for number, text in rows:
        unit, node = units[number * 7 % len(units)], nodes[number * 11 % len(nodes)]
        at = timezone.make_aware(datetime.combine(text.day, time(9))) + timedelta(seconds=number % 20_000)
        same = {"unit": unit, "node": node, "index_number": f"QC-{number:07d}", "title": text.title, "summary": text.summary,
                "made_on": text.day, "document_number": text.number, "genre": text.genre, "subject": text.subject, "body": text.body,
                "valid_from": text.day, "valid_until": text.day + timedelta(days=365 * 5) if number % 3 == 0 else None}
        items.append(Item(id=number, attribute=Attribute.ACTIVE, attribute_reason="条例第十九条", stage=Stage.PUBLISHED, **same))
        versions.append(ItemVersion(id=number, item_id=number, number=1, content={}, sha256="0" * 64, levels=1))
        publications.append(Publication(item_id=number, version_id=number, act=Act.PUBLISHED, at=at))
        published.append(PublishedItem(item_id=number, version_id=number, published_at=at, **same))
    for model, made in ((Item, items), (ItemVersion, versions), (Publication, publications), (PublishedItem, published)):
        model.objects.bulk_create(made)
    backend().add(SearchDocument.objects.bulk_create(searching.document(row) for row in published))


def fill(count: int) -> None:
    """Fill an empty, migrated database; on PostgreSQL the indexes of full text are made at the end, which is quicker."""
    from django.db import connection

    from gongkai.web.common.search import postgres

    where = units()
    what = nodes(where[0])
    large = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for statement in postgres.DROP[:-1] if large else ():
            cursor.execute(statement)
        numbered = iter(enumerate(texts(count), 1))
        while part := list(itertools.islice(numbered, BATCH)):
            _save(part, where, what)
        if large:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            for statement in postgres.CREATE[1:]:
                cursor.execute(statement)
            for table in ("organs_unit", "disclosure_item", "disclosure_itemversion", "disclosure_publication"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("ANALYZE")
