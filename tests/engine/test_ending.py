"""What ends a case: service by each way, post that came back, withdrawal, closing, a new answer ordered."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.engine.clock import due
from gongkai.engine.deadline import Deadline, Role, State
from gongkai.engine.events import parse_event
from gongkai.engine.service import way, ways
from gongkai.errors import GongkaiError

DUE = date(2026, 10, 22)  # received 18 September 2026


def clock(*events: str, received: date = date(2026, 9, 18)) -> Deadline:
    return due(received, map(parse_event, events))


@pytest.mark.parametrize(
    ("event", "in_time", "late"),
    [
        ("served=2026-09-18", True, 0),  # on the spot
        ("served=2026-10-22:post", True, 0),
        ("served=2026-10-23:post", False, 1),
        ("served=2026-10-26:in_person", False, 2),
    ],
)
def test_the_day_of_service_says_whether_the_answer_was_in_time(event: str, in_time: bool, late: int) -> None:
    found = clock(event)
    assert (found.state, found.due, found.in_time, found.late) == (State.ANSWERED, DUE, in_time, late)
    assert found.ending and found.stopped == found.ending.date


def test_an_answer_on_the_rest_day_after_the_due_day_is_late_though_by_no_working_day() -> None:
    found = due(date(2026, 10, 23), [parse_event("served=2026-11-21")])
    assert (found.due, found.in_time, found.late) == (date(2026, 11, 20), False, 0)
    assert "超过答复期限（2026年11月20日（星期五）届满）1日（其间没有工作日）" in found.warnings[-1]
    assert found.summary.endswith("超过答复期限1日（其间没有工作日）。")


@pytest.mark.parametrize(("key", "act"), [("in_person", "签收"), ("agency", "签收"), ("post", "交邮")])
def test_the_ways_of_the_notice_of_2016_stop_the_clock_by_their_own_act_without_doubt(key: str, act: str) -> None:
    found = way(key, DUE)
    assert (found.act, found.doubt, found.warning, found.article) == (act, None, "", "国办公开办函〔2016〕235号")
    assert clock(f"served=2026-10-20:{key}").warnings == ()


@pytest.mark.parametrize("key", ["courier", "email", "platform", "fax"])
def test_ways_no_notice_dates_are_told_with_their_doubt(key: str) -> None:
    found = clock(f"served=2026-10-20:{key}")
    assert found.in_time and any("未见明文" in warning for warning in found.warnings)
    assert any("不得通过其他快递企业" in warning for warning in found.warnings) == (key == "courier")


def test_a_way_is_found_by_its_chinese_name_and_an_unknown_one_refused_with_those_known() -> None:
    assert way("邮寄", DUE).key == "post" and set(ways(DUE)) == {
        "in_person", "agency", "post", "courier", "email", "platform", "fax",
    }  # fmt: skip
    with pytest.raises(GongkaiError, match=r"不认识送达方式“pigeon”.*post（邮政企业邮寄）"):
        clock("served=2026-10-20:pigeon")


def test_service_without_its_way_counts_on_its_day_and_asks_for_the_way() -> None:
    [warning] = clock("served=2026-10-20").warnings
    assert "没有登记送达方式" in warning


def test_post_returned_for_a_cause_of_the_applicant_leaves_the_day_of_posting() -> None:
    for cause in ("applicant", "拒收", ""):
        found = clock("served=2026-10-20:post", f"returned=2026-10-30:{cause}")
        assert (found.state, found.in_time) == (State.ANSWERED, True)
        assert "仍以2026年10月20日（星期二）为时点" in found.warnings[-1] and "另行送达" in found.warnings[-1]


def test_post_returned_for_a_fault_of_the_office_was_not_served_and_the_next_service_counts() -> None:
    events = ("served=2026-10-20:post", "returned=2026-10-30:office")
    running = clock(*events)
    assert (running.state, running.due, running.ending) == (State.RUNNING, DUE, None)
    again = clock(*events, "served=2026-11-02:post")
    assert (again.state, again.in_time, again.late) == (State.ANSWERED, False, 7)


def test_a_return_is_of_what_was_sent_last() -> None:
    found = clock(
        "served=2026-10-20:post", "returned=2026-10-30:office", "served=2026-11-02:post", "returned=2026-11-10:office"
    )
    assert (found.state, found.ending) == (State.RUNNING, None) and len(found.warnings) == 2


def test_a_return_of_what_was_never_sent_is_refused() -> None:
    with pytest.raises(GongkaiError, match="没有登记此前的送达答复"):
        clock("returned=2026-10-30")


def test_an_unknown_cause_of_return_is_refused() -> None:
    with pytest.raises(GongkaiError, match="不认识退回原因“weather”"):
        clock("served=2026-10-20:post", "returned=2026-10-30:weather")


def test_what_happens_after_service_is_told_and_moves_nothing_even_what_makes_no_sense() -> None:
    plain = clock("served=2026-10-20:post")
    found = clock("served=2026-10-20:post", "extended=2026-10-21:10", "fee_paid=2026-10-22", "withdrawn=2026-10-23")
    assert (found.due, found.in_time, found.state) == (plain.due, plain.in_time, plain.state)
    assert len(found.warnings) == 3 and all("之后，不影响期限" in warning for warning in found.warnings)


def test_an_answer_while_a_correction_or_a_consultation_is_awaited_is_in_time() -> None:
    for event in ("correction_asked=2026-09-22", "third_party_asked=2026-09-22"):
        found = clock(event, "served=2026-12-01:post")
        assert (found.due, found.in_time, found.state) == (None, True, State.ANSWERED)


def test_withdrawal_ends_the_case_and_a_term_that_had_run_out_is_told() -> None:
    found = clock("withdrawn=2026-10-10")
    assert (found.state, found.in_time, found.warnings) == (State.WITHDRAWN, None, ())
    late = clock("withdrawn=2026-10-26")
    assert "答复期限已于2026年10月22日（星期四）届满" in late.warnings[-1]


def test_closing_for_want_of_a_correction_waits_for_the_day_named() -> None:
    asked = "correction_asked=2026-09-22:2026-10-09"
    assert clock(asked).correct_by == date(2026, 10, 9)
    early, right = clock(asked, "not_corrected=2026-10-09"), clock(asked, "not_corrected=2026-10-10")
    assert (early.state, right.state) == (State.AWAITING_CORRECTION, State.CLOSED)
    assert "过早，不停止计算" in early.warnings[0] and right.warnings == ()


def test_closing_against_a_correction_that_came_in_does_not_stop_the_clock() -> None:
    found = clock(
        "correction_asked=2026-09-22:2026-10-09", "correction_received=2026-10-08", "not_corrected=2026-10-12"
    )
    assert (found.state, found.due) == (State.RUNNING, date(2026, 11, 4))
    assert "已有收到补正" in found.warnings[0]


def test_closing_without_a_day_named_for_the_correction_is_told() -> None:
    found = clock("correction_asked=2026-09-22", "not_corrected=2026-10-12")
    assert found.state is State.CLOSED and "没有登记补正期限" in found.warnings[0]


def test_a_correction_after_its_day_restarts_the_clock_and_is_told() -> None:
    found = clock("correction_asked=2026-09-22:2026-10-09", "correction_received=2026-10-12")
    assert found.due == date(2026, 11, 9) and "超过了补正期限" in found.warnings[0]


def test_closing_for_want_of_the_fee_waits_for_its_last_day() -> None:
    early, right = (clock("fee_notified=2026-09-30", f"fee_unpaid=2026-11-{day:02}") for day in (3, 4))
    assert (early.state, right.state) == (State.AWAITING_PAYMENT, State.CLOSED)
    paid = clock("fee_notified=2026-09-30", "fee_paid=2026-10-12", "fee_unpaid=2026-11-04")
    assert (paid.state, paid.due) == (State.RUNNING, date(2026, 11, 9))


@pytest.mark.parametrize("event", ["not_corrected=2026-10-12", "fee_unpaid=2026-11-12"])
def test_a_closing_without_what_it_closes_for_is_refused(event: str) -> None:
    with pytest.raises(GongkaiError, match="却没有登记此前的"):
        clock(event)


def test_a_new_answer_ordered_begins_a_round_and_keeps_the_one_before() -> None:
    received = date(2026, 3, 18)
    found = clock("served=2026-04-10:post", "reanswer_ordered=2026-06-08", received=received)
    assert (found.due, found.since, found.state) == (date(2026, 7, 7), date(2026, 6, 8), State.RUNNING)
    assert [(r.due, r.in_time) for r in found.earlier] == [(date(2026, 4, 16), True)]
    assert found.received == received and "第四十九条" in found.summary


def test_a_term_that_the_decision_names_is_neither_extended_nor_paused() -> None:
    named = "reanswer_ordered=2026-06-08:15"
    found = clock(named, "extended=2026-06-10:5", "third_party_asked=2026-06-10", received=date(2026, 3, 18))
    assert (found.due, found.days) == (date(2026, 6, 30), 15)
    assert len([w for w in found.warnings if "本机关不能自行延长或者扣除" in w]) == 2


def test_a_last_day_that_the_decision_names_is_moved_off_a_rest_day() -> None:
    found = clock("reanswer_ordered=2026-06-08:2026-06-20", received=date(2026, 3, 18))
    assert found.due == date(2026, 6, 22) and "第八十五条" in found.warnings[0]
    assert {day.reason for day in found.strip() if day.role is Role.DELAY} == {
        "写明的期限之内", "写明的期限之内，答复期限届满",
    }  # fmt: skip
    assert found.steps[-1].sentence.endswith("答复期限届满")


def test_two_orders_make_three_rounds() -> None:
    found = clock(
        "served=2026-04-10:post", "reanswer_ordered=2026-06-08:10", "served=2026-06-18:post",
        "reanswer_ordered=2026-08-03:10", "served=2026-08-18:post", received=date(2026, 3, 18),
    )  # fmt: skip
    assert [r.in_time for r in (*found.earlier, found)] == [True, True, False]
    assert [r.earlier for r in found.earlier] == [(), ()]


def test_an_answer_from_the_round_before_is_told_in_the_next_one() -> None:
    found = clock(
        "third_party_asked=2026-03-20", "served=2026-04-10:post", "reanswer_ordered=2026-06-08",
        "third_party_answered=2026-06-10", received=date(2026, 3, 18),
    )  # fmt: skip
    assert found.due == date(2026, 7, 7) and any("责令重新答复之前的事项" in w for w in found.warnings)


def test_what_happens_on_the_day_of_the_order_belongs_to_the_new_round() -> None:
    found = clock(
        "served=2026-04-10:post",
        "reanswer_ordered=2026-06-08",
        "served=2026-06-08:in_person",
        received=date(2026, 3, 18),
    )
    assert (found.state, found.in_time, found.stopped) == (State.ANSWERED, True, date(2026, 6, 8))
    assert [round.stopped for round in found.earlier] == [date(2026, 4, 10)]


def test_an_answer_of_the_round_before_is_told_from_one_of_this_round_by_its_name() -> None:
    found = clock(
        "third_party_asked=2026-03-20:甲公司", "served=2026-04-10:post", "reanswer_ordered=2026-06-08",
        "third_party_asked=2026-06-09:乙公司", "third_party_answered=2026-06-10:甲公司",
        "third_party_answered=2026-06-12:乙公司", received=date(2026, 3, 18),
    )  # fmt: skip
    # 9 June counts, 10–12 June are the pause for 乙公司: three working days later than 7 July
    assert found.due == date(2026, 7, 10)
    assert len([w for w in found.warnings if "责令重新答复之前的事项" in w]) == 1
