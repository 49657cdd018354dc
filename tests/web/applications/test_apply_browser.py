"""From the citizen's telephone to the clerk's register and back, in a browser; and what every page is to a narrow screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from applicantforms import PNG, TEXT
from browsing import TELEPHONE, WIDE
from playwright.sync_api import expect

from gongkai.web.applications.domain import entering, vault
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, Stage
from gongkai.web.applications.models import Case, Letter
from gongkai.web.common import days
from gongkai.web.organs.models import OfficeContact

pytestmark = pytest.mark.browser
TODAY = days.today()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def fill(page):
    """The form, as somebody fills it in."""
    page.check("[name=kind][value=person]")
    page.fill("[name=name]", "王小满")
    page.fill("[name=id_number]", "11010519491231002X")
    page.fill("[name=telephone]", "13800138000")
    page.fill("[name=content]", "申请公开2024年清水河河道治理项目的招标文件")
    page.check("[name=supply_way][value=online]")


def test_a_citizen_files_on_a_telephone_a_clerk_confirms_and_registers_and_the_citizen_sees_the_day(county, publish, visitor):
    offered = publish("关于2024年清水河河道治理项目招标文件的公告")
    citizen = visitor(TELEPHONE)
    page = citizen.page
    citizen.go("/apply/")
    page.click("text=向其他机关申请")
    page.fill("#bodies-find", "教育")
    expect(page.locator("#bodies li:visible")).to_have_count(1)
    page.click("#bodies li:visible a")
    fill(page)
    assert page.locator(".only-organisation").is_hidden() and page.input_value("[name=id_kind]") == "identity_card"
    page.wait_for_selector(f"#offers a:has-text('{offered.title}')")
    page.set_input_files("#id_identity", {"name": "身份证.png", "mimeType": "image/png", "buffer": PNG})
    page.set_input_files("#id_attachments", [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": TEXT} for n in range(2)])
    page.fill("[name=id_number]", "110105194912310021")
    page.dblclick(".apply-submit button")
    page.wait_for_selector("[data-focus]")
    assert "校验位不符" in page.inner_text("[data-focus]") and page.locator(".kept li").count() == 3
    expect(page.locator("[data-focus]")).to_be_focused()
    page.fill("[name=id_number]", "11010519491231002X")
    page.dblclick(".apply-submit button")
    page.wait_for_url("**/apply/receipt/")
    number, code = page.locator(".secret").all_inner_texts()
    case = Case.objects.get()
    assert case.files.count() == 3 and case.stage == Stage.UNCONFIRMED and code not in page.url

    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go("/workbench/notices/")
    clerk.page.click(f"a:has-text('{number}')")
    clerk.page.click("a.button:has-text('收到申请')")
    clerk.page.fill("[name=note]", "上午10时电话确认")
    clerk.page.click("button:has-text('确认收到')")
    clerk.page.wait_for_url("**/register/")
    clerk.page.fill("[name=title]", "清水河河道治理招标文件")
    clerk.page.click("main button:has-text('登记')")
    clerk.page.wait_for_url(f"**/cases/{case.pk}/")

    later = visitor(TELEPHONE)
    later.go("/apply/query/")
    later.page.fill("#number", number)
    later.page.fill("#code", code.lower())
    later.page.click("form.card button")
    later.page.wait_for_url("**/apply/case/")
    case.refresh_from_db()
    shown = later.page.inner_text("main")
    assert "申请正在办理" in shown and f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日" in shown
    for one in (citizen, clerk, later):
        assert [said for said in one.complaints if "422" not in said] == [] and one.strays == []


def test_without_scripts_the_form_is_filed_too(county, visitor):
    citizen = visitor(java_script_enabled=False)
    page = citizen.page
    citizen.go(f"/apply/to/{county.root.slug}/")
    fill(page)
    page.select_option("[name=id_kind]", "identity_card")
    page.set_input_files("#id_attachments", {"name": "a.txt", "mimeType": "text/plain", "buffer": TEXT})
    page.click("button:has-text('先上传所选文件')")
    page.wait_for_selector(".kept li")
    assert page.input_value("[name=name]") == "王小满" and page.is_checked("[name=kind][value=person]")
    page.press("[name=name]", "Enter")
    page.wait_for_url("**/apply/receipt/")
    assert Case.objects.get().files.count() == 1


def test_going_back_and_changing_a_word_is_another_application_and_sending_again_is_not(county, visitor):
    citizen = visitor()
    page = citizen.page
    citizen.go(f"/apply/to/{county.education.slug}/")
    fill(page)
    page.click(".apply-submit button")
    page.wait_for_url("**/apply/receipt/")
    page.go_back()
    page.wait_for_selector("[name=content]")
    assert page.input_value("[name=content]").startswith("申请公开2024年"), "what was typed is there after going back"
    page.fill("[name=id_number]", "11010519491231002X")  # which a browser does not keep, on a computer that others use too
    page.click(".apply-submit button")
    page.wait_for_url("**/apply/receipt/")
    assert Case.objects.count() == 1
    page.go_back()
    page.fill("[name=content]", "学校食堂采购合同")
    page.fill("[name=id_number]", "11010519491231002X")
    page.click(".apply-submit button")
    page.wait_for_url("**/apply/receipt/")
    assert Case.objects.count() == 2


@pytest.mark.parametrize("viewport", [WIDE, TELEPHONE], ids=["wide", "telephone"])
@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
def test_no_page_of_the_way_in_is_wider_than_the_screen(county, open_case, visitor, viewport, large):
    OfficeContact.objects.create(unit=county.education, office="清川县教育局办公室（政务公开股）", address="清川县城关镇人民路2号", hours="工作日", telephone="0571-1234567")
    case = open_case(registered=True, channel="online", day=TODAY - timedelta(days=6))
    clerk = county.staff("education", "clerk")
    entering.enter(clerk, case, Kind.CORRECTION_ASKED, TODAY - timedelta(days=2), details={"until": TODAY + timedelta(days=15)})
    scan = vault.keep_file(case, b"%PDF", "盖章件.pdf", FileRole.STAMPED, kind="pdf", media_type="application/pdf")
    Letter.objects.create(case=case, kind="correction_notice", stage=LetterStage.SENT, stamped=scan, sealed=vault.seal(case, {}, "letter"))
    somebody = visitor(viewport)
    if large:
        somebody.go("/display?print=large&next=/")
    addresses = ["/apply/", "/apply/bodies/", f"/apply/to/{county.education.slug}/", "/apply/query/"]
    somebody.go("/apply/query/")
    somebody.page.fill("#number", case.receipt)
    somebody.page.fill("#code", case.code)
    somebody.page.click("form.card button")
    somebody.page.wait_for_url("**/apply/case/")
    for address in [*addresses, *(f"/apply/case/{name}" for name in ("", "correct/", "withdraw/", "suggest/", "contact/")), "/apply/receipt/"]:
        somebody.go(address)
        assert somebody.overflows() <= 0, address
    somebody.sign_in("education-clerk")
    for address in ("new/", f"{case.pk}/receipt/", f"{case.pk}/receipt/code/"):
        somebody.go(f"/workbench/cases/{address}")
        assert somebody.overflows() <= 0, address
    waiting = open_case(channel="fax")
    for name in ("confirm", "register"):
        somebody.go(f"/workbench/cases/{waiting.pk}/{name}/")
        assert somebody.overflows() <= 0, name
        if name == "confirm":
            somebody.page.click("button:has-text('确认收到')")
            somebody.page.wait_for_url("**/register/")
    assert (somebody.complaints, somebody.strays) == ([], [])
