"""PDF from a Word file without an office suite: the same words in the same order, A4, numbered; what cannot be printed is said."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from wordmaking import bare, part, rewritten, texts, word, xml

from gongkai.engine.letters import every_letter
from gongkai.web.applications.letters.building import default_template
from gongkai.web.applications.letters.checking import check_template
from gongkai.web.applications.letters.fields import certain_of, examples
from gongkai.web.applications.letters.filling import fill
from gongkai.web.applications.letters.printing import Unprintable, print_word, to_pdf
from gongkai.web.applications.letters.wordfile import WordFault

KINDS = every_letter()
BOTH_ENDS = ("correction_notice", "answer_denied", "application_form", "review_sheet", "fee_notice", "case_contents", "third_party_inquiry")
"""Letters of every make, printed also with as little and with far more than they mostly hold."""


def pages(data):
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def whole(data):
    return bare("".join(pages(data)))


def numberless(text):
    """Without page numbers, which a PDF has on each page."""
    for number in range(1, 60):
        text = text.replace(f"—{number}—", "")
    return text


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_default_letter_prints_the_words_that_its_word_file_has(kind):
    longest = {name: value * 40 if isinstance(value, str) and name in ("申请内容", "理由", "检索情况", "涉及信息") else value for name, value in examples(kind).items()}
    shortest = {name: value for name, value in examples(kind).items() if name in certain_of(kind)}
    for values in (examples(kind), longest, shortest) if kind.key in BOTH_ENDS else (examples(kind),):
        letter = fill(default_template(kind), values)
        made = to_pdf(letter)
        # The order of a table's cells in a PDF is that of the rows, as it is in the reader's.
        said = numberless(bare("".join(texts(letter)).replace("|", "")))
        assert sorted(numberless(whole(made))) == sorted(said)
        for line in texts(letter):
            if "|" not in line and not line.startswith("—") and values is not longest:
                assert bare(line) in numberless(whole(made))
    with pdfium.PdfDocument(made) as document:
        assert {tuple(round(side) for side in page.get_size()) for page in document} == {(595, 842)}
    assert all(f"—{number}—" in bare(text) for number, text in enumerate(pages(made), 1))


def test_the_same_letter_gives_the_same_bytes():
    letter = fill(default_template(KINDS["receipt"]), examples(KINDS["receipt"]))
    assert to_pdf(letter) == to_pdf(letter)


@given(st.text(alphabet=st.characters(whitelist_categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x9FA5), min_size=1, max_size=80))
@settings(max_examples=25)
def test_any_text_is_printed_whole_or_the_missing_character_is_named(value):
    letter = word("始" + value + "终")
    try:
        made = whole(to_pdf(letter))
    except Unprintable as error:
        assert "在本机的字体里没有，不能生成 PDF" in str(error)
        return
    assert made.startswith("始") and made.endswith("终") and len(made) >= 2


def test_a_character_that_no_font_has_is_never_printed_as_an_empty_box():
    nowhere = "\U000f1234"
    with pytest.raises(Unprintable, match=rf"“{nowhere}”（U\+F1234）在本机的字体里没有"):
        to_pdf(word(f"申请人：{nowhere}某"))
    assert "𬭎某" in whole(to_pdf(word("申请人：𬭎某")))


def test_typst_markup_in_a_letter_stays_text():
    words = '#panic("x") $a^2$ *粗* _斜_ `码` <标签> @引用 = 题 \\ // 注 #read("/etc/passwd") --- ... "直引号"'
    assert bare(words) in whole(to_pdf(word(words, [[words, "乙"]])))


def test_form_of_paragraphs_and_runs_comes_through():
    def styled(document):
        paragraph = document.add_paragraph()
        for text, name in (("粗", "bold"), ("斜", "italic"), ("线", "underline")):
            setattr(paragraph.add_run(text), name, True)
        paragraph.add_run("大").font.size = Pt(40)
        paragraph.alignment = 2
        document.add_paragraph("甲").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("乙").paragraph_format.page_break_before = True
        section = document.sections[0]
        section.page_width, section.page_height = Mm(148), Mm(210)
        section.header.paragraphs[0].text = "页眉文字"
    made = to_pdf(word(styled))
    assert [bare(text) for text in pages(made)][:1] == ["页眉文字粗斜线大甲"] and bare(pages(made)[-1]) == "页眉文字乙"
    with pdfium.PdfDocument(made) as document:
        assert [round(side) for side in document[0].get_size()] == [420, 595]
        text = document[0].get_textpage()
        at = text.get_text_range().index("大")
        box = text.get_charbox(at, loose=False)
        assert box[3] - box[1] > 25 and box[2] > 300


def test_spans_nesting_numbers_boxes_notes_and_controls_keep_their_words_in_order():
    def tables(document):
        table = document.add_table(3, 3, style="Table Grid")
        table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
        table.cell(2, 2).text = "角"
        inner = table.cell(0, 2).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    box = ("<w:p><w:r><w:t>框前</w:t></w:r><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p>"
           "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    deleted = "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>"

    def numbered(document):
        for text in ("列一", "列二"):
            document.add_paragraph(text, "List Number")
        document.add_paragraph("点", "List Bullet")
    made = whole(to_pdf(word(tables, xml(box), xml(control), xml(deleted), numbered)))
    expected = bare("合并 内一 内二 角 框前 框中 控件 留增 1. 列一 2. 列二 • 点")
    assert sorted(made) == sorted(expected) and made.endswith(expected[6:])  # a cell over two rows is read where its words are


def picture(kind="PNG", mode="RGB"):
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "red").convert(mode).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("GIF", "P"), ("BMP", "RGB"), ("TIFF", "RGB")])
def test_pictures_are_printed(kind, mode):
    made = to_pdf(word("甲", lambda document: document.add_picture(io.BytesIO(picture(kind, mode)), Mm(40)), "乙"))
    with pdfium.PdfDocument(made) as document:
        colours = document[0].render(scale=1).to_pil().convert("RGB").getcolors(10_000_000)
        assert sum(count for count, colour in colours if colour not in ((255, 255, 255), (0, 0, 0))) > 5000
    assert whole(made) == "甲乙"


def test_what_cannot_be_printed_is_told_and_with_others_files_is_a_remark():
    made = word("甲", lambda document: document.add_picture(io.BytesIO(picture()), Mm(40)))
    broken = rewritten(made, {"word/media/image1.png": b"x" * 200})
    with pytest.raises(Unprintable, match="文书里的无法显示的图片不能转成 PDF"):
        to_pdf(broken)
    data, omissions = print_word(broken)
    assert omissions == ["无法显示的图片"] and whole(data) == "甲"
    assert check_template(rewritten(word("{{机关名称}}", lambda document: document.add_picture(io.BytesIO(picture()), Mm(40))),
                                    {"word/media/image1.png": b"x" * 200}), KINDS["case_cover"])[0].level in ("error", "notice")
    with pytest.raises(Unprintable, match="图表"):
        to_pdf(word(xml('<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r></w:p>')))


def test_a_long_table_goes_over_pages_and_repeats_its_head():
    kind = KINDS["case_contents"]
    rows = [{"题名": f"第{number}件文件", "日期": "2026年9月1日", "页号": str(number)} for number in range(1, 81)]
    made = to_pdf(fill(default_template(kind), {**examples(kind), "卷内文件": rows}))
    assert len(pages(made)) > 1 and all("题名" in text for text in pages(made)) and "第80件文件" in pages(made)[-1].replace("\r\n", "")


def test_a_cell_higher_than_a_page_runs_on():
    text = "长" * 3000
    made = to_pdf(word([[text, "乙"]]))
    assert whole(made).count("长") == 3000 and len(pages(made)) > 1
    with pdfium.PdfDocument(made) as document:
        for page in document:
            found = page.get_textpage()
            assert all(found.get_charbox(index)[1] > 0 for index in range(found.count_chars()))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", word("x")[:2000]])
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(WordFault):
        to_pdf(data)


def test_hostile_numbers_in_a_word_file_do_no_harm():
    wild = ('<w:p><w:pPr><w:spacing w:before="99999999" w:line="-999" w:lineRule="exact"/><w:ind w:left="99999999" w:firstLine="-5"/></w:pPr>'
            '<w:r><w:rPr><w:sz w:val="99999999"/><w:color w:val="zzzzzz"/></w:rPr><w:t>字</w:t></w:r></w:p>')
    table = ('<w:tbl><w:tblGrid><w:gridCol w:w="-5"/></w:tblGrid><w:tr><w:trPr><w:gridBefore w:val="99999"/><w:trHeight w:val="9999999"/></w:trPr>'
             '<w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>')
    sizes = part(word("x"), "word/document.xml").replace(b'w:w="12240"', b'w:w="1"')
    for data in (word(xml(wild)), word(xml(table)), rewritten(word("x"), {"word/document.xml": sizes})):
        assert to_pdf(data).startswith(b"%PDF")


def test_no_word_of_the_file_s_properties_gets_into_the_pdf():
    def signed(document):
        document.core_properties.author = document.core_properties.title = "张某某"
    made = to_pdf(word("甲", signed), title="答复书")
    with pdfium.PdfDocument(made) as document:
        assert document.get_metadata_dict()["Title"] == "答复书" and "张某某" not in str(document.get_metadata_dict())
    assert "张某某".encode() not in made and "张某某".encode("utf-16-be") not in made


def test_an_edited_template_prints_its_own_words():
    def edited(document):
        document.sections[0].header.paragraphs[0].text = "{{机关名称}}文件"
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "首页红头"
    letter = fill(word(edited, "自己写的一段，{{申请人}}。"), {"机关名称": "清川县教育局", "申请人": "陈某某"})
    assert whole(to_pdf(letter)) == "首页红头自己写的一段，陈某某。"
    assert Document(io.BytesIO(letter)).paragraphs[0].text == "自己写的一段，陈某某。"
