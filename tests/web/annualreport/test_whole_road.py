"""January from end to end in a browser: what was done is compiled, a contradiction is shown and mended, three sign, it is published and
handed in, sent back, corrected, taken; the county adds up and makes the report of its government."""

from __future__ import annotations

from datetime import date

import pytest
from annualreport.test_compiling import YEAR, case
from annualreport.test_road_browser import as_user, own_folder, pressed, signed_by_three
from django.urls import reverse

from gongkai.web.annualreport.domain import decisions, duties
from gongkai.web.annualreport.enums import Handing, Scope, Stage
from gongkai.web.annualreport.models import AnnualReport, Figures
from gongkai.web.disclosure.domain import register

pytestmark = pytest.mark.browser
__all__ = ["own_folder"]
WRONG, RIGHT = "全年收到政府信息公开申请9件。", "全年收到政府信息公开申请3件。"


@pytest.fixture
def year_of_work(county):
    """Three applications answered, one of them carried in, one open; a normative document; numbers of decisions."""
    clerk = county.staff("education", "clerk")
    case(county, 1)
    case(county, 2, kind="enterprise", answer="not_existing")
    case(county, 3, counted=None)
    case(county, 4, entered=date(YEAR - 1, 12, 20))
    register.register_document(clerk, county.education, kind="normative_documents", title="招生办法", document_number="清教〔2025〕1号",
                               issued_on=date(YEAR, 5, 1))
    decisions.enter(clerk, county.education, YEAR, {"2.licensing.decisions": 12, "2.penalty.decisions": 0, "2.coercion.decisions": 0,
                                                    "2.fees.amount": 0}, "行政审批系统")
    return county


def write(clerk, number: int, text: str) -> None:
    """Type a section's text and wait until it is checked."""
    with clerk.page.expect_response(lambda answer: answer.url.endswith("/check/")):
        clerk.page.fill(f"#id_text-{number}", text)


def test_january_from_the_press_to_the_governments_report(year_of_work, visitor):
    county = year_of_work
    duties.propose(county.staff("root", "supervisor"), county.root, YEAR)
    people = {}
    for name, user in (("clerk", "education-clerk"), ("reviewer", "education-reviewer"), ("signer", "education-signer"), ("boss", "root-supervisor")):
        people[name] = visitor()
        as_user(people[name], user)
    clerk, boss, page = people["clerk"], people["boss"], people["clerk"].page

    # Compiled; the numbers are those of the cases.
    clerk.go(f"{reverse('annualreport:compile')}?unit={county.education.pk}&year={YEAR}")
    page.click("text=生成报告稿")
    page.wait_for_selector("#report-form")
    report = AnnualReport.objects.get()
    assert {address: report.cells[address] for address in ("3.received.total", "3.carried_in.total", "3.processed.total", "3.carried_out.total",
                                                           "2.normative_documents.issued", "2.licensing.decisions")} == {
        "3.received.total": "3", "3.carried_in.total": "1", "3.processed.total": "3", "3.carried_out.total": "1",
        "2.normative_documents.issued": "1", "2.licensing.decisions": "12"}

    # A contradiction between text and table is shown while it is typed, and gone when it is mended.
    first = page.input_value("#id_text-1").replace("（二）依申请公开", f"（二）依申请公开\n{WRONG}", 1)
    write(clerk, 1, first)
    page.locator(".finding", has_text="9件").first.wait_for()
    write(clerk, 1, first.replace(WRONG, RIGHT))
    page.locator(".finding", has_text="9件").first.wait_for(state="detached")
    write(clerk, 5, "存在的问题：政策解读形式单一。改进情况：增加图解。")
    page.fill("[name=signature_day]", f"{YEAR + 1}-01-12")
    page.locator(".save-bar button").click()
    page.wait_for_selector(".messages li")
    report.refresh_from_db()
    assert RIGHT in report.texts["1"]

    # What stays as it is has its reason; three sign; it is published and handed in.
    clerk.go(f"/workbench/annual/{report.pk}/reasons/")
    for box in page.locator("textarea[name^=reason-]").all():
        box.fill("经核实无误。")
    if page.locator("textarea[name^=reason-]").count():
        page.click(".form-actions .primary")
        page.wait_for_url(f"**/annual/{report.pk}/")
    signed_by_three(clerk, people["reviewer"], people["signer"], report)
    pressed(clerk, f"/workbench/annual/{report.pk}/publish/")
    pressed(clerk, f"/workbench/annual/{report.pk}/hand-in/")
    report.refresh_from_db()
    assert (report.stage, report.handing) == (Stage.PUBLISHED, Handing.HANDED)

    # Sent back with a remark at a paragraph; corrected on the screen; taken.
    boss.go(f"/workbench/annual/{report.pk}/examine/")
    boss.page.click('[data-target^="text.5."]')
    boss.page.fill("[data-notes] li:nth-child(1) textarea", "请写明下一步措施。")
    boss.page.click("button[value=returned]")
    boss.page.wait_for_url("**/annual/area/**")
    pressed(clerk, f"/workbench/annual/{report.pk}/recall/", reason="按主管部门意见修改")
    clerk.go(f"/workbench/annual/{report.pk}/")
    assert "请写明下一步措施。" in page.inner_text("main")
    write(clerk, 5, "存在的问题：政策解读形式单一。改进情况：增加图解；下一步，每季度组织一次培训。")
    page.locator(".save-bar button").click()
    page.wait_for_selector(".messages li")
    signed_by_three(clerk, people["reviewer"], people["signer"], report)
    pressed(clerk, f"/workbench/annual/{report.pk}/publish/", reason="补充下一步措施")
    pressed(clerk, f"/workbench/annual/{report.pk}/hand-in/")
    boss.go(f"/workbench/annual/{report.pk}/examine/")
    boss.page.click("button[value=accepted]")
    boss.page.wait_for_url("**/annual/area/**")
    report.refresh_from_db()
    assert report.handing == Handing.ACCEPTED
    assert Figures.objects.get(unit=county.education, year=YEAR).public

    # The county adds up, names who is missing, and makes the report of its government.
    boss.go(f"/workbench/annual/figures/?year={YEAR}")
    assert "清川县水利局" in boss.page.inner_text("main")
    boss.page.click("button:has-text('生成全域报告')")
    boss.page.wait_for_load_state("load")
    whole = AnnualReport.objects.get(scope=Scope.AREA)
    assert (whole.unit, whole.cells["3.received.total"], whole.cells["2.licensing.decisions"]) == (county.root, "3", "12")
    reader = visitor()
    reader.go("/annual-reports/")
    assert "清川县教育局" in reader.page.inner_text("main")
    for one in (*people.values(), reader):
        assert one.complaints == [] and one.strays == []
