"""Working days: the notices, regions over them, the statute past the last notice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.calendar import ONE, Calendar, calendar, national, regions
from gongkai.engine.calendarfile import Notice
from gongkai.errors import GongkaiError

PUBLISHED = st.dates(date(2019, 1, 1), date(2026, 12, 31))
ANSWERED = st.dates(date(2019, 1, 1), date(2040, 12, 31))


def test_every_day_of_2019_to_2026_agrees_with_an_independent_calendar() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    days = [date(2019, 1, 1) + ONE * step for step in range((date(2027, 1, 1) - date(2019, 1, 1)).days)]
    assert [day for day in days if national().is_working(day) != chinese_calendar.is_workday(day)] == []


def test_the_later_notice_wins() -> None:
    first_of_february = date(2020, 2, 1)
    before = Calendar([notice for notice in national().notices if notice.number != "国办发明电〔2020〕1号"])
    assert before.is_working(first_of_february)
    found = national().day(first_of_february)
    assert (found.working, found.reason, found.document) == (False, "春节放假", "国办发明电〔2020〕1号")


def test_a_day_says_why_it_works_or_not() -> None:
    days = [national().day(date(2026, 9, day)) for day in (18, 19, 20, 25)]
    assert [(day.working, day.reason) for day in days] == [
        (True, ""), (False, "休息日"), (True, "国庆节调休上班"), (False, "中秋节放假"),
    ]  # fmt: skip


def test_a_published_year_is_settled_and_a_later_one_provisional() -> None:
    assert national().day(date(2026, 12, 31)).provisional is False
    assert national().day(date(2027, 1, 4)).provisional is True


@pytest.mark.parametrize(
    ("day", "reason", "article"),
    [
        (date(2027, 2, 5), "春节放假", "第二条第二项"),  # 除夕
        (date(2027, 2, 8), "春节放假", "第二条第二项"),  # 初三
        (date(2027, 2, 9), "春节补假", "第六条"),  # 初一 fell on a Saturday
        (date(2027, 2, 10), "春节补假", "第六条"),  # 初二 fell on a Sunday
        (date(2027, 4, 5), "清明节放假", "第二条第三项"),
        (date(2027, 5, 4), "劳动节补假", "第六条"),
        (date(2027, 6, 9), "端午节放假", "第二条第五项"),
        (date(2027, 9, 15), "中秋节放假", "第二条第六项"),
        (date(2031, 10, 1), "中秋节、国庆节放假", "第二条第六项、第二条第七项"),
    ],
)
def test_past_the_last_notice_the_statute_answers(day: date, reason: str, article: str) -> None:
    found = national().day(day)
    assert (found.working, found.reason, found.document) == (False, reason, f"《全国年节及纪念日放假办法》{article}")


@pytest.mark.parametrize("day", [date(2018, 6, 1), date(2041, 1, 1), date(9999, 12, 31)])
def test_a_day_nobody_knows_is_refused_in_chinese(day: date) -> None:
    with pytest.raises(GongkaiError, match=f"{day.year}年.*请核对日期。$"):
        national().is_working(day)


@pytest.mark.parametrize("name", ["广西", "广西壮族自治区", "450000", "450102", "guangxi"])
def test_a_region_is_found_by_name_and_by_the_code_of_a_place_within(name: str) -> None:
    found = calendar(name)
    assert found.region and found.region.region == "广西"
    assert not found.is_working(date(2024, 4, 11)) and national().is_working(date(2024, 4, 11))


def test_the_narrowest_region_wins() -> None:
    found = [calendar(code).region for code in ("540102", "540300")]
    assert [region.region for region in found if region] == ["拉萨", "西藏"]


def test_a_region_may_give_off_a_day_the_nation_works() -> None:
    makeup_sunday = date(2023, 4, 23)
    assert national().is_working(makeup_sunday) and not calendar("广西").is_working(makeup_sunday)


def test_a_year_whose_regional_holidays_are_not_recorded_is_provisional() -> None:
    found = calendar("广西")
    assert [found.day(date(year, 5, 20)).provisional for year in (2024, 2026)] == [False, True]


def test_an_unknown_region_is_refused_with_what_is_known_and_what_to_do() -> None:
    with pytest.raises(GongkaiError) as caught:
        calendar("北京")
    assert all(region.region in str(caught.value) for region in regions())
    assert "不加 --region" in str(caught.value)


def test_a_region_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "zhou.yaml"
    path.write_text(
        "region: 某州\nnames: []\nbasis: 某州通知\nyears: [2026]\nnotices:\n"
        "  - {title: 某州2026年节日放假通知, number: null, date: 2026-01-05, source: 某州, confirmed: 2026-01-06,\n"
        "     holidays: [{name: 州庆, rest: [2026-10-12]}]}\n",
        encoding="utf-8",
    )
    found = calendar(str(path)).day(date(2026, 10, 12))
    assert (found.working, found.reason, found.provisional) == (False, "州庆放假", False)


@pytest.mark.parametrize("content", [None, "region: [", "region: 2026-02-30\n", "region: 某州\n", b"\xff\xfe\x00"])
def test_a_faulty_region_file_is_refused_in_one_chinese_sentence(tmp_path: Path, content: str | bytes | None) -> None:
    path = tmp_path / "zhou.yaml"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GongkaiError, match=r"^地方放假日历"):
        calendar(str(path))


@given(ANSWERED.filter(lambda day: day.year < 2040), st.integers(1, 60))
def test_add_and_count_are_each_others_inverse(start: date, days: int) -> None:
    end = national().add(start, days)
    assert national().is_working(end)
    assert national().count(start, end) == days


@given(PUBLISHED, PUBLISHED, st.integers(1, 60))
def test_a_new_holiday_never_makes_a_day_come_earlier(start: date, holiday: date, days: int) -> None:
    lengthened = national().overlay(Notice("临时放假", None, None, None, {holiday: (False, "临时")}))
    assert not lengthened.is_working(holiday)
    if start <= date(2026, 6, 30):
        assert lengthened.add(start, days) >= national().add(start, days)


def test_an_overlay_leaves_the_calendar_it_came_from() -> None:
    monday = date(2026, 11, 23)
    national().overlay(Notice("临时放假", None, None, None, {monday: (False, "临时")}))
    assert national().is_working(monday) and national().add(monday - timedelta(days=1), 1) == monday
