"""Notices entered by hand, and whose day they move."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.engine.calendar import Calendar, national
from gongkai.engine.entered import Holiday, notice, region, span
from gongkai.engine.events import parse_event
from gongkai.engine.moved import moved
from gongkai.errors import GongkaiError


def of_2027() -> Calendar:
    """An invented notice for 2027: 元旦 of three days, with a working Sunday."""
    return national().extended(
        [notice("关于2027年部分节假日安排的通知", 2027, [
            ("元旦", span(date(2027, 1, 1), date(2027, 1, 4)), [date(2027, 1, 10)]),
        ])]
    )  # fmt: skip


def test_a_notice_entered_by_hand_settles_its_year() -> None:
    entered = of_2027()
    assert [entered.day(date(2027, 1, day)).working for day in (3, 4, 5, 10)] == [False, False, True, True]
    assert not entered.day(date(2027, 6, 9)).provisional and entered.day(date(2028, 6, 9)).provisional
    assert national().day(date(2027, 1, 4)).provisional, "the calendar it came from stays"


def test_a_later_notice_entered_by_hand_wins_over_the_yearly_one() -> None:
    extra = notice("临时放假的通知", None, [("临时", [date(2026, 12, 14)], [])], issued=date(2026, 12, 1))
    assert not national().extended([extra]).is_working(date(2026, 12, 14))


def test_a_region_entered_by_hand_lies_over_the_nation() -> None:
    own = region("某州", [notice("某州放假通知", None, [("州庆", [date(2026, 12, 14)], [])])], [2026])
    entered = national().extended(region=own)
    assert entered.day(date(2026, 12, 14)).reason == "州庆放假" and not entered.day(date(2026, 12, 15)).provisional
    assert entered.day(date(2025, 12, 15)).provisional


@pytest.mark.parametrize(
    ("title", "holidays", "part"),
    [
        ("", [("元旦", [date(2027, 1, 1)], [])], "标题"),
        ("通知", [], "没有写明任何放假日期"),
        ("通知", [("元旦", [], [])], "没有写明节日名称或者放假日期"),
        ("通知", [("元旦", [date(2027, 1, 1)], [date(2027, 1, 4)])], "不是周末"),
        ("通知", [("元旦", [date(2027, 1, 1), date(2027, 1, 1)], [])], "写了两次"),
        ("通知", [("元旦", [date(2027, 1, 1), date(2027, 2, 1)], [])], "超过15天"),
        ("通知", [("元旦", [date(2026, 1, 1)], [])], "不在2027年前后"),
    ],
)
def test_a_slip_in_a_notice_is_refused_in_one_sentence(title: str, holidays: list[Holiday], part: str) -> None:
    with pytest.raises(GongkaiError, match=part) as caught:
        notice(title, 2027, holidays)
    assert str(caught.value).endswith("。")


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(GongkaiError, match="早于开始之日"):
        span(date(2027, 1, 4), date(2027, 1, 1))


def test_the_cases_whose_day_moved_are_named_and_no_others() -> None:
    cases = [
        ("甲", date(2026, 12, 18), []),  # due 18 January 2027, provisional
        ("乙", date(2026, 9, 18), []),  # due in October: not touched
        ("丙", date(2026, 12, 25), [parse_event("fee_notified=2026-12-28")]),  # waits for a fee till January
        ("丁", date(2026, 12, 4), [parse_event("served=2027-01-05:post")]),  # due 2027-01-04, served a day late
    ]
    found = {entry.key: entry for entry in moved(cases, national(), of_2027())}
    assert set(found) == {"甲", "丙", "丁"}
    # 1/4 off, Sunday 1/10 works: the twentieth working day after 12/18 stays the same date, and becomes certain
    assert (found["甲"].days, found["甲"].sentence) == (0, "期限由暂定改为确定。")
    assert found["丙"].days is None and "期限由暂定改为确定" in found["丙"].sentence
    assert found["丁"].days == 1 and "送达的答复在期限之内" in found["丁"].sentence
    assert "答复期限届满日由2027年1月4日（星期一）改为2027年1月5日（星期二）" in found["丁"].sentence


def test_a_case_that_cannot_be_reckoned_does_not_keep_the_others_back() -> None:
    cases = [("坏", date(2018, 1, 2), []), ("甲", date(2026, 12, 18), [])]
    bad, good = moved(cases, national(), of_2027())
    assert (bad.key, bad.before, bad.days) == ("坏", None, None) and bad.sentence.endswith("请核对日期。")
    assert good.key == "甲"
