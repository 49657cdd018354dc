"""Worked reports: faultless ones are left alone, each planted fault is found and told, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from reportcases import LAYOUTS, cases, tell

from gongkai.report.checking.registry import codes
from gongkai.report.model import Finding, Report

FAULTLESS = [pytest.param(case, LAYOUTS[n % 2], id=f"{title} ({LAYOUTS[n % 2]})") if n % 2 == 0 else
             pytest.param(case, LAYOUTS[2 + n % (len(LAYOUTS) - 2)], id=f"{title} ({LAYOUTS[2 + n % (len(LAYOUTS) - 2)]})")
             for n, (title, case) in enumerate(cases("faultless").items())]


def said(report: Report) -> list[Finding]:
    """What the checks say; what was odd about the file itself (read.…) is the layout's."""
    return [finding for finding in report.findings if not finding.code.startswith("read.")]


@pytest.mark.parametrize(("case", "layout"), FAULTLESS)
def test_a_faultless_report_has_no_finding_but_those_listed(case: dict[str, Any], layout: str) -> None:
    report = tell(case).read(layout)
    found = sorted(f"{finding.code} {finding.level}" for finding in said(report))
    assert found == sorted(case.get("findings", [])), [finding.message for finding in said(report)]
