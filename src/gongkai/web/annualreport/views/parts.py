"""What other parts of the app show on a report's page: its way through review and publication, what the office above said.

    parts.register("way", 10, "annualreport/_way.html", way)

    def way(request, row) -> dict | None: ...    # the template's context; None where there is nothing to show
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from gongkai.web.annualreport.models import AnnualReport

Part = Callable[[HttpRequest, AnnualReport], Mapping[str, Any] | None]
_PARTS: dict[str, tuple[int, str, Part]] = {}


def register(name: str, order: int, template: str, part: Part) -> None:
    """Make a part known; it stands above the text."""
    _PARTS[name] = (order, template, part)


def parts_of(request: HttpRequest, row: AnnualReport) -> list[str]:
    """The parts of a report's page, made, in order."""
    made: list[str] = []
    for _, template, part in sorted(_PARTS.values(), key=lambda one: one[0]):
        context = part(request, row)
        if context is not None:
            made.append(render_to_string(template, {**context, "row": row}, request=request))
    return made
