"""What is painted on a page of a PDF: its text objects, its pictures, and text that says it is another.

A piece of text may carry an ActualText: what a reader is to be told in its place, whatever is shown. The mark is taken off,
so that the letters of a page are those that are printed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_MOST = 400_000
_DEPTH = 12
_MOST_MARKS = 64


@dataclass(slots=True)
class Painted:
    """The handles of a page's text objects; of its pictures: bounds in the page's coordinates, pixels, bits, bytes."""

    texts: list[Any] = field(default_factory=list)
    pictures: list[tuple[tuple[float, float, float, float], tuple[int, int], int, int]] = field(default_factory=list)
    complete: bool = True

    @contextmanager
    def without_text(self) -> Iterator[None]:
        """While this lasts the page is drawn without its text."""
        try:
            for each in self.texts:
                raw.FPDFPageObj_SetIsActive(each, False)
            yield
        finally:
            for each in self.texts:
                raw.FPDFPageObj_SetIsActive(each, True)


def painted_on(page: pdfium.PdfPage) -> Painted:
    """What a page paints; takes the ActualText off its texts. `complete` is False where there was too much to look at."""
    made = Painted()
    for number, thing in enumerate(page.get_objects(max_depth=_DEPTH)):
        if number > _MOST:
            made.complete = False
            break
        _take_off(thing.raw)
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            made.texts.append(thing.raw)
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            across, down = ctypes.c_uint(), ctypes.c_uint()
            if not raw.FPDFImageObj_GetImagePixelSize(thing.raw, across, down) or not across.value or not down.value:
                continue
            about = raw.FPDF_IMAGEOBJ_METADATA()
            bits = about.bits_per_pixel if raw.FPDFImageObj_GetImageMetadata(thing.raw, page.raw, about) else 0
            size = raw.FPDFImageObj_GetImageDataRaw(thing.raw, None, 0)
            with_bounds = _bounds(thing)
            if with_bounds:
                made.pictures.append((with_bounds, (across.value, down.value), bits, size))
    return made


def _bounds(thing: pdfium.PdfObject) -> tuple[float, float, float, float] | None:
    """The bounds on the page of an object, through the forms it is nested in."""
    try:
        matrix = thing.get_matrix()
        container = thing.container
        while container is not None:
            matrix = matrix.multiply(container.get_matrix())
            container = container.container
        corners = [matrix.on_point(x, y) for x in (0, 1) for y in (0, 1)]
    except pdfium.PdfiumError:
        return None
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _take_off(thing: Any) -> None:
    for index in reversed(range(min(raw.FPDFPageObj_CountMarks(thing), _MOST_MARKS))):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        if mark and raw.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != raw.FPDF_OBJECT_UNKNOWN:
            raw.FPDFPageObj_RemoveMark(thing, mark)
