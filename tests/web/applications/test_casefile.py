"""The case file: every part's pages in order under running numbers, contents that tell them, originals byte for byte."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import date

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from wordmaking import bare, word, xml

from gongkai.errors import GongkaiError
from gongkai.web.applications.casefile.binding import bind, bound
from gongkai.web.applications.casefile.bundling import bundle, name_of
from gongkai.web.applications.casefile.converting import Converter, convert
from gongkai.web.applications.casefile.model import Cover, Pages, Part
from gongkai.web.applications.letters.printing import to_pdf

COVER = Cover("清川县教育局", (("申请编号", "2026-0012"), ("申请人", "陈某某")))
LETTER = word("申请公开校车补助标准。")
PRINTED = to_pdf(word("答复书第一页", lambda document: document.add_page_break(), "答复书第二页"))


def picture(kind="JPEG", size=(80, 50), **more):
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind, **more)
    return made.getvalue()


def part(data, name="", title="材料", **more):
    return Part(title, date(2026, 9, 2), data, name, **more)


def changed(data, change):
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        made = io.BytesIO()
        opened.save(made)
        return made.getvalue()


def texts(data):
    with pdfium.PdfDocument(data) as document:
        return [bare(page.get_textpage().get_text_bounded()) for page in document]


PARTS = [
    part(LETTER, "申请表.docx", "申请表", maker="陈某某"), part(picture(), "身份证.jpg", "身份证明", note="已核对"), part(PRINTED, "答复.pdf", "答复书", number="清教公复〔2026〕12号"),
    part("说明\n\n第二段".encode("gb18030"), "说明.txt", "说明"), part(b"Rar!\x1a\x07\x01", "旧.rar", "压缩包"),
]


def test_pages_are_in_order_numbered_from_the_first_part_and_told_by_the_contents_and_bookmarks():
    made = bind(PARTS, COVER)
    pages = texts(made)
    assert pages[0] == "清川县教育局政府信息公开申请案卷申请编号2026-0012申请人陈某某"
    inner = pages[2:]
    for number, words in enumerate(["申请公开校车补助标准。", "", "答复书第一页", "答复书第二页", "说明第二段", "本件未能显示"], 1):
        assert inner[number - 1].startswith(words) and str(number) in inner[number - 1]
    assert len(inner) == 6
    for row in ("1申请表陈某某2026.09.021由Word文件转换", "2身份证明2026.09.022已核对", "清教公复〔2026〕12号", "2026.09.023—4", "4说明2026.09.025由文本文件转换", "5压缩包2026.09.026未能显示，"):
        assert row in pages[1], row
    with pdfium.PdfDocument(made) as document:
        assert [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()] == [
            ("封面", 0), ("卷内文件目录", 1), ("1．申请表", 2), ("2．身份证明", 3), ("3．答复书", 4), ("4．说明", 6), ("5．压缩包", 7)]
        assert [document.get_page_label(number) for number in range(8)] == ["卷首1", "卷首2", "1", "2", "3", "4", "5", "6"]
        assert document.get_metadata_dict(skip_empty=True) == {}


def test_equal_parts_give_equal_bytes():
    assert bind(PARTS[:3], COVER) == bind(PARTS[:3], COVER)


def test_contents_of_many_parts_run_over_pages_and_numbers_still_hold():
    one = convert(part(PRINTED))
    many = [part(PRINTED, title=f"第{number}件，题名较长，用来占满目录的行") for number in range(1, 61)]
    made = texts(bound(many, [one] * 60, COVER))
    before = len(made) - 120
    assert before > 2 and "119—120" in made[before - 1]
    assert all(str(number) in made[before + number - 1] for number in range(1, 121))


def test_a_file_without_parts_and_one_too_thick_are_refused():
    with pytest.raises(GongkaiError, match="案卷里没有文件"):
        bind([], COVER)
    with pytest.raises(GongkaiError, match="请分卷归档"):
        bound([part(b"x")], [Pages(b"", 10_001)], COVER)


@pytest.mark.parametrize(("data", "name", "reason"), [
    (b"", "空.pdf", "空文件不能转换为页面"), (b"%PDF-1.7\nnonsense obj", "坏.pdf", "文件已损坏，无法打开"), (PRINTED[: len(PRINTED) // 3], "断.pdf", "文件已损坏，无法打开"),
    (picture()[:200], "坏.jpg", "图片已损坏，无法打开"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧.doc", "旧版 Word 文档（.doc）不能转换为页面"),
    (b"<html><body>x</body></html>", "页.html", "网页文件不能转换为页面"), (LETTER[:1500], "断.docx", "文件不完整或已损坏"), (b"MZ\x90\x00\x03" + bytes(200), "x.exe", "程序文件不能转换为页面"),
    (word(xml("<w:p><w:r><w:t>x</w:t></w:r></w:p>"))[:-40], "尾.docx", "文件不完整或已损坏"),
])
def test_what_cannot_be_shown_has_a_page_that_says_so_with_name_and_digest(data, name, reason):
    made = convert(part(data, name, "某材料"))
    assert (made.shown, made.count, made.remark) == (False, 1, "未能显示，见原件")
    [page] = texts(made.pdf)
    for words in ("某材料", name, str(len(data)), hashlib.sha256(data).hexdigest(), bare(reason)):
        assert bare(words) in page
    assert "。。" not in page


def test_a_locked_pdf_says_so_and_one_locked_against_changes_alone_is_shown():
    def locked(**passwords):
        with pikepdf.open(io.BytesIO(PRINTED)) as opened:
            made = io.BytesIO()
            opened.save(made, encryption=pikepdf.Encryption(**passwords))
            return made.getvalue()
    assert "文件设有打开密码" in texts(convert(part(locked(user="a", owner="b"))).pdf)[0]
    assert texts(convert(part(locked(user="", owner="b"))).pdf)[0] == "答复书第一页"


def test_nothing_in_a_pdf_acts_any_more_and_what_was_seen_is_kept():
    def arm(opened):
        opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        opened.attachments["里面.exe"] = b"MZ"
        appearance = opened.make_stream(b"1 0 0 rg 0 0 100 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 50])
        stamp = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[100, 100, 200, 150], F=4, AP=pikepdf.Dictionary(N=appearance))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 50, 50],
                                  A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe")))
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(stamp), opened.make_indirect(link)]))
        opened.pages[0].AA = pikepdf.Dictionary(O=opened.Root.OpenAction)
    armed = changed(PRINTED, arm)
    assert b"app.alert" in armed
    made = bind([part(armed, "a.pdf")], COVER)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert not {"/OpenAction", "/Names", "/AcroForm", "/AA"} & set(opened.Root.keys()) and len(opened.attachments) == 0
        assert all("/Annots" not in page and "/AA" not in page for page in opened.pages)
        whole = b"".join(bytes(each.read_bytes()) if isinstance(each, pikepdf.Stream) else bytes(str(each), "utf-8", "replace") for each in opened.objects)
        assert b"app.alert" not in whole and b"calc.exe" not in whole
    with pdfium.PdfDocument(made) as document:
        colours = document[2].render(scale=1).to_pil().convert("RGB").getcolors(1_000_000)
        assert sum(count for count, colour in colours if colour == (255, 0, 0)) > 4000  # the seal


def test_pages_turned_cut_and_of_other_sizes_come_upright_as_they_were_seen():
    def shape(opened):
        opened.pages[0].rotate(90, relative=True)
        opened.pages[1].cropbox = [0, 400, 300, 842]
    made = convert(part(changed(PRINTED, shape)))
    with pdfium.PdfDocument(made.pdf) as document:
        assert [tuple(round(side) for side in page.get_size()) for page in document] == [(792, 612), (300, 442)]
        assert all(page.get_rotation() == 0 for page in document)
    assert texts(made.pdf)[0] == "答复书第一页"

    def wild(opened):
        opened.pages[0].mediabox = [0, 0, 1, 100_000]
    assert not convert(part(changed(PRINTED, wild))).shown


def test_pictures_are_laid_on_a4_upright_each_page_of_a_tiff_by_itself():
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    for data, size in ((picture(), (842, 595)), (picture(exif=exif), (595, 842)), (picture("PNG", (50, 80)), (595, 842)), (picture("BMP"), (842, 595)), (picture("GIF"), (842, 595))):
        with pdfium.PdfDocument(convert(part(data)).pdf) as document:
            assert [tuple(round(side) for side in page.get_size()) for page in document] == [size]
            colours = document[0].render(scale=0.5).to_pil().convert("RGB").getcolors(1_000_000)
            assert sum(count for count, (red, green, blue) in colours if red > 200 and green < 60 and blue < 60) > 500
    frames = picture("TIFF", save_all=True, append_images=[Image.new("RGB", (40, 60), "red")])
    assert convert(part(frames)).count == 2


def test_a_word_file_that_holds_more_than_can_be_printed_says_what_is_lacking():
    chart = '<w:p><w:r><w:t>见图</w:t></w:r><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r></w:p>'
    made = convert(part(word(xml(chart)), "图.docx"))
    assert made.shown and made.remark == "由 Word 文件转换，缺少图表" and texts(made.pdf) == ["见图"]
    made = convert(part(word("姓名：\U000f1234某"), "名.docx"))
    assert texts(made.pdf) == ["姓名：〓某"] and "U+F1234" in made.remark
    assert "〓" in texts(bind([part(LETTER, title="关于\U000f1234的材料")], COVER))[1]


def test_texts_in_any_encoding_are_printed_as_they_are():
    words = "#panic() *甲* _乙_ <丙>\r\n\r\n\t缩进 \x07\u200b$x$" + "文" * 100
    for data in (words.encode(), words.encode("gb18030"), words.encode("utf-16")):
        made = convert(part(data, "a.txt"))
        assert made.shown and texts(made.pdf) == ["#panic()*甲*_乙_<丙>缩进$x$" + "文" * 100]
    assert convert(part(("长" * 40 + "\n").encode() * 400, "a.txt")).count > 3


def test_a_conversion_that_takes_too_long_or_dies_costs_its_part_alone():
    with Converter(0.05) as converter:
        made = converter.pages(part(PRINTED, "慢.pdf"))
    assert not made.shown and "转换超过0.05秒未完成" in texts(made.pdf)[0]
    with Converter(memory=64 << 20) as converter:  # not enough for anything
        assert not converter.pages(part(PRINTED, "大.pdf")).shown
    with Converter() as converter:
        assert converter.pages(part(PRINTED)) == convert(part(PRINTED))


def test_the_archive_holds_the_originals_an_index_and_their_digests():
    book = bind(PARTS[:1], COVER)
    made = bundle(PARTS, bound=book)
    assert made == bundle(PARTS, bound=book)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        assert names == ["index.csv", "案卷.pdf", "原件/001-申请表.docx", "原件/002-身份证明.jpg", "原件/003-答复书.pdf", "原件/004-说明.txt", "原件/005-压缩包.rar", "SHA256SUMS.txt"]
        assert [archive.read(name) for name in names[2:7]] == [each.data for each in PARTS] and archive.read("案卷.pdf") == book
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS.txt").decode().splitlines())
        assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]}
        data = archive.read("index.csv")
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[3] == ["3", "答复书", "清教公复〔2026〕12号", "", "2026.09.02", "原件/003-答复书.pdf", "答复.pdf", str(len(PRINTED)), hashlib.sha256(PRINTED).hexdigest(), ""]
    assert len(rows) == 6


@pytest.mark.parametrize(("title", "name", "data", "made"), [
    ("../../etc/passwd", "a.txt", b"x", "原件/001-_etc_passwd.txt"), ("", "", b"x", "原件/001-文件.txt"), ("甲\u202e乙\x00丙", "x.PDF", b"x", "原件/001-甲_乙_丙.pdf"),
    ("长" * 100, "x.jpg", b"x", f"原件/001-{'长' * 60}.jpg"), ("甲", "无扩展名", PRINTED, "原件/001-甲.pdf"), ("甲", "a.不明扩展", b"\x00\x01\x02\xff" * 9, "原件/001-甲"),
    ("CON", "c:\\x\\y.docx", b"x", "原件/001-CON.docx"), ("甲", "", LETTER[:900], "原件/001-甲"),
])
def test_names_in_the_archive_lead_nowhere_and_keep_the_kind_of_file(title, name, data, made):
    assert name_of(1, part(data, name, title)) == made


def test_no_cell_of_the_index_begins_a_formula():
    data = bundle([part(b"x", "=cmd.txt", "=1+1", maker="@SUM(A1)", note="-2", number="+3")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        row = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1]
    assert [cell[:1] for cell in (row[1], row[2], row[3], row[6], row[9])] == ["'"] * 5
