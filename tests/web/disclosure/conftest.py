"""Items of 清川县 on their way."""

from __future__ import annotations

from datetime import date

import pytest
from county import fresh, person
from django.utils import timezone

from gongkai.web.common import files as stored
from gongkai.web.disclosure.domain import catalogue, items, reviewing, submitting
from gongkai.web.disclosure.enums import Attribute, Verdict
from gongkai.web.disclosure.models import CatalogueNode, Item, ItemVersion
from gongkai.web.organs.enums import Role

ROLES = (Role.SECRECY, Role.REVIEWER, Role.HEAD, Role.SIGNER)
BASIS = "《条例》第二十条第一项"


class Way:
    """What a test wants done with items of one unit, by its own people."""

    def __init__(self, county, key: str = "education") -> None:
        self.county, self.unit = county, getattr(county, key)
        catalogue.lay_law(county.root)
        self.node = CatalogueNode.objects.get(unit=county.root, code="2003")
        self.staff = {role: county.staff(key, role) for role in Role.values}
        self.clerk = self.staff[Role.CLERK]

    def values(self, **changes):
        return {"title": "清川县教育事业发展规划", "made_on": date(2026, 3, 2), "genre": "plan", "subject": "education", "node": self.node,
                "attribute": Attribute.ACTIVE, "attribute_reason": "属于条例第二十条第三项", "body": "<p>全县新建三所小学。</p>", **changes}

    def draft(self, **changes) -> Item:
        return items.create_item(self.clerk, self.unit, self.values(**changes))

    def submitted(self, item: Item | None = None, **changes) -> ItemVersion:
        item = item or self.draft(**changes)
        item.refresh_from_db()
        return submitting.submit_item(self.clerk, item, item.version)

    def step(self, version: ItemVersion, level: int, verdict: str = Verdict.PASSED, who=None, **more):
        more = {"conclusion": version.content["attribute"], "basis": BASIS, **more} if level == 0 else more
        return reviewing.take_step(who or self.staff[ROLES[level]], version, level, verdict, **more)

    def approved(self, item: Item | None = None, **changes) -> ItemVersion:
        version = self.submitted(item, **changes)
        for level in range(version.levels + 1):
            self.step(version, level)
        version.item.refresh_from_db()
        return version

    def levels(self, number: int) -> None:
        type(self.unit).objects.filter(pk=self.unit.pk).update(review_levels=number)
        self.unit.refresh_from_db()

    def scan(self):
        return stored.keep(b"%PDF-1.4 scan", "呈批单.pdf", unit=self.unit, kind="pdf", media_type="application/pdf", by=self.clerk)


@pytest.fixture
def way(county):
    return Way(county)


@pytest.fixture
def stranger(county):
    """Somebody with every role, in another unit."""
    return fresh(person("sister", county.water, *Role.values))


def later(**delta):
    return timezone.now() + timezone.timedelta(**delta)
