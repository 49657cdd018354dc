"""Several people ask for one thing: proposed for 主动公开, drafted as an item or left (条例第四十四条第一款)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gongkai.web.applications.domain import entering, proposing, vault
from gongkai.web.applications.enums import Kind, ProposalState
from gongkai.web.applications.models import Case, Proposal
from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Notice
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import Item

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECOND = {"name": "李四", "telephone": "13900139000"}
THIRD = {"name": "赵六"}


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


@pytest.fixture
def proposed(open_case):
    """A proposal of two cases."""
    open_case(registered=True)
    return proposing.look(open_case(registered=True, applicant=SECOND).pk)


def draft(nodes, **more):
    return {"title": "2024年河道治理项目招标文件", "node": nodes["2001-1"], "genre": "notice", "subject": "education",
            "made_on": days.today() - timedelta(days=400), "attribute_reason": proposing.REASON, **more}


def test_two_people_who_ask_alike_make_a_proposal_and_a_third_joins_it(open_case, proposed, clerk):
    assert (proposed.people, proposed.cases.count(), proposed.title, proposed.state) == (2, 2, "河道治理招标文件", ProposalState.OPEN)
    assert Notice.objects.filter(person=clerk, text__contains="可以考虑纳入主动公开").count() == 1
    third = open_case(registered=True, applicant=THIRD)
    assert proposing.look(third.pk) == proposed and proposing.look(third.pk) == proposed  # again, without harm
    proposed.refresh_from_db()
    assert (proposed.people, proposed.cases.count(), Proposal.objects.count()) == (3, 3, 1)


def test_the_same_person_twice_another_thing_another_body_and_a_refusal_make_none(open_case, county, clerk):
    first = open_case(registered=True)
    assert proposing.look(open_case(registered=True).pk) is None
    open_case(county.water, registered=True, applicant=SECOND)
    other = open_case(registered=True, applicant=SECOND)
    Case.objects.filter(pk=other.pk).update(sealed=vault.seal(other, {"content": "义务教育阶段学校的食堂采购合同", "code": "X"}, "application"))
    assert proposing.look(other.pk) is None
    entering.enter(clerk, first, Kind.SERVED, days.today(), details={"way": "in_person", "answer": "state_secret"})
    for case in Case.objects.filter(unit=county.education).exclude(pk__in=[first.pk, other.pk]):
        entering.enter(clerk, case, Kind.WITHDRAWN, days.today(), words={"reason": "撤回"})
    assert proposing.look(open_case(registered=True, applicant=THIRD).pk) is None


def test_a_name_alone_tells_people_apart_only_where_nothing_else_is_given(open_case):
    one, two = open_case(registered=True, applicant=THIRD), open_case(registered=True, applicant=THIRD)
    three = open_case(registered=True, applicant={**THIRD, "telephone": "13700137000"})
    assert proposing.different([one, two]) == 1
    assert proposing.different([one, three]) == 2
    assert proposing.different([]) == 0


def test_it_is_looked_for_after_registration(open_case, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(proposing, "later", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        case = open_case(registered=True)
    assert asked == [case.pk]


def test_accepting_drafts_an_item_and_says_so_in_the_cases(proposed, clerk, county, nodes):
    with pytest.raises(Refused):
        proposing.accept(county.staff("water", "clerk"), proposed, proposed.version, draft(nodes))
    with pytest.raises(ValidationError):
        proposing.accept(clerk, proposed, proposed.version, draft(nodes, title=""))
    item = proposing.accept(clerk, Proposal.objects.get(pk=proposed.pk), proposed.version, draft(nodes))
    proposed.refresh_from_db()
    assert (proposed.state, proposed.item, proposed.item_number) == (ProposalState.ACCEPTED, item, item.index_number)
    assert (item.unit, item.attribute, item.attribute_reason) == (proposed.unit, Attribute.ACTIVE, proposing.REASON)
    noted = [case.events.get(kind=Kind.NOTED) for case in proposed.cases.all()]
    assert all(item.index_number in vault.note_of(event)["reason"] for event in noted) and len(noted) == 2
    with pytest.raises(ValidationError, match="已拟稿"):
        proposing.leave(clerk, proposed, proposed.version, "重复")


def test_leaving_wants_a_reason_and_the_second_of_two_is_told(proposed, clerk):
    with pytest.raises(ValidationError):
        proposing.leave(clerk, proposed, proposed.version, " ")
    with pytest.raises(Conflict):
        proposing.leave(clerk, Proposal.objects.get(pk=proposed.pk), proposed.version + 1, "涉及第三方")
    proposing.leave(clerk, Proposal.objects.get(pk=proposed.pk), proposed.version, "涉及第三方商业秘密")
    proposed.refresh_from_db()
    assert (proposed.state, proposed.reason, proposed.decided_by) == (ProposalState.LEFT, "涉及第三方商业秘密", clerk)


def test_what_was_refused_meanwhile_is_said(proposed, clerk):
    case = proposed.cases.first()
    assert proposing.against(proposed) == []
    entering.enter(clerk, case, Kind.SERVED, days.today(), details={"way": "in_person", "answer": "state_secret"})
    assert proposing.against(proposed) == [case]


def test_the_screens_show_it_draft_it_and_leave_it(client, proposed, clerk, county, nodes):
    client.force_login(clerk, backend=BACKEND)
    assert "多人申请，可纳入主动公开" in client.get("/workbench/").content.decode()
    assert "河道治理招标文件" in client.get(reverse("applications:proposals")).content.decode()
    page = client.get(reverse("applications:proposal", args=[proposed.pk])).content.decode()
    assert "第四十四条第一款" in page and "2 个申请人" in page and "王小满" not in page
    assert "多人申请同一信息" in client.get(reverse("applications:case", args=[proposed.cases.first().pk])).content.decode()
    address = reverse("applications:proposal_accept", args=[proposed.pk])
    values = draft(nodes)
    assert client.post(address, {"title": ""}).status_code == 422
    answer = client.post(address, {**values, "node": values["node"].pk, "version": proposed.version})
    item = Item.objects.latest("pk")
    assert answer.status_code == 302 and answer["Location"] == reverse("disclosure:item", args=[item.pk])
    assert item.index_number in client.get(reverse("applications:proposal", args=[proposed.pk])).content.decode()
    assert client.get(address).status_code == 302  # decided: sent back to its page
    client.force_login(county.staff("water", "clerk"), backend=BACKEND)
    assert client.get(reverse("applications:proposal", args=[proposed.pk])).status_code == 404
