"""Events: read from text, matched question to answer, refused in one Chinese sentence."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.engine.events import Event, Kind, parse_event
from gongkai.engine.story import gather
from gongkai.errors import GongkaiError

RECEIVED = date(2026, 9, 18)


def story(*texts: str) -> object:
    return gather(RECEIVED, map(parse_event, texts))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("extended=2026-10-20", Event(Kind.EXTENDED, date(2026, 10, 20))),
        ("extended=2026-10-20:5", Event(Kind.EXTENDED, date(2026, 10, 20), 5)),
        ("third_party_asked=2026年9月21日：甲公司", Event(Kind.THIRD_PARTY_ASKED, date(2026, 9, 21), label="甲公司")),
        ("fee_notified=2026-10-23:2026-10-20", Event(Kind.FEE_NOTIFIED, date(2026, 10, 23), sent=date(2026, 10, 20))),
        ("fee_paid=２０２６-１０-１２", Event(Kind.FEE_PAID, date(2026, 10, 12))),
        ("comaker_asked=2026-09-21:乙局", Event(Kind.COMAKER_ASKED, date(2026, 9, 21), label="乙局")),
        ("delayed=2026-10-20:2026-12-31", Event(Kind.DELAYED, date(2026, 10, 20), until=date(2026, 12, 31))),
        (
            "correction_asked=2026-09-21:2026/10/9",
            Event(Kind.CORRECTION_ASKED, date(2026, 9, 21), until=date(2026, 10, 9)),
        ),
        ("reanswer_ordered=2026-10-20:15", Event(Kind.REANSWER_ORDERED, date(2026, 10, 20), 15)),
        (
            "reanswer_ordered=2026-10-20:2026-11-30",
            Event(Kind.REANSWER_ORDERED, date(2026, 10, 20), until=date(2026, 11, 30)),
        ),
        ("served=2026-10-20:post", Event(Kind.SERVED, date(2026, 10, 20), how="post")),
    ],
)
def test_an_event_is_read(text: str, event: Event) -> None:
    assert parse_event(text) == event


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("extended", "缺少“=”"),
        ("postponed=2026-10-20", "不认识事件“postponed”"),
        ("extended=2026-02-30", "不是存在的日期"),
        ("extended=soon", "不是日期"),
        ("extended=2026-10-20:0", "延期天数“0”有误"),
        ("extended=2026-10-20:-5", "延期天数“-5”有误"),
        ("extended=2026-10-20:９９９９９９", "延期天数"),
        ("fee_paid=2026-10-20:10", "多了“10”"),
        ("reanswer_ordered=2026-10-20:0", "重新答复天数“0”有误"),
        ("delayed=2026-10-20:下月", "不是日期"),
        ("withdrawn=2026-10-20:电话", "申请人撤回申请只填日期"),
    ],
)
def test_a_bad_event_is_refused_in_one_chinese_sentence(text: str, part: str) -> None:
    with pytest.raises(GongkaiError) as caught:
        parse_event(text)
    assert part in str(caught.value) and str(caught.value).endswith("。") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        (["extended=2026-09-17"], "早于收到申请之日2026年9月18日"),
        (["correction_received=2026-09-21"], "没有登记告知补正（correction_asked）"),
        (["correction_asked=2026-09-22", "correction_received=2026-09-21"], "早于"),
        (["fee_notified=2026-09-23:2026-09-24"], "应在收到申请之日和送达之日之间"),
        (["fee_paid=2026-09-21"], "没有登记通知缴费（fee_notified）"),
        (["third_party_answered=2026-09-21"], "没有对应的征求第三方意见"),
        (["third_party_asked=2026-09-23", "third_party_answered=2026-09-22"], "早于"),
        (
            ["third_party_asked=2026-09-21", "third_party_received=2026-09-24", "third_party_answered=2026-09-23"],
            "早于",
        ),
        (["agency_asked=2026-09-21:甲局", "agency_answered=2026-09-23:乙局"], "没有对应的征求其他机关意见"),
        (
            ["third_party_asked=2026-09-21", "third_party_asked=2026-09-22", "third_party_answered=2026-09-23"],
            "分不清是哪一次的",
        ),
    ],
)
def test_an_impossible_story_is_refused(texts: list[str], part: str) -> None:
    with pytest.raises(GongkaiError) as caught:
        story(*texts)
    assert part in str(caught.value) and str(caught.value).endswith("。")


def test_labels_tell_two_third_parties_apart() -> None:
    found = gather(
        RECEIVED,
        map(
            parse_event,
            [
                "third_party_asked=2026-09-21:甲公司",
                "third_party_asked=2026-09-21:乙公司",
                "third_party_answered=2026-09-23:乙公司",
            ],
        ),
    ).consultations
    assert {(letter.label, letter.answered) for letter in found} == {("甲公司", None), ("乙公司", date(2026, 9, 23))}


def test_letters_without_labels_are_matched_in_the_order_of_their_dates() -> None:
    found = gather(
        RECEIVED,
        map(
            parse_event,
            [
                "third_party_answered=2026-09-30",
                "third_party_asked=2026-09-28",
                "third_party_answered=2026-09-23",
                "third_party_asked=2026-09-21",
            ],
        ),
    ).consultations
    assert [(letter.asked.day, letter.answered and letter.answered.day) for letter in found] == [(21, 23), (28, 30)]


def test_every_kind_has_its_words() -> None:
    assert all(kind.words for kind in Kind)
