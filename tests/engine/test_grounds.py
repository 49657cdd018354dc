"""Grounds of not disclosing: each item of Art. 14–16 once, with its row of table 3."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gongkai.engine.grounds import ground, grounds, load_grounds, refusals
from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.vocabulary import results
from gongkai.errors import GongkaiError

TODAY = date(2026, 9, 18)


def test_every_row_of_refusals_but_the_special_rules_of_inquiry_has_its_ground() -> None:
    for edition, rows in results().items():
        counted = {ground.leaves[edition] for ground in refusals(TODAY).values()}
        assert counted == {row for row in rows if row.startswith("denied.")} - {"denied.administrative_query"}


@pytest.mark.parametrize(("article", "number"), [("第十四条", 6), ("第十五条", 3), ("第十六条第一款", 3), ("第十六条第二款", 5), ("第三十七条", 1)])
def test_each_article_has_as_many_items_as_it_names(article: str, number: int) -> None:
    assert sum(ground.article == article for ground in grounds(TODAY).values()) == number


def test_third_parties_are_asked_under_article_fifteen_alone() -> None:
    assert {ground.article for ground in grounds(TODAY).values() if ground.consult} == {"第十五条"}
    assert all(ground.consult for ground in grounds(TODAY).values() if ground.article == "第十五条")


def test_article_sixteen_lets_withhold_and_the_others_forbid() -> None:
    may = {ground.article for ground in refusals(TODAY).values() if not ground.must}
    assert may == {"第十六条第一款", "第十六条第二款"}


def test_what_is_no_government_information_may_be_covered_but_is_no_refusal() -> None:
    assert set(grounds(TODAY)) - set(refusals(TODAY)) == {"not_government_information"}


def test_an_unknown_ground_is_told_with_those_that_exist() -> None:
    with pytest.raises(GongkaiError, match="trade_secret（商业秘密）"):
        ground("embarrassing", TODAY)
    with pytest.raises(GongkaiError, match="2019年5月14日"):
        grounds(date(2019, 5, 14))


SHIPPED = (LAW / "vocabularies" / "grounds.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "message"), [
    ("leaf: denied.state_secret", "leaf: denied.secret", "table 3 of edition 2019 has no row 'denied.secret'"),
    ("leaf: denied.state_secret", "leaf: granted", "counted under 'denied'"),
    ("leaf: denied.state_secret", "leaf: {'2019': denied.state_secret}", "edition 2021 has no row None"),
    ("leaf: denied.state_secret", "leaf: {'2019': denied.state_secret, '2021': denied.state_secret, '1999': granted}", "no edition 1999"),
    ("duty: must", "duty: perhaps", "'duty' is one of must, may"),
    ("consult: false", "consult: 0", "'consult' has the wrong type int"),
    ("key: law_prohibited", "key: state_secret", "'state_secret' has an entry already"),
    ("label: 个人隐私", "label: 商业秘密", "the label '商业秘密' is repeated"),
    ("    duty: must", "    duty: must\n    until: 2018-01-01", "ends before it begins"),
    ("    duty: must", "    duty: must\n    hint: 无", "unknown key 'hint'"),
    ("confirmed: 2026-11-30", "confirmed: null", "'confirmed' must be a date"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "grounds.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=message) as caught:
        load_grounds(path)
    assert re.search(r"grounds\.yaml:\d+: ", str(caught.value))


def test_an_entry_holds_from_its_own_first_day_to_its_last(tmp_path: Path) -> None:
    path = tmp_path / "grounds.yaml"
    path.write_text(SHIPPED.replace("    duty: must", "    duty: must\n    from: 2020-01-01\n    until: 2020-12-31", 1), encoding="utf-8")
    first = load_grounds(path)["state_secret"].standing
    assert [first.holds(date(*day)) for day in ((2019, 12, 31), (2020, 1, 1), (2020, 12, 31), (2021, 1, 1))] == [False, True, True, False]
