"""The clerk's January in a browser: press, a contradiction is shown, the click leads there, it is mended and gone, nothing is lost."""

from __future__ import annotations

import pytest
from annualreport.test_compiling import YEAR, case
from browsing import TELEPHONE
from django.urls import reverse

from gongkai.web.annualreport.models import AnnualReport


@pytest.mark.parametrize("viewport", [None, TELEPHONE], ids=["wide", "telephone"])
def test_a_contradiction_is_shown_while_writing_and_gone_when_it_is_mended(county, visitor, viewport):
    for number in (1, 2, 3):
        case(county, number)
    clerk = visitor(*([viewport] if viewport else []))
    clerk.sign_in("education-clerk")
    clerk.go(f"{reverse('annualreport:compile')}?unit={county.education.pk}&year={YEAR}")
    page = clerk.page
    page.click("text=生成报告稿")
    page.wait_for_selector("#report-form")
    row = AnnualReport.objects.get()
    assert page.input_value('[id="id_cell-3.received.total"]') == "3"
    # A planted contradiction: the text says another number than the table.
    text = page.input_value("#id_text-1").replace("（二）依申请公开", "（二）依申请公开\n全年收到政府信息公开申请5件。")
    page.fill("#id_text-1", text)
    finding = page.locator(".finding a", has_text="5").first
    finding.wait_for()
    assert "3" in finding.inner_text()
    finding.click()
    assert page.evaluate("document.activeElement.id") == "id_cell-3.received.total"
    page.locator(".finding a", has_text="到文字").first.click()
    assert page.evaluate("(() => { const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd) })()") == \
        "全年收到政府信息公开申请5件。"
    # Mended by typing over what is selected.
    page.keyboard.type("全年收到政府信息公开申请3件。")
    page.locator(".finding", has_text="5件").wait_for(state="detached")
    # A sentence is taken with one click, and all of it is kept without pressing anything.
    page.click("details.offers summary")
    page.click("[data-take][data-sentence*='平台主动公开']")
    for _ in range(60):  # a few seconds after the last key; longer on a busy machine
        row.refresh_from_db()
        if "主动公开政府信息" in row.texts["1"]:
            break
        page.wait_for_timeout(500)
    assert "全年收到政府信息公开申请3件。" in row.texts["1"] and "主动公开政府信息" in row.texts["1"]
    # The counted number written over is marked and asks for a reason; the arithmetic that it breaks holds up signing.
    page.fill('[id="id_cell-4.review.upheld"]', "1")
    page.wait_for_selector('.cell.over [id="id_cell-4.review.upheld"]')
    page.locator(".findings .badge.bad").wait_for()
    page.fill('[id="id_cell-4.review.upheld"]', "0")
    page.locator(".findings .badge.ok").wait_for()
    page.locator(".save-bar button").click()
    page.wait_for_selector(".messages li")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert clerk.complaints == [] and clerk.strays == []


def test_what_is_typed_before_the_page_listens_is_checked_and_kept(county, visitor):
    """On a slow line the script comes after the first words; nothing waits for the next key."""
    case(county, 1)
    clerk = visitor()
    clerk.sign_in("education-clerk")
    page, held = clerk.page, []
    page.route("**/annualreport/report*.js", lambda one: held.append(one))
    page.goto(f"{clerk.address}{reverse('annualreport:compile')}?unit={county.education.pk}&year={YEAR}")
    page.click("text=生成报告稿", no_wait_after=True)
    page.wait_for_selector("#report-form", state="attached")
    text = page.input_value("#id_text-1").replace("（二）依申请公开", "（二）依申请公开\n全年收到政府信息公开申请5件。")
    page.fill("#id_text-1", text)
    assert page.locator(".finding a", has_text="5").count() == 0 and len(held) == 1
    held[0].continue_()
    page.locator(".finding a", has_text="5").first.wait_for()
    row = AnnualReport.objects.get()
    for _ in range(60):  # a few seconds after the last key; longer on a busy machine
        row.refresh_from_db()
        if "全年收到政府信息公开申请5件。" in row.texts["1"]:
            break
        page.wait_for_timeout(500)
    assert "全年收到政府信息公开申请5件。" in row.texts["1"]
    assert clerk.complaints == [] and clerk.strays == []
