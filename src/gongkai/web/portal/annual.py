"""Which annual reports are public: the version that holds, and the earlier ones that it corrected.

Only what was published is read (`Publication`, its frozen version): the report itself may be a draft again by now.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from gongkai.web.annualreport.domain.publishing import OFFERED
from gongkai.web.annualreport.models import Publication
from gongkai.web.portal.tree import UnitEntry


def publications(unit: UnitEntry, year: int | None = None) -> QuerySet[Publication]:
    """What holds of each report of a unit and all below it, the newest year first, then in the order of the tree.

    Each has `title` and `unit_name` as they were signed, and `first_on`, the day of the report's first publication.
    """
    newer = Publication.objects.filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
    first = Publication.objects.filter(report=OuterRef("report")).order_by("pk").values("on")[:1]
    rows = Publication.objects.filter(~Exists(newer), report__unit__path__startswith=unit.path)
    if year is not None:
        rows = rows.filter(report__year=year)
    return rows.annotate(title=F("version__content__title"), unit_name=F("version__content__unit"), year=F("report__year"), first_on=Subquery(first)).order_by(
        "-report__year", "report__unit__place", "report__scope")


def years(unit: UnitEntry) -> list[int]:
    """The years of which a unit or one below it has published a report, the newest first."""
    found = Publication.objects.filter(report__unit__path__startswith=unit.path).order_by().values_list("report__year", flat=True).distinct()
    return sorted(found, reverse=True)


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
