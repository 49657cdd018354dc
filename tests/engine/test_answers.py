"""Answer types: each with its row, letter, needs; a faulty file is refused; the worked cases hold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.engine import lawfile
from gongkai.engine.answers import GROUPS, answer, answers, fact_names, leaf, load_answers, missing
from gongkai.engine.grounds import refusals
from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.letters import letters
from gongkai.engine.vocabulary import results
from gongkai.errors import GongkaiError
from gongkai.report.form import editions

TODAY = date(2026, 9, 18)
SHIPPED = (LAW / "vocabularies" / "answers.yaml").read_text(encoding="utf-8")
CASES = Path(__file__).resolve().parent.parent / "cases" / "decisions"


def worked_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*/answers.yaml")):
        data = lawfile.read(path)
        data.check({"supplied_by": str, "cases": list})
        for case in data["cases"]:
            case.check({"title": str, "answer": str, "facts": dict, "expect": dict})
            case["expect"].check({"missing": list, "rows": list, "letter": str})
            found.append(pytest.param(case, id=f"{path.parent.name}: {case['title']}"))
    return found


@pytest.mark.parametrize("case", worked_cases())
def test_the_case_comes_out_as_its_supplier_says(case: Any) -> None:
    given = answer(case["answer"], TODAY)
    lacking = missing(given, case["facts"])
    rows = [leaf(given, edition) for edition in ("2019", "2021")]
    assert {"missing": [key for key, _ in lacking], "rows": rows, "letter": given.letter} == case["expect"]
    for _, sentence in lacking:
        assert re.fullmatch(r"[^。]+（《.+》.*第.+条.*）.*，请[^。]+。", sentence), sentence


def test_every_row_of_results_has_an_answer_in_both_editions() -> None:
    for edition, rows in results().items():
        assert {leaf(each, edition) for each in answers(TODAY).values()} == set(rows)


def test_rows_are_the_leaves_of_the_form_that_reports_are_read_by() -> None:
    for edition, rows in results().items():
        table = editions()[edition].tables["3"]
        leaves = {row.key: row.label for row in table.leaves()}
        assert rows == {key: label for key, label in leaves.items() if key not in ("received", "carried_in", "processed", "carried_out")}


def test_groups_are_the_headings_of_table_three() -> None:
    table = editions()["2021"].tables["3"]
    for key, label in GROUPS.items():
        assert label in table.row(key).label


def test_refusals_under_articles_14_to_16_alone_want_a_review_first() -> None:
    first = {each.key for each in answers(TODAY).values() if each.remedies == "review_first"}
    assert first == {row.split(".")[1] for ground in refusals(TODAY).values() for row in ground.leaves.values()}
    assert [each.key for each in answers(TODAY).values() if each.remedies == "by_ground"] == ["partial"]


def test_every_refusal_rests_on_the_grounds_of_its_row() -> None:
    for ground in refusals(TODAY).values():
        row = ground.leaves["2021"]
        able = [each.key for each in answers(TODAY).values() if each.group == "denied" and ground in each.grounds]
        assert able == [row.removeprefix("denied.")]


def test_letters_of_answers_hold_what_the_answer_asks_for() -> None:
    kinds = letters(TODAY)
    for each in answers(TODAY).values():
        kind = kinds[each.letter]
        asked = {fact for need in each.needs for fact in need.any_of if len(need.any_of) == 1 and fact in ("reason", "grounds",
                 "access", "access_time", "prohibiting_law", "search_record", "processing", "prior_answer", "obtained",
                 "publication_source", "special_rule", "reasons_judged", "record_evidence", "record_corrected")}  # fmt: skip
        assert asked <= {*kind.needs, *kind.may}, each.key


def test_only_a_withdrawal_is_recorded_without_a_letter() -> None:
    assert [each.key for each in answers(TODAY).values() if not each.served] == ["withdrawn"]


def test_what_is_doubtful_says_so() -> None:
    doubtful = {each.key for each in answers(TODAY).values() if each.standing.doubt}
    assert doubtful == {
        "already_public", "administrative_query", "not_existing", "not_responsible", "reconfirm", "fee_unpaid", "withdrawn",
        "not_government_information", "inquiry", "record_corrected", "record_uncorrected", "record_elsewhere", "other",
    }  # fmt: skip


def test_before_the_measures_on_fees_nobody_was_closed_for_not_paying() -> None:
    assert "fee_unpaid" not in answers(date(2020, 12, 31))
    with pytest.raises(GongkaiError, match="不认识答复类型“fee_unpaid”"):
        answer("fee_unpaid", date(2020, 12, 31))
    assert "fee_unpaid" in answers(date(2021, 1, 1))


def test_facts_and_editions_nobody_knows_are_told() -> None:
    with pytest.raises(GongkaiError, match="不认识事实“reviewed”"):
        missing(answer("provided", TODAY), {"reviewed": True})
    with pytest.raises(GongkaiError, match="不认识不予公开的依据“secret”"):
        missing(answer("state_secret", TODAY), {"grounds": ["secret"]})
    with pytest.raises(GongkaiError, match="没有“2008”版年度报告格式，可用的有：2019、2021"):
        leaf(answer("provided", TODAY), "2008")


@pytest.mark.parametrize("empty", [None, False, "", " ", [], ()])
def test_nothing_and_blanks_are_unknown(empty: object) -> None:
    known = dict.fromkeys(fact_names(), empty)
    for each in answers(TODAY).values():
        assert [key for key, _ in missing(each, known)] == [key for key, _ in missing(each, {})]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("leaf: partial", "leaf: granted", "the row is none of partial"),
    ("leaf: partial", "leaf: partly", "table 3 of edition 2019 has no row 'partly'"),
    ('leaf: {"2019": closed, "2021": closed.other}', 'leaf: {"2021": closed.other}', "edition 2019 has no row None"),
    ("group: partial", "group: some", "'group' is one of granted"),
    ("letter: answer_partial", "letter: answer_some", "'letter' is one of"),
    ("letter: withdrawal_record", "letter: answer_other", "says otherwise"),
    ("needs: [publication_place]", "needs: [place]", "there is no need 'place'"),
    ("needs: [search_record]", "needs: [search_record, ground]", "what rests on a ground needs one"),
    ("needs: [ground, reason]", "needs: [reason]", "what rests on a ground needs one"),
    ("remedies: by_ground", "remedies: maybe", "'remedies' is one of"),
    ("    remedies: by_ground", "    remedies: none", "what is served tells of remedies"),
    ("bars: {fee_paid: ", "bars: {fee_payed: ", "not 'fee_payed'"),
    ("any: [special_rule]", "any: [rule]", "there is no fact 'rule'"),
    ("when: {facts: [third_party_overridden]}", "when: {facts: [objected]}", "there is no fact 'objected'"),
    ("when: {grounds: [law_prohibited]}", "when: {grounds: [law]}", "there is no ground 'law'"),
    ("when: {grounds: [law_prohibited]}", "when: {ground: [law_prohibited]}", "unknown key 'ground'"),
    ("any: [special_rule]", "any: []", "at least one fact"),
    ("needs: [special_rule]", "needs: []", "no answer has the need 'special_rule'"),
    ("  reason: 理由\n", "  reason: 理由\n  mood: 心情\n", "no need asks for the fact 'mood'"),
    ("{key: access, any", "{key: review_record, any", "the need 'review_record' is repeated"),
    ("label: 部分公开", "label: 重复申请", "the label '重复申请' is repeated"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "answers.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_answers(path)
    assert re.search(r"answers\.yaml:\d+: ", str(caught.value))
