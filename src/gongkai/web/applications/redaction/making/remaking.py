"""One page, made anew: drawn with its boxes painted over, packed, its remaining letters told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PIL import Image, ImageChops

from gongkai.web.applications.redaction.making.labels import labelled
from gongkai.web.applications.redaction.making.packing import drawn, scanned
from gongkai.web.applications.redaction.making.staying import parted
from gongkai.web.applications.redaction.model import Box, MadePage, Rectangle
from gongkai.web.applications.redaction.sources.pages import Pages, pixels
from gongkai.web.applications.redaction.vocabulary import vocabulary

DOTS = 300.0
"""Dots per inch of a drawn page: what a printer shows as type."""


def remade(pages: Pages, index: int, boxes: Sequence[Box], labels: Mapping[str, str], *, text: bool = True,
           dots: float = DOTS) -> MadePage:
    """A page made anew.

    Args:
        pages: the file.
        index: the page, from 0.
        boxes: those of this page, within it.
        labels: key of a ground → what a box with it says.
        text: whether the letters that stay are written back, invisibly, for search and for reading aloud.
        dots: dots per inch of a page that is no scan.
    """
    width, height = pages.size(index)
    scan = pages.scan(index)
    across, down = density(width, height, scan.dots if scan else dots)
    letters = pages.letters(index)
    written = any(letter.placed and not letter.hidden for letter in letters)
    crisp = scan is None or scan.bilevel
    full = pages.painted(index, across, down, boxes, crisp=crisp)
    bare = pages.painted(index, across, down, boxes, crisp=crisp, text=False) if written else full
    changed = _changed(full, bare)
    if scan is None:
        def place(bounds: Rectangle) -> tuple[int, int, int, int]:
            left, top, right, bottom = pixels(bounds, across / width, down / height)
            return max(0, left), max(0, top), min(across, right + 1), min(down, bottom + 1)

        layers = drawn(full, bare, changed, [place(Rectangle(1, *bounds)) for bounds in pages.pictures_at(index)],
                       [place(box) for box in boxes], width, height)
    else:
        layers = scanned(full, scan, width, height)
    pictures, spoken = labelled(boxes, labels)
    kept, removed = parted(letters, spoken, boxes, changed, width, height)
    return MadePage(width, height, round(across * 72 / width), tuple(layers), kept if text else (), removed, pictures)


def density(width: float, height: float, dots: float) -> tuple[int, int]:
    """Pixels across and down for a page of so many points at so many dots per inch, fewer on a huge page."""
    across, down = width * dots / 72, height * dots / 72
    most = vocabulary().bounds.pixels
    if across * down > most:
        shrink = math.sqrt(most / (across * down))
        across, down = across * shrink, down * shrink
    return max(1, round(across)), max(1, round(down))


def _changed(full: Image.Image, bare: Image.Image) -> Image.Image:
    if full is bare:
        return Image.new("L", full.size, 0)
    red, green, blue = ImageChops.difference(full, bare).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)
