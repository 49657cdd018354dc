import re

import pytest
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from gongkai.web.common.access import own
from gongkai.web.common.forms import RichText

GIVEN = []


class Form(forms.Form):
    title = forms.CharField(label="名称")
    body = RichText(label="正文")


@own
def edit(request):
    form = Form(request.POST or None, initial={"body": "<h2>总则</h2><p>第一段</p>"})
    if form.is_valid():
        GIVEN.append(form.cleaned_data["body"])
        return HttpResponse('<link rel="icon" href="data:,">ok')
    return render(request, "common/edit.html", {"title": "修改", "form": form})


urlpatterns = [path("workbench/editor", edit), path("", include("gongkai.web.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.browser]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style:x}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='mso-char-indent-count:2.0'><b><span lang=EN-US style='font-size:16.0pt'>通知</span></b><o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=100 style='width:75pt'><p class=MsoNormal>单位</p></td><td><p>件数</p></td></tr></table>
<script>window.bad = 1</script><!--EndFragment--></body></html>"""


def test_a_body_is_written_in_the_editor_and_nothing_is_complained_of(county, visitor):
    GIVEN.clear()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go("/workbench/editor")
    area = clerk.page.locator(".tiptap")
    area.wait_for()
    assert area.get_attribute("aria-label") == "正文"
    titles = clerk.page.eval_on_selector_all(".prose-menubar [title]", "all => all.map(one => one.title)")
    assert titles and not [title for title in titles if re.search("[a-z]{3,}", title)], titles
    area.click()
    clerk.page.wait_for_timeout(200)  # the editor puts its own selection back shortly after it is focused
    clerk.page.keyboard.press("Control+End")
    clerk.page.wait_for_function("getSelection().focusNode?.textContent === '第一段' && getSelection().focusOffset === 3")
    clerk.page.keyboard.press("Enter")
    clerk.page.keyboard.type("第二段")
    clerk.page.fill("[name=title]", "题")
    clerk.page.click("button.primary")
    clerk.page.wait_for_selector("text=ok")
    assert GIVEN == ["<h2>总则</h2><p>第一段</p><p>第二段</p>"]
    assert clerk.complaints == [] and clerk.strays == []


def test_what_is_pasted_from_word_keeps_its_paragraphs_and_tables_and_loses_the_rest(county, visitor):
    GIVEN.clear()
    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go("/workbench/editor")
    clerk.page.locator(".tiptap").click()
    clerk.page.keyboard.press("Control+A")
    clerk.page.evaluate("""text => {
        const data = new DataTransfer(); data.setData("text/html", text); data.setData("text/plain", "通知");
        document.querySelector(".tiptap").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }""", WORD)
    clerk.page.fill("[name=title]", "题")
    clerk.page.click("button.primary")
    clerk.page.wait_for_selector("text=ok")
    assert "<strong>通知</strong>" in GIVEN[0] and "<table>" in GIVEN[0] and "单位" in GIVEN[0]
    assert not re.search("Mso|style|script|o:p", GIVEN[0])
    assert clerk.page.evaluate("window.bad") is None


def test_without_scripts_the_body_is_a_plain_text_area(county, visitor):
    GIVEN.clear()
    clerk = visitor(java_script_enabled=False)
    clerk.sign_in("education-clerk")
    clerk.go("/workbench/editor")
    clerk.page.fill("textarea[name=body]", "一\n二")
    clerk.page.fill("[name=title]", "题")
    clerk.page.click("button.primary")
    clerk.page.wait_for_selector("text=ok")
    assert GIVEN == ["<p>一</p><p>二</p>"]
