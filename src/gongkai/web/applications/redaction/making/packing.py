"""The pixels of a page → a few small pictures.

A drawn page has few colours: each becomes a stencil of one bit a pixel, packed by group 4, exact and sharp. Where there are
photographs or shades beside the text, the colours of the text are stencils, and what remains is a JPEG of half the density,
no larger than what it shows. A scan keeps its density and is one JPEG, or one stencil where it is black and white; the
quality goes down until it is not much larger than the scan was. (PDF has no better means for text that can be written in
good time; lossy JBIG2, which mistakes one character for another, is not used.)
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageFilter, TiffImagePlugin

from gongkai.web.applications.redaction.model import Layer
from gongkai.web.applications.redaction.sources.pages import Scan

Colour = tuple[int, int, int]
Place = tuple[int, int, int, int]
WHITE = (255, 255, 255)
FEW = 9
"""So many colours, white among them, are painted as stencils."""
_MANY = 1 << 18
_TEXT_COLOURS = 4
_TEXT_SHARE = 0.02
_QUALITIES = (82, 72, 62, 52, 42)
_GROWTH = 1.4
"""A scan may become so many times as large before its quality goes down."""
_STROKE = 7
_GRAY = 18
_GRAY_SHARE = 0.0004
_PALE = 250


def drawn(full: Image.Image, bare: Image.Image, changed: Image.Image, pictures: Sequence[Place], boxes: Sequence[Place],
          width: float, height: float) -> list[Layer]:
    """A drawn page's pictures.

    Args:
        full: the page, its colours unmixed.
        bare: the same without its text.
        changed: not 0 where the two differ.
        pictures, boxes: where pictures and boxes stand, in pixels.
        width, height: in points.
    """
    colours = _colours(full, FEW)
    if colours:
        return [_stencil(_where(full, colour), colour, width, height) for _, colour in colours if colour != WHITE]
    sharp = _text_colours(full, changed)
    lines = Image.new("1", full.size, 1)
    for place in pictures:
        lines.paste(0, place)
    text = changed.point(bool, "1")
    rest = full.copy()
    layers = []
    strokes = Image.new("1", full.size, 0)
    for colour in sharp:
        of_colour = _where(full, colour)
        in_text, in_lines = ImageChops.logical_and(of_colour, text), ImageChops.logical_and(of_colour, lines)
        rest.paste(bare, mask=in_text)
        strokes = ImageChops.logical_or(strokes, in_lines)
        layers.append(_stencil(ImageChops.logical_or(in_text, in_lines), colour, width, height))
    for box in boxes:  # painted by the stencil: what is below need not be
        if (0, 0, 0) in sharp and not any(_meet(box, place) for place in pictures):
            rest.paste(WHITE, box)
    below = _rest(rest, strokes, width, height)
    return [below, *layers] if below else layers


def scanned(full: Image.Image, scan: Scan, width: float, height: float) -> list[Layer]:
    """A scan's picture: a stencil where all is black and white, else a JPEG of the whole page."""
    colours = _colours(full, FEW)
    if colours and (scan.bilevel or len(colours) <= 2):
        return [_stencil(_where(full, colour), colour, width, height) for _, colour in colours if colour != WHITE]
    return [_jpeg(full, (0, 0, *full.size), width, height, within=int(scan.size * _GROWTH))]


def group4(mask: Image.Image) -> bytes:
    """A picture of one bit a pixel, packed as CCITT group 4; its white is what is painted."""
    packed = io.BytesIO()
    rows = TiffImagePlugin.ImageFileDirectory_v2()
    rows[TiffImagePlugin.ROWSPERSTRIP] = mask.height
    mask.save(packed, "TIFF", compression="group4", tiffinfo=rows)
    with Image.open(packed, formats=("TIFF",)) as file:
        assert isinstance(file, TiffImagePlugin.TiffImageFile)
        (start,), (size,) = file.tag_v2[TiffImagePlugin.STRIPOFFSETS], file.tag_v2[TiffImagePlugin.STRIPBYTECOUNTS]
    return packed.getvalue()[start:start + size]


def ungroup4(data: bytes, across: int, down: int) -> Image.Image:
    """The picture again.

    Raises:
        OSError: it is damaged.
    """
    about = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in ((256, across), (257, down), (258, 1), (259, 4), (262, 1), (273, 0), (277, 1), (278, down), (279, len(data))):
        about[tag] = value
    file_of_it = io.BytesIO(b"II*\0\x08\0\0\0" + about.tobytes(8) + data)  # tobytes counts the strip from its own end
    with Image.open(file_of_it, formats=("TIFF",)) as file:
        return file.convert("1")


def _stencil(mask: Image.Image, colour: Colour, width: float, height: float) -> Layer:
    left, top, right, bottom = mask.getbbox() or (0, 0, 1, 1)
    part = mask.crop((left, top, right, bottom))
    across, down = width / mask.width, height / mask.height
    return Layer(left * across, top * down, part.width * across, part.height * down, part.width, part.height, group4(part), colour)


def _colours(picture: Image.Image, most: int) -> list[tuple[int, Colour]]:
    """The colours of a picture and how often each is, the most frequent first; none where there are too many."""
    return sorted(picture.getcolors(most) or [], reverse=True)  # type: ignore[arg-type]


def _where(picture: Image.Image, colour: Colour) -> Image.Image:
    """Where a picture is of exactly this colour."""
    red, green, blue = (band.point(_equals(value), "1") for band, value in zip(picture.split(), colour, strict=True))
    return ImageChops.logical_and(ImageChops.logical_and(red, green), blue)


def _equals(wanted: int) -> Callable[[int], int]:
    return lambda value: 255 if value == wanted else 0


def _text_colours(full: Image.Image, changed: Image.Image) -> list[Colour]:
    """The colours that text is of in the main."""
    only = Image.new("RGB", full.size, WHITE)
    only.paste(full, mask=changed.point(bool, "1"))
    colours = [(count, colour) for count, colour in _colours(only, _MANY) if colour != WHITE]
    total = sum(count for count, _ in colours)
    return [colour for count, colour in colours[:_TEXT_COLOURS] if count > _TEXT_SHARE * total] or [(0, 0, 0)]


def _rest(rest: Image.Image, strokes: Image.Image, width: float, height: float) -> Layer | None:
    """What stencils do not paint, at half the density, cut to where it is not white; thin strokes that they do paint give way
    to what is beside them."""
    half = rest.reduce(2)
    half.paste(half.filter(ImageFilter.MaxFilter(_STROKE)), mask=strokes.convert("L").reduce(2).point(bool, "1"))
    bounds = ImageChops.invert(half.convert("L")).point(lambda value: 255 if value > 255 - _PALE else 0).getbbox()
    return _jpeg(half, bounds, width, height) if bounds else None


def _meet(one: Place, other: Place) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _jpeg(picture: Image.Image, bounds: tuple[int, int, int, int], width: float, height: float, within: int = 0) -> Layer:
    across, down = width / picture.width, height / picture.height
    part = picture.crop(bounds)
    gray = _is_gray(part)
    if gray:
        part = part.convert("L")
    data = b""
    for quality in _QUALITIES:
        packed = io.BytesIO()
        part.save(packed, "JPEG", quality=quality, optimize=True, subsampling=2)
        data = packed.getvalue()
        if not within or len(data) <= within:
            break
    return Layer(bounds[0] * across, bounds[1] * down, part.width * across, part.height * down, part.width, part.height,
                 data, None, gray)


def _is_gray(picture: Image.Image) -> bool:
    """Whether nothing but noise is coloured: a seal is red enough on few pixels."""
    small = picture.reduce(max(1, min(picture.size) // 800))
    red, green, blue = small.split()
    spread = ImageChops.subtract(ImageChops.lighter(ImageChops.lighter(red, green), blue),
                                 ImageChops.darker(ImageChops.darker(red, green), blue))
    coloured = sum(spread.histogram()[_GRAY + 1:])
    return coloured <= _GRAY_SHARE * small.width * small.height
