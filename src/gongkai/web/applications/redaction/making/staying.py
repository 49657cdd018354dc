"""Which letters of a page stay as its text: those that are seen, that no box touches, and that are what they seem.

What is not printed is not passed on: white text, text under a picture or a black bar, text of a layer that is off. Whether a
letter is seen is asked of the page itself: it is drawn with its text and without, and where the two pictures are the same
there is nothing to be seen. Where several letters claim one place (a font that says a sentence for one glyph, a line written
over another) none of them is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from PIL import Image

from gongkai.web.applications.redaction.model import Box, Letter, Rectangle
from gongkai.web.applications.redaction.sources.pages import pixels

_LIGATURE = 3
"""As many letters may share one glyph (ffi)."""
_SAME = 0.6
_CELL = 24.0


def parted(letters: Sequence[Letter], spoken: Mapping[Box, Sequence[Letter]], boxes: Sequence[Box], changed: Image.Image,
           width: float, height: float) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
    """The letters that stay, in order, with the blanks between two that stay; and the texts that went under boxes.

    Args:
        letters: those of the page.
        spoken: what is said in the place of a box; of one that has no letters under it, at the end.
        boxes: those of the page.
        changed: a picture of one band that is not 0 where the text changes the page.
        width, height: the page's size in points.
    """
    across, down = changed.width / width, changed.height / height
    near = _Near(boxes)
    above = [near.touching(letter) if letter.placed else None for letter in letters]
    under = [box is not None for box in above]
    unsaid = dict(spoken)
    odd = _odd(letters)
    kept: list[Letter] = []
    between: list[Letter] = []
    follows = False
    for number, letter in enumerate(letters):
        if not letter.placed or letter.text.isspace():
            if follows and not under[number]:
                between.append(letter)
            continue
        if under[number] or letter.hidden or number in odd:
            between, follows = [], False
            kept += unsaid.pop(above[number], ())  # type: ignore[arg-type]
            continue
        left, top, right, bottom = pixels(Rectangle(1, letter.left, letter.top, letter.right, letter.bottom), across, down)
        place = (max(0, left), max(0, top), min(changed.width, right + 1), min(changed.height, bottom + 1))
        if place[0] < place[2] and place[1] < place[3] and changed.crop(place).getbbox() is not None:
            kept += (*between, letter)
            follows = True
        else:
            follows = False
        between = []
    for label in unsaid.values():
        kept += label
    return tuple(kept), tuple(_went(letters, under))


def _went(letters: Sequence[Letter], under: Sequence[bool]) -> Iterator[str]:
    """The texts under the boxes, each as long as it goes on in its line, blanks left out."""
    lines = accumulate(letter.text == "\n" for letter in letters)
    told = ((letter, (gone, line)) for letter, gone, line in zip(letters, under, lines, strict=True)
            if letter.placed and not letter.text.isspace())
    for (gone, _), run in groupby(told, key=lambda pair: pair[1]):
        if gone:
            yield "".join(letter.text for letter, _ in run)


def _odd(letters: Sequence[Letter]) -> set[int]:
    """Letters that stand where others stand, unless all of them say the same (bold made by printing twice)."""
    found: set[int] = set()
    cells: dict[tuple[int, int], list[int]] = {}
    groups: dict[int, list[int]] = {}
    for number, letter in enumerate(letters):
        if not letter.placed or letter.text.isspace():
            continue
        middle = ((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2)
        place = (int(middle[0] // _CELL), int(middle[1] // _CELL))
        for x in (-1, 0, 1):
            for y in (-1, 0, 1):
                for other in cells.get((place[0] + x, place[1] + y), ()):
                    if _one_place(letter, letters[other]):
                        groups.setdefault(other, [other]).append(number)
        cells.setdefault(place, []).append(number)
    for first, group in groups.items():
        texts = {letters[each].text for each in group}
        ligature = len(group) <= _LIGATURE and group == list(range(first, first + len(group))) \
            and all(letters[each].text.isascii() for each in group)
        if len(texts) > 1 and not ligature:
            found.update(group)
    return found


def _one_place(one: Letter, other: Letter) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return False
    smaller = min((one.right - one.left) * (one.bottom - one.top), (other.right - other.left) * (other.bottom - other.top))
    return across * down > _SAME * smaller


class _Near:
    """The boxes of a page, found by their place down the page."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.rows: dict[int, list[Box]] = {}
        for box in boxes:
            for row in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
                self.rows.setdefault(row, []).append(box)

    def touching(self, letter: Letter) -> Box | None:
        """A box that has more in common with the letter than an edge."""
        return next((box for row in range(int(letter.top // _CELL), int(letter.bottom // _CELL) + 1)
                     for box in self.rows.get(row, ())
                     if box.covers(letter)), None)
