"""Text under black boxes: a dark rectangle painted over letters hides them from the eye and from nobody else."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_DARK = 80
"""A colour none of whose parts is brighter covers what is under it."""
_OPAQUE = 200
_SMALLEST = 5.0
"""Points: what is lower or narrower is a rule, not a box."""
_LARGEST_SHARE = 0.5
"""Of the page: what is larger is its background."""
_MOST_OBJECTS = 20_000
_MOST_BOXES = 200
_LEAST_SHARE = 0.6

Box = tuple[float, float, float, float]


def covered(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> int:
    """How many boxes of a page are painted dark over text that stood there before.

    A box counts where text objects painted earlier lie under it for the most part; text painted later stands on it.
    """
    width, height = page.get_size()
    letters: list[Box] = []
    found = 0
    boxes = 0
    for number, thing in enumerate(page.get_objects(max_depth=4)):
        if number > _MOST_OBJECTS or boxes > _MOST_BOXES:
            break
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            letters.append(_bounds(thing))
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and letters and _is_dark(thing):
            box = _bounds(thing)
            across, up = box[2] - box[0], box[3] - box[1]
            if across < _SMALLEST or up < _SMALLEST or across * up > _LARGEST_SHARE * width * height:
                continue
            boxes += 1
            if any(_under(each, box) for each in letters) and text.get_text_bounded(*box).strip():
                found += 1
    return found


def _bounds(thing: pdfium.PdfObject) -> Box:
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return (left, bottom, right, top)


def _is_dark(thing: pdfium.PdfObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(thing.raw, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha):
        return False
    return max(red.value, green.value, blue.value) <= _DARK and alpha.value >= _OPAQUE


def _under(letters: Box, box: Box) -> bool:
    """Whether a run of text meets a box, over most of its height."""
    across = min(letters[2], box[2]) - max(letters[0], box[0])
    up = min(letters[3], box[3]) - max(letters[1], box[1])
    height = letters[3] - letters[1]
    return height > 0 and across > 0 and up >= _LEAST_SHARE * height
