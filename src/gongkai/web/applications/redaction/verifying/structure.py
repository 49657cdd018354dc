"""A result taken apart: every byte of it, every object, every entry, against what a result is made of."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from gongkai.web.applications.redaction.making.glyphless import ABOVE, BELOW, NAME, UNITS, glyphless
from gongkai.web.applications.redaction.making.textlayer import table_of

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_TAIL = re.compile(rb"trailer << /Root 1 0 R /Size (\d+) /ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\] >>\nstartxref\n(\d+)\n%%EOF\n\Z")
_ROW = re.compile(rb"(\d{10}) 00000 n \n")
_STREAM = re.compile(rb"(\d+) 0 obj\n(<<[ -~]*>>)\nstream\n")
_PLAIN = re.compile(rb"(\d+) 0 obj\n(<<[ -~]*>>)\nendobj\n\Z")
_LENGTH = re.compile(rb"/Length (\d+)(?: 0 R)?(?= )")
_N = rb"-?\d+(?:\.\d+)?"
_PAINT = re.compile(rb"q (?:(" + rb" ".join([_N] * 3) + rb") rg )?(" + _N + rb") 0 0 (" + rb") (".join([_N] * 3) + rb") cm /(P\d+) Do Q\Z")
_WRITE = re.compile(rb"(?:/F " + _N + rb" Tf " + _N + rb" Tz )?-?[01] -?[01] -?[01] -?[01] " + _N + rb" " + _N + rb" Tm \[((?:-?\d{0,5}<[0-9A-F]{4}>)+)\] TJ\Z")
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_PAIR = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4,8})>$", re.MULTILINE)


class Strange(Exception):
    """Something in a result that has no place in it. The message says what, in a word or two."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture object: its number in the file, pixels, packed bytes, whether it is a stencil."""

    number: int
    across: int
    down: int
    data: bytes
    stencil: bool
    gray: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on a page: left, top, width, height in points, and the colour of a stencil."""

    picture: Picture
    left: float
    top: float
    width: float
    height: float
    colour: tuple[int, int, int] | None


@dataclass(slots=True)
class Page:
    """A page of a result."""

    size: tuple[float, float]
    placed: list[Placed] = field(default_factory=list)
    text: str = ""


class Anatomy:
    """A result, taken apart.

    Raises:
        Strange: there is more in it, or something else, than a result is made of.
    """

    def __init__(self, data: bytes) -> None:
        self.streams: list[bytes] = []
        self.pictures: dict[int, Picture] = {}
        count = _account(data)
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            if document.check_pdf_syntax():
                raise Strange("文件语法有误")
            self._document, self._seen = document, {1}
            self._codes: dict[bytes, str] = {}
            self.pages = self._root(document.Root)
            if self._seen != set(range(1, count)):
                raise Strange("有不属于任何页面的对象")
            del self._document

    def _root(self, root: Any) -> list[Page]:
        _entries(root, {"/Type": pikepdf.Name.Catalog, "/Pages": None, "/Lang": "zh-CN"})
        tree = self._visit(root.Pages)
        _entries(tree, {"/Type": pikepdf.Name.Pages, "/Kids": None, "/Count": len(tree.Kids)})
        return [self._page(self._visit(leaf), tree) for leaf in tree.Kids]

    def _page(self, leaf: Any, tree: Any) -> Page:
        _entries(leaf, {"/Type": pikepdf.Name.Page, "/Parent": None, "/MediaBox": None, "/Resources": None, "/Contents": None})
        left, lower, right, upper = (float(side) for side in leaf.MediaBox)
        if leaf.Parent.objgen != tree.objgen or (left, lower) != (0, 0):
            raise Strange("页面的边界有误")
        resources = leaf.Resources
        if not set(resources.keys()) <= {"/XObject", "/Font"}:
            raise Strange("页面有多余的资源")
        if "/Font" in resources:
            _entries(resources.Font, {"/F": None})
            self._font(self._visit(resources.Font.F))
        pictures = {name[1:].encode(): self._picture(self._visit(each)) for name, each in resources.XObject.items()}
        page = Page((round(right, 3), round(upper, 3)))
        self._contents(page, self._unpacked(self._visit(leaf.Contents), {}), pictures)
        return page

    def _contents(self, page: Page, content: bytes, pictures: dict[bytes, Picture]) -> None:
        lines = content.split(b"\n")
        if lines.pop() != b"":
            raise Strange("页面的内容不完整")
        letters: list[str] = []
        writing = ended = False
        for line in lines:
            paint, write = _PAINT.match(line), _WRITE.match(line)
            if paint and not writing and not ended:
                colour, wide, high, x, y, name = paint.groups()
                width, height, left, lower = float(wide), float(high), float(x), float(y)
                red, green, blue = (round(float(part) * 255) for part in colour.split()) if colour else (0, 0, 0)
                if name not in pictures or (colour is None) == pictures[name].stencil:
                    raise Strange("图像的画法有误")
                page.placed.append(Placed(pictures[name], left, page.size[1] - lower - height, width, height,
                                          (red, green, blue) if colour else None))
            elif line == b"BT 3 Tr" and not writing and not ended:
                writing = True
            elif write and writing:
                letters += [self._codes[code] for code in _CODE.findall(write[1])]
            elif line == b"ET" and writing:
                writing, ended = False, True
            else:
                raise Strange("页面的内容有多余的指令")
        if writing or {each.picture.number for each in page.placed} != {each.number for each in pictures.values()}:
            raise Strange("有没有画出的图像")
        page.text = "".join("".join(letters).split())

    def _picture(self, thing: Any) -> Picture:
        number = thing.objgen[0]
        if number in self.pictures:
            return self.pictures[number]
        across, down = int(thing.Width), int(thing.Height)
        base = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": across, "/Height": down, "/Length": None}
        stencil = "/ImageMask" in thing
        if stencil:
            _entries(thing, base | {"/ImageMask": True, "/BitsPerComponent": 1, "/Filter": pikepdf.Name.CCITTFaxDecode,
                                    "/DecodeParms": None})
            _entries(thing.DecodeParms, {"/K": -1, "/Columns": across, "/Rows": down})
        else:
            space = thing.get("/ColorSpace")
            if space not in (pikepdf.Name.DeviceGray, pikepdf.Name.DeviceRGB):
                raise Strange("图像的颜色有误")
            _entries(thing, base | {"/ColorSpace": None, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode})
        made = Picture(number, across, down, thing.read_raw_bytes(), stencil, not stencil and thing.ColorSpace == pikepdf.Name.DeviceGray)
        self.pictures[number] = made
        return made

    def _font(self, font: Any) -> None:
        if self._codes:
            return
        name = pikepdf.Name("/" + NAME)
        _entries(font, {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.Type0, "/BaseFont": name,
                        "/Encoding": pikepdf.Name("/Identity-H"), "/DescendantFonts": None, "/ToUnicode": None})
        (descendant,) = font.DescendantFonts
        descendant = self._visit(descendant)
        _entries(descendant, {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.CIDFontType2, "/BaseFont": name, "/DW": UNITS,
                              "/FontDescriptor": None, "/CIDToGIDMap": None, "/CIDSystemInfo": None})
        _entries(descendant.CIDSystemInfo, {"/Registry": "Adobe", "/Ordering": "Identity", "/Supplement": 0})
        descriptor = self._visit(descendant.FontDescriptor)
        _entries(descriptor, {"/Type": pikepdf.Name.FontDescriptor, "/FontName": name, "/Flags": 4, "/FontBBox": None, "/ItalicAngle": 0,
                              "/Ascent": ABOVE, "/Descent": BELOW, "/CapHeight": ABOVE, "/StemV": 80, "/FontFile2": None})
        program = glyphless()
        if [int(side) for side in descriptor.FontBBox] != [0, BELOW, UNITS, ABOVE] \
                or self._unpacked(self._visit(descriptor.FontFile2), {"/Length1": len(program)}) != program \
                or self._unpacked(self._visit(descendant.CIDToGIDMap), {}) != b"\0\1" * 0x10000:
            raise Strange("字体有误")
        table = self._unpacked(self._visit(font.ToUnicode), {})
        self._codes = {code: bytes.fromhex(text.decode()).decode("utf-16-be") 
                       for code, text in _PAIR.findall(table.partition(b"endcodespacerange")[2])}
        if table_of(self._codes.values()) != table:
            raise Strange("文字对照表有误")

    def _unpacked(self, thing: Any, more: dict[str, Any]) -> bytes:
        _entries(thing, {"/Filter": pikepdf.Name.FlateDecode, "/Length": None, **more})
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(thing.read_raw_bytes())
        if not unpacking.eof or unpacking.unused_data or unpacking.unconsumed_tail:
            raise Strange("数据流之后还有内容")
        self.streams.append(content)
        return content

    def _visit(self, thing: Any) -> Any:
        number, generation = thing.objgen
        if not number or generation:
            raise Strange("对象有误")
        self._seen.add(number)
        return thing


def _entries(thing: Any, wanted: dict[str, Any]) -> None:
    """Whether a dictionary has these entries and no other; None stands for a value looked at elsewhere."""
    if set(thing.keys()) != set(wanted):
        raise Strange(f"对象的条目有误（{'、'.join(sorted(set(thing.keys()) ^ set(wanted)))}）")
    for key, value in wanted.items():
        if value is not None and thing[key] != value:
            raise Strange(f"对象的条目有误（{key}）")


def _account(data: bytes) -> int:
    """Account for every byte: head, objects one after the other, one table of them, tail. Returns how many there are, and one."""
    tail = _TAIL.search(data)
    if not data.startswith(_HEAD) or tail is None:
        raise Strange("文件的头尾有误")
    count, start = int(tail[1]), int(tail[2])
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    rows = data[start + len(head):tail.start()]
    offsets = [int(row) for row in _ROW.findall(rows)]
    if data[start:start + len(head)] != head or len(offsets) != count - 1 or len(rows) != 20 * len(offsets):
        raise Strange("对象的目录有误")
    if not offsets or offsets[0] != len(_HEAD) or offsets != sorted(offsets):
        raise Strange("对象的位置有误")
    for number, (begin, end) in enumerate(zip(offsets, [*offsets[1:], start], strict=True), 1):
        _account_object(data[begin:end], number)
    return count


def _account_object(data: bytes, number: int) -> None:
    plain, stream = _PLAIN.match(data), _STREAM.match(data)
    head = plain or stream
    if head is None or int(head[1]) != number:
        raise Strange("对象之外还有内容")
    if stream and not plain:
        length = _LENGTH.search(stream[2])
        if length is None or data[stream.end() + int(length[1]):] not in (b"\nendstream\nendobj\n", b"endstream\nendobj\n"):
            raise Strange("数据流之后还有内容")
