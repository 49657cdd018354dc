"""What a search finds on the pages, and where."""

from __future__ import annotations

import pytest
from redactioncases import typeset

from gongkai.web.applications.redaction import jobs, words_of
from gongkai.web.applications.redaction.finding import found_on, snapped
from gongkai.web.applications.redaction.model import Letter, Rectangle
from gongkai.web.applications.redaction.vocabulary import RedactionRefused, vocabulary

KINDS = [kind for kind in vocabulary().finds if kind != "words"]


def letters(text, columns=40):
    """Letters in lines of so many columns, ten points each; a line feed begins a line."""
    made, x, y = [], 0, 0
    for character in text:
        if character == "\n" or x >= columns:
            x, y = 0, y + 1
        if character in "\n ":
            made.append(Letter(character))
            x += character == " "
            continue
        made.append(Letter(character, 10 * x, 20 * y, 10 * x + 10, 20 * y + 10, 10 * x, 20 * y + 9, 10, 10))
        x += 1
    return made


def search(text, words=(), kinds=KINDS, columns=40):
    return [(hit.kind, hit.text) for hit in found_on(1, letters(text, columns), words, kinds, False)]


@pytest.mark.parametrize("set_as", ["王小满", "王 小 满", "王小\n满", "王\n小满", "王  小满"])
def test_a_name_is_found_however_it_is_set(set_as):
    assert len(search(f"申请人{set_as}提出", ["王小满"])) == 1


def test_width_and_case_make_no_difference():
    assert search("编号ＡＢ１２３", ["ab123"], ()) == [("words", "ＡＢ１２３")]


@pytest.mark.parametrize(("text", "kind"), [
    ("身份证号11010519491231002X。", "identity"),
    ("身份证号11010519491231\n002X。", "identity"),
    ("村民张三，手机13800138000", "mobile"),
    ("村民张三，手机138001\n38000", "mobile"),
    ("张三，开户银行账号6222021234567890128", "bank_card"),
    ("申请人张三，家庭住址：青河县城关镇河东路7号2单元301室。", "address"),
    ("家庭电话：87654321", "telephone"),
])
def test_what_tells_of_a_person_is_found_by_its_form(text, kind):
    assert [found for found, _ in search(text)] == [kind]


@pytest.mark.parametrize("text", ["本局联系电话：13800138000", "统一社会信用代码91350211M000100Y43", "文号：青自然资〔2024〕110105号", "金额13800138000元"])
def test_what_is_an_offices_is_not_found(text):
    assert search(text) == []


def test_only_the_kinds_asked_for_are_looked_for():
    assert search("身份证号11010519491231002X，村民张三，手机13800138000", kinds=("mobile",)) == [("mobile", "13800138000")]


def test_names_in_a_list_of_persons_are_found():
    text = "姓名 身份证号 手机\n张小明 11010519491231002X 13800138000\n李大海 110105194912310011 13900139000\n"
    assert ("name", "张小明") in search(text) or ("name", "李大海") in search(text)


def test_a_hit_over_the_end_of_a_line_has_a_place_on_each_line():
    (hit,) = found_on(3, letters("一二三四五六七八王小满", 10), ["王小满"], (), False)
    assert [(part.page, part.left, part.top, part.right, part.bottom) for part in hit.parts] == [(3, 80, 0, 100, 10), (3, 0, 20, 10, 30)]
    assert hit.before == "一二三四五六七八" and hit.ground == "privacy"


def test_a_hit_within_another_is_told_once():
    assert search("住址青河县王小满", ["王小满", "小满"], ()) == [("words", "王小满")]


def test_two_persons_of_one_name_are_two_hits():
    assert len(search("王小满与王小满", ["王小满"])) == 2


def test_a_box_by_hand_grows_over_the_letters_it_covers_in_good_part():
    line = letters("王小满提出申请")
    assert snapped(Rectangle(1, 3, 2, 26, 8), line) == (0, 0, 30, 10)
    assert snapped(Rectangle(1, 9, 2, 21, 8), line) == (9, 0, 21, 10)
    assert snapped(Rectangle(1, 100, 100, 150, 120), line) == (100, 100, 150, 120)


def test_letters_of_a_real_page_are_found_where_they_are():
    source = typeset("前文王小满后文")
    (hit,) = jobs.searched("", data=source, words=("王小满",), kinds=())
    (part,) = hit.parts
    assert (part.left, part.right) == (pytest.approx(70.87 + 32, abs=0.5), pytest.approx(70.87 + 80, abs=0.5))
    assert part.bottom - part.top == pytest.approx(16, abs=1)


def test_words_are_parted_by_lines_and_marks():
    assert words_of("王小满、李四\n张三，李四；\r\n赵五") == ("王小满", "李四", "张三", "赵五")


@pytest.mark.parametrize(("typed", "sentence"), [
    (" \n ", "没有输入要查找的词"), ("长" * 61, "过长，请缩短到60个字以内"), ("、".join(f"名{n}" for n in range(201)), "共201个，超过200个"),
])
def test_wishes_that_cannot_be_met_are_refused_in_a_sentence(typed, sentence):
    with pytest.raises(RedactionRefused, match=sentence):
        words_of(typed)
