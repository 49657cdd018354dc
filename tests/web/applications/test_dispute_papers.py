"""答复书 and 答辩状: begun from dispute and case with their days and evidence, reviewed and signed by others, handed in."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from gongkai.engine.evidence import exhibits, load_exhibits
from gongkai.engine.lawfile import LawError
from gongkai.web.applications.domain import (
    dispute_papers,
    dispute_values,
    disputing,
    entering,
    letters_numbers,
    review_trail,
    strongbox,
    uploads,
)
from gongkai.web.applications.enums import DisputeAct, Kind, LetterStage
from gongkai.web.applications.models import Dispute, DisputePaper, LetterNumber
from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event, Notice
from gongkai.web.common.reviewing import Verdict

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRITTEN = {"defence": "本机关答复认定事实清楚，适用依据正确。", "prayer": "请求维持本机关的答复"}
WORDS = {"claimant": "陈大伟", "claims": "撤销答复，责令重新答复", "facts": "申请人认为信息应当存在"}


@pytest.fixture
def staff(county):
    return lambda role: county.staff("education", role)


@pytest.fixture
def case(open_case, staff):
    """A case that was searched and answered: not held."""
    made = open_case(registered=True, day=days.today() - timedelta(days=20))
    wrong = entering.enter(staff("clerk"), made, Kind.REASONS_ASKED, days.today() - timedelta(days=16))
    entering.reverse(staff("head"), wrong, "录错了")
    entering.enter(staff("clerk"), made, Kind.SEARCHED, days.today() - timedelta(days=15), details={"period": "2020年至2024年"},
                   words={"places": "档案室", "words": "河道", "found": "没有找到"})
    entering.enter(staff("clerk"), made, Kind.NOTED, days.today() - timedelta(days=15), words={"reason": "内部讨论"})
    entering.enter(staff("clerk"), made, Kind.SERVED, days.today() - timedelta(days=10), details={"way": "in_person", "answer": "not_existing"})
    return made


@pytest.fixture
def review(case, staff):
    """A review of its answer, of which the unit was notified today."""
    return disputing.open_dispute(staff("clerk"), case.unit, kind="review", notified_on=days.today(), tribunal="清川县人民政府", about="对信息公开答复不服",
                                  docket="清政复〔2026〕18号", words=WORDS, case=case)


def fresh(paper):
    return DisputePaper.objects.select_related("dispute").get(pk=paper.pk)


def drafted(staff, dispute):
    paper = dispute_papers.start(staff("clerk"), dispute)
    dispute_papers.save(staff("clerk"), paper, paper.version, WRITTEN)
    return fresh(paper)


def signed(staff, dispute):
    paper = drafted(staff, dispute)
    version = dispute_papers.send_for_review(staff("clerk"), paper, dispute_papers.fill(paper))
    dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    dispute_papers.take_step(staff("signer"), version, 2, Verdict.PASSED)
    return fresh(paper)


def said(data):
    document = Document(io.BytesIO(data))
    return "\n".join([*(line.text for line in document.paragraphs), *("｜".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)])


def test_it_begins_with_the_days_the_course_and_the_evidence_of_the_case(review, case, staff):
    values = dispute_papers.whole(dispute_papers.start(staff("clerk"), review))
    assert values["answer_due"] == review.answer_due_on.isoformat() and "10个工作日内（《行政复议法》第四十八条）" in values["answer_term"]
    assert (values["tribunal"], values["docket"], values["claimant"]) == ("清川县人民政府", "清政复〔2026〕18号", "陈大伟")
    assert "收到申请" in values["course"] and "检索" in values["course"] and "内部" not in values["course"] and "办理记录" not in values["course"]
    assert values["relied"] == "《中华人民共和国政府信息公开条例》第三十六条第四项"
    answered = days.today() - timedelta(days=10)
    titles = [row["title"] for row in values["evidence"]]
    assert [title.split("，")[0] for title in titles] == ["政府信息公开申请表", "收到申请的确认记录", "政府信息公开申请登记表", "政府信息检索记录单", f"政府信息公开申请答复书（{answered.year}年{answered.month}月{answered.day}日）",
                                                      "送达凭证（政府信息公开申请答复书）"]
    assert not any("说明理由" in title for title in titles)  # reversed: it left nothing
    assert values["evidence"][3]["source"] == "本机关制作" and "第三十六条第四项" in values["evidence"][3]["proves"]


@pytest.mark.parametrize(("kind", "simplified", "told"), [
    ("review", True, "5个工作日内（《行政复议法》第五十四条"), ("litigation_direct", False, "15日内（《行政诉讼法》第六十七条第一款）")])
def test_the_term_is_that_of_the_procedure(county, staff, kind, simplified, told):
    row = disputing.open_dispute(staff("clerk"), county.education, kind=kind, notified_on=days.today(), tribunal="清川县人民法院", about="信息公开", words=WORDS,
                                 simplified=simplified)
    paper = dispute_papers.start(staff("clerk"), row)
    values = dispute_papers.whole(paper)
    assert told in values["answer_term"] and values["answer_due"] == row.answer_due_on.isoformat()
    assert paper.kind == ("review_reply" if kind == "review" else "suit_reply")
    assert any("证据目录" in lack for lack in dispute_papers.lacking(paper))  # no case: the clerk lists the evidence


def test_it_is_drafted_reviewed_and_signed_by_three_people_and_handed_in(review, staff):
    paper = drafted(staff, review)
    assert dispute_papers.lacking(paper) == []
    version = dispute_papers.send_for_review(staff("clerk"), paper, dispute_papers.fill(paper))
    with pytest.raises(Refused):
        dispute_papers.take_step(staff("clerk"), version, 1, Verdict.PASSED)
    with pytest.raises(ValidationError, match="不是现在要办的环节"):
        dispute_papers.take_step(staff("signer"), version, 2, Verdict.PASSED)
    dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.PASSED, "同意")
    dispute_papers.take_step(staff("signer"), version, 2, Verdict.PASSED)
    paper = fresh(paper)
    with pytest.raises(ValidationError, match="还没有编号定稿"):
        dispute_papers.hand_in(staff("clerk"), paper, paper.version, days.today())
    final = dispute_papers.finish(paper, letters_numbers.proposed(paper, days.today().year), days.today())
    dispute_papers.keep_final(staff("clerk"), paper, paper.version, final)
    paper = fresh(paper)
    dispute_papers.hand_in(staff("clerk"), paper, paper.version, days.today())
    paper, row = fresh(paper), Dispute.objects.get(pk=review.pk)
    assert (paper.stage, row.answered_on) == (LetterStage.SENT, days.today())
    event = row.events.get(act=DisputeAct.ANSWERED)
    assert event.document == paper.final and strongbox.open_file(paper.final)[1] == (final.pdf or final.docx)
    text = said(final.docx)
    assert "陈大伟" in text and "政府信息检索记录单" in text and WRITTEN["prayer"] in text and f"{days.today().year}年" in text and "签发后填日期" not in text and paper.number in text
    assert "陈大伟" not in str(list(Event.objects.values())) and Notice.objects.filter(text__contains="等待您签发").exists()
    with pytest.raises(ValidationError, match="已有"):
        dispute_papers.start(staff("clerk"), row)


def test_what_a_clerk_who_heads_the_office_wrote_they_do_not_review(review, staff):
    paper = dispute_papers.start(staff("head"), review)
    dispute_papers.save(staff("head"), paper, paper.version, WRITTEN)
    paper = fresh(paper)
    version = dispute_papers.send_for_review(staff("head"), paper, dispute_papers.fill(paper))
    with pytest.raises(ValidationError, match="不能由本人审批"):
        dispute_papers.take_step(staff("head"), version, 1, Verdict.PASSED)


def test_it_goes_back_with_a_reason_and_is_frozen_anew(review, staff):
    paper = drafted(staff, review)
    version = dispute_papers.send_for_review(staff("clerk"), paper, dispute_papers.fill(paper))
    with pytest.raises(ValidationError, match="待审核"):
        dispute_papers.save(staff("clerk"), fresh(paper), fresh(paper).version, {"defence": "改"})
    with pytest.raises(ValidationError):
        dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.RETURNED)
    step = dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.RETURNED, "补充依据")
    assert dispute_papers.opinion_of(step) == "补充依据" and fresh(paper).stage == LetterStage.DRAFT
    again = dispute_papers.send_for_review(staff("clerk"), fresh(paper), dispute_papers.fill(fresh(paper)))
    assert again.number == 2
    with pytest.raises(ValidationError):
        dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    dispute_papers.recall(staff("clerk"), again, "再核对")
    assert fresh(paper).stage == LetterStage.DRAFT
    dispute_papers.void(staff("clerk"), fresh(paper), "重写")
    assert dispute_papers.start(staff("clerk"), review).pk != paper.pk


def test_of_two_writers_the_second_is_told_and_what_was_filled_is_what_is_frozen(review, staff):
    paper = drafted(staff, review)
    made = dispute_papers.fill(paper)
    dispute_papers.save(staff("head"), fresh(paper), fresh(paper).version, {"defence": "另一种写法"})
    with pytest.raises(Conflict):
        dispute_papers.save(staff("clerk"), paper, paper.version, {"defence": "改"})
    with pytest.raises(Conflict):
        dispute_papers.send_for_review(staff("clerk"), fresh(paper), made)


def test_a_later_day_than_the_last_is_told(review, staff):
    paper = dispute_papers.start(staff("clerk"), review)
    assert dispute_papers.late(paper, review.answer_due_on) == ""
    assert "晚于提交期限" in dispute_papers.late(paper, review.answer_due_on + timedelta(days=1))


def test_the_exhibits_name_steps_of_a_case_and_a_faulty_file_is_refused(tmp_path):
    assert set(exhibits()) <= set(Kind.values)
    path = tmp_path / "evidence.yaml"
    path.write_text("title: 证\nbasis: 法\nsource: 法\nfrom: 2019-05-15\nconfirmed: 2026-11-30\nentries:\n  - {key: served, name: 甲, origin: 乙}\n", encoding="utf-8")
    with pytest.raises(LawError, match=r"evidence\.yaml"):
        load_exhibits(path)


def test_the_screens_lead_from_the_dispute_to_the_day_it_was_handed_in(client, review, staff):
    def go(role):
        client.force_login(staff(role), backend=BACKEND)

    go("clerk")
    assert "拟制行政复议答复书" in client.get(reverse("applications:dispute", args=[review.pk])).content.decode()
    assert client.post(reverse("applications:dispute_paper_new", args=[review.pk])).status_code == 302
    paper = DisputePaper.objects.get()
    edit = reverse("applications:dispute_paper_edit", args=[paper.pk])
    page = client.get(edit)
    assert "政府信息检索记录单" in page.content.decode() and "届满" in page.content.decode() and "送审前还缺 2 项" in page.content.decode()
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    saved = client.post(edit, {**data, **WRITTEN, "row-version": form.marks["row-version"], "row-seen": form.marks["row-seen"]})
    assert saved.status_code == 302
    assert len(dispute_papers.values_of(fresh(paper))["evidence"]) == 6
    preview = client.get(reverse("applications:dispute_paper_preview", args=[paper.pk, "docx"]))
    assert "证据名称" in said(b"".join(preview.streaming_content))
    assert client.post(reverse("applications:dispute_paper_submit", args=[paper.pk])).status_code == 302
    address = reverse("applications:dispute_paper", args=[paper.pk])
    for role, level in (("reviewer", 1), ("signer", 2)):
        go(role)
        seen = fresh(paper).versions.get().pk
        assert client.post(address, {"level": level, "seen": seen, "verdict": "passed", "opinion": ""}).status_code == 302
    go("clerk")
    number, hand_in = (reverse(f"applications:dispute_paper_{act}", args=[paper.pk]) for act in ("number", "hand_in"))
    assert client.post(hand_in, {"day": days.today().isoformat()}).status_code == 422
    assert 'value="清教公开复诉〔' in client.get(number).content.decode() or "公开复诉〔" in client.get(number).content.decode()
    assert client.post(number, {"number": f"清教复答〔{days.today().year}〕7号", "issued_on": days.today().isoformat()}).status_code == 302
    assert "定稿" in client.get(address).content.decode() and f"清教复答〔{days.today().year}〕7号" in client.get(address).content.decode()
    assert "清教复答" in client.get(reverse("applications:letter_numbers")).content.decode()
    assert client.post(hand_in, {"day": (days.today() + timedelta(days=1)).isoformat()}).status_code == 422
    answer = client.post(hand_in, {"day": days.today().isoformat(), "scan": SimpleUploadedFile("盖章.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")})
    assert answer.status_code in (302, 422), answer.content.decode()
    if answer.status_code == 422:
        assert client.post(hand_in, {"day": days.today().isoformat()}).status_code == 302
    assert fresh(paper).stage == LetterStage.SENT and "已提交" in client.get(address).content.decode()
    assert client.get(edit).status_code == 302 and isinstance(review.answer_due_on, date)
    go("supervisor")
    assert "陈大伟" not in client.get(address).content.decode()
    assert dispute_values.kind_for(review).label == "行政复议答复书"


def numbered(staff, paper, text, day=None):
    dispute_papers.keep_final(staff("clerk"), paper, paper.version, dispute_papers.finish(paper, text, day or days.today()))
    return fresh(paper)


def test_its_number_is_one_of_the_units_unique_and_void_with_it(review, staff, county):
    year = days.today().year
    paper = numbered(staff, signed(staff, review), f"清教复答[{year}]第3号")
    assert paper.number == f"清教复答〔{year}〕3号"
    (series,) = letters_numbers.series(county.education)
    assert (series.word, series.gaps) == ("清教复答", [1, 2]) and series.rows[0].bearer == paper
    with pytest.raises(ValidationError, match="已编文号"):
        numbered(staff, paper, f"清教复答〔{year}〕4号")
    with pytest.raises(ValidationError, match="先在“文号登记”中作废"):
        numbered(staff, fresh(paper), "")
    letters_numbers.void(staff("clerk"), LetterNumber.objects.get(), "编错")
    assert fresh(paper).number == "" and dispute_papers.finals(fresh(paper)) == {}
    with pytest.raises(ValidationError, match="已被使用"):
        numbered(staff, fresh(paper), f"清教复答〔{year}〕3号")
    assert numbered(staff, fresh(paper), f"清教复答〔{year}〕4号").number.endswith("4号")
    dispute_papers.recall(staff("clerk"), review_trail.latest(paper), "错字")
    assert fresh(paper).number == "" and not LetterNumber.objects.filter(void_reason="").exists()
    assert letters_numbers.proposed(fresh(paper), year).endswith(f"公开复诉〔{year}〕1号")


def test_an_office_that_gives_such_papers_no_number_hands_them_in_without(review, staff):
    paper = numbered(staff, signed(staff, review), "")
    text = said(strongbox.open_file(dispute_papers.finals(paper)["docx"])[1])
    assert "编文号" not in text and not LetterNumber.objects.exists() and paper.issued_on == days.today()
    with pytest.raises(ValidationError, match="早于成文日期"):
        dispute_papers.hand_in(staff("clerk"), paper, paper.version, days.today() - timedelta(days=1))
    dispute_papers.hand_in(staff("clerk"), paper, paper.version, days.today())
    assert fresh(paper).stage == LetterStage.SENT


def test_approvals_on_paper_are_recorded_with_their_scan(review, staff, county, client):
    paper = drafted(staff, review)
    version = dispute_papers.send_for_review(staff("clerk"), paper, dispute_papers.fill(paper))
    scan = dispute_papers.keep_scan(staff("clerk"), review, uploads.Looked(b"scan", "呈批单.pdf", "pdf", "application/pdf"))
    values = {"spoken": "paper", "approver_name": "李处长", "approved_on": days.today(), "scan": scan}
    with pytest.raises(Refused):
        dispute_papers.record_step(staff("signer"), version, 1, Verdict.PASSED, **values)
    with pytest.raises(ValidationError, match="拟稿"):
        dispute_papers.record_step(staff("clerk"), version, 1, Verdict.PASSED, **{**values, "approver_name": "education-clerk"})
    other = disputing.open_dispute(staff("clerk"), county.education, kind="review", notified_on=days.today(), tribunal="清川县人民政府", about="另一件", words=WORDS)
    elsewhere = dispute_papers.keep_scan(staff("clerk"), other, uploads.Looked(b"scan", "a.pdf", "pdf", "application/pdf"))
    with pytest.raises(ValidationError, match="不在材料中"):
        dispute_papers.record_step(staff("clerk"), version, 1, Verdict.PASSED, **{**values, "scan": elsewhere})
    dispute_papers.record_step(staff("clerk"), version, 1, Verdict.PASSED, **values)
    with pytest.raises(ValidationError, match="同一人"):
        dispute_papers.record_step(staff("clerk"), version, 2, Verdict.PASSED, **values)
    client.force_login(staff("clerk"), backend=BACKEND)
    address = reverse("applications:dispute_paper_record", args=[paper.pk])
    assert "补录审批：签发" in client.get(address).content.decode()
    given = {"verdict": "passed", "spoken": "oa", "approver_name": "王县长", "approved_on": days.today().isoformat()}
    assert client.post(address, given).status_code == 422
    png = b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea735811e0000000049454e44ae426082")
    assert client.post(address, {**given, "scan": SimpleUploadedFile("呈批单.png", png)}).status_code == 302
    assert fresh(paper).stage == LetterStage.SIGNED
    page = client.get(reverse("applications:dispute_paper", args=[paper.pk])).content.decode()
    assert "李处长" in page and "王县长" in page and "办公系统" in page and reverse("applications:dispute_file", args=[review.pk, scan.pk]) in page


def test_it_waits_in_the_list_of_whoever_reviews_and_signs_it(review, staff, client):
    paper = drafted(staff, review)
    version = dispute_papers.send_for_review(staff("clerk"), paper, dispute_papers.fill(paper))

    def listed(role):
        client.force_login(staff(role), backend=BACKEND)
        return reverse("applications:dispute_paper", args=[paper.pk]) in client.get(reverse("applications:letter_reviews")).content.decode()

    assert [listed(role) for role in ("reviewer", "head", "signer", "clerk")] == [True, True, False, False]
    client.force_login(staff("reviewer"), backend=BACKEND)
    assert "待我审核、签发" in client.get("/workbench/").content.decode()
    dispute_papers.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    assert [listed(role) for role in ("reviewer", "head", "signer")] == [False, False, True]
    assert "行政复议答复书" in client.get(reverse("applications:letter_reviews")).content.decode()
