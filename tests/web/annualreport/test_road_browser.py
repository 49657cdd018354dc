"""A report's whole way in a browser: signed by three, published, handed in, sent back with a remark at a cell, corrected, taken, on the board."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browsing import TELEPHONE
from django.test import Client

from gongkai.web.annualreport.domain import duties, writing
from gongkai.web.annualreport.enums import Handing, Stage
from gongkai.web.annualreport.models import AnnualReport, Publication
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path


def as_user(one, username):
    """Sign somebody in without the page that asks for a password, which other tests look at."""
    client = Client()
    client.force_login(Person.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend")
    one.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": one.address}])
    one.page.set_default_timeout(60_000)


def seen(one, name):
    """A picture of the page, where somebody wants to look at it."""
    if folder := os.environ.get("GONGKAI_PICTURES"):
        one.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert one.overflows() <= 0, name


def pressed(one, address, button=".form-actions .primary", **fields):
    one.go(address)
    for name, value in fields.items():
        if name == "verdict":
            one.page.check(f"[name=verdict][value={value}]")
        else:
            one.page.fill(f"[name={name}]", value)
    one.page.click(button)
    one.page.wait_for_load_state("load")


def signed_by_three(clerk, reviewer, signer, report):
    pressed(clerk, f"/workbench/annual/{report.pk}/submit/")
    version = report.versions.first()
    for one in (reviewer, signer):
        one.go("/workbench/annual/reviews/")
        one.page.click("td.title a")
        one.page.wait_for_url("**/versions/**")
        pressed(one, f"/workbench/annual/versions/{version.pk}/", verdict="passed")
    report.refresh_from_db()
    assert report.stage == Stage.SIGNED
    return version


def test_signed_published_handed_in_sent_back_corrected_and_taken(county, explained, visitor):
    report, boss_person = explained, county.staff("root", Role.SUPERVISOR)
    duties.propose(boss_person, county.root, 2025)
    people = {}
    for name, user in (("clerk", "education-clerk"), ("reviewer", "education-reviewer"), ("signer", "education-signer"), ("boss", "root-supervisor")):
        people[name] = visitor()
        as_user(people[name], user)
    clerk, boss = people["clerk"], people["boss"]
    version = signed_by_three(clerk, people["reviewer"], people["signer"], report)
    seen(people["signer"], "progress-signed")
    people["signer"].go(f"/workbench/annual/versions/{version.pk}/")
    seen(people["signer"], "version")

    pressed(clerk, f"/workbench/annual/{report.pk}/publish/")
    act = Publication.objects.get()
    clerk.go(f"/workbench/annual/{report.pk}/fragment/")
    clerk.page.click("[data-copy-from]")
    clerk.page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    seen(clerk, "fragment")
    pressed(clerk, f"/workbench/annual/{report.pk}/hand-in/")
    report.refresh_from_db()
    assert report.handing == Handing.HANDED

    boss.go(f"/workbench/annual/{report.pk}/examine/")
    boss.page.click('[data-target="3.received.total"]')
    boss.page.fill("[data-notes] li:nth-child(1) textarea", "正文写收到4件，表三为0，请核实。")
    boss.page.click('[data-target="text.1.2"]')
    boss.page.fill("[data-notes] li:nth-child(2) textarea", "请写明答复情况。")
    boss.page.reload()
    assert boss.page.input_value("[data-notes] li:nth-child(1) textarea") == "正文写收到4件，表三为0，请核实。"
    seen(boss, "examine")
    boss.page.click("button[value=returned]")
    boss.page.wait_for_url("**/annual/area/**")
    seen(boss, "board-returned")
    report.refresh_from_db()
    assert report.handing == Handing.RETURNED

    clerk.go(f"/workbench/annual/{report.pk}/progress/")
    assert "正文写收到4件，表三为0，请核实。" in clerk.page.inner_text(".notice.bad")
    seen(clerk, "progress-returned")
    pressed(clerk, f"/workbench/annual/{report.pk}/recall/", reason="按主管部门意见修改")
    clerk.go(f"/workbench/annual/{report.pk}/")
    clerk.page.wait_for_selector(".remark-beside")
    assert clerk.page.locator(".remark-beside").count() == 2 and clerk.page.locator("td.remarked").count() == 1
    seen(clerk, "editor-remarks")
    report = AnnualReport.objects.get()
    writing.save_report(county.staff("education", Role.CLERK), report, report.version, texts={"1": "（一）主动公开。全年公开政府信息30条。\n（二）依申请公开。全年没有收到申请。"})
    report.refresh_from_db()
    second = signed_by_three(clerk, people["reviewer"], people["signer"], report)
    clerk.go(f"/workbench/annual/{report.pk}/compare/")
    assert "全年没有收到申请" in clerk.page.inner_text("main")
    seen(clerk, "compare")
    pressed(clerk, f"/workbench/annual/{report.pk}/publish/", reason="更正依申请公开件数")
    pressed(clerk, f"/workbench/annual/{report.pk}/hand-in/")
    boss.go(f"/workbench/annual/{report.pk}/examine/")
    assert boss.page.locator("[data-notes] li").count() == 0
    boss.page.click("button[value=accepted]")
    boss.page.wait_for_url("**/annual/area/**")
    assert "审核通过" in boss.page.inner_text("tr:has-text('清川县教育局')")
    seen(boss, "board")
    boss.go("/workbench/annual/area/duties/")
    seen(boss, "duties")

    reader = visitor(TELEPHONE)
    reader.go("/annual-reports/")
    seen(reader, "portal-list-390")
    reader.page.click("td.title a")
    reader.page.wait_for_url(f"**/annual-reports/{report.pk}/")
    assert "更正依申请公开件数" in reader.page.inner_text("main")
    seen(reader, "portal-report-390")
    reader.go(f"/annual-reports/{report.pk}/{act.pk}/")
    assert "全年收到申请4件" in reader.page.inner_text("main") and "旧版" in reader.page.inner_text(".notice.bad")
    assert report.publications.count() == 2 and second.number == 2
    narrow = visitor(TELEPHONE)
    as_user(narrow, "root-supervisor")
    for path, name in ((f"{report.pk}/examine", "examine-390"), ("area", "board-390"), ("area/duties", "duties-390"), (f"{report.pk}/progress", "progress-390")):
        narrow.go(f"/workbench/annual/{path}/")
        seen(narrow, name)
    wide = visitor()
    wide.go(f"/annual-reports/{report.pk}/")
    seen(wide, "portal-report")
    for one in (*people.values(), reader, narrow, wide):
        assert one.complaints == [] and one.strays == []
