"""Which unit a file is of."""

from __future__ import annotations

from datetime import date

import pytest
from collectcases import collect, document, only

from gongkai.engine.identity import is_credit_code
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


CODE = "11990921MB1234567X"


@pytest.mark.parametrize(("name", "said", "codes", "key"), [
    ("a.doc", None, [CODE], "education"), ("a.doc", "清川县教体局", [CODE], "education"), ("教育局.doc", None, [CODE], "education"),
    ("a.doc", "清川县教育局", [CODE], "education"), ("a.doc", "清川县教育局", ["91990921MA00000000"], "education"), ("a.doc", None, ["91990921MA00000000"], None),
    ("a.doc", "清川县水利局", [CODE], None), ("水利局.doc", None, [CODE], None), ("a.doc", "邻山县教育局", [CODE], None)])
def test_the_credit_code_printed_in_a_report_tells_its_unit_where_nothing_speaks_against_it(county, matcher, name, said, codes, key):
    found = matcher.match(name, said, {}, codes)
    assert found.unit == (getattr(county, key) if key else None), found
    if CODE in codes:
        assert county.education in (found.unit, *found.candidates)


@pytest.mark.parametrize("printed", ["统一社会信用代码：{0}", "统一社会信用代码 {1}", "（代码{2}）"])
def test_the_code_is_read_out_of_a_document_whose_title_names_no_unit(county, printed):
    code = sound("11990921MB123456")
    Unit.objects.filter(pk=county.education.pk).update(credit_code=code)
    said = printed.format(code, f"{code[:4]} {code[4:10]} {code[10:]}", code.translate({ord("1"): "１", ord("9"): "９"}))
    text = document("清川县教育局").decode().replace("清川县教育局", "我局").replace("一、总体情况", f"{said}\n\n一、总体情况")
    file = only(collect(county, ("2024.md", text.encode())))
    assert (file.unit, file.matched_by) == (county.education, "报告中的统一社会信用代码")


def sound(front):
    """A credit code with its check sign (GB 32100)."""
    return next(code for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(code := f"{front}7{sign}"))


def test_the_likely_units_are_offered(county, matcher):
    assert county.education in matcher.match("a.doc", "清川县教育和体育局", {}).candidates
    assert set(matcher.match("水利局.doc", "清川县教育局", {}).candidates) == {county.water, county.education}
    assert matcher.match("a.doc", "邻山县教育局", {}).candidates == [county.education]
