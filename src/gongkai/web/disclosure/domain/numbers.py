"""索引号: one for each item, made by the rule in ``law/vocabularies/index_number.yaml``, never given twice."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.models import CatalogueNode, Item, NumberSeries
from gongkai.web.organs.models import Unit


def prefix(unit: Unit, node: CatalogueNode, made_on: date) -> str:
    """What stands before the serial."""
    code = unit.credit_code or f"{unit.region_code}U{unit.pk}"
    return vocabularies.index_rule().rule.format(unit=code, node=node.code, year=made_on.year)


@transaction.atomic
def take(unit: Unit, node: CatalogueNode, made_on: date) -> str:
    """The next index number of a unit, a row of the catalogue and a year.

    Safe however many take one at the same time: the UPDATE holds the row of the series until the caller's transaction
    ends. A number that came in from elsewhere is passed over.
    """
    start = prefix(unit, node, made_on)
    NumberSeries.objects.get_or_create(prefix=start)
    while True:
        NumberSeries.objects.filter(prefix=start).update(last=F("last") + 1)
        serial = NumberSeries.objects.values_list("last", flat=True).get(prefix=start)
        number = f"{start}{serial:0{vocabularies.index_rule().digits}}"
        if not Item.objects.filter(index_number=number).exists():
            return number
