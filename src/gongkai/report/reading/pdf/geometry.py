"""The shapes that the PDF reader reasons about: runs of characters, visual lines, rules.

All coordinates are points from the top left corner of the page as it is shown (crop box and rotation applied),
x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

Box = tuple[float, float, float, float]


class Run:
    """Characters that touch each other on one baseline.

    `lefts` and `rights` are the edges of each character of `text`. `order` is its place in the content stream,
    `space` the white space that the file itself prints before it (never one that a library guessed), `turned`
    90 or 270 where the characters lie on their side and run down or up the page.
    """

    __slots__ = ("lefts", "order", "rights", "space", "text", "turned", "x0", "x1", "y0", "y1")

    def __init__(self, x0: float, y0: float, x1: float, y1: float, text: str, lefts: Sequence[float],
                 rights: Sequence[float], order: int, space: str = "", turned: int = 0) -> None:
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.text, self.lefts, self.rights = text, lefts, rights
        self.order, self.space, self.turned = order, space, turned

    def cut(self, start: int, end: int) -> Run:
        """The characters from `start` to before `end` as a run of their own."""
        lefts, rights = self.lefts[start:end], self.rights[start:end]
        return Run(lefts[0], self.y0, rights[-1], self.y1, self.text[start:end], lefts, rights,
                   self.order + start, "" if start else self.space)


class Line:
    """Runs on one baseline, left to right. `em` is the size of its largest characters."""

    __slots__ = ("em", "runs", "x0", "x1", "y0", "y1")

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.x0, self.y0, self.x1, self.y1 = hull(runs)
        self.em = max([run.y1 - run.y0 for run in runs])

    @property
    def text(self) -> str:
        """What the line says; see `spell`."""
        return spell(self.runs)


@dataclass(slots=True)
class Rule:
    """A ruling line at `at` (its x or its y), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page: what is printed on it, with its size. `turn` is a quarter turn that set sideways text upright.

    `behind` are the words of a watermark, which stand in no line of the page.
    """

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    behind: list[Run] = field(default_factory=list)
    turn: int = 0
    unmapped: int = 0
    hidden: int = 0
    ghost: bool = False

    def shown(self, box: Box) -> Box:
        """The box on the page as a viewer shows it, for a page whose sideways text was set upright."""
        x0, y0, x1, y1 = box
        if self.turn == 270:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 90:
            return self.height - y1, x0, self.height - y0, x1
        if self.turn == 180:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        return box


_LEFT = attrgetter("x0")


def lines(runs: Iterable[Run]) -> list[Line]:
    """The visual lines of some runs, top to bottom. Runs lying on their side are lines of their own."""
    return [Line(level) for level in levels(runs)]


def levels(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each visual line, left to right."""
    made: list[list[Run]] = []
    first: Run | None = None
    for run in sorted(runs, key=_middle):
        if first is not None and not run.turned and not first.turned:
            shared = (first.y1 if first.y1 < run.y1 else run.y1) - (first.y0 if first.y0 > run.y0 else run.y0)
            if shared >= 0.5 * (first.y1 - first.y0) or shared >= 0.5 * (run.y1 - run.y0):
                made[-1].append(run)
                continue
        first = run
        made.append([run])
    for level in made:
        if len(level) > 1:
            level.sort(key=_LEFT)
    return made


def _middle(run: Run) -> float:
    return run.y0 + run.y1


def spell(runs: Sequence[Run]) -> str:
    """The text of the runs of one line, left to right.

    White space that the file prints is kept. None is put between Chinese characters, whatever their distance, up
    to two characters' width; between two digits or two Latin letters any gap is a space, so that the numbers of
    two columns never become one.
    """
    if len(runs) == 1:
        return runs[0].text
    parts = [runs[0].text]
    before = runs[0]
    for run in runs[1:]:
        gap = run.x0 - before.x1
        em = min(run.y1 - run.y0, before.y1 - before.y0)
        if run.space and run.order > before.order:
            parts.append(run.space)
        elif gap > 2 * em or (gap > 0.15 * em and before.text[-1] < "\u02b0" and run.text[0] < "\u02b0"
                              and before.text[-1].isalnum() and run.text[0].isalnum()):
            parts.append(" ")
        parts.append(run.text)
        before = run
    return "".join(parts)


def hull(boxes: Sequence[Run | Line]) -> Box:
    """The smallest box around some runs or lines; there must be one at least."""
    if len(boxes) == 1:
        box = boxes[0]
        return box.x0, box.y0, box.x1, box.y1
    return (min([box.x0 for box in boxes]), min([box.y0 for box in boxes]),
            max([box.x1 for box in boxes]), max([box.y1 for box in boxes]))
