"""Watermarks: words that run across a page behind its text, and are no text of its lines."""

from __future__ import annotations

from gongkai.report.reading.pdf.geometry import Page, Run

_TALL = 1.8
"""So many times as high as most words are those that may be a watermark."""


def hung(indexes: list[int], letters: str, x0: list[float], y0: list[float], x1: list[float], y1: list[float]) -> list[Run]:
    """Slanting characters as one run, which is no text of the page's lines."""
    left, top = min(x0[i] for i in indexes), min(y0[i] for i in indexes)
    right, bottom = max(x1[i] for i in indexes), max(y1[i] for i in indexes)
    said = "".join(letters[i] for i in indexes)
    return [Run(left, top, right, bottom, said, [x0[i] for i in indexes], [x1[i] for i in indexes], indexes[0])]


def set_behind(made: Page) -> None:
    """Set apart words much larger than others that are printed across their middle: a watermark that does not slant."""
    tallest = max([run.y1 - run.y0 for run in made.runs])
    usual = sorted([run.y1 - run.y0 for run in made.runs])[len(made.runs) // 2]
    if tallest < _TALL * usual:
        return
    tall = [run for run in made.runs if run.y1 - run.y0 >= _TALL * usual and not run.turned]
    small = [run for run in made.runs if run.y1 - run.y0 < _TALL * usual]
    crossed = [run for run in tall if _crossed(run, small)]
    behind = {id(run) for run in tall if any(abs(run.y0 + run.y1 - one.y0 - one.y1) < 0.2 * (one.y1 - one.y0) for one in crossed)}
    if behind:
        made.behind += [run for run in made.runs if id(run) in behind]
        made.runs = [run for run in made.runs if id(run) not in behind]


def _crossed(tall: Run, small: list[Run]) -> bool:
    """Whether small words stand in the middle of a large one."""
    low, high = tall.y0 + 0.25 * (tall.y1 - tall.y0), tall.y1 - 0.25 * (tall.y1 - tall.y0)
    return any(2 * low < run.y0 + run.y1 < 2 * high and tall.x0 < run.x1 and tall.x1 > run.x0 for run in small)
