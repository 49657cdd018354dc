"""pdfium at arm's length: bytes → pages of runs and rules.

Characters come in bulk: one call for the text of a page, one short call a character for its box (see `calls`). The loose
box, made of advance and font height, tells lines and gaps apart better than the ink does. Where it makes no sense
(sideways text, vertical fonts) the box is built from the character's matrix.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat, starmap
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.report.reading.pdf.behind import hung, set_behind
from gongkai.report.reading.pdf.calls import plain
from gongkai.report.reading.pdf.colours import without_profiles
from gongkai.report.reading.pdf.geometry import Page, Run
from gongkai.report.reading.pdf.glyphs import (
    FEW,
    View,
    correct,
    glyph_at,
    odd,
    on_their_side,
    set_upright,
    shown,
    slanting,
)
from gongkai.report.reading.pdf.rules import INVISIBLE, rules

_PIECE = re.compile(r"\S+")
_PAIR, _LONE = re.compile("[\ud800-\udbff][\udc00-\udfff]"), re.compile("[\ud800-\udfff]")
_SECOND = "\ufdd0"
"""Stands for the second half of a rare character (𠮷), which pdfium counts as one of its own. No text holds it."""
_loose_box = plain(raw.FPDFText_GetLooseCharBox)
_is_generated = plain(raw.FPDFText_IsGenerated)
_text = plain(raw.FPDFText_GetText)


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
        document = pdfium.PdfDocument(without_profiles(data))
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted(str(error)) from error
        raise Broken(str(error)) from error
    try:
        yield document
    finally:
        document.close()


def pictures(data: bytes) -> int:
    """How many pictures on the pages are large enough to be a table: a third of the page's width or more."""
    found = 0
    with opened(data) as document:
        for page in document:
            wide = page.get_width() / 3
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                left, _, right, _ = thing.get_bounds()
                found += right - left >= wide
            page.close()
    return found


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
    address = ctypes.byref(text.raw.contents)
    letters = _letters(text, address)
    pieces = [match.span() for match in _PIECE.finditer(letters)]
    visible = list(chain.from_iterable(starmap(range, pieces)))
    lefts, tops, rights, bottoms = _boxes(address, len(letters), visible)
    view = View(_visible_box(handle), handle.get_rotation())
    made = Page(number, view.width, view.height)
    made.unmapped = letters.count("\0") + letters.count("\ufffd")
    exact = odd(visible, lefts, tops, rights, bottoms) + on_their_side(text, letters, visible, lefts, rights)
    sideways: dict[int, int] = {}
    if exact or view.rotation:
        if view.rotation or len(exact) > FEW:
            exact = visible
        glyphs = {i: glyph for i in exact if (glyph := glyph_at(text, i)) is not None}
        view = set_upright(made, glyphs, view, len(visible))
        x0, y0, x1, y1 = shown(lefts, tops, rights, bottoms, view)
        correct(glyphs, view, x0, y0, x1, y1, sideways)
    else:
        x0, y0, x1, y1 = shown(lefts, tops, rights, bottoms, view)
    made.across, made.down, has_invisible = rules(handle.raw, view, max_objects)
    gone = _unseen(text, visible, made) if has_invisible else set()
    if slant := slanting(text, visible, bottoms) - gone:
        made.behind = hung([i for i in visible if i in slant], letters, x0, y0, x1, y1)
        gone |= slant
    if _SECOND in letters:
        gone |= {i for i in visible if letters[i] == _SECOND}
    width, height = 2 * made.width, 2 * made.height
    made.runs = [run for run in _runs(address, letters, pieces, x0, y0, x1, y1, sideways, gone)
                 if 0 <= run.x0 + run.x1 <= width and 0 <= run.y0 + run.y1 <= height]
    if sideways:
        made.runs = list(_strung(made.runs))
    if made.runs:
        set_behind(made)
    return made


def _visible_box(handle: pdfium.PdfPage) -> tuple[float, float, float, float]:
    media = handle.get_mediabox()
    crop = handle.get_cropbox()
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def _letters(text: pdfium.PdfTextPage, address: Any) -> str:
    """One letter for each character of the page, so that both are counted alike."""
    count = text.count_chars()
    if count <= 0:
        return ""
    units = bytearray(2 * (count + 1))
    got = _text(address, 0, count, ctypes.byref(ctypes.c_char.from_buffer(units)))
    letters = units[: 2 * max(got - 1, 0)].decode("utf-16-le", "replace")
    if len(letters) != count:  # rare characters in two units, or characters that say nothing
        codes = (raw.FPDFText_GetUnicode(text.raw, i) for i in range(count))
        letters = _PAIR.sub(_paired, "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes))
        letters = _LONE.sub("\ufffd", letters)
    return letters.replace("\x02", "-").replace("\ufffe", "-")


def _paired(pair: re.Match[str]) -> str:
    """A rare character that pdfium counts as two."""
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16") + _SECOND


def _boxes(address: Any, count: int, visible: list[int]) -> list[list[float]]:
    """Left, top, right and lower edges of all characters; those of white space are 0."""
    edges = array("f", bytes(16 * count))
    if count:
        slots = ctypes.c_char.from_buffer(edges)
        deque(map(_loose_box, repeat(address), visible, [ctypes.byref(slots, 16 * i) for i in visible]), maxlen=0)
    return [edges[side::4].tolist() for side in range(4)]


def _unseen(text: pdfium.PdfTextPage, visible: list[int], made: Page) -> set[int]:
    """Characters printed invisibly beside visible text.

    A page that is invisible text throughout is a scan with recognised text under it: that text is read, and `ghost` set.
    """
    mute = {i for i in visible if _mode(text, i) == INVISIBLE}
    if mute and len(mute) == len(visible):
        made.ghost = True
        return set()
    made.hidden = len(mute)
    return mute


def _mode(text: pdfium.PdfTextPage, index: int) -> int:
    found = raw.FPDFText_GetTextObject(text.raw, index)
    return raw.FPDFTextObj_GetTextRenderMode(found) if found else 0


def _runs(address: Any, letters: str, pieces: list[tuple[int, int]], x0: list[float], y0: list[float],
          x1: list[float], y1: list[float], sideways: dict[int, int], gone: set[int]) -> Iterator[Run]:
    gaps = list(map(sub, x0[1:], x1))
    steps = list(map(sub, y1[1:], y1))
    latest: dict[str, Run] = {}
    end_before = 0
    simple = not sideways and not gone
    for start, end in pieces:
        space = letters[end_before:start] if end_before else ""
        if space and ("\n" in space or "\r" in space or _is_generated(address, start - 1)):
            space = ""
        end_before = end
        if simple and (end - start == 1 or _together(gaps[start:end - 1], steps[start:end - 1], y1[start] - y0[start])):
            parts: Iterable[tuple[int, int]] = ((start, end),)
        else:
            parts = _contiguous(start, end, gaps, steps, y0, y1, sideways, gone)
        for first, last in parts:
            if last - first == 1:
                left, top, right, bottom = x0[first], y0[first], x1[first], y1[first]
                said, lefts, rights = letters[first], [left], [right]
            else:
                said, lefts, rights = letters[first:last], x0[first:last], x1[first:last]
                left, top, right, bottom = min(lefts), min(y0[first:last]), max(rights), max(y1[first:last])
            twin = latest.get(said)  # bold made by printing twice
            near = 0.25 * (bottom - top)
            if twin is None or abs(twin.x0 - left) >= near or abs(twin.y0 - top) >= near:
                turned = sideways.get(first, 0) if sideways else 0
                latest[said] = run = Run(left, top, right, bottom, said, lefts, rights, first, space, turned)
                yield run
            space = ""


def _together(gaps: list[float], steps: list[float], em: float) -> bool:
    """Whether characters follow each other on one baseline, told from the gaps and the steps between their lower edges.

    The upper edges will not do: where a font tells no height, the box is the ink, and 一 is as flat as a comma.
    """
    return max(gaps) < 0.3 * em and min(gaps) > -0.7 * em and max(steps) < 0.4 * em and min(steps) > -0.4 * em


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


def _contiguous(start: int, end: int, gaps: list[float], steps: list[float], y0: list[float], y1: list[float],
                sideways: dict[int, int], gone: set[int]) -> Iterator[tuple[int, int]]:
    """The parts of ``start:end`` whose characters follow each other on one baseline."""
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
