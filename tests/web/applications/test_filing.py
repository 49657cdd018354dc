"""The public form: what it asks for, that nothing typed is lost, that a flood is stopped with a word, that no trace is personal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from applicantforms import CODE, COMPANY, NUMBER, PERSON, file_one, picture, text_file, wrong
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.applications.domain import drafts, intake, vault
from gongkai.web.applications.enums import FileRole, PartyRole
from gongkai.web.applications.models import Case, Tally
from gongkai.web.common import days
from gongkai.web.common.models import Event, Notice
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import OfficeContact, RoleHeld, Unit


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def send(client, county, unit=None, **values):
    return client.post(f"/apply/to/{(unit or county.education).slug}/", {**PERSON, **values})


def text(answer):
    return answer.content.decode()


def test_a_person_files_and_gets_number_and_code(client, county):
    assert client.get(f"/apply/to/{county.education.slug}/").status_code == 200
    answer = send(client, county, identity=[picture()], attachments=[text_file("一.txt"), text_file("二.txt")])
    assert (answer.status_code, answer["Location"]) == (302, "/apply/receipt/")
    page = text(client.get("/apply/receipt/"))
    case = Case.objects.get()
    assert NUMBER.search(page)[1] == case.receipt and CODE.search(page)[1] == vault.application_of(case)["code"]
    for told in ("提交还不等于收到", "双方确认", "第三十一条第三项", "只在这里显示一次"):
        assert told in page
    assert sorted(case.files.values_list("role", flat=True)) == [FileRole.ATTACHMENT, FileRole.ATTACHMENT, FileRole.IDENTITY]
    assert vault.party_of(case.parties.get())["id_number"] == "11010519491231002X"


def test_an_organisation_files_with_its_credit_code_and_a_lawyer(client, county):
    values = {**COMPANY, "agent_name": "孙律师", "agent_id_kind": "identity_card", "agent_id_number": "11010519491231002X",
              "agent_telephone": "0571-1234 5678", "authorisation": [text_file("委托书.txt")]}
    assert send(client, county, **values).status_code == 302
    case = Case.objects.get()
    held = vault.party_of(case.parties.get(role=PartyRole.APPLICANT))
    assert (case.applicant_kind, held["organisation_code"], held["representative"], held["id_number"]) == (
        "enterprise", "91350100M000100Y43", "赵立行", "")
    agent = case.parties.get(role=PartyRole.AGENT)
    assert vault.party_of(agent)["telephone"] == "0571-1234 5678"
    assert case.files.get().party == agent


@pytest.mark.parametrize("change, told", [
    ({"kind": ""}, "请选择申请人类别"), ({"name": " "}, "请填写申请人的姓名或者名称"), ({"id_number": "110105194912310021"}, "校验位不符"),
    ({"id_kind": "credit_code"}, "与申请人类别不符"), ({"id_number": ""}, "请填写证件号码"),
    ({"telephone": "", "email": "", "address": ""}, "请至少填写一项"), ({"telephone": "打我电话"}, "号码应由数字组成"),
    ({"telephone": "12345"}, "号码应由数字组成"), ({"email": "小满在某处"}, "电子邮箱的格式不对"), ({"postcode": "1234"}, "应为6位数字"),
    ({"content": ""}, "请写明需要哪些政府信息"), ({"content": "文" * 4001}, "最多4000字，现有4001字"),
    ({"supply_way": ""}, "请选择获取信息的方式"), ({"supply_way": "post", "address": ""}, "您选择了“邮寄”，请填写通信地址"),
    ({"supply_way": "fax"}, "您选择了“传真”，请填写传真号码"), ({"supply_way": "pick_up", "telephone": ""}, "请填写联系电话"),
    ({"agent_telephone": "13900139000"}, "请填写代理人的姓名"), ({"agent_name": "孙", "agent_id_kind": "identity_card", "agent_id_number": "1"}, "号码有误"),
    ({"name": "王\x00"}, "看不见的控制字符"),
])
def test_what_is_wrong_is_said_in_place_and_everything_typed_comes_back(client, county, change, told):
    answer = send(client, county, **change)
    page = text(answer)
    assert answer.status_code == 422 and told in page and Case.objects.count() == 0
    assert "no-store" in answer["Cache-Control"]
    for name in ("address", "email", "features"):
        value = {**PERSON, **change}[name]
        assert f'value="{value}"' in page or not value
    kept = {**PERSON, **change}["content"]
    assert kept in page


def test_files_that_were_accepted_are_kept_until_the_form_is_right(client, county):
    page = text(send(client, county, content="", identity=[picture()], attachments=[text_file("一.txt"), SimpleUploadedFile("坏.exe", b"MZ" + b"\0" * 90)]))
    assert "坏.exe" in page and page.count("badge ok") == 2
    tokens = dict(re.findall(r'name="(kept_\w+)" value="([^"]+)"', page))
    page = text(send(client, county, content="", attachments=[text_file("二.txt")], **tokens))
    kept = re.findall(r'name="kept_attachments" value="([^"]+)"', page)
    assert len(kept) == 2
    answer = send(client, county, kept_identity=tokens["kept_identity"], kept_attachments=kept)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert sorted((file.role, vault.file_name(file)) for file in case.files.all()) == [
        ("attachment", "一.txt"), ("attachment", "二.txt"), ("identity", "身份证.png")]


def test_files_can_be_sent_ahead_and_taken_off_again_without_the_form_being_judged(client, county):
    answer = send(client, county, act="attach", content="", attachments=[text_file("一.txt")])
    assert answer.status_code == 200 and wrong(answer) == []
    token = re.search(r'name="kept_attachments" value="([^"]+)"', text(answer))[1]
    answer = send(client, county, act="", content="", kept_attachments=token, drop=token)
    assert answer.status_code == 200 and "badge ok" not in text(answer) and drafts.opened(token) is None
    assert 'value="王小满"' in text(answer)


def test_a_draft_that_has_gone_is_said(client, county):
    answer = send(client, county, kept_attachments="0" * 32 + "." + "A" * 43)
    assert answer.status_code == 422 and "请重新选择" in text(answer)


def test_a_double_click_files_once_and_both_see_the_receipt(county, client):
    page = text(send(client, county, content="", attachments=[text_file()]))
    token = re.search(r'name="kept_attachments" value="([^"]+)"', page)[1]
    first, second = Client(), Client()
    assert send(first, county, kept_attachments=token).status_code == send(second, county, kept_attachments=token).status_code == 302
    assert Case.objects.count() == 1
    assert CODE.search(text(first.get("/apply/receipt/")))[1] == CODE.search(text(second.get("/apply/receipt/")))[1]
    assert Tally.objects.get(what="apply").count == 1


def test_the_same_sent_again_from_another_page_of_the_session_is_the_same_application(county):
    client, other = Client(), Client()
    for number in range(2):
        send(client, county, page=f"{number}" * 32)
    assert Case.objects.count() == 1 and "没有重复提交" in text(client.get("/apply/receipt/"))
    send(client, county, page="2" * 32, content="另一份文件")
    send(other, county, page="3" * 32)
    assert Case.objects.count() == 3, "other content, and another visitor, are other applications"


def test_the_code_is_shown_in_the_session_that_filed_and_nowhere_else(county):
    filed, other = Client(), Client()
    number, code = file_one(filed, county.education)
    assert code in text(filed.get("/apply/receipt/"))
    other.post("/apply/query/", {"number": number, "code": code})
    page = text(other.get("/apply/receipt/"))
    assert number in page and code not in page


def test_a_form_without_its_token_is_not_filed_and_loses_nothing(county):
    strict = Client(enforce_csrf_checks=True)
    answer = send(strict, county, attachments=[text_file()])
    page = text(answer)
    assert answer.status_code == 403 and Case.objects.count() == 0
    assert "已经过期，申请还没有提交" in page and PERSON["content"] in page and 'value="王小满"' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert send(strict, county, csrfmiddlewaretoken=token).status_code == 302


def test_a_flood_is_stopped_with_a_reason_a_time_and_the_telephone_and_loses_nothing(client, county, settings):
    settings.APPLY_PER_HOUR = 1
    OfficeContact.objects.create(unit=county.education, office="教育局办公室", address="人民路2号", hours="工作日", telephone="0000-7654321")
    away = {"REMOTE_ADDR": "10.1.2.3"}
    for number in range(2):
        answer = client.post(f"/apply/to/{county.education.slug}/", {**PERSON, "content": f"文件{number}"}, **away)
    page = text(answer)
    assert answer.status_code == 429 and Case.objects.count() == 1
    for told in ("同一网络地址一小时内最多网上提交1件申请", "之后再试", "教育局办公室电话 0000-7654321", "文件1", 'value="王小满"'):
        assert told in page
    assert client.post(f"/apply/to/{county.education.slug}/", {**PERSON, "content": "别人的"}, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_a_body_that_takes_nothing_online_says_where_to_go(client, county):
    RoleHeld.objects.filter(unit=county.water, role=Role.CLERK).update(until=days.today() - timedelta(days=1))
    OfficeContact.objects.create(unit=county.water, office="水利局办公室", address="人民路9号", hours="工作日", telephone="0000-1")
    page = text(client.get(f"/apply/to/{county.water.slug}/"))
    assert "没有开通网上申请" in page and "人民路9号" in page and "<form method=\"post\" enctype" not in page
    assert send(client, county, county.water).status_code == 200 and Case.objects.count() == 0
    assert client.get("/apply/to/nowhere/").status_code == 404
    chosen = text(client.get("/apply/bodies/"))
    assert "清川县水利局" in chosen and "请当面提交或者邮寄" in chosen


def test_the_explaining_pages_lead_to_the_form(client, county):
    assert f"/apply/to/{county.root.slug}/" in text(client.get("/apply/"))
    assert f"/apply/to/{county.education.slug}/" in text(client.get(f"/units/{county.education.slug}/apply/"))
    page = text(client.get(f"/apply/to/{county.root.slug}/"))
    assert "由清川县人民政府办公室办理" in page


def test_no_log_session_reminder_or_message_holds_anything_personal(client, county, caplog):
    number, code = file_one(client, county.education, identity=[picture("王小满身份证.png")])
    assert client.post("/apply/case/contact/", {"telephone": "13900139000", "email": "", "address": "", "postcode": "", "fax": ""}).status_code == 302
    values = ["王小满", "11010519491231002", "13800138000", "138 0013", "xiaoman", "河东路", "招标文件", "13900139000"]
    readable = [str(dict(client.session)), caplog.text, *(f"{event.__dict__}" for event in Event.objects.all()),
                *(f"{notice.__dict__}" for notice in Notice.objects.all()), *(f"{row.__dict__}" for row in Tally.objects.all())]
    for value in [*values, code]:
        assert not [row for row in readable if value in row], value
    assert number not in str(dict(client.session))


def test_the_form_is_not_kept_by_caches(client, county):
    assert client.get(f"/apply/to/{county.education.slug}/")["Cache-Control"] == "private, no-cache"
    file_one(client, county.education)
    for address in ("receipt", "case", "query"):
        assert "no-store" in client.get(f"/apply/{address}/")["Cache-Control"]


# -- what is already public ------------------------------------------------------------------------------------------------


@pytest.fixture
def published(publish):
    return publish("关于2024年清水河河道治理项目招标文件的公告", document_number="清水发〔2024〕15号")


@pytest.mark.parametrize("typed", ["清水河河道治理项目招标文件", "我想申请公开2024年清水河河道治理项目的招标文件", "清水发〔2024〕15号", "《清水河河道治理项目招标文件》"])
def test_what_is_public_on_the_subject_is_offered(client, published, typed):
    answer = client.post("/apply/offers/", {"text": typed})
    assert answer.status_code == 200 and published.title in text(answer) and f"/items/{published.pk}/" in text(answer)


@pytest.mark.parametrize("typed", ["", "清水", "学校食堂采购合同", "<script>alert(1)</script>", "的和与及", "\x00\x00"])
def test_what_has_nothing_to_do_with_it_is_not(client, published, typed):
    answer = client.post("/apply/offers/", {"text": typed})
    assert answer.status_code == 200 and text(answer).strip() == ""


def test_what_was_withdrawn_is_not_offered(client, published, withdraw):
    withdraw(published)
    assert published.title not in text(client.post("/apply/offers/", {"text": "清水河河道治理项目招标文件"}))


def test_too_many_questions_are_told_that_filing_goes_on(client, published):
    for _ in range(61):
        answer = client.post("/apply/offers/", {"text": "清水河河道治理"}, REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 200 and "不影响填写和提交申请" in text(answer)


def test_a_staff_member_who_files_keeps_their_session(client, county):
    client.force_login(county.people["education", "clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    file_one(client, county.water)
    assert client.get("/workbench/").status_code == 200


def test_an_abolished_body_names_who_carries_its_work_on(client, county):
    from gongkai.web.organs.enums import ChangeKind
    from gongkai.web.organs.models import UnitChange

    today = timezone.localdate()
    Unit.objects.filter(pk=county.water.pk).update(abolished_on=today)
    change = UnitChange.objects.create(kind=ChangeKind.ABOLISHED, day=today, unit=county.water)
    change.sources.set([county.water])
    change.results.set([county.education])
    page = text(client.get(f"/apply/to/{county.water.slug}/"))
    assert "已经撤销" in page and f"/apply/to/{county.education.slug}/" in page
    assert not intake.takes_online(Unit.objects.get(pk=county.water.pk))


def test_the_page_of_bodies_asks_as_much_for_many_as_for_few(client, county, django_assert_max_num_queries):
    from county import unit

    for number in range(20):
        unit(f"清川县第{number}局", parent=county.root)
    with django_assert_max_num_queries(12):
        assert client.get("/apply/bodies/").status_code == 200
