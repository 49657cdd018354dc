"""The tool that masks a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screeningcases import MOBILE, card, identity, screened

from gongkai.web.disclosure.screening import MaskedPart, mask_persons, plain_text

ROWS = st.lists(st.lists(st.sampled_from(
    ["李四", "欧阳小明", "张*", "王某某", identity(), "110101198001011111", MOBILE, card(), "0571-87654321", "某县城关镇青山村3组12号",
     "身份证号", "姓名", "联系电话", "银行账号", "家庭住址", "村民", "手机", "单位", "1", "", " ", "，", "/", "-"]), max_size=6), max_size=8)


def test_a_list_in_lines_keeps_its_layout() -> None:
    text = f"序号 姓名 身份证号 联系电话\n1 李四 {identity()} {MOBILE}\n2 欧阳小明 {identity()} {MOBILE}\n"
    masked = mask_persons(text)
    assert masked.text == ("序号 姓名 身份证号 联系电话\n1 李* 110101********1232 138****1234\n"
                           "2 欧阳** 110101********1232 138****1234\n")
    assert masked.parts[:3] == (MaskedPart("name", 18, 20), MaskedPart("identity", 21, 39), MaskedPart("mobile", 40, 51))


def test_a_table_in_html_changes_in_its_letters_alone() -> None:
    source = (f'<table class="a"><tr><th>姓&nbsp;名</th><th>身份证号</th><th>账号</th></tr><tr><td>李 四</td><td><b>{identity()[:6]}'
              f"</b>{identity()[6:]}</td><td>&#54;{card()[1:]}</td></tr></table><p>李四办公室</p>")
    masked = mask_persons(source, html=True)
    assert masked.text == (
        '<table class="a"><tr><th>姓&nbsp;名</th><th>身份证号</th><th>账号</th></tr><tr><td>李 *</td><td><b>110101'
        f"</b>********1232</td><td>&#54;222***********{card()[-4:]}</td></tr></table><p>李四办公室</p>")


@pytest.mark.parametrize(("names", "shown"), [("*", "李*"), ("某", "李某"), ("keep", "李四")])
def test_names_as_the_office_writes_them(names: str, shown: str) -> None:
    text = f"姓名\t手机\n李四\t{MOBILE}\n"
    assert mask_persons(text, names=names).text == f"姓名\t手机\n{shown}\t138****1234\n"  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [
    f"联系人：李四，联系电话：{MOBILE}", "监督电话：0571-87654321", f"单位,联系人,联系电话\n县教育局,李四,{MOBILE}",
    "姓名 办公电话\n李四 0571-87654321", "申请人张某某，110101********1232", "地址：清川县城关镇人民路1号3号楼201室",
])
def test_the_offices_contacts_and_what_is_masked_stay(text: str) -> None:
    assert mask_persons(text).text == text
    assert mask_persons(text).parts == ()


def test_in_prose_the_number_goes_and_the_name_stays() -> None:
    assert mask_persons(f"当事人李四，身份证号{identity()}，罚款3000元。").text == "当事人李四，身份证号110101********1232，罚款3000元。"


def test_a_home_is_kept_down_to_town_or_street() -> None:
    assert mask_persons("村民李四，家庭住址：某省某县城关镇青山村3组12号。").text == "村民李四，家庭住址：某省某县城关镇********。"


def test_several_persons_on_one_line_are_a_list() -> None:
    assert mask_persons(f"领取人：李四 {MOBILE}；王五 {MOBILE}。").text == "领取人：李* 138****1234；王* 138****1234。"


def test_a_countrys_number_before_a_mobile_stays() -> None:
    assert mask_persons("村民李四，+86 138 0000 1234").text == "村民李四，+86 138 **** 1234"


def test_groups_and_blanks_stay_where_they_are() -> None:
    number = identity()
    assert mask_persons(f"身份证号{number[:6]} {number[6:14]} {number[14:]}").text == "身份证号110101 ******** 1232"
    assert mask_persons("村民李四，138 0000 1234").text == "村民李四，138 **** 1234"
    assert mask_persons("村民李四，１３８００００１２３４").text == "村民李四，１３８****１２３４"


@given(ROWS, st.sampled_from(["\t", " ", ",", "，", "|", ""]), st.sampled_from(["*", "某", "keep"]))
def test_masking_twice_is_masking_once_and_leaves_nothing_personal(rows: list[list[str]], mark: str, names: str) -> None:
    text = "\n".join(mark.join(row) for row in rows)
    table = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    for source, html in ((text, False), (table, True)):
        masked = mask_persons(source, html=html, names=names)  # type: ignore[arg-type]
        assert mask_persons(masked.text, html=html, names=names).text == masked.text  # type: ignore[arg-type]
        assert [remark.code for remark in screened(masked.text, html=html) if remark.code.startswith("person")] == []
        assert len(plain_text(masked.text, html=html)) == len(plain_text(source, html=html))
        assert len(masked.text) <= len(source)


def test_a_long_list_is_masked_to_its_end() -> None:
    text = "姓名\t身份证号\n" + "李四\t110101198001011111\n" * 20_010
    masked = mask_persons(text).text
    assert masked == "姓名\t身份证号\n" + "李*\t110101********1111\n" * 20_010
