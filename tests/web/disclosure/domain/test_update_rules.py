"""Rules of columns: set, changed, ended, laid in from the law's data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.disclosure.domain import update_rules
from gongkai.web.disclosure.models import CatalogueNode, UpdateRule


def test_a_rule_is_set_once_and_says_its_ground(way, county):
    rule = update_rules.set_rule(way.clerk, way.unit, way.node, days_between=30, basis="本局规定")
    assert (rule.days, rule.since) == (30, days.today())
    with pytest.raises(ValidationError, match="已经设定"):
        update_rules.set_rule(way.clerk, way.unit, way.node, days_between=14, basis="本局规定")


@pytest.mark.parametrize(("days_between", "basis", "said"), [(0, "规定", "1 至"), (4000, "规定", "1 至"), (14, " ", "请填写依据"), (None, "", "说明理由")])
def test_a_rule_without_sense_is_refused(way, days_between, basis, said):
    with pytest.raises(ValidationError, match=said):
        update_rules.set_rule(way.clerk, way.unit, way.node, days_between=days_between, basis=basis)


def test_a_column_of_another_unit_is_refused(way, county):
    other = CatalogueNode.objects.create(scheme="own", unit=county.water, code="W1", name="水情")
    with pytest.raises(ValidationError, match="不在本单位适用的公开目录"):
        update_rules.set_rule(way.clerk, way.unit, other, days_between=14, basis="规定")


def test_only_those_who_look_after_the_settings_may(way, stranger):
    with pytest.raises(Refused):
        update_rules.set_rule(stranger, way.unit, way.node, days_between=14, basis="规定")
    rule = update_rules.set_rule(way.clerk, way.unit, way.node, days_between=14, basis="规定")
    for step in (lambda: update_rules.change_rule(stranger, rule, rule.version, days_between=1, basis="规定"),
                 lambda: update_rules.end_rule(stranger, rule), lambda: update_rules.lay_presets(way.unit, stranger)):
        with pytest.raises(Refused):
            step()


def test_of_two_editors_the_second_is_told(way):
    rule = update_rules.set_rule(way.clerk, way.unit, way.node, days_between=14, basis="规定")
    mine = UpdateRule.objects.get(pk=rule.pk)
    update_rules.change_rule(way.clerk, rule, 1, days_between=20, basis="规定")
    with pytest.raises(Conflict):
        update_rules.change_rule(way.clerk, mine, 1, days_between=30, basis="规定")


def test_an_ended_rule_still_tells_what_was_asked_before(way):
    rule = update_rules.set_rule(way.clerk, way.unit, way.node, days_between=14, basis="规定")
    UpdateRule.objects.filter(pk=rule.pk).update(since=date(2026, 1, 1))
    rule.refresh_from_db()
    update_rules.end_rule(way.clerk, rule)
    today = days.today()
    assert update_rules.rules_on([way.unit], today)[way.unit.pk] == {}
    assert list(update_rules.rules_on([way.unit], today - timedelta(1))[way.unit.pk]) == [way.node.pk]
    update_rules.set_rule(way.clerk, way.unit, way.node, days_between=30, basis="规定")


def test_a_rule_of_today_that_is_ended_today_is_gone(way):
    update_rules.end_rule(way.clerk, update_rules.set_rule(way.clerk, way.unit, way.node, days_between=14, basis="规定"))
    assert not UpdateRule.objects.exists()


def test_the_suggested_rules_are_laid_in_once_and_policies_have_six_months(way, county):
    CatalogueNode.objects.create(scheme="own", unit=county.root, code="X1", name="工作动态")
    assert update_rules.lay_presets(county.root) == 2
    assert update_rules.lay_presets(county.root) == 0
    assert {(rule.node.code, rule.days) for rule in UpdateRule.objects.all()} == {("2001", 181), ("X1", 14)}
    assert "国办秘函〔2019〕19号" in UpdateRule.objects.first().basis


def test_six_months_are_never_told_too_late():
    shortest = min((date(2026 + (month + 6 > 12), (month + 5) % 12 + 1, 1) - date(2026, month, 1)).days for month in range(1, 13))
    assert next(one.days for one in update_rules.presets() if one.key == "policy") == shortest
