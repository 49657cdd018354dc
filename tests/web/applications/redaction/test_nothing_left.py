"""A result is searched by other means than those that made it, for everything the original held: nothing is found."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from redactioncases import (
    LABELS,
    MOBILE,
    NAME,
    NUMBER,
    SECRETS,
    boxes_around,
    everything,
    hostile,
    packed,
    places_of,
    redacted,
    reply,
    scan,
    typeset,
)

from gongkai.web.applications.redaction import jobs
from gongkai.web.applications.redaction.model import Box


@pytest.fixture(scope="module")
def original():
    return hostile()


@pytest.fixture(scope="module")
def result(original):
    return redacted(original, boxes_around(original, SECRETS["visible"])).data


@pytest.mark.parametrize("place", SECRETS)
def test_the_search_of_these_tests_finds_what_is_there(original, place):
    assert places_of(original, SECRETS[place])


@pytest.mark.parametrize("place", [place for place in SECRETS if place not in ("field",)])
def test_nothing_that_is_hidden_or_under_a_box_is_in_a_result(result, place):
    assert places_of(result, SECRETS[place]) == []


def test_what_is_seen_and_not_under_a_box_can_be_searched(result):
    for text in ("PUBLICLINE", "PRINTEDWORDS", SECRETS["field"]):
        assert "pdfium" in places_of(result, text) and "pdfminer" in places_of(result, text)


def test_a_result_has_nothing_but_pages(result):
    with pikepdf.open(io.BytesIO(result)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages", "/Lang"}
        assert "/Info" not in document.trailer and not document.attachments
        assert [set(page.obj.keys()) for page in document.pages] == [{"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}]
    assert result.count(b"%%EOF") == 1 and result.count(b"startxref") == 1 and b"/Prev" not in result


def test_names_and_numbers_of_a_reply_are_gone_and_the_rest_stays():
    source = reply()
    boxes = [box for text in (NAME, NUMBER, MOBILE) for box in boxes_around(source, text)]
    assert len(boxes) >= 45
    result = redacted(source, boxes)
    for text in (NAME, NUMBER, MOBILE):
        assert places_of(result.data, text) == []
    said = "".join(haystack.decode() for place, haystack in everything(result.data) if place == "pdfium")
    assert "要求公开青河镇的宗地材料" in "".join(said.split()) and said.count("〔第十五条〕") >= 45
    assert result.still == ()


def test_a_text_that_went_in_one_place_and_is_read_in_another_is_told():
    source = reply()
    boxes = boxes_around(source, NAME)[:1]
    assert [(text, page) for text, page, _ in redacted(source, boxes).still] == [(NAME, 1), (NAME, 2)]


def test_a_result_can_be_had_without_text():
    source = reply()
    result = redacted(source, boxes_around(source, NAME), text=False).data
    assert all(not haystack.strip() for place, haystack in everything(result) if place in ("pdfium", "pdfminer"))


def test_the_recognised_text_of_a_scan_does_not_stay():
    picture = packed(scan(), "JPEG", quality=75, dpi=(200, 200))
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    image = pikepdf.Stream(document, picture, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1654, Height=2339,
                           ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=document.make_indirect(image)), Font=pikepdf.Dictionary(F=font))
    page.obj.Contents = pikepdf.Stream(document, b"BT 3 Tr /F 12 Tf 72 700 Td (RECOGNISEDTEXT) Tj ET q 595 0 0 842 0 0 cm /I Do Q")
    made = io.BytesIO()
    document.save(made)
    source = jobs.inspected("", data=made.getvalue())
    assert source.sheets[0].recognised and "扫描后由软件识别" in source.remarks[0]
    assert boxes_around(made.getvalue(), "RECOGNISEDTEXT")
    result = redacted(made.getvalue(), [Box(1, 100, 300, 300, 330, "privacy")]).data
    assert places_of(result, "RECOGNISEDTEXT") == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_dark_under_its_box_and_has_no_metadata(kind):
    options = {"exif": _exif(), "quality": 85} if kind == "JPEG" else {}
    data = packed(scan(), kind, dpi=(200, 200), **options)
    source = jobs.inspected("", data=data)
    assert [(round(sheet.width), round(sheet.height)) for sheet in source.sheets] == [(595, 842)]
    assert source.remarks == ("这个文件是扫描件或图片，没有文字，无法查找，请逐页看图画框。",)
    box = Box(1, 120, 60, 400, 130, "privacy")
    result = redacted(data, [box]).data
    with pdfium.PdfDocument(result) as document:
        shown = document[0].render(scale=2).to_pil().convert("L")
    inside = shown.crop((250, 130, 400, 250))
    assert inside.getextrema()[1] < 60 and shown.crop((250, 300, 700, 500)).getextrema() != (0, 0)
    assert places_of(result, "GPSWRITERSECRET") == []


def _exif():
    exif = Image.Exif()
    exif[0x013B] = "GPSWRITERSECRET"
    return exif


def test_a_turned_photograph_is_shown_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = packed(scan((400, 300)), "JPEG", exif=exif)
    (sheet,) = jobs.inspected("", data=data).sheets
    assert sheet.width < sheet.height


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_keeps_its_text_in_place(turned):
    source = typeset("#for n in range(8) [青河县公开第#n;号材料　申请人钱大方 #parbreak()]")
    with pikepdf.open(io.BytesIO(source)) as document:
        document.pages[0].Rotate = turned
        document.pages[0].MediaBox = [0, 100, 595, 842]
        made = io.BytesIO()
        document.save(made)
    boxes = boxes_around(made.getvalue(), "钱大方")
    assert len(boxes) == 8
    result = redacted(made.getvalue(), boxes).data
    assert places_of(result, "钱大方") == []
    again = jobs.searched("", data=result, words=("青河县公开",), kinds=())
    before = jobs.searched("", data=made.getvalue(), words=("青河县公开",), kinds=())
    assert len(again) == len(before) == 8
    for one, other in zip(again, before, strict=True):
        for side in ("left", "top", "right", "bottom"):
            assert getattr(one.parts[0], side) == pytest.approx(getattr(other.parts[0], side), abs=1.5)


def test_labels_name_the_ground_where_there_is_room():
    source = reply()
    boxes = [Box(1, 100, 300, 300, 330, "discussion"), Box(1, 100, 400, 108, 404, "privacy")]
    (first, _) = jobs.remade_pages("", data=source, first=1, last=2, boxes=boxes, labels=LABELS, text=True)
    assert len(first.labels) == 1
    assert "〔第十六条第二款〕" in "".join(letter.text for letter in first.kept if letter.label)
