"""Notices of holidays read from text as it is pasted: every one of the package's, written out, and slips refused."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import pytest

from gongkai.engine.calendar import national
from gongkai.engine.calendarfile import Notice
from gongkai.engine.days import WEEKDAYS
from gongkai.engine.noticetext import read_notice
from gongkai.errors import GongkaiError

YEARLY = [notice for notice in national().notices if notice.covers]


def told(day: date, year: int, month: int | None = None) -> str:
    head = "" if day.year == year else f"{day.year}年"
    head += "" if day.month == month and not head else f"{day.month}月"
    return f"{head}{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def written(notice: Notice) -> str:
    """The notice in the form of its kind: a line a holiday."""
    assert notice.covers and notice.date
    lines = [f"关于{notice.covers}年部分节假日安排的通知", notice.number or "", "各单位："]
    grouped = groupby(notice.days.items(), key=lambda item: item[1][1])
    for number, (name, days) in zip("一二三四五六七八九十", grouped, strict=False):
        known = list(days)
        rest = [day for day, (works, _) in known if not works]
        work = [day for day, (works, _) in known if works]
        off = told(rest[0], notice.covers)
        if len(rest) > 1:
            off += "至" + told(rest[-1], rest[0].year, rest[0].month)
        line = f"{number}、{name}：{off}放假调休，共{len(rest)}天。"
        if work:
            line += "、".join(told(day, notice.covers) for day in work) + "上班。"
        lines.append(line)
    lines += ["节假日期间，请妥善安排值班。", f"{notice.date.year}年{notice.date.month}月{notice.date.day}日"]
    return "\n".join(lines)


@pytest.mark.parametrize("notice", YEARLY, ids=lambda notice: str(notice.covers))
def test_every_yearly_notice_written_out_is_read_back_day_for_day(notice: Notice) -> None:
    found = read_notice(written(notice))
    assert (found.days, found.covers, found.date) == (notice.days, notice.covers, notice.date)
    assert found.number == notice.number


TEXT = """关于2027年部分节假日安排的通知

一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。
二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、２月１４日（农历正月初九、周日）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：5月1日至5日放假调休，共5天。4月25日、5月8日上班。
五、端午节：6月9日放假，共1天。
六、国庆节、中秋节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。
"""


def test_a_text_with_all_its_turns_is_read() -> None:
    found = read_notice(TEXT)
    assert found.covers == 2027 and found.number is None
    off = {day for day, (works, _) in found.days.items() if not works}
    assert {date(2026, 12, 31), date(2027, 1, 2), date(2027, 4, 5), date(2027, 6, 9)} <= off
    assert {day for day, (works, _) in found.days.items() if works} == {
        date(2027, 1, 31), date(2027, 2, 14), date(2027, 4, 25), date(2027, 5, 8), date(2027, 9, 26), date(2027, 10, 9),
    }  # fmt: skip
    assert [found.days[date(2027, 10, 1) + timedelta(days=n)][1] for n in (0, 6)] == ["国庆节、中秋节"] * 2
    assert not national().extended([found]).is_working(date(2026, 12, 31)), "it may change the days before its year"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("2027年部分节假日安排", "放假的事", "没有读到“某年部分节假日安排”"),
        ("共7天。1月", "共8天。1月", "春节写明共8天，读出的是2月5日（星期五）至2月11日（星期四）共7天"),
        ("4月5日（周一）", "4月5日（周二）", "在通知中写作周二"),
        ("6月9日放假", "6月31日放假", "2027年6月31日不是存在的日期"),
        ("五、端午节：6月9日放假，共1天。\n", "", "没有读到端午节的安排"),
        ("6月9日放假，共1天", "放假一天", "端午节没有读出放假日期"),
        ("4月25日、5月8日上班", "周末上班", "没有读出日期"),
        ("4月25日、5月8日上班", "4月26日上班", "不是周末"),
    ],
)
def test_a_slip_is_refused_and_not_guessed_at(old: str, new: str, part: str) -> None:
    assert old in TEXT
    with pytest.raises(GongkaiError) as caught:
        read_notice(TEXT.replace(old, new, 1))
    assert part in str(caught.value) and str(caught.value).endswith("。")


def test_a_text_without_any_arrangement_is_refused() -> None:
    with pytest.raises(GongkaiError, match="没有读到“一、元旦"):
        read_notice("关于2027年部分节假日安排的通知\n请各单位遵照执行。")
