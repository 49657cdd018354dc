"""Word documents come back as a person sees them once all changes are accepted."""

import io
import shutil
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from docx_parts import (
    deleted,
    document,
    ins,
    lvl,
    numbered,
    numbering,
    p,
    r,
    sdt,
    t,
    tbl,
    tc,
    tr,
)
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import UnreadableReport
from gongkai.report.reading.document import Grid, Paragraph
from gongkai.report.reading.docx import read

SHARED = Path(__file__).parents[4] / "shared" / "reports"


def lines(data, frame=False):
    return [block.text for block in read(data).blocks if isinstance(block, Paragraph) and block.frame is frame]


def grids(data):
    return [block for block in read(data).blocks if isinstance(block, Grid)]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


# -- text of a paragraph


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r("主动公开") + r("36") + r("条"), "主动公开36条"),
        (r("甲") + ins(r("乙")) + deleted("丙") + r("丁"), "甲乙丁"),
        (ins('<w:del w:id="1"><w:r><w:delText>丙</w:delText></w:r></w:del>') + r("丁"), "丁"),
        ("<w:moveFrom>" + r("旧处") + "</w:moveFrom><w:moveTo>" + r("新处") + "</w:moveTo>", "新处"),
        (sdt(r("36")) + r("条"), "36条"),
        (sdt(sdt(sdt(r("36")))), "36"),
        ("<w:smartTag w:element='date'><w:smartTagPr/>" + r("1月31日") + "</w:smartTag>", "1月31日"),
        ("<w:customXml w:element='x'>" + r("甲") + "</w:customXml>", "甲"),
        ("<w:hyperlink r:id='x'>" + r("网址") + "</w:hyperlink>", "网址"),
        ("<w:fldSimple w:instr=' PAGE '>" + r("3") + "</w:fldSimple>", "3"),
        ("<w:dir><w:bdo>" + r("甲") + "</w:bdo></w:dir>", "甲"),
        ("<w:unheardOf>" + r("甲") + "</w:unheardOf>", "甲"),
        (f"<w:r>{t('甲')}<w:tab/>{t('乙')}</w:r>", "甲\t乙"),
        (f"<w:r>{t('1')}<w:noBreakHyphen/><w:softHyphen/>{t('2')}</w:r>", "1-2"),
        (f"<w:r>{t('甲')}<w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "甲✓"),
        (f"<w:r>{t('甲')}<w:lastRenderedPageBreak/>{t('乙')}</w:r>", "甲乙"),
        (
            "<w:r><w:ruby><w:rubyPr/><w:rt>"
            + r("wù")
            + "</w:rt><w:rubyBase>"
            + r("務")
            + "</w:rubyBase></w:ruby></w:r>",
            "務",
        ),
        ("<m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath>", "1+1"),
        ("<w:r><w:t>甲\n乙</w:t></w:r>", "甲 乙"),
        (r("甲") + r("乙", "<w:vanish/>") + r("丙", "<w:vanish w:val='0'/>"), "甲丙"),
        ("<w:proofErr w:type='spellStart'/>" + r("甲") + "<w:bookmarkStart w:id='0' w:name='a'/>" + r("乙"), "甲乙"),
    ],
)
def test_what_a_paragraph_says(inner, text):
    assert lines(document(f"<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>{inner}</w:p>")) == [text]


def mark(kind):
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def instruction(text):
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (mark("begin") + instruction("PAGE") + mark("separate") + r("3") + mark("end"), "共3页"),
        (
            mark("begin")
            + instruction("IF ")
            + mark("begin")
            + instruction("X")
            + mark("separate")
            + r("9")
            + mark("end")
            + mark("separate")
            + r("真")
            + mark("end"),
            "共真页",
        ),
        (mark("begin") + instruction("EQ \\o\\ac(○,3)") + mark("end"), "共③页"),
        (mark("begin") + instruction("EQ \\* jc0 \\o\\ad(\\s\\up 9(wù),務)") + mark("end"), "共務页"),
        (mark("end"), "共页"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/>"
            "<w:listEntry w:val='乙'/></w:ddList></w:ffData></w:fldChar></w:r>"
            + instruction("FORMDROPDOWN")
            + mark("end"),
            "共乙页",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
            "</w:ffData></w:fldChar></w:r>" + mark("end"),
            "共☑页",
        ),
    ],
)
def test_fields_show_their_result(inner, text):
    assert lines(document(p("共", inner, "页"))) == [text]


def test_a_field_that_never_ends_swallows_nothing():
    body = p("甲", mark("begin"), instruction("X"), "乙") + p("丙") + p(mark("begin"), mark("separate"), "丁") + p("戊")
    assert lines(document(body)) == ["甲乙", "丙", "丁", "戊"]


def test_a_line_break_makes_two_paragraphs_at_one_place():
    blocks = read(
        document(p("") + f"<w:p><w:r>{t('一、总体情况')}<w:br/>{t('本年度')}<w:br w:type='page'/></w:r></w:p>")
    ).blocks
    assert [(b.text, b.place.path) for b in blocks] == [("一、总体情况", "body/p[2]"), ("本年度", "body/p[2]")]


def test_empty_paragraphs_are_left_out_but_counted():
    blocks = read(document(p("甲") + "<w:p/>" + p(" \u3000") + p("乙"))).blocks
    assert [(b.text, b.place.path) for b in blocks] == [("甲", "body/p[1]"), ("乙", "body/p[4]")]


def test_content_controls_are_looked_through_when_counting():
    blocks = read(document(p("甲") + sdt(p("乙") + sdt(p("丙"))) + p("丁"))).blocks
    assert [b.place.path for b in blocks] == ["body/p[1]", "body/p[2]", "body/p[3]", "body/p[4]"]


# -- tracked changes


def test_tracked_changes_are_counted_and_remarked():
    read_back = read(document(p("甲", ins(r("乙")), deleted("丙")) + p(deleted("丁"))))
    assert read_back.tracked == 3
    ((sentence, place),) = read_back.remarks
    assert sentence.startswith("Word 文档中有 3 处修订痕迹（插入 1 处、删除 2 处）") and place.path == "body/p[1]"


def test_no_changes_no_remark():
    read_back = read(document(p("甲")))
    assert (read_back.tracked, read_back.remarks) == (0, [])


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    gone = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"
    body = p("甲", properties=gone) + p("乙") + p(deleted("全删"), properties=gone) + p("丙") + p("丁", properties=gone)
    assert lines(document(body)) == ["甲乙", "丙", "丁"]


def test_an_inserted_paragraph_mark_is_counted():
    assert read(document(p("甲", properties="<w:rPr><w:ins w:id='1'/></w:rPr>") + p("乙"))).tracked == 1


def test_deleted_rows_and_cells_are_gone_and_their_neighbours_close_up():
    data = document(
        tbl(
            tr("项", "数", "注"),
            tr("规章", "9", "旧", properties="<w:del w:id='1'/>"),
            tr("规章", "0", "新", properties="<w:ins w:id='2'/>"),
            tr("许可", tc("8", properties="<w:cellDel w:id='3'/>"), "7", "无"),
        )
    )
    (grid,) = grids(data)
    assert texts(grid) == [["项", "数", "注"], ["规章", "0", "新"], ["许可", "7", "无"]]
    assert [cell.column for cell in grid.rows[2]] == [0, 1, 2]
    assert grid.rows[1][0].place.path == "body/tbl[1]/tr[2]/tc[1]"
    assert read(data).tracked == 3


@given(
    st.lists(
        st.text(
            st.characters(
                codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
            ),
            min_size=1,
            max_size=8,
        ),
        min_size=1,
        max_size=6,
    ),
    st.lists(
        st.sampled_from(["run", "inserted", "deletion before", "control", "tag", "moved"]), min_size=6, max_size=6
    ),
)
def test_text_cut_at_random_comes_back_whole(pieces, ways):
    wrap = {
        "run": r,
        "inserted": lambda text: ins(r(text)),
        "deletion before": lambda text: deleted("删去") + r(text),
        "control": lambda text: sdt(r(text)),
        "tag": lambda text: f"<w:smartTag>{r(text)}</w:smartTag>",
        "moved": lambda text: f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r(text)}</w:moveTo>",
    }
    body = "<w:p>" + "".join(wrap[way](text) for text, way in zip(pieces, ways, strict=False)) + "</w:p>"
    whole = "".join(pieces)
    assert lines(document(body)) == ([] if not whole or whole.isspace() else [whole])


# -- text boxes, notes, frames


def box(inner, fallback="<w:p/>"):
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{fallback}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph():
    blocks = read(document(p("甲", box(p("框内"), p("框内")), "乙") + p("丙"))).blocks
    assert [(b.text, b.place.path) for b in blocks] == [
        ("甲乙", "body/p[1]"),
        ("框内", "body/p[1]/txbx[1]/p[1]"),
        ("丙", "body/p[2]"),
    ]


def test_a_choice_without_text_gives_way_to_its_fallback():
    inner = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wpx'><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox><w:txbxContent>{p('后备')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(document(p(inner))) == ["后备"]


def test_a_box_in_a_box_and_a_table_in_a_box():
    data = document(p(box(p("外", box(p("内"))) + tbl(tr("项", "1"), tr("目", "2")))))
    assert lines(data) == ["外", "内"]
    assert texts(grids(data)[0]) == [["项", "1"], ["目", "2"]]


def test_a_text_box_in_a_cell_belongs_to_the_cell():
    (grid,) = grids(document(tbl(tr("项", tc(p("1", box(p("注"))))), tr("目", "2"))))
    assert texts(grid)[0] == ["项", "1\n注"]


def test_footnotes_follow_their_paragraph_and_leave_no_mark_in_it():
    notes = (
        "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        f"<w:footnote w:id='2'>{p('<w:r><w:footnoteRef/></w:r>', '含上年结转')}</w:footnote>"
    )
    ref = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    blocks = read(document(p("收到12", ref, "件") + p("丙"), footnotes=notes)).blocks
    assert [(b.text, b.place.path) for b in blocks] == [
        ("收到12件", "body/p[1]"),
        ("含上年结转", "footnotes/footnote[2]/p[1]"),
        ("丙", "body/p[2]"),
    ]


def test_a_footnote_in_a_cell_follows_the_table():
    notes = f"<w:footnote w:id='2'>{p('注')}</w:footnote>"
    data = document(
        tbl(tr("项", tc(p("12", "<w:r><w:footnoteReference w:id='2'/></w:r>"))), tr("目", "2")) + p("后"),
        footnotes=notes,
    )
    assert texts(grids(data)[0])[0] == ["项", "12"]
    assert lines(data) == ["注", "后"]


def test_endnotes_come_last():
    assert lines(document(p("甲") + p("乙"), endnotes=f"<w:endnote w:id='1'>{p('尾注')}</w:endnote>")) == [
        "甲",
        "乙",
        "尾注",
    ]


def test_headers_and_footers_are_the_frame():
    section = "<w:sectPr><w:headerReference w:type='default' r:id='header1'/><w:footerReference w:type='default' r:id='footer1'/></w:sectPr>"
    data = document(
        p("第一节", properties=section) + p("第二节") + section,
        header1=p("某县人民政府办公室") + tbl(tr("甲", "乙")),
        footer1=p("- 1 -"),
    )
    assert lines(data) == ["第一节", "第二节"]
    assert lines(data, frame=True) == ["某县人民政府办公室", "甲", "乙", "- 1 -"]


def test_a_table_of_contents_is_the_frame():
    toc = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    field = (
        p(mark("begin"), instruction(" TOC \\o "), mark("separate"), "一、总体情况\t1")
        + p("二、主动公开\t2")
        + p(mark("end"))
    )
    for contents in (sdt(p("一、总体情况\t1") + p("二、主动公开\t2"), toc), field):
        data = document(contents + p("一、总体情况"))
        assert lines(data) == ["一、总体情况"]
        assert lines(data, frame=True) == ["一、总体情况\t1", "二、主动公开\t2"]


def test_a_table_of_contents_that_never_ends_hides_nothing():
    assert lines(document(p(mark("begin"), instruction("TOC"), mark("separate"), "一、") + p("正文"))) == [
        "一、",
        "正文",
    ]


def test_embedded_files_and_sheets_are_remarked():
    data = document(
        p("甲") + "<w:altChunk r:id='x'/>" + p("<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>")
    )
    assert [place.path for _, place in read(data).remarks] == ["body/p[1]", "body/p[2]"]
    assert all("没有读入" in sentence for sentence, _ in read(data).remarks)


def test_pictures_count_only_where_there_is_no_table():
    picture = p("<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>")
    assert read(document(picture)).pictures == 1
    assert read(document(picture + tbl(tr("项", "1")))).pictures == 0


def test_a_table_that_is_a_picture_says_so():
    from gongkai.report.reading import read_bytes

    picture = p("<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>")
    text = ["某某县民政局2023年政府信息公开工作年度报告", "一、总体情况", "全年公开12条。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    report = read_bytes(document("".join(map(p, text)) + picture))
    told = next(finding for finding in report.findings if finding.code == "read.table_picture")
    assert "1张图片" in told.message and "3.received.total" in told.cells and report.value("3.received.total") is None
    with pytest.raises(UnreadableReport, match="只有1张图片，表格可能是图片"):
        read_bytes(document(picture))


# -- styles


STYLES = (
    "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='gone'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='child'><w:basedOn w:val='gone'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='back'><w:basedOn w:val='gone'/><w:rPr><w:vanish w:val='false'/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='loop'><w:basedOn w:val='pool'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='pool'><w:basedOn w:val='loop'/></w:style>"
    "<w:style w:type='character' w:styleId='c'><w:rPr><w:vanish/></w:rPr></w:style>"
)


def test_styles_hide_text_directly_inherited_and_back():
    body = "".join(
        p(name, properties=f"<w:pStyle w:val='{name}'/>") for name in ("a", "gone", "child", "back", "loop", "none")
    )
    assert lines(document(body, styles=STYLES)) == ["a", "back", "loop", "none"]


def test_character_styles_hide_and_direct_formatting_shows_again():
    body = p("甲", r("乙", "<w:rStyle w:val='c'/>"), r("丙", "<w:rStyle w:val='c'/><w:vanish w:val='0'/>"))
    assert lines(document(body, styles=STYLES)) == ["甲丙"]


def test_struck_text_is_left_out_with_a_remark():
    (grid,) = grids(
        document(tbl(tr("项", tc(p(r("12", "<w:strike/>"), "13"))), tr("目", tc(p(r("5", "<w:dstrike w:val='0'/>"))))))
    )
    assert texts(grid) == [["项", "13"], ["目", "5"]]
    ((sentence, _),) = read(document(p(r("旧", "<w:dstrike/>"), "新"))).remarks
    assert "1 处划掉的文字" in sentence


def test_raised_marks_of_notes_are_no_digits():
    up = "<w:vertAlign w:val='superscript'/>"
    body = p(
        "12", r("①", up), "、13", r("[2]", up), "、10", r("abc", up), "、H", r("2", "<w:vertAlign w:val='subscript'/>")
    )
    assert lines(document(body)) == ["12、13、10abc、H2"]


def test_a_mark_of_ones_own_is_left_out_with_the_footnote_kept():
    ref = f"<w:r><w:footnoteReference w:id='2' w:customMarkFollows='1'/>{t('3')}</w:r>"
    assert lines(document(p("12", ref, "件"), footnotes=f"<w:footnote w:id='2'>{p('注')}</w:footnote>")) == [
        "12件",
        "注",
    ]


# -- automatic numbering


def test_headings_numbered_by_word_carry_their_numbers():
    levels = lvl(0, "chineseCountingThousand", "%1、") + lvl(1, "chineseCounting", "（%2）") + lvl(2, "decimal", "%3.")
    body = "".join(
        p(text, properties=numbered(level))
        for level, text in (
            (0, "总体情况"),
            (1, "主动公开"),
            (2, "目录"),
            (2, "2023年"),
            (1, "依申请公开"),
            (2, "渠道"),
            (0, "主动公开情况"),
            (1, "甲"),
        )
    )
    assert lines(document(body, numbering=numbering(levels))) == [
        "一、总体情况",
        "（一）主动公开",
        "1.目录",
        "2. 2023年",
        "（二）依申请公开",
        "1.渠道",
        "二、主动公开情况",
        "（一）甲",
    ]


@pytest.mark.parametrize(
    ("style", "number", "label"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一○五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("japaneseCounting", 110, "百十"),
        ("taiwaneseCountingThousand", 12, "十二"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("decimalZero", 12, "12"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 3, "c"),
        ("ordinal", 12, "12th"),
        ("noSuchFormat", 5, "5"),
        ("decimal", 0, "0"),
        ("bullet", 1, ""),
        ("none", 1, ""),
    ],
)
def test_formats_of_numbers(style, number, label):
    data = document(
        p("文", properties=numbered()), numbering=numbering(lvl(0, style, "%1" if style != "bullet" else "●", number))
    )
    assert lines(data) == [f"{label} 文".strip()]


def test_instances_of_one_list_count_on_and_an_override_restarts_once():
    restart = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(p("甲", properties=numbered(0, number)) for number in (1, 1, 2, 3, 3, 1))
    assert lines(document(body, numbering=numbering(lvl(0, "decimal", "%1."), more=restart))) == [
        "1.甲",
        "2.甲",
        "3.甲",
        "5.甲",
        "6.甲",
        "7.甲",
    ]


def test_an_override_replaces_a_level():
    data = document(
        p("甲", properties=numbered()),
        numbering=numbering(
            lvl(0, "decimal", "%1."),
            overrides=f'<w:lvlOverride w:ilvl="0">{lvl(0, "chineseCounting", "第%1部分")}</w:lvlOverride>',
        ),
    )
    assert lines(data) == ["第一部分 甲"]


def test_a_level_may_never_restart_or_only_after_another():
    levels = (
        lvl(0, "decimal", "%1.")
        + lvl(1, "decimal", "%1.%2.", extra='<w:lvlRestart w:val="0"/>')
        + lvl(2, "decimal", "%3)", extra='<w:lvlRestart w:val="1"/>')
    )
    body = "".join(p("x", properties=numbered(level)) for level in (0, 1, 2, 1, 2, 0, 1, 2))
    assert lines(document(body, numbering=numbering(levels))) == [
        "1. x",
        "1.1. x",
        "1) x",
        "1.2. x",
        "2) x",
        "2. x",
        "2.3. x",
        "1) x",
    ]


def test_numbers_come_through_styles_and_can_be_taken_off():
    styles = (
        "<w:style w:type='paragraph' w:styleId='h1'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='h2'><w:basedOn w:val='h1'/>"
        "<w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    levels = lvl(0, "chineseCounting", "%1、", extra="<w:pStyle w:val='h1'/>") + lvl(
        1, "chineseCounting", "（%2）", extra="<w:pStyle w:val='h2'/>"
    )
    off = "<w:pStyle w:val='h1'/><w:numPr><w:numId w:val='0'/></w:numPr>"
    body = (
        p("甲", properties="<w:pStyle w:val='h1'/>")
        + p("乙", properties="<w:pStyle w:val='h2'/>")
        + p("丙", properties=off)
        + p("丁", properties="<w:pStyle w:val='h1'/>")
    )
    assert lines(document(body, styles=styles, numbering=numbering(levels))) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_a_list_style_stands_between_instance_and_list():
    styles = (
        "<w:style w:type='numbering' w:styleId='ls'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
    )
    parts = (
        "<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='ls'/></w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='9'><w:styleLink w:val='ls'/>{lvl(0, 'decimal', '%1、')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='8'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='9'/></w:num>"
    )
    assert lines(document(p("甲", properties=numbered()), styles=styles, numbering=parts)) == ["1、甲"]


def test_deleted_and_hidden_paragraphs_are_not_counted():
    gone = numbered() + "<w:rPr><w:del w:id='1'/></w:rPr>"
    hidden = numbered() + "<w:rPr><w:vanish/></w:rPr>"
    body = (
        p("甲", properties=numbered())
        + p(deleted("乙"), properties=gone)
        + p(r("丙", "<w:vanish/>"), properties=hidden)
        + p("丁", properties=numbered())
    )
    assert lines(document(body, numbering=numbering(lvl(0, "decimal", "%1、")))) == ["1、甲", "2、丁"]


def test_a_heading_that_runs_on_into_its_text_keeps_its_number_before_it():
    separator = numbered() + "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    body = p("主动公开。", properties=separator) + p("本年度36条。") + p("依申请公开", properties=numbered())
    assert lines(document(body, numbering=numbering(lvl(0, "chineseCounting", "（%1）")))) == [
        "（一）主动公开。本年度36条。",
        "（二）依申请公开",
    ]


def test_a_deleted_mark_leaves_the_number_of_the_paragraph_that_remains():
    body = (
        p("甲", properties=numbered() + "<w:rPr><w:del w:id='1'/></w:rPr>")
        + p("乙", properties=numbered())
        + p("丙", properties=numbered())
    )
    assert lines(document(body, numbering=numbering(lvl(0, "decimal", "%1、")))) == ["1、甲乙", "2、丙"]


def test_numbers_in_cells_and_legal_numbering():
    levels = lvl(0, "chineseCounting", "%1") + lvl(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    (grid,) = grids(
        document(
            tbl(tr(tc(p(properties=numbered())), "规章"), tr(tc(p("许可", properties=numbered(1))), "3")),
            numbering=numbering(levels),
        )
    )
    assert texts(grid) == [["一", "规章"], ["1.1 许可", "3"]]


def test_a_format_with_a_fallback():
    choice = (
        "<mc:AlternateContent><mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    level = f"<w:lvl w:ilvl='0'><w:start w:val='1'/>{choice}<w:lvlText w:val='%1、'/></w:lvl>"
    assert lines(document(p("甲", properties=numbered()), numbering=numbering(level))) == ["1、甲"]


# -- tables


def span(count):
    return f"<w:gridSpan w:val='{count}'/>"


DOWN, ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


def geometry(grid):
    return [[(c.text, c.row, c.column, c.rowspan, c.colspan) for c in row] for row in grid.rows]


def test_merged_cells_are_laid_out_on_the_grid():
    (grid,) = grids(
        document(
            tbl(
                tr(tc("指标", properties=DOWN), tc("申请人", properties=span(2)), "总计"),
                tr(tc(properties=ON), "自然人", "法人", "数"),
                tr(tc("收到", properties=span(1)), "1", "2", "3"),
            )
        )
    )
    assert geometry(grid) == [
        [("指标", 0, 0, 2, 1), ("申请人", 0, 1, 1, 2), ("总计", 0, 3, 1, 1)],
        [("自然人", 1, 1, 1, 1), ("法人", 1, 2, 1, 1), ("数", 1, 3, 1, 1)],
        [("收到", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1), ("3", 2, 3, 1, 1)],
    ]


def test_old_style_merges_and_cells_before_the_row():
    (grid,) = grids(
        document(
            tbl(
                tr(
                    tc("甲", properties="<w:hMerge w:val='restart'/>"),
                    tc(properties="<w:hMerge w:val='continue'/>"),
                    "乙",
                ),
                tr("1", "2", properties="<w:gridBefore w:val='1'/><w:gridAfter w:val='1'/>"),
            )
        )
    )
    assert geometry(grid) == [[("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)], [("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1)]]


def test_a_merge_ends_where_a_new_one_starts_or_the_widths_differ():
    (grid,) = grids(
        document(
            tbl(
                tr(tc("甲", properties=DOWN), "1"),
                tr(tc("乙", properties=DOWN), "2"),
                tr(tc(properties=ON), "3"),
                tr(tc("丙", properties=span(2) + ON)),
                tr(tc("丁", properties=ON), "5"),
            )
        )
    )
    assert [[(c.text, c.rowspan) for c in row] for row in grid.rows] == [
        [("甲", 1), ("1", 1)],
        [("乙", 2), ("2", 1)],
        [("3", 1)],
        [("丙", 1)],
        [("丁", 1), ("5", 1)],
    ]


def test_a_merge_whose_first_row_was_deleted_keeps_its_cell():
    (grid,) = grids(
        document(
            tbl(
                tr(tc("旧", properties=DOWN), "1", properties="<w:del w:id='1'/>"),
                tr(tc("新", properties=ON), "2"),
                tr("丙", "3"),
            )
        )
    )
    assert geometry(grid)[0] == [("新", 0, 0, 1, 1), ("2", 0, 1, 1, 1)]


def test_rows_and_cells_in_content_controls_are_there():
    (grid,) = grids(
        document(
            tbl(
                tr("项", "数"),
                sdt(tr("规章", "1") + sdt(tr("许可", "2"))),
                f"<w:customXml>{tr('处罚', '3')}</w:customXml>",
                f"<w:tr>{sdt(tc('强制'))}{sdt(sdt(tc(sdt(p('4')))))}</w:tr>",
            )
        )
    )
    assert texts(grid) == [["项", "数"], ["规章", "1"], ["许可", "2"], ["处罚", "3"], ["强制", "4"]]


def test_hidden_rows_are_out_and_lines_in_a_cell_stay():
    (grid,) = grids(
        document(
            tbl(
                tr(tc("商业", "企业"), "1"),
                tr("暗", "2", properties="<w:hidden/>"),
                tr(tc(f"<w:p><w:r>{t('上')}<w:br/>{t('下')}</w:r></w:p>", ""), "3"),
            )
        )
    )
    assert texts(grid) == [["商业\n企业", "1"], ["上\n下", "3"]]


def test_layout_tables_hand_on_their_content_in_reading_order():
    inner = tbl(tr("规章", "1"), tr("许可", "2"))
    data = document(p("前") + tbl(tr("左栏", tc("二、主动公开", inner, "尾"))) + p("后"))
    blocks = read(data).blocks
    assert [b.text if isinstance(b, Paragraph) else texts(b) for b in blocks] == [
        "前",
        "左栏",
        "二、主动公开",
        [["规章", "1"], ["许可", "2"]],
        "尾",
        "后",
    ]
    assert blocks[3].rows[1][1].place.path == "body/tbl[1]/tr[1]/tc[2]/tbl[1]/tr[2]/tc[2]"


def test_one_cell_or_one_column_around_text_is_no_grid():
    assert lines(document(tbl(tr(tc("甲", "乙"))) + tbl(tr("丙"), tr("丁")))) == ["甲", "乙", "丙", "丁"]


def test_a_framed_word_inside_a_data_cell_leaves_the_table_whole():
    (grid,) = grids(document(tbl(tr("项", tc(tbl(tr("12")), "<w:p/>")), tr("目", "3"))))
    assert texts(grid) == [["项", "12"], ["目", "3"]]


def test_edges_dragged_a_little_apart_are_one_edge():
    def grid_of(*widths):
        columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
        rows = tr("项", "甲", tc("乙", properties=span(2)), "丙") + tr("收到", tc("1", properties=span(2)), "2", "3")
        (grid,) = grids(document(f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"))
        return [[(cell.column, cell.colspan) for cell in row] for row in grid.rows]

    assert grid_of(2000, 900, 12, 888, 900) == [[(0, 1), (1, 1), (2, 1), (3, 1)]] * 2
    apart = [[(0, 1), (1, 1), (2, 2), (4, 1)], [(0, 1), (1, 2), (3, 1), (4, 1)]]
    assert grid_of(2000, 900, 400, 500, 900) == apart
    assert grid_of(2000, 90, 12, 888, 900) == apart, "a cell would be left without a column"
    assert grid_of(2000, 900, 0, 900, 900) == apart, "widths unknown"
    assert grid_of(2000, 12) == apart, "columns of another table"


# -- other producers


def test_strict_open_xml_reads_the_same():
    from zipfile import ZipFile

    from docx_parts import zipped

    with ZipFile(
        io.BytesIO(
            document(p("甲", ins(r("乙")), properties=numbered()), numbering=numbering(lvl(0, "decimal", "%1、")))
        )
    ) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    ):
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    assert lines(zipped(parts)) == ["1、甲乙"]


def test_the_main_part_may_lie_anywhere():
    assert lines(document(p("甲"), main="word/document2.xml")) == ["甲"]


def test_the_declared_title():
    core = "<c xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title> 某局2023年\n年度报告 </dc:title></c>"
    assert read(document(p("甲"), core=core)).title == "某局2023年 年度报告"
    assert read(document(p("甲"))).title is None


def made_by_python_docx():
    made = python_docx.Document()
    made.core_properties.title = "某镇2023年政府信息公开工作年度报告"
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("本年度主动公开36条。")
    table = made.add_table(3, 3)
    for row, words in enumerate((("信息内容", "制发", "废止"), ("规章", "0", "1"), ("规范性文件", "2", "3"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_document_of_python_docx():
    read_back = read(made_by_python_docx())
    assert read_back.title == "某镇2023年政府信息公开工作年度报告"
    assert [b.text for b in read_back.blocks[:2]] == ["一、总体情况", "本年度主动公开36条。"]
    assert geometry(read_back.blocks[2])[0] == [("信息内容", 0, 0, 1, 1), ("制发\n废止", 0, 1, 1, 2)]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed: its documents go untested")
def test_documents_converted_by_libreoffice(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><meta charset='utf-8'><title>年报</title></head><body><p>一、总体情况</p><ol><li>主动公开</li><li>依申请公开</li></ol>"
        "<table border=1><tr><td rowspan=2>项</td><td colspan=2>申请人</td></tr><tr><td>自然人</td><td>法人</td></tr>"
        "<tr><td>收到</td><td>1</td><td>2</td></tr></table><p>末</p></body></html>",
        encoding="utf-8",
    )
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            tmp_path,
            page,
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    read_back = read((tmp_path / "page.docx").read_bytes())
    assert [b.text for b in read_back.blocks if isinstance(b, Paragraph)] == [
        "一、总体情况",
        "1.主动公开",
        "2.依申请公开",
        "末",
    ]
    assert geometry(next(b for b in read_back.blocks if isinstance(b, Grid))) == [
        [("项", 0, 0, 2, 1), ("申请人", 0, 1, 1, 2)],
        [("自然人", 1, 1, 1, 1), ("法人", 1, 2, 1, 1)],
        [("收到", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)],
    ]


@pytest.mark.skipif(
    not (SHARED / "blank-form-2021.docx").exists(), reason="the real reports are not here: ../shared/reports"
)
def test_the_real_blank_form():
    read_back = read((SHARED / "blank-form-2021.docx").read_bytes())
    tables = [block for block in read_back.blocks if isinstance(block, Grid)]
    assert [max(c.column + c.colspan for row in grid.rows for c in row) for grid in tables] == [4, 10, 15]
    assert [len(grid.rows) for grid in tables] == [14, 28, 4]
    assert (tables[1].rows[5][0].text, tables[1].rows[5][0].rowspan) == ("三、本年度办理结果", 22)
    headings = [block.text for block in read_back.blocks if isinstance(block, Paragraph) and block.text[1:2] == "、"]
    assert [heading[0] for heading in headings] == list("一二三四五六")
