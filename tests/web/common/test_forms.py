import pytest
from django import forms
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from gongkai.web.common import richtext
from gongkai.web.common.forms import EXTENSIONS, RichText


class Form(forms.Form):
    body = RichText(label="正文")


@pytest.mark.parametrize(("given", "kept"), [
    ("<p>甲</p><script>alert(1)</script>", "<p>甲</p>"),
    ('<p onclick="x()" style="color:red" class="MsoNormal">甲<o:p></o:p></p>', "<p>甲</p>"),
    ('<h1>总则</h1><h5>附</h5>', "<h2>总则</h2><h4>附</h4>"),
    ('<p><a href="javascript:x()">甲</a></p>', '<p><a rel="noopener noreferrer">甲</a></p>'),
    ('<p><a href="https://example.com/" target="_blank">甲</a></p>', '<p><a href="https://example.com/" rel="noopener noreferrer">甲</a></p>'),
    ('<p><img src="https://example.com/x.png">甲</p>', "<p>甲</p>"),
    ('<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>', '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>'),
    ("<!--[if gte mso 9]><xml>x</xml><![endif]--><style>p{}</style><p>甲</p>", "<p>甲</p>"),
    ("一段\r\n\r\n二段 < 三", "<p>一段</p><p>二段 &lt; 三</p>"),
    ("<p></p>", ""), ("<p>&nbsp;</p><p><br></p>", ""), ("", ""),
])
def test_a_body_keeps_what_it_may_hold_and_nothing_else(given, kept):
    assert richtext.clean(given) == kept


@pytest.mark.parametrize("text", ["<p>甲 &amp; 乙 &lt; 丙</p>", "1 < 2 & 3", "<p>一</p><ul><li>二</li></ul>", "纯文字\n二行", "a &lt;b&gt; c"])
def test_cleaning_twice_changes_nothing_more(text):
    assert richtext.clean(richtext.clean(text)) == richtext.clean(text)


def test_an_empty_body_is_refused_where_one_is_required():
    assert Form({"body": "<p></p>"}).errors["body"]
    assert Form({"body": "<p>甲</p>"}).is_valid()


def test_opening_the_editor_is_no_change():
    form = Form({"body": "<p>甲</p>\n"}, initial={"body": "<p>甲</p>"})
    assert not form.has_changed()


def test_a_body_is_read_as_lines():
    assert richtext.plain("<p>甲&nbsp;乙</p><ul><li>丙 &lt; 丁</li></ul>") == "甲 乙\n丙 < 丁"
    assert richtext.plain("没有标签 < 的文字") == "没有标签 < 的文字"


def test_the_editor_offers_nothing_that_is_taken_away_afterwards():
    offered = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    assert offered["tags"] <= richtext.TAGS
    for name in richtext.ALIGNED:
        assert richtext.clean(f'<p class="{name}">甲</p>') == f'<p class="{name}">甲</p>'
    assert richtext.clean('<p style="text-align: center">甲</p><div>乙</div>') == '<p class="align-center">甲</p><p>乙</p>'


class Everything(forms.Form):
    name = forms.CharField(max_length=3)
    kind = forms.ChoiceField(choices=[("a", "甲")])
    file = forms.FileField()
    on = forms.DateField(required=False)
    count = forms.IntegerField(required=False, max_value=9)
    amount = forms.DecimalField(required=False, max_digits=5, decimal_places=2)
    mail = forms.EmailField(required=False)
    page = forms.URLField(required=False, assume_scheme="https")


@pytest.mark.parametrize(("typed", "said"), [
    ({}, {"name": "请填写此项。", "kind": "请选择一项。", "file": "请选择文件。"}),
    ({"name": "四个字的", "kind": "乙", "on": "昨天", "count": "一", "amount": "1.234", "mail": "张三", "page": "张三"}, {
        "name": "不能超过 3 个字，现有 4 个字，请删减。", "kind": "没有“乙”这个选项，请从列表中选择。", "on": "请填写日期，例如 2026-03-01。",
        "count": "请填写整数，例如 12。", "amount": "小数不能超过 2 位，请核对。", "mail": "请填写电子邮箱地址，例如 name@example.gov.cn。",
        "page": "请填写以 http:// 或者 https:// 开头的网址。"}),
    ({"count": "12", "amount": "1234.5"}, {"count": "不能大于 9，请核对。", "amount": "整数部分不能超过 3 位，请核对。"}),
])
def test_what_does_not_do_is_said_in_a_sentence_that_tells_what_to_do(typed, said):
    errors = Everything(typed, {}).errors
    assert {name: errors[name] for name in said} == {name: [sentence] for name, sentence in said.items()}
