"""Items as their clerks write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.common import richtext
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import items
from gongkai.web.disclosure.models import CatalogueNode, Item


def test_index_numbers_count_up_within_unit_node_and_year(way):
    way.unit.credit_code = "11330000002482026K"
    numbers = [way.draft().index_number, way.draft().index_number, way.draft(made_on=date(2025, 1, 1)).index_number]
    assert numbers == ["11330000002482026K-2003-2026-00001", "11330000002482026K-2003-2026-00002",
                       "11330000002482026K-2003-2025-00001"]


def test_a_number_that_came_in_from_elsewhere_is_passed_over(way):
    prefix = way.draft().index_number[:-5]
    items.create_item(way.clerk, way.unit, way.values(), index_number=f"{prefix}00002")
    assert way.draft().index_number == f"{prefix}00003"
    with pytest.raises(ValidationError, match="已被使用"):
        items.create_item(way.clerk, way.unit, way.values(), index_number=f"{prefix}00002")


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": " "}, "title"), ({"attribute_reason": ""}, "attribute_reason"), ({"attribute": "secret"}, "attribute"),
    ({"genre": "poem"}, "genre"), ({"subject": "love"}, "subject"), ({"node": None}, "node"), ({"made_on": None}, "made_on"),
    ({"made_on": date(2999, 1, 1)}, "made_on"), ({"valid_from": date(2026, 5, 1), "valid_until": date(2026, 4, 1)}, "valid_until"),
    ({"reprinted_url": "javascript:alert(1)"}, "reprinted_url"), ({"attribute": "withheld"}, "reassess_on"),
    ({"title": "长" * 201}, "title"), ({"summary": "长" * 1001}, "summary"), ({"sent_to": "长" * 201}, "sent_to"),
])
def test_a_faulty_field_is_named_in_one_sentence(way, changes, field):
    with pytest.raises(ValidationError) as error:
        way.draft(**changes)
    assert list(error.value.message_dict) == [field]
    assert error.value.message_dict[field][0].endswith("。")
    assert not Item.objects.exists()


def test_a_node_of_a_sister_unit_is_no_choice(way, county):
    node = CatalogueNode.objects.create(unit=county.water, scheme="own", code="W1", name="水情")
    with pytest.raises(ValidationError, match="不属于本单位"):
        way.draft(node=node)


def test_a_node_that_went_out_of_use_stays_with_its_item(way):
    item = way.draft()
    CatalogueNode.objects.filter(pk=way.node.pk).update(active=False)
    assert items.change_item(way.clerk, item, item.version, {"title": "改名"}).title == "改名"


def test_a_body_keeps_its_tables_and_loses_its_scripts(way):
    item = way.draft(body='<h1>标题</h1><p style="text-align: center" onclick="x()">居中</p><script>alert(1)</script>'
                          '<table><tr><td colspan="2" style="color:red">格</td></tr></table><a href="javascript:x()">坏</a><p></p>')
    assert "<script" not in item.body and "onclick" not in item.body and "javascript" not in item.body and "style" not in item.body
    assert '<p class="align-center">居中</p>' in item.body and '<td colspan="2">格</td>' in item.body
    assert item.body.startswith("<h2>") and not item.body.endswith("<p></p>")
    assert richtext.is_blank("<p>&nbsp;</p><p><br></p>") and not richtext.is_blank("<p>字</p>")


def test_of_two_editors_the_second_is_told_and_shown_both(way):
    item = way.draft()
    items.change_item(way.clerk, item, item.version, {"title": "先存的"})
    with pytest.raises(Conflict) as error:
        items.change_item(way.clerk, item, item.version, {"title": "后存的"})
    assert error.value.current.title == "先存的" and error.value.mine["title"] == "后存的"
    assert Item.objects.get().title == "先存的"


def test_saving_without_a_change_is_no_change(way):
    item = way.draft()
    assert items.change_item(way.clerk, item, item.version, way.values()).version == item.version
    assert not Event.objects.filter(action="item.changed").exists()


def test_the_log_says_which_fields_changed_and_never_to_what(way):
    item = way.draft()
    items.change_item(way.clerk, item, item.version, {"body": "<p>张三，110101199003070003</p>"})
    event = Event.objects.get(action="item.changed")
    assert event.after == {"fields": ["body"]}


def test_nobody_else_writes(way, stranger, county):
    item = way.draft()
    for somebody in (stranger, way.staff["reviewer"], way.staff["manager"], county.staff("root", "supervisor")):
        with pytest.raises(Refused):
            items.change_item(somebody, item, item.version, {"title": "别人改的"})
        with pytest.raises(Refused):
            items.create_item(somebody, way.unit, way.values())
        with pytest.raises(Refused):
            items.delete_item(somebody, item)


def test_a_draft_is_thrown_away_only_while_nothing_was_submitted(way):
    items.delete_item(way.clerk, way.draft())
    assert not Item.objects.exists()
    version = way.submitted()
    way.step(version, 0, "returned", opinion="请补充依据")
    with pytest.raises(ValidationError, match="须保留记录"):
        items.delete_item(way.clerk, version.item)


def test_masking_leaves_an_item_that_may_be_submitted(way):
    item = way.draft(body="<table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>王小明</td><td>110101199003070003</td></tr></table>")
    masked = items.mask_item(way.clerk, item, item.version)
    assert "110101199003070003" not in masked.body and "王小明" not in masked.body and "<table>" in masked.body
    with pytest.raises(ValidationError, match="没有找到"):
        items.mask_item(way.clerk, masked, masked.version)
