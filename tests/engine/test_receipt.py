"""The day of receipt by channel (Art. 31), and days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.engine.clock import due, unconfirmed
from gongkai.engine.days import chinese, parse_day
from gongkai.engine.deadline import State
from gongkai.engine.receipt import channel
from gongkai.errors import GongkaiError

DAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("name", "act", "item"),
    [
        ("in_person", "提交", "第一项"),
        ("当面", "提交", "第一项"),
        ("post", "签收", "第二项"),
        ("letter", "与申请人确认", "第二项"),
        ("online", "双方确认", "第三项"),
        ("传真", "双方确认", "第三项"),
    ],
)
def test_each_channel_names_its_day_of_receipt(name: str, act: str, item: str) -> None:
    found = channel(name, DAY)
    assert (found.act, found.article) == (act, f"《政府信息公开条例》第三十一条{item}")
    first = due(DAY, channel=found).steps[0]
    assert f"{act}之日" in first.sentence and first.article == found.article


def test_only_filing_in_person_is_receipt_at_once() -> None:
    names = ("in_person", "post", "letter", "online", "fax")
    assert [name for name in names if channel(name, DAY).immediate] == ["in_person"]


def test_an_unconfirmed_submission_has_no_due_day_and_says_what_to_do() -> None:
    found = unconfirmed(channel("online", DAY), DAY)
    assert (found.due, found.received, found.state) == (None, None, State.UNCONFIRMED)
    assert "请尽快与申请人确认" in found.warnings[0] and "届时填写收到申请之日" in found.warnings[0]


def test_an_unknown_channel_is_refused_with_those_known() -> None:
    with pytest.raises(GongkaiError, match=r"不认识渠道“pigeon”.*online（互联网提交）"):
        channel("pigeon", DAY)


@pytest.mark.parametrize(
    "text", ["2026-09-18", "2026-9-18", "2026/9/18", "2026.9.18", "2026年9月18日", " ２０２６-09-18 "]
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert parse_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "2026-13-01", "18/9/2026", "20260918", "2026-9/18", "0000-01-01", "明天"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(GongkaiError, match=r"收到之日.*2026-09-18 的样式填写。$"):
        parse_day(text, "收到之日")


def test_a_day_is_printed_with_its_weekday() -> None:
    assert chinese(date(2026, 9, 20)) == "2026年9月20日（星期日）"
