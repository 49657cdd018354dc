"""pdfium at arm's length: bytes → pages of runs and rules.

Everything that touches the C library stands here. Characters come in bulk (one call for the text of a page, one short
call a character for its box); the loose box, made of advance and font height, tells lines and gaps apart better than
the ink does. Where it makes no sense (sideways text, vertical fonts) the box is built from the character's matrix.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.report.reading.pdf.geometry import Page, Run
from gongkai.report.reading.pdf.glyphs import FEW, View, correct, glyph_at, odd, on_their_side, set_upright, shown
from gongkai.report.reading.pdf.rules import INVISIBLE, rules

_PIECE = re.compile(r"\S+")
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


def _read(handle: pdfium.PdfPage, text: pdfium.PdfTextPage, number: int, max_objects: int) -> Page:
    count = text.count_chars()
    letters = _letters(text, count)
    boxes = _boxes(text, count)
    view = View(_visible_box(handle), handle.get_rotation())
    made = Page(number, view.width, view.height)
    made.unmapped = letters.count("\0") + letters.count("\ufffd")
    lefts, tops, rights, bottoms = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    exact = odd(letters, lefts, tops, rights, bottoms) + on_their_side(text, letters, lefts, rights)
    sideways: dict[int, int] = {}
    if exact or view.rotation:
        many = view.rotation or len(exact) > FEW
        if many:
            exact = [i for i, letter in enumerate(letters) if not letter.isspace()]
        glyphs = {i: glyph for i in exact if (glyph := glyph_at(text, i)) is not None}
        view = set_upright(made, glyphs, view, letters)
        x0, y0, x1, y1 = shown(lefts, tops, rights, bottoms, view)
        correct(glyphs, view, x0, y0, x1, y1, sideways)
    else:
        x0, y0, x1, y1 = shown(lefts, tops, rights, bottoms, view)
    made.across, made.down, has_invisible = rules(handle.raw, view.box, max_objects)
    gone = _unseen(text, letters, made) if has_invisible else set()
    width, height = 2 * made.width, 2 * made.height
    made.runs = [run for run in _runs(text, letters, x0, y0, x1, y1, sideways, gone)
                 if 0 <= run.x0 + run.x1 <= width and 0 <= run.y0 + run.y1 <= height]
    if sideways:
        made.runs = list(_strung(made.runs))
    return made


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


def _boxes(text: pdfium.PdfTextPage, count: int) -> list[float]:
    """Left, top, right and lower edge of each character, one after the other."""
    buffer = (ctypes.c_float * (4 * max(count, 0)))()
    start = ctypes.addressof(buffer)
    address = ctypes.cast(text.raw, ctypes.c_void_p).value
    deque(map(_loose_box, repeat(address), range(count), range(start, start + 16 * max(count, 0), 16)), maxlen=0)
    return buffer[:]


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
    plain = not sideways and not gone
    for match in _PIECE.finditer(letters):
        start, end = match.span()
        space = letters[end_before:start]
        if not end_before or "\n" in space or "\r" in space or _is_generated(address, start - 1):
            space = ""
        end_before = end
        if end - start == 1 and plain:
            top, bottom = y0[start], y1[start]
            alone = Run(x0[start], top, x1[start], bottom, match[0], x0[start:end], x1[start:end], start, space)
            twin = latest.get(alone.text)
            near = 0.25 * (bottom - top)
            if twin is None or abs(twin.x0 - alone.x0) >= near or abs(twin.y0 - top) >= near:
                latest[alone.text] = alone
                yield alone
            continue
        for first, last in _contiguous(start, end, gaps, steps, y0, y1, sideways, gone):
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
                sideways: dict[int, int], gone: set[int]) -> Iterator[tuple[int, int]]:
    """The parts of ``start:end`` whose characters follow each other on one baseline."""
    if not sideways and not gone:
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
