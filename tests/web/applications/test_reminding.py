"""Reminders of cases: once a matter and day, to those it concerns, naming nobody; and the way to a unit's own chat."""

from __future__ import annotations

import hmac
import json
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from county import person
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import entering, queries, reminding, vault, webhooks
from gongkai.web.applications.enums import Kind, PartyRole
from gongkai.web.applications.models import Webhook
from gongkai.web.common.models import Notice
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

DAY = date(2026, 9, 18)  # due on 2026-10-22


def texts(county, role="clerk"):
    return list(Notice.objects.filter(person=county.people["education", role]).values_list("text", flat=True))


@pytest.mark.parametrize("today, told", [
    (date(2026, 10, 14), None), (date(2026, 10, 15), "还有 5 个工作日"), (date(2026, 10, 20), "还有 2 个工作日"), (date(2026, 10, 22), "今天到期"),
    (date(2026, 10, 26), "逾期 2 个工作日"),
])
def test_a_case_is_told_of_before_on_and_after_its_day(county, open_case, today, told):
    open_case(day=DAY, registered=True)
    assert reminding.remind(today) == (0 if told is None else 1 if "5" in told or "还有 2" in told else 2)
    assert reminding.remind(today) == 0
    assert [told in text for text in texts(county)] == ([] if told is None else [True])


def test_what_is_not_confirmed_is_told_of_every_day(county, open_case):
    open_case(channel="online", day=DAY)
    assert [reminding.remind(DAY + timedelta(days=number)) for number in (0, 1, 2)] == [0, 1, 1]


def test_a_case_whose_clerk_has_left_is_told_to_the_others(county, open_case):
    case, gone = open_case(day=DAY, registered=True), county.people["education", "clerk"]
    stays = person("stays", county.education, "clerk")
    entering.enter(county.staff("education", "head"), case, Kind.ASSIGNED, DAY, to_unit=county.education, to_person=gone)
    assert reminding.remind(date(2026, 10, 15)) == 1 and list(queries.staff(case, Role.CLERK)) == [gone]
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    assert reminding.remind(date(2026, 10, 20)) == 1 and list(queries.staff(case, Role.CLERK)) == [stays]
    assert Notice.objects.filter(person=stays).count() == 1


@pytest.mark.parametrize("kind, details, last, told", [
    (Kind.CORRECTION_ASKED, {"until": date(2026, 10, 12)}, date(2026, 10, 12), "补正期限 2026-10-12 已过，申请人没有补正"),
    (Kind.FEE_NOTIFIED, {"amount": "100"}, date(2026, 10, 29), "缴费期限 2026-10-29 已过，申请人没有缴费"),
])
def test_a_time_that_an_applicant_let_pass_is_told_every_day(county, open_case, kind, details, last, told):
    entering.enter(county.staff("education", "clerk"), open_case(day=DAY, registered=True), kind, date(2026, 9, 24), details=details)
    assert [reminding.remind(last + timedelta(days=number)) for number in (0, 1, 2)] == [0, 1, 1]
    assert all(told in text for text in texts(county))


def test_the_silence_of_a_third_party_is_told_every_day(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=DAY, registered=True)
    asked = vault.add_party(case, PartyRole.THIRD_PARTY, {"name": "清川水利公司"})
    entering.enter(clerk, case, Kind.THIRD_PARTY_ASKED, date(2026, 9, 21), party=asked, details={"way": "post"})
    assert reminding.remind(date(2026, 11, 20)) == 0, "nobody knows when it had the letter"
    entering.enter(clerk, case, Kind.THIRD_PARTY_RECEIVED, date(2026, 9, 22), party=asked)
    # 15 working days from 22 September: 23 24 28 29 30, 8 9 10(班) 12 13 14 15 16 19 20 October
    assert [reminding.remind(date(2026, 10, day)) for day in (20, 21, 22)] == [0, 1, 1]
    assert "征求意见的期限 2026-10-20 已过，答复期限继续计算" in texts(county)[0] and "第三十二条" in texts(county)[0] and "水利公司" not in texts(county)[0]
    entering.enter(clerk, case, Kind.THIRD_PARTY_ANSWERED, date(2026, 10, 22), party=asked, words={"opinion": "逾期未提出意见"})
    assert reminding.remind(date(2026, 10, 23)) == 0


def test_a_fee_paid_too_late_is_told_too(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.FEE_NOTIFIED, date(2026, 9, 24), details={"amount": "100"})
    entering.enter(clerk, case, Kind.FEE_PAID, date(2026, 11, 2), details={"amount": "100"})
    assert reminding.remind(date(2026, 11, 3)) == 1 and "申请人才缴费，视为放弃申请" in texts(county)[0]


def test_the_morning_sums_up_on_working_days(county, open_case):
    open_case(day=DAY, registered=True)
    assert reminding.summary(date(2026, 10, 17)) == 0  # Saturday
    assert reminding.summary(date(2026, 10, 19)) == 2
    assert "在办 1 件，本周到期 1 件" in texts(county)[0]


def test_no_reminder_names_the_applicant(county, open_case):
    open_case(day=DAY, registered=True)
    reminding.remind(date(2026, 10, 22))
    assert not any("王小满" in text for text in texts(county))


@pytest.fixture
def chat():
    """A chat that keeps what it is told."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()


def test_a_chat_is_told_once_and_can_trust_what_it_is_told(county, open_case, chat, settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    address, got = chat
    webhooks.add(county.staff("education", "clerk"), county.education, f"{address}/hook", "ключ")
    open_case(day=DAY, registered=True)
    reminding.remind(date(2026, 10, 22))  # to the clerk and the head: one text
    assert (webhooks.send_waiting(), webhooks.send_waiting()) == (1, 0)
    headers, body = got[0]
    assert "今天到期" in json.loads(body)["text"]["content"]
    signed = hmac.new("ключ".encode(), headers["X-Gongkai-Time"].encode() + b"\n" + body, "sha256").hexdigest()
    assert headers["X-Gongkai-Signature"] == signed


def test_an_address_that_sends_on_elsewhere_or_is_not_named_is_not_followed(county, open_case, chat, settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    address, _ = chat
    row = webhooks.add(county.staff("education", "clerk"), county.education, f"{address}/away", "")
    open_case(day=DAY, registered=True)
    reminding.remind(date(2026, 10, 22))
    assert webhooks.send_waiting() == 0
    assert Webhook.objects.get(pk=row.pk).failed_since is not None
    with pytest.raises(ValidationError, match="未允许"):
        webhooks.add(county.staff("education", "clerk"), county.education, "http://169.254.169.254/", "")
