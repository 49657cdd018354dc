"""In a browser: from the sum of a county to the unit behind a number, to the government's own report; charts taken away; the public's page."""

from pathlib import Path

import pytest
from annualfigures import asked, figures
from browsing import TELEPHONE

from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport

pytestmark = pytest.mark.browser
SCREENS = ("figures/", "figures/compare/", "figures/compare/units/?by=disclosure_rate", "figures/indicators/", "figures/unusual/")


@pytest.fixture
def filled(county):
    for year in range(2019, 2026):
        figures(county.education, year, asked(20 + 90 * (year == 2025), 12), public=True)
        figures(county.water, year, asked(4, 4), public=True)
    return county


def test_a_county_adds_up_opens_a_number_and_makes_its_report(filled, visitor):
    boss = visitor()
    boss.sign_in("root-supervisor")
    boss.go("/workbench/annual/figures/")
    assert boss.page.locator(".stat b").first.inner_text() == "2"
    boss.page.click("table.counted a:text-is('114')")
    boss.page.wait_for_url("**/figures/units/**")
    assert "96.5%" in boss.page.locator("tbody tr").first.inner_text()
    boss.page.click("tbody a:has-text('清川县教育局')")
    boss.page.wait_for_selector("h1:has-text('清川县教育局2025年度年报数据')")
    boss.go("/workbench/annual/figures/")
    boss.page.click("button:has-text('生成全域报告')")
    boss.page.wait_for_selector("text=已生成清川县人民政府2025年度全域报告的草稿")
    assert AnnualReport.objects.get(scope=Scope.AREA).cells["3.received.total"] == "114"
    boss.go("/workbench/annual/figures/unusual/")
    assert "本单位其他 6 个年度" in boss.page.locator("table").inner_text()
    boss.go("/workbench/annual/figures/compare/")
    with boss.page.expect_download() as got:
        boss.page.click("p[aria-label*='申请和办理'] a:text-is('PNG')")
    assert Path(got.value.path()).read_bytes().startswith(b"\x89PNG")
    assert (boss.complaints, boss.strays) == ([], [])


def test_nothing_is_wider_than_a_telephone_and_nothing_is_complained_of(filled, visitor):
    boss = visitor(TELEPHONE)
    boss.sign_in("root-supervisor")
    for address in (*(f"/workbench/annual/{screen}" for screen in SCREENS), "/annual-figures/", "/annual-figures/dictionary/"):
        assert boss.go(address).status == 200
        assert boss.overflows() <= 0, address
    assert (boss.complaints, boss.strays) == ([], [])
