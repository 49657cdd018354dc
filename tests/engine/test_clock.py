"""The clock: what it tells in the corners. What always holds: test_properties.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.engine.clock import due
from gongkai.engine.deadline import Deadline, State
from gongkai.engine.events import Event, Kind, parse_event
from gongkai.engine.parameters import Parameter, Parameters, Value, parameters
from gongkai.errors import GongkaiError


def clock(received: str, *events: str) -> Deadline:
    return due(date.fromisoformat(received), map(parse_event, events))


def changed(key: str, value: object) -> Parameters:
    old = parameters()[key]
    newest = old.newest
    new = Value(newest.start, value, newest.citation, newest.source, newest.confirmed)
    return Parameters(parameters() | {key: Parameter(key, old.title, old.unit, (new,))})


def test_the_answer_carries_its_warnings_and_states_both_days_of_a_late_correction() -> None:
    found = clock("2026-09-18", "correction_asked=2026-09-30", "correction_received=2026-10-09")
    assert found.warnings == (
        "2026年9月30日（星期三）才告知补正，超过了收到申请之日起7个工作日（最迟2026年9月29日（星期二），"
        "《政府信息公开条例》第三十条）；仍自收到补正之日起算的，届满日为2026年11月5日（星期四）；"
        "不重新起算的，届满日为2026年10月22日（星期四），期限从严按不重新起算的掌握。",
    )
    assert (found.due, found.otherwise) == (date(2026, 10, 22), date(2026, 11, 5))


def test_the_rule_on_late_corrections_is_a_parameter() -> None:
    events = [parse_event(text) for text in ("correction_asked=2026-09-30", "correction_received=2026-10-09")]
    found = due(date(2026, 9, 18), events, parameters=changed("late_correction", "restart"))
    assert (found.due, found.otherwise) == (date(2026, 11, 5), date(2026, 10, 22))
    assert "2026年11月5日" in found.warnings[0] and "2026年10月22日" in found.warnings[0]


def test_the_first_day_is_a_parameter() -> None:
    found = due(date(2026, 9, 18), parameters=changed("first_day", "same_day"))
    assert (found.due, found.days) == (date(2026, 10, 21), 20)


def test_how_a_pause_ends_is_a_parameter() -> None:
    events = [parse_event(text) for text in ("third_party_asked=2026-09-21", "third_party_answered=2026-09-24")]
    narrow = due(date(2026, 9, 18), events, parameters=changed("pause", {"begins": "next_day", "ends": "day_before"}))
    wide = due(date(2026, 9, 18), events, parameters=changed("pause", {"begins": "same_day", "ends": "same_day"}))
    assert [narrow.due, wide.due] == [date(2026, 10, 26), date(2026, 10, 28)]


def test_a_correction_asked_after_the_term_changes_nothing_and_is_told() -> None:
    found = clock("2026-09-18", "correction_asked=2026-10-26", "correction_received=2026-10-28")
    assert found.due == date(2026, 10, 22)
    assert [w for w in found.warnings if "才告知补正" in w and "答复期限已于2026年10月22日（星期四）届满" in w]


def test_a_late_extension_tells_what_it_would_have_given() -> None:
    assert clock("2026-09-18", "extended=2026-10-23:10").warnings == (
        "2026年10月23日（星期五）才告知延期，答复期限已于2026年10月22日（星期四）届满，不能延长"
        "（《政府信息公开条例》第三十三条第二款）；如在届满前告知，本可延至2026年11月5日（星期四）。",
    )


def test_an_extension_before_a_restart_is_not_carried_over() -> None:
    found = clock(
        "2026-09-18", "extended=2026-09-21:5", "correction_asked=2026-09-22", "correction_received=2026-09-29"
    )
    assert (found.due, found.days) == (date(2026, 11, 2), 20)
    assert [w for w in found.warnings if "不并入新的期限" in w]


def test_an_extension_used_before_a_restart_still_uses_up_the_sum() -> None:
    found = clock(
        "2026-09-18",
        "extended=2026-09-21:15",
        "correction_asked=2026-09-22",
        "correction_received=2026-09-29",
        "extended=2026-10-20",
    )
    assert found.days == 25


def test_extensions_before_two_restarts_are_summed() -> None:
    found = clock(
        "2026-03-05",
        "extended=2026-03-06:12",
        "correction_asked=2026-03-10",
        "correction_received=2026-03-12",
        "extended=2026-03-13:6",
        "fee_notified=2026-03-16",
        "fee_paid=2026-03-18",
        "extended=2026-04-01",
    )
    assert (found.days, found.extended) == (22, 2)


def test_a_consultation_begun_within_a_delay_leaves_the_day_named() -> None:
    found = clock("2026-09-18", "delayed=2026-10-20:2026-12-04", "third_party_asked=2026-11-02")
    assert (found.due, found.state) == (date(2026, 12, 4), State.RUNNING)
    assert {step.sentence for step in found.steps if step.date == date(2026, 10, 23)} == {"延迟答复期间"}


def test_a_second_correction_moves_nothing() -> None:
    events = ("correction_asked=2026-09-22", "correction_received=2026-09-29")
    again = clock("2026-09-18", *events, "correction_asked=2026-10-12", "correction_received=2026-10-14")
    assert again.due == clock("2026-09-18", *events).due
    assert len(again.warnings) == 2 and "一次性告知" in again.warnings[0]


def test_a_consultation_asked_after_the_term_is_told() -> None:
    found = clock("2026-09-18", "third_party_asked=2026-10-26", "third_party_answered=2026-10-28")
    assert (found.due, len(found.warnings)) == (date(2026, 10, 22), 1)


def test_an_open_consultation_waits_for_what_is_dated_later() -> None:
    found = clock("2026-09-18", "third_party_asked=2026-09-21", "extended=2026-10-12:10")
    assert (found.due, found.state, found.days, found.remaining) == (None, State.CONSULTING, 30, 28)


def test_doubts_of_the_parameters_used_are_told() -> None:
    paused = clock("2026-09-18", "third_party_asked=2026-09-21", "third_party_answered=2026-09-24")
    paid = clock("2026-09-18", "fee_notified=2026-09-30", "fee_paid=2026-10-12")
    doubts = [parameters()[key].newest.doubt for key in ("pause", "fee_payment", "fee_restart")]
    assert all(doubts)
    assert [str(doubts[0]) in text for text in paused.warnings] == [True]
    assert [[str(doubt) in text for doubt in doubts[1:]] for text in paid.warnings] == [[True, False], [False, True]]


def test_an_application_before_the_regulation_in_force_is_refused() -> None:
    with pytest.raises(GongkaiError, match=r"2019年5月14日.*早于现行.*2019年5月15日"):
        clock("2019-05-14")


def test_a_fee_before_the_fee_rules_is_refused() -> None:
    with pytest.raises(GongkaiError, match="早于现行“缴纳信息处理费的期限”"):
        clock("2020-11-02", "fee_notified=2020-11-10")


def test_a_region_past_the_last_notice_is_provisional_for_both_reasons() -> None:
    from gongkai.engine.calendar import calendar

    found = due(date(2026, 12, 18), calendar=calendar("广西"))
    assert found.provisional
    assert ["尚未公布" in found.warnings[0], "广西2026年、2027年" in found.warnings[1]] == [True, True]


def test_an_answer_of_the_day_on_which_a_new_one_is_ordered_is_of_the_round_before_where_that_is_known() -> None:
    served = Event(Kind.SERVED, date(2026, 3, 20), how="post", order=1)
    ordered = Event(Kind.REANSWER_ORDERED, date(2026, 3, 20), order=2)
    found = due(date(2026, 3, 2), [served, ordered])
    assert (found.state, found.since, found.ending) == (State.RUNNING, date(2026, 3, 20), None)
    assert found.earlier[0].ending == served
    assert due(date(2026, 3, 2), [replace(served, order=0), ordered]).ending is not None  # else it answers the order
