"""What a box says of its ground: 〔第十五条〕 in white, as large as it has room for, and as text that is read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import pylopdf_fonts_zh_cn as wheel
from PIL import Image, ImageDraw, ImageFont

from gongkai.web.applications.redaction.making.packing import group4
from gongkai.web.applications.redaction.model import Box, Layer, Letter
from gongkai.web.applications.redaction.sources.letters import ASCENT, DESCENT

_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
_DOTS = 300
_MARGIN = 1.0
_WHITE = (255, 255, 255)


def labelled(boxes: Sequence[Box], texts: Mapping[str, str]) -> tuple[tuple[Layer, ...], dict[Box, tuple[Letter, ...]]]:
    """The labels of a page's boxes as pictures, where they have room; and as letters. A box within another has none.

    Args:
        boxes: those of the page.
        texts: key of a ground → what a box with it says.
    """
    layers: list[Layer] = []
    letters: dict[Box, tuple[Letter, ...]] = {}
    for box in _outer(boxes):
        text = texts[box.ground]
        size = next((size for size in _SIZES if _fits(box, text, size)), None)
        sign = _layer(box, text, size) if size is not None else None
        if sign is not None and not any(_overlap(other, sign) for other in layers):
            layers.append(sign)
        letters[box] = tuple(_letters(box, text))
    return tuple(layers), letters


def _outer(boxes: Sequence[Box]) -> Iterable[Box]:
    """The boxes without those that lie in another."""
    for number, box in enumerate(boxes):
        if not any(other.left <= box.left and other.top <= box.top and other.right >= box.right and other.bottom >= box.bottom
                   and (number > place or (other.left, other.top, other.right, other.bottom)
                        != (box.left, box.top, box.right, box.bottom))
                   for place, other in enumerate(boxes) if place != number):
            yield box


def _fits(box: Box, text: str, size: float) -> bool:
    return box.right - box.left >= len(text) * size + 2 * _MARGIN and box.bottom - box.top >= size + 2 * _MARGIN


def _overlap(one: Layer, other: Layer) -> bool:
    return (min(one.left + one.width, other.left + other.width) > max(one.left, other.left)
            and min(one.top + one.height, other.top + other.height) > max(one.top, other.top))


@cache
def _stencil(text: str, size: float) -> tuple[int, int, bytes]:
    font = ImageFont.truetype(wheel.sans_path(), round(size * _DOTS / 72))
    left, top, right, bottom = font.getbbox(text)
    picture = Image.new("1", (max(1, round(right - left)), max(1, round(bottom - top))), 0)
    ImageDraw.Draw(picture).text((-left, -top), text, fill=1, font=font)
    return picture.width, picture.height, group4(picture)


def _layer(box: Box, text: str, size: float) -> Layer:
    across, down, data = _stencil(text, size)
    width, height = across * 72 / _DOTS, down * 72 / _DOTS
    return Layer((box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2, width, height, across, down, data, _WHITE)


def _letters(box: Box, text: str) -> list[Letter]:
    advance = (box.right - box.left) / len(text)
    em = min(advance, box.bottom - box.top)
    base = (box.top + box.bottom) / 2 + (ASCENT - 0.5) * em
    starts = [box.left + number * advance for number in range(len(text))]
    return [Letter(letter, x, base - ASCENT * em, x + advance, base + DESCENT * em, x, base, em, advance, label=True)
            for letter, x in zip(text, starts, strict=True)]
