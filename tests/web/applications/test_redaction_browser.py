"""Redaction in a browser: boxes by mouse, finger and keyboard, undone; searched and made without scripts."""

from __future__ import annotations

import pytest
from browsing import TELEPHONE, WIDE
from django.urls import reverse
from redactioncases import NAME, NUMBER, places_of, reply

from gongkai.web.applications.domain import redacting, vault
from gongkai.web.applications.enums import FileRole, RedactionState
from gongkai.web.applications.models import Redaction

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def draft(open_case, county):
    case = open_case(registered=True)
    source = vault.keep_file(case, reply(), "关于宗地的答复.pdf", FileRole.SOURCE, kind="pdf", media_type="application/pdf")
    return redacting.start(county.staff("education", "clerk"), case, source)


@pytest.fixture
def visit(visitor):
    """Opens the page as the clerk of 教育局."""
    made = []

    def open_as(draft, viewport=WIDE, **more):
        one = visitor(viewport, **more)
        made.append(one)
        one.sign_in("education-clerk")
        one.go(reverse("applications:redaction", args=[draft.pk]))
        return one

    yield open_as
    for one in made:
        assert one.complaints == [] and one.strays == []


def spot(page, x, y):
    """Where a point of the first page (in points) is on the screen."""
    bounds = page.locator("[data-canvas]").bounding_box()
    return bounds["x"] + x * bounds["width"] / 595.28, bounds["y"] + y * bounds["height"] / 841.89


def told(page, text):
    """Wait until the page says something; all that it asked for has been answered then."""
    page.locator("[data-said]", has_text=text).wait_for()
    page.wait_for_load_state("networkidle")


def test_boxes_are_drawn_by_mouse_and_undone(draft, visit):
    page = visit(draft).page
    page.mouse.move(*spot(page, 100, 60))
    page.mouse.down()
    page.mouse.move(*spot(page, 220, 90), steps=4)
    page.mouse.up()
    told(page, "已添加")
    box = draft.boxes.get()
    assert box.page == 1 and box.left < 101 and box.right > 219 and box.top < 61 and box.bottom > 89
    assert page.locator("[data-drawn] rect").count() == 1 and page.locator("[data-total]").inner_text() == "1"
    page.click("text=撤销上一步")
    told(page, "已撤销")
    assert not draft.boxes.exists() and page.locator("[data-drawn] rect").count() == 0


def test_a_box_is_drawn_by_keyboard_alone(draft, visit):
    page = visit(draft).page
    page.select_option("[data-ground]", "trade_secret")
    page.focus("[data-new]")
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown", "Control+ArrowLeft"):
        page.keyboard.press(key)
    assert "回车确定" in page.inner_text("[data-said]")
    page.keyboard.press("Enter")
    told(page, "已添加")
    assert draft.boxes.get().ground == "trade_secret"
    page.focus("[data-new]")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.inner_text("[data-said]") == "已取消。" and draft.boxes.count() == 1


def test_a_box_is_given_another_ground_and_taken_away(draft, visit, county):
    redacting.add(county.staff("education", "clerk"), draft, [redacting.pages.Rectangle(1, 100, 60, 200, 80)], "privacy")
    page = visit(draft).page
    page.select_option("[data-list] select", "trade_secret")
    page.click("text=改依据")
    told(page, "已保存")
    assert draft.boxes.get().ground == "trade_secret"
    page.click("[data-list] button.danger")
    page.locator("[data-total]", has_text="0").wait_for()
    page.wait_for_load_state("networkidle")
    assert not draft.boxes.exists()


def test_a_finger_draws_only_when_asked_at_a_telephones_width(draft, visit):
    telephone = visit(draft, TELEPHONE, has_touch=True, is_mobile=True)
    page = telephone.page
    assert telephone.overflows() == 0
    drag = """([from, to]) => { const canvas = document.querySelector('[data-canvas]');
        const send = (name, at) => canvas.dispatchEvent(new PointerEvent(name, {pointerId: 5, pointerType: 'touch', clientX: at[0], clientY: at[1], bubbles: true}));
        canvas.setPointerCapture = () => {};
        send('pointerdown', from); send('pointermove', to); send('pointerup', to); }"""
    page.locator("[data-canvas]").scroll_into_view_if_needed()
    page.evaluate(drag, [spot(page, 100, 60), spot(page, 250, 110)])
    page.tap("[data-draw]")
    assert page.locator("[data-canvas].drawing").count() == 1
    assert not draft.boxes.exists()
    page.evaluate(drag, [spot(page, 100, 60), spot(page, 250, 110)])
    told(page, "已添加")
    assert draft.boxes.count() == 1 and telephone.overflows() == 0


def test_all_of_it_works_without_scripts(draft, visit):
    page = visit(draft, TELEPHONE, java_script_enabled=False).page
    page.fill("[name=words]", NAME)
    for kind in ("bank_card", "mobile", "telephone", "address", "name"):
        page.uncheck(f"[name=kinds][value={kind}]")
    page.click("form[action*=search] button:has-text('查找')")
    page.wait_for_load_state("networkidle")
    page.click("text=遮盖选中的")
    page.wait_for_selector("text=已遮盖 30 处")
    page.wait_for_load_state("networkidle")
    assert draft.boxes.count() == 30
    page.click("button:has-text('生成遮盖件')")
    page.wait_for_selector("text=打开遮盖件核对", timeout=60_000)
    page.wait_for_load_state("networkidle")
    row = Redaction.objects.get(pk=draft.pk)
    data = vault.file_bytes(row.result)
    assert row.state == RedactionState.FINISHED and places_of(data, NAME) == [] and places_of(data, NUMBER) == []
