"""A letter from its draft to the post: what it needs, who takes which step, what the case says of it afterwards."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from county import person
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import (
    archiving,
    dividing,
    entering,
    fees,
    letters_approving,
    letters_drafting,
    letters_facts,
    letters_numbers,
    letters_sending,
    letters_settings,
    letters_values,
    parties,
    review_trail,
    vault,
)
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, PartyRole, Phase, Stage
from gongkai.web.applications.models import Letter
from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.common.reviewing import Verdict
from gongkai.web.organs.models import SoleApprover

TODAY = days.today


@pytest.fixture
def staff(county):
    """The people of 教育局 by role."""
    return lambda role: county.staff("education", role)


def scan(case, role=FileRole.APPROVAL, data=b"%PDF-1.7 scan"):
    return vault.keep_file(case, data, "scan.pdf", role, kind="pdf", media_type="application/pdf")


def searched(case, clerk):
    entering.enter(clerk, case, Kind.SEARCHED, TODAY() - timedelta(days=2), details={"period": "2020年至2024年"},
                   words={"places": "档案室", "words": "河道", "found": "没有找到"})


@pytest.fixture
def answer(open_case, staff):
    """An answer 信息不存在 that lacks nothing."""
    case = open_case(registered=True)
    searched(case, staff("clerk"))
    return letters_drafting.start(staff("clerk"), case, "", answer="not_existing")


def review(letter, staff, *, upto="signed"):
    """Send for review, and take the steps."""
    letter = fresh(letter)
    version = letters_approving.send_for_review(staff("clerk"), letter, letters_approving.fill(letter))
    if upto != "review":
        letters_approving.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    if upto == "signed":
        letters_approving.take_step(staff("signer"), version, 2, Verdict.PASSED)
    return version


def finished(letter, staff, *, upto="stamped", clerk="clerk"):
    """Reviewed, signed, numbered, stamped."""
    review(letter, staff)
    letter = fresh(letter)
    number = letters_numbers.proposed(letter, TODAY().year) if letters_drafting.kind_of(letter).number else ""
    letters_sending.keep_final(staff(clerk), letter, letter.version, letters_sending.finish(letter, number, TODAY()))
    return fresh(letter)


def fresh(letter):
    return Letter.objects.get(pk=letter.pk)


def send(letter, staff, way="post", **more):
    letter = fresh(letter)
    letters_sending.send(staff("clerk"), letter, letter.version, **{"way": way, "day": TODAY(), "unstamped": True, **more})
    return fresh(letter)


def kinds(case):
    return [event.kind for event in case.events.order_by("id")]


def test_an_answer_is_filled_from_the_case_and_keeps_nothing_personal_in_the_open(answer):
    values = letters_drafting.values_of(answer)
    assert values["applicant"] == "王小满" and values["content"] == "2024年河道治理项目的招标文件"
    assert "“河道”" in values["search_record"] and "档案室" in values["search_record"]
    assert answer.answer == {"type": "not_existing"} and "王小满" not in bytes(answer.sealed).decode("latin1")
    assert letters_drafting.lacking(answer) == []


def test_what_an_answer_needs_keeps_it_from_review(open_case, staff):
    case = open_case(registered=True)
    letter = letters_drafting.start(staff("clerk"), case, "", answer="not_existing")
    assert {lack.key for lack in letters_drafting.lacking(letter)} == {"search_record"}
    with pytest.raises(ValidationError, match="还没有检索记录"):
        letters_approving.fill(letter)
    letters_drafting.save(staff("clerk"), letter, letter.version, {"search_record": "查了"})
    with pytest.raises(ValidationError, match="还没有检索记录"):  # words in the letter are no record
        letters_approving.fill(fresh(letter))


@pytest.mark.parametrize("given, lacks", [
    ({}, {"ground", "consultation_or_reason", "reason"}),
    ({"grounds": ["state_secret"]}, {"ground", "consultation_or_reason", "reason"}),
    ({"grounds": ["trade_secret"]}, {"consultation_or_reason", "reason"}),
    ({"grounds": ["trade_secret"], "reason": "涉及成本", "consultation_omitted": "第三方已公开声明不同意"}, set()),
])
def test_a_refusal_wants_its_ground_its_reason_and_the_third_party(open_case, staff, given, lacks):
    letter = letters_drafting.start(staff("clerk"), open_case(registered=True), "", answer="third_party")
    values = {key: value for key, value in given.items() if key != "grounds"}
    letters_drafting.save(staff("clerk"), letter, letter.version, values, {"grounds": given.get("grounds", [])})
    assert {lack.key for lack in letters_drafting.lacking(fresh(letter))} == lacks


def test_a_partial_answer_wants_the_review_and_a_redacted_file(open_case, staff):
    case = open_case(registered=True)
    letter = letters_drafting.start(staff("clerk"), case, "", answer="partial")
    plain = scan(case, FileRole.SOURCE)
    letters_drafting.save(staff("clerk"), letter, letter.version, {"reason": "含私人电话", "withheld": "电话", "consultation_omitted": "无需征求"},
                          {"grounds": ["privacy"], "files": [plain.pk]})
    assert {lack.key for lack in letters_drafting.lacking(fresh(letter))} == {"review_record", "redacted_file"}
    entering.enter(staff("secrecy"), case, Kind.DISCLOSURE_REVIEWED, TODAY(), details={"conclusion": "withheld"}, words={"basis": "第十五条"})
    letter = fresh(letter)
    letters_drafting.save(staff("clerk"), letter, letter.version, {}, {"grounds": ["privacy"], "files": [scan(case, FileRole.REDACTED).pk]})
    assert {lack.key for lack in letters_drafting.lacking(fresh(letter))} == {"review_record"}  # the review said no
    entering.enter(staff("secrecy"), case, Kind.DISCLOSURE_REVIEWED, TODAY(), details={"conclusion": "partial"}, words={"basis": "第三十七条"})
    assert not letters_drafting.lacking(fresh(letter))


def test_a_third_party_that_objects_is_told_before_what_it_objects_to_goes_out(open_case, staff):
    case, clerk = open_case(registered=True), staff("clerk")
    party = parties.add(clerk, case, PartyRole.THIRD_PARTY, {"name": "安行公司"})
    day = TODAY() - timedelta(days=6)
    entering.enter(clerk, case, Kind.THIRD_PARTY_ASKED, day, details={"way": "in_person"}, party=party)
    answer = letters_drafting.answer_of(letters_drafting.start(clerk, case, "", answer="provided"))
    facts = lambda **chosen: letters_facts.facts_of(case, answer, {}, chosen)  # noqa: E731
    assert not facts()["consultation"]
    entering.enter(clerk, case, Kind.THIRD_PARTY_ANSWERED, day, details={"conclusion": "disagree"}, words={"opinion": "不同意"}, party=party)
    assert facts()["consultation"] and facts()["third_party_overridden"] and not facts()["third_party_notice"] and not facts()["third_party_agreed"]
    assert not facts(unfounded=True)["third_party_overridden"]
    entering.enter(clerk, case, Kind.THIRD_PARTY_TOLD, TODAY(), words={"reason": "公共利益"}, party=party)
    assert facts()["third_party_notice"]


def test_silence_of_a_third_party_is_a_consultation_once_its_days_have_run_out(open_case, staff):
    case, clerk = open_case(registered=True, day=TODAY() - timedelta(days=60)), staff("clerk")
    party = parties.add(clerk, case, PartyRole.THIRD_PARTY, {"name": "安行公司"})
    for kind in (Kind.THIRD_PARTY_ASKED, Kind.THIRD_PARTY_RECEIVED):
        entering.enter(clerk, case, kind, TODAY() - timedelta(days=50), details={"way": "in_person"}, party=party)
    answer = letters_drafting.answer_of(letters_drafting.start(clerk, case, "", answer="third_party"))
    received = TODAY() - timedelta(days=50)
    assert not letters_facts.facts_of(case, answer, {}, {}, day=received + timedelta(days=7))["consultation"]
    assert letters_facts.facts_of(case, answer, {}, {})["consultation"]


def test_three_people_bring_an_answer_to_the_post_and_it_ends_the_case(answer, staff):
    case = answer.case
    letter = finished(answer, staff)
    assert letter.stage == LetterStage.SIGNED and letter.number.endswith(f"〔{TODAY().year}〕1号")
    letter = send(letter, staff, tracking="1234567890123")
    case.refresh_from_db()
    assert (letter.stage, case.phase, case.answer, case.answered_on) == (LetterStage.SENT, Phase.CONCLUDED, "not_existing", TODAY())
    assert kinds(case)[-4:] == [Kind.DRAFTED, Kind.APPROVED, Kind.SIGNED, Kind.POSTED]
    posted = case.events.order_by("id").last()
    assert posted.letter == letter and posted.details == {"way": "post", "answer": "not_existing"} and vault.note_of(posted)["tracking"] == "1234567890123"
    assert hashlib.sha256(vault.file_bytes(letter.stamped)).hexdigest() == letter.stamped.sha256 and letter.stamped.role == FileRole.STAMPED
    letters_sending.arrived(staff("clerk"), letter, letter.version, TODAY(), receiver="本人", proof=scan(case, FileRole.PROOF))
    case.refresh_from_db()
    assert fresh(letter).stage == LetterStage.SERVED and case.answered_on == TODAY() and kinds(case)[-1] == Kind.SERVED
    assert "王小满" not in str(list(Event.objects.values_list("after", "note", "subject_title")))


def test_what_is_printed_is_what_was_signed(answer, staff):
    review(answer, staff)
    letter = fresh(answer)
    final = letters_sending.finish(letter, "清教公复〔2026〕1号", TODAY())
    assert vault.file_bytes(final.version.file) != final.docx
    values = vault.unseal(letter.case, final.version.sealed, "letter")
    final.version.sealed = vault.seal(letter.case, {**values, "search_record": "另一说法"}, "letter")
    tampered = final.version
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters_sending, "signed_version", lambda letter: tampered)
        with pytest.raises(ValidationError, match="与签发稿不一致"):
            letters_sending.finish(letter, "清教公复〔2026〕1号", TODAY())


@pytest.mark.parametrize("role, level", [("clerk", 1), ("signer", 1), ("secrecy", 1), ("supervisor", 1)])
def test_who_may_not_review_is_refused(answer, staff, role, level):
    version = review(answer, staff, upto="review")
    with pytest.raises(Refused):
        letters_approving.take_step(staff(role), version, level, Verdict.PASSED)


def test_nobody_reviews_what_they_wrote_nor_takes_both_steps(county, answer, staff):
    both = person("一肩挑", county.education, "clerk", "reviewer", "signer")
    letters_drafting.save(both, answer, answer.version, {"contact_person": "一肩挑"})
    version = review(answer, staff, upto="review")
    assert both.pk in version.hands
    with pytest.raises(ValidationError, match="参与拟稿"):
        letters_approving.take_step(both, version, 1, Verdict.PASSED)
    assert review_trail.level_open_to(both, version)[1] and version not in letters_approving.waiting_for(both)
    twice = person("审签", county.education, "reviewer", "signer")
    letters_approving.take_step(twice, version, 1, Verdict.PASSED)
    with pytest.raises(ValidationError, match="两级审批"):
        letters_approving.take_step(twice, version, 2, Verdict.PASSED)
    SoleApprover.objects.create(unit=county.education, person=twice, reason="只有一人", since=date(2020, 1, 1))
    step = letters_approving.take_step(twice, version, 2, Verdict.PASSED)
    assert step.own_text and fresh(answer).stage == LetterStage.SIGNED


def test_what_was_approved_on_paper_is_recorded_with_its_scan(answer, staff):
    version = review(answer, staff, upto="review")
    values = {"spoken": "paper", "approver_name": "李局长", "approved_on": TODAY(), "scan": scan(answer.case)}
    with pytest.raises(Refused):
        letters_approving.record_step(staff("reviewer"), version, 1, Verdict.PASSED, **values)
    with pytest.raises(ValidationError, match="审批人姓名"):
        letters_approving.record_step(staff("clerk"), version, 1, Verdict.PASSED, **{**values, "approver_name": " "})
    with pytest.raises(ValidationError, match="参与了拟稿"):
        letters_approving.record_step(staff("clerk"), version, 1, Verdict.PASSED, **{**values, "approver_name": "education-clerk"})
    letters_approving.record_step(staff("clerk"), version, 1, Verdict.PASSED, **values)
    with pytest.raises(ValidationError, match="两级审批"):
        letters_approving.record_step(staff("clerk"), version, 2, Verdict.PASSED, **values)
    letters_approving.record_step(staff("clerk"), version, 2, Verdict.PASSED, **{**values, "approver_name": "王县长"})
    assert fresh(answer).stage == LetterStage.SIGNED


def test_a_step_looks_anew_at_what_the_letter_needs(answer, staff):
    version = review(answer, staff, upto="review")
    entering.reverse(staff("head"), answer.case.events.get(kind=Kind.SEARCHED), "误录")
    with pytest.raises(ValidationError, match="还没有检索记录"):
        letters_approving.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    with pytest.raises(ValidationError, match="说明需要修改什么"):
        letters_approving.take_step(staff("reviewer"), version, 1, Verdict.RETURNED)
    step = letters_approving.take_step(staff("reviewer"), version, 1, Verdict.RETURNED, "请补检索记录")
    assert fresh(answer).stage == LetterStage.DRAFT and letters_approving.opinion_of(step) == "请补检索记录" and kinds(answer.case)[-1] == Kind.SENT_BACK
    with pytest.raises(ValidationError, match="已不在审核中"):
        letters_approving.take_step(staff("head"), version, 1, Verdict.PASSED)


def test_a_letter_under_review_is_recalled_before_it_is_written_on(answer, staff):
    version = review(answer, staff, upto="review")
    with pytest.raises(ValidationError, match="不能修改"):
        letters_drafting.save(staff("clerk"), fresh(answer), fresh(answer).version, {"reason": "改"})
    letters_approving.recall(staff("clerk"), version, "发现错字")
    letters_drafting.save(staff("clerk"), answer, fresh(answer).version, {"reason": "改"})
    assert review(answer, staff, upto="review").number == 2


def test_of_two_clerks_the_second_is_told(answer, staff):
    seen = answer.version
    letters_drafting.save(staff("clerk"), fresh(answer), seen, {"reason": "甲"})
    with pytest.raises(Conflict):
        letters_drafting.save(staff("head"), fresh(answer), seen, {"reason": "乙"})
    made = letters_approving.fill(fresh(answer))
    letters_drafting.save(staff("clerk"), fresh(answer), fresh(answer).version, {"reason": "丙"})
    with pytest.raises(Conflict):  # what was filled is not what would be frozen
        letters_approving.send_for_review(staff("clerk"), fresh(answer), made)


def test_a_courier_warns_and_ends_the_case_only_when_signed_for(answer, staff):
    letter = finished(answer, staff)
    with pytest.raises(ValidationError, match="应当通过邮政企业邮寄"):
        send(letter, staff, "courier")
    assert fresh(letter).stage == LetterStage.SIGNED
    letter = send(letter, staff, "courier", accepted=True)
    answer.case.refresh_from_db()
    assert answer.case.phase == Phase.WORKING
    letters_sending.arrived(staff("clerk"), letter, letter.version, TODAY())
    answer.case.refresh_from_db()
    assert (answer.case.phase, answer.case.answer) == (Phase.CONCLUDED, "not_existing")


def test_a_fee_notice_posted_within_the_term_stops_the_clock_though_it_arrives_later(open_case, staff):
    case, clerk = open_case(registered=True, day=TODAY() - timedelta(days=60)), staff("clerk")
    last = case.due_on
    letter = letters_drafting.start(clerk, case, "fee_notice")
    letters_drafting.save(clerk, letter, letter.version, {"fee_way": "持通知书到财务室缴纳", "fee_due": (TODAY() + timedelta(days=40)).isoformat()})
    fees.put(clerk, fresh(letter), fresh(letter).version, "items", 12)
    letter = send(finished(letter, staff), staff, day=last)
    letters_sending.arrived(clerk, letter, letter.version, last + timedelta(days=3))
    case.refresh_from_db()
    assert case.events.get(kind=Kind.FEE_NOTIFIED).details["sent"] == last.isoformat()
    assert (case.stage, case.due_on) == (Stage.FEE, None)
    entering.enter(clerk, case, Kind.FEE_PAID, last + timedelta(days=4), details={"amount": "200"})
    assert case.due_on > last + timedelta(days=4)


def test_what_came_back_is_sent_again(answer, staff):
    letter = send(finished(answer, staff), staff)
    letters_sending.undelivered(staff("clerk"), letter, letter.version, TODAY(), "office", reason="地址写错")
    answer.case.refresh_from_db()
    assert fresh(letter).stage == LetterStage.RETURNED and answer.case.phase == Phase.WORKING
    send(letter, staff, "in_person", receiver="本人")
    answer.case.refresh_from_db()
    assert fresh(letter).stage == LetterStage.SERVED and answer.case.phase == Phase.CONCLUDED


def test_without_a_stamp_it_is_said_that_the_final_file_is_what_was_sent(answer, staff):
    letter = finished(answer, staff)
    with pytest.raises(ValidationError, match="盖章件"):
        send(letter, staff, unstamped=False)
    stamped = scan(answer.case, FileRole.STAMPED, b"%PDF-1.7 stamped")
    letters_sending.stamp(staff("clerk"), letter, letter.version, stamped)
    letter = send(letter, staff, unstamped=False)
    assert letter.stamped == stamped and vault.file_bytes(letter.stamped) == b"%PDF-1.7 stamped"


def test_a_correction_notice_asks_for_the_correction_on_the_day_it_goes_out(open_case, staff):
    case = open_case(registered=True, day=TODAY() - timedelta(days=3))
    letter = letters_drafting.start(staff("clerk"), case, "correction_notice")
    assert {lack.key for lack in letters_drafting.lacking(letter)} == {"correction_items", "correction_due"}
    until = TODAY() + timedelta(days=14)
    letters_drafting.save(staff("clerk"), letter, letter.version, {"correction_items": "写明年度", "correction_due": until.isoformat()})
    send(finished(letter, staff), staff)
    case.refresh_from_db()
    assert case.stage == "correction" and kinds(case)[-2:] == [Kind.POSTED, Kind.CORRECTION_ASKED]
    asked = case.events.get(kind=Kind.CORRECTION_ASKED)
    assert asked.details == {"until": until.isoformat()} and asked.letter == letter


def extension(open_case, staff):
    case = open_case(registered=True, day=TODAY() - timedelta(days=10))
    letter = letters_drafting.start(staff("clerk"), case, "extension_notice")
    due = letters_values.extended_due(case, 10, TODAY())
    letters_drafting.save(staff("clerk"), letter, letter.version, {"extension_days": "10", "extended_due": due.isoformat(), "extension_reason": "查找需要时间"})
    return case, letter


def test_the_day_of_an_extension_is_the_clocks(open_case, staff):
    case = open_case(registered=True, day=TODAY() - timedelta(days=10))
    letter = letters_drafting.start(staff("clerk"), case, "extension_notice")
    assert letters_drafting.values_of(letter)["extension_days"] == "20" and not letters_drafting.lacking(letter)
    letters_drafting.save(staff("clerk"), letter, letter.version, {"extension_days": "10"})
    (lack,) = letters_drafting.lacking(fresh(letter))
    assert lack.key == "extended_due" and f"{letters_values.extended_due(case, 10, TODAY()):%Y-%m-%d}" in lack.sentence


def test_an_extension_beyond_the_sum_or_after_the_term_is_not_told_to_anybody(open_case, staff):
    case, letter = extension(open_case, staff)
    entering.enter(staff("head"), case, Kind.EXTENDED, TODAY(), details={"days": 15}, words={"reason": "需检索历年档案"})
    (lack,) = letters_drafting.lacking(fresh(letter))
    assert lack.key == "extension_days" and "最多还能延长5个工作日" in lack.sentence
    late = open_case(registered=True, day=TODAY() - timedelta(days=60))
    letter = letters_drafting.start(staff("clerk"), late, "extension_notice")
    letters_drafting.save(staff("clerk"), letter, letter.version, {"extension_days": "10", "extended_due": late.due_on.isoformat(), "extension_reason": "数量大"})
    assert "extended_due" in {lack.key for lack in letters_drafting.lacking(fresh(letter))}


def test_more_time_wants_the_agreement_of_the_head(open_case, staff):
    case, letter = extension(open_case, staff)
    letter = finished(letter, staff)
    with pytest.raises(ValidationError, match="工作机构负责人同意"):
        send(letter, staff)
    assert Kind.POSTED not in kinds(case) and fresh(letter).stage == LetterStage.SIGNED  # nothing, or all of it


def test_the_head_who_approved_more_time_is_its_actor(open_case, staff):
    case, letter = extension(open_case, staff)
    version = letters_approving.send_for_review(staff("clerk"), fresh(letter), letters_approving.fill(fresh(letter)))
    letters_approving.take_step(staff("head"), version, 1, Verdict.PASSED)
    letters_approving.take_step(staff("signer"), version, 2, Verdict.PASSED)
    letter = fresh(letter)
    letters_sending.keep_final(staff("clerk"), letter, letter.version, letters_sending.finish(letter, letters_numbers.proposed(letter, TODAY().year), TODAY()))
    before = case.due_on
    send(letter, staff)
    case.refresh_from_db()
    event = case.events.get(kind=Kind.EXTENDED)
    assert event.actor == staff("head") and event.details == {"days": 10} and case.due_on > before


def test_an_inquiry_tells_the_applicant_nothing_and_sets_the_third_partys_time_running_when_it_arrives(open_case, staff):
    case, clerk = open_case(registered=True), staff("clerk")
    with pytest.raises(ValidationError, match="第三方"):
        letters_drafting.start(clerk, case, "third_party_inquiry")
    party = parties.add(clerk, case, PartyRole.THIRD_PARTY, {"name": "安行公司"})
    letter = letters_drafting.start(clerk, case, "third_party_inquiry", party=party)
    values = letters_drafting.values_of(letter)
    assert values["third_party"] == "安行公司" and "applicant" not in values and "content" not in values
    letters_drafting.save(clerk, letter, letter.version, {"information": "成本核算表"})
    letter = send(finished(letter, staff), staff)
    assert kinds(case)[-1] == Kind.THIRD_PARTY_ASKED and Kind.POSTED not in kinds(case)
    letters_sending.arrived(clerk, letter, letter.version, TODAY())
    assert kinds(case)[-1] == Kind.THIRD_PARTY_RECEIVED


def test_cases_that_were_merged_are_answered_in_the_same_letter(open_case, staff):
    case, other = open_case(registered=True), open_case(registered=True)
    searched(case, staff("clerk"))
    dividing.merge(staff("clerk"), [other], case, "同一事项")
    letter = letters_drafting.start(staff("clerk"), case, "", answer="not_existing")
    send(finished(letter, staff), staff)
    other.refresh_from_db()
    assert (other.phase, other.answer) == (Phase.CONCLUDED, "not_existing") and other.events.order_by("id").last().other == case
    parts = archiving.parts_of(other)  # the file of each holds the letter that answers it
    [reply] = [part for part in parts if part.note == f"与{case}合并答复"]
    assert reply.number == fresh(letter).number and reply.day == TODAY() and reply.data == vault.file_bytes(fresh(letter).stamped)
    assert f"合并答复于：{case}" in parts[0].data.decode()


def test_a_sending_that_was_entered_wrongly_is_reversed_and_the_letter_sent_anew(open_case, staff):
    case, other = open_case(registered=True), open_case(registered=True)
    searched(case, staff("clerk"))
    dividing.merge(staff("clerk"), [other], case, "同一事项")
    letter = send(finished(letters_drafting.start(staff("clerk"), case, "", answer="not_existing"), staff), staff)
    letters_sending.arrived(staff("clerk"), letter, letter.version, TODAY())
    entering.reverse(staff("head"), case.events.get(kind=Kind.SERVED), "尚未签收")
    assert fresh(letter).stage == LetterStage.SENT
    entering.reverse(staff("head"), case.events.get(kind=Kind.POSTED), "并未交邮")
    case.refresh_from_db()
    other.refresh_from_db()
    assert fresh(letter).stage == LetterStage.SIGNED and (case.phase, case.answer, other.phase) == (Phase.WORKING, "", Phase.WORKING)
    send(letter, staff, "in_person", receiver="本人")
    case.refresh_from_db()
    other.refresh_from_db()
    assert case.answered_on == other.answered_on == TODAY() and kinds(case)[-1] == kinds(other)[-1] == Kind.SERVED


def test_an_inquiry_whose_sending_was_reversed_goes_out_again(open_case, staff):
    case, clerk = open_case(registered=True), staff("clerk")
    party = parties.add(clerk, case, PartyRole.THIRD_PARTY, {"name": "安行公司"})
    letter = letters_drafting.start(clerk, case, "third_party_inquiry", party=party)
    letters_drafting.save(clerk, letter, letter.version, {"information": "成本核算表"})
    letter = send(finished(letter, staff), staff)
    letters_sending.arrived(clerk, letter, letter.version, TODAY())
    for kind, stage in ((Kind.THIRD_PARTY_RECEIVED, LetterStage.SENT), (Kind.THIRD_PARTY_ASKED, LetterStage.SIGNED)):
        entering.reverse(staff("head"), case.events.get(kind=kind), "日期有误")
        assert fresh(letter).stage == stage
    send(letter, staff, day=TODAY() - timedelta(days=1))
    assert [event.day for event in case.events.filter(kind=Kind.THIRD_PARTY_ASKED, reversed_by=None)] == [TODAY() - timedelta(days=1)]


def test_a_letter_stands_in_the_case_file_by_the_day_it_went_out(answer, staff):
    letter = send(finished(answer, staff), staff, day=TODAY() - timedelta(days=1))
    [part] = [part for part in archiving.parts_of(letter.case) if part.number]
    assert part.day == TODAY() - timedelta(days=1)


def test_who_did_not_correct_is_told_and_the_case_ends(open_case, staff):
    case, clerk = open_case(registered=True, day=TODAY() - timedelta(days=40)), staff("clerk")
    entering.enter(clerk, case, Kind.CORRECTION_ASKED, TODAY() - timedelta(days=38), details={"until": TODAY() - timedelta(days=10)})
    letter = letters_drafting.start(clerk, case, "", answer="not_corrected")
    assert not letters_drafting.lacking(letter)
    send(finished(letter, staff), staff, "in_person", receiver="本人")
    case.refresh_from_db()
    assert (case.phase, case.answer) == (Phase.CONCLUDED, "not_corrected")


def test_an_end_without_an_answer_is_of_its_case_alone_and_its_letter_may_come_back_and_go_out_again(open_case, staff):
    case, other = (open_case(registered=True, day=TODAY() - timedelta(days=40)) for _ in range(2))
    clerk = staff("clerk")
    entering.enter(clerk, case, Kind.CORRECTION_ASKED, TODAY() - timedelta(days=38), details={"until": TODAY() - timedelta(days=10)})
    dividing.merge(clerk, [other], case, "同一事项")
    letter = letters_drafting.start(clerk, case, "", answer="not_corrected")
    letter = send(finished(letter, staff), staff)
    for cause in ("office", "applicant"):
        letters_sending.undelivered(clerk, letter, fresh(letter).version, TODAY(), cause)
        letter = send(fresh(letter), staff)
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.phase, case.answer, case.counted_on) == (Phase.CONCLUDED, "not_corrected", TODAY())
    assert kinds(case).count(Kind.UNDELIVERED) == 2 and kinds(case).count(Kind.NOT_CORRECTED) == 1 and kinds(case).count(Kind.POSTED) == 3
    assert (other.phase, other.answer) == (Phase.WORKING, "") and Kind.POSTED not in kinds(other)


def test_a_number_is_given_once_and_gaps_are_explained(county, open_case, staff):
    first, second = (letters_drafting.start(staff("clerk"), open_case(registered=True), "", answer="inquiry") for _ in range(2))
    for letter in (first, second):
        letters_drafting.save(staff("clerk"), letter, letter.version, {"reason": "属于咨询"})
        review(letter, staff)
    word = letters_settings.setting_of(county.education, county.education).answer_word
    year = TODAY().year
    finish = lambda letter, number: letters_sending.keep_final(  # noqa: E731
        staff("clerk"), fresh(letter), fresh(letter).version, letters_sending.finish(fresh(letter), number, TODAY()))
    finish(first, f"{word}[{year}]3号")
    assert fresh(first).number == f"{word}〔{year}〕3号"
    with pytest.raises(ValidationError, match="已被使用"):
        finish(second, f"{word}〔{year}〕03号")
    with pytest.raises(ValidationError, match="不符合本单位的格式"):
        finish(second, "没有号")
    assert letters_numbers.proposed(fresh(second), year) == f"{word}〔{year}〕4号"
    (series,) = letters_numbers.series(county.education)
    assert series.gaps_told == "1—2"
    letters_numbers.note_gap(staff("clerk"), county.education, word, year, 1, "用于纸质文书")
    with pytest.raises(Refused):
        letters_numbers.note_gap(county.staff("water", "clerk"), county.education, word, year, 2, "别人的")
    letters_numbers.void(staff("clerk"), fresh(first).numbers.get(), "编错")
    assert fresh(first).number == "" and letters_numbers.series(county.education)[0].gaps == [2]
    finish(first, f"{word}〔{year}〕4号")
    with pytest.raises(ValidationError, match="已经发出"):
        send(first, staff)
        letters_numbers.void(staff("clerk"), fresh(first).numbers.get(void_reason=""), "编错")


def test_reviewer_and_court_come_from_the_tree_until_the_unit_sets_them(county, open_case, staff):
    setting = letters_settings.setting_of(county.education, county.education)
    assert (setting.pk, setting.reviewer, setting.court) == (None, "清川县人民政府", "清川县人民法院")
    with pytest.raises(ValidationError, match="文号格式"):
        letters_settings.change(staff("clerk"), county.education, county.education, 0, pattern="{word}号")
    letters_settings.change(staff("clerk"), county.education, county.education, 0, court="东岭区人民法院")
    case = open_case(registered=True)
    searched(case, staff("clerk"))
    letter = letters_drafting.start(staff("clerk"), case, "", answer="not_existing")
    whole, against = letters_values.complete(letter, letters_drafting.kind_of(letter), letters_drafting.values_of(letter))
    assert not against and "东岭区人民法院" in whole["remedies"] and "6个月" in whole["remedies"]


def test_a_letter_goes_out_only_from_where_its_case_allows(open_case, staff):
    case = open_case()
    with pytest.raises(ValidationError, match="不能拟制"):
        letters_drafting.start(staff("clerk"), case, "", answer="not_existing")
    with pytest.raises(Refused):
        letters_drafting.start(staff("reviewer"), open_case(registered=True), "", answer="not_existing")
