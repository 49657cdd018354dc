"""A complaint by the portal: filed, once for two clicks, followed with its code, answered; and seen by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.engine import disputes as law
from gongkai.engine.parameters import parameters
from gongkai.web.applications.domain import clocks, complaints, strongbox
from gongkai.web.applications.models import Complaint
from gongkai.web.common import days
from gongkai.web.common import files as stored
from gongkai.web.common.models import Event, Notice

CODE = re.compile(r'<dt>查询码</dt><dd><span class="secret">(\w+)</span>')
WORDS = {"ground": "answer", "text": "申请提交后三十个工作日没有答复", "name": "王小满", "contact": "13800138000", "page": "b" * 32}


def file_one(client, county, **more):
    return client.post(reverse("apply:complain"), {**WORDS, "unit": county.education.slug, **more})


def text(answer):
    return answer.content.decode()


@pytest.fixture
def filed(client, county):
    """One that was filed: the row, its code, the client that filed it."""
    assert file_one(client, county).status_code == 302
    page = text(client.get(reverse("apply:complaint")))
    row = Complaint.objects.get()
    row.code, row.client = CODE.search(page)[1], client
    return row


def query(client, number, code):
    return client.post(reverse("apply:query"), {"number": number, "code": code})


def test_it_is_filed_sealed_and_told_to_the_unit_and_above(filed, county):
    assert filed.receipt.startswith("T") and filed.unit == county.education and filed.about == ""
    held = strongbox.unseal(filed, filed.sealed, "text")
    assert (held["text"], held["name"], held["contact"]) == (WORDS["text"], "王小满", "13800138000")
    people = set(Notice.objects.filter(text__contains=filed.receipt).values_list("person__username", flat=True))
    assert {"education-clerk", "education-head"} <= people and len(people) > 2
    assert "三十个工作日没有答复" not in str(list(Event.objects.values())) and "王小满" not in str(list(Event.objects.values()))


def test_two_clicks_are_one_and_another_page_is_another(filed, county):
    file_one(filed.client, county)
    assert Complaint.objects.count() == 1 and filed.code in text(filed.client.get(reverse("apply:complaint")))
    file_one(filed.client, county, page="c" * 32)
    assert Complaint.objects.count() == 2


def test_it_is_followed_with_number_and_code_until_it_is_answered(filed, county):
    other = Client()
    assert query(other, filed.receipt, "AAAAAAAAAA").status_code == 422
    assert other.get(reverse("apply:complaint")).status_code == 302
    answer = query(other, filed.receipt.lower().replace("-", " "), filed.code)
    assert answer.status_code == 302 and answer["Location"] == reverse("apply:complaint")
    page = text(other.get(reverse("apply:complaint")))
    assert "正在调查核实" in page and filed.code not in page and WORDS["text"] in page
    head, clerk, today = county.staff("education", "head"), county.staff("education", "clerk"), days.today()
    complaints.record(head, filed, "examined", today, "查看了登记簿，内部核实意见", upheld=True)
    complaints.record(clerk, filed, "done", today, "已经答复申请人")
    complaints.record(clerk, filed, "noted", today, "内部记录一则")
    complaints.record(clerk, filed, "answered", today, "经核实属实，已于今日答复您的申请。")
    page = text(other.get(reverse("apply:complaint")))
    assert "已于今日答复您的申请" in page and "已经办结" in page and "内部核实意见" not in page and "内部记录" not in page
    other.post(reverse("apply:complaint_leave"))
    assert other.get(reverse("apply:complaint")).status_code == 302


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, county):
    answer = file_one(client, county, text="", ground="")
    page = text(answer)
    assert answer.status_code == 422 and "请写明投诉举报的内容" in page and "请选择事由" in page and "13800138000" in page
    assert file_one(client, county, unit="nowhere").status_code == 422 and Complaint.objects.count() == 0
    page = text(client.get(reverse("apply:complain"), {"unit": county.water.slug}))
    assert f'value="{county.water.slug}" selected' in page


def test_a_flood_is_stopped_with_the_reason(settings, client, county):
    settings.APPLY_PER_HOUR = 2
    stopped = [file_one(Client(REMOTE_ADDR="10.1.2.3"), county, page=letter * 32).status_code for letter in "defg"]
    assert stopped == [302, 302, 429, 429] and Complaint.objects.count() == 2
    assert "投诉举报" in text(file_one(Client(REMOTE_ADDR="10.1.2.3"), county, page="h" * 32))


def test_it_is_tied_to_an_application_only_by_whoever_has_opened_that(client, county, open_case):
    case = open_case()
    file_one(client, county, about_case="1")
    assert Complaint.objects.latest("pk").case is None
    query(client, case.receipt, case.code)
    page = text(client.get(reverse("apply:complain"), {"case": "1"}))
    assert case.receipt in page and f'value="{county.education.slug}" selected' in page
    file_one(client, county, about_case="1", page="e" * 32)
    assert Complaint.objects.latest("pk").case == case
    file_one(client, county, page="f" * 32)
    assert Complaint.objects.latest("pk").case is None


def test_a_page_that_expired_is_shown_again(county):
    strict = Client(enforce_csrf_checks=True)
    answer = file_one(strict, county)
    assert answer.status_code == 403 and WORDS["text"] in text(answer) and Complaint.objects.count() == 0


def test_what_is_sent_with_it_is_sealed_named_to_its_sender_and_read_by_those_who_work_it(client, county):
    files = [SimpleUploadedFile("网页截图.txt", "公开栏目三个月没有更新".encode()), SimpleUploadedFile("答复书.txt", b"reply")]
    assert file_one(client, county, files=files).status_code == 302
    row = Complaint.objects.get()
    kept = {strongbox.open_file(file)[0]: file for file in row.files.all()}
    assert set(kept) == {"网页截图.txt", "答复书.txt"} and strongbox.open_file(kept["网页截图.txt"])[1].decode() == "公开栏目三个月没有更新"
    assert "三个月没有更新".encode() not in stored.path_of(kept["网页截图.txt"].cipher).read_bytes()
    assert "网页截图.txt" in text(client.get(reverse("apply:complaint")))
    address = reverse("applications:complaint_file", args=[row.pk, kept["网页截图.txt"].pk])
    client.force_login(county.staff("education", "clerk"))
    assert "网页截图.txt" in text(client.get(reverse("applications:complaint", args=[row.pk])))
    assert b"".join(client.get(address)).decode() == "公开栏目三个月没有更新" and Event.objects.filter(action="complaint.file_read").count() == 1
    client.force_login(county.staff("water", "clerk"))
    assert client.get(address).status_code in (403, 404)


def test_files_are_chosen_once_however_often_the_form_comes_back(client, county):
    answer = file_one(client, county, text="", files=[SimpleUploadedFile("截图.txt", b"shot")])
    token = re.search(r'name="kept_files" value="([^"]+)"', text(answer))[1]
    assert answer.status_code == 422 and "截图.txt" in text(answer)
    assert file_one(client, county, kept_files=token).status_code == 302
    assert [strongbox.open_file(file) for file in Complaint.objects.get().files.all()] == [("截图.txt", b"shot")]
    file_one(client, county, kept_files=token)  # the second click
    assert Complaint.objects.count() == 1


def test_a_file_that_may_not_come_in_is_told_and_nothing_is_filed(client, county):
    answer = file_one(client, county, files=[SimpleUploadedFile("程序.exe", b"MZ\x90\x00" * 20)])
    assert answer.status_code == 422 and "程序.exe" in text(answer) and WORDS["text"] in text(answer) and Complaint.objects.count() == 0


def test_its_days_are_those_of_the_law_folder_and_said_to_be_no_statutory_ones(filed, county, client):
    assert filed.due_on == law.complaint(filed.received_on, law.rules(clocks.calendar_of(filed.unit))).due
    assert parameters().on("complaint", filed.received_on).value == 15
    client.force_login(county.staff("education", "clerk"))
    page = text(client.get(reverse("applications:complaint", args=[filed.pk])))
    assert f"{filed.due_on.year}年{filed.due_on.month}月{filed.due_on.day}日" in page and "不是法定期限" in page
    answer = client.post(reverse("applications:complaint_new"), {"unit": county.education.pk, "ground": "duty", "received_on": "2018-03-01", "about": "栏目不更新", "text": "x"})
    assert "早于现行" in text(answer) and Complaint.objects.count() == 1


def test_a_clerk_enters_one_that_came_by_letter_with_its_scans(county, client):
    client.force_login(county.staff("education", "clerk"))
    answer = client.post(reverse("applications:complaint_new"), {
        "unit": county.education.pk, "ground": "duty", "received_on": str(days.today()), "about": "栏目不更新", "text": "指南未更新",
        "attachments": [SimpleUploadedFile("投诉信.txt", b"letter"), SimpleUploadedFile("信封.txt", b"envelope")]})
    assert answer.status_code == 302
    assert {strongbox.file_name(file) for file in Complaint.objects.get().files.all()} == {"投诉信.txt", "信封.txt"}


def test_a_later_step_keeps_its_files_too_beside_its_words(filed, county, client):
    client, own = Client(), client
    client.force_login(county.staff("education", "head"))
    address = reverse("applications:complaint", args=[filed.pk])
    step = {"act": "examined", "day": str(days.today()), "upheld": "1", "text": "指南没有更新"}
    assert client.post(address, {**step, "attachments": [SimpleUploadedFile("程序.exe", b"MZ\x90\x00" * 20)]}).status_code == 200
    assert filed.events.count() == 1
    assert client.post(address, {**step, "attachments": [SimpleUploadedFile("核查笔录.txt", b"notes")]}).status_code == 302
    [file] = filed.files.all()
    page = text(client.get(address))
    assert page.index("办理记录") < page.index("核查笔录.txt") and "随附的材料" not in page
    assert b"".join(client.get(reverse("applications:complaint_file", args=[filed.pk, file.pk]))) == b"notes"
    client.force_login(county.staff("education", "reviewer"))
    assert "核查笔录.txt" not in text(client.get(address))
    assert "已调查核实" in text(own.get(reverse("apply:complaint"))) and "核查笔录.txt" not in text(own.get(reverse("apply:complaint")))


def test_whoever_works_it_is_reminded_before_and_after_its_day(filed, county):
    assert filed.due_on is not None
    told = [complaints.remind(filed.due_on + timedelta(days=number)) for number in (-6, -5, -1, 1, 1, 2)]
    assert told[0] == told[2] == told[4] == 0 and told[1] == told[3] == told[5] > 1
    texts = Notice.objects.filter(person=county.people["education", "clerk"], key__startswith="complaint-").values_list("text", flat=True)
    assert len(texts) == 3 and not any(WORDS["name"] in one for one in texts)
    complaints.record(county.staff("education", "head"), filed, "examined", days.today(), "不属实", upheld=False)
    complaints.record(county.staff("education", "clerk"), filed, "answered", days.today(), "已答复")
    assert complaints.remind(filed.due_on + timedelta(days=3)) == 0
