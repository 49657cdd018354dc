"""A case that is done with is bound and closed; when its time is over, what it holds of persons is destroyed and its counts stay."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from gongkai.web.applications.domain import archiving, counting, disputing, entering, retention, vault
from gongkai.web.applications.enums import FileRole, Kind, Phase
from gongkai.web.applications.models import Case
from gongkai.web.common import days, sealing

DAY = date(2026, 9, 18)
TODAY = date(2026, 11, 30)


def client_of(person):
    made = Client()
    made.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


@pytest.fixture
def done(county, open_case):
    """A case that was answered, with a file of the applicant's."""

    def make(answer="provided"):
        case = open_case(day=DAY, registered=True)
        vault.keep_file(case, "申请书全文".encode(), "申请书.txt", FileRole.APPLICATION, kind="txt", media_type="text/plain", by_applicant=True)
        entering.enter(county.staff("education", "clerk"), case, Kind.POSTED, date(2026, 10, 12), details={"way": "post", "answer": answer})
        return case

    return make


def test_a_case_is_bound_whole_and_closed(county, done):
    case = done()
    pdf, whole = archiving.archive(county.staff("education", "clerk"), case)
    assert case.phase == Phase.ARCHIVED
    with pikepdf.open(io.BytesIO(vault.file_bytes(pdf))) as bound:
        assert len(bound.pages) >= 6
    with zipfile.ZipFile(io.BytesIO(vault.file_bytes(whole))) as packed:
        assert any(name.startswith("原件/") and packed.read(name) == "申请书全文".encode() for name in packed.namelist())
    with pytest.raises(ValidationError, match="已归档"):
        entering.enter(county.staff("education", "clerk"), case, Kind.SEARCHED, days.today(), words={"places": "a", "words": "b", "found": "c"}, details={"period": "d"})


def test_an_open_case_and_one_in_dispute_are_not_archived(county, open_case, done):
    clerk = county.staff("education", "clerk")
    with pytest.raises(ValidationError, match="已办结"):
        archiving.archive(clerk, open_case(day=DAY, registered=True))
    case = done()
    disputing.open_dispute(clerk, county.education, kind="review", notified_on=DAY, tribunal="清川县人民政府", about="不服答复", words={}, case=case)
    with pytest.raises(ValidationError, match="复议诉讼"):
        archiving.archive(clerk, case)


@pytest.mark.parametrize("answer, years", [("provided", 10), ("internal_affairs", 30)])
def test_what_was_withheld_is_kept_longer(county, done, answer, years):
    assert retention.rule_of(done(answer)).years == years


def test_only_when_its_time_is_over_a_case_is_erased_and_its_counts_stay(county, done, monkeypatch):
    case, clerk, head = done(), county.staff("education", "clerk"), county.staff("education", "head")
    archiving.archive(clerk, case)
    with pytest.raises(ValidationError, match="没有届满"):
        archiving.erase(head, case, "期满")
    monkeypatch.setattr(days, "today", lambda: date(2037, 1, 2) + timedelta(days=0))
    head = county.staff("education", "head")
    assert list(archiving.overdue_for_erasure(head)) == [case]
    archiving.erase(head, case, "保管期满，经鉴定销毁")
    again = Case.objects.get(pk=case.pk)
    with pytest.raises(sealing.Unreadable):
        vault.application_of(again)
    assert counting.table_3([county.education.pk], 2026)["granted"]["total"] == 1
    assert not archiving.overdue_for_erasure(head).exists()


def test_an_archived_case_whose_answer_is_corrected_is_reopened_answered_and_bound_anew(county, done):
    clerk, head, case = county.staff("education", "clerk"), county.staff("education", "head"), done()
    archiving.archive(clerk, case)
    row = disputing.open_dispute(clerk, county.education, kind="review", notified_on=date(2026, 10, 20), tribunal="清川县人民政府", about="不服答复", words={}, case=case)
    with pytest.raises(ValidationError, match="请先由负责人冲销归档"):
        disputing.record(clerk, row, "decided", date(2026, 11, 20), result="corrected", orders_answer=True)
    with pytest.raises(ValidationError, match="请先冲销归档，再冲销这条记录"):
        entering.reverse(head, case.events.get(kind=Kind.POSTED), "登记有误")
    page = client_of(head).get(reverse("applications:case", args=[case.pk])).content.decode()
    assert page.count(">冲销</a>") == 1
    entering.reverse(head, case.events.get(kind=Kind.ARCHIVED), "行政复议决定责令重新答复")
    disputing.record(clerk, row, "decided", date(2026, 11, 20), result="corrected", orders_answer=True)
    entering.enter(clerk, case, Kind.POSTED, date(2026, 11, 24), details={"way": "post", "answer": "partial"})
    archiving.archive(clerk, case)
    assert case.phase == Phase.ARCHIVED and case.files.filter(role=FileRole.CASE_FILE).count() == 4
    assert counting.table_3([county.education.pk], 2026)["processed"]["total"] == 1


def test_a_file_stands_in_the_case_file_by_the_day_of_the_country_and_not_of_greenwich(open_case, monkeypatch):
    case = open_case(day=DAY, registered=True)
    with monkeypatch.context() as early:
        early.setattr("django.utils.timezone.now", lambda: datetime(2026, 9, 20, 22, 30, tzinfo=UTC))
        vault.keep_file(case, b"x", "申请书.txt", FileRole.APPLICATION, kind="txt", media_type="text/plain", by_applicant=True)
    [file] = [part for part in archiving.parts_of(case) if part.name == "申请书.txt"]
    assert file.day == date(2026, 9, 21)


def test_the_record_in_the_case_file_says_what_each_event_says_at_the_hour_of_the_country(county, open_case, monkeypatch):
    case, clerk = open_case(day=DAY, registered=True), county.staff("education", "clerk")
    with monkeypatch.context() as early:
        early.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 11, 22, 30, tzinfo=UTC))
        entering.enter(clerk, case, Kind.POSTED, date(2026, 10, 12), details={"way": "post", "answer": "provided"}, words={"tracking": "XA1"})
    record = archiving.parts_of(case)[-1].data.decode().splitlines()
    assert record[-1] == f"2026-10-12　交邮　邮政企业邮寄，予以公开，提供信息　单号：XA1　（{clerk} 2026-10-12 06:30录入）"
