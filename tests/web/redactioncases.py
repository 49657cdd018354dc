"""Files to redact, with secrets in every corner, and a search of results by other libraries than those that made them."""

from __future__ import annotations

import io
import json
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pdfplumber
import pikepdf
import pylopdf_fonts_zh_cn as wheel
import pypdfium2 as pdfium
import typst
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from gongkai.web.applications.redaction import jobs
from gongkai.web.applications.redaction.model import Box

LABELS = {"privacy": "〔第十五条〕", "trade_secret": "〔第十五条〕", "discussion": "〔第十六条第二款〕", "state_secret": "〔第十四条〕"}
NAME, NUMBER, MOBILE = "王小满", "11010519491231002X", "13800138000"


def typeset(markup: str, **values: str) -> bytes:
    """A PDF by typst; `values` are at hand in the markup as data."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[Path(wheel.serif_path()).parent])
    head = '#set page(paper: "a4", margin: 2.5cm)\n#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'
    made = typst.compile((head + markup).encode(), format="pdf", font_paths=fonts, sys_inputs={"values": json.dumps(values)})
    assert isinstance(made, bytes)
    return made


def reply() -> bytes:
    """Two pages of a made-up reply, with a name and numbers in them."""
    body = "\n\n".join(f"第{number}条　经查，申请人{NAME}（身份证号{NUMBER}，手机{MOBILE}）于2024年3月5日提出申请，要求公开青河镇的宗地材料。"
                       for number in range(1, 16))
    return typeset(f"#align(center)[#text(fill: red, size: 26pt)[青河县自然资源局文件]]\n#line(length: 100%, stroke: 1pt + red)\n{body}")


def without_font(text: str) -> bytes:
    """A PDF that brings no font for its Chinese text."""
    document = pikepdf.new()
    about = document.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=Array([-25, -254, 1000, 880]),
                                              ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93))
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), DW=1000, FontDescriptor=about,
                       CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
                      DescendantFonts=Array([document.make_indirect(below)]))
    page = document.add_blank_page(page_size=(400, 200))
    page.obj.Resources = Dictionary(Font=Dictionary(F=document.make_indirect(font)))
    page.obj.Contents = Stream(document, b"BT /F 24 Tf 30 100 Td <" + text.encode("utf-16-be").hex().encode() + b"> Tj ET")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def boxes_around(data: bytes, text: str, ground: str = "privacy") -> list[Box]:
    """The boxes that a search for a text proposes."""
    return [Box(part.page, part.left, part.top, part.right, part.bottom, ground)
            for hit in jobs.searched("", data=data, words=(text,), kinds=()) for part in hit.parts]


def redacted(data: bytes, boxes: list[Box], text: bool = True):
    """The result of a redaction, made in this process."""
    with jobs.opened(data) as pages:
        count = len(pages)
    made = jobs.remade_pages("", data=data, first=1, last=count, boxes=boxes, labels=LABELS, text=text)
    return jobs.finished("", pages=made, boxes=boxes, labels=LABELS)


def scan(size: tuple[int, int] = (1654, 2339), mode: str = "RGB") -> Image.Image:
    """A page that looks scanned: text, noise and a red seal."""
    import random

    from PIL import ImageFont

    chance = random.Random(7)
    picture = Image.new("RGB", size, (248, 246, 240))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(wheel.serif_path(), 44)
    for line in range(20):
        draw.text((200, 200 + 90 * line), f"第{line}行 申请人{NAME}，电话{MOBILE}，住青河镇。", fill=(40, 40, 42), font=font)
    draw.ellipse((1050, 1700, 1450, 2100), outline=(205, 40, 45), width=14)
    for _ in range(6000):
        spot = (chance.randrange(size[0]), chance.randrange(size[1]))
        draw.point(spot, fill=(180 + chance.randrange(60),) * 3)
    return picture.convert(mode)


def packed(picture: Image.Image, kind: str, **options) -> bytes:
    """A picture as a file."""
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


SECRETS = {
    "visible": "ZHANGSANVISIBLE", "hidden": "HIDDENMODETHREE", "white": "WHITEONWHITETEXT", "bar": "UNDERBLACKBARTEXT", "layer": "LAYEROFFTEXT",
    "actual": "ACTUALTEXTSECRET", "info": "INFOAUTHORSECRET", "xmp": "XMPCREATORSECRET", "attachment": "ATTACHEDFILESECRET",
    "attachment_name": "ATTACHEDNAMESECRET", "note": "STICKYNOTESECRET", "field": "FIELDVALUESECRET", "field_name": "FIELDNAMESECRET",
    "javascript": "JAVASCRIPTSECRET", "outline": "OUTLINETITLESECRET", "earlier": "EARLIERREVISIONSECRET", "orphan": "ORPHANOBJECTSECRET",
    "structure": "STRUCTUREALTSECRET", "thumbnail": "THUMBNAILDATASECRET", "piece": "PIECEINFOSECRET", "outside": "OUTSIDETHEPAGE",
    "picture": "PICTUREBYTESSECRET", "destination": "NAMEDDESTSECRET", "label": "PAGELABELSECRET", "link": "LINKTARGETSECRET", "trailer": "AFTERENDSECRET",
}
"""Where it is hidden → what. `visible` lies under the box, `field` is shown and stays."""


def hostile() -> bytes:
    """A PDF with something to hide in every place a PDF has."""
    s = SECRETS
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    off = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(s["layer"])))
    page = document.add_blank_page(page_size=(600, 800))
    page.obj.Contents = Stream(document, f"""BT /F 24 Tf 50 700 Td ({s['visible']}) Tj ET
BT /F 24 Tf 50 650 Td (PUBLICLINE) Tj ET
BT /F 24 Tf 3 Tr 50 600 Td ({s['hidden']}) Tj ET
BT 0 Tr 1 g /F 24 Tf 50 560 Td ({s['white']}) Tj ET 0 g
BT /F 24 Tf 50 520 Td ({s['bar']}) Tj ET 40 510 400 40 re f
/OC /L BDC BT /F 24 Tf 50 470 Td ({s['layer']}) Tj ET EMC
/Span <</ActualText ({s['actual']})>> BDC BT /F 24 Tf 50 430 Td (PRINTEDWORDS) Tj ET EMC
BT /F 24 Tf 50 -100 Td ({s['outside']}) Tj ET
q 40 0 0 40 500 700 cm /I Do Q""".encode())
    picture = Stream(document, packed(Image.new("RGB", (40, 40), (200, 30, 30)), "JPEG", comment=s["picture"].encode(), exif=_exif(s["picture"])))
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": 40, "Height": 40, "ColorSpace": Name.DeviceRGB,
                       "BitsPerComponent": 8, "Filter": Name.DCTDecode}.items():
        picture[f"/{key}"] = value
    page.obj.Resources = Dictionary(Font=Dictionary(F=font), Properties=Dictionary(L=off), XObject=Dictionary(I=document.make_indirect(picture)))
    field = document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(s["field_name"]), V=String(s["field"]), Rect=Array([50, 300, 400, 330]),
        DA=String("/F 14 Tf 0 g"), F=4))
    note = document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=String(s["note"]), Rect=Array([400, 200, 420, 220])))
    link = document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 640, 200, 670]),
                                             A=Dictionary(S=Name.URI, URI=String("http://example.com/" + s["link"]))))
    page.obj.Annots = Array([field, note, link])
    page.obj.Thumb = document.make_indirect(Stream(document, s["thumbnail"].encode(), Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8))
    page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(s["piece"])))
    root = document.Root
    root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(F=font)), DA=String("/F 0 Tf 0 g"))
    root.OCProperties = Dictionary(OCGs=Array([off]), D=Dictionary(OFF=Array([off])))
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{s['javascript']}')"))
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(s["label"]))]))
    root.Names = Dictionary(Dests=Dictionary(Names=Array([String(s["destination"]), Array([page.obj, Name.Fit])])))
    root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(s["structure"])))))
    root.MarkInfo = Dictionary(Marked=True)
    document.attachments[s["attachment_name"]] = pikepdf.AttachedFileSpec(document, s["attachment"].encode(), filename=s["attachment_name"] + ".txt")
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(s["outline"], 0))
    document.docinfo["/Author"] = s["info"]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = [s["xmp"]]
    made = io.BytesIO()
    document.save(made, compress_streams=True)
    return _with_history(made.getvalue())


def _exif(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = text
    return exif.tobytes()


def _with_history(data: bytes) -> bytes:
    """The file with an object nobody uses any more in an earlier revision, and a byte or two after its end."""
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
    out = bytearray(data)
    for text in (SECRETS["earlier"], SECRETS["orphan"]):
        at = len(out)
        out += b"%d 0 obj\n(%s)\nendobj\n" % (size, text.encode())
        table = len(out)
        out += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, at, size + 1, root, start, table)
        start = table
    return bytes(out) + b"%" + SECRETS["trailer"].encode() + b"\n"


def places_of(data: bytes, secret: str) -> list[str]:
    """Where a text is to be found in a file, by whatever means: an empty list where nowhere."""
    spellings = {secret.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")}
    spellings |= {spelling.hex().encode() for spelling in spellings} | {spelling.hex().upper().encode() for spelling in spellings}
    return [place for place, haystack in everything(data) for spelling in spellings if spelling in haystack]


def everything(data: bytes):
    """Every haystack of a file: raw, unpacked by hand, by pikepdf, and the texts that three readers make of it."""
    yield "raw", data
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield "unpacked by hand", zlib.decompressobj().decompress(data[match.end():])
        except zlib.error:
            continue
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            yield from _said(thing, 0)
        yield "names of attachments", " ".join(document.attachments).encode()
        yield "properties", str(dict(document.docinfo)).encode() if "/Info" in document.trailer else b""
    with pdfium.PdfDocument(data) as document:
        for page in document:
            yield "pdfium", page.get_textpage().get_text_range().encode()
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            yield "pdfminer", "".join(character["text"] for character in page.chars).encode()
            yield "pdfplumber", (page.extract_text() or "").encode()
        yield "pdfplumber's metadata", str(document.metadata).encode()


def _said(thing, depth: int):
    if depth > 8:
        return
    if isinstance(thing, Stream):
        yield "a stream as it lies", thing.read_raw_bytes()
        with suppress(pikepdf.PdfError):
            yield "a stream", thing.read_bytes()
        thing = thing.stream_dict
    if isinstance(thing, String):
        yield "a string", bytes(thing)
        yield "a string", str(thing).encode()
    elif isinstance(thing, Dictionary):
        for key, value in thing.items():
            yield "a key", key.encode()
            if not getattr(value, "is_indirect", False):
                yield from _said(value, depth + 1)
    elif isinstance(thing, Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _said(value, depth + 1)
