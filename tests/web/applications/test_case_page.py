"""A case's page: what happened, told from what is at hand, however much there is of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.applications.domain import entering, queries, vault
from gongkai.web.applications.enums import Kind, PartyRole
from gongkai.web.common import days

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def case(client, county, open_case):
    client.force_login(county.staff("education", "clerk"), backend=BACKEND)
    return open_case(registered=True)


def asked(client, case):
    client.get(f"/workbench/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as taken:
        page = client.get(f"/workbench/cases/{case.pk}/")
    return page.content.decode(), len(taken)


def test_the_page_asks_as_often_for_many_events_and_parties_as_for_few(client, county, case):
    clerk, day = county.staff("education", "clerk"), days.today()
    entering.enter(clerk, case, Kind.ASSIGNED, day, to_unit=county.town, to_person=clerk)
    _, few = asked(client, case)
    for number in range(4):
        party = vault.add_party(case, PartyRole.THIRD_PARTY, {"name": f"第三方公司{number}"})
        entering.enter(clerk, case, Kind.THIRD_PARTY_ASKED, day, party=party, details={"until": str(day + timedelta(days=20)), "way": "post"})
        entering.enter(clerk, case, Kind.ASSIGNED, day, to_unit=county.water, to_person=clerk)
    page, many = asked(client, case)
    assert many == few <= 22
    assert page.count("第三方4") >= 1 and county.water.called in page and clerk.name in page


def test_what_was_reversed_and_what_reversed_it_are_told(client, county, case):
    clerk, day = county.staff("education", "clerk"), days.today()
    wrong = entering.enter(clerk, case, Kind.NOTED, day, words={"reason": "登记错了"})
    entering.reverse(county.staff("education", "head"), wrong, "重复登记")
    events = queries.history(case)
    assert queries.reversals(events) == {wrong.pk: events[-1]}
    page, _ = asked(client, case)
    assert page.count("已冲销") == 1 and f"{day.month}月{day.day}日的“{wrong.get_kind_display()}”" in page
