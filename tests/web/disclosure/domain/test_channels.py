"""Channels, what went out there, and the counts of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import channel_counts, channels
from gongkai.web.disclosure.domain.channel_kinds import kinds
from gongkai.web.disclosure.models import Channel, ChannelFigure, Dispatch

D = date


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


@pytest.fixture
def channel(county, clerk):
    return channels.add_channel(clerk, county.education, kind="微信公众号", name="清川教育", since=D(2020, 1, 1))


def test_kinds_stand_in_the_groups_of_reports_and_others_in_the_rest():
    assert kinds().group_of("微信公众号") == "政务新媒体"
    assert kinds().group_of("乡村大喇叭") == "其他渠道"
    assert len(kinds().listed) == len(set(kinds().listed))


def test_a_channel_is_entered_once(county, clerk, channel):
    with pytest.raises(ValidationError, match="已经登记过"):
        channels.add_channel(clerk, county.education, kind="微信公众号", name=" 清川教育 ")


def test_strangers_change_nothing(county, channel, stranger):
    day = D(2026, 3, 1)
    for step in (lambda: channels.add_channel(stranger, county.education, kind="微博", name="x"),
                 lambda: channels.change_channel(stranger, channel, 1, name="x"), lambda: channels.close_channel(stranger, channel, 1, until=day),
                 lambda: channels.record_dispatch(stranger, channel, title="x", sent_on=day),
                 lambda: channels.set_figure(stranger, channel, month=day, posts=1),
                 lambda: channels.import_dispatches(stranger, county.education, []), lambda: channels.import_figures(stranger, county.education, [])):
        with pytest.raises(Refused):
            step()


def test_of_two_editors_the_second_is_told(clerk, channel):
    mine = Channel.objects.get(pk=channel.pk)
    channels.change_channel(clerk, channel, 1, name="清川教育发布")
    with pytest.raises(Conflict):
        channels.change_channel(clerk, mine, 1, name="清川教育在线")


def test_a_dispatch_falls_into_the_time_of_its_channel(clerk, channel):
    channels.record_dispatch(clerk, channel, title="招生政策", sent_on=D(2026, 6, 1))
    for day, said in ((D(2019, 12, 31), "才启用"), (days.today() + timedelta(1), "不能晚于今天")):
        with pytest.raises(ValidationError, match=said):
            channels.record_dispatch(clerk, channel, title="招生政策", sent_on=day)
    with pytest.raises(ValidationError, match="还发布过信息"):
        channels.close_channel(clerk, channel, 1, until=D(2026, 5, 31))
    channels.close_channel(clerk, channel, 1, until=D(2026, 6, 1))
    with pytest.raises(ValidationError, match="停用"):
        channels.record_dispatch(clerk, channel, title="另一条", sent_on=D(2026, 6, 2))


def test_the_same_thing_is_entered_once_a_day(clerk, channel):
    channels.record_dispatch(clerk, channel, title="招生政策", sent_on=D(2026, 6, 1))
    with pytest.raises(ValidationError, match="已经登记过同名"):
        channels.record_dispatch(clerk, channel, title="招生  政策".replace("  ", ""), sent_on=D(2026, 6, 1))


def test_what_was_undone_is_gone_and_the_log_keeps_it(clerk, channel):
    row = channels.record_dispatch(clerk, channel, title="招生政策", sent_on=D(2026, 6, 1), reads=7)
    with pytest.raises(ValidationError, match="理由"):
        channels.undo_dispatch(clerk, row, reason=" ")
    channels.undo_dispatch(clerk, row, reason="重复")
    assert not Dispatch.objects.exists()
    event = Event.objects.get(action="channel.undone")
    assert (event.before["title"], event.before["reads"], event.note) == ("招生政策", 7, "重复")


def test_an_item_of_another_unit_cannot_be_told_of(clerk, channel, county, way):
    foreign = type(way)(county, "water").draft()
    with pytest.raises(Refused):
        channels.record_dispatch(clerk, channel, title="x", sent_on=D(2026, 6, 1), item=foreign)


def test_a_month_is_entered_anew_in_its_place(clerk, channel):
    channels.set_figure(clerk, channel, month=D(2026, 3, 15), posts=3, followers=10)
    channels.set_figure(clerk, channel, month=D(2026, 3, 1), posts=4, reads=900)
    row = ChannelFigure.objects.get()
    assert (row.month, row.posts, row.reads, row.followers) == (D(2026, 3, 1), 4, 900, None)
    with pytest.raises(ValidationError, match="至少填写一项"):
        channels.set_figure(clerk, channel, month=D(2026, 3, 1))
    with pytest.raises(ValidationError, match="还没有到"):
        channels.set_figure(clerk, channel, month=days.today() + timedelta(40), posts=1)


def test_a_year_is_counted_from_rows_and_nothing_known_is_not_nought(clerk, channel, county):
    board = channels.add_channel(clerk, county.education, kind="公示栏", name="一楼公示栏")
    for month in (1, 2):
        channels.set_figure(clerk, channel, month=D(2026, month, 1), posts=10 * month, reads=100, followers=1000 * month)
    channels.set_figure(clerk, channel, month=D(2025, 12, 1), posts=99, followers=1)
    for day in (D(2026, 1, 1), D(2026, 11, 1)):
        channels.record_dispatch(clerk, channel, title="政策", sent_on=day, reads=5)
    channels.record_dispatch(clerk, channel, title="政策", sent_on=D(2025, 12, 31))
    lines = {line.channel: line for line in channel_counts.by_channel(Channel.objects.all(), 2026)}
    mine = lines[channel]
    assert (mine.dispatches, mine.dispatch_reads, mine.posts, mine.reads, mine.followers) == (2, 10, 30, 200, 2000)
    none = lines[board]
    assert (none.dispatches, none.dispatch_reads, none.posts, none.followers) == (0, None, None, None)
    groups = channel_counts.by_kind(lines.values())
    assert [(group.label, group.dispatches, [kind.label for kind in theirs]) for group, theirs in groups] == [
        ("政务新媒体", 2, ["微信公众号"]), ("公示栏、电子屏", 0, ["公示栏"])]
    assert channel_counts.years(Channel.objects.all(), D(2026, 11, 24)) == [2026, 2025]


def test_a_channel_closed_before_the_year_is_not_counted_unless_it_has_rows(clerk, channel):
    Channel.objects.filter(pk=channel.pk).update(until=D(2024, 12, 31))
    assert channel_counts.by_channel(Channel.objects.all(), 2026) == []


@pytest.mark.parametrize("count", [3, 30])
def test_counts_ask_the_same_number_of_queries_however_many_channels(clerk, county, count):
    for number in range(count):
        channels.record_dispatch(clerk, channels.add_channel(clerk, county.education, kind="微博", name=f"账号{number}"), title="x",
                                 sent_on=D(2026, 1, 1))
    with CaptureQueriesContext(connection) as asked:
        assert len(channel_counts.by_channel(Channel.objects.all(), 2026)) == count
    assert len(asked) == 3


JUNE = D(2026, 6, 1)


def row(number, title="招生政策", sent_on=JUNE, **more):
    return {"row": number, "kind": "", "name": "清川教育", "title": title, "sent_on": sent_on, "address": "", "reads": None, "subject": "", **more}


def test_a_sheet_comes_in_once_and_again_only_mends_reads(clerk, channel, county):
    rows = [row(2), row(3, "另一条", reads=5)]
    assert channels.import_dispatches(clerk, county.education, rows) == {"登记": 2, "更新": 0}
    assert channels.import_dispatches(clerk, county.education, [row(2, reads=80), row(3, "另一条")]) == {"登记": 0, "更新": 1}
    assert set(Dispatch.objects.values_list("title", "reads")) == {("招生政策", 80), ("另一条", 5)}


def test_a_sheet_with_an_unknown_channel_names_its_row_and_enters_nothing(clerk, channel, county):
    rows = [row(2), row(3, name="没有的号")]
    assert [(number, column) for number, column, _ in channels.misfits(county.education, rows, "sent_on")] == [(3, "渠道名称")]
    with pytest.raises(ValidationError, match="第 3 行"):
        channels.import_dispatches(clerk, county.education, rows)
    assert not Dispatch.objects.exists()


def test_months_of_a_sheet_fill_what_they_name(clerk, channel, county):
    given = {"row": 2, "kind": "微信公众号", "name": "清川教育", "month": D(2026, 3, 1), "posts": 3, "reads": None, "followers": 10}
    assert channels.import_figures(clerk, county.education, [given]) == {"新增月份": 1, "更新月份": 0}
    assert channels.import_figures(clerk, county.education, [{**given, "posts": None, "reads": 50}]) == {"新增月份": 0, "更新月份": 1}
    kept = ChannelFigure.objects.get()
    assert (kept.posts, kept.reads, kept.followers) == (3, 50, 10)
