"""The screens on which a report is compiled, written, checked, counted anew, and its findings explained."""

from __future__ import annotations

import json

import pytest
from annualreport.test_compiling import YEAR, case
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sheetfiles import workbook

from gongkai.web.annualreport.domain import compiling, decisions, findings, writing
from gongkai.web.annualreport.enums import Stage
from gongkai.web.annualreport.models import AnnualReport, DecisionCount
from gongkai.web.annualreport.taking import put
from gongkai.web.common import days
from gongkai.web.organs.domain.tokens import make_token


@pytest.fixture
def clerk(county, client):
    somebody = county.staff("education", "clerk")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def made(county, clerk):
    case(county, 1)
    return compiling.compile_report(clerk, county.education, YEAR)


def url(name, *args):
    return reverse(f"annualreport:{name}", args=args)


def fields(client, row):
    """What the form on the page would send."""
    form = client.get(url("report", row.pk)).context["form"]
    made = {field.html_name: "" if field.value() is None else field.value() for field in form}
    return {**{name: "" if value is None else value for name, value in made.items()}, **form.marks}


def test_one_press_from_the_list_to_the_report(county, clerk, client):
    assert "还没有编制" in client.get(url("reports")).content.decode()
    answer = client.post(url("compile"), {"unit": county.education.pk, "year": YEAR}, follow=True)
    assert "清川县教育局2025年政府信息公开工作年度报告" in answer.content.decode() and AnnualReport.objects.count() == 1
    again = client.post(url("compile"), {"unit": county.education.pk, "year": YEAR})
    assert "已经开始编制" in again.content.decode()


def test_each_number_opens_to_what_it_counts(county, client, made):
    page = client.get(url("report", made.pk)).content.decode()
    address = reverse("applications:counted_cases", args=["received", "total"])
    assert f"{address}?body={county.education.pk}&amp;year={YEAR}&amp;scope=own" in page
    opened = client.get(f"{address}?body={county.education.pk}&year={YEAR}&scope=own").content.decode()
    assert "R1" in opened
    assert f"{url('decisions')}?unit={county.education.pk}&amp;year={YEAR}" in page


def test_the_page_asks_as_much_for_many_cases_as_for_one(county, client, made):
    def asked():
        with CaptureQueriesContext(connection, ) as context:
            client.get(url("report", made.pk))
        return len(context)

    few = asked()
    for number in range(2, 6):
        case(county, number)
    assert asked() <= few + 1  # the note that counts have changed


def test_without_scripts_the_button_saves_and_checks(county, client, made):
    sent = fields(client, made) | {"text-1": "（二）依申请公开\r\n全年收到政府信息公开申请9件。", "cell-3.received.total": "１"}
    answer = client.post(url("report_save", made.pk), sent, follow=True).content.decode()
    made.refresh_from_db()
    assert made.texts["1"] == "（二）依申请公开\n全年收到政府信息公开申请9件。" and made.cells["3.received.total"] == "1"
    assert "9件" in answer and 'data-line="2"' in answer


def test_a_sentence_is_taken_without_scripts(county, client, made):
    client.post(url("report_save", made.pk), fields(client, made) | {"take": "received"})
    made.refresh_from_db()
    lines = made.texts["1"].split("\n")
    assert lines[lines.index("（二）依申请公开") + 1].startswith("本年新收政府信息公开申请1件")


def test_what_is_no_number_is_said_at_its_cell_and_nothing_typed_is_lost(client, made):
    answer = client.post(url("report_save", made.pk), fields(client, made) | {"cell-3.received.total": "三", "text-5": "写了一半的问题"})
    said = answer.content.decode()
    assert "“三”不是数字" in said and "写了一半的问题" in said and "id_cell-3.received.total" in said
    made.refresh_from_db()
    assert made.texts["5"] == ""


def test_checking_saves_nothing_and_keeping_saves_what_is_valid(client, made):
    sent = fields(client, made) | {"text-5": "存在的问题：更新不及时。下一步改进。", "cell-4.review.upheld": "2", "cell-3.granted.total": "一"}
    told = client.post(url("report_check", made.pk), sent).json()
    made.refresh_from_db()
    assert made.texts["5"] == "" and told["blocking"] == 1 and told["points"]["problems"] and told["bad"] == {"cell-3.granted.total": "“一”不是数字，请只填数字。"}
    kept = client.post(url("report_keep", made.pk), sent).json()
    made.refresh_from_db()
    assert made.texts["5"].startswith("存在") and made.cells["4.review.upheld"] == "2" and made.cells["3.granted.total"] == "1"
    assert kept["version"] == made.version and "cell-4.review.upheld" in kept["over"]


def test_whoever_keeps_second_is_told_and_sees_both_versions(county, client, made, clerk):
    sent = fields(client, made) | {"text-5": "我写的问题"}
    writing.save_report(county.staff("education", "head"), AnnualReport.objects.get(pk=made.pk), made.version, texts={"5": "别人写的问题"})
    kept = client.post(url("report_keep", made.pk), sent).json()
    assert "已被他人修改" in kept["problem"] and "version" not in kept
    page = client.post(url("report_save", made.pk), sent)
    assert page.status_code == 409
    assert "我写的问题" in page.content.decode() and "别人写的问题" in page.content.decode()


def test_a_report_under_review_is_read_only(county, client, made):
    sent = fields(client, made)
    AnnualReport.objects.filter(pk=made.pk).update(stage=Stage.REVIEW)
    page = client.get(url("report", made.pk)).content.decode()
    assert "data-report" not in page and "检查结果" in page
    assert "不能修改" in client.post(url("report_save", made.pk), sent, follow=True).content.decode()
    assert "不能修改" in client.post(url("report_keep", made.pk), sent | {"text-5": "改"}).json()["problem"]


def test_a_late_case_is_offered_and_taken(county, client, made):
    case(county, 2)
    assert "个单元格的记录有变化" in client.get(url("report", made.pk)).content.decode()
    page = client.get(url("report_changes", made.pk))
    shown = [row["change"].address for row in page.context["rows"]]
    refused = client.post(url("report_changes", made.pk), {"version": made.version, "shown": shown, f"take-{shown[0]}": "left"})
    assert refused.status_code == 400 and "请写明理由" in refused.content.decode()
    client.post(url("report_changes", made.pk), {"version": made.version, "shown": shown})
    made.refresh_from_db()
    assert made.cells["3.received.total"] == "2"
    assert "没有变化" in client.get(url("report_changes", made.pk)).content.decode()


def test_a_warning_gets_its_reason_on_a_page(county, client, made, clerk):
    writing.save_report(clerk, made, made.version, cells={"3.received.total": "4"})
    rows = client.get(url("report_reasons", made.pk)).context["rows"]
    one = next(one for one, *_ in rows if one.finding.code == findings.OVERWRITTEN)
    client.post(url("report_reasons", made.pk), {f"reason-{one.key}": "含电话申请"})
    assert "已说明：含电话申请" in "".join(client.get(url("report", made.pk)).content.decode().split("\n"))
    signer = county.staff("education", "signer")
    client.force_login(signer)
    blocked = client.get(url("report_override", made.pk)).context["rows"]
    assert [one.finding.code for one, *_ in blocked] == ["sum.cell"] or blocked


def test_last_year_is_held_beside_and_says_so_where_there_is_none(client, made):
    assert "没有清川县教育局2024年度的报告" in client.get(url("report_last_year", made.pk)).content.decode()


def test_sisters_are_for_the_office_above_alone(county, client, made, clerk):
    text = "\n".join(f"开展第{number}项政务公开专题培训，覆盖全体工作人员，{word}效果明显。" for number, word in enumerate(("宣传", "咨询", "解读", "检查", "评议", "走访", "答复")))
    writing.save_report(clerk, made, made.version, texts={"1": text})
    other_clerk = county.staff("water", "clerk")
    other = compiling.compile_report(other_clerk, county.water, YEAR)
    writing.save_report(other_clerk, other, other.version, texts={"1": text})
    assert client.get(url("report_sisters", made.pk)).status_code == 403
    client.force_login(county.staff("root", "supervisor"))
    page = client.get(url("report_sisters", made.pk)).content.decode()
    assert "清川县水利局" in page and "100%" in page
    assert "（相同）" in client.get(f"{url('report_sisters', made.pk)}?other={other.pk}").content.decode()


def test_decisions_are_entered_by_hand_and_from_a_sheet(county, clerk, client):
    address = f"{url('decisions_enter')}?unit={county.education.pk}&year={YEAR}"
    refused = client.post(address, {"cell-2.licensing.decisions": "12"}).content.decode()
    assert "请写明数据来源" in refused
    client.post(address, {"cell-2.licensing.decisions": "12", "source": "审批系统"})
    assert "审批系统" in client.get(f"{url('decisions')}?year={YEAR}").content.decode()
    rows = [["年度", "数据项", "数量", "数据来源"], ["2025", "行政处罚", "8", "法规科"], ["2025", "行政强制", "一", "法规科"], ["2025", "行政检查", "1", "法规科"]]

    def upload(lines):
        return client.post(url("decisions_import"), {"file": SimpleUploadedFile("a.xlsx", workbook(*lines))}, follow=True)

    page = upload(rows)
    said = page.content.decode()
    assert "“一”不是数字" in said and "“行政检查”应为" in said
    page = upload(rows[:2])
    client.post(page.redirect_chain[-1][0])
    assert {one: int(row.value) for one, row in decisions.current(county.education, YEAR).items()} == {
        "2.licensing.decisions": 12, "2.penalty.decisions": 8}
    assert DecisionCount.objects.get(address="2.penalty.decisions").origin == "sheet"


def test_another_system_pushes_numbers_once(county, client):
    _, key = make_token(county.staff("education", "manager"), county.education, "审批系统")
    address, headers = f"/api/v1/pushed/decisions/{YEAR}", {"authorization": f"Bearer {key}"}

    def push(values, **more):
        return client.put(address, json.dumps({"source": "审批系统", "values": values, **more}), content_type="application/json", headers=headers)

    first = push({"2.licensing.decisions": 120, "2.fees.amount": 3.5}).json()
    assert (first["outcome"], len(first["changed"])) == ("changed", 2)
    assert push({"2.licensing.decisions": 120}).json()["outcome"] == "unchanged"
    assert DecisionCount.objects.count() == 2 and DecisionCount.objects.first().by_name.startswith("审批系统")
    held = client.get(address, headers=headers).json()
    assert held["values"]["2.fees.amount"]["value"] == 3.5 and "2.penalty.decisions" in held["wanted"]
    wrong = push({"2.licensing.decisions": 1.5})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "values.2.licensing.decisions")
    assert push({"3.received.total": 1}).status_code == 422
    assert client.put(address, "{}", content_type="application/json").status_code == 401
    _, other = make_token(county.staff("education", "manager"), county.education, "读", role="supervisor")
    assert client.put(address, json.dumps({"source": "x", "values": {"2.licensing.decisions": 1}}), content_type="application/json",
                      headers={"authorization": f"Bearer {other}"}).status_code == 403


@pytest.mark.parametrize(("text", "heading", "made"), [
    ("", "", "句。"), ("（一）主动公开\n（二）依申请公开", "主动公开", "（一）主动公开\n句。\n（二）依申请公开"),
    ("（一）主动公开\n甲。\n\n（二）依申请公开", "主动公开", "（一）主动公开\n甲。句。\n\n（二）依申请公开"), ("甲。", "监督保障", "甲。\n句。")])
def test_a_sentence_goes_to_its_part(text, heading, made):
    assert put(text, "句。", heading) == made


def test_the_first_page_says_in_january_what_is_to_be_compiled(county, clerk, monkeypatch):
    from gongkai.web.annualreport import layout_reports as layout

    for month, count in ((1, 1), (4, 0)):
        monkeypatch.setattr(days, "today", lambda month=month: __import__("datetime").date(YEAR + 1, month, 5))
        assert len(layout.tiles(county.staff("education", "clerk"))) == count
    monkeypatch.setattr(days, "today", lambda: __import__("datetime").date(YEAR + 1, 1, 5))
    assert layout.tiles(county.staff("education", "clerk"))[0].count == 1
    assert layout.tiles(county.staff("education", "reviewer")) == []


def test_the_press_proposes_the_year_that_has_no_report_yet(client, county, settings):
    client.force_login(county.staff("education", "clerk"))
    last = days.today().year - 1
    assert client.get(reverse("annualreport:compile")).context["form"]["year"].value() == str(last)
    compiling.compile_report(county.staff("education", "clerk"), county.education, last)
    assert client.get(reverse("annualreport:compile")).context["form"]["year"].value() == str(last + 1)
