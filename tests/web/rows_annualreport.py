"""Rows of 年度报告 for the walk; see rows.py."""

from __future__ import annotations

from types import SimpleNamespace

from annualfigures import figures
from rows import row_of

from gongkai.report.form import edition
from gongkai.web.annualreport.models import AnnualReport, Figures
from gongkai.web.organs.models import Unit


@row_of(AnnualReport)
def report(county: SimpleNamespace, unit: Unit, mark: str, **more: object) -> AnnualReport:
    return AnnualReport.objects.create(**{
        "unit": unit, "year": 2025, "edition": "2021", "title": mark, "texts": {"1": "全年公开政府信息3条。"},
        "cells": dict.fromkeys(edition("2021").addresses(), "0"), "created_by": county.people["education", "clerk"], **more})


@row_of(Figures)
def _figures(county: SimpleNamespace, unit: Unit, mark: str) -> Figures:
    return figures(unit, 2025, {"3.received.total": 7})
