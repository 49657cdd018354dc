"""Interpretations, and documents that nobody has explained."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.common.gate import Refused
from gongkai.web.disclosure.domain import interpreting, publishing, register
from gongkai.web.disclosure.models import CatalogueNode, Interpretation

D = date


@pytest.fixture
def pair(way):
    return way.draft(title="管理办法"), way.draft(title="管理办法图解")


def test_a_bond_is_made_once_and_never_the_other_way_round(way, pair):
    document, item = pair
    interpreting.bind(way.clerk, document, item, "picture")
    with pytest.raises(ValidationError, match="不必再次关联"):
        interpreting.bind(way.clerk, document, item, "text")
    with pytest.raises(ValidationError, match="不能反过来"):
        interpreting.bind(way.clerk, item, document, "text")
    with pytest.raises(ValidationError, match="自身"):
        interpreting.bind(way.clerk, item, item, "text")
    assert list(document.interpretations.values_list("item", flat=True)) == [item.pk]
    assert list(item.interprets.values_list("document", flat=True)) == [document.pk]


def test_a_bond_is_undone(way, pair):
    interpreting.unbind(way.clerk, interpreting.bind(way.clerk, *pair, "text"))
    assert not Interpretation.objects.exists()


def test_strangers_bind_and_unbind_nothing(way, pair, stranger):
    with pytest.raises(Refused):
        interpreting.bind(stranger, *pair, "text")
    bond = interpreting.bind(way.clerk, *pair, "text")
    with pytest.raises(Refused):
        interpreting.unbind(stranger, bond)


def test_a_document_of_another_unit_is_bound_once_it_is_public(way, county):
    theirs = type(way)(county, "water")
    version = theirs.approved(title="水利局的办法")
    mine = way.draft(title="我们的解读")
    with pytest.raises(Refused):
        interpreting.bind(way.clerk, version.item, mine, "text")
    assert interpreting.candidates(way.clerk, mine, "水利局") == []
    publishing.publish_item(theirs.staff["head"], version.item)
    assert interpreting.candidates(way.clerk, mine, "水利局") == [version.item]
    interpreting.bind(way.clerk, version.item, mine, "text")
    assert interpreting.candidates(way.clerk, mine, "水利局") == []


def test_documents_of_the_register_and_policies_of_a_year_without_an_interpretation(way, county):
    policy = CatalogueNode.objects.get(unit=county.root, code="2001")
    fresh, old = way.draft(title="新政策", node=policy, made_on=D(2026, 3, 2)), way.draft(title="旧政策", node=policy, made_on=D(2024, 3, 2))
    registered, other = way.draft(title="登记的文件", made_on=D(2024, 1, 2)), way.draft(title="规划")
    register.register_document(way.clerk, way.unit, kind="normative_documents", title="登记的文件", document_number="清教〔2024〕1号",
                               issued_on=D(2024, 1, 2), item=registered)
    found = interpreting.unexplained(way.clerk, D(2026, 11, 24))
    assert set(found) == {fresh, registered}
    assert old not in found
    assert other not in found
    interpreting.bind(way.clerk, fresh, registered, "text")
    assert not interpreting.unexplained(way.clerk, D(2026, 11, 24)).exists()
    assert not interpreting.unexplained(county.staff("water", "clerk")).exists()
