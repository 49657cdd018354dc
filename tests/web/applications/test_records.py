"""An application to put a record of oneself right (条例第四十一条): filed, answered in its own way, not counted in table 3."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from applicantforms import PERSON
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document

from gongkai.web.applications.domain import (
    counting,
    entering,
    intake,
    letters_drafting,
    opening,
    proposing,
    standing,
    vault,
)
from gongkai.web.applications.enums import Kind, Matter, Origin
from gongkai.web.applications.models import Case
from gongkai.web.common import days

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def record(open_case):
    """A case that asks to put a record right, worked on."""
    return open_case(registered=True, matter=Matter.RECORD)


def served(case, clerk, answer):
    entering.enter(clerk, case, Kind.SERVED, days.today(), details={"way": "in_person", "answer": answer})
    case.refresh_from_db()


def test_it_has_its_clock_and_stays_out_of_table_3(record, open_case, county):
    clerk = county.staff("education", "clerk")
    other = open_case(registered=True)
    assert (record.due_on, record.entered_on) == (other.due_on, None) and other.entered_on == other.received_on
    served(record, clerk, "record_corrected")
    assert (record.answer, record.counted_as, record.counted_on) == ("record_corrected", "", None)
    table = counting.table_3([county.education.pk], days.today().year)
    assert table["received"]["total"] == 1 and "processed" not in table and table["carried_out"]["total"] == 1


def test_an_application_for_information_that_is_answered_so_counts_as_before(open_case, county):
    case = open_case(registered=True)
    served(case, county.staff("education", "clerk"), "record_uncorrected")
    assert counting.table_3([county.education.pk], days.today().year)["closed.other"]["total"] == 1


def test_where_the_parameter_says_so_it_counts(record, monkeypatch):
    monkeypatch.setattr(standing, "parameters", lambda: SimpleNamespace(on=lambda key, day: SimpleNamespace(value="closed")))
    standing.keep(record, *standing.told(record, standing.entries_of(record)))
    assert Case.objects.get(pk=record.pk).entered_on == record.received_on


def test_only_the_answers_of_art_41_fit(record, county):
    clerk = county.staff("education", "clerk")
    offered = letters_drafting.answers_offered(standing.of(record), record.matter)
    assert {answer.key for group in offered.values() for answer in group} == {"record_corrected", "record_uncorrected", "record_elsewhere"}
    with pytest.raises(ValidationError, match="要求更正记录"):
        letters_drafting.start(clerk, record, "", answer="provided")
    letter = letters_drafting.start(clerk, record, "", answer="record_corrected")
    assert letters_drafting.values_of(letter)["record"] == "2024年河道治理项目的招标文件"
    assert "record_corrected" in {lack.key for lack in letters_drafting.lacking(letter)}


def test_a_part_of_one_is_one_and_it_is_no_ground_for_disclosing(record, open_case):
    assert proposing.look(record.pk) is None
    part, _ = opening.open_case(record.created_by, record.unit, channel="in_person", submitted_on=days.today() - timedelta(days=1), applicant_kind="person",
                                applicant={"name": "王小满"}, application={"content": "记录"}, origin=Origin.SPLIT, parent=record)
    assert part.matter == Matter.RECORD


def test_it_is_filed_on_the_portal_with_its_evidence(client, county):
    address = reverse("apply:record", args=[county.education.slug])
    page = client.get(address).content.decode()
    assert "第四十一条" in page and "获取信息的方式" not in page and "没有规定办理期限" in page
    values = {**PERSON, "content": "教师资格认定档案中的出生日期应为1990年", "features": ""}
    assert client.post(address, {**values, "evidence": ""}).status_code == 422
    answer = client.post(address, {**values, "evidence": "居民身份证"})
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert case.matter == Matter.RECORD and vault.application_of(case)["evidence"] == "居民身份证"
    assert [line for line in intake.lacking(case) if "形式" in line] == []


def test_a_clerk_enters_it_and_sees_what_it_is(client, county, record):
    client.force_login(county.staff("education", "clerk"), backend=BACKEND)
    assert "要求更正记录" in client.get(reverse("applications:intake_new")).content.decode()
    page = client.get(reverse("applications:case", args=[record.pk])).content.decode()
    assert "不计入年度报告表三" in page and "没有规定办理期限" in page
    questions = client.get(reverse("applications:questions", args=[record.pk])).content.decode()
    assert "要求更正的记录，本机关有权更正吗" in questions
    assert "申请的内容明确吗" in client.get(reverse("applications:questions", args=[record.pk]), {"anew": "1"}).content.decode()


def _words(answer):
    return "\n".join(line.text for line in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)


def test_its_receipt_is_a_word_file_and_a_pdf_in_its_own_words(client, county, open_case):
    """It promises no statutory day, since Art. 41 sets none."""
    client.force_login(county.staff("education", "clerk"), backend=BACKEND)
    case = open_case(matter=Matter.RECORD, channel="in_person", day=days.today())
    page = client.get(reverse("applications:intake_receipt", args=[case.pk])).content.decode()
    address = reverse("applications:intake_receipt_file", args=[case.pk, "docx"])
    assert address in page
    said = _words(client.get(address))
    assert "更正政府信息记录申请接收回执" in said and "要求更正的记录为" in said and case.receipt in said and "2024年河道治理项目的招标文件" in said
    assert "第四十一条" in said and "第三十三条" not in said and "比照" in said and "查询码" not in said
    assert b"".join(client.get(reverse("applications:intake_receipt_file", args=[case.pk, "pdf"])).streaming_content).startswith(b"%PDF")
    client.logout()
    client.post(reverse("apply:query"), {"number": case.receipt, "code": case.code})
    assert reverse("apply:receipt_file") in client.get(reverse("apply:receipt")).content.decode()
    assert b"".join(client.get(reverse("apply:receipt_file")).streaming_content).startswith(b"%PDF")


def test_each_matter_is_offered_its_own_receipt(record, open_case, county):
    clerk = county.staff("education", "clerk")
    for case, own, others in ((record, "record_receipt", "receipt"), (open_case(registered=True), "receipt", "record_receipt")):
        keys = {kind.key for kind in letters_drafting.offered(standing.of(case), case.matter)["notices"]}
        assert own in keys and others not in keys
        with pytest.raises(ValidationError):
            letters_drafting.start(clerk, case, others)
