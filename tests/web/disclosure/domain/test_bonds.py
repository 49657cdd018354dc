"""Whoever looks at what explains an item sees no title of another unit's draft."""

from __future__ import annotations

from gongkai.web.disclosure.domain import interpreting, publishing


def test_another_unit_s_draft_that_explains_a_public_item_is_hidden_until_it_is_public(way, county):
    document = way.approved(title="清川县学校安全办法").item
    publishing.publish_item(way.clerk, document)
    other = type(way)(county, "water")
    draft = other.draft(title="水利局起草的解读")
    interpreting.bind(other.clerk, document, draft, "text")
    assert next([row.item for row in rows] for rows in interpreting.bonds_of(other.clerk, document)) == [draft]
    assert list(interpreting.bonds_of(way.clerk, document)[0]) == []
    publishing.publish_item(other.clerk, other.approved(draft).item)
    assert [row.item for row in interpreting.bonds_of(way.clerk, document)[0]] == [draft]
