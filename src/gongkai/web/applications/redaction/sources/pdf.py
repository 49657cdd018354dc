"""Pages of a PDF, through pdfium. What annotations and forms show is made part of the page before anything is read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from gongkai.web.applications.redaction.model import Letter
from gongkai.web.applications.redaction.sources.letters import Turned, letters_of
from gongkai.web.applications.redaction.sources.objects import Painted, painted_on
from gongkai.web.applications.redaction.sources.pages import Pages, Scan
from gongkai.web.applications.redaction.vocabulary import refused, vocabulary

_CRISP = raw.FPDF_RENDER_NO_SMOOTHTEXT | raw.FPDF_RENDER_NO_SMOOTHIMAGE | raw.FPDF_RENDER_NO_SMOOTHPATH
_SCANNED = 0.8
"""A page of which pictures cover so much is a scan."""
_FEWEST_DOTS, _MOST_DOTS = 72.0, 600.0
_LARGEST = 14_400.0


@dataclass
class _Page:
    index: int
    page: pdfium.PdfPage

    @cached_property
    def painted(self) -> Painted:
        return painted_on(self.page)

    @cached_property
    def view(self) -> Turned:
        return Turned(self.page)

    @cached_property
    def letters(self) -> list[Letter]:
        assert self.painted is not None  # takes the ActualText off first
        return letters_of(self.page, self.view)


class PdfPages(Pages):
    """The pages of a PDF.

    Raises:
        RedactionRefused: it needs a password, or pdfium cannot open it.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            raise refused("encrypted" if locked else "damaged") from None
        self._document.init_forms()
        self._count = len(self._document)
        self._at: _Page | None = None

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        self._leave()
        self._document.close()

    def size(self, index: int) -> tuple[float, float]:
        view = self._page(index).view
        return view.width, view.height

    def letters(self, index: int) -> list[Letter]:
        return self._page(index).letters

    def pictures_at(self, index: int) -> list[tuple[float, float, float, float]]:
        page = self._page(index)
        return [page.view.box(*bounds) for bounds, *_ in page.painted.pictures]

    def scan(self, index: int) -> Scan | None:
        page = self._page(index)
        width, height = self.size(index)
        covered = dots = 0.0
        size, bilevel = 0, True
        for bounds, (across, down), bits, stored in page.painted.pictures:
            left, top, right, bottom = page.view.box(*bounds)
            wide, high = min(right, width) - max(left, 0), min(bottom, height) - max(top, 0)
            if wide <= 0 or high <= 0:
                continue
            covered += wide * high
            size += stored
            if wide * high > 0.02 * width * height:
                longest, most = max(right - left, bottom - top), max(across, down)
                dots = max(dots, 72 * most / longest)
                bilevel = bilevel and bits == 1
        if covered < _SCANNED * width * height or not dots:
            return None
        return Scan(min(_MOST_DOTS, max(_FEWEST_DOTS, dots)), bilevel, size)

    def _shown(self, index: int, across: int, down: int, crisp: bool, text: bool) -> Image.Image:
        if across * down > vocabulary().bounds.pixels * 2:
            raise refused("pixels", index + 1)
        page = self._page(index)
        if text:
            return self._drawn(page, across, down, crisp)
        with page.painted.without_text():
            return self._drawn(page, across, down, crisp)

    def _drawn(self, page: _Page, across: int, down: int, crisp: bool) -> Image.Image:
        bitmap = pdfium.PdfBitmap.new_native(across, down, raw.FPDFBitmap_BGRx, rev_byteorder=True)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
            raw.FPDF_RenderPageBitmap(bitmap.raw, page.page.raw, 0, 0, across, down, 0,
                                      raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | (_CRISP if crisp else 0))
            return bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()

    def _page(self, index: int) -> _Page:
        if self._at is not None and self._at.index == index:
            return self._at
        self._leave()
        try:
            page = self._document[index]
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = self._document[index]
        except pdfium.PdfiumError:
            raise refused("damaged") from None
        width, height = page.get_size()
        if not all(math.isfinite(side) and 1 <= side <= _LARGEST for side in (width, height)):
            page.close()
            raise refused("page_size", index + 1)
        self._at = _Page(index, page)
        return self._at

    def _leave(self) -> None:
        if self._at is not None:
            self._at.page.close()
            self._at = None
