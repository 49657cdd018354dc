"""Personal data in the text. All numbers here are made up; those that must pass a check digit are computed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narratives import report

from gongkai.engine.identity import is_credit_code, is_identity_number
from gongkai.report.checking import personal
from gongkai.report.checking.personal import check
from gongkai.report.checking.personal_numbers import find, is_luhn, mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(front: str = "11010119800101123") -> str:
    remainder = sum(int(digit) * weight for digit, weight in zip(front, WEIGHTS, strict=True)) % 11
    return front + "10X98765432"[remainder]


def luhn(front: str) -> str:
    return next(front + str(digit) for digit in range(10) if is_luhn(front + str(digit)))


def credit(front: str = "11330100002489053") -> str:
    return next(front + character for character in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(front + character))


def said(text: str, **more: object) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check(report(text, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [
    "申请人张某，身份证号{}。", "公示名单：李某 {}", "（{}）", "身份证号码：{}，", "领取人{}已签收。",
])
def test_an_identity_number_is_an_error(text: str) -> None:
    assert said(text.format(identity())) == [("personal.identity", "error")]


def test_an_identity_number_in_the_preamble_is_one_too() -> None:
    assert said("正文。", preamble=f"联系人张某，身份证号{identity()}。") == [("personal.identity", "error")]


def test_an_identity_number_with_a_wrong_check_digit_beside_the_word() -> None:
    number = identity()
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    assert said(f"身份证号{wrong}。") == [("personal.identity", "warning")]
    assert said(f"流水{wrong}。") == []


def test_an_identity_number_in_groups() -> None:
    number = identity()
    assert said(f"身份证号{number[:6]} {number[6:14]} {number[14:]}。") == [("personal.identity", "error")]


@pytest.mark.parametrize("front", ["99010119800101123", "11010119801301123", "11010119800231123", "11010130000101123"])
def test_an_impossible_province_or_day_is_none(front: str) -> None:
    assert not is_identity_number(identity(front))
    assert said(f"名单{identity(front)}。") == []


def test_an_old_identity_number_is_a_warning() -> None:
    assert said("名单张某110101800101123。") == [("personal.identity", "warning")]
    assert said("营业执照注册号110101800101123。") == []
    assert said("名单张某110101801301123。") == []


@pytest.mark.parametrize("label", ["统一社会信用代码", "统一社会信用代码：", "组织机构代码", "索引号", "项目编号", "备案号"])
def test_a_code_with_its_label_is_none(label: str) -> None:
    assert said(f"{label}{identity()}。") == []
    assert said(f"{label}{credit()}。") == []


def test_a_credit_code_without_label_is_none() -> None:
    assert is_credit_code(credit())
    assert said(f"某局{credit('11330100MB2489053')}。") == []


@pytest.mark.parametrize("text", ["户名张某，账号{}。", "请汇至张某{}，工商银行", "银行卡号：{}", "李某，{}，开户行某支行", "姓名王某 {}"])
def test_a_bank_card_beside_a_name(text: str) -> None:
    assert said(text.format(luhn("622202123456789012"))) == [("personal.bank_card", "warning")]


@pytest.mark.parametrize("text", ["编号{}。", "非税专户账号{}。", "户名某县财政局，账号{}。", "收款单位某公司，账号{}。"])
def test_an_account_of_an_office_is_none(text: str) -> None:
    assert said(text.format(luhn("622202123456789012"))) == []


def test_a_card_number_that_fails_its_check_digit_is_none() -> None:
    number = luhn("622202123456789012")
    assert said(f"账号{number[:-1]}{(int(number[-1]) + 1) % 10}。") == []


@pytest.mark.parametrize("text", [
    "申请人张某（13800001234）已领取。", "村民王某，手机13800001234。", "户主李某19912345678。", "+8613800001234为本人号码。",
    "联系人：赵某138 0000 1234", "申请人联系电话13800001234。", "群众来电138-0000-1234反映。",
])
def test_a_mobile_number_of_a_person(text: str) -> None:
    assert said(text) == [("personal.mobile", "warning")]


@pytest.mark.parametrize("text", [
    "监督电话：13800001234。", "如有疑问请与办公室联系，联系电话13800001234。", "12345热线受理30件。", "电话0571-87654321。",
    "咨询热线400-800-1234。", "邮编310000，传真0571-87654322。", "电子邮箱123456789@qq.com。", "电子邮箱13800001234@139.com。",
    "国办公开办函〔2021〕30号。", "索引号014314799/2024-00002。", "2023-01-01至2023-12-31。", "点击量13800001条。", "已遮盖138****1234。",
    "编号12800001234。", "链接http://www.example.gov.cn/art/2024/1/10/art_13800001234_99.html", "收入1380000.1234万元",
    "中标价13800001234元整。",
])
def test_what_is_nobodys_own_is_none(text: str) -> None:
    assert said(text) == []


def test_the_preambles_contacts_are_the_offices() -> None:
    assert said("正文。", preamble="如对本报告有疑问，请与某局办公室联系（电话：13800001234，邮编：310000）。") == []


@given(st.text(alphabet="0123456789Xx -，。身份证号账电话张某", max_size=80))
def test_odd_text_never_raises_and_no_number_is_repeated(text: str) -> None:
    for finding in check(report(text)):
        assert "***" in finding.message
        assert not any(len(run) > 3 for run in __import__("re").findall(r"\d+", finding.message))


@given(st.integers(0, 10**17 - 1))
def test_a_changed_digit_breaks_an_identity_number(seed: int) -> None:
    number = identity("110101" + "19800101" + f"{seed % 1000:03d}")
    place = 14 + seed % 3
    changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1:]
    assert is_identity_number(number)
    assert not is_identity_number(changed)


def test_masking_hides_the_middle() -> None:
    assert mask("13800001234") == "138******34"
    assert identity() not in check(report(f"身份证号{identity()}。"))[0].message


def test_a_finding_has_place_and_basis() -> None:
    finding = check(report(f"（一）主动公开\n名单{identity()}。"))[0]
    assert finding.basis == personal.BASIS
    assert "（一）主动公开" in finding.message


def kinds(text: str) -> list[str]:
    return [number.kind for number in find(text)]


def test_numbers_side_by_side_in_a_list_are_each_found() -> None:
    assert kinds(f"张某 {identity()} 13800001234") == ["identity", "mobile"]
    assert kinds("王某 13800001234 13900001234 李某") == ["mobile", "mobile"]
    assert kinds(f"1 {identity()} {luhn('622202123456789012')} 卡号") == ["identity", "bank_card"]
    assert kinds("138 0000 1234 139 0000 1234") == ["mobile", "mobile"]


@pytest.mark.parametrize("text", ["手机/13800001234", "张某-13800001234", "13800001234。", "13800001234-"])
def test_a_stroke_beside_words_glues_nothing(text: str) -> None:
    assert kinds(text) == ["mobile"]


def test_a_stroke_between_two_telephones_parts_them() -> None:
    assert kinds("13800001234/13900001234") == ["mobile", "mobile"]
    assert kinds("014314799/13900001234") == []
