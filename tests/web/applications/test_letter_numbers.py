"""文号: read as people type them, written in one form, proposed after the highest, gaps listed and never filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.web.applications.letters.numbers import HIGHEST, STANDARD, Number, Pattern, ranges

REPLIES = Pattern("{word}公复〔{year}〕{serial}号")


@pytest.mark.parametrize("text", [
    "清教公复〔2026〕12号", "清教公复[2026]12号", "清教公复【2026】 12 号", "清教公复（2026）第12号", "清教公复(2026)０12号",
    "清教公复［２０２６］１２号", " 清教公复〔2026〕012号\n",
])
def test_a_number_is_read_however_it_was_typed(text):
    assert REPLIES.parse(text) == Number("清教", 2026, 12)
    assert REPLIES.format(REPLIES.parse(text)) == "清教公复〔2026〕12号"


@pytest.mark.parametrize("text", [
    "", "12号", "清教公复〔2026〕号", "清教公复〔26〕12号", "清教公复〔2026〕0号", "清教公复〔2026〕123456号", "清教函〔2026〕12号",
    "公复〔2026〕12号", "清教公复〔2026〕12号之一", "清教公复2026-12",
])
def test_what_is_no_number_of_the_unit_is_refused_in_a_sentence_with_the_right_form(text):
    with pytest.raises(GongkaiError, match=r"请按“某教公复〔2026〕12号”的样式填写。$"):
        REPLIES.parse(text)


@pytest.mark.parametrize("text", [
    "", "{word}{year}{serial}", "{word}〔{year}〕号", "{word}〔{year}〕{serial}{serial}号", "{word}〔{year}〕{serial}号{x}",
    "{word}〔{year!r}〕{serial}号", "{word.__class__}〔{year}〕{serial}号", "{word}〔{year}〕{serial:9999999}号", "{{word}}〔{year}〕{serial}号",
    "{word}〔{year}〕{serial}号" + "长" * 60, "{word}〔{year}〕{serial}号{",
])
def test_a_pattern_that_is_none_is_refused(text):
    with pytest.raises(GongkaiError, match="文号格式“"):
        Pattern(text)


def test_the_next_number_follows_the_highest_of_the_same_word_and_year():
    taken = ["清教公复〔2026〕1号", "清教公复[2026]7号", "清教公复〔2025〕40号", Number("清教", 2026, 3), Number("清民", 2026, 90), "清教办〔2026〕99号"]
    assert REPLIES.next("清教", 2026, taken) == Number("清教", 2026, 8)
    assert REPLIES.next("清教", 2027, taken) == Number("清教", 2027, 1)
    assert REPLIES.gaps("清教", 2026, taken) == [2, 4, 5, 6]
    assert ranges(REPLIES.gaps("清教", 2026, taken)) == "2、4—6"
    assert REPLIES.gaps("清教", 2027, taken) == []


def test_a_year_whose_numbers_are_used_up_says_so():
    with pytest.raises(GongkaiError, match="请核对是否误录"):
        REPLIES.next("清教", 2026, [Number("清教", 2026, HIGHEST)])


@pytest.mark.parametrize("number", [Number("", 2026, 1), Number("清教", 26, 1), Number("清教", 2026, 0), Number("清教", 2026, HIGHEST + 1)])
def test_a_number_that_cannot_be_is_not_written(number):
    with pytest.raises(GongkaiError, match="请核对"):
        REPLIES.format(number)


@pytest.mark.parametrize("pattern", [STANDARD, "{word}公复〔{year}〕{serial}号", "{word}依申请〔{year}〕第{serial}号", "（{year}）{word}公开字第{serial}号", "{word}({year})-{serial}"])
@given(word=st.text("清川县教育民政发改自然资源", min_size=1, max_size=8), year=st.integers(1949, 2100), serial=st.integers(1, HIGHEST))
def test_what_is_written_is_read_back(pattern, word, year, serial):
    made = Pattern(pattern)
    assert made.parse(made.format(Number(word, year, serial))) == Number(word, year, serial)


@given(st.sets(st.integers(1, 60)))
def test_gaps_and_taken_together_are_all_numbers_below_the_next(serials):
    taken = [Number("清教", 2026, serial) for serial in serials]
    following = REPLIES.next("清教", 2026, taken).serial
    assert sorted({*REPLIES.gaps("清教", 2026, taken), *serials}) == list(range(1, following))
