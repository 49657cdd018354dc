"""What the check of a result finds: every way in which a result could hold what it must not, planted one at a time."""

from __future__ import annotations

import dataclasses
import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw
from redactioncases import LABELS, NAME, boxes_around, packed, reply, scan

from gongkai.web.applications.redaction import jobs
from gongkai.web.applications.redaction.making import assembled
from gongkai.web.applications.redaction.making.packing import group4, ungroup4
from gongkai.web.applications.redaction.model import Box, Layer, Letter
from gongkai.web.applications.redaction.verifying import verify
from gongkai.web.applications.redaction.vocabulary import RedactionRefused

BOX = Box(1, 150, 200, 350, 240, "privacy")


@pytest.fixture(scope="module")
def drawn():
    """A drawn page's parts: pages, boxes."""
    source = reply()
    boxes = [*boxes_around(source, NAME), BOX]
    return jobs.remade_pages("", data=source, first=1, last=2, boxes=boxes, labels=LABELS, text=True), boxes


@pytest.fixture(scope="module")
def scanned():
    """A scan's parts."""
    return jobs.remade_pages("", data=packed(scan(), "JPEG", quality=85, dpi=(200, 200)), first=1, last=1, boxes=[BOX], labels=LABELS, text=True), [BOX]


def checked(pages, boxes, data=None, removed=()):
    kept = ["".join("".join(letter.text for letter in page.kept).split()) for page in pages]
    return verify(data or assembled(pages), [(page.width, page.height) for page in pages], boxes, LABELS, kept,
                  [*(text for page in pages for text in page.removed), *removed])


def changed(data, change):
    """The file with a change by pikepdf, written as results are."""
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        made = io.BytesIO()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.none,
                      compress_streams=False, deterministic_id=True, fix_metadata_version=False, force_version="1.7")
        return made.getvalue()


def test_a_good_result_passes(drawn, scanned):
    assert checked(*drawn) == () and checked(*scanned) == ()


def properties(document):
    document.docinfo["/Author"] = "someone"


def xmp(document):
    document.Root.Metadata = document.make_indirect(Stream(document, b"<x/>", Type=Name.Metadata, Subtype=Name.XML))


def attachment(document):
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, b"a", filename="a.txt")


def annotation(document):
    document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("x")))])


def form(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]))


def script(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def layers(document):
    document.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def thumbnail(document):
    document.pages[0].obj.Thumb = document.make_indirect(Stream(document, b"\0", Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8))


def outline(document):
    with document.open_outline() as made:
        made.root.append(pikepdf.OutlineItem("x", 0))


def another_content(document):
    page = document.pages[0].obj
    page.Contents = document.make_indirect(Stream(document, zlib.compress(zlib.decompress(page.Contents.read_raw_bytes()) + b"BT ET\n"), Filter=Name.FlateDecode))


def behind_a_stream(document):
    page = document.pages[0].obj
    page.Contents = document.make_indirect(Stream(document, page.Contents.read_raw_bytes() + b"hidden", Filter=Name.FlateDecode))


def another_font(document):
    document.pages[0].obj.Resources.Font.F.ToUnicode = document.make_indirect(Stream(document, zlib.compress(b"% hidden\n"), Filter=Name.FlateDecode))


def undrawn_picture(document):
    resources = document.pages[0].obj.Resources
    resources.XObject["/P99"] = document.make_indirect(Stream(
        document, group4(Image.new("1", (8, 8), 1)), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ImageMask=True, BitsPerComponent=1,
        Filter=Name.CCITTFaxDecode, DecodeParms=Dictionary(K=-1, Columns=8, Rows=8)))


def an_entry_more(document):
    document.pages[0].obj.PieceInfo = Dictionary(A=String("x"))


def a_cropped_page(document):
    document.pages[0].obj.MediaBox = Array([0, 0, 300, 300])


def a_page_less(document):
    del document.pages[1]


@pytest.mark.parametrize("change", [
    properties, xmp, attachment, annotation, form, script, layers, thumbnail, outline, another_content, behind_a_stream, another_font,
    undrawn_picture, an_entry_more, a_cropped_page, a_page_less,
], ids=lambda change: change.__name__)
def test_what_a_result_is_not_made_of_is_found(drawn, change):
    pages, boxes = drawn
    found = checked(pages, boxes, changed(assembled(pages), change))
    assert found and found[0].startswith(("文件结构：", "页数或页面尺寸"))


def test_a_change_of_nothing_passes(drawn):
    pages, boxes = drawn
    assert checked(pages, boxes, changed(assembled(pages), lambda document: None)) == ()


@pytest.mark.parametrize("more", [b"\n", b"%hidden\n", b"1 0 obj\n(hidden)\nendobj\n"])
def test_bytes_after_the_end_are_found(drawn, more):
    pages, boxes = drawn
    assert checked(pages, boxes, assembled(pages) + more)[0].startswith("文件结构")


def test_bytes_between_objects_are_found(drawn):
    pages, boxes = drawn
    data = assembled(pages)
    at = data.index(b"endobj\n") + 7
    assert checked(pages, boxes, data[:at] + b"%hid\n" + data[at:])[0].startswith("文件结构")


def test_an_earlier_revision_is_found(drawn):
    pages, boxes = drawn
    data = assembled(pages)
    start = data[data.rindex(b"startxref"):].split()[1]
    more = b"xref\n0 0\ntrailer << /Root 1 0 R /Size 2 /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (start, len(data))
    assert checked(pages, boxes, data + more)[0].startswith("文件结构")


def with_letter(page, letter):
    return dataclasses.replace(page, kept=(*page.kept, letter))


def test_a_letter_in_a_box_is_found(drawn):
    pages, boxes = drawn
    letter = Letter("漏", 200, 210, 216, 226, 200, 224, 16, 16)
    assert "第1页遮盖处仍有文字" in checked([with_letter(pages[0], letter), pages[1]], boxes)


def test_a_text_other_than_the_one_that_stays_is_found(drawn):
    pages, boxes = drawn
    data = assembled([with_letter(pages[0], Letter("漏", 10, 10, 26, 26, 10, 24, 16, 16)), pages[1]])
    assert checked(pages, boxes, data) == ("第1页的文字与应当保留的不一致",)


def test_a_picture_that_shows_through_a_box_is_found(drawn):
    pages, boxes = drawn
    (layer, *rest) = pages[0].layers
    assert layer.colour == (0, 0, 0)
    picture = ungroup4(layer.data, layer.across, layer.down)
    across, down = layer.across / layer.width, layer.down / layer.height
    ImageDraw.Draw(picture).point((round((250 - layer.left) * across), round((220 - layer.top) * down)), 0)
    leaking = dataclasses.replace(layer, data=group4(picture))
    assert "第1页遮盖处的图像不是纯色" in checked([dataclasses.replace(pages[0], layers=(leaking, *rest)), pages[1]], boxes)


def test_a_picture_under_another_is_found(drawn):
    pages, boxes = drawn
    under = Image.new("1", (200, 40), 0)
    ImageDraw.Draw(under).line((0, 0, 200, 40), fill=1)
    layer = Layer(150, 200, 200, 40, 200, 40, group4(under), (0, 0, 0))
    page = dataclasses.replace(pages[0], layers=(layer, *pages[0].layers))
    assert "第1页遮盖处的图像不是纯色" in checked([page, pages[1]], boxes)


def test_what_is_laid_over_a_box_is_found(drawn):
    pages, boxes = drawn
    layer = Layer(140, 190, 220, 60, 8, 8, group4(Image.new("1", (8, 8), 1)), (255, 255, 255))
    page = dataclasses.replace(pages[0], layers=(*pages[0].layers, layer))
    assert "第1页遮盖处的图像不是纯色" in checked([page, pages[1]], boxes)


def test_a_scan_that_was_not_painted_over_is_found(scanned):
    pages, boxes = scanned
    plain = jobs.remade_pages("", data=packed(scan(), "JPEG", quality=85, dpi=(200, 200)), first=1, last=1,
                              boxes=[dataclasses.replace(BOX, top=BOX.top + 3)], labels=LABELS, text=True)
    assert checked([dataclasses.replace(plain[0], labels=pages[0].labels, kept=pages[0].kept)], boxes) == ("第1页遮盖处的图像不是纯色",)


@pytest.mark.parametrize("ride", ["comment", "exif", "tail"])
def test_what_rides_along_in_a_jpeg_is_found(scanned, ride):
    (page,), boxes = scanned
    (layer,) = page.layers
    data = layer.data
    if ride == "comment":
        data = data[:2] + b"\xff\xfe\x00\x08hidden" + data[2:]
    elif ride == "exif":
        data = data[:2] + b"\xff\xe1\x00\x08Exif\0\0" + data[2:]
    else:
        data += b"hidden\xff\xd9"
    found = checked([dataclasses.replace(page, layers=(dataclasses.replace(layer, data=data),))], boxes)
    assert found == ("第1页遮盖处的图像不是纯色",)


def test_what_rides_along_in_a_stencil_is_found(drawn):
    pages, boxes = drawn
    (layer, *rest) = pages[0].layers
    page = dataclasses.replace(pages[0], layers=(dataclasses.replace(layer, data=layer.data + b"hidden"), *rest))
    assert "第1页遮盖处的图像不是纯色" in checked([page, pages[1]], boxes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le", "gb18030"])
def test_a_text_that_went_is_found_in_any_spelling(scanned, encoding):
    (page,), boxes = scanned
    (layer,) = page.layers
    spelled = "王小满的住址".encode(encoding)
    data = layer.data[:2] + b"\xff\xdb\0\x43\x03" + spelled.ljust(64, b"\x01") + layer.data[2:]  # a table that no part of the picture uses
    found = checked([dataclasses.replace(page, layers=(dataclasses.replace(layer, data=data),))], boxes, removed=["王小满的住址"])
    assert found == ("遮盖的内容在文件中还能找到",)


def test_no_result_is_handed_out_that_did_not_pass(drawn):
    pages, boxes = drawn
    leaking = with_letter(pages[0], Letter("漏", 200, 210, 216, 226, 200, 224, 16, 16))
    with pytest.raises(RedactionRefused, match="没有通过检查（第1页遮盖处仍有文字）"):
        jobs.finished("", pages=[leaking, pages[1]], boxes=boxes, labels=LABELS)
