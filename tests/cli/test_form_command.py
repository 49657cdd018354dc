"""`gongkai form`."""

import csv
import io

from gongkai.cli.text import width
from gongkai.report.form import edition
from gongkai.report.frames import addresses


def test_the_form_in_force_is_shown_in_80_columns(run):
    said = run("form")
    assert said.code == 0
    assert said.out.startswith("政府信息公开工作年度报告（2021年版格式，适用于2021年度起）\n依据：国办公开办函〔2021〕30号\n")
    assert max(width(line) for line in said.out.splitlines() if not line.startswith("- ")) <= 80


def test_every_row_and_column_has_its_address(run):
    said = run("form", "2019").out
    for table in edition("2019").tables.values():
        for leaf in table.leaves():
            assert f" {leaf.key}\n" in said
        for column in table.columns:
            assert f" {column.key} " in said


def test_csv_lists_every_cell(run):
    rows = list(csv.DictReader(io.StringIO(run("form", "2021", "-f", "csv").out)))
    assert [row["address"] for row in rows] == list(addresses("2021"))
    assert {row["address"]: row["label"] for row in rows}["3.granted.total"] == edition("2021").label("3.granted.total")


def test_json_holds_the_sums(run):
    made = run("form", "2021", "-f", "json").json()
    assert (made["edition"], made["years"]) == ("2021", {"from": 2021, "to": None})
    assert [rule["id"] for rule in made["sums"]] == [rule.id for rule in edition("2021").sums]
    assert len(made["cells"]) == len(addresses("2021"))


def test_markdown_has_tables(run):
    assert "| 自然人 | person | 件 |" in run("form", "-f", "md").out.replace("申请人情况　", "")
