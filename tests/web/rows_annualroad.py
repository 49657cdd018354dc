"""Rows of a report's way (reviewed, published, handed in) for the walk; see rows.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rows import BESIDE, INSTEAD, KEYWORDS, row_of
from rows_annualreport import report

from gongkai.web.annualreport.domain.approving import frozen
from gongkai.web.annualreport.domain.contents import digest
from gongkai.web.annualreport.enums import Act, HandAct, Handing, Original, Stage
from gongkai.web.annualreport.models import (
    AnnualReport,
    CollectBatch,
    CollectedFile,
    Figures,
    HandIn,
    Publication,
    ReportDeadline,
    ReportDuty,
    ReportVersion,
)
from gongkai.web.common import days, files
from gongkai.web.organs.models import Unit


@row_of(ReportVersion)
def version(county: SimpleNamespace, unit: Unit, mark: str, **more: Any) -> ReportVersion:
    row = report(county, unit, mark, **{"year": 2024, "stage": Stage.REVIEW, **more})
    content = frozen(row)
    return ReportVersion.objects.create(report=row, number=1, content=content, sha256=digest(content), note=mark, author=county.people["education", "clerk"])


@row_of(ReportDuty)
def duty(county: SimpleNamespace, unit: Unit, mark: str, **more: Any) -> ReportDuty:
    return ReportDuty.objects.create(**{"unit": unit, "year": days.today().year - 1, "reporter": county.town, "exempt": True, "reason": mark, **more})


@row_of(ReportDeadline)
def deadline(county: SimpleNamespace, unit: Unit, mark: str) -> ReportDeadline:
    return ReportDeadline.objects.create(unit=unit, year=days.today().year - 1, group="towns", basis=mark)


def public(county: SimpleNamespace, unit: Unit, mark: str, year: int = 2022) -> AnnualReport:
    """A report that is published and handed in."""
    one = version(county, unit, mark, year=year, stage=Stage.PUBLISHED, handing=Handing.HANDED)
    kept = files.keep(mark.encode(), "报告.docx", unit=unit, kind="docx", media_type="application/octet-stream")
    Publication.objects.create(report=one.report, version=one, act=Act.PUBLISHED, on=days.today(), files={"docx": str(kept.pk), "fragment": str(kept.pk)})
    HandIn.objects.create(report=one.report, version=one, act=HandAct.HANDED)
    return one.report


def told(county: SimpleNamespace, unit: Unit, mark: str) -> ReportDuty:
    """A duty whose unit has a version with its findings."""
    version(county, unit, mark, year=2020)
    return duty(county, unit, mark, year=2020, reporter=unit, exempt=False, reason="")


def _act(row: AnnualReport) -> dict[str, Any]:
    return {"act": row.publications.get().pk, "name": "docx"}


def _public(county: SimpleNamespace) -> AnnualReport:
    found = AnnualReport.objects.filter(unit=county.office, year=2021).first()
    return found or public(county, county.office, "公开的报告", 2021)


for _name, _year in (("published_file", 2019), ("fragment", 2018), ("examine", 2017), ("progress", 2016), ("hand_recall", 2015)):
    INSTEAD[f"annualreport:{_name}"] = lambda county, unit, mark, year=_year: public(county, unit, mark, year)
BESIDE["annualreport:published_file"] = _act
INSTEAD["annualreport:feedback"] = told
KEYWORDS["annualreport:deadline"] = lambda county, person: {"group": "towns"}
KEYWORDS["portal:annual_report"] = lambda county, person: {"id": _public(county).pk}
KEYWORDS["portal:annual_earlier"] = lambda county, person: {"id": _public(county).pk, "act": _public(county).publications.get().pk}
KEYWORDS["portal:annual_file"] = lambda county, person: {"id": _public(county).pk, **_act(_public(county))}


def collected(county: SimpleNamespace) -> Figures:
    """The public figures of a report that the county collected from the water bureau."""
    from collectcases import collect, document, only

    from gongkai.web.annualreport.domain import collecting

    found = Figures.published.filter(unit=county.water, year=2021, file__isnull=False).first()
    if found is not None:
        return found
    batch = collect(county, ("水利局.docx", document("清川县水利局", year=2021, format="docx")), year=2021)
    CollectBatch.objects.filter(pk=batch.pk).update(public=True)
    file = collecting.accept(county.staff("root", "supervisor"), only(CollectBatch.objects.get(pk=batch.pk)))
    CollectedFile.objects.filter(pk=file.pk).update(original=Original.OFFERED)
    return Figures.published.get(file=file)


for _name in ("portal:annual_collected", "portal:annual_original"):
    KEYWORDS[_name] = lambda county, person: {"id": collected(county).file.file_id}
