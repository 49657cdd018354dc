"""The seven questions: every way ends, and where it should; a faulty file is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.engine import lawfile
from gongkai.engine.answers import every_answer
from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.questions import Walk, load_questions, shipped, stages, walk
from gongkai.errors import GongkaiError

SHIPPED = (LAW / "vocabularies" / "questions.yaml").read_text(encoding="utf-8")
CASES = Path(__file__).resolve().parent.parent / "cases" / "decisions"


def worked_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*/questions.yaml")):
        data = lawfile.read(path)
        data.check({"supplied_by": str, "cases": list})
        for case in data["cases"]:
            case.check({"title": str, "walk": list, "expect": dict})
            found.append(pytest.param(case, id=f"{path.parent.name}: {case['title']}"))
    return found


@pytest.mark.parametrize("case", worked_cases())
def test_the_case_comes_out_as_its_supplier_says(case: Any) -> None:
    found = walk(case["walk"])
    got = {"stop": found.stop.key if found.stop else None, "answer": found.answer, "steps": [step.key for step in found.steps]}
    assert got == case["expect"]


def ends(choices: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Walk]]:
    """Every way through the questions with its end; ways that meet again are followed once for each answer kept."""
    found = walk(choices)
    if found.question is None:
        yield choices, found
        return
    state = (found.question.key, next((choice.keeps for _, choice in reversed(found.passed) if choice.keeps), ""))
    if state not in _SEEN:
        _SEEN.add(state)
        for key in found.question.choices:
            yield from ends((*choices, key))


_SEEN: set[tuple[str, str]] = set()
ENDS = list(ends())


def test_every_answer_type_can_be_reached_but_those_that_nobody_is_led_to() -> None:
    assert {found.answer for _, found in ENDS if found.answer} == set(every_answer()) - {"withdrawn", "other"}


def test_every_way_ends_in_one_answer_or_in_something_to_do() -> None:
    assert len(ENDS) > 60
    for choices, found in ENDS:
        assert (found.answer is None) != (found.stop is None), choices
        assert found.stop is None or found.steps[-1] == found.stop
        assert [question.key for question, _ in found.passed] == list(dict.fromkeys(question.key for question, _ in found.passed))


def test_what_is_provided_was_searched_reviewed_and_asked_about_on_the_way() -> None:
    for choices, found in ENDS:
        if found.answer in ("provided", "arranged", "partial"):
            asked = {question.key for question, _ in found.passed}
            assert {"responsible", "searched", "public", "secret"} <= asked, choices
            assert "review" in {step.key for step in found.steps}, choices
        if found.answer == "partial":
            assert "redact" in {step.key for step in found.steps}, choices


def test_the_articles_of_the_answer_are_among_those_on_the_way() -> None:
    for choices, found in ENDS:
        if found.answer:
            given = every_answer()[found.answer]
            assert {f"《政府信息公开条例》{article}" for article in given.articles} <= set(found.articles), choices


def test_stages_are_seven_and_questions_come_in_their_order() -> None:
    assert list(stages().values()) == ["补不补", "是不是", "谁负责", "有没有", "给不给", "怎么给", "怎么答"]
    order = list(stages())
    for _, found in ENDS:
        met = [order.index(question.stage) for question, _ in found.passed]
        assert met == sorted(met)


def test_a_walk_that_has_only_begun_asks_the_next_question_and_has_no_answer() -> None:
    found = walk(["still_unclear"])
    assert found.question and found.question.key == "in_time" and found.answer is None and found.stop is None
    first = walk([]).question
    assert first and first.key == shipped().first


def test_wrong_choices_are_told_with_those_on_offer() -> None:
    with pytest.raises(GongkaiError, match=r"“申请的内容明确吗？”没有选项“yes”，可以选：clear（明确）"):
        walk(["yes"])
    with pytest.raises(GongkaiError, match="判断已经结束，多了选择“clear”"):
        walk(["unclear", "clear"])


@pytest.mark.parametrize(("old", "new", "message"), [
    ("first: clear", "first: start", "'first' is one of clear"),
    ("label: 明确, next: several", "label: 明确, next: many", "'next' is one of clear"),
    ("label: 明确, next: several", "label: 明确", "a choice leads to one of next, action, answer"),
    ("label: 明确, next: several", "label: 明确, next: several, action: correct", "a choice leads to one of next, action, answer"),
    ("action: split}", "action: divide}", "'action' is one of correct"),
    ("action: split}", "action: review}", "the walk cannot end in 'review'"),
    ("steps: [forward]", "steps: [split]", "'split' is no action that goes on"),
    ("keeps: petition,", "keeps: complaint,", "'keeps' is one of already_public"),
    ("keeps: petition, ", "", "ends in an answer, but none is kept"),
    ("{key: in_time, label: 能, answer: kept}", "{key: in_time, label: 能, answer: provided}", "'answer' is one of kept"),
    ("label: 有几项，结果可能各不相同, action: split", "label: 有几项，结果可能各不相同, next: clear", "leads back to 'clear'"),
    ("    stage: supply", "    stage: existence", "the question 'reviewed' lies before 'rest'"),
    ("label: 要求更正与自己有关的记录, articles: [第四十一条], next: record", "label: 要求更正, next: volume", "nobody gets to the question 'record'"),
    ("action: await_reasons", "action: ask_reasons", "no choice leads to the action 'await_reasons'"),
    ("letter: reasons_notice", "letter: reasons", "'letter' is one of"),
    ("{key: many, label: 有几项", "{key: one, label: 有几项", "'one' has an entry already"),
    ("    stage: completeness", "    stage: first", "'stage' is one of completeness"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "questions.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_questions(path)
    assert re.search(r"questions\.yaml:\d+: ", str(caught.value))
