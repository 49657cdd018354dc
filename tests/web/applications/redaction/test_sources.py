"""Files that can be redacted, and those that cannot: each refused in one sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pylopdf_fonts_zh_cn as wheel
import pytest
from PIL import Image
from redactioncases import LABELS, NAME, boxes_around, packed, places_of, redacted, reply, scan, typeset, without_font

from gongkai.web.applications.redaction import Box, Rectangle, grow, inspect, jobs, picture, redact, search
from gongkai.web.applications.redaction.vocabulary import RedactionRefused


def docx():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        archive.writestr("word/document.xml", "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>")
    return made.getvalue()


def locked():
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset("文字"))) as document:
        document.save(made, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return made.getvalue()


def empty():
    made = io.BytesIO()
    pikepdf.new().save(made)
    return made.getvalue()


def many():
    made = io.BytesIO()
    document = pikepdf.new()
    for _ in range(301):
        document.add_blank_page(page_size=(100, 100))
    document.save(made)
    return made.getvalue()


def tiny():
    made = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page(page_size=(100, 100)).obj.MediaBox = pikepdf.Array([0, 0, 0.2, 0.2])
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "这个文件是空的，请重新上传。"),
    (docx(), "页面怎样排要看打开它的软件，请先用 WPS 或 Word 输出为 PDF"),
    (b"PK\x05\x06" + bytes(18), "不能在这里遮盖"),
    (locked(), "这个 PDF 设有打开密码"),
    (b"%PDF-1.7\n" + b"rubbish" * 50, "不完整或已损坏"),
    (empty(), "不完整或已损坏"),
    (many(), "共301页，超过300页的上限"),
    (packed(Image.new("L", (50, 50)), "PNG")[:60], "不完整或已损坏"),
], ids=["empty", "docx", "zip", "locked", "damaged", "no pages", "many pages", "half a picture"])
def test_a_file_that_cannot_be_redacted_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(RedactionRefused, match=sentence):
        inspect(data)


def test_a_page_of_no_size_has_a_size_all_the_same_or_is_refused():
    try:
        source = inspect(tiny())
    except RedactionRefused as refused:
        assert "尺寸无法识别" in str(refused)
    else:
        assert source.sheets[0].width >= 1


def test_too_many_pixels_are_refused():
    with pytest.raises(RedactionRefused, match="像素过多"):
        inspect(packed(Image.new("1", (20_000, 20_000)), "PNG"))


def test_a_text_file_is_set_in_type_and_says_so():
    data = f"关于{NAME}的情况\n    第二行  有空格\n\n最后一行".encode("gbk")
    source = inspect(data)
    assert source.kind == "text" and "页面由本系统排出" in source.remarks[0]
    result = redacted(data, boxes_around(data, NAME)).data
    assert places_of(result, NAME) == [] and "pdfium" in places_of(result, "最后一行")


def test_a_long_text_file_goes_over_several_pages():
    assert len(inspect("一行文字\n".encode() * 200).sheets) > 2


def test_a_file_of_several_pictures_has_as_many_pages():
    pictures = [scan((300, 400)) for _ in range(3)]
    made = io.BytesIO()
    pictures[0].save(made, "TIFF", save_all=True, append_images=pictures[1:], dpi=(100, 100))
    assert len(inspect(made.getvalue()).sheets) == 3


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_shown(mode):
    small = scan((300, 400))
    if mode == "I;16":
        data = packed(small.convert("I").point(lambda value: value * 200).convert("I;16"), "PNG")
    else:
        data = packed(small.convert(mode), "JPEG" if mode == "CMYK" else "PNG")
    result = redacted(data, [Box(1, 20, 20, 200, 60, "privacy")])
    assert result.data.startswith(b"%PDF-1.7")


def test_a_scan_in_black_and_white_keeps_its_dots_exactly():
    bilevel = scan(mode="L").point(lambda value: 255 * (value > 128), "1")
    data = packed(bilevel, "TIFF", compression="group4", dpi=(200, 200))
    (page,) = jobs.remade_pages("", data=data, first=1, last=1, boxes=[Box(1, 20, 20, 21, 21, "privacy")], labels=LABELS, text=True)
    (layer,) = page.layers
    assert layer.colour == (0, 0, 0) and page.dots == 200


def test_all_of_it_works_in_processes_of_their_own():
    data = reply()
    source = inspect(data)
    assert [sheet.letters > 100 for sheet in source.sheets] == [True, True] and source.remarks == ()
    media, shown = picture(data, 1, 800)
    with Image.open(io.BytesIO(shown)) as opened:
        assert media == "image/png" and opened.size == (800, round(800 * source.sheets[0].height / source.sheets[0].width))
    hits = search(data, (NAME,), ())
    assert len(hits) == 15
    (grown,) = grow(data, [Rectangle(1, hits[0].parts[0].left + 2, hits[0].parts[0].top + 2, hits[0].parts[0].right - 2, hits[0].parts[0].bottom - 2)])
    first = hits[0].parts[0]
    assert grown == pytest.approx((first.left, first.top, first.right, first.bottom), abs=0.02)
    told = []
    boxes = [Box(part.page, part.left, part.top, part.right, part.bottom, "privacy") for hit in hits for part in hit.parts]
    result = redact(data, len(source.sheets), boxes, LABELS, progress=lambda done, total: told.append((done, total)))
    assert places_of(result.data, NAME) == [] and told == [(2, 2)]


@pytest.mark.parametrize(("boxes", "sentence"), [
    ([], "还没有画任何遮盖框"), ([Box(3, 1, 1, 9, 9, "privacy")], "没有第3页"), ([Box(1, 500, 1, 900, 9, "privacy")], "超出页面或没有大小"),
    ([Box(1, 9, 1, 9, 9, "privacy")], "超出页面或没有大小"), ([Box(1, 1, 1, 9, 9, "privacy")] * 5001, "共5001个，超过5000个的上限"),
], ids=["none", "no page", "off the page", "no size", "many"])
def test_boxes_that_cannot_be_are_refused(boxes, sentence):
    with pytest.raises(RedactionRefused, match=sentence):
        redact(reply(), 2, boxes, LABELS)


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(RedactionRefused, match="没有第9页"):
        picture(reply(), 9, 500)


def test_a_box_by_hand_off_the_page_is_cut_or_refused():
    data = reply()
    ((left, top, right, bottom),) = grow(data, [Rectangle(1, -50, 800, 900, 900)])
    assert left == 0 and right == pytest.approx(595.28, abs=0.02) and bottom == pytest.approx(841.89, abs=0.02) and top <= 800
    with pytest.raises(RedactionRefused, match="超出页面或没有大小"):
        grow(data, [Rectangle(1, 700, 10, 800, 20)])


def test_text_without_a_font_is_shown_in_ours_and_remarked(tmp_path):
    data = without_font("政府信息公开")
    source = inspect(data)
    assert source.sheets[0].lent and "没有嵌入字体" in source.remarks[0]
    assert inspect(typeset("文字")).remarks == ()
    _, shown = picture(data, 1, 800)
    with Image.open(io.BytesIO(shown)) as opened:
        assert opened.convert("L").getextrema()[0] < 100
    # a machine that has no fonts at all shows nothing of it, unless ours are lent
    script = ("import sys; from gongkai.web.applications.redaction.sources import fonts; fonts.lend(sys.argv[1:]); import pypdfium2; "
              "picture = pypdfium2.PdfDocument(sys.stdin.buffer.read())[0].render(scale=2).to_pil(); print(picture.convert('L').getextrema()[0])")
    ours = str(Path(wheel.serif_path()).parent)
    darkest = [int(subprocess.run([sys.executable, "-c", script, folder], input=data, capture_output=True, check=True).stdout) for folder in (str(tmp_path), ours)]
    assert darkest[0] > 200 and darkest[1] < 100
