"""`gongkai rollup`."""

import csv
import io

import pytest

from gongkai.cli.rollup import expected_units
from gongkai.errors import GongkaiError


def test_the_sum_and_who_is_missing(run, reports, tmp_path):
    (tmp_path / "units.txt").write_text("# 应报单位\n甲局\n乙局\n丙局\n\n丁局\n", encoding="utf-8")
    said = run("rollup", "r", "--unit", "某县", "--expected", "units.txt")
    assert said.code == 1
    assert said.out.startswith("某县2023年政府信息公开工作年度报告（汇总）\n\n收到 3 份，计入 3 个单位，缺 1 个单位。\n")
    assert "  1. 缺丁局的报告，请催报。" in said.out
    row = next(line for line in said.out.splitlines() if line.startswith("一、本年新收"))
    assert row.split()[-1] == "7"


def test_an_unreadable_file_is_named_and_gives_2(run, reports):
    said = run("rollup", "r", "bad.txt")
    assert said.code == 2
    assert "文件“bad.txt”无法读取，未计入汇总：“bad.txt”不是年度报告，请核对。" in said.out


def test_json_has_the_cells_and_the_members(run, reports):
    made = run("rollup", "r", "--unit", "某县", "-f", "json").json()
    assert (made["unit"], made["tables"]["3"]["received"]["total"]) == ("某县", 7)
    assert [member["standing"] for member in made["rollup"]["members"]] == ["counted"] * 3


def test_csv_says_how_many_units_stated_each_cell(run, reports):
    rows = {row["address"]: row for row in csv.DictReader(io.StringIO(run("rollup", "r", "-f", "csv").out))}
    assert (rows["3.received.total"]["value"], rows["3.received.total"]["stated"]) == ("7", "3")
    assert (rows["3.received.person"]["value"], rows["3.received.person"]["stated"]) == ("", "0")
    assert rows["3.received.person"]["counted"] == "3"


def test_the_sum_can_be_written_as_a_report(run, reports, tmp_path):
    said = run("rollup", "r", "--unit", "某县", "-o", "sum.html")
    page = (tmp_path / "sum.html").read_text(encoding="utf-8")
    assert "某县2023年政府信息公开工作年度报告（汇总）" in page
    assert "警告：" in said.err


def test_no_report_of_the_year_is_an_error(run, reports):
    said = run("rollup", "r", "--year", "2020")
    assert said.code == 1
    assert "没有一份报告可以汇总" in said.out


def test_nothing_is_written_where_no_report_counts(run, reports, tmp_path):
    said = run("rollup", "r", "--year", "2030", "-o", "sum.html")
    assert said.code == 1
    assert said.err.endswith("没有可以写入的汇总数据，未生成“sum.html”。\n")
    assert not (tmp_path / "sum.html").exists()


@pytest.mark.parametrize("text", ["单位\n甲局\n乙局\n", "甲局\n乙局", "序号,单位名称\n1,甲局\n2,乙局\n", "\ufeff甲局\r\n乙局\r\n"])
def test_a_list_of_units_is_lines_or_a_column(tmp_path, text):
    (tmp_path / "u.csv").write_text(text, encoding="utf-8")
    assert expected_units(str(tmp_path / "u.csv")) == ["甲局", "乙局"]


@pytest.mark.parametrize(("text", "words"), [("", "是空的"), ("# x\n", "是空的"), ("序号,名\n1,甲\n", "没有“单位”列")])
def test_a_list_that_names_no_unit_is_refused(tmp_path, text, words):
    (tmp_path / "u.csv").write_text(text, encoding="utf-8")
    with pytest.raises(GongkaiError, match=words):
        expected_units(str(tmp_path / "u.csv"))
