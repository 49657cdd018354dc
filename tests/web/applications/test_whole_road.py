"""The whole road of an application, in a browser: filed, registered, corrected, asked of a third party, extended, answered in part,
posted, read by the citizen, counted in table 3."""

from __future__ import annotations

from datetime import timedelta

import pytest
from browsing import TELEPHONE
from redactioncases import reply

from gongkai.web.applications.domain import clocks, counting, redacting, vault
from gongkai.web.applications.enums import FileRole, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.organs.models import OfficeContact

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def step(visitor, case, kind, **values):
    """Enter one event on its form; what begins with ``choose_`` is chosen from a list."""
    visitor.go(f"/workbench/cases/{case.pk}/steps/{kind}/")
    for name, value in values.items():
        if name.startswith("choose_"):
            visitor.page.select_option(f"[name={name[7:]}]", value)
        else:
            visitor.page.fill(f"[name={name}]", value)
    visitor.page.click("form.form button.primary")
    visitor.page.wait_for_url(f"**/cases/{case.pk}/")
    case.refresh_from_db()


def open_with_code(visitor, number, code):
    visitor.go("/apply/query/")
    if visitor.page.locator("#number").count() == 0:  # this browser has the case open still
        visitor.go("/apply/case/")
        return
    visitor.page.fill("#number", number)
    visitor.page.fill("#code", code)
    visitor.page.click("form.card button")
    visitor.page.wait_for_url("**/apply/case/")


def test_from_the_citizens_telephone_to_table_3(county, visitor):
    OfficeContact.objects.create(unit=county.education, office="教育局办公室", address="清川县城关镇文化路8号", hours="工作日", telephone="0000-0000000")
    today = days.today()
    citizen = visitor(TELEPHONE)
    citizen.go(f"/apply/to/{county.education.slug}/")
    page = citizen.page
    page.check("[name=kind][value=person]")
    page.fill("[name=name]", "王小满")
    page.fill("[name=id_number]", "11010519491231002X")
    page.fill("[name=telephone]", "13800138000")
    page.fill("[name=content]", "校车运营补助的发放明细")
    page.check("[name=supply_way][value=post]")
    page.click(".apply-submit button")
    page.wait_for_selector(".secret, [data-focus]")
    if page.locator(".secret").count() == 0:  # sent by post, an address is wanted
        page.fill("[name=address]", "清川县城关镇河东路7号")
        page.fill("[name=id_number]", "11010519491231002X")
        page.click(".apply-submit button")
    page.wait_for_url("**/apply/receipt/")
    number, code = page.locator(".secret").all_inner_texts()
    case = Case.objects.get()

    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go(f"/workbench/cases/{case.pk}/confirm/")
    clerk.page.fill("[name=note]", "上午10时电话确认")
    clerk.page.click("button:has-text('确认收到')")
    clerk.page.wait_for_url("**/register/")
    clerk.page.fill("[name=title]", "校车运营补助发放明细")
    clerk.page.click("main button:has-text('登记')")
    clerk.page.wait_for_url(f"**/cases/{case.pk}/")
    case.refresh_from_db()
    first = case.due_on

    step(clerk, case, "correction_asked", until=(today + timedelta(days=20)).isoformat(), note="请写明年度")
    assert (case.stage, case.due_on) == (Stage.CORRECTION, None)
    open_with_code(citizen, number, code)
    page.click("a:has-text('补正')")
    page.fill("main textarea", "2025年度")
    page.click("main form button.primary")
    page.wait_for_url("**/apply/case/")
    case.refresh_from_db()
    assert case.stage == Stage.WORKING and case.due_on is not None and case.due_on >= first

    step(clerk, case, "third_party_asked", party_name="清川县安行客运有限公司", choose_way="post")
    assert case.stage == Stage.CONSULTING
    party = str(case.parties.get(role="third_party").pk)
    step(clerk, case, "third_party_answered", choose_party=party, opinion="不同意公开成本部分，涉及商业秘密", choose_conclusion="disagree")
    head = visitor()
    head.sign_in("education-head")
    step(head, case, "extended", days="10", reason="涉及多个年度")
    case.refresh_from_db()
    assert case.due_on == clocks.calendar_of(case.unit).add(today, 30)  # corrected, then extended by ten, on one day; the third party answered at once
    secrecy = visitor()
    secrecy.sign_in("education-secrecy")
    step(secrecy, case, "disclosure_reviewed", choose_conclusion="partial", basis="第三十七条")
    worker = county.staff("education", "clerk")
    draft = redacting.start(worker, case, vault.keep_file(case, reply(), "发放明细.pdf", FileRole.SOURCE, kind="pdf", media_type="application/pdf"))
    redacting.add(worker, draft, [redacting.pages.Rectangle(1, 100, 60, 300, 120)], "trade_secret")
    redacting.ask(worker, draft)
    redacting.make(draft.pk)

    clerk.go(f"/workbench/cases/{case.pk}/letters/new/")
    clerk.page.click("button:has-text('部分公开')")
    clerk.page.wait_for_selector("[name=grounds]")
    clerk.page.check("[name=grounds][value=trade_secret]")
    clerk.page.locator("[name=files]").first.check()
    for name, text in (("reason", "成本数据涉及商业秘密，第三方不同意公开。"), ("withheld", "运营成本构成"), ("access", "邮寄"), ("attachments", "发放明细（遮盖件）")):
        if clerk.page.locator(f"textarea[name={name}], input[type=text][name={name}]").count():
            clerk.page.fill(f"[name={name}]", text)
    clerk.page.click("button:has-text('保存')")
    clerk.page.wait_for_selector("text=已保存")
    clerk.page.click("main a:has-text('送审')")
    clerk.page.click("form button:has-text('送审')")
    clerk.page.wait_for_selector("text=已送审")
    for name in ("education-reviewer", "education-signer"):
        other = visitor()
        other.sign_in(name)
        other.page.click("text=待我审核、签发")
        other.page.click("main table a")
        other.page.check("input[value=passed]")
        other.page.click("#step button.primary")
        other.page.wait_for_selector("text=已同意")
    letter = case.letters.get()
    clerk.go(f"/workbench/letters/{letter.pk}/")
    clerk.page.click("text=编号定稿")
    clerk.page.click("form button:has-text('编号定稿')")
    clerk.page.wait_for_selector("text=已编号定稿")
    clerk.page.click("main a.primary:has-text('发出')")
    clerk.page.fill("[name=tracking]", "1234567890123")
    clerk.page.check("[name=unstamped]")
    clerk.page.select_option("[name=way]", "post")
    clerk.page.click("button:has-text('登记发出')")
    clerk.page.wait_for_selector("text=已登记发出")

    case.refresh_from_db()
    assert (case.stage, case.answer, case.counted_on, case.late) == (Stage.CONCLUDED, "partial", today, 0)
    open_with_code(citizen, number, code)
    assert "部分公开" in page.inner_text("main") and page.locator("main a[href*='/apply/case/files/']").count() >= 2
    clerk.go(f"/workbench/cases/counts/?year={today.year}")
    clerk.page.click("main td.number a >> nth=0")
    assert str(case) in clerk.page.inner_text("main")
    assert counting.table_3([county.education.pk], today.year)["partial"]["person"] == 1
    for one in (citizen, clerk, head, secrecy):
        assert [said for said in one.complaints if "422" not in said] == [] and one.strays == []
