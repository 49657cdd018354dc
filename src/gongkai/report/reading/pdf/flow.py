"""Lines become paragraphs; running heads and page numbers are set apart as the page's frame."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from gongkai.report.model import Place
from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.pdf.geometry import Box, Line, Page, hull

_NUMBER = re.compile(
    r"[\s\-－—–_·•~～]*(?:第\s*)?(\d{1,4}|[一二三四五六七八九十百]+)\s*(?:页)?"
    r"(?:\s*[/／,，]?\s*(?:of|共)?\s*\d{1,4}\s*页?)?[\s\-－—–_·•~～]*|(?:page|p\.?)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.12
_HEAD_LINES = 4
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章节部])")


@dataclass(slots=True)
class Printed:
    """A line with the page it stands on."""

    page: Page
    line: Line

    @property
    def place(self) -> Place:
        """Its page and box."""
        line = self.line
        return place(self.page, (line.x0, line.y0, line.x1, line.y1))


def place(page: Page, box: Box) -> Place:
    """The place of a box on a page as a viewer shows it."""
    return Place(None, None, page.number, page.shown(box) if page.turn else box)


def frames(pages: list[tuple[Page, list[Line], list[Box]]]) -> list[set[int]]:
    """For each page the indexes of the lines that are frame: page numbers, and lines that pages repeat at their ends.

    Takes pages with their lines and the boxes of their tables. Frame stands outside the body: on no page of the same
    size does text begin above a running head or end below a running foot.
    """
    margins: list[list[tuple[int, str]]] = []
    repeated: Counter[tuple[int, str]] = Counter()
    for page, lines, _ in pages:
        found = []
        for index, line in enumerate(lines):
            middle = (line.y0 + line.y1) / 2
            if middle < _MARGIN * page.height or middle > (1 - _MARGIN) * page.height:
                found.append((index, line.text))
        margins.append(found)
        repeated.update({_shape(lines[index], text) for index, text in found})
    starts = Counter(_shape(line, line.text) for _, lines, _ in pages for line in lines[:_HEAD_LINES])
    likely: list[dict[int, bool]] = []
    body: dict[tuple[int, int], tuple[float, float]] = {}
    for (page, lines, boxes), found in zip(pages, margins, strict=True):
        mine = {}
        table_head = len(lines) >= _HEAD_LINES and all(
            starts[_shape(line, line.text)] > 1 for line in lines[:_HEAD_LINES])
        for index, text in found:
            if table_head and index < _HEAD_LINES:
                continue  # so many lines again on the next page: the head of a table, not of the page
            number = _is_number(text, page.number, len(pages))
            times = repeated[_shape(lines[index], text)]
            if number or (times >= 2 and times >= 0.5 * (len(pages) - 1)):
                mine[index] = number and len(text.strip()) > 2 and not text.strip().isdigit()
        likely.append(mine)
        ends = [(line.y0, line.y1) for index, line in enumerate(lines) if index not in mine]
        ends += [(box[1], box[3]) for box in boxes]
        top, bottom = body.get(_size(page), (page.height, 0.0))
        body[_size(page)] = min([top, *(a for a, _ in ends)]), max([bottom, *(b for _, b in ends)])
    made: list[set[int]] = []
    for (page, lines, _), mine in zip(pages, likely, strict=True):
        top, bottom = body[_size(page)]
        made.append({index for index, certain in mine.items()
                     if certain or lines[index].y1 <= top + 2 or lines[index].y0 >= bottom - 2})
    return made


def _size(page: Page) -> tuple[int, int]:
    return round(page.width / 10), round(page.height / 10)


def _shape(line: Line, text: str) -> tuple[int, str]:
    """What a running line has in common on all pages: its height and its words, whatever its digits."""
    return round(line.y0 / 4), _DIGITS.sub("#", re.sub(r"\s", "", text))


def _is_number(text: str, number: int, count: int) -> bool:
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return False
    digits = match.group(1) or match.group(2)
    dressed = text.strip() != digits
    return dressed or (digits.isdigit() and (int(digits) == number or (count > 1 and 0 < int(digits) < 1000)))


class Flow:
    """Collects lines in reading order and gives paragraphs.

    A line goes on with the paragraph before unless it is indented, follows a short line, stands apart, differs in
    size, or is a heading. The end of a page does not end a paragraph.
    """

    def __init__(self, left: float, right: float, body: float, pitch: float) -> None:
        self.left, self.right, self.body, self.pitch = left, right, body, pitch
        self.lines: list[Printed] = []

    def add(self, line: Printed) -> Paragraph | None:
        """Take the next line; the paragraph that it ends, if any."""
        ended = None if not self.lines or self._goes_on(self.lines[-1], line) else self.end()
        self.lines.append(line)
        return ended

    def end(self) -> Paragraph | None:
        """The paragraph collected so far, None where there is none."""
        if not self.lines:
            return None
        lines, self.lines = self.lines, []
        text = lines[0].line.text
        for printed in lines[1:]:
            text = glue(text, printed.line.text)
        first = [printed.line for printed in lines if printed.page is lines[0].page]
        return Paragraph(text.strip(), place(lines[0].page, hull(first)))

    def _goes_on(self, before: Printed, now: Printed) -> bool:
        upper, line = before.line, now.line
        em = line.em
        if abs(upper.em - em) > 0.2 * max(upper.em, em):
            return False
        same_page = before.page is now.page
        gap = line.y0 - upper.y1
        if same_page and gap > self._own_pitch() + 0.5 * em:
            return False
        if self._centred(upper) and self._centred(line):
            return em > 1.15 * self.body and same_page
        if line.x0 > self.left + 0.8 * em:
            # a hanging indent: the paragraph's own first line starts further left or at the same place
            return len(self.lines) > 1 and abs(upper.x0 - line.x0) < 0.3 * em and upper.x1 > self.right - 1.5 * em
        return upper.x1 >= self.right - 2.2 * em and not _HEADING.match(line.text)

    def _own_pitch(self) -> float:
        """The gap between the last two lines of this paragraph; the document's usual one where there are none."""
        if len(self.lines) > 1 and self.lines[-1].page is self.lines[-2].page:
            return self.lines[-1].line.y0 - self.lines[-2].line.y1
        return self.pitch

    def _centred(self, line: Line) -> bool:
        middle = (self.left + self.right) / 2
        return (line.x0 > self.left + 2.5 * line.em and line.x1 < self.right - 2.5 * line.em
                and abs((line.x0 + line.x1) / 2 - middle) < 1.5 * line.em)


def glue(before: str, after: str) -> str:
    """Two lines of a paragraph as one text: no space between Chinese characters, one between Latin words."""
    before, after = before.rstrip(" \u00a0"), after.lstrip(" \u00a0\u3000")
    if not before or not after:
        return before + after
    last, first = before[-1], after[0]
    if last.isascii() and first.isascii() and (last.isalpha() or last in ",;") and first.isalpha():
        return f"{before} {after}"
    return before + after


def measure(lines: list[Line]) -> tuple[float, float, float, float]:
    """Left and right edge of the body text, its size, and the usual gap between its lines."""
    long = [line for line in lines if len(line.runs) and line.x1 - line.x0 > 12 * line.em] or lines
    if not long:
        return 0.0, 0.0, 0.0, 0.0
    left = _usual([line.x0 for line in long], min)
    right = _usual([line.x1 for line in long], max)
    body = sorted(line.em for line in long)[len(long) // 2]
    gaps = sorted(b.y0 - a.y1 for a, b in itertools.pairwise(lines)
                  if 0 <= b.y0 - a.y1 < 2.5 * body and a.x1 - a.x0 > 12 * a.em)
    return left, right, body, gaps[len(gaps) // 2] if gaps else 0.5 * body


def _usual(values: list[float], side: object) -> float:
    """The outermost position that several lines share."""
    counts = Counter(round(value / 6) for value in values)
    shared = [key for key, times in counts.items() if times >= max(2, 0.15 * len(values))] or list(counts)
    wanted = min(shared) if side is min else max(shared)
    near = [value for value in values if round(value / 6) == wanted]
    return min(near) if side is min else sorted(near)[len(near) // 2]
