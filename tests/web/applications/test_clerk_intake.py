"""A clerk takes an application in, prints its receipt, confirms that it is received, registers it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from applicantforms import CODE, PERSON, file_one, text_file
from django.test import Client

from gongkai.web.applications.domain import opening, vault
from gongkai.web.applications.enums import FileRole, Kind, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.common.models import Event

TODAY = days.today()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def text(answer):
    return answer.content.decode()


@pytest.fixture
def clerk(county):
    """``clerk()`` is signed in as 教育局's; ``clerk("head")``, ``clerk("clerk", "office")``."""

    def come(role="clerk", unit="education"):
        client = Client()
        client.force_login(county.people[unit, role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return come


def paper(county, unit=None, counted=None, **values):
    unit = unit or county.education
    return {**PERSON, "body": f"{unit.pk}-{(counted or unit).pk}", "how": "in_person", "submitted_on": TODAY.isoformat(), "received_on": "", **values}


def test_a_paper_application_is_taken_in_and_its_receipt_printed_once(county, clerk):
    client = clerk()
    assert client.get("/workbench/cases/new/").status_code == 200
    answer = client.post("/workbench/cases/new/", paper(county, scan=[text_file("申请书.txt")]))
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/workbench/cases/{case.pk}/receipt/")
    page = text(client.get(answer["Location"]))
    code = vault.application_of(case)["code"]
    assert CODE.search(page)[1] == code and "王小满：" in page and "政府信息公开申请接收回执" in page and f"{case.due_on:%Y}年" in page
    assert (case.stage, case.files.get().role) == (Stage.RECEIVED, FileRole.APPLICATION)
    assert code not in text(clerk().get(answer["Location"])), "another session sees no code"


def test_what_the_paper_lacks_does_not_keep_it_out_and_is_named(county, clerk):
    client = clerk()
    values = paper(county, id_kind="", id_number="", telephone="", email="", address="", supply_form="", supply_way="", how="letter")
    answer = client.post("/workbench/cases/new/", values)
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "申请没有写明：申请人的身份证明；申请人的联系方式" in page and "尚未" not in page and "与申请人确认之日" in page


@pytest.mark.parametrize("change, told", [
    ({"how": "post"}, "请填写签收之日"), ({"how": "oral"}, "请向申请人宣读"), ({"submitted_on": (TODAY + timedelta(days=1)).isoformat()}, "提交日期不能晚于今天"),
    ({"how": "fax", "received_on": (TODAY - timedelta(days=1)).isoformat()}, "早于提交日期"), ({"id_number": "110105194912310021"}, "校验位不符"),
    ({"id_kind": ""}, "请选择身份证明的种类"), ({"body": "1-999"}, "选项"), ({"content": ""}, "请写明需要哪些政府信息"), ({"how": "pigeon"}, "选项"),
])
def test_what_cannot_be_is_said_in_place(county, clerk, change, told):
    answer = clerk().post("/workbench/cases/new/", paper(county, **change))
    assert answer.status_code == 422 and told in text(answer) and Case.objects.count() == 0
    assert 'value="王小满"' in text(answer)


def test_a_number_that_the_paper_has_wrong_is_entered_as_it_stands(county, clerk):
    assert clerk().post("/workbench/cases/new/", paper(county, id_number="110105194912310021", as_written="on")).status_code == 302
    assert vault.party_of(Case.objects.get().parties.get())["id_number"] == "110105194912310021"


def test_the_office_takes_in_for_its_government_too(county, clerk):
    assert clerk("clerk", "office").post("/workbench/cases/new/", paper(county, county.office, county.root)).status_code == 302
    assert (Case.objects.get().unit, Case.objects.get().body) == (county.office, county.root)
    assert clerk().post("/workbench/cases/new/", paper(county, county.office, county.root)).status_code == 422


@pytest.mark.parametrize("role", ["head", "reviewer", "supervisor"])
def test_only_clerks_take_in(county, clerk, role):
    assert clerk(role).get("/workbench/cases/new/").status_code == 403


def test_what_came_by_the_web_is_confirmed_then_registered(county, clerk):
    file_one(Client(), county.education)
    case, client = Case.objects.get(), clerk()
    page = text(client.get(f"/workbench/cases/{case.pk}/steps/received/", follow=True))
    for told in ("双方确认", "第三十一条第三项", "2024年河道治理项目的招标文件", "王某某", "138****00"):
        assert told in page
    assert "13800138000" not in page and "11010519491231002X" not in page
    answer = client.post(f"/workbench/cases/{case.pk}/confirm/", {"day": TODAY.isoformat(), "method": "telephone", "note": "上午通话"})
    assert answer["Location"] == f"/workbench/cases/{case.pk}/register/"
    answer = client.post(answer["Location"], {"title": "河道治理招标文件", "number": "", "day": TODAY.isoformat()})
    case = Case.objects.get()
    assert answer["Location"] == f"/workbench/cases/{case.pk}/"
    assert (case.stage, case.title, case.number) == (Stage.WORKING, "河道治理招标文件", f"清川县教育局公开申〔{TODAY.year}〕1号")
    for again in ("confirm", "register"):
        assert client.get(f"/workbench/cases/{case.pk}/{again}/").status_code == 302


def test_registering_waits_for_receipt(county, clerk):
    file_one(Client(), county.education)
    case = Case.objects.get()
    assert clerk().get(f"/workbench/cases/{case.pk}/register/")["Location"] == f"/workbench/cases/{case.pk}/confirm/"


@pytest.mark.parametrize("title, told", [
    ("王小满申请的招标文件", "申请人的姓名"), ("招标文件 13800138000", "电话号码"), ("", "请填写事由"), ("事" * 101, "100"),
])
def test_what_a_case_is_about_names_nobody(county, clerk, open_case, title, told):
    case = open_case(day=TODAY)
    answer = clerk().post(f"/workbench/cases/{case.pk}/register/", {"title": title, "day": TODAY.isoformat()})
    assert answer.status_code == 422 and told in text(answer) and Case.objects.get().stage == Stage.RECEIVED


def test_a_number_that_is_taken_is_refused(county, clerk, open_case):
    first, second = open_case(registered=True), open_case()
    answer = clerk().post(f"/workbench/cases/{second.pk}/register/", {"title": "合同", "number": first.number, "day": TODAY.isoformat()})
    assert answer.status_code == 422 and "已被使用" in text(answer)
    assert not second.events.filter(kind=Kind.REGISTERED).exists()


def test_near_duplicates_are_shown_where_the_clerk_decides(county, clerk):
    for _ in range(2):
        file_one(Client(), county.education, page=f"{_}" * 32)
    first, second = Case.objects.order_by("id")
    page = text(clerk().get(f"/workbench/cases/{second.pk}/confirm/"))
    assert "同一申请人的其他申请" in page and f"/workbench/cases/{first.pk}/" in page and "内容相近 100%" in page
    assert "同一申请人的其他申请" in text(clerk().get(f"/workbench/cases/{second.pk}/"))
    assert "同一申请人" not in text(clerk("supervisor", "root").get(f"/workbench/cases/{second.pk}/"))


def test_a_lost_code_is_given_anew(county, clerk, open_case):
    case, client = open_case(registered=True), clerk()
    assert case.code not in text(client.get(f"/workbench/cases/{case.pk}/receipt/"))
    assert client.get(f"/workbench/cases/{case.pk}/receipt/code/").status_code == 200
    assert opening.find(case.receipt, case.code) == case
    page = text(client.post(f"/workbench/cases/{case.pk}/receipt/code/", follow=True))
    code = CODE.search(page)[1]
    assert opening.find(case.receipt, case.code) is None and opening.find(case.receipt, code) == case
    assert Event.objects.filter(action="case.code_renewed", actor=county.people["education", "clerk"]).count() == 1
    assert not re.search(code, str(dict(client.session)))
    assert clerk("reviewer").get(f"/workbench/cases/{case.pk}/receipt/code/").status_code == 403


def test_a_double_click_enters_one_application(county, clerk):
    client, values = clerk(), paper(county)
    first, second = (client.post("/workbench/cases/new/", values) for _ in range(2))
    assert first["Location"] == second["Location"] and Case.objects.count() == 1
    assert client.post("/workbench/cases/new/", {**values, "content": "另一份"}).status_code == 302 and Case.objects.count() == 2


def test_whom_to_ring_is_shown_whole_to_who_has_unmasked_it(county, clerk):
    file_one(Client(), county.education)
    case, client = Case.objects.get(), clerk()
    address = f"/workbench/cases/{case.pk}/confirm/"
    assert "138 0013 8000" not in text(client.get(address))
    client.post(f"/workbench/cases/{case.pk}/unmask/")
    assert "138 0013 8000" in text(client.get(address))
    assert Event.objects.filter(action="case.unmasked").count() == 1
    assert "138 0013 8000" not in text(clerk().get(address)), "another session looks for itself"
