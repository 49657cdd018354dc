"""Characters whose loose box will not do, and how a page is seen.

`View` turns the page's own coordinates into those of the page as shown. `odd` and `on_their_side` find the characters
that need care, `slanting` those of a watermark, `glyph_at` asks pdfium for the matrix, `correct` puts the exact boxes in place.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.report.reading.pdf.geometry import Page

_FLAT = 0.35
"""Lower than this part of the usual height, a box is the ink of a character (一, -), not its line."""
_SLANT = 0.2
"""The sine of twice the angle beyond which writing slants; that of a scan set askew is smaller."""
FEW = 20
"""Fewer sideways characters than this are labels, not a page printed sideways."""


class View:
    """From the page's own coordinates to those of the page as shown."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.rotation = rotation % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def shown(lefts: Any, tops: Any, rights: Any, bottoms: Any, view: View) -> tuple[Any, Any, Any, Any]:
    """All boxes on the page as shown: lists of left, top, right and lower edges."""
    if view.rotation == 0:
        shift, top = view.left, view.top
        x0, x1 = ([x - shift for x in lefts], [x - shift for x in rights]) if shift else (lefts, rights)
        return x0, [top - y for y in tops], x1, [top - y for y in bottoms]
    boxes = [view.box(*box) for box in zip(lefts, bottoms, rights, tops, strict=True)]
    if not boxes:
        return [], [], [], []
    x0, y0, x1, y1 = (list(edge) for edge in zip(*boxes, strict=True))
    return x0, y0, x1, y1


def odd(visible: list[int], lefts: list[float], tops: list[float], rights: list[float],
        bottoms: list[float]) -> list[int]:
    """Characters whose loose box cannot be true: flat, or many times as high or as low as the others on the page.

    Takes the indexes of what is no white space, and the edges of all characters.
    """
    if not visible:
        return []
    heights = [tops[i] - bottoms[i] for i in visible]
    widths = [rights[i] - lefts[i] for i in visible]
    lowest, highest = min(heights), max(heights)
    if min(widths) > 0 and max(0.5, _FLAT * highest) <= lowest and highest < 60 and math.isfinite(sum(heights) + sum(widths)):
        return []  # true whatever is usual among them
    usual = sorted(heights)[len(heights) // 2]
    least, most = max(0.5, _FLAT * usual), max(60.0, 4 * usual)
    return [i for i, height, width in zip(visible, heights, widths, strict=True)
            if not least <= height < most or width <= 0]


def on_their_side(text: pdfium.PdfTextPage, letters: str, visible: list[int], lefts: Any, rights: Any) -> list[int]:
    """Characters of words that run up or down the page: the next stands over or under the first, and pdfium says so.

    pdfium may take each of them for a line of its own, so white space between the two says nothing.
    """
    found: list[int] = []
    starts = [lefts[i] for i in visible]
    done = 0
    for k in [k for k, step in enumerate(map(sub, starts[1:], starts)) if -0.5 < step < 0.5]:
        i, following = visible[k], visible[k + 1]
        if following < done or rights[i] - lefts[i] <= 1 or abs(math.sin(raw.FPDFText_GetCharAngle(text.raw, i))) <= 0.7:
            continue
        start, done = max(i, done), following + 1
        while start > 0 and start == i and not letters[start - 1].isspace():
            i = start = start - 1
        while done < len(letters) and not letters[done].isspace():
            done += 1
        found.extend(j for j in range(start, done) if not letters[j].isspace())
    return found


def slanting(text: pdfium.PdfTextPage, visible: list[int], bottoms: list[float]) -> set[int]:
    """Characters of words that run across the page at a slant, as a watermark does.

    No two of them stand at one height, so only those are asked that stand at another than the one before.
    """
    ends = [bottoms[i] for i in visible]
    steps = map(sub, ends, [-1.0, *ends])
    found = set()
    for i in [i for i, step in zip(visible, steps, strict=True) if not -0.1 < step < 0.1]:
        angle = raw.FPDFText_GetCharAngle(text.raw, i)
        if abs(math.sin(2 * angle)) > _SLANT:
            found.add(i)
    return found


class Glyph:
    __slots__ = ("ahead", "box", "em", "origin")

    def __init__(self, box: tuple[float, float, float, float], origin: tuple[float, float],
                 ahead: tuple[float, float], em: float) -> None:
        self.box, self.origin, self.ahead, self.em = box, origin, ahead, em


def glyph_at(text: pdfium.PdfTextPage, index: int) -> Glyph | None:
    """Ink, origin, direction of writing and size of one character, None where pdfium knows none."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top):
        return None
    if not raw.FPDFText_GetMatrix(text.raw, index, matrix) or not raw.FPDFText_GetCharOrigin(text.raw, index, x, y):
        return None
    scale = math.hypot(matrix.a, matrix.b)
    em = raw.FPDFText_GetFontSize(text.raw, index) * scale
    ink = max(right.value - left.value, top.value - bottom.value)
    if not scale or not math.isfinite(em) or not ink:
        return None
    if em > 4 * ink + 4 or em < 0.5 * ink:
        em = ink
    return Glyph((left.value, bottom.value, right.value, top.value), (x.value, y.value),
                  (matrix.a / scale, matrix.b / scale), em)


def _direction(glyph: Glyph, view: View) -> int:
    """Where the writing goes on the page as shown: 0 rightwards, 90 down, 180 leftwards, 270 up."""
    x, y = view.point(*glyph.origin)
    ax, ay = view.point(glyph.origin[0] + glyph.ahead[0], glyph.origin[1] + glyph.ahead[1])
    return round(math.degrees(math.atan2(ay - y, ax - x)) / 90) * 90 % 360


def correct(glyphs: dict[int, Glyph], view: View, x0: Any, y0: Any, x1: Any, y1: Any,
             sideways: dict[int, int]) -> None:
    """Put the exact boxes in place of the loose ones, and note which characters lie on their side."""
    for i, glyph in glyphs.items():
        a, b, c, d = view.box(*glyph.box)
        turned = _direction(glyph, view)
        ox, oy = view.point(*glyph.origin)
        if turned in (90, 270):
            sideways[i] = turned
            middle = (a + c) / 2
            a, c = min(a, middle - glyph.em / 2), max(c, middle + glyph.em / 2)
        else:
            # in vertical fonts the origin is above the character, not on its baseline
            vertical = not b - 0.3 * glyph.em <= oy <= d + 0.6 * glyph.em
            base = (b + d) / 2 + 0.36 * glyph.em if vertical else oy
            b, d = min(b, base - 0.86 * glyph.em), max(d, base + 0.14 * glyph.em)
            if not vertical and turned == 0:
                a = min(a, ox)
        x0[i], y0[i], x1[i], y1[i] = a, b, c, d


def set_upright(made: Page, glyphs: dict[int, Glyph], view: View, count: int) -> View:
    """The view in which a table printed sideways on an upright page stands upright; the same view for any other.

    Takes the characters asked for, and how many the page shows.
    """
    if len(glyphs) <= FEW:
        return view
    turned, times = Counter(_direction(glyph, view) for glyph in glyphs.values()).most_common(1)[0]
    if not turned or times <= 0.8 * count:
        return view
    made.turn = turned
    view = View((view.left, view.bottom, view.right, view.top), view.rotation - turned)
    made.width, made.height = view.width, view.height
    return view
