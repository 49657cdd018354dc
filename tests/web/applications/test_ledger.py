"""A 台账 becomes cases with their history; again and longer, it adds what is new and nothing twice."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.web.applications.domain import counting, vault
from gongkai.web.applications.enums import Kind, PartyRole, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common.models import ImportRun

HEAD = ["编号", "申请人", "申请人类别", "身份证号", "申请方式", "申请日期", "收到日期", "申请事项", "告知补正日期", "补正期限", "收到补正日期", "征求第三方意见日期", "第三方收到日期",
        "第三方答复日期", "延期告知日期", "延期工作日数", "答复类型", "答复日期", "送达方式", "收费通知日期", "收费金额", "被申请机关"]


def row(number, **more):
    values = {"编号": f"2026-{number}", "申请人": "王小满", "申请人类别": "自然人", "申请方式": "当面提交", "申请日期": "2026-03-02", "收到日期": "2026-03-02", "申请事项": "校车补助"}
    return [{**values, **more}.get(name, "") for name in HEAD]


def sheet(*rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return SimpleUploadedFile("台账.csv", out.getvalue().encode("utf-8-sig"), "text/csv")


@pytest.fixture
def bring(county):
    """Uploads a sheet and applies it; gives the answer of each."""
    client = Client()
    client.force_login(county.staff("education", "clerk"), backend="allauth.account.auth_backends.AuthenticationBackend")

    def go(*rows):
        client.post(reverse("applications:ledger"), {"file": sheet(*rows)})
        run = ImportRun.objects.latest("pk")
        address = reverse("applications:ledger_preview", args=[run.pk])
        return client.get(address).content.decode(), client.post(address), run

    return go


def test_rows_become_cases_with_their_history(county, bring):
    bring(row(1, 答复类型="予以公开", 答复日期="2026-03-20", 送达方式="邮寄"),
          row(2, 告知补正日期="2026-03-05", 补正期限="2026-03-20", 收到补正日期="2026-03-16", 延期告知日期="2026-04-02", 延期工作日数="10"),
          row(3, 收到日期="", 申请方式="互联网提交"))
    done, worked, new = Case.objects.order_by("external_id")
    assert (done.stage, done.answer, done.counted_on, done.number) == (Stage.CONCLUDED, "provided", date(2026, 3, 20), "2026-1")
    assert (worked.stage, worked.due_on) == (Stage.WORKING, date(2026, 4, 28))
    assert new.stage == Stage.UNCONFIRMED
    assert counting.table_3([county.education.pk], 2026)["received"]["person"] == 2
    assert vault.party_of(done.parties.get(role=PartyRole.APPLICANT))["name"] == "王小满"


def test_what_was_carried_over_from_last_year_counts_so(county, bring):
    bring(row(1, 申请日期="2025-12-22", 收到日期="2025-12-22", 答复类型="信息不存在", 答复日期="2026-01-12"))
    assert counting.table_3([county.education.pk], 2026)["carried_in"]["total"] == 1
    assert counting.table_3([county.education.pk], 2026)["unable.not_held"]["total"] == 1


def test_again_and_longer_it_adds_what_is_new(county, bring):
    bring(row(1))
    bring(row(1, 征求第三方意见日期="2026-03-04", 第三方收到日期="2026-03-06", 第三方答复日期="2026-03-12"))
    case = Case.objects.get()
    assert case.events.filter(kind=Kind.RECEIVED).count() == 1
    assert case.events.filter(kind=Kind.THIRD_PARTY_ANSWERED).count() == 1
    _, answer, _ = bring(row(1, 征求第三方意见日期="2026-03-04", 第三方收到日期="2026-03-06", 第三方答复日期="2026-03-12"))
    assert answer.status_code == 302 and case.events.count() == 6


@pytest.mark.parametrize("more, told", [
    ({"答复类型": "不予公开", "答复日期": "2026-03-20"}, "不是答复类型"), ({"收到补正日期": "2026-03-16"}, "此前没有对应"), ({"答复日期": "2026-03-20"}, "同时填写"),
    ({"收到日期": "2026-02-01"}, "早于"), ({"申请方式": "飞鸽"}, "应为"), ({"答复类型": "予以公开", "答复日期": "2999-01-01"}, "晚于今天"),
])
def test_what_is_wrong_is_told_by_row_and_nothing_comes_in(county, bring, more, told):
    page, answer, _ = bring(row(1), row(2, **more))
    assert told in page
    assert answer.status_code == 200 and not Case.objects.exists()


def test_names_lie_nowhere_readable_while_it_waits_nor_after(county, bring):
    _, _, run = bring(row(1, 身份证号="11010519491231002X"), row(2, 收到补正日期="2026-03-16"))
    assert "王小满" not in str(run.rows) and run.file is None and not run.errors
    _, _, run = bring(row(1))
    assert ImportRun.objects.get(pk=run.pk).rows == []


@pytest.mark.parametrize("more, told", [
    ({"收到日期": "", "答复类型": "予以公开", "答复日期": "2026-03-20"}, "没有填写“收到日期”"), ({"补正期限": "2026-03-20"}, "没有填写“告知补正日期”"),
    ({"延期工作日数": "10"}, "没有填写“延期告知日期”"), ({"送达方式": "邮寄"}, "没有填写“答复日期”"), ({"收费金额": "200"}, "没有填写“收费通知日期”"),
    ({"收费通知日期": "2026-03-10", "收费金额": "二百"}, "应为金额"), ({"被申请机关": "清川县人民政府"}, "不代“清川县人民政府”受理"),
])
def test_nothing_that_a_row_says_is_left_out_silently(county, bring, more, told):
    page, answer, _ = bring(row(1), row(2, **more))
    assert told in page
    assert answer.status_code == 200 and not Case.objects.exists()


@pytest.mark.parametrize("more, told", [
    ({"答复类型": "部分公开", "答复日期": "2026-03-24"}, "已于 2026-03-20 办结"), ({"答复类型": "部分公开", "答复日期": "2026-03-20"}, "已于 2026-03-20 办结"),
    ({"收到日期": "2026-03-04"}, "日期为 2026-03-02，表中为 2026-03-04"), ({"申请人类别": "商业企业"}, "其“申请人类别”与表中不一致"),
    ({"延期告知日期": "2026-03-12", "延期工作日数": "10"}, "日期为 2026-03-11，表中为 2026-03-12"),
])
def test_what_a_case_that_is_known_says_otherwise_is_told_before_anything_comes_in(county, bring, more, told):
    known = {"延期告知日期": "2026-03-11", "延期工作日数": "10", "答复类型": "予以公开", "答复日期": "2026-03-20"}
    bring(row(1, **known))
    page, answer, _ = bring(row(1, **{**known, **more}))
    assert told in page and answer.status_code == 200
    assert Case.objects.get().events.count() == 5


def test_an_answer_by_another_courier_ends_its_case_on_the_day_it_was_signed_for(county, bring):
    bring(row(1, 答复类型="予以公开", 答复日期="2026-03-20", 送达方式="快递"))
    case = Case.objects.get()
    assert (case.stage, case.counted_on) == (Stage.CONCLUDED, date(2026, 3, 20))


def test_cases_of_the_government_count_for_it(county):
    client = Client()
    client.force_login(county.staff("office", "clerk"), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("applications:ledger"), {"file": sheet(row(1, 被申请机关="清川县人民政府"), row(2))})
    client.post(reverse("applications:ledger_preview", args=[ImportRun.objects.latest("pk").pk]))
    assert counting.table_3([county.root.pk], 2026)["received"]["total"] == counting.table_3([county.office.pk], 2026)["received"]["total"] == 1
