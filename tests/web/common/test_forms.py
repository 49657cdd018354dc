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
