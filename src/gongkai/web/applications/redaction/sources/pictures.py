"""A picture as pages: JPEG, PNG, TIFF (which may hold several), BMP and GIF, each turned as its metadata say."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from gongkai.web.applications.redaction.model import Letter
from gongkai.web.applications.redaction.sources.pages import Pages, Scan
from gongkai.web.applications.redaction.vocabulary import refused, vocabulary

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_A4 = 842.0
_FEWEST_DOTS, _MOST_DOTS = 96.0, 600.0


class PicturePages(Pages):
    """The pictures in a file, a page each.

    A picture that says how dense it is, and is believed, keeps its size on paper; another has the length of A4.

    Raises:
        RedactionRefused: no picture after all, damaged, or of far too many pixels.
    """

    def __init__(self, data: bytes) -> None:
        self._length = len(data)
        Image.MAX_IMAGE_PIXELS = vocabulary().bounds.picture_pixels
        try:
            self._file = Image.open(io.BytesIO(data), formats=_FORMATS)
            animated = self._file.format in ("GIF", "WEBP", "PNG")
            self._count = 1 if animated else getattr(self._file, "n_frames", 1)
        except Image.DecompressionBombError:
            raise refused("pixels", 1) from None
        except Exception:  # Pillow raises what it likes on a damaged picture
            raise refused("damaged") from None
        self._at: tuple[int, Image.Image, float, bool] | None = None

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        self._at = None
        self._file.close()

    def size(self, index: int) -> tuple[float, float]:
        _, picture, dots, _ = self._picture(index)
        return picture.width * 72 / dots, picture.height * 72 / dots

    def letters(self, index: int) -> list[Letter]:
        return []

    def scan(self, index: int) -> Scan | None:
        _, _, dots, bilevel = self._picture(index)
        return Scan(dots, bilevel, self._length // self._count)

    def _shown(self, index: int, across: int, down: int, crisp: bool, text: bool) -> Image.Image:
        _, picture, _, _ = self._picture(index)
        if (across, down) == picture.size:
            return picture.copy()
        return picture.resize((across, down), Image.Resampling.NEAREST if crisp else Image.Resampling.BOX
                              if across < picture.width else Image.Resampling.BICUBIC)

    def _picture(self, index: int) -> tuple[int, Image.Image, float, bool]:
        if self._at is not None and self._at[0] == index:
            return self._at
        try:
            self._file.seek(index)
            if self._file.width * self._file.height > vocabulary().bounds.picture_pixels:
                raise refused("pixels", index + 1)
            said = self._file.info.get("dpi", (0, 0))
            bilevel = self._file.mode == "1"
            turned = ImageOps.exif_transpose(self._file)
            picture = _on_white(turned)
        except (Image.DecompressionBombError, MemoryError):
            raise refused("pixels", index + 1) from None
        except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError):
            raise refused("damaged") from None
        self._at = (index, picture, _dots(said, max(picture.size)), bilevel)
        return self._at


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, over).convert("RGB")
    if picture.mode.startswith(("I", "F")):  # sixteen bits and more: the eight highest
        lowest, highest = picture.getextrema()
        span = max(1.0, float(highest) - float(lowest))  # type: ignore[arg-type]
        return picture.point(lambda value: (value - float(lowest)) * 255 / span).convert("L").convert("RGB")  # type: ignore[arg-type]
    return picture.convert("RGB")


def _dots(said: object, longest: int) -> float:
    first = said[0] if isinstance(said, tuple) and said else 0
    try:
        dots = float(first)
    except (TypeError, ValueError, ZeroDivisionError):
        dots = 0.0
    if _FEWEST_DOTS < dots <= _MOST_DOTS:
        return dots
    return max(1.0, longest * 72 / _A4)
