"""Real published reports: every cell right, or null with a finding that lists it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.report.reading import read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "reports"
PAIRS = sorted([*((SHARED / "truth").glob("*.json")), *((SHARED / "excerpts").glob("*.json"))])
if not PAIRS:
    pytest.skip(f"no real reports at {SHARED}: nothing was tried on them", allow_module_level=True)


def _source(truth: Path) -> Path:
    folder = SHARED if truth.parent.name == "truth" else truth.parent
    return next(path for path in folder.glob(f"{truth.stem}.*") if path.suffix != ".json")


@pytest.fixture(params=PAIRS, ids=lambda path: path.stem, scope="module")
def case(request):
    """(what the file says, the report as read)"""
    with request.param.open(encoding="utf-8") as file:
        truth = json.load(file, parse_float=Decimal)
    return truth, read(_source(request.param), check=False)


def _cells(truth: dict) -> dict:
    return {f"{table}.{row}.{column}": value for table, rows in truth["tables"].items()
            for row, cells in rows.items() for column, value in cells.items()}


def test_every_cell_is_right_or_null_with_a_finding(case) -> None:
    truth, report = case
    listed = {address for finding in report.findings for address in finding.cells}
    wrong = {address: (value, report.value(address)) for address, value in _cells(truth).items()
             if report.value(address) != value and not (report.value(address) is None and address in listed)}
    assert wrong == {}


def test_whole_reports_hold_no_cell_that_is_not_printed(case) -> None:
    truth, report = case
    cells = _cells(truth)
    if not {"2", "3", "4"} <= {table for table, rows in truth["tables"].items() if rows}:
        pytest.skip("an excerpt: rows that its truth leaves out may be visible in part")
    assert {address: cell.value for address, cell in report.cells.items()
            if address not in cells and cell.value is not None} == {}


def test_year_edition_period_and_publication_are_as_printed(case) -> None:
    truth, report = case
    assert report.edition == truth["edition"]
    for key in ("year", "published"):
        if truth.get(key) is not None:
            got = getattr(report, key)
            assert (got.isoformat() if key == "published" and got else got) == truth[key]
    if truth.get("period"):
        assert [day.isoformat() for day in report.period or ()] == truth["period"]


def test_the_unit_is_the_one_that_reports(case) -> None:
    """The truth may know more than the file: region, a fuller name. What was read must share its own name."""
    truth, report = case
    if report.unit is None:
        pytest.skip("the excerpt does not name its unit")
    known = re.sub(r"[（(].*?[）)]", "", truth["unit"])
    place = re.compile(r"人民政府|街道办事处|办公室|发展和改革委员会|发改委|[省市县区镇乡局]")
    assert set(place.sub("", report.unit)) <= set(place.sub("", known))


def test_whole_reports_name_their_unit(case) -> None:
    truth, report = case
    if not truth["tables"].get("4"):
        pytest.skip("an excerpt")
    assert report.unit
