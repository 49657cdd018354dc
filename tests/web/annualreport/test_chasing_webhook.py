"""A reminder of an annual report goes to the unit's own address too, as reminders of cases do."""

import pytest

from gongkai.web.annualreport.domain import boarding, chasing, duties
from gongkai.web.applications.domain import webhooks
from gongkai.web.applications.models import Webhook
from gongkai.web.organs.enums import Role

pytestmark = pytest.mark.django_db


def test_a_reminder_goes_to_the_address_that_the_unit_has_entered(county, monkeypatch, settings):
    settings.WEBHOOK_HOSTS = ["chat.example"]
    Webhook.objects.create(unit=county.education, url="https://chat.example/robot")
    sent = []
    monkeypatch.setattr(webhooks, "_post", lambda row, notice: sent.append((row.unit, notice.text)) is None)
    boss = county.staff("root", Role.SUPERVISOR)
    duties.propose(boss, county.root, 2025)
    chasing.remind(boss, county.root, 2025, boarding.board(county.root, 2025))
    assert webhooks.send_waiting() == 1  # one for the unit, though its clerk and its head were told
    assert sent[0][0] == county.education and "2025年度政府信息公开工作年度报告" in sent[0][1]
