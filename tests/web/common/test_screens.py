"""Every template and every page: nothing from another host, nothing inline, readable and usable at both widths."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from browsing import TELEPHONE, WIDE
from django.core.cache import cache
from django.template import engines
from django.urls import get_resolver, reverse

import gongkai.web
from gongkai.web.common import notices
from gongkai.web.common.models import Notice

WEB = Path(gongkai.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
STYLES = sorted([*WEB.rglob("static/**/*.css"), *WEB.rglob("static/**/*.js")])


@pytest.fixture(autouse=True)
def _no_rates_left():
    cache.clear()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_loads_from_another_host_or_has_anything_inline(path):
    text = re.sub(r"(?s)\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text("utf-8"))
    loaded = re.findall(r"""<(?:script|link|img|iframe|source|video|audio|form)\b[^>]*?\b(?:src|href|action)\s*=\s*["']?(https?:|//)""", text)
    assert not loaded, "loads from another host"
    assert not re.search(r"\sstyle\s*=\s*[\"']", text), "a style attribute: the policy blocks it"
    assert not re.search(r"\son\w+\s*=\s*[\"']", text), "a script attribute: the policy blocks it"
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", text):
        assert "src=" in tag or "nonce=" in tag or 'type="application/json"' in tag, f"{tag} is inline and has no nonce"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_template_compiles(path):
    engines["django"].engine.from_string(path.read_text("utf-8"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_style_sheet_or_script_loads_from_another_host(path):
    text = path.read_text("utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"""(?:url\(|@import|fetch\(|import\s)\s*["']?(?:https?:)?//""", text)


def luminance(colour):
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens():
    css = (WEB / "common/static/gongkai/gongkai.css").read_text("utf-8")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css.split(".large {")[0]))
    return {name: value if len(value) == 7 else "#" + "".join(letter * 2 for letter in value[1:]) for name, value in found.items()}


@pytest.mark.parametrize(("front", "back"), [
    ("ink", "ground"), ("ink-soft", "ground"), ("ink-soft", "sunk"), ("blue", "ground"), ("blue", "blue-pale"), ("red", "paper"),
    ("red", "red-pale"), ("red-deep", "ground"), ("green", "green-pale"), ("amber", "amber-pale"), ("paper", "blue"), ("paper", "blue-deep"),
    ("paper", "red"),
])
def test_colours_that_stand_on_each_other_can_be_read(front, back):
    first, second = sorted((luminance(tokens()[front]), luminance(tokens()[back])), reverse=True)
    assert (first + 0.05) / (second + 0.05) >= 4.5


BELOW = """
import io
import json
import logging
from gongkai.web.wsgi import application
from django.test import RequestFactory
found = []
for path in ("/zwgk/workbench/", "/workbench/", "/zwgk/account/login/", "/zwgk/static/gongkai/gongkai.css"):
    answer = {}
    body = application(RequestFactory().get(path).environ, lambda status, headers, *more: answer.update(status=status, **dict(headers)))
    found.append([answer["status"][:3], answer.get("Location"), answer.get("Set-Cookie", ""), b"".join(body).decode()])
print(json.dumps(found))
"""


def test_below_a_prefix_the_workbench_is_closed_too_and_every_address_has_the_prefix(tmp_path):
    answer = subprocess.run([sys.executable, "-c", BELOW], capture_output=True, text=True, check=True, env={
        **os.environ, "GONGKAI_PREFIX": "/zwgk/", "GONGKAI_DATA": str(tmp_path), "GONGKAI_DEBUG": "1", "GONGKAI_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "gongkai.web.settings", "DATABASE_URL": ""})
    passed_on, cut_off, page, style = json.loads(answer.stdout.splitlines()[-1])
    assert passed_on[:2] == cut_off[:2] == ["302", "/zwgk/account/login/?next=/zwgk/workbench/"]
    assert page[0] == "200" and "Path=/zwgk;" in page[2]
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page[3])
    assert addresses and not [address for address in addresses if not address.startswith("/zwgk/")]
    assert style[0] == "200" and "--ink" in style[3]


def test_a_host_s_own_frame_takes_the_place_of_ours(client, county, settings, tmp_path):
    (tmp_path / "frame").mkdir()
    (tmp_path / "frame" / "header.html").write_text("<header>清川县人民政府门户网站</header>", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    page = client.get(reverse("portal:home")).content.decode()
    assert "清川县人民政府门户网站" in page and 'class="masthead"' not in page and 'class="sitefoot"' in page


@pytest.mark.parametrize(("path", "status", "words"), [("/nothing-here", 404, "没有这个页面"), ("/workbench/notices/9", 404, "没有这个页面")])
def test_refusals_say_what_to_do(client, county, path, status, words):
    client.force_login(county.people["water", "clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == status and words in page and "回到工作台" in page


def test_a_form_without_its_token_says_that_nothing_was_saved(county):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert response.status_code == 403 and "提交的内容没有保存" in response.content.decode()


def test_the_page_of_a_fault_asks_nothing_of_the_database(rf, county, django_assert_num_queries):
    from gongkai.web.common.views import broken

    with django_assert_num_queries(0):
        page = broken(rf.get("/")).content.decode()
    assert "系统出现错误" in page and "Traceback" not in page


def test_large_print_is_chosen_without_scripts_and_leads_back_to_the_page_and_nowhere_else(client, county):
    response = client.get("/display?print=large&next=/account/login/")
    assert response.headers["Location"] == "/account/login/"
    assert '<html lang="zh-Hans" class="large">' in client.get("/account/login/").content.decode()
    client.get("/display?print=normal&next=/account/login/")
    assert '<html lang="zh-Hans">' in client.get("/account/login/").content.decode()
    for next_ in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        assert client.get("/display", {"print": "large", "next": next_}).headers["Location"] == "/"


def test_reminders_are_read_one_by_one_and_all_together_and_only_one_s_own(client, county):
    clerk, other = county.people["water", "clerk"], county.people["town", "clerk"]
    for number in range(3):
        notices.tell([clerk, other], f"第{number}件事项等您办理。", kind="test", link="/workbench/")
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/workbench/notices/").content.decode()
    assert "未读（3）" in page
    first, second, third = clerk.notices.order_by("id")
    assert client.get(reverse("notice", args=[first.pk])).headers["Location"] == "/workbench/"
    client.post(reverse("notices_read"), {"id": [second.pk, other.notices.first().pk, "x"]})
    assert [notice.pk for notice in clerk.notices.filter(read_at=None)] == [third.pk]
    assert other.notices.filter(read_at=None).count() == 3
    client.post(reverse("notices_read"), {"all": "1"})
    assert "没有未读的提醒" in client.get("/workbench/notices/").content.decode()
    assert client.get(reverse("notice", args=[other.notices.first().pk])).status_code == 404


def test_a_reminder_never_leads_to_another_site(client, county):
    clerk = county.people["water", "clerk"]
    notice = Notice.objects.create(person=clerk, kind="x", text="x", link="//example.com/")
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("notice", args=[notice.pk])).headers["Location"] == "/workbench/notices/"


def plain_pages():
    """Pages of the site without anything variable in their address, by the resolver itself."""
    def walk(patterns, prefix, space):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, route, space)
            elif not re.search(r"[<^\\(]", route):
                yield "/" + route
    return sorted(set(walk(get_resolver().url_patterns, "", "")))


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [WIDE, TELEPHONE], ids=["wide", "telephone"])
def test_no_page_complains_strays_is_wider_than_the_screen_or_too_faint(county, visitor, viewport):
    notices.tell([county.people["education", "clerk"]], "《" + "关于做好义务教育学校招生工作的通知" * 8 + "》等您审核。", kind="x", link="/workbench/")
    clerk = visitor(viewport)
    clerk.sign_in("education-clerk")
    seen = []
    for path in plain_pages():
        if re.search("logout|/api/|signup|export|feed|sitemap|\\.(xml|json|txt|csv|zip)$", path):
            continue
        answer = clerk.context.request.get(clerk.address + path, max_redirects=0, headers={"Accept": "text/html"})
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        clerk.go(path)
        seen.append((path, clerk.overflows(), [*clerk.complaints, *clerk.faint()]))
        clerk.complaints.clear()
    assert len(seen) > 8
    assert [page for page in seen if page[1] > 0 or page[2]] == []
    assert clerk.strays == []
    clerk.page.evaluate("document.querySelector('h1').style.color = '#bbb'")
    assert clerk.faint(), "a faint heading is noticed"


@pytest.mark.browser
def test_signing_in_and_being_locked_out_as_a_person_sees_it(county, visitor):
    guest = visitor(TELEPHONE)
    guest.go("/workbench/notices/")
    for _ in range(4):
        guest.page.fill("[name=login]", "water-clerk")
        guest.page.fill("[name=password]", "wrong")
        guest.page.click("button.primary")
        guest.page.wait_for_selector("text=用户名或密码不正确")
    guest.page.fill("[name=password]", "wrong")
    guest.page.click("button.primary")
    guest.page.wait_for_selector("text=请15分钟后再试")
    assert [said for said in guest.complaints if "429" not in said] == []


@pytest.mark.browser
def test_the_keyboard_goes_through_the_page_in_the_order_of_reading_and_shows_where_it_is(county, visitor):
    guest = visitor()
    guest.go("/account/login/")
    order = []
    for _ in range(5):
        guest.page.keyboard.press("Tab")
        order.append(guest.page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        assert guest.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert order == ["跳到正文", "政府信息公开平台", "login", "password", "登录"]
    guest.sign_in("water-clerk")
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Enter")
    assert guest.page.evaluate("document.activeElement.id") == "main", "the skip link leads past the menu"


@pytest.mark.browser
def test_large_print_grows_the_text_at_once_and_stays(county, visitor):
    guest = visitor()
    guest.go("/account/login/")
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = guest.page.evaluate(size)
    guest.page.click("[data-large]")
    assert guest.page.evaluate(size) == pytest.approx(before * 1.25)
    assert guest.page.inner_text("[data-large]") == "标准字号"
    guest.go("/account/login/")
    assert guest.page.evaluate(size) == pytest.approx(before * 1.25)
    assert guest.overflows() == 0
    guest.page.click("[data-large]")
    guest.go("/account/login/")
    assert guest.page.evaluate(size) == before


@pytest.mark.browser
def test_the_menu_folds_on_a_telephone_and_stands_open_without_scripts(county, visitor):
    clerk = visitor(TELEPHONE)
    clerk.sign_in("water-clerk")
    assert not clerk.page.is_visible("#side")
    clerk.page.click("text=菜单")
    assert clerk.page.is_visible("#side") and clerk.page.get_attribute("[data-menu]", "aria-expanded") == "true"
    plain = visitor(TELEPHONE, java_script_enabled=False)
    plain.sign_in("water-clerk")
    assert plain.page.is_visible("#side")


def test_whoever_asks_for_the_icon_by_its_old_name_gets_it(client, db):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/x-icon"
    assert b"".join(answer.streaming_content).startswith(b"\0\0\1\0")


def test_a_page_that_fails_leaves_its_reason_in_the_log(client, db, monkeypatch):
    from gongkai.web.common import views

    handler = next(one for one in logging.getLogger("django.request").handlers if one.name == "stderr")
    monkeypatch.setattr(handler, "stream", io.StringIO())
    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=lambda: 1 / 0))
    client.raise_request_exception = False
    assert client.get("/health").status_code == 500
    assert "/health" in handler.stream.getvalue() and "ZeroDivisionError" in handler.stream.getvalue()
