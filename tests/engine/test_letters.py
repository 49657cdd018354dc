"""Kinds of letters: strict, complete, and nothing of the applicant in letters to others."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.letters import absent, fields, letter, letters, load_letters
from gongkai.errors import GongkaiError

TODAY = date(2026, 9, 18)
SHIPPED = (LAW / "vocabularies" / "letters.yaml").read_text(encoding="utf-8")


def test_nothing_of_the_applicant_goes_to_others_but_what_a_letter_asks_for_itself() -> None:
    known = fields()
    told = {kind.key: {key for key in (*kind.needs, *kind.may) if known[key].personal}
            for kind in letters(TODAY).values() if kind.to in ("third_party", "agency")}  # fmt: skip
    with_applicant = {key for key, held in told.items() if held & {"applicant", "applicant_contact", "applicant_document", "content"}}
    assert with_applicant == {"record_forward"}


def test_whoever_is_refused_or_overruled_is_told_of_the_remedies() -> None:
    told = {kind.key for kind in letters(TODAY).values() if "remedies" in kind.needs}
    assert told == {kind.key for kind in letters(TODAY).values() if kind.answer} | {"third_party_decision"}


def test_answers_go_to_the_applicant_with_number_and_seal() -> None:
    answers = [kind for kind in letters(TODAY).values() if kind.answer]
    assert len(answers) == 19
    assert {(kind.to, kind.number, kind.seal) for kind in answers} == {("applicant", True, True)}
    assert {kind.event for kind in answers} == {"served", "not_corrected", "fee_unpaid"}


def test_the_letter_to_a_third_party_takes_its_reply_along() -> None:
    assert letter("third_party_inquiry", TODAY).encloses == "third_party_reply"


def test_what_is_absent_is_named_in_the_order_of_the_letter() -> None:
    kind = letter("extension_notice", TODAY)
    given: dict[str, object] = {"applicant": "张三", "received_on": date(2026, 9, 1), "extension_days": 0, "extended_due": ""}
    assert [field.label for field in absent(kind, given)] == ["延长后的答复期限"]
    assert [field.key for field in absent(kind, {})] == list(kind.needs)


def test_unknown_letters_and_days_before_the_law_are_told() -> None:
    with pytest.raises(GongkaiError, match="extension_notice（政府信息公开申请延期答复告知书）"):
        letter("complaint", TODAY)
    with pytest.raises(GongkaiError, match="2019年5月14日"):
        letters(date(2019, 5, 14))


@pytest.mark.parametrize(("old", "new", "message"), [
    ("needs: [applicant, content]", "needs: [applicant, contents]", "there is no field 'contents'"),
    ("  registered: 登记", "  registered: 登记\n  shelved: 搁置", "no letter belongs to the step 'shelved'"),
    ("to: inner", "to: public", "'to' is one of applicant, third_party, agency, tribunal, inner"),
    ("event: submitted\n", "event: sent\n", "'event' is one of submitted"),
    ("encloses: third_party_reply", "encloses: blank", "there is no letter 'blank'"),
    ("    label: 答复书（予以公开）\n", "    label: 答复书（已主动公开）\n", "two letters are called '答复书（已主动公开）'"),
    ("may: [guidance]", "may: [guidance, unit]", "the letter has unit anyway"),
    ("articles: [第二十九条]", "articles: []", "at least one article"),
    ("needs: [agency, items]", "needs: [agency]", "no letter holds the field 'items'"),
    ("{key: office, label: 政府信息公开工作机构名称", "{key: unit, label: 政府信息公开工作机构名称", "'unit' or its label is repeated"),
    ("    seal: false", "    seal: false\n    stamp: true", "unknown key 'stamp'"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "letters.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_letters(path)
    assert re.search(r"letters\.yaml:\d+: ", str(caught.value))
