"""Kinds of applicants are the columns of table 3; ways and forms of supply; contents of an application."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.engine.applicants import contacts, contents, forms, kinds, lacking, load_applicants, rules, ways
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.form import editions

SHIPPED = (LAW / "vocabularies" / "applicants.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_kinds_are_the_columns_of_the_form_that_reports_are_read_by(edition: str) -> None:
    columns = editions()[edition].tables["3"].columns
    assert [(kind.key, kind.label) for kind in kinds().values()] == [(each.key, each.label) for each in columns if each.key != "total"]


def test_only_natural_persons_are_persons() -> None:
    assert [kind.key for kind in kinds().values() if kind.of == "person"] == ["person"]


def test_each_way_needs_a_contact_that_can_be_given() -> None:
    assert {way.key: way.needs for way in ways().values()} == {
        "post": "address", "email": "email", "online": "none", "fax": "fax", "pick_up": "phone", "reading": "phone"}  # fmt: skip
    assert set(contacts()) == {"address", "email", "fax", "phone"}
    assert {item.article for item in forms().values()} == {"第二十九条第二款第三项", "第四十条"}


def test_how_a_lawyer_s_client_is_counted_says_that_no_notice_says_so() -> None:
    assert "委托" in rules()["lawyer"].text and isinstance(rules()["lawyer"].confirmed, str)


def test_what_an_application_lacks_is_named_in_the_order_of_article_29() -> None:
    assert [item.key for item in lacking({"name": "张三", "contact": " ", "description": "批复"})] == ["proof", "contact", "form"]
    assert lacking(dict.fromkeys(contents(), "有")) == []


@pytest.mark.parametrize(("old", "new", "message"), [
    ("label: 商业企业", "label: 企业", "the columns of table 3 in edition 2019 are others"),
    ("key: welfare", "key: charity", "the columns of table 3 in edition 2019 are others"),
    ("of: person", "of: people", "'of' is one of person, organisation"),
    ("needs: fax", "needs: telex", "'needs' is one of address"),
    ("{key: email, label", "{key: post, label", "'post' has an entry already"),
    ("{key: paper, label: 纸质,", "{key: paper, label: 纸质, size: A4,", "unknown key 'size'"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "applicants.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_applicants(path)
    assert re.search(r"applicants\.yaml:\d+: ", str(caught.value))
