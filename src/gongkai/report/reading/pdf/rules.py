"""Ruling lines of a page: strokes, thin filled rectangles, thin pictures, inside forms too."""

from __future__ import annotations

import ctypes
from array import array
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as raw

from gongkai.report.reading.pdf.calls import at, plain, typed
from gongkai.report.reading.pdf.geometry import Box, Rule
from gongkai.report.reading.pdf.glyphs import View, shown

THIN = 3.5
"""No ruling line is thicker than this (points)."""
NEAR = 3.0
"""Rules whose ends are closer than this meet."""
SNAP = 4.5
"""Parallel rules closer than this are one: a double line, the edges of neighbouring cells. No row is that low."""
INVISIBLE = 3
"""Text rendering mode 3: neither filled nor stroked."""
_SAME = 1.0
_DEPTH = 6
_MAX_SEGMENTS = 5_000
_Matrix = tuple[float, float, float, float, float, float]


_object = plain(raw.FPDFPage_GetObject, ctypes.c_void_p)
_in_form = typed(raw.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_mode = typed(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_kind = typed(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
_bounds = plain(raw.FPDFPageObj_GetBounds)
_count_segments = typed(raw.FPDFPath_CountSegments, ctypes.c_int, ctypes.c_void_p)
_draw_mode = plain(raw.FPDFPath_GetDrawMode)


class _Collector:
    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.boxes: list[Box] = []
        self.has_invisible = False
        self.buffer = array("f", bytes(16))
        start = ctypes.c_char.from_buffer(self.buffer)
        self.slots = [ctypes.byref(start, 4 * i) for i in range(4)]
        self.modes = array("i", bytes(8))
        start = ctypes.c_char.from_buffer(self.modes)
        self.mode_slots = [ctypes.byref(start, 4 * i) for i in range(2)]

    def container(self, get: Any, handle: Any, count: int, matrix: _Matrix | None, depth: int) -> None:
        count = max(0, min(count, self.budget))
        self.budget -= count
        objects = list(map(get, repeat(handle), range(count)))
        modes = list(map(_mode, objects))  # less than 0 for what is no text
        self.has_invisible = self.has_invisible or INVISIBLE in modes
        for found, mode in zip(objects, modes, strict=True):
            if mode >= 0 or not found:
                continue
            kind = _kind(found)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                self.form(found, matrix, depth)
            elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) and _bounds(at(found), *self.slots):
                left, bottom, right, top = self.buffer
                if right - left <= THIN or top - bottom <= THIN:
                    self.add(left, bottom, right, top, matrix)
                elif kind == raw.FPDF_PAGEOBJ_PATH:
                    self.path(found, matrix)

    def form(self, found: int, matrix: _Matrix | None, depth: int) -> None:
        handle = ctypes.cast(found, raw.FPDF_PAGEOBJECT)
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        self.container(_in_form, found, raw.FPDFFormObj_CountObjects(handle), inner, depth + 1)

    def path(self, found: int, matrix: _Matrix | None) -> None:
        """A path that is not one thin thing: its straight strokes, or its thin filled rectangles."""
        count = _count_segments(found)
        if not 2 <= count <= _MAX_SEGMENTS:
            return
        _draw_mode(at(found), *self.mode_slots)
        fill, stroke = self.modes
        if not stroke and (count < 8 or not fill):
            return  # one filled area: shading, not a rule
        handle = ctypes.cast(found, raw.FPDF_PAGEOBJECT)
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        whole = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for points in _subpaths(handle, count, whole):
            if stroke:
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                        self.add(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), None)
            elif points:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self.add(min(xs), min(ys), max(xs), max(ys), None)

    def add(self, left: float, bottom: float, right: float, top: float, matrix: _Matrix | None) -> None:
        if matrix is not None:
            (ax, ay), (bx, by) = _apply(matrix, left, bottom), _apply(matrix, right, top)
            left, right, bottom, top = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        self.boxes.append((left, bottom, right, top))


def rules(page: Any, view: View, max_objects: int) -> tuple[list[Rule], list[Rule], bool]:
    """The rules of a page: across, then down, pieces of one line joined; and whether it has invisible text.

    Takes the page's handle, how the page is seen, and how many objects to look at.
    """
    collector = _Collector(max_objects)
    collector.container(_object, ctypes.byref(page.contents), raw.FPDFPage_CountObjects(page), None, 0)
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    if collector.boxes:
        lefts, bottoms, rights, tops = zip(*collector.boxes, strict=True)
        for x0, y0, x1, y1 in zip(*shown(lefts, tops, rights, bottoms, view), strict=True):
            width, height = x1 - x0, y1 - y0
            if height <= THIN and width > 1.5 * height:
                across.append(((y0 + y1) / 2, x0, x1))
            elif width <= THIN and height > 1.5 * width:
                down.append(((x0 + x1) / 2, y0, y1))
    return joined(across, _SAME), joined(down, _SAME), collector.has_invisible


def joined(marks: list[tuple[float, float, float]], snap: float) -> list[Rule]:
    """Marks no further apart than `snap` set to one position; those that touch on one position become one rule.

    A mark is position, start and end.
    """
    made: list[Rule] = []
    marks.sort()
    start = 0
    while start < len(marks):
        end = start
        while end < len(marks) and marks[end][0] - marks[start][0] <= snap:
            end += 1
        level = marks[start:end]
        at = sum(mark[0] for mark in level) / len(level)
        current: Rule | None = None
        for _, a, b in sorted(level, key=lambda mark: mark[1]):
            if current is not None and a - current.end <= 4:
                current.end = max(current.end, b)
            else:
                current = Rule(at, a, b)
                made.append(current)
        start = end
    return [rule for rule in made if rule.end - rule.start >= 6]


def _subpaths(handle: Any, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
    """The corners of each subpath; a subpath with curves is left out."""
    made: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                made.append(points)
            points, curved = [point], False
        else:
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            points.append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if len(points) > 1 and not curved:
        made.append(points)
    return made


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    """First `inner`, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
