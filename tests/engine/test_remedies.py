"""Remedies: by answer, day and kind of unit; the paragraph; the last days; a faulty file is refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.engine import lawfile
from gongkai.engine.answers import answer, answers
from gongkai.engine.grounds import refusals
from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.remedies import after_review, last_days, remedies, rule_of, third_party_remedies, unit, units
from gongkai.engine.remedyfile import load_remedies
from gongkai.errors import GongkaiError

TODAY = date(2026, 9, 18)
NAMES = ("某县人民政府", "某县人民法院")
SHIPPED = (LAW / "vocabularies" / "remedies.yaml").read_text(encoding="utf-8")
CASES = Path(__file__).resolve().parent.parent / "cases" / "decisions"


def worked_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*/remedies.yaml")):
        data = lawfile.read(path)
        data.check({"supplied_by": str, "cases": list})
        for case in data["cases"]:
            case.check({"title": str, "answer": str, "unit": str, "served": None, "expect": dict}, {"grounds": list})
            case["expect"].check({"rule": str}, {"review": None, "suit": None, "text": str})
            found.append(pytest.param(case, id=f"{path.parent.name}: {case['title']}"))
    return found


@pytest.mark.parametrize("case", worked_cases())
def test_the_case_comes_out_as_its_supplier_says(case: Any) -> None:
    given, served, expect = answer(case["answer"], case["served"]), case["served"], dict(case["expect"])
    other = "某市局" if unit(case["unit"], served).alternative else ""
    found = remedies(given, served, case["unit"], *NAMES, grounds=case.get("grounds", ()), alternative=other)
    got: dict[str, object] = {"rule": found.rule, "text": found.text}
    if found.rule != "none":
        ends = last_days(found.rule, served)
        got |= {"review": ends.review, "suit": ends.suit}
    assert {key: got[key] for key in expect} == expect


def test_refusals_under_articles_14_to_16_and_no_other_answer_want_a_review_first() -> None:
    first = {key for key, each in answers(TODAY).items() if rule_of(each, TODAY) == "review_first"}
    assert first == {ground.leaves["2021"].split(".")[1] for ground in refusals(TODAY).values()}


@pytest.mark.parametrize("kind", ["government", "office", "department", "town", "subdistrict", "authorised"])
def test_the_kinds_of_units_that_the_platform_knows_have_a_reviewing_body_on_any_day(kind: str) -> None:
    for day in (date(2019, 5, 15), date(2023, 12, 31), date(2024, 1, 1), TODAY):
        assert unit(kind, day).reviewer


def test_higher_courts_hear_suits_against_governments_from_the_county_upward() -> None:
    assert {key for key, each in units(TODAY).items() if each.court.key == "intermediate"} == {"government", "province", "ministry"}


def test_where_the_law_leaves_a_choice_both_bodies_are_named() -> None:
    with pytest.raises(GongkaiError, match="也可以向上一级司法行政部门申请行政复议"):
        remedies(answer("repeat", TODAY), TODAY, "judicial", *NAMES)
    found = remedies(answer("repeat", TODAY), TODAY, "judicial", *NAMES, alternative="某市司法局")
    assert "向某县人民政府或者某市司法局申请行政复议" in found.text
    with pytest.raises(GongkaiError, match=r"只有本级人民政府（.*第二十四条第一款第一项），请去掉另一个名称"):
        remedies(answer("repeat", TODAY), TODAY, "department", *NAMES, alternative="某市教育局")


@pytest.mark.parametrize(("names", "said"), [
    ((" ", "某县人民法院"), "缺少行政复议机关的名称（本级人民政府，《行政复议法》第二十四条第一款第一项）"),
    (("某县人民政府", ""), "缺少有管辖权的人民法院的名称（一般为基层人民法院）"),
])
def test_names_that_are_missing_are_told(names: tuple[str, str], said: str) -> None:
    with pytest.raises(GongkaiError, match=said):
        remedies(answer("repeat", TODAY), TODAY, "department", *names)


def test_what_is_served_online_names_the_channel_for_a_review() -> None:
    given = answer("repeat", TODAY)
    with pytest.raises(GongkaiError, match="应当同时提供提交行政复议申请的互联网渠道（《行政复议法》第二十二条第二款）"):
        remedies(given, TODAY, "department", *NAMES, served_online=True)
    found = remedies(given, TODAY, "department", *NAMES, served_online=True, online="行政复议服务平台")
    assert found.text.endswith("提起行政诉讼。行政复议申请可以通过行政复议服务平台提交。")


def test_what_the_paragraph_rests_on_is_cited_and_the_doubts_are_the_clerk_s() -> None:
    found = remedies(answer("state_secret", TODAY), TODAY, "department", *NAMES)
    assert found.cited == (
        "《行政复议法》第二十四条第一款第一项", "《行政复议法》第二十条第一款", "《行政诉讼法》第四十五条",
        "《行政复议法》第二十三条第一款第四项", "《行政复议法》第二十三条第二款",
    )  # fmt: skip
    assert [doubt for doubt in found.doubts if "推论" in doubt] and "推论" not in found.text
    plain = remedies(answer("repeat", TODAY), TODAY, "department", *NAMES)
    assert [doubt for doubt in plain.doubts if "法释〔2026〕3号" not in doubt] == [] and "《行政复议法》第二十三条第一款第四项" not in plain.cited


def test_a_third_party_may_choose_too() -> None:
    found = third_party_remedies(TODAY, "department", *NAMES)
    assert found.rule == "ordinary" and found.text.startswith("对本告知书不服的，可以自收到本告知书之日起60日内")


def test_after_a_review_fifteen_days_remain() -> None:
    assert after_review(date(2026, 9, 18)) == date(2026, 10, 8)  # 3 October is a holiday; 8 October works
    assert after_review(date(2026, 9, 1)) == date(2026, 9, 16)


def test_past_the_last_notice_of_holidays_the_last_day_is_provisional() -> None:
    assert last_days("ordinary", date(2026, 12, 1)).provisional
    assert not last_days("review_first", date(2026, 9, 18)).provisional


def test_days_before_the_law_and_rules_without_remedies_are_told() -> None:
    with pytest.raises(GongkaiError, match="2019年5月14日"):
        units(date(2019, 5, 14))
    with pytest.raises(GongkaiError, match="没有救济期限"):
        last_days("none", TODAY)
    with pytest.raises(GongkaiError, match="department（县级以上地方人民政府工作部门）"):
        unit("bureau", TODAY)
    with pytest.raises(GongkaiError, match="不认识不予公开的依据“secret”"):
        rule_of(answer("partial", TODAY), TODAY, ["secret"])


@pytest.mark.parametrize(("old", "new", "message"), [
    ("scope: grounds", "scope: some", "'scope' is one of none, denied, grounds"),
    ("  - from: 2025-06-01", "  - from: 2023-06-01", "values must ascend by date"),
    ("{after_review}内向{court}提起行政诉讼。\"\n  ordinary", "{later}内向{court}提起行政诉讼。\"\n  ordinary", "the text knows document"),
    ("court: intermediate\n    from: 2024", "court: supreme\n    from: 2024", "'court' is one of basic, intermediate"),
    ("    unit: province\n", "    unit: government\n", "'government' has two entries on one day"),
    ("until: 2023-12-31", "until: 2024-12-31", "has two entries on one day"),
    ("    unit: town\n", "    unit: town\n    level: 4\n", "unknown key 'level'"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "remedies.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_remedies(path)
    assert re.search(r"remedies\.yaml:\d+: ", str(caught.value))
