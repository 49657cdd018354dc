"""On the page where a report is written: what comes next, and the remarks of the office above with links to their places."""

import pytest
from django.test import Client

from gongkai.web.annualreport.domain import approving, handing
from gongkai.web.annualreport.domain.handing import Note
from gongkai.web.organs.enums import Role

pytestmark = pytest.mark.django_db


def page(person, report):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/workbench/annual/{report.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_draft_is_sent_for_review_from_there(explained, county):
    assert f"/workbench/annual/{explained.pk}/submit/" in page(county.staff("education", Role.CLERK), explained)
    assert f"/workbench/annual/{explained.pk}/submit/" not in page(county.staff("education", Role.SIGNER), explained)


def test_what_the_office_above_remarked_leads_to_its_place(signed, county):
    clerk, boss = county.staff("education", Role.CLERK), county.staff("root", Role.SUPERVISOR)
    act = handing.hand_in(clerk, signed.report)
    handing.send_back(boss, signed.report, act.pk, [Note("3.received.total", "与正文不一致。", "0"), Note("text.1.2", "请写明答复情况。")])
    approving.recall(clerk, signed, "修改")
    shown = page(clerk, signed.report)
    for place, text in (("id_cell-3.received.total", "与正文不一致。"), ("id_text-1", "请写明答复情况。")):
        assert f'href="#{place}"' in shown and f'id="{place}"' in shown and text in shown
