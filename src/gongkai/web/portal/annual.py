"""Which annual reports are public: those published here, the version that holds and the earlier ones that it corrected; and those that
units published elsewhere and the office above collected.

Only what was published is read (`Publication`, its frozen version): the report itself may be a draft again by now. Of each unit, year and
scope there is one line, as in the public figures: a report published here stands in place of a collected one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.dateparse import parse_date

from gongkai.web.annualreport.domain.publishing import OFFERED
from gongkai.web.annualreport.enums import FileState, Original
from gongkai.web.annualreport.models import CollectedFile, Figures, Publication
from gongkai.web.portal.annualset import Names
from gongkai.web.portal.tree import UnitEntry


@dataclass(frozen=True, slots=True)
class Line:
    """A report as lists show it. `act` is its publication here; else it was collected, `file` tells from what, and `on` is the day that the
    report itself states."""

    title: str
    unit: str
    year: int
    on: date | None
    late: bool
    act: Publication | None
    file: CollectedFile | None

    @property
    def files(self) -> list[tuple[str, str]]:
        """The files of the publication: name and label."""
        return offered(self.act) if self.act is not None else []


def listed(unit: UnitEntry, year: int | None = None) -> QuerySet[Figures]:
    """The public reports of a unit and all below it, the newest year first, then in the order of the tree; see `lines`."""
    rows = Figures.published.exclude(version=None, file=None).filter(unit__path__startswith=unit.path)
    if year is not None:
        rows = rows.filter(year=year)
    return rows.select_related("unit", "version__publication", "file__batch__unit").defer(
        "packed", "doubtful", "version__content", "file__reading", "file__source", "file__findings").annotate(
        title=F("version__content__title"), unit_name=F("version__content__unit"), said_on=F("file__reading__published")).order_by("-year", "unit__place", "scope")


def lines(rows: Iterable[Figures]) -> list[Line]:
    """Rows of `listed` as lists show them: a collected report by its unit's name at the end of its year."""
    names, made = Names(), []
    for row in rows:
        name = row.unit_name if row.version is not None else names.of(row)  # type: ignore[attr-defined]
        on = row.published_on or parse_date(row.said_on or "")  # type: ignore[attr-defined]
        made.append(Line(row.title or title_of(name, row.year), name, row.year, on, row.late,  # type: ignore[attr-defined]
                         row.version.publication if row.version is not None else None, row.file))
    return made


def title_of(name: str, year: int) -> str:
    """What a unit's report of a year is called where it has no title here."""
    return f"{name}{year}年政府信息公开工作年度报告"


def years(unit: UnitEntry) -> list[int]:
    """The years of which a unit or one below it has a public report, the newest first."""
    found = Figures.published.exclude(version=None, file=None).filter(unit__path__startswith=unit.path).order_by().values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)


def collected(id: UUID) -> Figures | None:
    """The public figures of a report that was collected, by the id of the file that it came in; None where it is not public."""
    return Figures.published.select_related("unit", "file__batch__unit", "file__file").filter(file__file=id).first()


def in_place_of(id: UUID) -> Publication | None:
    """What the unit published here of the year of a collected report that was public; None where there is none."""
    file = CollectedFile.objects.filter(file=id, state=FileState.ACCEPTED, batch__public=True).first()
    if file is None or file.year is None:
        return None
    return Publication.objects.filter(report__unit=file.unit_id, report__year=file.year, report__scope=file.scope).order_by("-id").first()


def all_collected() -> Iterator[tuple[UUID, str, bool]]:
    """Every collected report that is public: the id of its file, the file's kind, whether the file itself is offered."""
    rows = Figures.published.exclude(file=None).order_by("pk").values_list("file__file", "file__file__kind", "file__original")
    for id, kind, original in rows.iterator():
        yield id, kind, original == Original.OFFERED


def latest() -> dict[int, datetime]:
    """The reports that are public, each with when what holds of it was published."""
    return dict(Publication.objects.order_by("pk").values_list("report", "at"))


def history(report: int) -> list[Publication]:
    """A report's publications with their versions, the newest first; [] where it is not public."""
    return list(Publication.objects.filter(report=report).select_related("version", "report__unit").order_by("-id"))


def one(report: int, act: int) -> Publication | None:
    """One publication of a report; None where there is none."""
    return Publication.objects.filter(report=report, pk=act).first()


def offered(act: Publication) -> list[tuple[str, str]]:
    """The files of a publication: name and label."""
    return [(name, label) for name, label in OFFERED.items() if name in act.files]
