"""The narrative line by line, each with its place and section, whether a reader left hints or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.model import Place, Report


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the narrative; section 0 is the preamble."""

    text: str
    place: Place | None
    section: int


def lines(report: Report) -> list[Line]:
    """All lines in reading order. The reader's ``hints["lines"]`` know each line's place; else it is the section's."""
    hinted = report.hints.get("lines")
    if hinted:
        return [Line(text, place, section) for text, place, section in hinted]
    return list(_from_sections(report))


def _from_sections(report: Report) -> Iterator[Line]:
    for text in report.preamble.split("\n"):
        if text.strip():
            yield Line(text, None, 0)
    for section in report.sections:
        for text in section.text.split("\n"):
            if text.strip():
                yield Line(text, section.place, section.number)
