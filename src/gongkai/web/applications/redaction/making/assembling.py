"""Pages made anew → the bytes of a PDF, written from nothing: no properties, no XMP, no outline, one revision.

Every object is one of those that ../verifying/structure.py knows; whatever else a PDF may hold is not in it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from gongkai.web.applications.redaction.making.glyphless import ABOVE, BELOW, NAME, UNITS, glyphless
from gongkai.web.applications.redaction.making.textlayer import Codes, written
from gongkai.web.applications.redaction.model import Layer, MadePage


def assembled(pages: Sequence[MadePage], language: str = "zh-CN") -> bytes:
    """The file of these pages.

    Args:
        pages: in order.
        language: what a screen reader is told.
    """
    with pikepdf.new() as document:
        codes = Codes()
        known: dict[Layer, pikepdf.Object] = {}
        font = document.make_indirect(Dictionary()) if any(page.kept for page in pages) else None
        for page in pages:
            _add(document, page, codes, font, known)
        if font is not None:
            _complete(document, font, codes)
        document.Root.Lang = pikepdf.String(language)
        made = io.BytesIO()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.none,
                      compress_streams=False, deterministic_id=True, fix_metadata_version=False, force_version="1.7")
        return made.getvalue()


def _add(document: Pdf, page: MadePage, codes: Codes, font: pikepdf.Object | None, known: dict[Layer, pikepdf.Object]) -> None:
    pictures = Dictionary()
    content: list[bytes] = []
    names: dict[Layer, bytes] = {}
    for layer in (*page.layers, *page.labels):
        bare = Layer(0, 0, 0, 0, layer.across, layer.down, layer.data, (0, 0, 0) if layer.colour else None, layer.gray)
        if bare not in known:
            known[bare] = _picture(document, layer)
        name = names.setdefault(bare, b"/P%d" % len(names))
        pictures[name.decode()] = known[bare]
        paint = b"" if layer.colour is None else b"%s rg " % b" ".join(b"%.4f" % (part / 255) for part in layer.colour)
        content.append(b"q %s%.3f 0 0 %.3f %.3f %.3f cm %s Do Q\n" % (
            paint, layer.width, layer.height, layer.left, page.height - layer.top - layer.height, name))
    text = written(page.kept, page.height, codes)
    resources = Dictionary(XObject=pictures)
    if text:
        resources.Font = Dictionary(F=font)
    contents = Stream(document, zlib.compress(b"".join(content) + text, 9), Filter=Name.FlateDecode)
    leaf = document.make_indirect(Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, round(page.width, 3), round(page.height, 3)]), Resources=resources,
        Contents=document.make_indirect(contents)))
    document.pages.append(pikepdf.Page(leaf))


def _picture(document: Pdf, layer: Layer) -> pikepdf.Object:
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": layer.across, "Height": layer.down}
    if layer.colour is None:
        about |= {"ColorSpace": Name.DeviceGray if layer.gray else Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
    else:
        about |= {"ImageMask": True, "BitsPerComponent": 1, "Filter": Name.CCITTFaxDecode,
                  "DecodeParms": Dictionary(K=-1, Columns=layer.across, Rows=layer.down)}
    return document.make_indirect(Stream(document, layer.data, **about))


def _complete(document: Pdf, font: pikepdf.Object, codes: Codes) -> None:
    program = glyphless()
    file = document.make_indirect(Stream(document, zlib.compress(program, 9), Filter=Name.FlateDecode, Length1=len(program)))
    descriptor = document.make_indirect(Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + NAME), Flags=4, FontBBox=Array([0, BELOW, UNITS, ABOVE]), ItalicAngle=0,
        Ascent=ABOVE, Descent=BELOW, CapHeight=ABOVE, StemV=80, FontFile2=file))
    glyphs = document.make_indirect(Stream(document, zlib.compress(b"\0\1" * 0x10000, 9), Filter=Name.FlateDecode))
    descendant = document.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + NAME), DW=UNITS, FontDescriptor=descriptor, CIDToGIDMap=glyphs,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)))
    table = document.make_indirect(Stream(document, zlib.compress(codes.table(), 9), Filter=Name.FlateDecode))
    font.Type, font.Subtype, font.BaseFont, font.Encoding = Name.Font, Name.Type0, Name("/" + NAME), Name("/Identity-H")
    font.DescendantFonts, font.ToUnicode = Array([descendant]), table
