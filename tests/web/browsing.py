"""The site in a real browser, on the database of the test that runs.

The server shares the test's connection, as Django does for a database in memory; the test's transaction is rolled back at its
end, where a database that is emptied table by table would run into the rows that nobody may delete. A second browser at the
same time would share it too: one page after the other.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

CHROMIUM = shutil.which("chromium")
PATIENCE = 40_000
"""Milliseconds that the page is waited for; a busy machine has stood still for ten seconds and more."""
WIDE, TELEPHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Playwright's synchronous interface runs a loop of its own in this thread, where Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


FAINT = r"""() => {
  const light = c => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const read = text => { const found = text.match(/[\d.]+/g).map(Number); return found.length < 4 ? [...found, 1] : found; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const ground = element => { const all = [];
    for (let at = element; at; at = at.parentElement) { all.push(read(getComputedStyle(at).backgroundColor)); if (all.at(-1)[3] === 1) break; }
    return all.reverse().reduce((below, colour) => over(colour, below), [255, 255, 255, 1]); };
  const faint = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement, box = element.getBoundingClientRect();
    if (!text || box.width < 2 || box.height < 2 || element.closest("[disabled], [aria-hidden=true], svg, option, script, style")) continue;
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const style = getComputedStyle(element), below = ground(element), a = light(over(read(style.color), below)), b = light(below);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contrast < (large ? 3 : 4.5)) faint.push(`${text.slice(0, 20)} ${contrast.toFixed(2)}`);
  }
  return faint;
}"""
"""Texts that stand out from their ground less than WCAG 2.1 asks (AA, 1.4.3), each with its contrast."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on the test's own connection."""
    connection = connections["default"]
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        pytest.skip("a browser test wants SQLite in memory")
    connection.inc_thread_sharing()
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()  # the sharing is left on: answers to a browser that has gone may still be on their way
        for one in threading.enumerate():  # and must not be, when the test's transaction is rolled back
            if "(process_request_thread)" in one.name:
                one.join(20)


@contextmanager
def browsers() -> Iterator[Any]:
    """Debian's Chromium; the test is skipped, loudly, where there is none."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: nothing was looked at in a browser")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody before a screen. What the browser's console complains of, is in `complaints`; requests to other hosts in `strays`."""

    def __init__(self, browser: Any, address: str, viewport: dict[str, int] = WIDE, **more: Any) -> None:
        self.address = address
        self.context = browser.new_context(viewport=viewport, locale="zh-CN", base_url=address, **more)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.strays: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else self.strays.append(asked.url))

    def go(self, path: str) -> Any:
        """Open a page; its answer."""
        return self.page.goto(self.address + path, wait_until="load")

    def faint(self) -> list[str]:
        """Texts of the page that are too faint to read for many."""
        found: list[str] = self.page.evaluate(FAINT)
        return found

    def sign_in(self, name: str, password: str = "correct horse") -> None:
        """As a member of the staff of county.py."""
        self.go("/account/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", password)
        self.page.click("button.primary")
        self.page.wait_for_url("**/workbench/**")

    def overflows(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
