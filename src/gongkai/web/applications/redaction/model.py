"""Values: what a file is, where its letters and boxes are, what a search found, what a page was made into.

Places are in points (1/72 inch) from the upper left corner of a page as it is shown, pages count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

EDGE = 0.4
"""Points: what overlaps by less touches by the margin of a letter alone, and is seen whole beside the box."""
SLIGHT = 0.2
"""As much of a small letter's height or width is its margin."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place on a page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, letter: Letter, edge: float = EDGE, slight: float = SLIGHT) -> bool:
        """Whether this place and a letter on the same page have more in common than the margin of the letter."""
        across, down = letter.right - letter.left, letter.bottom - letter.top
        return (min(self.right, letter.right) - max(self.left, letter.left) > min(edge, slight * across)
                and min(self.bottom, letter.bottom) - max(self.top, letter.top) > min(edge, slight * down))


@dataclass(frozen=True, slots=True)
class Box(Rectangle):
    """A redaction box (遮盖框): a place and the key of its ground (law/vocabularies/grounds.yaml)."""

    ground: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points, how many letters a search can find on it, whether it is a scanned picture, whether its
    letters are not shown but were recognised from that picture, and whether Chinese text is shown in a font of ours because
    the file brings none."""

    width: float
    height: float
    letters: int
    scanned: bool
    recognised: bool
    lent: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be redacted: its kind (a key of kinds), its pages, and what has to be said of it."""

    kind: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A character of a page, or the blank or line feed between two (which has no size).

    The box holds its ink and its em square. `x`, `y` is its origin, `em` its size, `advance` its width along the line of
    writing, `turn` the direction of writing: 0 rightwards, 90 down, 180 leftwards, 270 up. `hidden` says that it is written
    invisibly, `lent` that the file does not bring its font, `label` that it names a ground in the place of what went.
    """

    text: str
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    x: float = 0.0
    y: float = 0.0
    em: float = 0.0
    advance: float = 0.0
    turn: int = 0
    hidden: bool = False
    lent: bool = False
    label: bool = False

    @property
    def placed(self) -> bool:
        """Whether it takes up room."""
        return self.right > self.left and self.bottom > self.top


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: its kind (a key of finds), its text and the text around it, its places, one for each line it
    stands on, and the key of the ground proposed. `recognised` where it was found in recognised text, whose place may be
    out by a little."""

    kind: str
    text: str
    before: str
    after: str
    parts: tuple[Rectangle, ...]
    ground: str
    recognised: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture on a page of a result: at `left`, `top` and so large in points, `across` × `down` pixels.

    With a `colour` it is a stencil of one bit a pixel, packed as CCITT group 4, through which that colour is painted;
    without, a JPEG.
    """

    left: float
    top: float
    width: float
    height: float
    across: int
    down: int
    data: bytes
    colour: tuple[int, int, int] | None = None
    gray: bool = False


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page remade: its size, its pictures from the lowest to the topmost, the letters that stay, those that
    name the grounds among them, and the texts that went. `labels` are pictures that name the grounds."""

    width: float
    height: float
    dots: int
    layers: tuple[Layer, ...]
    kept: tuple[Letter, ...]
    removed: tuple[str, ...]
    labels: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Redacted:
    """A finished redaction (遮盖件): the file, its pages' dots per inch, where removed text is still to be read on the
    pages as (text, page, times)."""

    data: bytes
    dots: tuple[int, ...]
    still: tuple[tuple[str, int, int], ...]
