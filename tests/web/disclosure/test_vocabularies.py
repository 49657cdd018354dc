"""The law's lists: complete, strict, laid into the catalogue once."""

from __future__ import annotations

import pytest

from gongkai.engine.lawfile import LawError
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import catalogue
from gongkai.web.disclosure.models import CatalogueNode
from gongkai.web.organs.models import Unit


def test_article_20_names_fifteen_contents_and_article_21_seven_for_counties_and_eight_for_towns():
    nodes = vocabularies.catalogue().nodes
    count = {(node.scheme, node.of): sum((other.scheme, other.of) == (node.scheme, node.of) for other in nodes) for node in nodes}
    assert count == {("art20", ""): 15, ("art21", "county"): 7, ("art21", "town"): 8}


def test_every_code_fits_its_column():
    assert all(len(code) <= 20 for code in (*vocabularies.genres(), *vocabularies.subjects()))
    assert len(vocabularies.fields()) == 26


@pytest.mark.parametrize(("text", "said"), [
    ("title: 甲\nbasis: 乙\nconfirmed: 丙\nentries:\n  - {code: a, name: 子}\n  - {code: a, name: 丑}\n", "repeated"),
    ("title: 甲\nbasis: 乙\nconfirmed: 丙\nentries:\n  - {code: a, name: 子, colour: 红}\n", "unknown key"),
    ("title: 甲\nbasis: 乙\nentries: []\n", "missing"),
    ("title: 甲\nbasis: 乙\nconfirmed: 丙\nentries: [1]\n", "each entry"),
])
def test_a_faulty_list_is_refused_with_file_and_line(tmp_path, text, said):
    path = tmp_path / "genres.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LawError, match=said) as error:
        vocabularies.load_entries(path)
    assert "genres.yaml:" in str(error.value)


def test_an_index_rule_that_asks_for_something_unknown_is_refused(tmp_path):
    path = tmp_path / "rule.yaml"
    path.write_text("title: 甲\nbasis: 乙\nconfirmed: 丙\nrule: '{colour}-'\ndigits: 5\n", encoding="utf-8")
    with pytest.raises(LawError, match="unit"):
        vocabularies.load_index_rule(path)


@pytest.mark.django_db
def test_laying_the_law_in_twice_makes_its_rows_once():
    unit = Unit.objects.create(name="清川县人民政府", kind="government", slug="root")
    assert catalogue.lay_law(unit) == 32  # with 制度 and 年报
    CatalogueNode.objects.filter(code="2003").update(content="改过的字")
    assert catalogue.lay_law(unit) == 0
    assert CatalogueNode.objects.get(code="2003").content == "国民经济和社会发展规划、专项规划、区域规划及相关政策"
