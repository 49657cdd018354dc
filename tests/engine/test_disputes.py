"""Periods of review and litigation: working days where the law says so, calendar days else, moved off rest days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine import disputes
from gongkai.engine.calendar import calendar, national
from gongkai.engine.disputes import Period, months_after, rules
from gongkai.errors import GongkaiError


def test_a_period_tells_how_it_was_reckoned() -> None:
    assert disputes.suit_answer(date(2026, 9, 18)).sentence == (
        "自2026年9月18日（星期五）收到起诉状副本之日起15日（《行政诉讼法》第六十七条第一款），当日不计，到2026年10月3日（星期六），"
        "该日是休息日，顺延到2026年10月8日（星期四）（《民事诉讼法》第八十五条第三款）。"
    )


def test_a_late_answer_to_a_review_is_told_what_it_leads_to() -> None:
    assert "视为没有证据、依据（第七十条）" in disputes.review_answer(date(2026, 9, 18)).notes


def test_rights_that_were_not_told_lengthen_the_period_to_a_year_at_most() -> None:
    known = date(2026, 2, 2)
    assert disputes.review_apply(known).due == date(2026, 4, 3)
    assert disputes.review_apply(known, date(2026, 6, 1)).due == date(2026, 7, 31)
    longest = disputes.review_apply(known, date(2027, 1, 15))
    assert (longest.ends, longest.article) == (date(2027, 2, 2), "《行政复议法》第二十条第三款")
    with pytest.raises(GongkaiError, match="早于知道行政行为之日"):
        disputes.review_apply(known, date(2026, 2, 1))


def test_a_longer_review_is_told_and_the_simplified_one_knows_none() -> None:
    found = disputes.review_decision(date(2026, 9, 18), extended=True)
    assert found.due == date(2026, 12, 17) and "延长30日" in found.sentence
    with pytest.raises(GongkaiError, match="简易程序没有规定延长"):
        disputes.review_decision(date(2026, 9, 18), simplified=True, extended=True)


def test_a_region_and_the_last_notice_are_minded() -> None:
    there = rules(calendar("广西"))
    # 10 and 11 April 2024 were rest days there: 4/9, 4/12, 4/15, 4/16, 4/17
    assert disputes.review_answer(date(2024, 4, 8), simplified=True, by=there).due == date(2024, 4, 17)
    assert disputes.review_answer(date(2026, 12, 28)).provisional
    assert not disputes.review_answer(date(2026, 9, 18)).provisional


def test_a_day_before_the_law_in_force_is_refused() -> None:
    with pytest.raises(GongkaiError, match=r"早于现行“行政复议的书面答复期限”"):
        disputes.review_answer(date(2023, 12, 29))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 7, 15), 6, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


PERIODS: list[Callable[[date], Period]] = [
    disputes.review_answer, disputes.suit_answer, disputes.review_apply, disputes.review_apply_silence,
    disputes.review_decision, disputes.suit_after_review, disputes.suit_direct,
]  # fmt: skip


@given(st.sampled_from(PERIODS), st.dates(date(2024, 1, 1), date(2026, 5, 31)))
def test_a_period_never_ends_on_a_rest_day_nor_before_its_own_last_day(
    period: Callable[[date], Period], start: date
) -> None:
    found = period(start)
    assert national().is_working(found.due) and found.start < found.ends <= found.due
    assert found.due == national().next_working(found.ends) and found.sentence.endswith("。")
