"""A template filled: fields, conditions and lists wherever Word cuts them; no hole, no value taken for a tag, nothing lost."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from wordmaking import bare, part, texts, word, xml

from gongkai.web.applications.letters.filling import MissingValues, TemplateFault, fill, fill_text, shown
from gongkai.web.applications.letters.lines import printable

ALONE, WITHIN = word("{{甲}}"), word("值：{{甲}}。")


def filled(values, *blocks):
    return texts(fill(word(*blocks), values))


def test_fields_stand_where_their_tags_stood():
    assert filled({"申请人": "陈某某", "收到日期": date(2026, 9, 2)}, "{{申请人}}：", "本机关于{{ 收到日期 }}收到{{申请人}}的申请。") == [
        "陈某某：", "本机关于2026年9月2日收到陈某某的申请。"]


@pytest.mark.parametrize("runs", [
    ["致{", "{申请人}", "}："], ["致{{", "申请人", "}}："], ["致", "{{申", "请人}}", "："], ["致{{申请人}", "}："], list("致{{申请人}}："),
    ["致{{ ", "", "申请人 ", "}}："],
])
def test_a_tag_cut_into_runs_is_one_tag(runs):
    assert filled({"申请人": "陈某某"}, runs) == ["致陈某某："]


def test_a_value_takes_the_form_of_the_run_in_which_its_tag_begins():
    def bold(document):
        paragraph = document.add_paragraph("甲")
        paragraph.add_run("{{申").bold = True
        paragraph.add_run("请人}}乙")
    made = Document(io.BytesIO(fill(word(bold), {"申请人": "陈某某"})))
    assert [(run.text, run.bold) for run in made.paragraphs[0].runs if run.text] == [("甲", None), ("陈某某", True), ("乙", None)]


def test_tags_in_cells_headers_footers_text_boxes_controls_and_notes_are_filled():
    def frame(document):
        document.sections[0].header.paragraphs[0].text = "眉{{字}}"
        document.sections[0].footer.paragraphs[0].text = "脚{{字}}"
    box = ("<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent><w:p><w:r><w:t>框{{字}}</w:t></w:r></w:p>"
           "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控{{字}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    made = filled({"字": "值"}, frame, [["格{{字}}", "乙"]], xml(box), xml(control))
    assert sorted(made) == sorted(["眉值", "脚值", "格值|乙", "框值", "控值"])


def test_conditions_keep_or_drop_a_part_of_a_sentence():
    sentence = "请{% if 代理人 %}{{代理人}}{% elif 联系人 == '周工' %}周工{% else %}本人{% endif %}到场。"
    assert filled({"代理人": "林某某"}, sentence) == ["请林某某到场。"]
    assert filled({"联系人": "周工"}, sentence) == ["请周工到场。"]
    assert filled({"代理人": "  "}, sentence) == ["请本人到场。"]


@pytest.mark.parametrize(("condition", "holds"), [
    ("甲", True), ("not 甲", False), ("甲 and 乙", False), ("甲 or 乙", True), ("甲 == “是”", True), ("甲 != '是'", False), ("not (乙 or 丙)", True),
    ("数 == 3", True), ("数 == '3'", True), ("日 == '2026年1月2日'", True), ("空表", False), ("无此字段", False), ("真", True), ("零", False),
])
def test_what_conditions_mean(condition, holds):
    values = {"甲": "是", "乙": "", "丙": None, "数": 3, "日": date(2026, 1, 2), "空表": [], "真": True, "零": 0}
    assert filled(values, f"{{% if {condition} %}}成立{{% else %}}不成立{{% endif %}}") == ["成立" if holds else "不成立"]


def test_tags_alone_in_their_paragraphs_steer_the_paragraphs_between_and_leave_no_blank_line():
    blocks = ["前", "{% if 代理人 %}", "代理人：{{代理人}}", "{%p else %}", "没有代理人", "{% endif %}", "后"]
    assert filled({"代理人": "林某某"}, *blocks) == ["前", "代理人：林某某", "后"]
    assert filled({}, *blocks) == ["前", "没有代理人", "后"]
    assert len(Document(io.BytesIO(fill(word(*blocks), {}))).paragraphs) == 3


def test_lists_repeat_paragraphs_rows_and_words():
    rows = [{"名称": "甲"}, {"名称": "乙"}]
    assert filled({"材料": rows}, "{% for 件 in 材料 %}", "{{件.序号}}.{{件.名称}}", "{% endfor %}", "完") == ["1.甲", "2.乙", "完"]
    assert filled({"材料": rows}, [["序号", "名称"], ["{%tr for 件 in 材料 %}", ""], ["{{件.序号}}", "{{件.名称}}"], ["{% endfor %}", ""]]) == [
        "序号|名称", "1|甲", "2|乙"]
    assert filled({"材料": rows}, "附{% for 件 in 材料 %}《{{件.名称}}》{% endfor %}。") == ["附《甲》《乙》。"]


def test_conditions_and_lists_nest_also_where_two_tags_share_a_paragraph():
    values = {"材料": [{"名称": "甲", "页数": 2}, {"名称": "乙"}], "附": "有"}
    assert filled({}, "甲{# 提示 #}", "{# 提示 #}", "乙") == ["甲", "乙"]
    assert filled(values, "{% if 附 %}{% for 件 in 材料 %}", "{{件.名称}}", "{% if 件.页数 %}", "{{件.页数}}页", "{% endif %}{% endfor %}{% endif %}") == ["甲", "2页", "乙"]
    assert filled({}, "{% if 附 %}{% for 件 in 材料 %}", "{{件.名称}}", "{% endfor %}{% endif %}", "完") == ["完"]


def test_a_table_whose_rows_are_all_dropped_goes_with_them_and_a_cell_keeps_a_paragraph():
    assert filled({}, [["{% if 甲 %}", ""], ["乙", "丙"], ["{% endif %}", ""]], "完") == ["完"]

    def cell(document):
        document.add_table(1, 2).cell(0, 0).text = "{% if 甲 %}"
        document.tables[0].cell(0, 0).add_paragraph("乙")
        document.tables[0].cell(0, 0).add_paragraph("{% endif %}")
    made = Document(io.BytesIO(fill(word(cell), {})))
    assert made.tables[0].cell(0, 0).text == ""


def test_a_field_alone_in_its_paragraph_becomes_as_many_paragraphs_as_it_has_lines():
    made = Document(io.BytesIO(fill(word("{{补正事项}}", "事项：{{补正事项}}。"), {"补正事项": "　　一、年度；\r\n\n二、范围"})))
    assert [paragraph.text for paragraph in made.paragraphs] == ["一、年度；", "二、范围", "事项：一、年度；\n\n二、范围。"]


def test_values_are_printed_as_officials_write_them():
    assert [shown(value) for value in (date(2026, 1, 2), datetime(2026, 1, 2, 9, 5), Decimal("2000"), Decimal("1e3"), Decimal("0.5"), 7, True, 1.25, " 甲 ")] == [
        "2026年1月2日", "2026年1月2日9时05分", "2000", "1000", "0.50", "7", "是", "1.25", "甲"]


@pytest.mark.parametrize("value", [None, "", " \n\t　", [], "\x00\x07"])
def test_a_field_without_a_value_is_named_never_left_as_a_hole(value):
    with pytest.raises(MissingValues, match=r"^文书还缺少“收到日期”、“申请人”的内容，请补充后再生成。$") as raised:
        fill(word("{{收到日期}}收到{{申请人}}、{{申请人}}的申请", "{{文号}}"), {"申请人": value, "文号": "1"})
    assert raised.value.fields == ("收到日期", "申请人")


def test_a_field_in_what_is_dropped_is_not_missed_and_a_column_is_named_with_its_list():
    assert filled({}, "甲{% if 代理人 %}{{代理人}}{% endif %}") == ["甲"]
    with pytest.raises(MissingValues, match=r"“件.页数”"):
        fill(word("{% for 件 in 材料 %}{{件.名称}}{{件.页数}}{% endfor %}"), {"材料": [{"名称": "甲"}]})
    with pytest.raises(MissingValues, match="“材料”"):
        fill(word("{% for 件 in 材料 %}{{件.名称}}{% endfor %}"), {"材料": []})


@pytest.mark.parametrize("value", ["{{机密}}", "{% for 件 in 材料 %}", "{#", "{_{x}_}", "{_% %_}", "&lt;w:p&gt;", "</w:t></w:r>", "“‘引’”", "${x}", "\\1 \\g<0>"])
def test_a_value_is_never_read_as_a_tag_or_as_markup(value):
    assert filled({"甲": value, "机密": "泄露"}, "值：{{甲}}。", "{{甲}}") == [f"值：{value}。", value]


@given(value=st.text(max_size=60), alone=st.booleans())
@settings(max_examples=60)
def test_any_characters_give_a_file_that_opens_and_holds_them(value, alone):
    template = ALONE if alone else WITHIN
    if not shown(value):
        with pytest.raises(MissingValues):
            fill(template, {"甲": value})
        return
    made = fill(template, {"甲": value})
    document = Document(io.BytesIO(made))
    whole = "".join(paragraph.text for paragraph in document.paragraphs)
    assert bare(whole) == bare(printable(value) if alone else f"值：{printable(value)}。")
    assert bare("".join(texts(made))) == bare(whole)


@given(st.text(max_size=200))
def test_of_a_text_that_can_be_written_nothing_but_line_breaks_changes(value):
    kept = printable(value)
    assert printable(kept) == kept
    plain = "".join(c for c in value if c.isprintable() and not 0xD800 <= ord(c) < 0xE000 and ord(c) not in (0xFFFE, 0xFFFF))
    assert [c for c in kept if c.isprintable() and c != "\ufffd"] == [c for c in plain if c != "\ufffd"]


def test_a_very_long_value_is_whole():
    value = "\n".join(f"第{number}项，" + "长" * 300 for number in range(300))
    assert bare("".join(filled({"甲": value}, "{{甲}}"))) == bare(value)


def test_a_list_that_is_longer_than_any_letter_is_refused():
    template = word("{% for 件 in 材料 %}", *["{{件.名称}}"] * 50, "{% endfor %}")
    with pytest.raises(TemplateFault, match="清单过长"):
        fill(template, {"材料": [{"名称": "甲"}] * 1000})


def test_equal_values_give_equal_bytes_and_no_trace_of_who_wrote_the_template():
    def signed(document):
        document.core_properties.author = document.core_properties.last_modified_by = "张某某"
        document.core_properties.title = "内部"
    template = word("{{甲}}", signed)
    made = fill(template, {"甲": "乙"})
    assert made == fill(template, {"甲": "乙"})
    assert "张某某".encode() in part(template, "docProps/core.xml") and "张某某".encode() not in part(made, "docProps/core.xml")
    assert Document(io.BytesIO(made)).core_properties.author == ""


@pytest.mark.parametrize(("blocks", "words"), [
    (["{{甲"], "“{{甲”没有写完，缺少“}}”，请补上"), (["{% if 甲 %}乙"], "“{% if 甲 %}”在同一段里没有结束"),
    (["{% if 甲 %}", "乙"], "“{% if 甲 %}”在同一处正文或者同一个单元格里没有结束"), (["乙{% endif %}"], "“{% endif %}”在同一段里没有与它相对的“{% if %}”"),
    (["{% for 件 in 材料 %}", "{% endif %}"], "没有与它相对的“{% if %}”"), (["{% if 甲 %}乙{% else %}{% else %}丙{% endif %}"], "“{% else %}”在同一段里没有与它相对"),
    (["{{ 甲|upper }}"], "里只能写一个字段名"), (["{{材料}}"], "“{{材料}}”是一个清单，请用“{% for 件 in 材料 %}”逐项列出"),
    (["{% for 件 in 甲 %}{% endfor %}"], "“甲”不是清单"),
])
def test_a_wrong_tag_is_told_with_what_to_do(blocks, words):
    with pytest.raises(TemplateFault) as raised:
        fill(word(*blocks), {"甲": "1", "材料": [{}]})
    assert words in str(raised.value) and str(raised.value).startswith("模板") and str(raised.value).endswith("。")


def test_messages_are_filled_as_texts():
    text = "{{申请人}}：申请（编号{{编号}}）已收到{% if 期限 %}，将于{{期限}}前答复{% endif %}。{# 署名由系统加 #}"
    assert fill_text(text, {"申请人": "陈某某", "编号": "2026-1", "期限": date(2026, 9, 30)}) == "陈某某：申请（编号2026-1）已收到，将于2026年9月30日前答复。"
    with pytest.raises(MissingValues, match="“编号”"):
        fill_text(text, {"申请人": "陈某某"})
    with pytest.raises(TemplateFault, match="模板消息里的"):
        fill_text("{{甲", {})
