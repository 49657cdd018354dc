"""A result does not grow beyond measure."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from redactioncases import LABELS, NAME, boxes_around, packed, redacted, reply, scan, typeset

from gongkai.web.applications.redaction import jobs
from gongkai.web.applications.redaction.making.packing import group4, ungroup4
from gongkai.web.applications.redaction.model import Box

BOX = [Box(1, 100, 100, 300, 130, "privacy")]


def test_a_typeset_letter_grows_less_than_fivefold():
    source = reply()
    assert len(redacted(source, boxes_around(source, NAME)).data) < 5 * len(source)


def test_a_scan_in_colour_hardly_grows():
    source = packed(scan(), "JPEG", quality=75, dpi=(200, 200))
    assert len(redacted(source, BOX).data) < 1.5 * len(source)


def test_a_scan_in_black_and_white_hardly_grows():
    bilevel = scan(mode="L").point(lambda value: 255 * (value > 128), "1")
    source = packed(bilevel, "TIFF", compression="group4", dpi=(200, 200))
    assert len(redacted(source, BOX).data) < 1.5 * len(source)


def test_a_gray_scan_is_gray_and_a_red_seal_stays_red():
    (gray,) = jobs.remade_pages("", data=packed(scan(mode="L"), "JPEG", dpi=(200, 200)), first=1, last=1, boxes=BOX, labels=LABELS, text=True)
    (colour,) = jobs.remade_pages("", data=packed(scan(), "JPEG", dpi=(200, 200)), first=1, last=1, boxes=BOX, labels=LABELS, text=True)
    assert gray.layers[0].gray and not colour.layers[0].gray


def test_a_letter_with_a_photograph_keeps_its_text_sharp_and_the_photograph_small():
    photograph = packed(scan((800, 600)), "JPEG", quality=80)
    with pikepdf.open(io.BytesIO(typeset("#for n in range(12) [关于青河镇宗地材料的说明第#n;条 #parbreak()]"))) as document:
        page = document.pages[0]
        image = pikepdf.Stream(document, photograph, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=800, Height=600,
                               ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)
        page.obj.Resources.XObject = pikepdf.Dictionary(I=document.make_indirect(image))
        page.contents_add(b"q 200 0 0 150 200 80 cm /I Do Q")
        made = io.BytesIO()
        document.save(made)
    (page,) = jobs.remade_pages("", data=made.getvalue(), first=1, last=1, boxes=BOX, labels=LABELS, text=True)
    kinds = [layer.colour for layer in page.layers]
    assert kinds == [None, (0, 0, 0)]
    jpeg = page.layers[0]
    assert jpeg.width == pytest.approx(200, abs=2) and jpeg.height < 155 and jpeg.top > 600


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_group4_gives_back_what_went_in(across, down, data):
    bits = data.draw(st.binary(min_size=(across + 7) // 8 * down, max_size=(across + 7) // 8 * down))
    picture = Image.frombytes("1", (across, down), bits)
    again = ungroup4(group4(picture), across, down)
    assert ImageChops.logical_xor(picture, again).getbbox() is None
