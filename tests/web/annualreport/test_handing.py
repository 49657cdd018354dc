"""报送: only what was signed; remarks at places; taken, sent back, called back; the list of who must report; the board and what it sends out."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from gongkai.web.annualreport.domain import approving, boarding, chasing, deadlines, duties, handing, reminding
from gongkai.web.annualreport.domain.boarding import Standing
from gongkai.web.annualreport.domain.handing import Note
from gongkai.web.annualreport.enums import Group, HandAct, Handing
from gongkai.web.annualreport.models import AnnualReport, HandIn, ReportDuty
from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event, Notice
from gongkai.web.organs.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(monkeypatch):
    """Makes it another day."""
    def be(day):
        monkeypatch.setattr(days, "today", lambda: day)
    return be


@pytest.fixture
def boss(county):
    return county.staff("root", Role.SUPERVISOR)


@pytest.fixture
def handed(signed, county):
    return handing.hand_in(county.staff("education", Role.CLERK), signed.report)


def now(row):
    return AnnualReport.objects.get(pk=row.pk)


def test_only_what_was_signed_is_handed_in_and_only_once(explained, county):
    clerk = county.staff("education", Role.CLERK)
    with pytest.raises(ValidationError, match="签发以后才能报送"):
        handing.hand_in(clerk, explained)
    version = approving.submit(clerk, explained, explained.version)
    approving.take_step(county.staff("education", Role.REVIEWER), version, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), version, 2, "passed")
    with pytest.raises(Refused):
        handing.hand_in(county.staff("water", Role.CLERK), explained)
    handing.hand_in(clerk, explained)
    with pytest.raises(ValidationError, match="不必重复报送"):
        handing.hand_in(clerk, explained)
    with pytest.raises(ValidationError, match="先撤回报送"):
        approving.recall(clerk, version, "改一处")
    assert Notice.objects.get(text__contains="请审核", link__contains="examine").person == county.people["root", "supervisor"]


def test_late_is_told_by_the_day_that_the_office_has_set(signed, county, boss, on):
    deadlines.set_days(boss, county.root, 2025, Group.DEPARTMENTS, hand_in_by=date(2026, 1, 20), publish_by=None)
    on(date(2026, 1, 21))
    assert handing.hand_in(county.staff("education", Role.CLERK), signed.report).late


def test_sent_back_with_remarks_at_a_cell_and_a_paragraph_then_corrected_and_taken(handed, county, boss):
    clerk, report = county.staff("education", Role.CLERK), handed.report
    notes = [Note("3.received.total", "与正文4件不一致，请核实。", "0"), Note("text.1.2", "请写明答复情况。", "全年收到申请4件"), Note("", "  ")]
    returned = handing.send_back(boss, report, handed.pk, notes, "请三日内改好")
    assert [(one.target, one.text) for one in handing.remarks_open(now(report))] == [(one.target, one.text) for one in notes[:2]]
    assert now(report).handing == Handing.RETURNED and Notice.objects.filter(person=county.people["education", "clerk"], text__contains="2处意见").exists()
    with pytest.raises(ValidationError, match="退回的正是这一版"):
        handing.hand_in(clerk, report)
    approving.recall(clerk, returned.version, "按意见修改")
    row = now(report)
    second = approving.submit(clerk, row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), second, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), second, 2, "passed")
    again = handing.hand_in(clerk, report)
    assert handing.remarks_open(now(report)) == []
    with pytest.raises(ValidationError, match="又重新报送"):
        handing.accept(boss, report, handed.pk)
    handing.accept(boss, report, again.pk)
    with pytest.raises(ValidationError, match="不能办理"):
        handing.accept(boss, report, again.pk)
    assert [act.act for act in HandIn.objects.order_by("id")] == [HandAct.HANDED, HandAct.RETURNED, HandAct.HANDED, HandAct.ACCEPTED]


def test_remarks_at_one_version_mark_no_other(handed, county, boss, client):
    clerk, report = county.staff("education", Role.CLERK), handed.report
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, mark = f"/workbench/annual/{report.pk}/examine/", "主管部门意见：请写明答复情况。"
    returned = handing.send_back(boss, report, handed.pk, [Note("text.1.2", "请写明答复情况。", "全年收到申请4件")])
    assert mark in client.get(address).content.decode()
    approving.recall(clerk, returned.version, "按意见修改")
    row = now(report)
    second = approving.submit(clerk, row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), second, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), second, 2, "passed")
    handing.hand_in(clerk, report)
    handing.recall(clerk, report, "发现笔误")
    text = client.get(address).content.decode()
    assert mark not in text and "请写明答复情况。" in text


@pytest.mark.parametrize(("notes", "note", "told"), [
    ([], " ", "请点击有问题的单元格"), ([Note("3.nothing.total", "改")], "", "没有"), ([Note("text.1.99", "改")], "", "没有"),
    ([Note("text.1.2", "改" * 501)], "", "第一部分第2段")])
def test_a_return_without_words_or_at_no_place_is_refused(handed, boss, notes, note, told):
    with pytest.raises(ValidationError, match=told):
        handing.send_back(boss, handed.report, handed.pk, notes, note)
    assert now(handed.report).handing == Handing.HANDED


@pytest.mark.parametrize(("unit", "role"), [("education", Role.SUPERVISOR), ("education", Role.CLERK), ("water", Role.SUPERVISOR), ("root", Role.CLERK)])
def test_nobody_but_the_office_above_judges_a_report(handed, county, unit, role):
    with pytest.raises(Refused):
        handing.accept(county.staff(unit, role), handed.report, handed.pk)


def test_called_back_before_it_was_judged(handed, county, boss):
    clerk = county.staff("education", Role.CLERK)
    with pytest.raises(ValidationError, match="理由"):
        handing.recall(clerk, handed.report, "")
    handing.recall(clerk, handed.report, "发现笔误")
    assert now(handed.report).handing == Handing.NONE
    with pytest.raises(ValidationError, match="不能办理"):
        handing.accept(boss, handed.report, handed.pk)
    handing.hand_in(clerk, handed.report)


def test_one_press_lists_the_units_that_stood_at_the_end_of_the_year(county, boss):
    county.water.abolished_on = date(2025, 9, 1)
    county.water.save()
    made = duties.propose(boss, county.root, 2025)
    assert {row.reporter for row in made} == {county.office, county.education, county.town}
    assert duties.propose(boss, county.root, 2025) == []
    duties.add(boss, county.root, 2025, county.water)
    with pytest.raises(ValidationError, match="下级单位"):
        duties.add(boss, county.root, 2025, county.root)
    with pytest.raises(Refused):
        duties.propose(county.staff("education", Role.SUPERVISOR), county.root, 2025)


def test_an_exemption_has_its_reason_and_is_logged(county, boss):
    row = duties.propose(boss, county.root, 2025)[0]
    row = ReportDuty.objects.get(pk=row.pk)
    with pytest.raises(ValidationError, match="写明理由"):
        duties.set_exempt(boss, row, row.version, True)
    duties.set_exempt(boss, row, row.version, True, "与县政府办合并报告")
    with pytest.raises(Conflict):
        duties.set_exempt(boss, row, 1, False)
    assert Event.objects.filter(action="report.duty_changed", note="与县政府办合并报告").exists()


def test_the_board_tells_who_is_in_late_exempt_and_how_many_findings(handed, county, boss):
    made = duties.propose(boss, county.root, 2025)
    deadlines.set_days(boss, county.root, 2025, Group.TOWNS, hand_in_by=date(2026, 2, 1), publish_by=None)
    office = next(row for row in made if row.reporter == county.office)
    duties.set_exempt(boss, ReportDuty.objects.get(pk=office.pk), 1, True, "合并")
    rows = {row.unit: row for row in boarding.board(county.root, 2025, date(2026, 2, 2))}
    assert {unit: row.standing for unit, row in rows.items()} == {
        county.office: Standing.EXEMPT, county.education: Standing.HANDED, county.water: Standing.NONE, county.town: Standing.NONE}
    assert rows[county.education].errors == handed.version.content["errors"] > 0
    assert [unit for unit, row in rows.items() if row.overdue] == [county.town]
    assert rows[county.water].unpublished_late and not rows[county.town].unpublished_late
    counted = boarding.counted(rows.values())
    assert (counted["due"], counted["in"], counted["missing"], counted["overdue"]) == (3, 1, 2, 1)


def test_a_reminder_reaches_each_unit_once_a_day_and_names_those_without_anybody(county, boss, on):
    on(date(2026, 2, 2))
    duties.propose(boss, county.root, 2025)
    county.people["water", "clerk"].roles.all().delete()
    county.people["water", "head"].roles.all().delete()
    rows = boarding.board(county.root, 2025)
    done = chasing.remind(boss, county.root, 2025, rows)
    assert set(done.told) == {county.office.name, county.education.name, county.town.name} and done.nobody == [county.water.name]
    count = Notice.objects.filter(text__contains="尚未报送").count()
    chasing.remind(boss, county.root, 2025, rows)
    assert Notice.objects.filter(text__contains="尚未报送").count() == count
    text = chasing.chat_text(county.root, 2025, rows, days.today())
    assert "石里镇人民政府" in text and "4家" in text


def test_all_problems_are_one_sheet_and_each_unit_has_its_page(handed, county, boss):
    duties.propose(boss, county.root, 2025)
    handing.send_back(boss, handed.report, handed.pk, [Note("3.received.total", "与正文不一致。", "0")], "请尽快改好")
    rows = boarding.board(county.root, 2025)
    head, *told = chasing.problem_rows(rows)
    assert head[2] == "问题代码" and {line[0] for line in told} == {county.education.name}
    assert any(line[2] == "text.received" and line[6] for line in told)
    data, count = chasing.feedback_sheets(rows, 2025)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        document = Document(io.BytesIO(archive.read(names[0])))
    text = "\n".join([*(one.text for one in document.paragraphs), *(cell.text for row in document.tables[0].rows for cell in row.cells)])
    assert count == 1 and "清川县教育局" in names[0] and "与正文不一致。" in text and "请尽快改好" in text


def test_units_are_reminded_before_their_day_and_when_it_has_passed(county, boss):
    duties.propose(boss, county.root, 2025)
    deadlines.set_days(boss, county.root, 2025, Group.DEPARTMENTS, hand_in_by=date(2026, 1, 20), publish_by=None)
    assert reminding.remind(date(2026, 1, 14)) == 0
    assert reminding.remind(date(2026, 1, 15)) == 4  # two departments, clerk and head of each: five days to hand in
    assert reminding.remind(date(2026, 1, 15)) == 0
    assert reminding.remind(date(2026, 1, 21)) == 8  # a day late to hand in, ten days to publish
    assert Notice.objects.filter(text__contains="已逾期1天").count() == 4
