"""`gongkai compare`."""

import csv
import io

from gongkai.cli.text import width


def put(reports):
    cells = {"3.received.total": 3, "3.received.person": 3, "3.carried_in.total": 0, "3.carried_out.total": 0}
    reports("old.txt", unit="甲局", year=2022, cells=cells)
    reports("new.txt", unit="甲局", year=2023, cells={**cells, "3.received.total": 5, "3.granted.total": 5})


def test_changed_cells_stand_side_by_side_in_80_columns(run, reports):
    put(reports)
    said = run("compare", "old.txt", "new.txt")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:2] == ["旧：甲局　2022年度报告（2021年版格式）　old.txt", "新：甲局　2023年度报告（2021年版格式）　new.txt"]
    assert "表格：1 格有变化" in lines
    row = next(line for line in lines if line.endswith("+2"))
    assert row.split()[-3:] == ["3", "5", "+2"]
    assert max(width(line) for line in lines if not line.startswith(("旧", "新"))) <= 80
    assert "只有新报告有的 1 格：表三“（一）予以公开”总计。" in lines


def test_csv_has_a_row_for_each_change(run, reports):
    put(reports)
    rows = list(csv.DictReader(io.StringIO(run("compare", "old.txt", "new.txt", "-f", "csv").out)))
    assert [(row["change"], row["address"], row["old"], row["new"], row["difference"]) for row in rows] == [
        ("changed", "3.received.total", "3", "5", "2"), ("only_new", "3.granted.total", "", "5", "")]


def test_json_and_markdown(run, reports):
    put(reports)
    made = run("compare", "old.txt", "new.txt", "-f", "json").json()
    assert [change["difference"] for change in made["cells"]] == [2]
    assert "| 3 | 5 | +2 |" in run("compare", "old.txt", "new.txt", "-f", "md").out


def test_two_years_that_contradict_each_other_give_1(run, reports):
    put(reports)
    reports("new.txt", unit="甲局", year=2023, cells={"3.carried_in.total": 4})
    said = run("compare", "old.txt", "new.txt")
    assert said.code == 1
    assert "两年之间的问题" in said.out
    assert "1. 错误：" in said.out


def test_a_report_that_is_not_there_or_cannot_be_read_gives_2(run, reports):
    put(reports)
    said = run("compare", "no.txt", "new.txt")
    assert (said.code, said.out, said.err) == (2, "", "找不到文件或文件夹“no.txt”，请核对路径。\n")
    assert run("compare", "old.txt", "bad.txt").err == "“bad.txt”不是年度报告，请核对。\n"


def test_a_folder_is_no_report(run, reports):
    put(reports)
    said = run("compare", "r", "new.txt")
    assert (said.code, said.err) == (2, "“r”是文件夹，请指定一份报告。\n")
