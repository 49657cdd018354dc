"""The command as a whole: help, usage errors, exit codes, never a traceback."""

import subprocess
import sys

import pytest

from gongkai import cli
from gongkai.cli.text import width

COMMANDS = ("read", "check", "write", "compare", "rollup", "form", "due", "fee", "setup", "serve", "demo", "export", "backup", "restore", "keys")
HEAVY = ("rich", "yaml", "lxml", "selectolax", "pypdfium2", "docx", "openpyxl", "typst", "opencc", "rapidfuzz", "pandas",
         "polars", "pyarrow")


def shell(*words, **more):
    return subprocess.run([sys.executable, "-m", "gongkai", *words], capture_output=True, text=True, encoding="utf-8",
                          timeout=60, **more)


def test_help_lists_every_command_in_chinese_within_80_columns(run):
    said = run("--help")
    assert said.code == 0
    assert said.err == ""
    names = [line.split()[0] for line in said.out.split("命令：\n")[1].split("\n\n")[0].splitlines()]
    assert tuple(names) == COMMANDS
    assert max(width(line) for line in said.out.splitlines()) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_within_80_columns(run, command):
    said = run(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"用法：gongkai {command} ")
    assert f"gongkai {command}" in said.out.split("例：")[1]
    assert max(width(line) for line in said.out.splitlines()) <= 80
    assert "Options" not in said.out


def test_without_a_word_the_help_is_shown(run):
    assert run().out == run("--help").out


def test_the_version(run):
    assert run("--version").out == "gongkai 0.1.0\n"


def test_help_loads_nothing_heavy():
    script = ("import sys; from gongkai.cli import main; code = main(['--help'])\n"
              f"loaded = sorted(set(sys.modules) & set({HEAVY!r})); sys.exit(code or ' '.join(loaded) or 0)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("words", "sentence"), [
    (["chek"], "没有“chek”这个命令，是否指“check”，可用的命令有 " + "、".join(COMMANDS) + "。"),
    (["zzz"], "没有“zzz”这个命令，可用的命令有 " + "、".join(COMMANDS) + "。"),
    (["check", "--manifets", "x"], "没有“--manifets”这个选项，是否指“--manifest”，用法见 gongkai check --help。"),
    (["--loud"], "没有“--loud”这个选项，用法见 gongkai --help。"),
    (["check", "--jobs", "x", "a"], "选项“--jobs”的值不正确（应为不小于1的整数），用法见 gongkai check --help。"),
    (["check", "a", "--jobs"], "选项“--jobs”的写法不对（后面应有一个值，或不应有值），用法见 gongkai check --help。"),
    (["check", "--format", "xml", "a"], "“--format”不能是“xml”，可用 table、json、csv、md。"),
    (["check", "--level", "bad", "a"], "“--level”不能是“bad”，可用 error、warning、notice。"),
    (["write", "--to", "doc", "a"], "“--to”不能是“doc”，可用 html、docx、pdf、xlsx、md、json。"),
    (["compare", "a"], "缺少“新报告”，用法见 gongkai compare --help。"),
    (["form", "2021", "x"], "多出了参数“x”，用法见 gongkai form --help。"),
    (["form", "2030"], "没有“2030”版的年度报告格式，可用的版本有 2019、2021。"),
    (["check"], "没有指定要处理的文件或文件夹，请写在命令之后。"),
    (["check", "no.txt"], "找不到文件或文件夹“no.txt”，请核对路径。"),
    (["read", "no.txt", "--wide"], "“--wide”只用于 CSV，请加上 --format csv。"),
    (["read", "no.txt", "--lines"], "“--lines”只用于 JSON，请加上 --format json。"),
    (["check", "--manifest", "no.csv"], "打不开清单“no.csv”，请核对路径和权限。"),
    (["form", "-o", "no/form.csv"], "不能写入“no/form.csv”：上级文件夹不存在，请检查路径和权限。"),
])
def test_bad_input_gets_one_chinese_sentence_and_exit_code_2(run, words, sentence):
    said = run(*words)
    assert (said.code, said.err, said.out) == (2, sentence + "\n", "")


def test_a_fault_of_ours_is_no_traceback(run, monkeypatch):
    def broken(edition):
        raise KeyError(edition)

    monkeypatch.setattr("gongkai.report.form.editions", broken)
    said = run("form")
    assert said.code == 2
    assert said.err.startswith("程序出错（")
    assert said.err.count("\n") == 1


def test_a_faulty_law_file_is_named_with_its_line(run, monkeypatch, tmp_path):
    from gongkai.report import form

    file = tmp_path / "2031.yaml"
    file.write_text('edition: "2031"\nedition: "2031"\n', encoding="utf-8")
    monkeypatch.setattr(form, "editions", lambda: form.load(file))
    said = run("form")
    assert said.code == 2
    assert said.err.startswith(f"法规数据文件有误，请按括号中的文字改正（{file}:2: ")
    assert said.err.count("\n") == 1


def test_ctrl_c_ends_with_130(run, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("gongkai.report.form.editions", interrupted)
    said = run("form")
    assert (said.code, said.err) == (130, "已中断。\n")


def test_a_reader_that_goes_away_is_no_error_message():
    command = f"{sys.executable} -m gongkai form 2019 | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.stdout.startswith("政府信息公开工作年度报告（2019年版格式")
    assert done.stderr == ""


def test_output_is_utf_8_in_a_pipe_whatever_the_locale():
    done = shell("form", "2021", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    assert done.stdout.startswith("政府信息公开工作年度报告（2021年版格式")


def test_due_and_fee_answer(run):
    assert run("due", "--received", "2026-09-18", "--channel", "online", "--format", "json").json()["due"] == "2026-10-22"
    assert run("fee", "--items", 45, "--format", "json").json()["amount"] == 5500


def test_the_entry_point_is_main():
    assert cli.main.__module__ == "gongkai.cli"
