"""Pictures of a result: under every box each is of one colour; nothing rides along in its bytes; and so the page is drawn.

A stencil packed anew has to give the same bytes, so that none are hidden behind its last row. A JPEG has the segments that
pixels need and no other. At the edge of a box a JPEG mixes what was painted with what stands beside it, by no more than a
block.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from gongkai.web.applications.redaction.making.labels import labelled
from gongkai.web.applications.redaction.making.packing import group4, ungroup4
from gongkai.web.applications.redaction.model import Box, Layer
from gongkai.web.applications.redaction.verifying.structure import Anatomy, Page, Picture, Placed

_BLOCK = 16
_EVEN, _EDGE = 6, 110
"""How far apart pixels of one colour may be inside the blocks of a JPEG, and in blocks at the edge of a box."""
_SEGMENTS = frozenset((0xDB, 0xC0, 0xC4, 0xDA, 0xE0))
_DOTS = 100
_DARK = 60


def not_plain(data: bytes, anatomy: Anatomy, boxes: Sequence[Box], labels: Mapping[str, str]) -> Iterator[int]:
    """Numbers of the pages where a picture is not of one colour under a box, or is not what it should be."""
    bad = {number for number, picture in anatomy.pictures.items() if not _only_pixels(picture)}
    with pdfium.PdfDocument(data) as document:
        for index, page in enumerate(anatomy.pages):
            here = [box for box in boxes if box.page == index + 1]
            signs = labelled(here, labels)[0]
            placed = [each for each in page.placed if not any(_is_sign(each, sign) for sign in signs)]
            if any(each.picture.number in bad for each in page.placed) \
                    or not all(_even(each, here) for each in placed) \
                    or not _drawn_dark(document[index], page, here, signs):
                yield index + 1


def _is_sign(placed: Placed, sign: Layer) -> bool:
    return (placed.picture.data == sign.data and placed.picture.stencil and placed.colour == sign.colour
            and (placed.picture.across, placed.picture.down) == (sign.across, sign.down)
            and max(abs(placed.left - sign.left), abs(placed.top - sign.top), abs(placed.width - sign.width),
                    abs(placed.height - sign.height)) < 0.01)


def _only_pixels(picture: Picture) -> bool:
    if picture.stencil:
        return group4(ungroup4(picture.data, picture.across, picture.down)) == picture.data
    data, at = picture.data, 2
    if data[:2] != b"\xff\xd8" or data[-2:] != b"\xff\xd9":
        return False
    while True:
        if data[at] != 0xFF or data[at + 1] not in _SEGMENTS:
            return False
        size = int.from_bytes(data[at + 2:at + 4], "big")
        if data[at + 1] == 0xE0 and (size != 16 or data[at + 4:at + 9] != b"JFIF\0"):
            return False
        at += 2 + size
        if data[at - size - 1] == 0xDA:
            break
    return data.find(b"\xff\xd9", at) == len(data) - 2


def _pixels_of(picture: Picture) -> Image.Image:
    if picture.stencil:
        return ungroup4(picture.data, picture.across, picture.down).convert("L")
    with Image.open(io.BytesIO(picture.data), formats=("JPEG",)) as file:
        if file.size != (picture.across, picture.down):
            raise OSError
        return file.convert("RGB")


def _even(placed: Placed, boxes: Sequence[Box]) -> bool:
    """Whether a picture has one colour wherever a box lies over it."""
    near = [box for box in boxes if box.left < placed.left + placed.width and box.right > placed.left
            and box.top < placed.top + placed.height and box.bottom > placed.top]
    if not near:
        return True
    try:
        pixels = _pixels_of(placed.picture)
    except (OSError, ValueError, SyntaxError):
        return False
    across, down = pixels.width / placed.width, pixels.height / placed.height
    for box in near:
        left, top = max(0, math.ceil((box.left - placed.left) * across + 0.02)), max(0, math.ceil((box.top - placed.top) * down + 0.02))
        right = min(pixels.width, math.floor((box.right - placed.left) * across - 0.02))
        bottom = min(pixels.height, math.floor((box.bottom - placed.top) * down - 0.02))
        if left >= right or top >= bottom:
            continue
        if placed.picture.stencil:
            if _spread(pixels.crop((left, top, right, bottom))):
                return False
            continue
        if _spread(pixels.crop((left, top, right, bottom))) > _EDGE:
            return False
        inner = (math.ceil(left / _BLOCK) * _BLOCK + 1, math.ceil(top / _BLOCK) * _BLOCK + 1,
                 right // _BLOCK * _BLOCK - 1, bottom // _BLOCK * _BLOCK - 1)
        if inner[0] < inner[2] and inner[1] < inner[3] and _spread(pixels.crop(inner)) > _EVEN:
            return False
    return True


def _spread(pixels: Image.Image) -> int:
    extremes = pixels.getextrema()
    bands = [extremes] if isinstance(extremes[0], int | float) else list(extremes)
    return max(int(highest - lowest) for lowest, highest in bands)


def _drawn_dark(leaf: pdfium.PdfPage, page: Page, boxes: Sequence[Box], signs: Sequence[Layer]) -> bool:
    """Whether the page as a reader draws it is dark in every box, but for the names of the grounds."""
    if not boxes:
        leaf.close()
        return True
    try:
        picture = leaf.render(scale=_DOTS / 72).to_pil().convert("L")
    finally:
        leaf.close()
    across, down = picture.width / page.size[0], picture.height / page.size[1]
    draw = ImageDraw.Draw(picture)
    for sign in signs:
        draw.rectangle((math.floor(sign.left * across) - 1, math.floor(sign.top * down) - 1,
                        math.ceil((sign.left + sign.width) * across) + 1, math.ceil((sign.top + sign.height) * down) + 1), fill=0)
    for box in boxes:
        inner = (math.ceil(box.left * across) + 1, math.ceil(box.top * down) + 1,
                 math.floor(box.right * across) - 1, math.floor(box.bottom * down) - 1)
        if inner[0] < inner[2] and inner[1] < inner[3] and picture.crop(inner).getextrema()[1] > _DARK:
            return False
    return True
