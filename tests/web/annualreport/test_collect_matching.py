"""Which unit a file is of."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.web.annualreport.domain.matching import Matcher
from gongkai.web.organs.models import Unit, UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def matcher(county):
    Unit.objects.filter(pk=county.education.pk).update(short_name="县教育局", credit_code="11990921MB1234567X")
    UnitName.objects.create(unit=county.water, name="清川县水务局", until=date(2019, 3, 1))
    UnitName.objects.create(unit=county.water, name="清川县水利局", since=date(2019, 3, 2))
    Unit.objects.filter(pk=county.town.pk).update(region_code="990921101")
    return Matcher(county.root, 2024)


@pytest.mark.parametrize(("name", "said", "entry", "key"), [
    ("a.doc", "清川县教育局", {}, "education"), ("a.doc", "县教育局", {}, "education"), ("a.doc", "清川教育局", {}, "education"),
    ("a.doc", "教育局", {}, "education"), ("a.doc", "清川县水务局", {}, "water"), ("a.doc", "水务局", {}, "water"),
    ("a.doc", "石里镇", {}, "town"), ("石里镇2024年报.doc", None, {}, "town"), ("水利局.doc", None, {}, "water"), ("a.doc", "石里镇人民政府", {}, "town"), ("a.doc", "石里镇政府", {}, "town"),
    ("乡镇/石里镇政府2024年报.doc", None, {}, "town"), ("石里镇政府/2024年年报.doc", None, {}, "town"),
    ("990921101 年报.doc", None, {}, "town"), ("11990921MB1234567X.pdf", None, {}, "education"),
    ("a.doc", None, {"unit": "县教育局"}, "education"), ("a.doc", "清川县水利局", {"unit": "教育局"}, "education"),
    ("a.doc", None, {"code": "990921101"}, "town"),
    ("a.doc", None, {}, None), ("a.doc", "邻山县教育局", {}, None), ("水利局.doc", "清川县教育局", {}, None),
    ("a.doc", "清川县教育局", {"unit": "某某局"}, None),
])
def test_a_unit_is_found_or_left_to_a_person(county, matcher, name, said, entry, key):
    found = matcher.match(name, said, entry)
    assert found.unit == (getattr(county, key) if key else None), found
    assert found.how


def test_the_likely_units_are_offered(county, matcher):
    assert county.education in matcher.match("a.doc", "清川县教育和体育局", {}).candidates
    assert set(matcher.match("水利局.doc", "清川县教育局", {}).candidates) == {county.water, county.education}
    assert matcher.match("a.doc", "邻山县教育局", {}).candidates == [county.education]
