"""A template that an office uploads: what is wrong is told in one sentence each, with place and what to do; nothing of it runs."""

from __future__ import annotations

from datetime import date

import pytest
from wordmaking import part, rewritten, word, xml

from gongkai.engine.letters import every_letter
from gongkai.errors import GongkaiError
from gongkai.web.applications.letters.building import default_template
from gongkai.web.applications.letters.checking import MOST_PROBLEMS, check_template
from gongkai.web.applications.letters.fields import examples
from gongkai.web.applications.letters.filling import fill

KINDS = every_letter()
CORRECTION = KINDS["correction_notice"]
GOOD = ("{{申请人}}：", "{{收到日期}}收到{{申请内容}}，请于{{补正期限}}前补正：", "{{补正事项}}", "{{机关名称}}")


def messages(*blocks, kind=CORRECTION):
    return [problem.message for problem in check_template(word(*GOOD, *blocks), kind)]


def test_a_good_template_has_no_problem():
    assert messages() == []


@pytest.mark.parametrize(("block", "message"), [
    ("致{{申请人姓名}}", "正文第5段的“{{申请人姓名}}”里的“申请人姓名”不是可用的字段，是否应为“申请人”，请对照字段表改正。"),
    ("{{xyz}}", "正文第5段的“{{xyz}}”里的“xyz”不是可用的字段，请对照字段表改正。"),
    ("{{收费金额}}元", "正文第5段的“{{收费金额}}”不能用在政府信息公开申请补正告知书里，这种文书没有“收费金额”的内容，请删除或者换用别的字段。"),
    ("{{申请人.姓名}}", "正文第5段的“{{申请人.姓名}}”不对：“申请人”后面不能带“.姓名”，请改正。"),
    ("{{申请人", "正文第5段的“{{申请人”没有写完，缺少“}}”，请补上。"),
    ("{{}}", "正文第5段的“{{}}”里没有字段名，请填写字段名或者删除。"),
    ("{% if 代理人 %}有", "正文第5段的“{% if 代理人 %}”在同一段里没有结束，请补上“{% endif %}”，或者把成对的标记放在同一段里。"),
    ("申请人}}", "正文第5段里多了“}}”，或者前面少了开头的标记，请改正。"),
    ("致{申请人}：", "正文第5段里的“{申请人}”只有一层括号，请改为“{{申请人}}”。"),
    ("致｛｛申请人｝｝：", "正文第5段里的“｛｛”不是半角的“{{”或者“}}”，中间也不能有空格，请改正。"),
    ("致{ {申请人} }：", "正文第5段里的“{ {”不是半角的“{{”或者“}}”，中间也不能有空格，请改正。"),
    ([["甲", "{{乙丙丁}}"]], "正文第1个表格第1行第2格第1段的“{{乙丙丁}}”里的“乙丙丁”不是可用的字段，请对照字段表改正。"),
])
def test_a_wrong_tag_is_told_with_its_place(block, message):
    kind = CORRECTION
    found = [problem.message for problem in check_template(word(*GOOD, block), kind)]
    assert found[0] == message


def test_places_in_headers_and_text_boxes_are_named():
    def frame(document):
        document.sections[0].header.paragraphs[0].text = "{{甲乙}}"
    box = ("<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent><w:p><w:r><w:t>{{丙丁}}</w:t></w:r></w:p>"
           "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")
    found = messages(frame, xml(box))
    assert [message.split("的", 1)[0] for message in found] == ["正文第5段文本框第1段", "页眉第1段"]


HOSTILE = [
    "{{ ''.__class__.__mro__ }}", "{{ 申请人.__class__ }}", "{{ 申请人['x'] }}", "{{ 申请人|attr('x') }}", "{{ range(10**9)|list }}", "{{ 申请人() }}",
    "{{ 申请人 ~ 申请人 }}", "{{ 10**10**10 }}", "{{ 'x' * 999999999 }}", "{{ [1,2] }}", "{{ 1 if 申请人 else 2 }}", "{{ self }}", "{{ (申请人, 文号) }}",
    "{% for x in range(999999999) %}a{% endfor %}", "{% for x in 申请人 recursive %}a{% endfor %}", "{% for a, b in 申请人 %}a{% endfor %}",
    "{% for x in 申请人 if x %}a{% endfor %}", "{% for x in 申请人 %}a{% else %}b{% endfor %}", "{% set x = 1 %}", "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}", "{% extends 'x' %}", "{% macro x() %}{% endmacro %}", "{% call x() %}{% endcall %}", "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}", "{% raw %}{{x}}{% endraw %}", "{% with x = 1 %}{% endwith %}", "{% autoescape false %}{% endautoescape %}",
    "{% do x %}", "{% if 申请人 is defined %}x{% endif %}", "{% if 申请人 > 1 %}x{% endif %}", "{% if 申请人 in 文号 %}x{% endif %}", "{% if 1 + 1 %}x{% endif %}",
    "{% if 申请人 %}x{% elif lipsum() %}y{% endif %}", "{% if cycler.__init__.__globals__ %}x{% endif %}", "{{ loop.index }}", "{{ namespace }}",
    "{% if 甲 == 1 == 1 %}x{% endif %}", "{% if " + "(" * 90 + "申请人" + ")" * 90 + " %}x{% endif %}", "{% if " + "not " * 45 + "申请人 %}x{% endif %}",
    "{{r 申请人 }}", "{{p 申请人 }}", "{% colspan 3 %}", "{% cellbg 'ff0000' %}", "{% vm %}", "{{ 申请人 }", "{{ \x00 }}".replace("\x00", "\u200b"),
]


@pytest.mark.parametrize("tag", [tag for tag in HOSTILE if "not not" not in tag])
def test_what_is_more_than_a_plain_field_condition_or_list_is_refused_and_never_run(tag):
    found = check_template(word(*GOOD, tag), CORRECTION)
    assert found and found[0].level == "error" and found[0].message.startswith("正文第5段")
    with pytest.raises(GongkaiError):
        fill(word(*GOOD, tag), {**examples(CORRECTION), "甲": "", "文号": "1"})


def test_a_long_chain_of_nots_is_only_a_condition():
    assert messages("{% if " + "not " * 44 + "代理人 %}x{% endif %}")[0].startswith("正文第5段的“{% if not")


@pytest.mark.parametrize("text", ["{{" * 60_000, "{% if 申请人 %}" * 8_000, "{{申请人}}" * 8_000, "{" * 300_000, "{%" + "(" * 150_000, "{#" * 60_000, "｛" * 60_000])
def test_a_template_full_of_tags_is_answered_soon(text):
    assert messages(text)
    assert len(messages(text)) <= MOST_PROBLEMS
    with pytest.raises(GongkaiError):
        fill(word(*GOOD, text + "{{x"), examples(CORRECTION))


def test_a_loop_names_its_columns_and_its_own_word():
    kind = KINDS["service_record"]
    good = ("{{受送达人}}{{送达方式}}{{机关名称}}", "{% for 件 in 送达文书 %}", "{{件.序号}}{{件.名称}}{% if 件.文号 %}{{件.文号}}{% endif %}", "{% endfor %}")
    assert [problem.message for problem in check_template(word(*good), kind)] == []
    for block, message in [
        ("{% for 件 in 送达文书 %}{{件.价格}}{% endfor %}", "正文第5段的“{{件.价格}}”不对：“送达文书”的每一项有“件.名称”、“件.文号”、“件.份数”、“件.序号”，请改正。"),
        ("{{送达文书}}", "正文第5段的“{{送达文书}}”是一个清单，请用“{% for 件 in 送达文书 %}”逐项列出。"),
        ("{% for 件 in 受送达人 %}{% endfor %}", "正文第5段的“{% for 件 in 受送达人 %}”不对：“受送达人”不是清单，请直接写“{{受送达人}}”。"),
        ("{% for 机关名称 in 送达文书 %}{% endfor %}", "正文第5段的“{% for 机关名称 in 送达文书 %}”里的“机关名称”已是别的字段的名称，请换一个字，例如“件”。"),
    ]:
        assert check_template(word(*good, block), kind)[0].message == message
    notices = check_template(word(*good[:2], "{{件.名称}}{{件.文号}}", "{% endfor %}"), kind)
    assert [(problem.level, problem.place) for problem in notices] == [("notice", "正文第3段")]


def test_a_field_that_may_be_empty_is_better_kept_under_a_condition():
    assert messages("{{指导释明}}") == ["正文第5段的“{{指导释明}}”有时没有内容，那时不能生成文书，建议把有关文字放在“{% if 指导释明 %}”和“{% endif %}”之间。"]
    assert messages("{% if 指导释明 %}", "{{指导释明}}", "{% endif %}") == []
    assert [problem.level for problem in check_template(word(*GOOD, "{{指导释明}}"), CORRECTION)] == ["notice"]


def test_an_answer_without_remedies_is_refused_and_what_else_is_missing_is_told():
    found = check_template(word("{{申请人}}{{收到日期}}{{申请内容}}{{获取途径}}"), KINDS["answer_already_public"])
    assert [(problem.level, problem.message.split("（")[0]) for problem in found] == [("error", "模板里没有“{{救济途径}}”")]
    found = check_template(word("{{申请人}}{{收到日期}}{{申请内容}}{{救济途径}}"), KINDS["answer_already_public"])
    assert [(problem.level, problem.message.split("（")[0]) for problem in found] == [("notice", "模板里没有“{{获取途径}}”")]


def test_a_template_without_fields_is_no_template():
    [problem] = check_template(word("一封没有字段的信"))
    assert problem.level == "error" and "没有一个字段" in problem.message


@pytest.mark.parametrize(("data", "message"), [
    (b"", "这个文件是空文件，不是 Word 文档（.docx），请用 Word 或者 WPS 打开后另存为 .docx 再试。"),
    (b"%PDF-1.7 x", "这个文件是PDF 文件，不是 Word 文档"), ("一段文字".encode(), "这个文件是文本文件，不是 Word 文档"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "这个文件是旧版 Word 文档（.doc），不是"),
    (word("x")[:3000], "文件不完整或者已损坏，无法打开，请用 Word"), (b"\x00" * (6 << 20), "文件超过 5 MB"),
], ids=["empty", "pdf", "text", "doc", "cut", "large"])
def test_what_is_no_word_file_is_refused_in_one_sentence(data, message):
    [problem] = check_template(data)
    assert problem.level == "error" and problem.message.startswith(message)


TYPES, RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def related(kind, target, mode=""):
    made = word(*GOOD)
    rels = part(made, RELS).replace(b"</Relationships>", f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{target}" {mode}/></Relationships>'.encode())
    return rewritten(made, {RELS: rels})


@pytest.mark.parametrize(("data", "words"), [
    (rewritten(word(*GOOD), {}, {"word/vbaProject.bin": b"x"}), "带有宏"),
    (rewritten(word(*GOOD), {TYPES: part(word("x"), TYPES).replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")}), "带有宏"),
    (rewritten(word(*GOOD), {TYPES: part(word("x"), TYPES).replace(b".document.main+xml", b".template.main+xml")}), "没有普通的 Word 正文"),
    (rewritten(word(*GOOD), {}, {"word/embeddings/oleObject1.bin": b"x"}), "嵌入了其他文件或者控件（oleobject1.bin）"),
    (rewritten(word(*GOOD), {}, {"word/activeX/activeX1.xml": b"<x/>"}), "嵌入了其他文件或者控件"),
    (related("hyperlink", "https://example.org/", 'TargetMode="External"'), "指向“https://example.org/”的超链接"),
    (related("image", "file://server/x.png", 'TargetMode="External"'), "指向“file://server/x.png”的外部内容"),
    (related("aFChunk", "chunk.htm"), "夹带了另一个文档"),
    (word(*GOOD, xml("<w:p><w:ins><w:r><w:t>加</w:t></w:r></w:ins></w:p>")), "有修订痕迹"),
    (word(*GOOD, xml("<w:p><w:del><w:r><w:delText>减</w:delText></w:r></w:del></w:p>")), "有修订痕迹"),
    (word(*GOOD, xml("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>")), "有隐藏文字"),
    (word(*GOOD, xml('<w:p><w:fldSimple w:instr=" DATE \\@ yyyy "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>')), "会自动变化的域“DATE”"),
    (word(*GOOD, xml('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r>'
                     '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')), "会自动变化的域“DDEAUTO”"),
    (rewritten(word(*GOOD), {}, {"word/comments.xml": b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment/></w:comments>'}), "有批注"),
    (rewritten(word(*GOOD), {"word/document.xml": b'<!DOCTYPE x [<!ENTITY y "z">]>' + part(word("x"), "word/document.xml")}), "不允许的 XML 声明"),
    (rewritten(word(*GOOD), {"word/document.xml": b"<x/>"}), "没有普通的 Word 正文"),
    (rewritten(word(*GOOD), {}, {"word/media/bomb.xml": b"0" * (41 << 20)}), "解压后过大"),
])
def test_a_dangerous_or_unsteady_file_is_refused(data, words):
    found = check_template(data, CORRECTION)
    assert [problem.level for problem in found][:1] == ["error"] and any(words in problem.message for problem in found)


def test_page_numbers_may_stand_in_a_template():
    assert messages(xml('<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>')) == []


def test_the_template_on_somebodys_disk_is_let_pass_and_forgotten():
    made = word(*GOOD)
    settings = part(made, "word/settings.xml").replace(b"</w:settings>", b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></w:settings>')
    rels = (b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:\\Users\\zhang\\x.dotm" TargetMode="External"/></Relationships>')
    data = rewritten(made, {"word/settings.xml": settings}, {"word/_rels/settings.xml.rels": rels})
    assert check_template(data, CORRECTION) == []
    letter = fill(data, {**examples(CORRECTION)})
    assert b"zhang" not in part(letter, "word/_rels/settings.xml.rels") and b"attachedTemplate" not in part(letter, "word/settings.xml")


def test_a_list_of_too_many_problems_is_cut():
    assert len(messages(*[f"{{{{x{number}}}}}" for number in range(200)])) == MOST_PROBLEMS


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_each_default_template_passes_its_own_check_and_holds_all_that_the_letter_needs(kind):
    assert check_template(default_template(kind), kind) == []
    assert default_template(kind) == default_template.__wrapped__(kind)


def test_a_letter_dated_by_a_day_is_checked_by_its_kind_alone():
    assert all(kind.standing.holds(date(2026, 9, 18)) for kind in KINDS.values())
