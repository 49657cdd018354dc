"""Kinds of organs: told by a name, by a manifest, and by their own labels."""

from __future__ import annotations

import pytest

from gongkai.report.checking.units import Kind, kind_of, kinds


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_a_kind_is_known_by_its_own_label(kind: Kind) -> None:
    assert kind_of(None, kind.label) == kind


@pytest.mark.parametrize("name", ["晴川经济技术开发区", "晴川高新区", "晴川示范区", "晴川产业园区", "晴川旅游度假区", "晴川海关关区"])
def test_a_zone_is_no_county_government(name: str) -> None:
    known = kind_of(name)
    assert known is None or not known.government


@pytest.mark.parametrize("name", ["浦新区", "城关区", "晴川区", "晴川县", "晴川区人民政府"])
def test_districts_and_counties_are_governments(name: str) -> None:
    known = kind_of(name)
    assert known is not None and known.government
