"""Reminders: once a matter, in the site and by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from gongkai.web.common import notices
from gongkai.web.common.models import Notice


@pytest.fixture
def clerk(county):
    somebody = county.staff("education", "clerk")
    somebody.email = "jyj@qingchuan.example"
    somebody.save()
    return somebody


def test_a_person_is_reminded_once_of_a_matter_and_mailed_once(county, clerk):
    assert [notices.tell([clerk, clerk], "一件事等您办理。", kind="审核", link="/workbench/", key="a") for _ in range(2)] == [1, 0]
    assert [notices.send_waiting() for _ in range(2)] == [1, 0]
    (letter,) = mail.outbox
    assert (letter.to, "一件事等您办理。" in letter.subject, "/workbench/" in letter.body) == ([clerk.email], True, True)


def test_who_has_no_address_or_has_read_it_gets_no_letter(county, clerk):
    notices.tell([county.staff("education", "head")], "没有邮箱的人。", kind="审核")
    notices.tell([clerk], "已经读过的事。", kind="审核")
    Notice.objects.filter(person=clerk).update(read_at=timezone.now())
    assert notices.send_waiting() == 0


def test_an_address_entered_later_brings_no_flood_of_old_letters(county, clerk):
    notices.tell([clerk], "很久以前的事。", kind="审核")
    Notice.objects.update(created_at=timezone.now() - notices.FRESH - timedelta(minutes=1))
    notices.tell([clerk], "今天的事。", kind="审核")
    assert notices.send_waiting() == 1
    assert "今天的事" in mail.outbox[0].subject


def test_one_letter_that_fails_holds_up_none_of_the_others(county, clerk, monkeypatch):
    for text in ("第一件。", "第二件。"):
        notices.tell([clerk], text, kind="审核")
    real = notices.send_mail

    def send(subject, *rest, **more):
        if "第一件" in subject:
            raise OSError("no server")
        return real(subject, *rest, **more)

    monkeypatch.setattr(notices, "send_mail", send)
    assert notices.send_waiting() == 1
    assert Notice.objects.get(text="第一件。").mailed_at is None
