"""A notice of holidays entered on screen moves the open cases it reaches, and tells whose day moved."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import complaints, disputing, entering, holidays
from gongkai.web.applications.enums import Kind
from gongkai.web.applications.models import Case
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Notice

TEXT = "三月三 2026-10-19至2026-10-20"


def enter(county, unit="education", text=TEXT, role="supervisor", settles=None):
    return holidays.enter(county.staff(unit, role), getattr(county, unit), "地方放假", "清政办〔2026〕1号", date(2026, 9, 1), text, settles)


def test_a_regions_day_off_moves_its_open_cases_and_no_others(county, open_case):
    mine, other = open_case(day=date(2026, 9, 18), registered=True), open_case(unit=county.water, day=date(2026, 9, 18), registered=True)
    row, moved = enter(county)
    assert [(case.pk, before, now) for case, before, now in moved] == [(mine.pk, date(2026, 10, 22), date(2026, 10, 26))]
    assert Case.objects.get(pk=mine.pk).due_on == date(2026, 10, 26)
    assert Case.objects.get(pk=other.pk).due_on == date(2026, 10, 22)
    assert Notice.objects.filter(text__contains="放假安排变动", person=county.people["education", "clerk"]).count() == 1
    assert len(holidays.end(county.staff("education", "supervisor"), row, "录错了")) == 1
    assert Case.objects.get(pk=mine.pk).due_on == date(2026, 10, 22)


def test_disputes_and_complaints_move_too(county):
    clerk = county.staff("education", "clerk")
    row = disputing.open_dispute(clerk, county.education, kind="review", notified_on=date(2026, 9, 30), tribunal="清川县人民政府", about="不服答复", words={})
    complaint, _ = complaints.take(clerk, county.education, ground="duty", words={"text": "不更新"}, received_on=date(2026, 9, 30))
    before = row.answer_due_on, complaint.due_on
    notice, _ = enter(county)
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert row.answer_due_on > before[0] and complaint.due_on > before[1]
    assert Notice.objects.filter(text__contains="放假安排变动", person=county.people["education", "clerk"]).count() == 2
    holidays.end(county.staff("education", "supervisor"), notice, "录错了")
    row.refresh_from_db()
    complaint.refresh_from_db()
    assert (row.answer_due_on, complaint.due_on) == before


def test_what_a_release_brings_reaches_what_is_open_within_a_day(county, open_case):
    case = open_case(day=date(2026, 9, 18), registered=True)
    assert holidays.look_again() == 0
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 10, 20), provisional=True)  # as an older calendar had it
    assert holidays.look_again() == 1
    case.refresh_from_db()
    assert (case.due_on, case.provisional) == (date(2026, 10, 22), False)
    assert Notice.objects.filter(text__contains="由 2026-10-20 改为 2026-10-22").exists()


def test_a_closed_case_does_not_move(county, open_case):
    case = open_case(day=date(2026, 9, 18), registered=True)
    entering.enter(county.staff("education", "clerk"), case, Kind.POSTED, date(2026, 10, 22), details={"way": "post", "answer": "provided"})
    assert enter(county)[1] == []


def test_a_new_years_notice_settles_what_was_provisional(county, open_case, monkeypatch):
    from gongkai.web.common import days

    monkeypatch.setattr(days, "today", lambda: date(2026, 12, 20))
    case = open_case(day=date(2026, 12, 18), registered=True)
    assert case.provisional
    holidays.enter(county.staff("root", "manager"), county.root, "国务院办公厅关于2027年部分节假日安排的通知", "国办发明电〔2026〕9号", date(2026, 11, 20),
                   "元旦 2027-01-01至2027-01-03\n春节 2027-02-05至2027-02-11 上班 2027-01-31、2027-02-14", 2027)
    assert not Case.objects.get(pk=case.pk).provisional


YEARLY = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号

一、元旦：2027年1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：5月1日至5日放假调休，共5天。4月25日、5月8日上班。
五、端午节：6月9日放假，共1天。
六、国庆节、中秋节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。

2026年11月20日
"""


def pasted(county, **given):
    return holidays.enter(county.staff("root", "manager"), county.root, **{"title": "", "document": "", "issued_on": None, "settles": None, "text": YEARLY, **given})


def test_a_pasted_yearly_notice_is_read_whole_and_says_what_it_is(county, open_case):
    row, _ = pasted(county)
    assert (row.title, row.document, row.issued_on, row.settles) == (
        "国务院办公厅关于2027年部分节假日安排的通知", "国办发明电〔2026〕9号", date(2026, 11, 20), 2027)
    assert row.off["2027-02-11"] == "春节" and row.work["2027-10-09"] == "国庆节、中秋节" and len(row.off) == 24


@pytest.mark.parametrize("given, field", [
    ({"settles": 2026}, "settles"), ({"document": "国办发明电〔2026〕8号"}, "document"), ({"issued_on": date(2026, 11, 21)}, "issued_on"),
    ({"text": YEARLY.replace("共7天。1月", "共8天。1月")}, "text"), ({"text": YEARLY.replace("周五", "周四")}, "text"),
    ({"text": "三月三：4月8日放假"}, "text"), ({"text": "三月三：4月8日放假", "title": "地方假日", "issued_on": date(2027, 3, 1)}, "document"),
])
def test_what_does_not_fit_the_pasted_notice_is_told_at_its_field(county, given, field):
    with pytest.raises(ValidationError) as told:
        pasted(county, **given)
    assert list(told.value.message_dict) == [field]


def test_a_line_may_be_written_as_a_notice_writes_it(county, open_case):
    open_case(day=date(2026, 9, 18), registered=True)
    row, moved = enter(county, text="三月三：10月19日（周一）至20日放假，共2天。")
    assert sorted(row.off) == ["2026-10-19", "2026-10-20"] and len(moved) == 1


@pytest.mark.parametrize("text, told", [
    ("三月三", "第1行"), ("元旦 2027-13-01", "第1行"), ("元旦 2027-01-03至2027-01-01", "早于"), ("元旦 2027-01-01 上班 2027-01-04", "不是周末"), ("", "没有写明"),
])
def test_wrong_lines_are_told_in_a_sentence(county, text, told):
    with pytest.raises(ValidationError, match=told):
        enter(county, text=text)


def test_a_clerk_keeps_no_calendar(county):
    with pytest.raises(Refused):
        enter(county, role="clerk")
