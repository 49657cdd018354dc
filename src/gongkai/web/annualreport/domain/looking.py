"""One look at a report as it stands on the screen, saved or not: findings, points covered, lengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.report.model import Report
from gongkai.web.annualreport.domain.contents import Content, content_of, report_of
from gongkai.web.annualreport.domain.findings import Told, overwritten, with_reasons
from gongkai.web.annualreport.domain.queries import previous_of
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.vocabularies import Point, length, points_for

_ORDER = {"error": 1, "warning": 2, "notice": 3}


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be said of a text.

    Attributes:
        told: the findings, what blocks first, what is settled behind what is not.
        points: each with whether the text seems to cover it.
        lengths: number of a section → its characters, white space left out.
    """

    told: list[Told]
    points: list[tuple[Point, bool]]
    lengths: dict[int, int]

    @property
    def blocking(self) -> int:
        """How many findings hold up signing."""
        return sum(one.blocks and one.waiver is None for one in self.told)

    @property
    def unexplained(self) -> int:
        """How many findings want a reason."""
        return sum(not one.blocks and not one.settled for one in self.told)


def look(row: AnnualReport, written: Mapping[str, Any] | None = None) -> Looked:
    """Look at a report.

    Args:
        written: what stands on the screen and is not saved: any of `contents.FACTS`; of `texts` and `cells` only what differs.
    """
    content = over(content_of(row), written or {})
    report = report_of(content, previous=previous_of(row.unit, row.year, row.scope))
    told = with_reasons(row, [*report.findings, *overwritten(row, content)])
    told.sort(key=lambda one: (not one.blocks, one.settled, _ORDER[one.finding.level]))
    points = [(point, point.covered(_text(report, content, point))) for point in points_for(content["unit"], row.edition)]
    return Looked(told, points, {int(number): len("".join(text.split())) for number, text in content["texts"].items()})


def over(content: Content, written: Mapping[str, Any]) -> Content:
    """A content with what is written over it."""
    made = {**content, **{name: value for name, value in written.items() if name not in ("texts", "cells")}}
    for name in ("texts", "cells"):
        made[name] = {**content[name], **written.get(name, {})}
    day = made["signature_day"]
    made["signature_day"] = day.isoformat() if hasattr(day, "isoformat") else day
    return made


def _text(report: Report, content: Content, point: Point) -> str:
    """The text in which a point is looked for: its part, where the text has such a heading, else its section."""
    section = report.section(point.section)
    part = next((one for one in section.parts if one.key == point.part), None) if section is not None and point.part else None
    return part.text if part is not None else content["texts"].get(str(point.section), "")


def guide(number: int) -> tuple[int, str] | None:
    """How many characters a section is asked to have at most in some places, and by which notice; None for no guide."""
    told = length()
    return (told.characters, told.basis) if told.section == number else None
