"""A file read in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from screeningcases import TODAY, identity
from screeningfiles import docx

from gongkai.web.disclosure.screening import WrongWord, screen_file, screen_file_safely, worker
from gongkai.web.disclosure.screening.model import FileReport


def test_it_says_the_same_as_in_the_callers_process(tmp_path: Path) -> None:
    data = docx(f"<w:p><w:r><w:t>青川县李四{identity()}</w:t></w:r></w:p>")
    (tmp_path / "upload").write_bytes(data)
    words = [WrongWord("青川县", "清川县", "serious")]
    there = screen_file_safely(tmp_path / "upload", "名单.docx", today=TODAY, wrong_words=words)
    assert there == screen_file("名单.docx", data, today=TODAY, wrong_words=words)
    assert [remark.code for remark in there.remarks] == ["wrong.serious", "person.identity"]


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(docx())
    report = screen_file_safely(tmp_path / "upload", "a.docx", today=TODAY, seconds=0.01)
    assert report.refusal == "检查文件“a.docx”超过 0.01 秒仍未完成，已停止，请拆分或另存后再上传。"


@pytest.mark.parametrize("name", ["crash", "odd", "hungry"])
def test_a_reader_that_is_brought_down_costs_its_file_alone(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "upload").write_bytes(b"x")
    monkeypatch.setattr(worker, "FUNCTION", f"tests.web.screeningjobs:{name}")
    report = screen_file_safely(tmp_path / "upload", "a.docx", today=TODAY)
    assert report == FileReport("a.docx", "", 1, "检查文件“a.docx”时程序意外退出，文件可能已损坏，请用原软件另存后再上传。")


def test_what_is_far_too_large_gets_no_process(tmp_path: Path) -> None:
    with (tmp_path / "upload").open("wb") as file:
        file.truncate(51 << 20)
    report = screen_file_safely(tmp_path / "upload", "a.pdf", today=TODAY)
    assert report.refusal == "文件“a.pdf”超过附件的上限 50 MB，请压缩其中的图片或拆分后再上传。"
