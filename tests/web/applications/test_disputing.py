"""Disputes have days to answer, a result, and may order a new answer; complaints are examined, mended, answered."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import complaints, counting, disputing, entering, strongbox
from gongkai.web.applications.domain.dispute_values import fixed
from gongkai.web.applications.enums import DisputeAct, Kind, Stage
from gongkai.web.applications.models import Case, Complaint, Dispute
from gongkai.web.common import days, sealing
from gongkai.web.common.gate import Refused, allows

DAY = date(2026, 9, 18)


def dispute(county, **more):
    values = {"kind": "review", "notified_on": DAY, "tribunal": "清川县人民政府", "about": "不服不予公开答复", "words": {"claimant": "王小满"}, **more}
    return disputing.open_dispute(county.staff("education", "clerk"), county.education, **values)


@pytest.mark.parametrize("more, due", [
    ({}, date(2026, 10, 9)), ({"simplified": True}, date(2026, 9, 24)), ({"kind": "litigation_direct"}, date(2026, 10, 8)),
])
def test_the_days_to_answer(county, more, due):
    # 10 working days from 18 September: 20(班) 21 22 23 24 28 29 30 … 8 9 October; 5 of them: 20 21 22 23 24; 15 days: 3 October, put off to the 8th.
    assert dispute(county, **more).answer_due_on == due


@pytest.mark.parametrize("more", [{"notified_on": date(2023, 12, 20)}, {"kind": "litigation_direct", "notified_on": date(2017, 6, 1)}])
def test_one_from_before_the_law_that_is_known_has_no_day_and_counts_all_the_same(county, client, more):
    clerk = county.staff("education", "clerk")
    row = dispute(county, **more)
    assert row.answer_due_on is None
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "早于本平台所收的现行规定" in client.get(f"/workbench/disputes/{row.pk}/").content.decode()
    with pytest.raises(ValidationError, match="不能在这里拟制"):
        fixed(row)
    disputing.record(clerk, row, DisputeAct.DECIDED, date(2024, 2, 1), result="upheld")
    assert sum(results["total"] for results in counting.table_4([county.education.pk], 2024).values()) == 1


def test_a_result_of_correction_orders_a_new_answer_that_is_not_counted_again(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=date(2026, 8, 3), registered=True)
    entering.enter(clerk, case, Kind.POSTED, date(2026, 8, 20), details={"way": "post", "answer": "not_existing"})
    row = dispute(county, case=case)
    disputing.record(clerk, row, DisputeAct.DECIDED, date(2026, 11, 2), result="corrected", orders_answer=True)
    again = Case.objects.get(pk=case.pk)
    assert (again.stage, again.due_on, again.counted_as) == (Stage.WORKING, date(2026, 11, 30), "not_existing")
    assert counting.table_4([county.education.pk], 2026) == {"review": {"corrected": 1, "total": 1}}
    head = county.staff("education", "head")
    with pytest.raises(ValidationError, match="请先在申请中冲销"):
        disputing.take_back(head, row.events.get(act="decided"), "录错了")
    entering.reverse(head, case.events.get(kind=Kind.REANSWER_ORDERED), "录错了")
    disputing.take_back(head, row.events.get(act="decided"), "录错了")
    assert Dispute.objects.get(pk=row.pk).result == "pending"


@pytest.mark.parametrize("more, told", [
    ({"notified_on": date(2999, 1, 1)}, "晚于今天"), ({"about": " "}, "争议事项"), ({"co_defendant": True}, "复议后起诉"), ({"tribunal": ""}, "复议机关"),
])
def test_what_cannot_be_is_refused(county, more, told):
    with pytest.raises(ValidationError, match=told):
        dispute(county, **more)
    assert not Dispute.objects.exists()


def test_a_second_decision_wants_the_first_taken_back(county):
    row, clerk = dispute(county), county.staff("education", "clerk")
    disputing.record(clerk, row, DisputeAct.DECIDED, date(2026, 10, 12), result="upheld")
    with pytest.raises(ValidationError, match="请先冲销"):
        disputing.record(clerk, row, DisputeAct.DECIDED, date(2026, 10, 13), result="other")
    with pytest.raises(Refused):
        disputing.take_back(clerk, row.events.get(act="decided"), "录错了")


def test_whoever_claims_lies_sealed_and_opens_after_the_keys_change(county, settings, tmp_path):
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    row = dispute(county)
    assert "王小满".encode() not in bytes(row.sealed)
    sealing.add_key()
    assert strongbox.rotate()["dispute"] == 1
    sealing.drop_old_keys()
    again = Dispute.objects.get(pk=row.pk)
    assert strongbox.unseal(again, again.sealed, "text")["claimant"] == "王小满"


def test_a_late_answer_is_told_of_every_day(county):
    dispute(county)
    assert disputing.remind(date(2026, 9, 30)) == 0
    assert disputing.remind(date(2026, 10, 8)) == 2 and disputing.remind(date(2026, 10, 8)) == 0
    assert [disputing.remind(date(2026, 10, day)) for day in (12, 12, 13)] == [2, 0, 2]


def test_a_complaint_is_examined_mended_and_answered_in_this_order(county):
    row, code = complaints.take(None, county.education, ground="duty", words={"text": "三个月没有答复", "name": "王小满"})
    above, clerk, today = county.staff("root", "supervisor"), county.staff("education", "clerk"), days.today()
    assert allows(above, "decide", row) and not allows(county.staff("water", "clerk"), "view", row)
    with pytest.raises(ValidationError, match="调查核实"):
        complaints.record(clerk, row, "answered", today, "已答复")
    with pytest.raises(Refused):
        complaints.record(clerk, row, "examined", today, "属实", upheld=True)
    complaints.record(above, row, "examined", today, "属实，应予整改", upheld=True)
    complaints.record(above, row, "mended", today, "限三日内答复申请人")
    with pytest.raises(ValidationError, match="整改完成"):
        complaints.record(clerk, row, "answered", today, "已答复")
    complaints.record(clerk, row, "done", today, "已答复申请人")
    complaints.record(clerk, row, "answered", today, "已告知整改结果")
    again = Complaint.objects.get(pk=row.pk)
    assert (again.done_on, again.upheld) == (today, True)
    assert complaints.find(row.receipt, code) == row and complaints.find(row.receipt, "AAAAAAAAAA") is None
    assert "没有答复".encode() not in bytes(again.sealed)
