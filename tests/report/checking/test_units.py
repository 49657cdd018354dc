"""Kinds of organs: told by a name, by a manifest, and by their own labels."""

from __future__ import annotations

import pytest

from gongkai.report.checking.units import Kind, kind_of, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_a_kind_is_known_by_its_own_label(kind: Kind) -> None:
    assert kind_of(None, kind.label) == kind


@pytest.mark.parametrize("name", ["晴川经济技术开发区", "晴川高新区", "晴川示范区", "晴川产业园区", "晴川旅游度假区", "晴川海关关区", "晴川新区", "浦东晴川新区"])
def test_a_zone_is_no_county_government(name: str) -> None:
    known = kind_of(name)
    assert known is None or not known.government


@pytest.mark.parametrize("name", ["浦东新区", "某市滨海新区", "晴川新区人民政府", "城关区", "晴川区", "晴川县", "晴川区人民政府"])
def test_districts_and_counties_are_governments(name: str) -> None:
    known = kind_of(name)
    assert known is not None and known.government


@pytest.mark.parametrize(("name", "key"), [
    ("晴川海关关区", "customs"), ("晴川海关", "customs"), ("海关总署（本级机关）", "central"), ("晴川市人民医院", "public_body"), ("白石区示例小学", "public_body"),
    ("晴川市供水集团有限公司", "public_body"), ("晴川县检察院", "county_department"), ("晴川市", "government"), ("晴川市人民政府研究室", "department"), ("晴川自治州", "government"),
    ("示例街", "subdistrict"), ("晴川区示例街办事处", "subdistrict"), ("国家税务总局晴川县税务局", "county_department"),
])
def test_a_kind_is_told_by_the_name(name: str, key: str) -> None:
    known = kind_of(name)
    assert known is not None
    assert known.key == key


@pytest.mark.parametrize("name", ["晴川海关关区", "晴川市人民医院", "示例街"])
def test_those_who_govern_nobody_owe_no_oversight(name: str) -> None:
    known = kind_of(name)
    assert known is not None
    assert not known.government
