"""The applicant's own page: opened by number and code together, for half an hour, by nobody else; and what can be done there."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from applicantforms import file_one, open_with, picture, text_file
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import get_resolver, reverse

from gongkai.web.applications.domain import applicants, entering, intake, limits, opening, vault
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, PartyRole, Stage
from gongkai.web.applications.models import Case, Letter
from gongkai.web.applications.public import knocking
from gongkai.web.common import days
from gongkai.web.common.models import Event, Notice

TODAY = days.today()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def text(answer):
    return answer.content.decode()


@pytest.fixture
def mine(county, open_case, request):
    """A case of 教育局 that is worked on, received so many days ago (30 unless told), and a client who has opened it."""
    case = open_case(registered=True, channel="online", day=TODAY - timedelta(days=getattr(request, "param", 30)))
    client = Client()
    assert open_with(client, case.receipt, case.code).status_code == 302
    case.client, case.staff = client, lambda role="clerk": county.staff("education", role)
    return case


# -- number and code -------------------------------------------------------------------------------------------------------


def test_number_and_code_open_the_case_however_they_are_typed(county, open_case):
    case, client = open_case(), Client()
    answer = open_with(client, f" {case.receipt.lower()} ", f"{case.code[:5].lower()} {case.code[5:]}")
    assert (answer.status_code, answer["Location"]) == (302, "/apply/case/")
    assert case.receipt in text(client.get("/apply/case/"))


@pytest.mark.parametrize("typed", [lambda text: text.replace("-", ""), lambda text: text.replace("-", "—"), lambda text: f"　{text.lower()}\n",
                                   lambda text: "".join(chr(ord(letter) + 0xfee0) for letter in text)])
def test_number_and_code_are_read_as_people_write_them(county, open_case, typed):
    case = open_case()
    assert open_with(Client(), typed(case.receipt), typed(f"{case.code[:5]}-{case.code[5:]}")).status_code == 302


def test_who_sends_too_often_is_told_and_keeps_the_text(mine, monkeypatch):
    from gongkai.web.applications.domain import limits

    monkeypatch.setattr(limits, "SHARED", 0)
    answer = mine.client.post("/apply/case/suggest/", {"text": "全镇都关心"})
    assert answer.status_code == 422 and "之后再试" in text(answer) and "全镇都关心</textarea>" in text(answer)
    assert not mine.events.filter(kind=Kind.SUGGESTED).exists()


def test_a_wrong_code_and_a_number_that_is_none_are_answered_alike(county, open_case, client):
    case = open_case()
    wrong, none = open_with(client, case.receipt, "AAAAAAAAAA"), open_with(client, "20260101-AAAAAA", case.code)
    even = [re.sub(r'value="[^"]*"', "", text(answer)).replace(case.receipt, "") for answer in (wrong, none)]
    assert wrong.status_code == none.status_code == 422 and even[0] == even[1]
    assert client.get("/apply/case/").status_code == 302


def test_a_wrong_code_asks_the_database_the_same_as_a_number_that_is_none(county, open_case, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case, counts = open_case(), []
    for number, code in ((case.receipt, "AAAAAAAAAA"), ("20260101-AAAAAA", case.code), ("20260101-BBBBBB", "AAAAAAAAAA")):
        client = Client(REMOTE_ADDR="10.1.2.3")
        client.get("/apply/query/")
        with CaptureQueriesContext(connection, ) as asked:
            open_with(client, number, code)
        counts.append(len([query for query in asked.captured_queries if "applications_case" in query["sql"]]))
    assert counts[0] == counts[1] == counts[2] == 1


@pytest.fixture
def waits(monkeypatch):
    """The seconds for which an answer was held back."""
    held = []
    monkeypatch.setattr(knocking, "wait", held.append)
    return held


def test_wrong_codes_from_many_addresses_are_slowed_and_keep_no_owner_out(county, open_case, waits):
    case = open_case()
    for number in range(10):
        assert open_with(Client(REMOTE_ADDR=f"10.0.0.{number}"), case.receipt, "AAAAAAAAAA").status_code == 422
    assert waits == []
    slow = open_with(Client(REMOTE_ADDR="10.0.1.1"), case.receipt.lower(), "AAAAAAAAAA")
    assert slow.status_code == 422 and "核对放慢了" in text(slow) and "输入正确的查询码不受影响" in text(slow)
    for number in range(20):
        open_with(Client(REMOTE_ADDR=f"10.0.2.{number}"), case.receipt, "AAAAAAAAAA")
    assert waits == sorted(waits) and 0 < waits[0] < waits[1] and waits[-1] == limits.SLOWEST
    seen = len(waits)
    assert open_with(Client(REMOTE_ADDR="10.0.3.1"), case.receipt, case.code).status_code == 302 and len(waits) == seen
    none = open_with(Client(REMOTE_ADDR="10.0.1.2"), "20260101-AAAAAA", "A")
    assert none.status_code == 422 and "核对放慢了" not in text(none)


def test_one_address_that_guesses_at_a_number_waits_for_it_alone(county, open_case, waits):
    case, other = open_case(), open_case()
    for _ in range(10):
        open_with(Client(REMOTE_ADDR="10.1.2.3"), case.receipt, "AAAAAAAAAA")
    stopped = open_with(Client(REMOTE_ADDR="10.1.2.3"), case.receipt, case.code)
    assert stopped.status_code == 429 and "从其他网络查询不受影响，请在" in text(stopped) and "之后再试" in text(stopped)
    assert open_with(Client(REMOTE_ADDR="10.1.2.3"), other.receipt, other.code).status_code == 302
    assert open_with(Client(REMOTE_ADDR="10.9.9.9"), case.receipt, case.code).status_code == 302


def test_one_address_cannot_try_many_numbers(county, open_case):
    case, away = open_case(), {"REMOTE_ADDR": "10.1.2.3"}
    for number in range(30):
        open_with(Client(**away), f"20260101-AAAA{number:02d}", "AAAAAAAAAA")
    assert open_with(Client(**away), case.receipt, case.code).status_code == 429
    assert open_with(Client(REMOTE_ADDR="10.9.9.9"), case.receipt, case.code).status_code == 302


def test_whoever_knows_the_code_may_come_as_often_as_they_like(county, open_case):
    case = open_case()
    for _ in range(40):
        assert open_with(Client(REMOTE_ADDR="10.1.2.3"), case.receipt, case.code).status_code == 302


def test_the_half_hour_goes_on_with_each_page_and_ends_without(mine, monkeypatch):
    now = time.time()
    for minutes in (20, 40, 60):
        monkeypatch.setattr(time, "time", lambda at=minutes: now + at * 60)
        assert mine.client.get("/apply/case/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 91 * 60)
    assert mine.client.get("/apply/case/").status_code == 302


def test_what_was_typed_when_the_half_hour_ran_out_comes_back_with_the_code(mine, monkeypatch):
    entering.enter(mine.staff(), mine, Kind.CORRECTION_ASKED, TODAY, details={"until": TODAY + timedelta(days=15)})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * 60)
    page = text(mine.client.post("/apply/case/correct/", {"text": "要的是2024年的"}))
    assert "内容还没有提交" in page and 'value="要的是2024年的"' in page
    answer = mine.client.post("/apply/query/", {"number": mine.receipt, "code": mine.code, "then": "correct", "text": "要的是2024年的"})
    assert answer.status_code == 200 and "要的是2024年的</textarea>" in text(answer)
    assert not mine.events.filter(kind=Kind.CORRECTION_RECEIVED).exists()


def test_leaving_shuts_the_case(mine):
    assert mine.client.post("/apply/case/leave/").status_code == 302
    assert mine.client.get("/apply/case/").status_code == 302


def test_a_planted_session_opens_nothing(county, open_case):
    case, planted = open_case(), SessionStore()
    planted.create()
    victim = Client()
    victim.cookies["sessionid"] = planted.session_key
    open_with(victim, case.receipt, case.code)
    thief = Client()
    thief.cookies["sessionid"] = planted.session_key
    assert victim.get("/apply/case/").status_code == 200 and thief.get("/apply/case/").status_code == 302


def test_a_renewed_code_ends_what_the_old_one_opened(mine):
    intake.new_code(mine.staff(), mine)
    assert mine.client.get("/apply/case/").status_code == 302


# -- every address of a case -----------------------------------------------------------------------------------------------


def own_addresses():
    """Every address that works on an applicant's case, from the resolver: none can be added past this test."""
    patterns = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "apply").url_patterns
    return sorted(one.name for one in patterns if getattr(one.callback, "applicant", False))


def test_the_look_finds_the_addresses():
    assert own_addresses() == ["case", "confirm", "contact", "correct", "file", "part", "reasons", "receipt", "receipt_file", "suggest", "withdraw"]
    patterns = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "apply").url_patterns
    assert {one.name for one in patterns} - set(own_addresses()) == {"choose", "form", "record", "complain", "complaint", "complaint_leave", "offer", "query", "alive", "leave"}


def sent(case, kind="answer_granted", stage=LetterStage.SENT, party=None, answer=None, data=b"stamped"):
    """A letter of a case with its stamped scan."""
    scan = vault.keep_file(case, data, "盖章件.pdf", FileRole.STAMPED, kind="pdf", media_type="application/pdf")
    return Letter.objects.create(case=case, kind=kind, party=party, stage=stage, stamped=scan, number="清教公复〔2026〕1号",
                                 sealed=vault.seal(case, {}, "letter"), answer=answer or {"type": "provided"})


@pytest.mark.parametrize("name", own_addresses())
@pytest.mark.parametrize("who", ["nobody", "another", "own"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_of_a_case_is_for_whoever_opened_this_case(county, open_case, name, who, method):
    case, other = open_case(registered=True), open_case(registered=True)
    letter = sent(case)
    given = {"file": {"file": letter.stamped_id}, "confirm": {"letter": letter.pk}, "part": {"id": case.pk}}.get(name, {})
    client, events = Client(), case.events.count()
    if who != "nobody":
        opened = case if who == "own" else other
        open_with(client, opened.receipt, opened.code)
    answer = getattr(client, method)(reverse(f"apply:{name}", kwargs=given), {"text": "内容", "telephone": "13900139000"})
    body = b"".join(answer) if answer.streaming else answer.content
    if who == "nobody":
        assert (answer.status_code, answer.get("Location", "")) == (302, "/apply/query/") or (answer.status_code == 403 and "重新输入".encode() in body)
    if who != "own":
        assert case.events.count() == events and case.receipt.encode() not in body and b"stamped" not in body
        assert Letter.objects.get().stage == LetterStage.SENT
    elif name == "file":
        assert body == b"stamped"
    elif method == "get" and name in ("case", "receipt", "contact", "suggest", "withdraw"):
        assert answer.status_code == 200 and case.receipt.encode() in body


# -- what is seen ----------------------------------------------------------------------------------------------------------


def test_the_page_tells_the_stage_the_day_and_why(mine):
    page = text(mine.client.get("/apply/case/"))
    for told in ("申请正在办理。", f"{mine.due_on:%Y年}", "期限是怎么算的", "双方确认之日", "已提交申请", "已收到申请，答复期限自次日起算", "已登记"):
        assert told in page
    assert "分办" not in page


def test_inner_matters_third_parties_and_what_was_reversed_are_not_told(mine, county):
    from gongkai.web.applications.domain import parties

    third = parties.add(mine.staff(), mine, PartyRole.THIRD_PARTY, {"name": "清川恒远建材有限公司", "telephone": "13700137000"})
    second = parties.add(mine.staff(), mine, PartyRole.THIRD_PARTY, {"name": "河东商贸行", "telephone": "13700137001"})
    entering.enter(mine.staff(), mine, Kind.ASSIGNED, TODAY, to_unit=county.education)
    entering.enter(mine.staff(), mine, Kind.NOTED, TODAY, words={"reason": "经办人内部记录"})
    for party in (third, second):
        entering.enter(mine.staff(), mine, Kind.THIRD_PARTY_ASKED, TODAY, details={"way": "post"}, party=party)
    wrong = entering.enter(mine.staff(), mine, Kind.REASONS_ASKED, TODAY)
    entering.reverse(mine.staff("head"), wrong, "填错了")
    page = text(mine.client.get("/apply/case/"))
    assert page.count("已依法征求意见") == 1
    for hidden in ("恒远", "河东商贸", "内部记录", "请说明申请理由", "填错了", "分办"):
        assert hidden not in page


def test_files_are_those_of_letters_that_went_to_the_applicant(mine):
    from gongkai.web.applications.domain import parties

    third = parties.add(mine.staff(), mine, PartyRole.THIRD_PARTY, {"name": "恒远公司", "telephone": "13700137000"})
    given = vault.keep_file(mine, b"given", "遮盖件.pdf", FileRole.REDACTED, kind="pdf", media_type="application/pdf")
    secret = vault.keep_file(mine, b"secret", "底稿.pdf", FileRole.APPROVAL, kind="pdf", media_type="application/pdf")
    other = vault.keep_file(mine, b"other", "别的遮盖件.pdf", FileRole.REDACTED, kind="pdf", media_type="application/pdf")
    answer = {"type": "partial", "files": [str(given.pk), str(secret.pk)]}
    mine_letter = sent(mine, answer=answer)
    hidden = [sent(mine, stage=LetterStage.SIGNED), sent(mine, stage=LetterStage.VOID), sent(mine, kind="third_party_inquiry", party=third),
              sent(mine, kind="review_sheet"), sent(mine, kind="answer_granted", party=third), sent(mine, kind="nothing_known")]
    assert set(applicants.files_for(mine)) == {mine_letter.stamped, given}
    for file in (secret, other, *(letter.stamped for letter in hidden)):
        assert mine.client.get(f"/apply/case/files/{file.pk}").status_code == 404
    answer = mine.client.get(f"/apply/case/files/{given.pk}")
    assert b"".join(answer) == b"given" and "no-store" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.get(action="case.file_read").after["by"] == "applicant"


def test_an_erased_case_says_so(mine):
    vault.erase(mine.staff("head"), mine, "保管期满")
    answer = mine.client.get("/apply/case/")
    assert answer.status_code == 404 and "已按规定销毁" in text(answer)


# -- what can be done ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mine", [4], indirect=True)
def test_a_correction_is_sent_only_while_it_is_asked_for_and_counts_from_its_day(mine):
    before = mine.due_on
    assert mine.client.get("/apply/case/correct/").status_code == 302
    assert mine.client.post("/apply/case/correct/", {"text": "补正"}).status_code == 302
    entering.enter(mine.staff(), mine, Kind.CORRECTION_ASKED, TODAY, details={"until": TODAY + timedelta(days=15)})
    assert "提交补正" in text(mine.client.get("/apply/case/"))
    answer = mine.client.post("/apply/case/correct/", {"text": "", "files": []})
    assert answer.status_code == 422 and "请填写内容，或者上传材料" in text(answer)
    assert mine.client.post("/apply/case/correct/", {"text": "要的是2024年的", "files": [text_file("一.txt"), picture("二.png")]}).status_code == 302
    event = mine.events.get(kind=Kind.CORRECTION_RECEIVED)
    assert (event.day, event.details, vault.note_of(event)) == (TODAY, {"on_time": True}, {"reason": "要的是2024年的"})
    assert mine.files.filter(role=FileRole.CORRECTION, by_applicant=True).count() == 2 and event.document.role == FileRole.CORRECTION
    case = Case.objects.get(pk=mine.pk)
    assert case.stage == Stage.WORKING and case.due_on > before
    assert "补正" in Notice.objects.latest("id").text and "2024年的" not in Notice.objects.latest("id").text


def test_a_late_correction_is_taken_and_marked(mine):
    entering.enter(mine.staff(), mine, Kind.CORRECTION_ASKED, TODAY - timedelta(days=9), details={"until": TODAY - timedelta(days=1)})
    mine.client.post("/apply/case/correct/", {"text": "住院了，今天才看到"})
    assert mine.events.get(kind=Kind.CORRECTION_RECEIVED).details == {"on_time": False}


def test_a_refused_file_keeps_the_text_and_enters_nothing(mine):
    from django.core.files.uploadedfile import SimpleUploadedFile

    entering.enter(mine.staff(), mine, Kind.CORRECTION_ASKED, TODAY, details={"until": TODAY})
    answer = mine.client.post("/apply/case/correct/", {"text": "要的是2024年的", "files": [text_file("好.txt"), SimpleUploadedFile("坏.exe", b"MZ" + b"\0" * 99)]})
    page = text(answer)
    assert answer.status_code == 422 and "坏.exe" in page and "要的是2024年的</textarea>" in page and "好.txt" in page
    assert not mine.events.filter(kind=Kind.CORRECTION_RECEIVED).exists() and not mine.files.exists()


def test_two_clicks_send_one_correction(mine):
    entering.enter(mine.staff(), mine, Kind.CORRECTION_ASKED, TODAY, details={"until": TODAY})
    for _ in range(2):
        assert mine.client.post("/apply/case/correct/", {"text": "要的是2024年的"}).status_code == 302
    assert mine.events.filter(kind=Kind.CORRECTION_RECEIVED).count() == 1


def test_reasons_are_given_while_they_are_asked_for(mine):
    entering.enter(mine.staff(), mine, Kind.REASONS_ASKED, TODAY)
    assert mine.client.post("/apply/case/reasons/", {"text": "研究需要"}).status_code == 302
    assert vault.note_of(mine.events.get(kind=Kind.REASONS_RECEIVED)) == {"reason": "研究需要"}


def test_a_case_is_withdrawn_once_before_it_is_answered(county):
    client = Client()
    file_one(client, county.education)
    assert client.get("/apply/case/withdraw/").status_code == 200 and Case.objects.get().stage == Stage.UNCONFIRMED
    assert client.post("/apply/case/withdraw/", {"text": ""}).status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.answer, case.events.filter(kind=Kind.WITHDRAWN).count()) == (Stage.CONCLUDED, "withdrawn", 1)
    client.post("/apply/case/withdraw/", {"text": ""})
    assert case.events.filter(kind=Kind.WITHDRAWN).count() == 1


def test_a_suggestion_goes_to_the_clerk(mine):
    assert mine.client.post("/apply/case/suggest/", {"text": ""}).status_code == 422
    assert mine.client.post("/apply/case/suggest/", {"text": "全镇都关心"}).status_code == 302
    assert vault.note_of(mine.events.get(kind=Kind.SUGGESTED)) == {"reason": "全镇都关心"}
    assert "第四十四条" in Notice.objects.latest("id").text


def test_the_contact_is_put_right_and_the_old_one_kept_sealed(mine):
    page = text(mine.client.get("/apply/case/contact/"))
    assert "13800138000" in page
    values = {"telephone": "13900139000", "email": "xiaoman@example.com", "address": "清川县城关镇河东路7号", "postcode": "", "fax": ""}
    assert mine.client.post("/apply/case/contact/", {**values, "telephone": "", "email": "", "address": ""}).status_code == 422
    assert mine.client.post("/apply/case/contact/", values).status_code == 302
    assert applicants.contact_of(mine)["telephone"] == "13900139000"
    event = mine.events.get(kind=Kind.PARTICULARS_CHANGED)
    assert event.details == {"items": ["telephone"]} and vault.note_of(event) == {"note": "联系电话原为：13800138000"}
    party = mine.parties.get(role=PartyRole.APPLICANT)
    assert vault.party_of(party)["name"] == "王小满" and [one.case_id for one in vault.parties_like({"telephone": "13900139000"})] == [mine.pk]
    mine.client.post("/apply/case/contact/", values)
    assert mine.events.filter(kind=Kind.PARTICULARS_CHANGED).count() == 1


def test_saying_that_a_reply_has_come_serves_it_today(mine):
    letter = sent(mine)
    assert "确认已收到" in text(mine.client.get("/apply/case/"))
    assert mine.client.get(reverse("apply:confirm", args=[letter.pk])).status_code == 302 and Letter.objects.get().stage == LetterStage.SENT
    mine.client.post(reverse("apply:confirm", args=[letter.pk]))
    case = Case.objects.get(pk=mine.pk)
    assert (case.stage, case.answer, case.answered_on, Letter.objects.get().stage) == (Stage.CONCLUDED, "provided", TODAY, LetterStage.SERVED)
    event = mine.events.get(kind=Kind.SERVED)
    assert (event.actor, event.letter, event.details["way"]) == (None, letter, "platform")
    mine.client.post(reverse("apply:confirm", args=[letter.pk]))
    assert mine.events.filter(kind=Kind.SERVED).count() == 1


def test_of_what_was_posted_it_is_proof_of_arrival_and_no_more(mine):
    letter = sent(mine)
    entering.enter(mine.staff(), mine, Kind.POSTED, TODAY - timedelta(days=3), details={"way": "post", "answer": "provided"}, letter=letter)
    mine.client.post(reverse("apply:confirm", args=[letter.pk]))
    case = Case.objects.get(pk=mine.pk)
    assert (case.answered_on, case.counted_on) == (TODAY - timedelta(days=3), TODAY - timedelta(days=3))
    assert mine.events.get(kind=Kind.SERVED).details["way"] == "post"


def test_a_letter_that_is_not_out_cannot_be_confirmed(mine):
    for letter in (sent(mine, stage=LetterStage.SIGNED), sent(mine, stage=LetterStage.RETURNED)):
        mine.client.post(reverse("apply:confirm", args=[letter.pk]))
    assert not mine.events.filter(kind=Kind.SERVED).exists()


def test_an_old_case_opens_as_it_is(county, open_case):
    case = open_case()
    entering.enter(None, case, Kind.WITHDRAWN, TODAY, words={"reason": "不要了"}, by_site=True)
    assert opening.find(case.receipt, case.code) == case
    client = Client()
    open_with(client, case.receipt, case.code)
    page = text(client.get("/apply/case/"))
    assert "申请已经办结" in page and "撤回申请</a>" not in page


def test_a_divided_application_leads_to_its_parts_and_back_and_to_no_other(mine, open_case):
    from gongkai.web.applications.domain import dividing

    parts = dividing.split(mine.staff(), mine, ["招标文件", "施工合同"], ["2024年河道治理的招标文件", "2024年河道治理的施工合同"], "两项内容互不关联")
    stranger = open_case(registered=True)
    page = text(mine.client.get("/apply/case/"))
    assert "已拆分为几件" in page and "招标文件" in page and "施工合同" in page
    mine.client.get(f"/apply/case/parts/{stranger.pk}/")
    assert stranger.receipt not in text(mine.client.get("/apply/case/"))
    mine.client.get(f"/apply/case/parts/{parts[1].pk}/")
    page = text(mine.client.get("/apply/case/"))
    assert parts[1].receipt in page and "2024年河道治理的施工合同" in page and "撤回申请" in page
    mine.client.get(f"/apply/case/parts/{parts[0].pk}/")
    assert parts[1].receipt in text(mine.client.get("/apply/case/")), "from part to part the way is over the whole"
    mine.client.get(f"/apply/case/parts/{mine.pk}/")
    assert mine.receipt in text(mine.client.get("/apply/case/"))


def test_of_a_merged_case_the_letter_that_answers_it_is_shown_and_nothing_else_of_the_other(mine, open_case):
    from gongkai.web.applications.domain import dividing

    other = open_case(registered=True)
    Case.objects.filter(pk=other.pk).update(sealed=vault.seal(other, {**vault.application_of(other), "content": "另一件的内容"}, "application"))
    dividing.merge(mine.staff(), [mine], other, "同一事项")
    answer, notice = sent(other), sent(other, kind="extension_notice")
    assert applicants.files_for(Case.objects.get(pk=mine.pk)) == [answer.stamped]
    page = text(mine.client.get("/apply/case/"))
    assert "政府信息公开申请答复书" in page and "确认已收到" not in page and "另一件的内容" not in page and other.receipt not in page
    assert mine.client.get(f"/apply/case/files/{answer.stamped_id}").status_code == 200
    assert mine.client.get(f"/apply/case/files/{notice.stamped_id}").status_code == 404


def test_the_result_is_told(mine):
    letter = sent(mine)
    mine.client.post(reverse("apply:confirm", args=[letter.pk]))
    assert "办理结果：<b>予以公开，提供信息</b>" in text(mine.client.get("/apply/case/"))
