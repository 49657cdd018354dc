"""pdfium at arm's length: bytes → pages of runs and rules.

Everything that touches the C library stands here. Characters come in bulk (one call for the text of a page, one short
call a character for its box); the loose box, made of advance and font height, tells lines and gaps apart better than
the ink does. Where it makes no sense (sideways text, vertical fonts) the box is built from the character's matrix.
"""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from operator import gt, sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.report.reading.pdf.geometry import Page, Run
from gongkai.report.reading.pdf.rules import INVISIBLE, rules

_PIECE = re.compile(r"\S+")
_FLAT = 0.35
"""Lower than this part of the usual height, a box is the ink of a character (一, -), not its line."""
_FEW = 20
"""Fewer sideways characters than this are labels, not a page printed sideways."""


def _fast(function: Any, *types: Any) -> Any:
    """The same C function without per-argument conversion: it takes plain addresses, in a tight loop."""
    return ctypes.PYFUNCTYPE(ctypes.c_int, *types)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_loose_box = _fast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
_is_generated = _fast(raw.FPDFText_IsGenerated, ctypes.c_void_p, ctypes.c_int)


class Encrypted(Exception):
    """The file asks for a password."""


class Broken(Exception):
    """pdfium cannot open the file."""


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, closed whatever happens.

    Raises:
        Encrypted: it needs a password.
        Broken: pdfium cannot make sense of it.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted(str(error)) from error
        raise Broken(str(error)) from error
    try:
        yield document
    finally:
        document.close()


def page(document: pdfium.PdfDocument, index: int, max_objects: int) -> Page:
    """What page `index` (from 0) prints.

    Raises:
        Broken: the page cannot be loaded.
    """
    try:
        handle = document[index]
    except pdfium.PdfiumError as error:
        raise Broken(str(error)) from error
    try:
        text = handle.get_textpage()
        try:
            return _read(handle, text, index + 1, max_objects)
        finally:
            text.close()
    except pdfium.PdfiumError as error:
        raise Broken(str(error)) from error
    finally:
        handle.close()


class _View:
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


def _read(handle: pdfium.PdfPage, text: pdfium.PdfTextPage, number: int, max_objects: int) -> Page:
    count = text.count_chars()
    letters = _letters(text, count)
    boxes = _boxes(text, count)
    view = _View(_visible_box(handle), handle.get_rotation())
    made = Page(number, view.width, view.height)
    made.unmapped = letters.count("\0") + letters.count("\ufffd")
    lefts, tops, rights, bottoms = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    odd = _odd(letters, lefts, tops, rights, bottoms) + _on_their_side(text, letters, lefts, rights)
    sideways: dict[int, int] = {}
    if odd or view.rotation:
        many = view.rotation or len(odd) > _FEW
        exact = [i for i, letter in enumerate(letters) if not letter.isspace()] if many else odd
        glyphs = {i: glyph for i in exact if (glyph := _glyph(text, i)) is not None}
        view = _set_upright(made, glyphs, view, letters)
        x0, y0, x1, y1 = _shown(lefts, tops, rights, bottoms, view)
        _correct(glyphs, view, x0, y0, x1, y1, sideways)
    else:
        x0, y0, x1, y1 = _shown(lefts, tops, rights, bottoms, view)
    made.across, made.down, has_invisible = rules(handle.raw, view.box, max_objects)
    gone = _unseen(text, letters, made) if has_invisible else set()
    width, height = 2 * made.width, 2 * made.height
    made.runs = [run for run in _runs(text, letters, x0, y0, x1, y1, sideways, gone)
                 if 0 <= run.x0 + run.x1 <= width and 0 <= run.y0 + run.y1 <= height]
    if sideways:
        made.runs = list(_strung(made.runs))
    return made


def _set_upright(made: Page, glyphs: dict[int, _Glyph], view: _View, letters: str) -> _View:
    """The view in which a table printed sideways on an upright page stands upright; the same view for any other."""
    if len(glyphs) <= _FEW:
        return view
    turned, times = Counter(_direction(glyph, view) for glyph in glyphs.values()).most_common(1)[0]
    if not turned or times <= 0.8 * sum(1 for letter in letters if not letter.isspace()):
        return view
    made.turn = turned
    view = _View((view.left, view.bottom, view.right, view.top), view.rotation - turned)
    made.width, made.height = view.width, view.height
    return view


def _shown(lefts: Any, tops: Any, rights: Any, bottoms: Any, view: _View) -> tuple[Any, Any, Any, Any]:
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


def _visible_box(handle: pdfium.PdfPage) -> tuple[float, float, float, float]:
    media = handle.get_mediabox()
    crop = handle.get_cropbox()
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def _letters(text: pdfium.PdfTextPage, count: int) -> str:
    """One letter for each character of the page, so that both are counted alike."""
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(text.raw, 0, count, buffer)
    letters = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")
    if len(letters) != count:  # rare characters in two units, or characters that say nothing
        codes = (raw.FPDFText_GetUnicode(text.raw, i) for i in range(count))
        letters = "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return letters.replace("\x02", "-").replace("\ufffe", "-")


def _boxes(text: pdfium.PdfTextPage, count: int) -> array[float]:
    buffer = (ctypes.c_float * (4 * max(count, 0)))()
    start = ctypes.addressof(buffer)
    address = ctypes.cast(text.raw, ctypes.c_void_p).value
    for _ in map(_loose_box, repeat(address), range(count), range(start, start + 16 * max(count, 0), 16)):
        pass
    return array("f", bytes(buffer))


def _odd(letters: str, lefts: Any, tops: Any, rights: Any, bottoms: Any) -> list[int]:
    """Characters whose loose box cannot be true: flat, or many times as high or as low as the others on the page."""
    heights = list(map(sub, tops, bottoms))
    usual = sorted(heights)[len(heights) // 2] if heights else 0.0
    least, most = max(0.5, _FLAT * usual), max(60.0, 4 * usual)
    if not heights or (max(heights) < most and not any(map(gt, lefts, rights))
                       and len(heights) == sum(height >= least for height in heights)):
        return []
    return [i for i, height in enumerate(heights)
            if (height < least or height >= most or lefts[i] >= rights[i]) and not letters[i].isspace()]


def _on_their_side(text: pdfium.PdfTextPage, letters: str, lefts: Any, rights: Any) -> list[int]:
    """Characters of words that run up or down the page: the second stands over the first, and pdfium says so."""
    found: list[int] = []
    done = 0
    for i, step in enumerate(map(sub, lefts[1:], lefts)):
        if -0.5 < step < 0.5 and i >= done and not letters[i].isspace() and not letters[i + 1].isspace() \
                and rights[i] - lefts[i] > 1 and abs(math.sin(raw.FPDFText_GetCharAngle(text.raw, i))) > 0.7:
            start, done = i, i + 1
            while start and not letters[start - 1].isspace():
                start -= 1
            while done < len(letters) and not letters[done].isspace():
                done += 1
            found.extend(range(start, done))
    return found


class _Glyph:
    __slots__ = ("ahead", "box", "em", "origin")

    def __init__(self, box: tuple[float, float, float, float], origin: tuple[float, float],
                 ahead: tuple[float, float], em: float) -> None:
        self.box, self.origin, self.ahead, self.em = box, origin, ahead, em


def _glyph(text: pdfium.PdfTextPage, index: int) -> _Glyph | None:
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
    return _Glyph((left.value, bottom.value, right.value, top.value), (x.value, y.value),
                  (matrix.a / scale, matrix.b / scale), em)


def _direction(glyph: _Glyph, view: _View) -> int:
    """Where the writing goes on the page as shown: 0 rightwards, 90 down, 180 leftwards, 270 up."""
    x, y = view.point(*glyph.origin)
    ax, ay = view.point(glyph.origin[0] + glyph.ahead[0], glyph.origin[1] + glyph.ahead[1])
    return round(math.degrees(math.atan2(ay - y, ax - x)) / 90) * 90 % 360


def _correct(glyphs: dict[int, _Glyph], view: _View, x0: Any, y0: Any, x1: Any, y1: Any,
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


def _unseen(text: pdfium.PdfTextPage, letters: str, made: Page) -> set[int]:
    """Characters printed invisibly beside visible text.

    A page that is invisible text throughout is a scan with recognised text under it: that text is read, and `ghost` set.
    """
    mute = {i for i, letter in enumerate(letters) if not letter.isspace() and _mode(text, i) == INVISIBLE}
    if mute and len(mute) == sum(1 for letter in letters if not letter.isspace()):
        made.ghost = True
        return set()
    made.hidden = len(mute)
    return mute


def _mode(text: pdfium.PdfTextPage, index: int) -> int:
    found = raw.FPDFText_GetTextObject(text.raw, index)
    return raw.FPDFTextObj_GetTextRenderMode(found) if found else 0


def _runs(text: pdfium.PdfTextPage, letters: str, x0: Any, y0: Any, x1: Any, y1: Any, sideways: dict[int, int],
          gone: set[int]) -> Iterator[Run]:
    gaps = list(map(sub, x0[1:], x1))
    steps = list(map(sub, y0[1:], y0))
    address = ctypes.cast(text.raw, ctypes.c_void_p).value
    latest: dict[str, Run] = {}
    end_before = 0
    for match in _PIECE.finditer(letters):
        start, end = match.span()
        space = letters[end_before:start]
        if not end_before or "\n" in space or "\r" in space or _is_generated(address, start - 1):
            space = ""
        end_before = end
        for first, last in _contiguous(start, end, gaps, steps, y0, y1, sideways, gone, letters):
            top, bottom = min(y0[first:last]), max(y1[first:last])
            run = Run(min(x0[first:last]), top, max(x1[first:last]), bottom, letters[first:last], x0[first:last],
                      x1[first:last], first, space, sideways.get(first, 0))
            space = ""
            twin = latest.get(run.text)  # bold made by printing twice
            near = 0.25 * (bottom - top)
            if twin and abs(twin.x0 - run.x0) < near and abs(twin.y0 - run.y0) < near:
                continue
            latest[run.text] = run
            yield run


def _strung(runs: list[Run]) -> Iterator[Run]:
    """Characters that lie on their side, which pdfium takes for a line each, strung together again."""
    last: Run | None = None
    for run in runs:
        if last is not None and run.turned and run.turned == last.turned:
            em = max(run.x1 - run.x0, last.x1 - last.x0)
            gap = run.y0 - last.y1 if run.turned == 90 else last.y0 - run.y1
            if abs(run.x0 + run.x1 - last.x0 - last.x1) < 0.6 * em and -0.5 * em < gap < 0.3 * em:
                last = Run(min(last.x0, run.x0), min(last.y0, run.y0), max(last.x1, run.x1), max(last.y1, run.y1),
                           last.text + run.space + run.text, last.lefts, last.rights, last.order, last.space, run.turned)
                continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _contiguous(start: int, end: int, gaps: list[float], steps: list[float], y0: Any, y1: Any,
                sideways: dict[int, int], gone: set[int], letters: str) -> Iterator[tuple[int, int]]:
    """The parts of ``start:end`` whose characters follow each other on one baseline."""
    if not sideways and not gone:
        if end - start == 1:
            yield start, end
            return
        em = y1[start] - y0[start]
        inner = gaps[start:end - 1]
        level = steps[start:end - 1]
        if max(inner) < 0.3 * em and min(inner) > -0.7 * em and max(level) < 0.4 * em and min(level) > -0.4 * em:
            yield start, end
            return
    first = start
    for i in range(start, end):
        if i in gone:
            if first < i:
                yield first, i
            first = i + 1
        elif first < i:
            em = y1[i - 1] - y0[i - 1]
            turned = sideways.get(i, 0)
            if turned != sideways.get(i - 1, 0):
                apart = True
            elif turned:
                apart = min(abs(y0[i] - y1[i - 1]), abs(y0[i - 1] - y1[i])) > 8
            else:
                apart = not (-0.7 * em < gaps[i - 1] < 0.3 * em and abs(steps[i - 1]) < 0.4 * em)
            if apart:
                yield first, i
                first = i
    if first < end:
        yield first, end
