"""Reports as long and wide rows, CSV and data frames."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report import frames
from gongkai.report.form import edition
from gongkai.report.model import Cell, Finding, Place, Report, Source


def sample(**more):
    report = Report("2021", unit="某县司法局", year=2023, unit_kind="县级部门", source=Source(file="a.html"), **more)
    report.cells = {
        "3.received.total": Cell(4, "4", place=Place(line=9)),
        "3.received.person": Cell(0, "0", origin="inferred"),
        "2.fees.amount": Cell(Decimal("25.10"), "25.10", note="含滞纳金"),
        "3.carried_in.total": Cell(None, "/"),
        "3.closed.person": Cell(1, "1"),
    }
    report.findings = [Finding("sum.3.total", "error", "不符", ("3.received.total", "3.received.person")),
                       Finding("read.x", "notice", "提示")]
    return report


def test_long_has_a_row_for_each_cell_in_the_order_of_the_form():
    rows = list(frames.long([sample()]))
    assert [row["address"] for row in rows] == [
        "2.fees.amount", "3.received.person", "3.received.total", "3.carried_in.total", "3.closed.person"]
    assert all(tuple(row) == frames.LONG for row in rows)
    assert rows[2] == {
        "file": "a.html", "unit": "某县司法局", "unit_kind": "县级部门", "region_code": None, "scope": None, "year": 2023,
        "edition": "2021", "url": None, "table": "3", "row": "received", "column": "total",
        "address": "3.received.total", "label": edition("2021").label("3.received.total"), "unit_of_measure": "件",
        "value": 4, "raw": "4", "origin": "read", "note": None, "place": "第9行", "findings": "sum.3.total"}


def test_an_empty_cell_keeps_what_was_printed_there_and_an_absent_one_has_no_row():
    rows = {row["address"]: row for row in frames.long([sample()])}
    assert (rows["3.carried_in.total"]["value"], rows["3.carried_in.total"]["raw"]) == (None, "/")
    assert rows["3.received.person"]["value"] == 0
    assert "3.granted.total" not in rows


def test_wide_has_one_row_a_report_under_a_head_that_never_changes():
    columns = frames.wide_columns()
    rows = list(frames.wide([sample(), Report("2019", unit="某镇")]))
    assert [tuple(row) for row in rows] == [columns, columns]
    assert (rows[0]["2.fees.amount"], rows[0]["3.carried_in.total"], rows[0]["errors"], rows[0]["notices"]) == (
        Decimal("25.10"), None, 1, 1)


def test_the_head_holds_every_cell_of_every_edition_and_the_groups():
    columns = set(frames.wide_columns())
    assert set(edition("2019").addresses()) | set(edition("2021").addresses()) <= columns
    assert {"3.denied.total", "3.unable.person", "3.closed.total"} <= columns
    assert "2.procurement.projects" not in frames.wide_columns({"2021"})


def test_csv_keeps_decimals_and_tells_zero_from_empty():
    rows = list(csv.DictReader(io.StringIO(frames.to_csv([sample()]))))
    values = {row["address"]: row["value"] for row in rows}
    assert values == {"2.fees.amount": "25.10", "3.received.person": "0", "3.received.total": "4",
                      "3.carried_in.total": "", "3.closed.person": "1"}
    [row] = csv.DictReader(io.StringIO(frames.to_csv([sample()], wide_form=True)))
    assert (row["2.fees.amount"], row["3.received.person"], row["3.carried_in.total"]) == ("25.10", "0", "")


def test_csv_defuses_what_a_spreadsheet_would_run_and_leaves_numbers():
    report = sample()
    report.unit = "=cmd|' /C calc'!A0"
    report.cells = {"3.received.total": Cell(None, "-"), "3.received.person": Cell(-4, "-4")}
    rows = list(csv.DictReader(io.StringIO(frames.to_csv([report]))))
    assert rows[0]["unit"] == "'=cmd|' /C calc'!A0"
    assert [row["raw"] for row in rows] == ["-4", "-"]


@given(st.dictionaries(st.sampled_from(edition("2021").addresses()),
                       st.none() | st.integers(0, 10**9) | st.decimals(0, 10**6, places=4), max_size=40))
def test_long_csv_gives_every_value_back(values):
    report = Report("2021", cells={address: Cell(value) for address, value in values.items()})
    rows = csv.DictReader(io.StringIO(frames.to_csv([report])))
    assert {row["address"]: Decimal(row["value"]) if row["value"] else None for row in rows} == values


@pytest.mark.parametrize("wide", [False, True])
def test_polars_pandas_and_arrow_agree(wide):
    arrow = frames.to_arrow([sample(), sample()], wide_form=wide)
    polars = frames.to_polars([sample(), sample()], wide_form=wide)
    pandas = frames.to_pandas([sample(), sample()], wide_form=wide)
    assert arrow.column_names == polars.columns == list(pandas.columns)
    assert arrow.to_pylist() == polars.to_dicts()
    value = "3.received.total" if wide else "value"
    assert arrow.column(value).to_pylist() == [None if number != number else number for number in pandas[value]]
    assert pandas["year"].tolist() == [2023] * len(arrow)


def test_frames_of_no_reports_keep_their_types():
    assert frames.to_arrow([]).schema.field("value").type == "double"
    assert frames.to_polars([]).columns == list(frames.LONG)
    assert len(frames.to_pandas([])) == 0
