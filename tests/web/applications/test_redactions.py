"""Redaction of a case's files: begun, boxes drawn and taken back, the redacted file made, and then nothing is changed any more."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from redactioncases import MOBILE, NAME, NUMBER, packed, places_of, reply, scan

from gongkai.web.applications import redaction as pages
from gongkai.web.applications.domain import applicants, entering, letters_drafting, redacting, vault
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, RedactionState
from gongkai.web.applications.models import CaseFile, Letter, Redaction, RedactionBox
from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event

pytestmark = pytest.mark.django_db
PLACE = pages.Rectangle(1, 100, 100, 200, 130)


@pytest.fixture(scope="module")
def letter():
    return reply()


@pytest.fixture
def case(open_case):
    return open_case(registered=True)


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


@pytest.fixture
def source(case, letter):
    return vault.keep_file(case, letter, "关于宗地的答复.pdf", FileRole.SOURCE, kind="pdf", media_type="application/pdf")


@pytest.fixture
def draft(clerk, case, source):
    return redacting.start(clerk, case, source)


@pytest.fixture
def finished(clerk, draft):
    hits = pages.search(vault.file_bytes(draft.source), (NAME,), ("identity", "mobile"))
    redacting.add(clerk, draft, [part for hit in hits for part in hit.parts], "privacy")
    redacting.ask(clerk, draft)
    draft.refresh_from_db()
    assert draft.problem == ""
    return draft


@pytest.fixture
def screen(client, clerk):
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_redaction_is_begun_once(clerk, case, source, draft):
    assert draft.state == RedactionState.DRAFT and draft.pages == 2 and draft.about["remarks"] == []
    assert redacting.start(clerk, case, source) == draft


def test_only_what_is_to_be_handed_out_is_redacted(clerk, case, letter):
    other = vault.keep_file(case, letter, "身份证.pdf", FileRole.IDENTITY, kind="pdf", media_type="application/pdf")
    with pytest.raises(ValidationError, match="只有“拟提供的信息”可以遮盖"):
        redacting.start(clerk, case, other)


def test_a_file_that_cannot_be_redacted_is_told_why(clerk, case):
    word = vault.keep_file(case, b"{\\rtf1 text}", "a.rtf", FileRole.SOURCE, kind="rtf", media_type="application/rtf")
    with pytest.raises(pages.RedactionRefused, match="输出为 PDF"):
        redacting.start(clerk, case, word)
    assert not Redaction.objects.exists()


def test_no_file_of_a_case_that_is_done_with_is_redacted(clerk, county, case, source):
    entering.enter(clerk, case, Kind.WITHDRAWN, days.today(), words={"reason": "电话撤回"})
    case.refresh_from_db()
    with pytest.raises(ValidationError, match="不能再遮盖"):
        redacting.start(clerk, case, source)


def test_a_box_drawn_by_hand_grows_over_whole_characters(clerk, draft):
    (hit, *_) = pages.search(vault.file_bytes(draft.source), (NAME,), ())
    part = hit.parts[0]
    (box,) = redacting.draw(clerk, draft, [pages.Rectangle(1, part.left + 3, part.top + 3, part.right - 3, part.bottom - 3)], "privacy")
    assert (box.left, box.right) == (pytest.approx(part.left, abs=0.02), pytest.approx(part.right, abs=0.02))
    assert (box.by, box.ground, box.batch) == (clerk, "privacy", 1)


@pytest.mark.parametrize(("place", "sentence"), [
    (pages.Rectangle(3, 1, 1, 9, 9), "没有第3页"), (pages.Rectangle(1, 700, 1, 900, 9), "超出页面或没有大小"), (pages.Rectangle(1, 9, 9, 9, 9), "没有大小"),
    (pages.Rectangle(1, float("nan"), 1, 9, 9), "没有大小"),
])
def test_a_box_that_cannot_be_is_refused(clerk, draft, place, sentence):
    with pytest.raises(pages.RedactionRefused, match=sentence):
        redacting.add(clerk, draft, [place], "privacy")


def test_an_unknown_ground_is_refused(clerk, draft):
    with pytest.raises(ValidationError, match="请从列表中选择遮盖依据"):
        redacting.add(clerk, draft, [PLACE], "because")


def test_undoing_takes_back_a_whole_batch(clerk, draft):
    redacting.add(clerk, draft, [PLACE], "privacy")
    redacting.add(clerk, draft, [PLACE, pages.Rectangle(2, 1, 1, 9, 9)], "trade_secret")
    assert [redacting.undo(clerk, draft) for _ in range(3)] == [2, 1, 0]


def test_a_ground_can_be_changed_and_a_box_taken_away(clerk, draft):
    redacting.add(clerk, draft, [PLACE], "privacy")
    redacting.change_ground(clerk, draft, draft.boxes.get().pk, "trade_secret")
    assert draft.boxes.get().ground == "trade_secret"
    redacting.remove(clerk, draft, draft.boxes.get().pk)
    redacting.remove(clerk, draft, 99)
    assert not draft.boxes.exists()


def test_the_redacted_file_is_a_file_of_the_case_made_from_the_original(finished, source):
    assert finished.state == RedactionState.FINISHED
    result = finished.result
    assert (result.role, result.made_from, result.kind, vault.file_name(result)) == (FileRole.REDACTED, source, "pdf", "关于宗地的答复（遮盖件）.pdf")
    data = vault.file_bytes(result)
    for text in (NAME, NUMBER, MOBILE):
        assert places_of(data, text) == []
    assert finished.digest == redacting.digest_of(source, redacting.boxes_of(finished))


def test_a_making_without_boxes_is_refused(clerk, draft):
    with pytest.raises(pages.RedactionRefused, match="还没有画任何遮盖框"):
        redacting.ask(clerk, draft)


def test_what_went_and_is_still_read_is_told_and_kept_sealed(clerk, draft):
    hits = pages.search(vault.file_bytes(draft.source), (NAME,), ())
    redacting.add(clerk, draft, hits[0].parts, "privacy")
    redacting.ask(clerk, draft)
    draft.refresh_from_db()
    assert [(text, page) for text, page, _ in redacting.still_read(draft)] == [(NAME, 1), (NAME, 2)]
    assert NAME.encode() not in bytes(draft.sealed)


def test_what_stands_in_the_way_is_told_and_the_boxes_can_be_changed_again(clerk, draft, monkeypatch):
    redacting.add(clerk, draft, [PLACE], "privacy")

    def refuse(*args, **more):
        raise pages.vocabulary().refused("unsafe", "第1页遮盖处仍有文字")

    monkeypatch.setattr(pages, "redact", refuse)
    redacting.ask(clerk, draft)
    draft.refresh_from_db()
    assert draft.state == RedactionState.DRAFT and "没有通过检查（第1页遮盖处仍有文字）" in draft.problem
    assert not CaseFile.objects.filter(role=FileRole.REDACTED).exists()
    redacting.add(clerk, draft, [PLACE], "privacy")


def test_no_box_is_changed_while_the_file_is_made(clerk, draft):
    redacting.add(clerk, draft, [PLACE], "privacy")
    Redaction.objects.filter(pk=draft.pk).update(state=RedactionState.MAKING)
    for change in (lambda: redacting.add(clerk, draft, [PLACE], "privacy"), lambda: redacting.undo(clerk, draft), lambda: redacting.discard(clerk, draft),
                   lambda: redacting.remove(clerk, draft, draft.boxes.get().pk), lambda: redacting.ask(clerk, draft)):
        with pytest.raises(ValidationError, match="不能再改动"):
            change()


def test_a_making_that_was_stopped_leaves_no_file(clerk, draft, monkeypatch):
    redacting.add(clerk, draft, [PLACE], "privacy")
    real = pages.redact

    def stopped(*args, **more):
        made = real(*args, **more)
        redacting.give_back(clerk, draft)
        return made

    monkeypatch.setattr(pages, "redact", stopped)
    redacting.ask(clerk, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.result) == (RedactionState.DRAFT, None) and "已停止生成" in draft.problem


def test_a_long_file_goes_to_the_background_and_a_second_run_changes_nothing(clerk, draft, monkeypatch, django_capture_on_commit_callbacks):
    redacting.add(clerk, draft, [PLACE], "privacy")
    monkeypatch.setattr(redacting, "INLINE", 1)
    asked = []
    monkeypatch.setattr("django_q.tasks.async_task", lambda *given: asked.append(given))
    with django_capture_on_commit_callbacks(execute=True):
        redacting.ask(clerk, draft)
    draft.refresh_from_db()
    assert asked == [("gongkai.web.applications.domain.redacting.make", draft.pk)] and draft.state == RedactionState.MAKING
    redacting.make(draft.pk)
    redacting.make(draft.pk)
    draft.refresh_from_db()
    assert draft.state == RedactionState.FINISHED and CaseFile.objects.filter(role=FileRole.REDACTED).count() == 1


def test_a_finished_redaction_stays_as_it_is_in_the_database_itself(clerk, finished):
    box = finished.boxes.first()
    for change in (
        lambda: RedactionBox.objects.filter(pk=box.pk).update(left=0), lambda: RedactionBox.objects.filter(pk=box.pk).delete(),
        lambda: Redaction.objects.filter(pk=finished.pk).update(digest="x"), lambda: Redaction.objects.filter(pk=finished.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
            connection.check_constraints()
    with pytest.raises(ValidationError, match="不能再改动"):
        redacting.undo(clerk, finished)


def test_another_redaction_begins_with_the_same_boxes(clerk, finished):
    fresh = redacting.again(clerk, finished)
    assert fresh.pk != finished.pk and redacting.boxes_of(fresh) == redacting.boxes_of(finished)
    assert redacting.again(clerk, finished) == fresh


def test_a_draft_can_be_given_up(clerk, draft, source):
    redacting.add(clerk, draft, [PLACE], "privacy")
    redacting.discard(clerk, draft)
    assert not Redaction.objects.exists() and CaseFile.objects.filter(pk=source.pk).exists()


@pytest.mark.parametrize("role", ["reviewer", "signer", "secrecy"])
def test_those_who_read_a_file_do_not_redact_it(county, draft, role):
    person = county.staff("education", role)
    for change in (lambda: redacting.add(person, draft, [PLACE], "privacy"), lambda: redacting.undo(person, draft), lambda: redacting.ask(person, draft),
                   lambda: redacting.start(person, draft.case, draft.source), lambda: redacting.again(person, draft)):
        with pytest.raises(Refused, match="遮盖申请的权限"):
            change()


def test_the_unit_that_a_case_is_assigned_to_redacts_what_it_holds(county, clerk, case, source):
    entering.enter(county.staff("education", "clerk"), case, Kind.ASSIGNED, days.today(), to_unit=county.water)
    case.refresh_from_db()
    assert redacting.start(county.staff("water", "clerk"), case, source).pages == 2


def test_each_step_is_logged_and_no_text_of_the_file_is(finished):
    rows = Event.objects.filter(action__startswith="redaction.")
    assert [row.action for row in rows.order_by("id")] == ["redaction.started", "redaction.box_added", "redaction.asked", "redaction.finished"]
    said = json.dumps([[row.before, row.after, row.note, row.subject_title] for row in rows], ensure_ascii=False)
    assert NAME not in said and NUMBER not in said and "宗地" not in said


def test_an_original_that_was_redacted_goes_to_no_applicant(case, source, letter, finished):
    other = vault.keep_file(case, letter, "可以提供.pdf", FileRole.SOURCE, kind="pdf", media_type="application/pdf")
    assert set(redacting.going_out(case)) == {other, finished.result}
    named = [str(file.pk) for file in (source, other, finished.result)]
    Letter.objects.create(case=case, kind="answer_partial", answer={"answer": "partial", "files": named}, stage=LetterStage.SENT,
                          sealed=vault.seal(case, {}, "letter"))
    assert set(applicants.files_for(case)) == {other, finished.result}


def test_what_was_handed_out_stays_so_though_it_be_redacted_afterwards(clerk, case, source):
    before = timezone.now()
    redacting.start(clerk, case, source)
    assert list(redacting.going_out(case, before)) == [source] and list(redacting.going_out(case)) == []


def test_a_letter_cannot_name_an_original_that_is_being_redacted(clerk, case, source):
    letter = letters_drafting.start(clerk, case, "", answer="partial")
    letters_drafting.save(clerk, letter, letter.version, {}, {"files": [str(source.pk)]})
    redacting.start(clerk, case, source)
    letter.refresh_from_db()
    assert any("已经开始遮盖" in lack.sentence for lack in letters_drafting.lacking(letter))
    with pytest.raises(ValidationError, match="已经开始遮盖的原件"):
        letters_drafting.save(clerk, letter, letter.version, {}, {"files": [str(source.pk)]})


# screens


def test_a_file_is_added_on_the_page_of_the_case_and_redacted(screen, case, letter):
    page = reverse("applications:case", args=[case.pk])
    assert "拟提供的信息" in screen.get(page).content.decode()
    answer = screen.post(reverse("applications:source_add", args=[case.pk]), {"source-document": SimpleUploadedFile("说明.pdf", letter, "application/pdf")})
    assert answer.status_code == 302 and answer.url == page + "#sources"
    file = case.files.get(role=FileRole.SOURCE)
    assert "说明.pdf" in screen.get(page).content.decode()
    answer = screen.post(reverse("applications:redaction_start", args=[case.pk, file.pk]), follow=True)
    said = answer.content.decode()
    assert "遮盖：说明.pdf" in said and "共 2 页" in said and "本页没有遮盖框" in said


def test_a_word_file_is_taken_in_and_refused_when_it_is_to_be_redacted(screen, case):
    file = vault.keep_file(case, b"{\\rtf1 text}", "a.rtf", FileRole.SOURCE, kind="rtf", media_type="application/rtf")
    said = screen.post(reverse("applications:redaction_start", args=[case.pk, file.pk]), follow=True).content.decode()
    assert "请先用 WPS 或 Word 输出为 PDF" in said


def test_a_page_is_shown_as_a_picture_and_stored_nowhere(screen, draft):
    answer = screen.get(reverse("applications:redaction_picture", args=[draft.pk, 2]) + "?across=700")
    assert answer["Content-Type"] == "image/png" and answer["Cache-Control"] == "private, no-store" and answer["X-Content-Type-Options"] == "nosniff"
    assert screen.get(reverse("applications:redaction_picture", args=[draft.pk, 3])).status_code == 404


def test_the_script_is_told_the_boxes_and_what_was_wrong(screen, draft):
    address = reverse("applications:redaction_box_add", args=[draft.pk])
    place = {"page": 1, "left": 100, "top": 600, "right": 200, "bottom": 640, "ground": "privacy"}
    said = screen.post(address, place, headers={"accept": "application/json"}).json()
    assert (said["problem"], said["total"], said["here"]) == ("", 1, 1) and "<rect" in said["drawn"] and "改依据" in said["list"]
    said = screen.post(address, {**place, "ground": "x"}, headers={"accept": "application/json"}).json()
    assert said["problem"] == "请从列表中选择遮盖依据。" and said["total"] == 1
    said = screen.post(address, {**place, "left": "nan"}, headers={"accept": "application/json"}).json()
    assert said["problem"] == "遮盖框的位置有误，请重画。"


def test_without_a_script_boxes_are_added_by_place_changed_undone(screen, draft):
    answer = screen.post(reverse("applications:redaction_box_add", args=[draft.pk]),
                         {"page": 2, "left": 20, "top": 200, "width": 50, "height": 10, "ground": "discussion"}, follow=True)
    assert "第十六条第二款（过程性信息：讨论记录）1 个" in answer.content.decode()
    box = draft.boxes.get()
    assert (box.page, box.left, box.top) == (2, pytest.approx(56.7, abs=0.1), pytest.approx(566.9, abs=16))  # grown over the letters there
    screen.post(reverse("applications:redaction_box", args=[draft.pk, box.pk]), {"page": 2, "change": "1", "ground": "draft"})
    assert draft.boxes.get().ground == "draft"
    screen.post(reverse("applications:redaction_undo", args=[draft.pk]), {"page": 2})
    assert not draft.boxes.exists()
    answer = screen.post(reverse("applications:redaction_box_add", args=[draft.pk]), {"page": 2, "left": "x", "ground": "draft"}, follow=True)
    assert "距左边（毫米）：" in answer.content.decode()


def test_what_a_search_finds_is_accepted_one_by_one_or_all(screen, draft):
    address = reverse("applications:redaction_search", args=[draft.pk])
    said = screen.post(address, {"words": NAME, "kinds": ["identity", "mobile"], "page": 1})
    hits = said.context["hits"]
    assert len(hits) == 45 and said.context["fresh"] == 45 and f"<mark>{NAME}</mark>" in said.content.decode()
    said = screen.post(address, {"words": NAME, "kinds": ["identity", "mobile"], "page": 1, "one": hits[0]["value"], "ground": "privacy"})
    assert said.context["fresh"] == 44 and draft.boxes.count() == 1
    fresh = [each["value"] for each in said.context["hits"] if not each["covered"]]
    said = screen.post(address, {"words": NAME, "kinds": ["identity", "mobile"], "page": 1, "ticked": "1", "hit": fresh, "ground": "privacy"})
    assert said.context["fresh"] == 0 and "已遮盖 44 处" in said.content.decode()
    said = screen.post(reverse("applications:redaction_finish", args=[draft.pk]), {"text": "on"}, follow=True).content.decode()
    assert "打开遮盖件核对" in said and "已检查" in said
    result = Redaction.objects.get(pk=draft.pk).result
    answer = screen.get(reverse("applications:case_file", args=[draft.case_id, result.pk]) + "?inline")
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer["Content-Type"] == "application/pdf" and places_of(data, NAME) == []
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize("given", ["", "[]", "[[1]]", "[[1,2]]", "{}", "[[\"x\",1,1,2,2]]", "1"])
def test_hits_that_were_tampered_with_are_refused(screen, draft, given):
    answer = screen.post(reverse("applications:redaction_search", args=[draft.pk]), {"words": NAME, "page": 1, "one": given, "ground": "privacy"})
    assert answer.status_code == 200 and not draft.boxes.exists()


def test_a_search_for_nothing_is_refused_and_one_without_result_says_so(screen, draft):
    address = reverse("applications:redaction_search", args=[draft.pk])
    assert "没有输入要查找的词" in screen.post(address, {"words": " ", "page": 1}).content.decode()
    assert "没有找到" in screen.post(address, {"words": "不在其中", "page": 1}).content.decode()
    assert screen.get(address).status_code == 302


def test_a_scan_says_that_it_cannot_be_searched(screen, clerk, case):
    data = packed(scan(), "JPEG", dpi=(200, 200))
    source = vault.keep_file(case, data, "扫描件.jpg", FileRole.SOURCE, kind="jpg", media_type="image/jpeg")
    row = redacting.start(clerk, case, source)
    said = screen.get(reverse("applications:redaction", args=[row.pk])).content.decode()
    assert "没有文字，无法查找，请逐页看图画框" in said and "姓名、单位等词语" not in said


def test_the_progress_of_a_making_is_shown(screen, draft):
    Redaction.objects.filter(pk=draft.pk).update(state=RedactionState.MAKING, done=1)
    said = screen.get(reverse("applications:redaction", args=[draft.pk])).content.decode()
    assert "已完成 1 页，共 2 页" in said and 'http-equiv="refresh"' in said
    screen.post(reverse("applications:redaction_finish", args=[draft.pk]), {"stop": "1"})
    assert Redaction.objects.get(pk=draft.pk).state == RedactionState.DRAFT


def test_those_who_only_read_see_the_boxes_and_change_nothing(client, county, clerk, draft):
    redacting.add(clerk, draft, [PLACE], "privacy")
    client.force_login(county.staff("education", "signer"), backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(reverse("applications:redaction", args=[draft.pk])).content.decode()
    assert "第十五条 个人隐私" in said and "生成遮盖件</button>" not in said and "撤销上一步" not in said
    assert client.post(reverse("applications:redaction_undo", args=[draft.pk])).status_code == 403


def test_nobody_of_another_unit_sees_a_redaction(client, county, draft):
    client.force_login(county.staff("water", "clerk"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, more in (("redaction", []), ("redaction_picture", [1])):
        assert client.get(reverse(f"applications:{name}", args=[draft.pk, *more])).status_code == 404


def test_the_authority_above_sees_no_page_of_it(client, county, draft):
    client.force_login(county.staff("root", "supervisor"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, more in (("redaction", []), ("redaction_picture", [1])):
        assert client.get(reverse(f"applications:{name}", args=[draft.pk, *more])).status_code == 403
