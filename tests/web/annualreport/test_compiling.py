"""One press makes the year's draft from what was done; later counts are taken or left."""

from datetime import date

import pytest
from county import unit as new_unit
from django.core.exceptions import ValidationError

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import compiling, decisions, findings, inherited, writing
from gongkai.web.annualreport.domain.contents import content_of, report_of
from gongkai.web.annualreport.enums import Stage
from gongkai.web.annualreport.models import AnnualReport, DecisionCount
from gongkai.web.applications.models import Case
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.disclosure.domain import register
from gongkai.web.organs.domain import reforms
from gongkai.web.organs.models import OfficeContact, UnitName

YEAR = 2025


def case(county, number, *, kind="person", entered=date(2025, 3, 1), counted=date(2025, 3, 20), answer="provided", body=None):
    body = body or county.education
    return Case.objects.create(
        unit=body, body=body, receipt=f"R{number}", code_index=f"x{number}", origin="staff", channel="in_person", submitted_on=entered,
        applicant_kind=kind, received_on=entered, entered_on=entered, counted_on=counted, counted_as=answer if counted else "", sealed=b"",
        phase="concluded" if counted else "working", stage="concluded" if counted else "working")


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


@pytest.fixture
def made(county, clerk):
    case(county, 1)
    case(county, 2, kind="enterprise", counted=None)
    case(county, 3, entered=date(2024, 12, 20), answer="not_existing")
    case(county, 4, body=county.water)
    register.register_document(clerk, county.education, kind="normative_documents", title="办法", document_number="清教〔2025〕1号",
                               issued_on=date(2025, 5, 1))
    decisions.enter(clerk, county.education, YEAR, {"2.licensing.decisions": 12}, "行政审批系统")
    return compiling.compile_report(clerk, county.education, YEAR)


def test_every_number_comes_from_what_was_done(made):
    cells = made.cells
    assert {address: cells[address] for address in cells if cells[address] not in ("0", None)} == {
        "2.normative_documents.issued": "1", "2.normative_documents.in_force": "1", "2.licensing.decisions": "12",
        "3.received.person": "1", "3.received.enterprise": "1", "3.received.total": "2", "3.carried_in.person": "1", "3.carried_in.total": "1",
        "3.granted.person": "1", "3.granted.total": "1", "3.unable.not_held.person": "1", "3.unable.not_held.total": "1",
        "3.processed.person": "2", "3.processed.total": "2", "3.carried_out.enterprise": "1", "3.carried_out.total": "1"}
    assert list(cells) == edition("2021").addresses()
    assert findings.blocking(made) == []


def test_what_nobody_entered_is_empty_and_what_was_counted_is_nought(made):
    assert made.cells["2.penalty.decisions"] is None
    assert made.cells["2.rules.issued"] == made.cells["4.review.total"] == "0"
    snapshot = made.snapshots.get()
    assert snapshot.cells["2.penalty.decisions"] == {"value": None, "source": "decisions"}
    assert snapshot.cells["3.received.total"] == {"value": "2", "source": "cases"}


def test_the_draft_names_basis_period_and_contact(county, clerk):
    OfficeContact.objects.create(unit=county.education, office="政务公开办公室", address="文昌路12号", hours="工作日", telephone="0990-6620318",
                                 website="https://www.example.cn")
    row = compiling.compile_report(clerk, county.education, YEAR)
    assert row.title == "清川县教育局2025年政府信息公开工作年度报告"
    for words in ("国办公开办函〔2021〕30号", "2025年1月1日至2025年12月31日", "https://www.example.cn", "政务公开办公室", "地址：文昌路12号；联系电话：0990-6620318"):
        assert words in row.preamble
    assert "传真" not in row.preamble and "邮政编码" not in row.preamble
    report = report_of(content_of(row))
    assert report.period == (date(2025, 1, 1), date(2025, 12, 31))
    assert [part.key for part in report.section(1).parts] == ["proactive", "on_application", "management", "platform", "oversight"]
    assert not [one for one in report.findings if one.code.startswith(("name.", "date.", "form.notice", "form.edition", "form.section"))]


def test_nothing_known_of_the_contact_leaves_the_line_out(county, clerk):
    assert "联系" not in compiling.compile_report(clerk, county.education, YEAR).preamble


def test_the_unit_bears_the_name_of_that_year(county, clerk):
    UnitName.objects.create(unit=county.education, name="清川县教育委员会", until=date(2026, 2, 1))
    UnitName.objects.create(unit=county.education, name="清川县教育局", since=date(2026, 2, 2))
    row = compiling.compile_report(clerk, county.education, YEAR)
    assert (row.title, row.signature_unit) == ("清川县教育委员会2025年政府信息公开工作年度报告", "清川县教育委员会")
    assert not [one for one in findings.told(row) if one.finding.code.startswith("name.")]


def test_the_older_form_is_filled_for_its_years(county, clerk):
    row = compiling.compile_report(clerk, county.education, 2020)
    assert (row.edition, row.cells["2.rules.made"], row.cells["2.rules.disclosed"], row.cells["3.closed.person"]) == ("2019", "0", None, "0")


def test_a_report_is_made_once(county, clerk, made):
    with pytest.raises(ValidationError, match="已经开始编制"):
        compiling.compile_report(clerk, county.education, YEAR)
    assert AnnualReport.objects.count() == 1


@pytest.mark.parametrize("year", [2017, 2999])
def test_a_year_without_form_is_refused(county, clerk, year):
    with pytest.raises(ValidationError, match="没有可以填报"):
        compiling.compile_report(clerk, county.education, year)


def test_a_unit_that_did_not_stand_reports_nothing(county):
    young = new_unit("清川县新局", parent=county.root, founded_on=date(2026, 3, 1))
    from county import person

    with pytest.raises(ValidationError, match="不存在"):
        compiling.compile_report(person("new-clerk", young, "clerk"), young, YEAR)


@pytest.mark.parametrize(("key", "role"), [("education", "signer"), ("education", "reviewer"), ("water", "clerk"), ("office", "supervisor")])
def test_only_who_works_on_it_compiles(county, key, role):
    with pytest.raises(Refused):
        compiling.compile_report(county.staff(key, role), county.education, YEAR)


def test_a_late_case_shows_as_a_change_and_is_taken_or_left(county, clerk, made):
    assert compiling.changes(made) == []
    case(county, 5)
    shown = {one.address: (one.before, one.now) for one in compiling.changes(made)}
    assert shown == {address: (before, now) for address, before, now in (
        ("3.received.person", "1", "2"), ("3.received.total", "2", "3"), ("3.granted.person", "1", "2"), ("3.granted.total", "1", "2"),
        ("3.processed.person", "2", "3"), ("3.processed.total", "2", "3"))}
    with pytest.raises(ValidationError, match="又有变化"):
        compiling.take_changes(clerk, made, made.version, {}, list(shown)[1:])
    with pytest.raises(ValidationError):
        compiling.take_changes(clerk, made, made.version, {"3.granted.person": " "}, shown)
    row = compiling.take_changes(clerk, made, made.version, {"3.granted.person": "该件另行核实"}, shown)
    assert (row.cells["3.granted.person"], row.cells["3.granted.total"], row.snapshots.count()) == ("1", "2", 2)
    assert content_of(row)["overrides"] == {"3.granted.person": {"counted": "2", "written": "1", "reason": "该件另行核实", "by": "education-clerk"}}
    assert compiling.changes(row) == []


def test_a_number_over_the_counted_one_wants_a_reason_and_stays_marked(county, clerk, made):
    row = writing.save_report(clerk, made, made.version, cells={"3.received.total": "5", "2.penalty.decisions": "7"})
    one = next(one for one in findings.unexplained(row) if one.finding.code == findings.OVERWRITTEN)
    assert one.finding.cells == ("3.received.total",) and "统计为 2" in one.finding.message
    findings.explain(clerk, row, {one.key: "含电话申请"})
    assert not [one for one in findings.unexplained(row) if one.finding.code == findings.OVERWRITTEN]
    assert content_of(row)["overrides"]["3.received.total"]["reason"] == "含电话申请"
    row = writing.save_report(clerk, row, row.version, cells={"3.received.total": "6"})
    assert [one for one in findings.unexplained(row) if one.finding.code == findings.OVERWRITTEN]
    row = writing.save_report(clerk, row, row.version, cells={"3.received.total": "2"})
    assert content_of(row)["overrides"] == {} and not [one for one in findings.told(row) if one.finding.code == findings.OVERWRITTEN]


def test_a_number_that_the_count_has_caught_up_with_is_written_over_no_more(county, clerk, made):
    row = writing.save_report(clerk, made, made.version, cells={"3.received.person": "2"})
    one = next(one for one in findings.unexplained(row) if one.finding.code == findings.OVERWRITTEN)
    findings.explain(clerk, row, {one.key: "一件当日登记"})
    assert content_of(row)["overrides"]
    case(county, 5)
    row = compiling.take_changes(clerk, row, row.version, {}, [one.address for one in compiling.changes(row)])
    assert row.cells["3.received.person"] == "2" and content_of(row)["overrides"] == {}
    assert not [one for one in findings.told(row) if one.finding.code == findings.OVERWRITTEN]


def test_of_two_writers_the_second_is_told(county, clerk, made):
    writing.save_report(clerk, made, 1, texts={"5": "问题和改进"})
    with pytest.raises(Conflict):
        writing.save_report(clerk, AnnualReport.objects.get(pk=made.pk), 1, texts={"6": "别的"})


def test_a_report_under_review_is_not_written(county, clerk, made):
    AnnualReport.objects.filter(pk=made.pk).update(stage=Stage.REVIEW)
    row = AnnualReport.objects.get(pk=made.pk)
    with pytest.raises(ValidationError, match="不能修改"):
        writing.save_report(clerk, row, row.version, texts={"5": "改"})


def test_decisions_are_kept_row_by_row_and_never_twice(county, clerk):
    enter = lambda value, source="法规科": decisions.enter(clerk, county.education, YEAR, {"2.penalty.decisions": value}, source)  # noqa: E731
    assert len(enter(3)) == 1 and enter(3) == [] and len(enter(4)) == 1 and len(enter(4, "执法系统")) == 1
    assert decisions.current(county.education, YEAR)["2.penalty.decisions"].value == 4
    assert len(enter(None)) == 1 and decisions.current(county.education, YEAR) == {} and enter(None) == []
    assert DecisionCount.objects.count() == 4


@pytest.mark.parametrize(("address", "text", "words"), [
    ("2.penalty.decisions", "三", "不是数字"), ("2.penalty.decisions", "1.5", "整数"), ("2.penalty.decisions", "-1", "小于0"),
    ("2.fees.amount", "123456789012", "过大")])
def test_a_wrong_number_of_decisions_is_told(address, text, words):
    with pytest.raises(ValidationError, match=words):
        decisions.number_in(edition("2021"), address, text)


def test_a_number_needs_its_source(county, clerk):
    with pytest.raises(ValidationError):
        decisions.enter(clerk, county.education, YEAR, {"2.penalty.decisions": 3}, " ")
    with pytest.raises(ValidationError):
        decisions.enter(clerk, county.education, YEAR, {"3.received.total": 3}, "台账")


def test_what_a_merged_unit_left_and_no_report_has_is_told_and_asks_for_a_reason(county, clerk):
    case(county, 1, body=county.water, entered=date(2024, 12, 20), counted=None)
    case(county, 2, body=county.water, entered=date(2025, 2, 3))
    register.register_document(county.staff("water", "clerk"), county.water, kind="normative_documents", title="办法", document_number="清水〔2025〕1号",
                               issued_on=date(2025, 2, 1))
    reforms.abolish_unit(county.staff("root", "manager"), county.water, day=date(2025, 6, 1), heirs=[county.education])
    row = compiling.compile_report(clerk, county.education, YEAR)
    assert row.cells["3.received.total"] == "0"
    one = next(one for one in findings.unexplained(row) if one.finding.code == inherited.CODE)
    assert "清川县水利局已撤销" in one.finding.message
    assert "本年新收申请 1 件、上年结转申请 1 件、现行有效的规章和规范性文件 1 件" in one.finding.message
    findings.explain(clerk, row, {one.key: "已补入。"})
    assert not [one for one in findings.unexplained(row) if one.finding.code == inherited.CODE]
    assert not inherited.unreported(county.town, YEAR) and not inherited.unreported(county.education, YEAR - 1)


def test_a_merged_unit_with_a_report_of_its_own_is_not_told(county, clerk):
    case(county, 1, body=county.water, entered=date(2025, 2, 3))
    compiling.compile_report(county.staff("water", "clerk"), county.water, YEAR)
    reforms.abolish_unit(county.staff("root", "manager"), county.water, day=date(2025, 6, 1), heirs=[county.education])
    assert not inherited.unreported(county.education, YEAR)
    case(county, 2, body=county.water, entered=date(2025, 5, 30), counted=None)
    assert inherited.unreported(county.education, YEAR + 1) == {county.water: {"上年结转申请": 1}}
