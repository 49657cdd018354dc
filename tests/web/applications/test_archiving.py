"""A case that is done with is bound and closed; when its time is over, what it holds of persons is destroyed and its counts stay."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import archiving, counting, disputing, entering, retention, vault
from gongkai.web.applications.enums import FileRole, Kind, Phase
from gongkai.web.applications.models import Case
from gongkai.web.common import days, sealing

DAY = date(2026, 9, 18)


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
