"""By when something must be published: counted days, holidays, years without a notice."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.web.disclosure.domain import terms

D = date


def test_twenty_working_days_over_the_national_day_holiday():
    term = terms.publication(D(2026, 9, 18))
    assert term.due == D(2026, 10, 22)
    assert "第二十六条" in term.article
    assert "国庆节" in term.sentence
    assert "调休上班" in term.sentence
    assert not term.provisional


@pytest.mark.parametrize(("today", "left"), [(D(2026, 10, 21), 1), (D(2026, 10, 22), 0), (D(2026, 10, 23), -1)])
def test_the_nineteenth_twentieth_and_twenty_first_working_day(today, left):
    assert terms.left(D(2026, 10, 22), today) == left


def test_a_weekend_after_the_last_day_is_late_by_no_working_day_yet():
    assert terms.left(D(2026, 10, 23), D(2026, 10, 24)) == 0


def test_past_the_last_notice_the_day_is_provisional_and_says_so():
    term = terms.publication(D(2026, 12, 21))
    assert term.due is not None
    assert term.due > D(2027, 1, 1)
    assert term.provisional
    assert "暂按法定节假日推算" in term.sentence


def test_what_was_made_before_the_law_has_no_term_and_says_why():
    term = terms.publication(D(2015, 6, 1))
    assert term.due is None
    assert "推算不出期限" in term.sentence


def test_a_region_with_holidays_of_its_own_counts_by_them():
    assert terms.calendar_of("450102") is not terms.calendar_of("")
    assert terms.calendar_of("430123") is terms.calendar_of("")


def test_broken_days_are_never_before_the_national_ones():
    assert terms.publication(D(2026, 4, 1), "450102").due >= terms.publication(D(2026, 4, 1)).due


@pytest.mark.parametrize("region", ["", "450102"])
@pytest.mark.parametrize(("first", "last"), [(D(2019, 1, 1), D(2026, 11, 24)), (D(2026, 9, 18), D(2026, 10, 22)), (D(2026, 12, 1), D(2029, 3, 1))])
def test_the_sums_agree_with_counting_day_by_day(first, last, region):
    assert terms.left(last, first, region) == terms.calendar_of(region).count(first, last)
    assert terms.left(first, last, region) == -terms.calendar_of(region).count(first, last)
