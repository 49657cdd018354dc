"""Floods are stopped; whoever is stopped is told why and when again; nothing readable is kept of who it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.web.applications.domain import limits
from gongkai.web.applications.models import Tally

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)  # noon in Shanghai


def take(times, what="code_pair", who="10.4.5.6", now=NOON, about="20260918-AAAAAA"):
    for _ in range(times):
        limits.take(what, who, now, about=about)


def test_so_many_tries_are_free_and_the_next_one_is_told_why_and_when_again():
    take(10)
    with pytest.raises(limits.TooOften, match=r"为保护申请人的信息暂停查询，从其他网络查询不受影响，请在.*13:00之后再试。") as stop:
        take(1)
    assert stop.value.again == NOON + timedelta(hours=1)
    take(1, about="20260918-BBBBBB")
    take(1, who="10.4.5.7")
    take(1, now=NOON + timedelta(hours=1))


def test_a_try_that_was_rightly_made_is_given_back():
    for _ in range(30):
        take(1)
        limits.give_back("code_pair", "10.4.5.6", NOON, about="20260918-AAAAAA")
    take(10)


def test_applications_are_counted_as_the_site_is_set(settings):
    settings.APPLY_PER_HOUR = 2
    take(2, "apply", "10.1.2.3")
    with pytest.raises(limits.TooOften, match="同一网络地址一小时内最多网上提交2件申请"):
        take(1, "apply", "10.1.2.3")


@pytest.mark.parametrize("shared", ["", "127.0.0.1", "::1"])
def test_where_nobody_can_be_told_apart_one_visitor_does_not_shut_out_the_others(settings, shared):
    settings.APPLY_PER_HOUR = 2
    take(20, "apply", shared)
    with pytest.raises(limits.TooOften):
        take(1, "apply", shared)


def test_neither_address_nor_number_can_be_read_and_old_counts_go():
    take(3, "apply", "10.1.2.3")
    take(1)
    row = Tally.objects.get(what="apply")
    assert "10.1.2.3" not in str(row.__dict__) and row.count == 3
    take(1, now=NOON + timedelta(days=3))
    assert Tally.objects.count() == 1


def test_what_only_slows_stops_nobody_and_waits_no_longer_than_is_said():
    waits = [limits.slowed("code_number", "20260918-AAAAAA", NOON) for _ in range(30)]
    assert waits[:10] == [0.0] * 10 and waits[10] == limits.SLOWER and waits[-1] == limits.SLOWEST
    assert limits.slowed("code_number", "20260918-BBBBBB", NOON) == 0.0
