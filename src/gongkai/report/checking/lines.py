"""The narrative line by line, each with its place and section, whether a reader left hints or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gongkai.report.model import Place, Report


class Line(NamedTuple):
    """One paragraph of the narrative; section 0 is the preamble."""

    text: str
    place: Place | None
    section: int


def lines(report: Report) -> list[Line]:
    """All lines in reading order. The reader's ``hints["lines"]`` know each line's place; else it is the section's."""
    hinted = report.hints.get("lines")
    if hinted:
        return list(map(Line._make, hinted))
    return list(_from_sections(report))


def _from_sections(report: Report) -> Iterator[Line]:
    for text in report.preamble.split("\n"):
        if text.strip():
            yield Line(text, None, 0)
    for section in report.sections:
        for text in section.text.split("\n"):
            if text.strip():
                yield Line(text, section.place, section.number)
