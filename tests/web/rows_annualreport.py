"""Rows of 年度报告 for the walk; see rows.py."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

from annualfigures import figures
from rows import BESIDE, INSTEAD, _run, row_of

from gongkai.report.form import edition
from gongkai.web.annualreport.models import AnnualReport, CollectBatch, CollectedFile, DecisionCount, Figures
from gongkai.web.annualreport.views.decisions import SHEET
from gongkai.web.common import days, files
from gongkai.web.organs.models import Unit


@row_of(AnnualReport)
def report(county: SimpleNamespace, unit: Unit, mark: str, **more: object) -> AnnualReport:
    return AnnualReport.objects.create(**{
        "unit": unit, "year": 2025, "edition": "2021", "title": mark, "texts": {"1": "全年公开政府信息3条。"},
        "cells": dict.fromkeys(edition("2021").addresses(), "0"), "created_by": county.people["education", "clerk"], **more})


@row_of(Figures)
def _figures(county: SimpleNamespace, unit: Unit, mark: str) -> Figures:
    return figures(unit, 2025, {"3.received.total": 7})


@row_of(CollectBatch)
def batch(county: SimpleNamespace, unit: Unit, mark: str) -> CollectBatch:
    return CollectBatch.objects.create(unit=unit, year=2024, name=mark, made_by=county.people["root", "supervisor"])


@row_of(CollectedFile)
def collected(county: SimpleNamespace, unit: Unit, mark: str) -> CollectedFile:
    stored = files.keep(mark.encode(), f"{mark}.pdf", unit=unit, kind="pdf", media_type="application/pdf")
    return CollectedFile.objects.create(batch=batch(county, unit, mark), area=unit, file=stored, name=mark, sha256=stored.sha256)


BESIDE["annualreport:collect_picture"] = lambda row: {"number": 1}


@row_of(DecisionCount)
def decisions(county: SimpleNamespace, unit: Unit, mark: str) -> DecisionCount:
    return DecisionCount.objects.create(unit=unit, year=days.today().year - 1, address="2.licensing.decisions", value=3, origin="entered",
                                        source=mark, by_name="甲")


INSTEAD["annualreport:decisions_preview"] = partial(_run, kind=SHEET.kind)
