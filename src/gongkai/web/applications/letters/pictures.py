"""Pictures of a Word document, made anew so that typst can print them: each inside an SVG, which is text as all else is."""

from __future__ import annotations

import base64
import io
import posixpath
import warnings
from collections.abc import Iterator
from typing import Any

from lxml import etree
from PIL import Image

from gongkai.errors import UnreadableReport
from gongkai.report.reading.docx_styles import whole
from gongkai.web.applications.letters.wordfile import WordFile

MOST_PIXELS = 40_000_000
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_EMU = 12700
_WIDEST = 450.0
"""Points; a picture wider than a page's text is made smaller."""


class Pictures:
    """The pictures of one document; `omissions` are those that cannot be printed."""

    def __init__(self, opened: WordFile) -> None:
        self.opened = opened
        self.omissions: list[str] = []
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def of(self, node: etree._Element, part: str) -> Iterator[dict[str, Any]]:
        """The pictures in a drawing of a part: SVG, width and height in points."""
        extent = next(node.iter(_WP + "extent"), None)
        size = (whole(extent.get("cx"), 0) / _EMU, whole(extent.get("cy"), 0) / _EMU) if extent is not None else (0.0, 0.0)
        for found in node.iter(_A + "blip", _V + "imagedata"):
            name = found.get(_R + "embed") or found.get(_R + "id") or ""
            made = self._picture(name, part, size)
            if made:
                yield made
            else:
                self.omissions.append("无法显示的图片")

    def _picture(self, name: str, part: str, size: tuple[float, float]) -> dict[str, Any] | None:
        if part not in self._relations:
            self._relations[part] = self.opened.relations(part)
        target = self._relations[part].get(name, ("", ""))[1]
        try:
            data = self.opened.package.read(target) if target else b""
        except UnreadableReport:
            return None
        made = embedded(data)
        if made is None:
            return None
        svg, wide, high = made
        width, height = size if min(size) > 1 else (wide * 0.75, high * 0.75)
        scale = min(1.0, _WIDEST / width)
        return {"svg": svg, "width": width * scale, "height": height * scale, "name": posixpath.basename(target)}


def embedded(data: bytes) -> tuple[str, int, int] | None:
    """A picture as an SVG that holds it, with its pixels; None where it is none, or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")) as opened:
                wide, high = opened.size
                if wide * high > MOST_PIXELS or wide * high == 0:
                    return None
                kind, kept = "jpeg", data
                if opened.format != "JPEG" or opened.mode not in ("RGB", "L"):
                    kind, made = "png", io.BytesIO()
                    opened.convert("RGBA" if "A" in opened.mode or "transparency" in opened.info else "RGB").save(made, "PNG")
                    kept = made.getvalue()
                else:
                    opened.load()  # a picture that is cut off is told now
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError, Warning):
        return None
    code = base64.b64encode(kept).decode()
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
           f'<image width="{wide}" height="{high}" href="data:image/{kind};base64,{code}"/></svg>')
    return svg, wide, high
