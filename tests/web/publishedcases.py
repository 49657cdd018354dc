"""Items in public, made past the screens."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from gongkai.web.disclosure.domain import searching
from gongkai.web.disclosure.enums import Act, Attribute, Scheme, Stage
from gongkai.web.disclosure.models import CatalogueNode, Item, ItemVersion, Publication, PublishedItem
from gongkai.web.portal import memory


@pytest.fixture
def nodes(county):
    """Two rows of the law's catalogue, one with a row below, and the two rows that make fixed parts."""
    made = {}
    for code, name, parent in (("2001", "法规、规章和规范性文件", ""), ("2002", "机关职能和机构设置", ""), ("2001-1", "规范性文件", "2001"),
                               ("zd", "政府信息公开制度", ""), ("nb", "政府信息公开年报", "")):
        scheme = Scheme.OWN if code in ("zd", "nb") else Scheme.ARTICLE_20
        made[code] = CatalogueNode.objects.create(scheme=scheme, unit=county.root, code=code, name=name, parent=made.get(parent),
                                                  content="要素", basis="条例第二十条", order=len(made))
    return made


@pytest.fixture
def publish(county, nodes):
    """``publish("标题", unit=…, day=…, …)`` puts an item before the public and gives its `PublishedItem`."""

    def put(title="关于义务教育招生的通知", *, unit=None, node="2001-1", day=date(2024, 3, 1), files=(), body="<p>做好招生工作。</p>", keep=False, **more):
        count = Item.objects.count() + 1
        at = timezone.make_aware(datetime.combine(day, time(9)) + timedelta(seconds=count))
        same = {"unit": unit or county.education, "node": nodes[node], "index_number": f"QC-{count:05d}", "title": title, "summary": "概述",
                "made_on": day, "document_number": "", "genre": "notice", "subject": "education", "body": body, **more}
        invalid = same.pop("invalid_since", None)
        item = Item.objects.create(attribute=Attribute.ACTIVE, attribute_reason="条例第十九条", stage=Stage.PUBLISHED, **same)
        version = ItemVersion.objects.create(item=item, number=1, content={}, files=list(files), sha256="0" * 64, levels=1)
        Publication.objects.create(item=item, version=version, act=Act.PUBLISHED, at=at)
        row = PublishedItem.objects.create(item=item, version=version, published_at=at, files=list(files), invalid_since=invalid, **same)
        searching.index(row)
        if not keep:  # what pages remember is as it was
            memory.forget()
        return row

    return put


@pytest.fixture
def withdraw():
    """``withdraw(published)`` takes an item out of public view."""

    def take(row, reason="含有个人信息"):
        Publication.objects.create(item_id=row.pk, version_id=row.version_id, act=Act.WITHDRAWN, at=timezone.now(), reason=reason)
        PublishedItem.objects.filter(pk=row.pk).delete()
        searching.remove(row.item_id)
        memory.forget()

    return take
