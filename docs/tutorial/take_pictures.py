"""``python docs/tutorial/take_pictures.py http://127.0.0.1:8000``: the pictures of the two Januaries, taken anew from a fresh `gongkai demo`.

It acts as the people of the tutorials do, in Debian's Chromium, and writes docs/tutorial/pictures/*.png in 64 colours.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent / "pictures"
PASSWORD = "qingchuan-2026"  # of the demonstration, printed when it starts


class Camera:
    """Somebody of the demonstration before a screen."""

    def __init__(self, browser: Browser, site: str, name: str) -> None:
        self.site = site
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN").new_page()
        self.page.set_default_timeout(60_000)
        self.go("/account/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button.primary")
        self.page.wait_for_url("**/workbench/**")

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path, wait_until="load")

    def take(self, name: str, at: str = "") -> None:
        """A picture of the window; `at` is what is to stand near its top."""
        if at:
            self.page.evaluate("(one) => { document.querySelector(one).scrollIntoView({block: 'center', behavior: 'instant'}) }", at)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(1_500)  # a page that scrolls to a cell does so smoothly
        taken: Any = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB").quantize(64)
        taken.save(HERE / f"{name}.png", optimize=True)


def clerk(one: Camera) -> str:
    """The clerk's January up to what is sent for review; the address of the report."""
    one.go("/workbench/annual/")
    one.take("clerk-list")
    one.page.click("text=编制年度报告")
    one.page.wait_for_selector("text=生成报告稿")
    one.take("clerk-press")
    one.page.click("button:has-text('生成报告稿')")
    one.page.wait_for_selector("#report-form")
    report = one.page.url.removeprefix(one.site)
    text = one.page.input_value("#id_text-1").replace("（二）依申请公开", "（二）依申请公开\n全年收到政府信息公开申请99件。", 1)
    with one.page.expect_response(lambda answer: answer.url.endswith("/check/")):
        one.page.fill("#id_text-1", text)
    one.page.locator(".finding", has_text="99件").first.wait_for()
    one.take("clerk-finding", "#id_text-1")
    one.page.locator(".finding a", has_text="99件").first.click()
    one.take("clerk-cell")
    one.page.fill("#id_text-1", text.replace("\n全年收到政府信息公开申请99件。", ""))
    one.page.locator(".finding", has_text="99件").first.wait_for(state="detached")
    one.page.click("details.offers summary")
    one.take("clerk-sentences", "details.offers")
    one.page.locator(".save-bar button").click()
    one.page.wait_for_selector(".messages li")
    one.go(f"{report}reasons/")
    one.take("clerk-reasons")
    one.go(f"{report}progress/")
    one.take("clerk-progress")
    return report


def county(one: Camera) -> None:
    """The county's January."""
    one.go("/workbench/annual/area/")
    if one.page.locator("text=生成应报名单").count():
        one.page.click("text=生成应报名单")
        one.page.wait_for_load_state("load")
        if one.page.locator(".form-actions .primary").count():
            one.page.click(".form-actions .primary")
            one.page.wait_for_load_state("load")
    one.go("/workbench/annual/area/")
    one.take("county-board")
    one.go("/workbench/annual/area/duties/")
    one.take("county-duties")
    one.go("/workbench/annual/collect/")
    one.take("county-collect")
    one.page.locator("tr:has(.badge.warn) a").first.click()
    one.page.wait_for_load_state("load")
    one.take("county-batch")
    one.page.locator("text=逐格核对").first.click()
    one.page.wait_for_selector("#h-cell")
    one.take("county-cell")
    one.go("/workbench/annual/figures/")
    one.take("county-sum")
    one.go("/workbench/annual/figures/compare/")
    one.take("county-years")
    one.go("/workbench/annual/figures/indicators/")
    one.take("county-indicators")


def main() -> None:
    """Take all of them."""
    site = sys.argv[1].rstrip("/")
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        clerk(Camera(browser, site, "jyj-jingban"))
        county(Camera(browser, site, "zhuguan"))
        browser.close()


if __name__ == "__main__":
    main()
