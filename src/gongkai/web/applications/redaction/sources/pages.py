"""What every source is to the rest: pages with a size, letters and a picture on which the boxes are painted already."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from gongkai.web.applications.redaction.model import Letter, Rectangle, Sheet

BLACK = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that is a picture in the main: its dots per inch, whether every dot is black or white, its bytes in the file."""

    dots: float
    bilevel: bool
    size: int


class Pages(ABC):
    """The pages of a file, numbered from 0 here alone. One page is looked at after the other, in any order."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def size(self, index: int) -> tuple[float, float]:
        """Width and height in points, as shown."""

    @abstractmethod
    def letters(self, index: int) -> list[Letter]:
        """The characters of a page, with the blanks and line feeds between them."""

    @abstractmethod
    def scan(self, index: int) -> Scan | None:
        """How a page was scanned; None where it is drawn."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""

    @abstractmethod
    def _shown(self, index: int, across: int, down: int, crisp: bool, text: bool) -> Image.Image: ...

    def pictures_at(self, index: int) -> list[tuple[float, float, float, float]]:
        """Where pictures stand on a drawn page: left, top, right, lower edge."""
        return []

    def painted(self, index: int, across: int, down: int, boxes: Iterable[Rectangle], *, crisp: bool = False,
                text: bool = True) -> Image.Image:
        """A page as a picture of `across` × `down` pixels in RGB, the boxes painted over it in black.

        Args:
            boxes: those of this page. Nobody gets a picture of a page before its boxes are on it.
            crisp: pixels are of a colour of the page each, never of a mixture at the edges.
            text: whether text is drawn.
        """
        picture = self._shown(index, across, down, crisp, text)
        draw = ImageDraw.Draw(picture)
        width, height = self.size(index)
        for box in boxes:
            draw.rectangle(pixels(box, across / width, down / height), fill=BLACK)
        return picture

    def sheet(self, index: int) -> Sheet:
        """What there is to say of a page."""
        width, height = self.size(index)
        letters = [letter for letter in self.letters(index) if letter.placed and not letter.text.isspace()]
        scanned = self.scan(index) is not None
        lent = any(letter.lent and not letter.hidden and letter.text > "\u2e80" for letter in letters)
        return Sheet(width, height, len(letters), scanned, scanned and bool(letters), lent)


def pixels(box: Rectangle, across: float, down: float) -> tuple[int, int, int, int]:
    """The pixels that a box takes, the last ones included, where a point is so many pixels across and down: all it touches."""
    return (math.floor(box.left * across), math.floor(box.top * down),
            math.ceil(box.right * across) - 1, math.ceil(box.bottom * down) - 1)
