"""What stands on a case's page: each part of the app brings its own section.

    sections.register("letters", 30, "applications/sections/letters.html", letters_of)

    def letters_of(request, case, standing) -> dict[str, Any] | None:
        return {"letters": case.letters.all()}      # None where the section is none of the person's business

A section's template is given what its function returned as `section`, and the page's own context (`case`, `standing`, `due`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.models import Case

Fill = Callable[[HttpRequest, Case, Standing], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page; `aside` puts it into the narrow column."""

    name: str
    order: int
    template: str
    fill: Fill
    aside: bool = False


_SECTIONS: dict[str, Section] = {}


def register(name: str, order: int, template: str, fill: Fill, *, aside: bool = False) -> None:
    """Make a section known, once."""
    _SECTIONS[name] = Section(name, order, template, fill, aside)


def of(request: HttpRequest, case: Case, standing: Standing) -> tuple[list[tuple[Section, dict[str, Any]]], list[tuple[Section, dict[str, Any]]]]:
    """The sections of a case's page for a person, in order: the wide column's and the narrow one's."""
    filled = [(section, section.fill(request, case, standing)) for section in sorted(_SECTIONS.values(), key=lambda section: section.order)]
    shown = [(section, values) for section, values in filled if values is not None]
    return [pair for pair in shown if not pair[0].aside], [pair for pair in shown if pair[0].aside]
