"""Worked reports: faultless ones are left alone, each planted fault is found and told, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reportcases import FOLDER, LAYOUTS, before, cases, table_cells, tell

from gongkai.engine import lawfile
from gongkai.report.checking import check, narrative, years
from gongkai.report.model import Cell, Finding, Report, Section


def in_turn(n: int) -> tuple[str, str]:
    """A page or Markdown, and a text: every layout has its turn."""
    return LAYOUTS[n % 2], LAYOUTS[2 + n % (len(LAYOUTS) - 2)]


FAULTLESS = [pytest.param(case, layout, id=f"{title} ({layout})") for n, (title, case) in enumerate(cases("faultless").items())
             for layout in in_turn(n)]


def said(report: Report) -> list[Finding]:
    """What the checks say; what was odd about the file itself (read.…) is the layout's."""
    return [finding for finding in report.findings if not finding.code.startswith("read.")]


@pytest.mark.parametrize(("case", "layout"), FAULTLESS)
def test_a_faultless_report_has_no_finding_but_those_listed(case: dict[str, Any], layout: str) -> None:
    report = tell(case).read(layout)
    found = sorted(f"{finding.code} {finding.level}" for finding in said(report))
    assert found == sorted(case.get("findings", [])), [finding.message for finding in said(report)]


PLANTED = [pytest.param(case, layout, id=f"{title} ({layout})") for n, (title, case) in enumerate(cases("planted").items())
           for layout in case.get("layouts", in_turn(n))]


@pytest.mark.parametrize(("case", "layout"), PLANTED)
def test_a_planted_fault_is_found_and_nothing_else(case: dict[str, Any], layout: str) -> None:
    report = tell(case).read(layout)
    wanted = case["expect"]
    base = cases("faultless")[case["based_on"]].get("findings", [])
    told = [(finding.code, finding.level, finding.message) for finding in said(report)]
    assert sorted(f"{code} {level}" for code, level, _ in told) == sorted(
        [*base, *(f"{one['code']} {one['level']}" for one in wanted)]), told
    for one in wanted:
        assert any(_fits(finding, one) for finding in said(report)), (one, said(report))


def _fits(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Whether a finding is the one wanted, by all that the case says of it."""
    return (finding.code == wanted["code"] and finding.level == wanted["level"]
            and finding.message.endswith("。")
            and set(wanted.get("cells", ())) <= set(finding.cells)
            and ("expected" not in wanted or _plain(finding.expected) == wanted["expected"])
            and ("found" not in wanted or _plain(finding.found) == wanted["found"])
            and wanted.get("basis", "") in (finding.basis or ""))


def _plain(value: Any) -> Any:
    """A value as YAML writes it."""
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in cases("pairs").items()])
def test_two_years_are_held_against_each_other(case: dict[str, Any]) -> None:
    told = tell(case)
    report, previous = told.read("bars"), before(told, case["last"]).read("html")
    found = years.check(report, previous)
    assert sorted(f"{one.code} {one.level}" for one in found) == sorted(
        f"{one['code']} {one['level']}" for one in case["expect"]), [one.message for one in found]
    for one in case["expect"]:
        assert any(_fits(finding, one) for finding in found), (one, found)
    # check() with last year's report says the same beside the year's own findings.
    assert [one for one in check(report, previous) if one in found] == sorted(
        found, key=lambda one: ("error", "warning", "notice").index(one.level))


SENTENCES = lawfile.read(FOLDER / "sentences" / "true.yaml")
CELLS = {address: Cell(value, str(value)) for address, value in table_cells("2021", SENTENCES["rows"]).items()}


def findings_on(sentence: str) -> list[Finding]:
    """What the narrative checks say of a sentence wherever it may stand."""
    made = []
    for section, heading in ((1, "（二）依申请公开情况\n"), (1, ""), (3, ""), (4, "")):
        if section < 4 or "复议" in sentence or "诉讼" in sentence:
            made += narrative.check(Report("2021", unit="晴川县民政局", year=2023, cells=dict(CELLS),
                                           sections=[Section(section, "情况", heading + sentence)]))
    return made


@pytest.mark.parametrize("sentence", SENTENCES["quiet"])
def test_a_true_sentence_is_left_alone(sentence: str) -> None:
    assert findings_on(sentence) == []


@pytest.mark.parametrize("sentence", SENTENCES["noticed"])
def test_another_way_of_counting_is_a_notice_at_most(sentence: str) -> None:
    assert {finding.level for finding in findings_on(sentence)} == {"notice"}


def test_the_command_takes_last_years_file(tmp_path: Path) -> None:
    case = cases("pairs")["上年结转多于上年的结转下年"]
    told = tell(case)
    for name, one, layout in (("now", told, "bars"), ("last", before(told, case["last"]), "html")):
        data, ending = one.printed(layout)
        (tmp_path / f"{name}.{ending}").write_bytes(data)
    ran = subprocess.run([sys.executable, "-m", "gongkai", "check", "now.txt", "--previous", "last.html", "--format", "json"],
                         cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 1, ran.stderr
    assert "year.carried" in ran.stdout and "总计填 1" in ran.stdout
