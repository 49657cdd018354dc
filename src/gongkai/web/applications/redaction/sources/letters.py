"""Where the characters of a page of a PDF stand: ink from pdfium, em square from origin, matrix and size.

The loose box that pdfium makes of a font's own heights is of little use here: those of two lines overlap. A letter takes up
its em square, as wide as it advances, and whatever of its ink reaches out of it.
"""

from __future__ import annotations

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.web.applications.redaction.model import Letter

ASCENT, DESCENT = 0.88, 0.12
"""How much of an em square stands above the base line, and below it. Also those of the font in a result."""
_FINE = 1000
_INVISIBLE = 3
_CLIPPING = 7
_SOFT = {2: "-", 0xFFFE: "-"}
_MOST = 300_000
_LARGEST = 20_000.0


class Turned:
    """From a page's own coordinates to points from the upper left corner of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.width, self.height = page.get_size()
        self._across, self._down = max(1, round(self.width * _FINE)), max(1, round(self.height * _FINE))
        (self._x, self._y), (ax, ay), (bx, by) = (self._asked(page, *point) for point in ((0, 0), (100, 0), (0, 100)))
        self._a, self._b, self._c, self._d = ((ax - self._x) / 100, (ay - self._y) / 100,
                                              (bx - self._x) / 100, (by - self._y) / 100)

    def _asked(self, page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, self._across, self._down, 0, x, y, across, down)
        return across.value * self.width / self._across, down.value * self.height / self._down

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point."""
        return self._x + self._a * x + self._c * y, self._y + self._b * x + self._d * y

    def ahead(self, x: float, y: float) -> tuple[float, float]:
        """A direction."""
        return self._a * x + self._c * y, self._b * x + self._d * y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle: left, top, right, lower edge."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def letters_of(page: pdfium.PdfPage, view: Turned) -> list[Letter]:
    """The characters of a page in the order of pdfium, those that no font can name left out."""
    text = page.get_textpage()
    try:
        return [letter for index in range(min(text.count_chars(), _MOST))
                if (letter := _letter(text.raw, index, view)) is not None]
    finally:
        text.close()


def _letter(text: raw.FPDF_TEXTPAGE, index: int, view: Turned) -> Letter | None:
    code = raw.FPDFText_GetUnicode(text, index)
    said = _SOFT.get(code) or (chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "")
    if code in (9, 10, 13) or not said:
        return Letter("\n" if code == 10 else " ") if code in (9, 10) else None
    if raw.FPDFText_IsGenerated(text, index) == 1 and said.isspace():
        return Letter(said)
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    if not (raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            and raw.FPDFText_GetCharOrigin(text, index, x, y)
            and raw.FPDFText_GetMatrix(text, index, matrix)):
        return Letter(" ") if said.isspace() else None
    ink = view.box(left.value, bottom.value, right.value, top.value)
    line = ink
    if raw.FPDFText_GetLooseCharBox(text, index, loose):
        line = view.box(loose.left, loose.bottom, loose.right, loose.top)
    along = view.ahead(matrix.a, matrix.b)
    scale = math.hypot(*along)
    em = raw.FPDFText_GetFontSize(text, index) * scale
    most = max(ink[2] - ink[0], ink[3] - ink[1])
    if not math.isfinite(em) or em <= 0 or (most > 0 and not 0.4 * most <= em <= 20 * most):
        em = most
    if not all(map(math.isfinite, (*ink, *line, em))) or em <= 0 or max(map(abs, (*ink, em))) > _LARGEST:
        return None
    turn = round(math.degrees(math.atan2(along[1], along[0])) / 90) * 90 % 360 if scale else 0
    found = raw.FPDFText_GetTextObject(text, index)
    mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
    return _made(said, ink, line, view.point(x.value, y.value), em, turn, mode in (_INVISIBLE, _CLIPPING),
                 bool(found) and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(found)) == 0)


def _made(said: str, ink: tuple[float, float, float, float], line: tuple[float, float, float, float],
          origin: tuple[float, float], em: float, turn: int, hidden: bool, lent: bool) -> Letter:
    x, y = origin
    upright = turn in (0, 180)
    lengthwise = (line[2] - line[0]) if upright else (line[3] - line[1])
    of_ink = (ink[2] - ink[0]) if upright else (ink[3] - ink[1])
    advance = lengthwise if 0 < lengthwise <= 3 * em else of_ink
    if upright and not ink[1] - em <= y <= ink[3] + em:
        y = (ink[1] + ink[3]) / 2 + (ASCENT - 0.5) * em
    if turn == 0 and not ink[0] - em <= x <= ink[2] + em / 2:
        x = ink[0]
    if turn == 0 and x >= ink[0] + 0.35 * em and advance >= 0.5 * em:  # vertical fonts: the origin is above the middle
        x, y = (ink[0] + ink[2]) / 2 - advance / 2, (ink[1] + ink[3]) / 2 + (ASCENT - 0.5) * em
    square = {0: (x, y - ASCENT * em, x + advance, y + DESCENT * em),
              180: (x - advance, y - DESCENT * em, x, y + ASCENT * em),
              90: (x - DESCENT * em, y, x + ASCENT * em, y + advance),
              270: (x - ASCENT * em, y - advance, x + DESCENT * em, y)}[turn]
    if said.isspace():
        ink = square
    return Letter(said, min(ink[0], square[0]), min(ink[1], square[1]), max(ink[2], square[2]), max(ink[3], square[3]),
                  x, y, em, advance, turn, hidden, lent)
