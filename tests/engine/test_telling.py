"""The sentence and the strip: one record a day, nothing left out, the words of the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.engine.calendar import national
from gongkai.engine.clock import due, unconfirmed
from gongkai.engine.deadline import Deadline, Role
from gongkai.engine.events import parse_event
from gongkai.engine.receipt import channel
from gongkai.engine.telling import runs, standing

RECEIVED = date(2026, 9, 18)


def clock(*events: str, received: date = RECEIVED) -> Deadline:
    return due(received, map(parse_event, events))


def test_the_sentence_tells_the_whole_reckoning() -> None:
    found = due(RECEIVED, [parse_event("served=2026-10-20:post")], channel=channel("online", RECEIVED))
    assert found.summary == (
        "2026年9月18日（星期五）为收到申请之日（互联网提交，双方确认之日），当日不计，次日起算；"
        "自9月20日（星期日）起计20个工作日（《政府信息公开条例》第三十三条第二款），其间休息日4天、中秋节3天、国庆节7天不计，"
        "调休上班2天计入，2026年10月22日（星期四）届满；"
        "2026年10月20日（星期二）送达答复（邮政企业邮寄，交邮之日），在期限之内。"
    )


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (["third_party_asked=2026-09-21", "third_party_answered=2026-09-24"], "征求第三方意见期间的3个工作日不计"),
        (["comaker_asked=2026-09-21", "comaker_answered=2026-09-24"], "征求共同制作机关意见期间的3个工作日不计"),
        (["extended=2026-10-20:10"], "10月20日（星期二）告知延期10个工作日（《政府信息公开条例》第三十三条第二款）"),
        (["correction_asked=2026-09-22", "correction_received=2026-09-29"], "期限自该日重新起算（《政府信息公开条例》第三十条）"),
        (["fee_notified=2026-09-30", "fee_paid=2026-10-12"], "10月12日（星期一）缴费，期限自缴费次日重新起算"),
        (["delayed=2026-10-20:2026-12-04"], "到2026年10月22日（星期四）计满，以告知的延迟答复日期为准，2026年12月4日（星期五）届满"),
        (["correction_asked=2026-09-22:2026-10-09"], "等待申请人补正（补正期限到2026年10月9日（星期五））"),
        (["fee_notified=2026-09-30"], "等待申请人缴费（最迟2026年11月3日（星期二））"),
        (["third_party_asked=2026-09-21"], "正在征求意见，期限停算，收到意见之后还有18个工作日"),
        (["withdrawn=2026-10-10"], "2026年10月10日（星期六）申请人撤回申请，停止计算"),
        (["served=2026-10-26:post"], "超过答复期限2个工作日"),
    ],
)  # fmt: skip
def test_the_sentence_names_each_turn(events: list[str], words: str) -> None:
    sentence = clock(*events).summary
    assert words in sentence and sentence.endswith("。") and "。" not in sentence[:-1]


def test_past_the_last_notice_the_sentence_says_that_the_day_is_provisional() -> None:
    found = clock(received=date(2026, 12, 18))
    assert found.summary.endswith("2027年1月18日（星期一）届满（暂定）。")
    assert {record.provisional for record in found.strip() if record.date.year == 2027} == {True}


def test_the_strip_has_every_calendar_day_once_and_one_due_day() -> None:
    strip = clock("third_party_asked=2026-09-21", "third_party_answered=2026-09-24", "extended=2026-10-20:5").strip()
    assert [day.date for day in strip] == [RECEIVED + timedelta(days=n) for n in range(len(strip))]
    assert [day.date for day in strip if day.due] == [strip[-1].date]
    roles = {day.date.isoformat()[5:]: day.role for day in strip}
    assert [roles[day] for day in ("09-18", "09-19", "09-20", "09-22", "09-25", "10-28")] == [
        Role.START, Role.REST, Role.COUNTS, Role.PAUSE, Role.REST, Role.EXTENDED,
    ]  # fmt: skip
    assert [day.date.day for day in strip if day.makeup] == [20, 10]
    assert [day.count for day in strip if day.count] == list(range(1, 26))
    assert [day.count for day in strip if day.role is Role.EXTENDED] == [21, 22, 23, 24, 25]
    assert next(day for day in strip if day.date == date(2026, 9, 21)).events == (
        "向第三方发出征求意见书，所需时间不计",
    )


def test_days_that_work_are_never_rest_days_in_a_strip() -> None:
    for day in clock("extended=2026-10-20").strip():
        assert (day.role is Role.REST) != national().is_working(day.date) or day.role is Role.START


def test_a_strip_marks_waiting_days_and_lengthens_to_today() -> None:
    found = clock("correction_asked=2026-09-22")
    assert found.strip()[-1].date == date(2026, 9, 22)
    longer = found.strip(date(2026, 9, 28))
    assert [day.role for day in longer[-6:]] == [
        Role.WAITING, Role.WAITING, Role.REST, Role.REST, Role.REST, Role.WAITING,
    ]  # fmt: skip
    waited = clock("correction_asked=2026-09-22", "correction_received=2026-09-29").strip()
    assert {day.role for day in waited if date(2026, 9, 23) <= day.date <= date(2026, 9, 28)} == {Role.WAITING}


def test_a_strip_goes_on_past_the_due_day_and_counts_the_days_overdue() -> None:
    served = clock("served=2026-10-27:post").strip()
    assert [(day.role, day.reason) for day in served[-5:]] == [
        (Role.OVERDUE, "超过答复期限第1个工作日"),
        (Role.REST, "休息日，不计"),
        (Role.REST, "休息日，不计"),
        (Role.OVERDUE, "超过答复期限第2个工作日"),
        (Role.OVERDUE, "超过答复期限第3个工作日"),
    ]
    assert served[-1].stop and clock().strip(date(2026, 10, 27))[-1].role is Role.OVERDUE


def test_days_after_the_answer_are_marked_as_such() -> None:
    strip = clock("served=2026-10-20:post").strip()
    assert [day.role for day in strip[-3:]] == [Role.COUNTS, Role.AFTER, Role.AFTER]
    assert [day.stop for day in strip[-3:]] == [True, False, False]


def test_runs_draw_like_neighbours_together() -> None:
    found = runs(clock().strip())
    assert [(run.first.isoformat()[5:], run.last.isoformat()[5:], run.counts) for run in found[:5]] == [
        ("09-18", "09-18", None), ("09-19", "09-19", None), ("09-20", "09-24", (1, 5)),
        ("09-25", "09-27", None), ("09-28", "09-30", (6, 8)),
    ]  # fmt: skip
    assert sum((run.last - run.first).days + 1 for run in found) == len(clock().strip())


def test_what_is_not_yet_received_has_no_strip_and_a_short_sentence() -> None:
    found = unconfirmed(channel("online", RECEIVED), RECEIVED)
    assert (found.strip(), found.summary) == ((), "答复期限尚未起算。")


def test_how_it_stands_is_told_for_an_answered_case() -> None:
    assert standing(clock("served=2026-10-20:post")) == (
        "已于2026年10月20日（星期二）答复，在期限之内（2026年10月22日（星期四）届满）"
    )
