"""The whole road of an item in a browser, by the people who walk it."""

from __future__ import annotations

import re

import pytest
import screeningfiles
from browsing import TELEPHONE
from django.utils import timezone

from gongkai.web.disclosure.models import Item, PublishedItem
from gongkai.web.organs.enums import Role

pytestmark = pytest.mark.browser
LIST = ("<p>现将困难学生资助名单公示如下。</p><table><tbody><tr><th>姓名</th><th>身份证号</th></tr><tr><td>王小明</td>"
        "<td>110101199003070003</td></tr></tbody></table>")


def write(person, title: str, body: str) -> None:
    """Fill in the editor's page; the body as somebody pastes it."""
    page = person.page
    page.fill("[name=title]", title)
    page.fill("input.chooser", "民生")
    page.select_option("[name=node]", label=page.locator("[name=node] option", has_text="民生政策措施").inner_text())
    page.select_option("[name=genre]", "publicity")
    page.select_option("[name=subject]", "education")
    page.fill("[name=made_on]", timezone.localdate().isoformat())
    page.check("[name=attribute][value=active]")
    page.fill("[name=attribute_reason]", "属于条例第二十条第十一项")
    page.locator(".tiptap").click()
    page.evaluate("""text => {
        const data = new DataTransfer(); data.setData("text/html", text);
        document.querySelector(".tiptap").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }""", body)


def pass_on(person, item: Item) -> None:
    """Take the step that waits for this person, from the first page on."""
    page = person.page
    person.go("/workbench/")
    page.click("a.stat:has-text('待我审核')")
    page.click(f"a:has-text('{item.title}')")
    page.check("[name=verdict][value=passed]")
    if page.locator("[name=basis]").count():
        page.fill("[name=basis]", "《条例》第二十条第十一项")
    page.click("button:has-text('提交意见')")
    page.wait_for_selector("text=已同意。")


def test_an_item_is_written_masked_reviewed_by_three_published_found_corrected_and_withdrawn(way, visitor):
    way.levels(2)
    people = {role: visitor() for role in (Role.CLERK, Role.SECRECY, Role.REVIEWER, Role.HEAD)}
    for role, person in people.items():
        person.sign_in(f"education-{role}")
    clerk = people[Role.CLERK]
    clerk.go("/workbench/items/")
    clerk.page.click("a:has-text('新增公开事项') >> nth=0")
    write(clerk, "困难学生资助名单公示", LIST)
    clerk.page.click("button:has-text('下一步')")
    clerk.page.click("a:has-text('下一步：检查并送审')")
    item = Item.objects.get()
    assert clerk.page.locator("button:has-text('送审')").count() == 0
    assert "110101********0003" in clerk.page.inner_text(".submit-findings")
    clerk.page.click("a:has-text('遮盖个人信息')")
    clerk.page.click("button:has-text('遮盖并保存')")
    clerk.page.click("button:text-is('送审')")
    clerk.page.wait_for_selector("text=已送审")

    for role in (Role.SECRECY, Role.REVIEWER, Role.HEAD):
        pass_on(people[role], item)
    clerk.go("/workbench/")
    clerk.page.click("a.stat:has-text('待发布')")
    clerk.page.click(f"a:has-text('{item.title}')")
    clerk.page.click("a:text-is('发布')")
    clerk.page.click("button:text-is('确定')")
    clerk.page.wait_for_selector("text=已发布。")

    citizen = visitor(TELEPHONE)
    citizen.go("/search/?q=资助名单")
    citizen.page.click(f"a:has-text('{item.title}')")
    shown = citizen.page.inner_text("main")
    assert "王**" in shown and "110101********0003" in shown and "王小明" not in shown and "19900307" not in shown

    clerk.go(f"/workbench/items/{item.pk}/edit/")
    clerk.page.fill("[name=title]", "困难学生资助名单公示（更正）")
    clerk.page.click("button:has-text('下一步')")
    clerk.page.click("a:has-text('下一步：检查并送审')")
    clerk.page.click("button:text-is('送审')")
    clerk.page.wait_for_selector("text=已送审")
    item.refresh_from_db()
    assert "（更正）" not in citizen.page.inner_text("main h1, article h1")
    for role in (Role.SECRECY, Role.REVIEWER, Role.HEAD):
        pass_on(people[role], item)
    clerk.go(f"/workbench/items/{item.pk}/publish/")
    clerk.page.fill("[name=reason]", "名称补充更正字样")
    clerk.page.click("button:text-is('确定')")
    clerk.page.wait_for_selector("text=已发布。")
    citizen.page.reload()  # a page of the portal may be kept for a minute
    assert "（更正）" in citizen.page.inner_text("main") and "名称补充更正字样" in citizen.page.inner_text("main")

    head = people[Role.HEAD]
    head.go(f"/workbench/items/{item.pk}/")
    head.page.click("a:has-text('撤回公开')")
    head.page.fill("[name=reason]", "公示期满")
    head.page.click("button:has-text('撤回公开')")
    head.page.wait_for_selector("text=已撤回。")
    assert not PublishedItem.objects.exists()
    assert citizen.page.reload().status == 410
    assert all(person.complaints == [] and person.strays == [] for person in people.values())


def test_files_that_may_not_come_in_are_refused_in_one_sentence_each(way, visitor, settings):
    settings.UPLOAD_MOST = 300_000
    item = way.draft()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go(f"/workbench/items/{item.pk}/files/")
    macro = screeningfiles.docx(**{"word/vbaProject.bin": b"macro"})
    given = {"程序.exe": b"MZ\x90\x00" + b"\0" * 200, "太大.pdf": b"%PDF-1.4" + b"0" * 300_000, "名单.pdf": screeningfiles.docx(),
             "带宏.docm": macro, "压缩.zip": screeningfiles.packed({"a.txt": "a"}), "空.txt": b"", "通知.docx": screeningfiles.docx()}
    clerk.page.set_input_files("[name=files]", [{"name": name, "mimeType": "application/octet-stream", "buffer": data}
                                                for name, data in given.items()])
    clerk.page.click("button:text-is('上传')")
    clerk.page.wait_for_selector("text=已上传 1 个附件。")
    said = [text.strip() for text in clerk.page.locator(".messages .bad").all_inner_texts()]
    assert len(said) == 6 and all(sentence.count("。") == 1 and sentence.endswith("。") for sentence in said)
    for name in set(given) - {"通知.docx"}:
        assert sum(name in sentence for sentence in said) == 1, name
    assert list(item.attachments.values_list("title", flat=True)) == ["通知"]


def test_of_two_editors_the_second_sees_both_texts_and_saves_what_they_choose(way, visitor):
    item = way.draft()
    first, second = visitor(), visitor()
    for person in (first, second):
        person.sign_in("education-clerk")
        person.go(f"/workbench/items/{item.pk}/edit/")
    first.page.fill("[name=summary]", "甲写的概述")
    first.page.click("button:text-is('仅保存')")
    first.page.wait_for_selector("text=已保存。")
    second.page.fill("[name=document_number]", "清教发〔2026〕9号")
    second.page.fill("[name=summary]", "乙写的概述")
    second.page.click("button:text-is('仅保存')")
    second.page.wait_for_selector("text=内容有冲突")
    shown = second.page.inner_text("main")
    assert "甲写的概述" in shown and "乙写的概述" in shown and "清教发〔2026〕9号" in shown
    second.page.check("[name=keep-summary][value=theirs]")
    second.page.click("button:has-text('按所选保存')")
    second.page.wait_for_selector("text=已保存。")
    item.refresh_from_db()
    assert item.summary == "甲写的概述" and item.document_number == "清教发〔2026〕9号"


def drafts(person, number: int) -> None:
    """Wait until the browser keeps so many drafts."""
    for _ in range(40):
        if person.page.evaluate("Object.keys(localStorage).length") == number:
            return
        person.page.wait_for_timeout(200)
    raise AssertionError(f"the browser does not keep {number} drafts")


def test_what_was_typed_comes_back_after_the_browser_was_closed(way, visitor):
    item = way.draft()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    path = f"/workbench/items/{item.pk}/edit/"
    clerk.go(path)
    clerk.page.wait_for_timeout(1200)
    clerk.page.fill("[name=summary]", "写到一半")
    drafts(clerk, 1)
    clerk.go(path)
    clerk.page.click("[data-draft-restore]")
    clerk.page.wait_for_timeout(1000)
    assert clerk.page.input_value("[name=summary]") == "写到一半"
    clerk.page.click("button:text-is('仅保存')")
    clerk.page.wait_for_selector("text=已保存。")
    drafts(clerk, 0)
    assert Item.objects.get().summary == "写到一半"


def test_what_was_put_back_stays_kept_until_it_is_saved(way, visitor):
    item = way.draft()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    path = f"/workbench/items/{item.pk}/edit/"
    clerk.go(path)
    clerk.page.wait_for_timeout(1200)
    clerk.page.fill("[name=summary]", "写到一半")
    drafts(clerk, 1)
    clerk.go(path)
    clerk.page.click("[data-draft-restore]")
    clerk.page.wait_for_load_state()
    clerk.page.wait_for_timeout(1000)
    for text in ("写到一半，", "写到一半"):  # one more character, and it is taken back
        clerk.page.fill("[name=summary]", text)
        clerk.page.wait_for_function("text => Object.values(localStorage).some(kept => JSON.parse(kept).values.summary === text)", arg=text)


def test_what_was_typed_before_the_page_listens_is_kept_too(way, visitor):
    item = way.draft()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    held = []
    clerk.page.route("**/draft_restore*.js", lambda one: held.append(one))
    clerk.page.goto(f"{clerk.address}/workbench/items/{item.pk}/edit/", wait_until="commit")
    clerk.page.fill("[name=summary]", "写得早")
    held[0].continue_()
    drafts(clerk, 1)
    assert clerk.page.evaluate("JSON.parse(Object.values(localStorage)[0]).values.summary") == "写得早"


@pytest.mark.parametrize("viewport", [None, TELEPHONE])
def test_no_screen_is_wider_than_its_window(way, visitor, viewport):
    item = way.draft(title="长" * 200, document_number="清教发〔2026〕" + "9" * 40)
    version = way.submitted(way.draft(title="A" * 200))
    person = visitor(viewport) if viewport else visitor()
    person.sign_in("education-clerk")
    for path in ("items/", f"items/{item.pk}/", f"items/{item.pk}/edit/", f"items/{item.pk}/files/", f"items/{item.pk}/submit/",
                 f"reviews/{version.pk}/", f"reviews/{version.pk}/paper/", "reassessments/", "catalogue/"):
        person.go(f"/workbench/{path}")
        assert person.overflows() <= 0, (path, person.page.evaluate("""[...document.querySelectorAll('main *')].filter(one =>
            one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(one => one.outerHTML.slice(0, 120))"""))
        assert not re.search("[{}]{2}", person.page.inner_text("body")), path
