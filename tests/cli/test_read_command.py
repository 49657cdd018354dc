"""`gongkai read`."""

import csv
import io
import json

from gongkai.cli.text import width
from gongkai.report import frames


def test_the_json_of_one_file_is_the_report(run, reports):
    said = run("read", "r/b.txt", "--format", "json")
    assert said.code == 0
    assert said.json()["tables"]["3"]["received"]["total"] == 7
    assert said.json()["source"]["file"] == "r/b.txt"


def test_the_json_of_many_is_a_list_and_names_what_could_not_be_read(run, reports):
    said = run("read", "r", "bad.txt", "-f", "json")
    assert said.code == 2
    assert [item.get("unit", item.get("error")) for item in said.json()] == [
        "甲局", "乙局", "丙局", "“bad.txt”不是年度报告，请核对。"]
    assert said.err == "“bad.txt”不是年度报告，请核对。\n"


def test_json_lines(run, reports):
    said = run("read", "r", "-f", "json", "--lines").out
    assert [json.loads(line)["unit"] for line in said.splitlines()] == ["甲局", "乙局", "丙局"]
    assert json.loads(run("read", "r/a.txt", "-f", "json", "--lines").out)["unit"] == "甲局"


def test_long_csv_has_one_row_a_cell(run, reports):
    rows = list(csv.DictReader(io.StringIO(run("read", "r", "-f", "csv").out)))
    assert tuple(rows[0]) == frames.LONG
    assert len(rows) == 5 + 5 + 6
    values = {(row["unit"], row["address"]): row["value"] for row in rows}
    assert values["乙局", "3.received.total"] == "7"
    assert values["丙局", "3.received.person"] == ""


def test_wide_csv_has_one_row_a_report(run, reports):
    rows = list(csv.DictReader(io.StringIO(run("read", "r", "-f", "csv", "--wide").out)))
    assert [(row["unit"], row["3.received.total"], row["errors"]) for row in rows] == [
        ("甲局", "0", "0"), ("乙局", "7", "1"), ("丙局", "0", "0")]


def test_the_text_shows_the_tables_in_80_columns_and_tells_empty_from_zero(run, reports):
    said = run("read", "r/c.txt")
    lines = said.out.splitlines()
    assert lines[0] == "丙局　2023年度报告（2021年版格式）"
    assert max(width(line) for line in lines) <= 80
    row = next(number for number, line in enumerate(lines) if line.startswith("一、本年新收"))
    assert lines[row].split()[1:] == ["–"] * 6 + ["0"]
    assert "“–”为空格或未能读出，不等于 0。" in lines
    assert "  一、总体情况　8 字" in lines


def test_an_error_in_the_report_does_not_make_reading_fail(run, reports):
    assert run("read", "r/b.txt").code == 0


def test_markdown_is_the_report_in_the_statutory_form(run, reports):
    said = run("read", "r/b.txt", "-f", "md").out
    assert "总体情况" in said
    assert "结果维持 |" in said
