"""Dropping a report: what is told, where it is marked, and that nothing is kept."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from layouts.examples import EXAMPLES, FOLDER

from gongkai.report import model
from gongkai.report.reading import document
from gongkai.report.workers import Worker, classes_of
from gongkai.web.portal.reports import looking, page, views

ADDRESS = "/reports"
TOWN = FOLDER / "qingchuan-shili-town-2023.txt"


def dropped(client, *paths, **more):
    names = ("file", "previous")
    files = {name: SimpleUploadedFile(path.name, path.read_bytes()) for name, path in zip(names, paths, strict=False)}
    return client.post(ADDRESS, {**files, **more})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_finding_with_a_place_leads_to_a_mark_in_the_source(example):
    look = looking.look(str(FOLDER / example.name), name=example.name)
    result = page.lay_out(look)
    anchors = {block.anchor for block in result.blocks} | {frame.anchor for shown in result.pages for frame in shown.frames}
    anchors |= {cell.anchor for block in result.blocks for row in block.rows for cell in row}
    placed = {number for number, finding in enumerate(
        sorted(look.report.findings, key=lambda finding: list(page.LEVELS).index(finding.level)), 1) if finding.place}
    assert placed <= {shown.number for shown in result.findings if shown.anchor in anchors}


def test_a_planted_fault_is_told_beside_its_line(client, db):
    said = dropped(client, TOWN).content.decode()
    assert "表三“一、本年新收政府信息公开申请数量”总计填 0，而正文" in said
    marked = re.search(r'<p id="(y\d+)" class="marked">.*?href="#f(\d+)"', said)
    assert f'id="f{marked[2]}"' in said
    assert f'href="#{marked[1]}"' in said


def test_what_was_read_is_not_what_the_form_would_hold(client, db):
    bare = "某某局2025年政府信息公开工作年度报告\n一、总体情况\n本年收到申请3件。\n".encode()
    assert "没有读到表格中的数字，1部分文字" in client.post(ADDRESS, {"file": SimpleUploadedFile("a.txt", bare)}).content.decode()
    assert re.search(r"表格中的[1-9]\d*个数字，6部分文字", dropped(client, TOWN).content.decode())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_second_report_in_a_layout_that_is_known_by_now_is_shown_like_the_first(example):
    """What crosses between the processes is made of plain objects, whatever the reader has learnt meanwhile."""
    worker = Worker(looking.FUNCTION, 60, classes_of(model, document, looking))
    try:
        told = [worker.ask(str(FOLDER / example.name), {"name": example.name}) for _ in range(3)]
    finally:
        worker.stop()
    assert [kind for kind, _ in told] == ["done"] * 3
    assert told[0][1].blocks == told[1][1].blocks == told[2][1].blocks


def test_last_year_s_report_is_held_against_this_year_s(client, db):
    alone = dropped(client, FOLDER / "qingchuan-shili-town-2024.md").content.decode()
    beside = dropped(client, FOLDER / "qingchuan-shili-town-2024.md", TOWN).content.decode()
    assert "上年" not in re.sub(r"(?s)<form.*?</form>", "", alone).split("发现的问题")[1].split("原文")[0]
    assert beside.count('<li id="f') >= alone.count('<li id="f')


def test_a_previous_report_that_cannot_be_read_is_told_and_the_report_checked_all_the_same(client, db):
    said = client.post(ADDRESS, {"file": SimpleUploadedFile("a.txt", TOWN.read_bytes()),
                                 "previous": SimpleUploadedFile("b.txt", "不是年报".encode())}).content.decode()
    assert "上年报告“b.txt”无法读取，未作上下年度核对" in said
    assert "发现的问题" in said


@pytest.mark.parametrize(("name", "data", "told"), [
    ("a.txt", b"", "空文件"),
    ("a.docx", b"PK\x03\x04 broken", "文件不完整或已损坏"),
    ("a.txt", "某局工作总结".encode(), "没有找到政府信息公开工作年度报告"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "旧版 Excel 工作簿"),
    ("<script>.exe", b"MZ\x90\x00" + bytes(100), "程序文件"),
])
def test_what_is_no_report_gets_one_sentence(client, db, name, data, told):
    response = client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})
    said = response.content.decode()
    assert response.status_code == 400
    assert told in said
    assert "<script>." not in said


def test_without_a_file_the_form_says_what_to_do(client, db):
    response = client.post(ADDRESS, {})
    assert response.status_code == 400
    assert "请选择一份年度报告文件后再检查。" in response.content.decode()


def test_a_file_too_large_is_refused_before_it_is_read(client, db, monkeypatch):
    monkeypatch.setattr(views.LIMITS.__class__, "bytes", property(lambda self: 10), raising=False)
    monkeypatch.setattr(views, "_look", lambda *files: pytest.fail("it was read"))
    assert "不像年度报告" in client.post(ADDRESS, {"file": SimpleUploadedFile("a.txt", b"0123456789ab")}).content.decode()


def test_nothing_is_kept(client, db, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dropped(client, TOWN)
    assert list(tmp_path.iterdir()) == []
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_hostile_text_is_shown_as_text(client, db):
    text = TOWN.read_text("utf-8").replace("石里镇", "<img src=x onerror=alert(1)>石里镇", 1)
    said = client.post(ADDRESS, {"file": SimpleUploadedFile("a.txt", text.encode())}).content.decode()
    assert "<img src=x" not in said
