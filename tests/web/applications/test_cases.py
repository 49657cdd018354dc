"""A case is its events: what they make of it, what they may not, and what nobody reads without its key."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from gongkai.web.applications.domain import clocks, entering, opening, standing, vault
from gongkai.web.applications.enums import FileRole, Kind, PartyRole, Phase, Stage
from gongkai.web.applications.models import Case, CaseEvent, CaseFile, CaseKey, Party
from gongkai.web.common import files, sealing
from gongkai.web.common.gate import Refused, allows
from gongkai.web.common.models import Event

DAY = date(2026, 9, 18)


def test_the_day_of_receipt_sets_the_due_day(county, open_case):
    case = open_case(day=DAY, registered=True)
    assert (case.stage, case.received_on, case.due_on) == (Stage.WORKING, DAY, date(2026, 10, 22))
    assert case.number.endswith("〔2026〕1号")


def test_what_is_sent_by_the_web_is_not_received_before_it_is_confirmed(county, open_case):
    case = open_case(channel="online", day=DAY)
    assert (case.stage, case.received_on, case.due_on) == (Stage.UNCONFIRMED, None, None)
    entering.enter(county.staff("education", "clerk"), case, Kind.RECEIVED, date(2026, 9, 21))
    assert (case.stage, case.received_on, case.due_on) == (Stage.RECEIVED, date(2026, 9, 21), date(2026, 10, 26))


def test_a_correction_stops_the_clock_and_starts_it_anew(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.CORRECTION_ASKED, date(2026, 9, 22), details={"until": date(2026, 10, 15)})
    assert (case.stage, case.due_on) == (Stage.CORRECTION, None)
    entering.enter(clerk, case, Kind.CORRECTION_RECEIVED, date(2026, 10, 9))
    assert (case.stage, case.due_on) == (Stage.WORKING, date(2026, 11, 5))


def test_posting_the_answer_ends_the_case_and_its_arrival_changes_nothing(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.POSTED, date(2026, 10, 22), details={"way": "post", "answer": "provided"})
    assert (case.stage, case.answer, case.answered_on, case.counted_on) == (Stage.CONCLUDED, "provided", date(2026, 10, 22), date(2026, 10, 22))
    entering.enter(clerk, case, Kind.SERVED, date(2026, 10, 26), details={"way": "post"})
    assert (case.answered_on, case.counted_on) == (date(2026, 10, 22), date(2026, 10, 22))


def test_what_a_courier_brings_counts_when_it_is_signed_for(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.POSTED, date(2026, 10, 20), details={"way": "courier", "answer": "provided"})
    assert (case.stage, case.answered_on) == (Stage.WORKING, None)
    entering.enter(clerk, case, Kind.SERVED, date(2026, 10, 23), details={"way": "courier"})
    assert (case.stage, case.answer, case.answered_on, case.late) == (Stage.CONCLUDED, "provided", date(2026, 10, 23), 1)


@pytest.mark.parametrize("cause, stage", [("office", Stage.WORKING), ("applicant", Stage.CONCLUDED)])
def test_post_that_comes_back_through_the_offices_fault_is_no_service(county, open_case, cause, stage):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.POSTED, date(2026, 10, 12), details={"way": "post", "answer": "provided"})
    entering.enter(clerk, case, Kind.UNDELIVERED, date(2026, 10, 19), details={"cause": cause})
    assert case.stage == stage and bool(case.counted_on) == (stage == Stage.CONCLUDED)


def test_a_new_answer_is_not_counted_again(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.SERVED, date(2026, 10, 12), details={"way": "in_person", "answer": "not_existing"})
    entering.enter(clerk, case, Kind.REANSWER_ORDERED, date(2026, 11, 2), words={"reason": "复议决定撤销"})
    assert (case.stage, case.answer, case.counted_as) == (Stage.WORKING, "", "not_existing")
    entering.enter(clerk, case, Kind.SERVED, date(2026, 11, 20), details={"way": "in_person", "answer": "provided"})
    assert (case.stage, case.answer, case.counted_as, case.counted_on) == (Stage.CONCLUDED, "provided", "not_existing", date(2026, 10, 12))


@pytest.mark.parametrize("kind, day, told", [
    (Kind.CORRECTION_RECEIVED, date(2026, 9, 22), "此前没有对应"),
    (Kind.REGISTERED, date(2026, 9, 19), "办理中，不能登记"),
    (Kind.SEARCHED, date(2026, 9, 1), "早于提交申请之日"),
    (Kind.SEARCHED, date(2999, 9, 1), "晚于今天"),
])
def test_what_cannot_be_is_refused_in_a_sentence(county, open_case, kind, day, told):
    case = open_case(day=DAY, registered=True)
    count = case.events.count()
    words = {"places": "档案室", "words": "河道", "found": "无", "title": "事由"}
    with pytest.raises(ValidationError, match=told):
        entering.enter(county.staff("education", "clerk"), case, kind, day, words=words, details={"period": "2024年"})
    assert case.events.count() == count


def test_a_step_wants_what_its_ground_wants(county, open_case):
    case = open_case(day=DAY, registered=True)
    with pytest.raises(ValidationError) as told:
        entering.enter(county.staff("education", "clerk"), case, Kind.SEARCHED, DAY + timedelta(days=1))
    assert set(told.value.message_dict) == {"places", "words", "period", "found"}


def test_an_extension_is_the_heads_alone(county, open_case):
    case = open_case(day=DAY, registered=True)
    with pytest.raises(Refused):
        entering.enter(county.staff("education", "clerk"), case, Kind.EXTENDED, date(2026, 10, 12), details={"days": 10}, words={"reason": "涉及多处档案"})
    entering.enter(county.staff("education", "head"), case, Kind.EXTENDED, date(2026, 10, 12), details={"days": 10}, words={"reason": "涉及多处档案"})
    assert case.due_on == date(2026, 11, 5)


def test_a_wrong_entry_is_reversed_and_both_stay(county, open_case):
    clerk, head = county.staff("education", "clerk"), county.staff("education", "head")
    case = open_case(day=DAY, registered=True)
    wrong = entering.enter(clerk, case, Kind.CORRECTION_ASKED, date(2026, 9, 22), details={"until": "2026-10-15"})
    with pytest.raises(Refused):
        entering.reverse(clerk, wrong, "填错")
    entering.reverse(head, wrong, "填错了案件")
    assert (case.events.count(), Case.objects.get(pk=case.pk).due_on) == (5, date(2026, 10, 22))
    with pytest.raises(ValidationError, match="已经冲销"):
        entering.reverse(head, wrong, "再来一次")


def test_nothing_that_hangs_on_an_entry_is_left_in_the_air(county, open_case):
    head = county.staff("education", "head")
    case = open_case(day=DAY, registered=True)
    asked = entering.enter(head, case, Kind.CORRECTION_ASKED, date(2026, 9, 22), details={"until": "2026-10-15"})
    entering.enter(head, case, Kind.CORRECTION_RECEIVED, date(2026, 10, 9))
    with pytest.raises(ValidationError, match="收到补正"):
        entering.reverse(head, asked, "填错")


def test_events_are_never_changed(county, open_case):
    event = open_case(day=DAY).events.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.filter(pk=event.pk).update(day=date(2020, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()


def test_the_kept_columns_are_what_the_events_say(county, open_case):
    case = open_case(day=DAY, registered=True)
    Case.objects.filter(pk=case.pk).update(stage=Stage.CONCLUDED, due_on=date(2020, 1, 1))
    standing.recompute(Case.objects.filter(pk=case.pk))
    again = Case.objects.get(pk=case.pk)
    assert (again.phase, again.stage, again.due_on) == (Phase.WORKING, Stage.WORKING, date(2026, 10, 22))


def test_nothing_personal_lies_readable_in_any_row(county, open_case):
    from gongkai.web.operations import backup

    case = open_case(day=DAY, registered=True)
    entering.enter(county.staff("education", "clerk"), case, Kind.NOTED, DAY, words={"reason": "王小满来电"})
    vault.keep_file(case, b"13800138000", "王小满的申请.txt", FileRole.APPLICATION, kind="txt", media_type="text/plain")
    rows = b"".join(line for model in backup._models(backup._current()) for _, line in backup._lines(model))
    for value in ("王小满", "11010519491231002X", "13800138000", "河东路", "xiaoman", "招标文件的", "2024年河道治理项目"):
        assert value.encode() not in rows, value
    cipher = files.path_of(CaseFile.objects.get().cipher).read_bytes()
    assert b"13800138000" not in cipher


def test_a_file_comes_back_byte_for_byte(county, open_case):
    case = open_case()
    kept = vault.keep_file(case, b"\x00\xff\r\n", "材料.bin", FileRole.ATTACHMENT, kind="bin", media_type="application/octet-stream")
    again = CaseFile.objects.get(pk=kept.pk)
    assert (vault.file_bytes(again), vault.file_name(again)) == (b"\x00\xff\r\n", "材料.bin")


def test_equal_applicants_are_found_and_unequal_are_not(county, open_case):
    case, other = open_case(), open_case(applicant={"name": "李大成", "telephone": "13900139000"})
    found = vault.parties_like({"id_number": "11010519491231002x", "name": "别名"})
    assert [party.case for party in found] == [case]
    assert [party.case for party in vault.parties_like({"telephone": "139-0013-9000"})] == [other]
    assert vault.parties_like({"name": ""}) == []


def test_the_keys_can_be_changed_and_everything_still_opens(county, open_case, settings, tmp_path):
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    case = open_case()
    before = CaseKey.objects.get(case=case).wrapped
    sealing.add_key()
    assert [party.case for party in vault.parties_like({"telephone": "13800138000"})] == [case]
    assert (vault.rotate(), vault.rotate()) == (1, 0)
    assert sealing.drop_old_keys() == ["k1"]
    assert CaseKey.objects.get(case=case).wrapped != before
    again = Party.objects.get(case=case, role=PartyRole.APPLICANT)
    assert vault.party_of(again)["name"] == "王小满"
    assert [party.case for party in vault.parties_like({"telephone": "13800138000"})] == [case]
    assert opening.find(case.receipt, case.code) == case


def test_an_erased_case_keeps_its_counts_and_nothing_else(county, open_case):
    case = open_case(day=DAY, registered=True)
    vault.erase(county.staff("education", "head"), case, "保管期满")
    again = Case.objects.get(pk=case.pk)
    with pytest.raises(sealing.Unreadable):
        vault.application_of(again)
    assert vault.parties_like({"telephone": "13800138000"}) == []
    assert again.received_on == DAY


def test_a_case_opens_with_number_and_code_together(county, open_case):
    case = open_case()
    assert opening.find(case.receipt.lower(), f" {case.code.lower()} ") == case
    assert opening.find(case.receipt, "AAAAAAAAAA") is None
    assert opening.find("20260101-AAAAAA", case.code) is None


def test_the_unit_it_is_assigned_to_reads_it_and_no_more(county, open_case):
    case = open_case(unit=county.office, body=county.root, registered=True)
    other = county.staff("water", "clerk")
    assert not allows(other, "view", case)
    entering.enter(county.staff("office", "clerk"), case, Kind.ASSIGNED, case.received_on, to_unit=county.water)
    assert case.handler_id == county.water.pk
    fresh = Case.objects.get(pk=case.pk)
    assert [allows(other, action, fresh) for action in ("view", "report", "work", "unmask", "send")] == [True, True, False, False, False]
    assert list(Case.objects.restrict(other, "view")) == [case]
    assert list(Case.objects.restrict(other, "work")) == []
    assert not allows(county.staff("education", "clerk"), "view", fresh)


def test_a_body_is_answered_for_by_its_own_office_alone(county, open_case):
    with pytest.raises(ValidationError, match="不能代"):
        open_case(unit=county.education, body=county.root)


def test_the_log_names_nobody(county, open_case):
    open_case(registered=True)
    assert Event.objects.filter(action__startswith="case.").count() >= 3
    assert not [event for event in Event.objects.all() if "王小满" in f"{event.before}{event.after}{event.note}{event.subject_title}"]


def test_the_same_third_party_is_asked_again_and_both_times_do_not_count(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=date(2026, 9, 18), registered=True)
    party = vault.add_party(case, PartyRole.THIRD_PARTY, {"name": "安行公司"})

    def step(kind, day, **more):
        entering.enter(clerk, case, kind, day, party=party, **more)

    step(Kind.THIRD_PARTY_ASKED, date(2026, 9, 21), details={"way": "post"})
    step(Kind.THIRD_PARTY_ASKED, date(2026, 9, 22), details={"way": "in_person"})  # once more, before it answered
    step(Kind.THIRD_PARTY_RECEIVED, date(2026, 9, 22))
    step(Kind.THIRD_PARTY_RECEIVED, date(2026, 9, 23))
    step(Kind.THIRD_PARTY_ANSWERED, date(2026, 9, 24), words={"opinion": "部分同意公开"})
    assert case.due_on == date(2026, 10, 27)  # 22 to 24 September do not count
    step(Kind.THIRD_PARTY_ASKED, date(2026, 9, 28), details={"way": "post"})
    assert case.stage == Stage.CONSULTING
    step(Kind.THIRD_PARTY_ANSWERED, date(2026, 9, 30), words={"opinion": "同意公开"})
    assert case.due_on == date(2026, 10, 29)
    due = clocks.deadline(standing.of(case), case.channel, case.submitted_on, clocks.calendar_of(case.unit))
    assert "征求第三方1意见期间" in due.summary and "第三方1（第2次）" in due.summary


def test_an_answer_that_came_back_and_stands_is_not_undone_when_what_was_sent_again_comes_back(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=date(2026, 3, 2), registered=True)
    for kind, day, details in ((Kind.POSTED, date(2026, 3, 20), {"way": "post", "answer": "provided"}), (Kind.UNDELIVERED, date(2026, 3, 30), {"cause": "applicant"}),
                               (Kind.POSTED, date(2026, 3, 31), {"way": "post"}), (Kind.UNDELIVERED, date(2026, 4, 9), {"cause": "office"})):
        entering.enter(clerk, case, kind, day, details=details)
    assert (case.stage, case.answered_on, case.counted_on, case.late) == (Stage.CONCLUDED, date(2026, 3, 20), date(2026, 3, 20), 0)


def test_who_had_no_answer_may_be_ordered_one_which_then_counts(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=date(2025, 11, 3), registered=True)
    entering.enter(clerk, case, Kind.REANSWER_ORDERED, date(2026, 3, 2), words={"reason": "判决责令答复"}, details={"until": date(2026, 3, 20)})
    assert (case.stage, case.due_on) == (Stage.WORKING, date(2026, 3, 20))
    entering.enter(clerk, case, Kind.POSTED, date(2026, 3, 12), details={"way": "post", "answer": "provided"})
    entering.enter(clerk, case, Kind.UNDELIVERED, date(2026, 3, 16), details={"cause": "office"})
    assert (case.stage, case.counted_on) == (Stage.WORKING, None)
    entering.enter(clerk, case, Kind.SERVED, date(2026, 3, 18), details={"way": "in_person", "answer": "provided"})
    assert (case.counted_on, case.late) == (date(2026, 3, 18), 0)


def test_a_case_that_is_registered_anew_keeps_its_number(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(registered=True)
    number = case.number
    entering.reverse(county.staff("education", "head"), case.events.get(kind=Kind.REGISTERED), "日期有误")
    opening.register(clerk, case, case.received_on, "河道治理招标文件")
    assert case.number == number
