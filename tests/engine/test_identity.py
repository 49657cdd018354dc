"""Numbers with a check character. All numbers here are made up and computed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.identity import (
    birthday,
    documents,
    fault,
    is_credit_code,
    is_identity_number,
    load_identity,
    plain,
)
from gongkai.engine.lawfile import LAW, LawError
from gongkai.errors import GongkaiError

TODAY = date(2026, 9, 18)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SHIPPED = (LAW / "vocabularies" / "identity.yaml").read_text(encoding="utf-8")


def citizen(front: str) -> str:
    return front + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(front, WEIGHTS, strict=True)) % 11]


def credit(front: str) -> str:
    total = sum(ALPHABET.index(character) * 3**place for place, character in enumerate(front))
    return front + ALPHABET[(31 - total % 31) % 31]


@given(st.integers(0, 16), st.integers(1, 9), st.integers(0, 999))
def test_one_wrong_digit_is_always_found(place: int, change: int, serial: int) -> None:
    number = citizen(f"11010119800101{serial:03}")
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1:]
    assert is_identity_number(number) and not is_identity_number(wrong)


@given(st.integers(0, 15), st.text(ALPHABET, min_size=17, max_size=17))
def test_two_neighbours_that_change_places_are_found_in_a_credit_code(place: int, front: str) -> None:
    code = credit(front)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2:]
    assert is_credit_code(code) and is_credit_code(swapped) == (swapped == code)


@pytest.mark.parametrize("typed", ["9135010OM000100Y43", "91350100M000100Y4", "91350100m000100y43", "", "91350100M000100Y4３"])
def test_a_credit_code_takes_its_own_alphabet_alone(typed: str) -> None:
    assert not is_credit_code(typed)


@pytest.mark.parametrize("digits", ["19800231", "18891231", "２０００0101", "2000010", "200001011", "abcdefgh"])
def test_days_on_which_nobody_was_born_are_none(digits: str) -> None:
    assert birthday(digits) is None


def test_a_number_is_compared_half_width_in_capitals_without_blanks() -> None:
    number = citizen("11010119800101004")
    spread = f"{number[:6]} {number[6:14]}-{number[14:].lower()}　"
    assert plain(spread) == number and fault("identity_card", spread, TODAY) is None
    assert plain("".join(chr(ord(digit) + 0xFEE0) for digit in number)) == number


@pytest.mark.parametrize(("kind", "number", "said"), [
    ("identity_card", "", "请填写居民身份证的号码。"),
    ("identity_card", "   ", "请填写居民身份证的号码。"),
    ("identity_card", "1101011980010112", "居民身份证的号码有误：公民身份号码为18位，末位可以是X，请核对。"),
    ("identity_card", citizen("99010119800101123"), "居民身份证的号码有误：其中的地区或者出生日期不存在，请核对。"),
    ("identity_card", citizen("11010119800231123"), "居民身份证的号码有误：其中的地区或者出生日期不存在，请核对。"),
    ("identity_card", citizen("11010120260919123"), "居民身份证的号码有误：其中的地区或者出生日期不存在，请核对。"),
    ("residence_permit", citizen("11010119800101123"), "港澳台居民居住证的号码有误：公民身份号码为18位，以81、82或者83开头，请核对。"),
    ("credit_code", "91350100M000100Y4", "统一社会信用代码证书或者营业执照的号码有误：统一社会信用代码为18位数字或者大写字母，不用I、O、S、V、Z，且校验位须相符，请核对。"),
    ("hk_macau_permit", "K12345678", "港澳居民来往内地通行证的号码有误：证件号码为H或者M加8位数字，可以带2位换证次数，请核对。"),
    ("passport", "护照一", "护照的号码有误：护照号码由5至20位字母和数字组成，请核对。"),
])  # fmt: skip
def test_a_fault_is_one_sentence_that_says_what_is_right(kind: str, number: str, said: str) -> None:
    assert fault(kind, number, TODAY) == said


def test_a_wrong_check_character_is_told_without_repeating_the_number() -> None:
    number = citizen("11010119800101123")
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    said = fault("identity_card", wrong, TODAY)
    assert said == "居民身份证的号码有误：校验位不符，请逐位核对。"


@pytest.mark.parametrize(("kind", "number"), [
    ("identity_card", citizen("11010120260918123")), ("residence_permit", citizen("81000019800101123")),
    ("credit_code", credit("91350100M000100Y4").lower()), ("passport", "e1234 5678"), ("hk_macau_permit", "h1234567801"),
    ("taiwan_permit", "12345678"), ("foreign_residence", "USA110012345678"), ("foreign_residence", "911841198001011239"),
    ("other_person", "军官证第1号"), ("other_organisation", "社证字第2号"),
])  # fmt: skip
def test_numbers_of_each_document_pass(kind: str, number: str) -> None:
    assert fault(kind, number, TODAY) is None


def test_every_document_is_a_person_s_or_an_organisation_s() -> None:
    assert {each.of for each in documents().values()} == {"person", "organisation"}
    with pytest.raises(GongkaiError, match="identity_card（居民身份证）"):
        fault("library_card", "1", TODAY)


@pytest.mark.parametrize(("old", "new", "message"), [
    ("weights: [7, ", "weights: [", "seventeen weights"),
    ("0123456789ABCDEFGHJ", "01123456789ABCDEFGHJ", "repeats a character"),
    ("key: passport", "key: identity_card", "'identity_card' or its label is repeated"),
    ("of: person, rule: citizen, says", "of: people, rule: citizen, says", "'of' is one of person, organisation"),
    ('rule: "[A-Z0-9]{5,20}"', 'rule: "[A-Z"', "no pattern"),
    ("  oldest: 1890", "  oldest: 1890\n  youngest: 0", "unknown key 'youngest'"),
])  # fmt: skip
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "identity.yaml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(message)) as caught:
        load_identity(path)
    assert re.search(r"identity\.yaml:\d+: ", str(caught.value))
