"""Where text goes: status line, colours, odd file names."""

import io
import json
import os
import sys

import pytest

from gongkai.cli.output import Output, Status, say
from gongkai.cli.text import hung
from gongkai.errors import GongkaiError


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_the_status_line_is_rewritten_in_place_and_taken_away(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    status = Status(3)
    status.show("已处理 1/3")
    status.clear()
    status.show("已处理 2/3")
    status.show("已处理 3/3")
    status.clear()
    status.clear()
    assert sys.stderr.getvalue() == "\r\x1b[K已处理 1/3\r\x1b[K\r\x1b[K已处理 2/3\r\x1b[K"


@pytest.mark.parametrize(("stream", "total", "term"), [
    (io.StringIO(), 3, "xterm"), (Terminal(), 1, "xterm"), (Terminal(), 3, "dumb")])
def test_no_status_line_in_a_pipe_for_one_file_or_on_a_dumb_terminal(monkeypatch, stream, total, term):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", term)
    Status(total).show("已处理")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("stream", "no_colour", "expected"), [
    (Terminal(), "", "\x1b[31m错误\x1b[0m"), (Terminal(), "1", "错误"), (io.StringIO(), "", "错误")])
def test_colours_are_for_terminals(monkeypatch, stream, no_colour, expected):
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("TERM", "xterm")
    assert Output().paint("错误", "error") == expected


def test_a_sentence_is_one_line(capsys):
    say("一\n二")
    assert capsys.readouterr().err == "一 二\n"


def test_a_file_name_moves_no_cursor_and_begins_no_line(capsys):
    assert hung("甲\x1b[31m局\n.txt", None, "文件：", "") == "文件：甲\ufffd[31m局 .txt"
    say("打不开“甲\x1b]0;乙\x07.txt”。")
    assert capsys.readouterr().err == "打不开“甲\ufffd]0;乙\ufffd.txt”。\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("length", [10, 1_000_000])
def test_a_full_disk_names_the_file(length):
    with pytest.raises(GongkaiError, match=r"^不能写入“/dev/full”：磁盘已满，请检查磁盘和权限。$"), Output("/dev/full") as out:
        out.write("局" * length)


def test_a_run_that_fails_leaves_no_empty_file(tmp_path):
    with pytest.raises(ValueError), Output(str(tmp_path / "x.csv")):
        raise ValueError
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
def test_a_file_name_that_is_no_text_is_shown_and_does_no_harm(run, reports, tmp_path):
    name = os.fsdecode(b"\xb1\xa8\xb8\xe6.txt")
    (tmp_path / "r" / name).write_text(json.dumps({"unit": "丁局", "year": 2023, "findings": [["a.b", "notice", "看。"]]}), encoding="utf-8")
    for words in (["-f", "csv"], ["-f", "json"], ["-f", "md"], ["-f", "csv", "-o", "out.csv"], []):
        said = run("check", "r", *words)
        assert (said.code, said.err) == (1, "")
    assert "丁局" in said.out
    assert "丁局" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("words", [
    ["read", "a.md", "-o", "a.md"], ["check", "r", "-o", "./r/a.md"], ["check", "a.md", "--previous", "b.md", "-o", "b.md"],
    ["compare", "a.md", "b.md", "-o", "b.md"], ["rollup", "r", "--format", "md", "-o", "r/a.md"],
    ["rollup", "r", "--expected", "list.txt", "-o", "list.txt"], ["read", "--manifest", "list.csv", "-o", "list.csv"],
    ["write", "a.md", "-o", "a.md"]])
def test_no_output_over_a_file_that_is_read(run, reports, tmp_path, words):
    for name in ("a.md", "b.md", "r/a.md"):
        reports(name, unit="甲局", year=2023)
    (tmp_path / "list.txt").write_text("甲局\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("file,unit\na.md,甲局\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run(*words)
    assert (done.code, done.err) == (2, f"输出文件“{words[-1]}”就是读入的文件，为免覆盖原件，请另写一个文件名。\n")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
