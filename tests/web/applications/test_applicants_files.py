"""What applicants upload: refused in one sentence, or kept sealed; and drafts, which only their page opens."""

from __future__ import annotations

import io
import os
import time

import pikepdf
import pytest
import screeningfiles
from applicantforms import PNG, picture, text_file
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.web.applications.domain import drafts, uploads
from gongkai.web.applications.domain.uploads import Looked


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def refused(*files, kept=()):
    taken, sentences = uploads.look_at_all(files, kept)
    assert taken == []
    return sentences


@pytest.mark.parametrize("name, data, told", [
    ("清单.zip", screeningfiles.packed({"a.txt": "x"}), "压缩包"),
    ("图片.jpg", b"MZ\x90\x00" + b"\0" * 200, "扩展名与内容不符"),
    ("证件.pdf", PNG, "扩展名与内容不符"),
    ("表.docm", screeningfiles.docx(), "宏"),
    ("表.docx", screeningfiles.docx(**{"word__vbaProject.bin": b"x"}), "宏"),
    ("空.txt", b"", "是空"),
    ("页面.html", b"<html><script>alert(1)</script></html>", "不能作为附件"),
    ("坏.pdf", b"%PDF-1.7\n1 0 obj", "损坏"),
    ("弹.docx", screeningfiles.docx(**{"word/media/bomb.bin": bytes(120 << 20)}), "压缩炸弹"),
])
def test_a_hostile_file_is_refused_in_one_sentence(name, data, told):
    sentence, = refused(SimpleUploadedFile(name, data))
    assert told in sentence and sentence.endswith("。") and sentence.count("。") == 1


def test_more_or_larger_files_than_may_be_are_refused_by_name(monkeypatch):
    kept = [Looked(b"x", f"{number}.txt", "txt", "text/plain") for number in range(10)]
    assert "一次最多上传 10 个文件" in refused(text_file(), kept=kept)[0]
    large = SimpleUploadedFile("大.pdf", b"")
    large.size = 21 << 20
    assert "超过每个文件 20 MB" in refused(large)[0]
    full = [Looked(b"x" * (55 << 20), "a.pdf", "pdf", "application/pdf")]
    large.size = 10 << 20
    assert "合计不能超过 60 MB" in refused(large, kept=full)[0]


def test_of_several_files_the_good_ones_come_in_and_the_others_are_named():
    taken, sentences = uploads.look_at_all([text_file(), SimpleUploadedFile("坏.exe", b"MZ" + b"\0" * 99), picture()])
    assert [(file.name, file.kind, file.media_type) for file in taken] == [("说明.txt", "txt", "text/plain"), ("身份证.png", "png", "image/png")]
    assert len(sentences) == 1 and "坏.exe" in sentences[0]


def test_a_name_with_folders_and_a_nul_is_its_last_part():
    upload = SimpleUploadedFile("x", b"x")
    upload._name = "C:\\用户\\..\\身份\x00证.png"
    assert uploads.name_of(upload) == "身份证.png"


def test_a_draft_is_opened_by_its_token_and_lies_unreadable(tmp_path):
    looked = Looked("身份证号11010519491231002X".encode(), "王小满.txt", "txt", "text/plain")
    token = drafts.keep(looked)
    assert drafts.opened(token) == looked
    file, = (tmp_path / "drafts").iterdir()
    assert b"11010519491231002X" not in file.read_bytes() and "王小满".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0 and file.name in token and token.split(".")[1] not in os.listdir(tmp_path / "drafts")


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1] + ("A" if token[-1] != "A" else "E"), lambda token: token.split(".")[0], lambda token: "", lambda token: "../../etc/passwd",
    lambda token: "0" * 32 + token[32:], lambda token: token + "x",
])
def test_another_token_opens_nothing(spoil):
    token = drafts.keep(Looked(b"x", "a.txt", "txt", "text/plain"))
    assert drafts.opened(spoil(token)) is None


def test_a_draft_goes_after_a_day_and_soon_after_its_form_was_taken(tmp_path):
    first, second = (drafts.keep(Looked(b"x", "a.txt", "txt", "text/plain")) for _ in range(2))
    drafts.let_go(first)
    assert drafts.opened(first) is not None and drafts.sweep() == 0  # the second click of two still finds it
    for token in (first, second):
        old = time.time() - drafts.HOURS * 3600 - 1
        os.utime(tmp_path / "drafts" / token.split(".")[0], (old, old))
    assert drafts.opened(second) is None
    assert (drafts.sweep(), os.listdir(tmp_path / "drafts")) == (2, [])


def test_where_there_is_no_room_a_draft_is_not_kept(monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 10)
    assert drafts.keep(Looked(b"x" * 11, "a.txt", "txt", "text/plain")) is None


def test_a_pdf_with_a_password_is_refused():
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert "设有打开密码" in refused(SimpleUploadedFile("锁.pdf", out.getvalue()))[0]
