"""`gongkai check`."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

from gongkai.cli.text import width
from gongkai.report.model import Report
from gongkai.report.pairing import _previous


def test_one_file_without_faults(run, reports):
    said = run("check", "r/c.txt")
    assert said.code == 0
    assert said.out == "丙局　2023年度报告（2021年版格式）\n文件：r/c.txt\n未发现问题。\n"
    assert said.err == ""


def test_findings_come_gravest_first_with_place_and_basis(run, reports):
    said = run("check", "r/b.txt")
    assert said.code == 1
    assert said.out == """乙局　2023年度报告（2021年版格式）
文件：r/b.txt
错误 1 处，警告 0 处，提示 1 处。

错误
  1. 表三“一、本年新收政府信息公开申请数量”总计填 0，而正文称 4 件，相差 4 件，请核对。
     位置：第12行；依据：《条例》第五十条

提示
  1. 标题与格式不同。
     位置：第12行；依据：《条例》第五十条
"""


def test_many_files_come_in_order_with_a_summary_and_the_worst_exit_code(run, reports):
    said = run("check", "r", "bad.txt", "no.txt")
    assert said.code == 2
    assert [line for line in said.out.splitlines() if line.startswith(("文件", "无法读取", "共"))] == [
        "无法读取：找不到文件或文件夹“no.txt”，请核对路径。", "文件：r/a.txt", "文件：r/b.txt", "文件：r/c.txt",
        "无法读取：“bad.txt”不是年度报告，请核对。",
        "共 5 个文件，已读取 3 个，无法读取 2 个；错误 1 处，警告 0 处，提示 2 处；有错误的报告 1 份。"]
    assert run("check", "r").code == 1
    assert run("check", "r/a.txt", "r/c.txt").code == 0


def test_one_unreadable_file_is_one_sentence_on_standard_error(run, reports):
    said = run("check", "bad.txt")
    assert (said.code, said.out, said.err) == (2, "", "“bad.txt”不是年度报告，请核对。\n")


def test_of_files_that_bear_one_name_each_sentence_says_which_is_meant(run, reports):
    for folder in ("甲局", "乙局"):
        reports(f"s/{folder}/报告.txt", bad="文件“报告.txt”是图片或扫描件，不能直接读取，请换一份。")
    done = run("check", "s")
    assert done.code == 2
    assert "无法读取：文件“s/甲局/报告.txt”是图片" in done.out
    assert "无法读取：文件“s/乙局/报告.txt”是图片" in done.out


def test_a_name_that_is_a_word_of_the_sentence_is_no_path(run, reports):
    reports("s/年.txt", bad="今年.txt 不是年度报告，请核对。")
    reports("s/月.txt", bad="不是年度报告，请核对。")
    assert "无法读取：s/年.txt：今年.txt 不是年度报告" in run("check", "s").out


def test_a_reader_that_dies_costs_its_file_alone(run, reports):
    reports("r/crash.txt")
    said = run("check", "r")
    assert said.code == 2
    assert "无法读取：r/crash.txt：读取时程序意外退出" in said.out
    assert "已读取 3 个" in said.out


def test_the_same_file_twice_is_checked_once_with_a_notice(run, reports):
    said = run("check", "r/a.txt", "r/a.txt")
    assert said.out.count("甲局") == 1
    assert said.err == "提示：文件“r/a.txt”重复指定，只处理一次。\n"


def test_level_hides_lighter_findings_but_not_the_exit_code(run, reports):
    said = run("check", "--level", "error", "r/b.txt", "-f", "json")
    assert [finding["level"] for finding in said.json()["findings"]] == ["error"]
    assert said.json()["counts"] == {"error": 1, "warning": 0, "notice": 1}
    assert run("check", "--level", "warning", "r/b.txt").code == 1


def test_json_of_one_file_is_the_report(run, reports):
    said = run("check", "r/b.txt", "--format", "json").json()
    assert (said["unit"], said["tables"]["3"]["received"]["total"]) == ("乙局", 7)
    assert said["findings"][0]["code"] == "sum.3.total"


def test_json_of_many_is_a_list_of_files_with_a_summary(run, reports):
    said = run("check", "r", "bad.txt", "--format", "json")
    made = said.json()
    assert [item["source"]["file"] for item in made["files"]] == ["r/a.txt", "r/b.txt", "r/c.txt", "bad.txt"]
    assert [item.get("unit") for item in made["files"]] == ["甲局", "乙局", "丙局", None]
    assert made["files"][3]["error"] == "“bad.txt”不是年度报告，请核对。"
    assert made["summary"] == {"files": 4, "unreadable": 1, "with_errors": 1, "error": 1, "warning": 0, "notice": 2}


def test_csv_has_a_row_for_each_finding_and_each_unreadable_file(run, reports):
    rows = list(csv.DictReader(io.StringIO(run("check", "r", "bad.txt", "-f", "csv").out)))
    assert [(row["file"], row["level"], row["code"]) for row in rows] == [
        ("r/a.txt", "notice", "form.heading"), ("r/b.txt", "error", "sum.3.total"),
        ("r/b.txt", "notice", "form.heading"), ("bad.txt", "unreadable", "unreadable")]
    assert (rows[1]["cells"], rows[1]["expected"], rows[1]["found"], rows[1]["place"]) == (
        "3.received.total", "4", "0", "第12行")


def test_markdown_is_a_report_to_paste(run, reports):
    said = run("check", "r/b.txt", "bad.txt", "-f", "md").out
    assert said.startswith("# 年度报告检查结果\n\n## 乙局")
    assert "### 错误\n\n1. 表三“一、" in said
    assert "（位置：第12行；依据：《条例》第五十条）" in said
    assert said.endswith("## 合计\n\n共 2 个文件，已读取 1 个，无法读取 1 个；错误 1 处，警告 0 处，提示 1 处；有错误的报告 1 份。\n")


def test_an_output_file_is_written_in_the_format_of_its_suffix(run, reports, tmp_path):
    said = run("check", "r", "-o", "out.csv")
    assert (said.out, said.code) == ("", 1)
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith("\ufefffile,unit".encode())
    assert data.count(b"\n") == 4


def test_the_manifest_tells_what_the_file_does_not_say(run, reports, tmp_path):
    reports("r/d.txt", cells={})
    (tmp_path / "list.csv").write_text("文件,单位,年度\nr/d.txt,丁局,2024\n", encoding="gb18030")
    assert "丁局　2024年度报告" in run("check", "--manifest", "list.csv", "r").out
    assert run("check", "--manifest", "list.csv").out.startswith("丁局　2024年度报告")


def test_a_unit_is_set_beside_its_own_report_of_the_year_before():
    index = {"alone": False, "units": [["甲县司法局", 2022, "a"], ["甲县司法局", 2021, "b"], ["乙县司法局", 2022, "c"],
                                       [None, 2022, "d"]]}
    assert _previous(Report("2021", unit="甲县司法局", year=2023), index) == "a"
    assert _previous(Report("2021", unit="县司法局", year=2023), index) is None
    assert _previous(Report("2021", unit="司法局", year=2023), index) is None
    assert _previous(Report("2021", unit=None, year=2023), index) is None
    assert _previous(Report("2021", unit="别的局", year=2023), {"alone": True, "units": [["甲", 2022, "a"]]}) == "a"


def test_a_missing_report_of_the_year_before_is_one_sentence(run, reports):
    said = run("check", "r/a.txt", "--previous", "no.txt")
    assert (said.code, said.err) == (2, "找不到文件或文件夹“no.txt”，请核对路径。\n")


def test_a_terminal_of_80_columns_gets_wrapped_lines_and_no_line_begins_with_a_closing_mark(reports, tmp_path):
    script = ("import os, pty, sys\n"
              "os.environ.update(COLUMNS='80', TERM='xterm', NO_COLOR='1')\n"
              "code = '''from gongkai.cli import inputs, main\\ninputs.READ = \"tests.cli.fake_reader:read\"\\n"
              "main([\"check\", \"r/b.txt\"])'''\n"
              "pty.spawn([sys.executable, '-c', code])")
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", env=env,
                          cwd=tmp_path, timeout=60)
    lines = done.stdout.replace("\r", "").splitlines()
    assert "错误 1 处，警告 0 处，提示 1 处。" in lines
    assert max(width(line) for line in lines) <= 80
    assert not [line for line in lines if line.strip()[:1] in tuple("，。、；：”）")]
    assert any(line.startswith("     ") and "请核对。" in line for line in lines)
