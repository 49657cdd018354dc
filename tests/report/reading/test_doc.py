"""Old Word documents. Those in olddocs/ were saved by LibreOffice from our own writing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongkai
from gongkai.errors import UnreadableReport
from gongkai.report.reading import doc, read_bytes
from gongkai.report.reading.document import Document, Grid, Limits, Paragraph
from gongkai.report.writing import write

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[2] / "examples" / "qingchuan-shili-town-2024.md"
REPORT, CHANGES = ((HERE / "olddocs" / name).read_bytes() for name in ("report.doc", "changes.doc"))


@pytest.mark.parametrize(("name", "kind"), [("报告.doc", "doc"), ("报告.wps", "wps"), (None, "doc")])
def test_an_old_document_says_what_the_same_report_says_elsewhere(name, kind):
    told, wanted = read_bytes(REPORT, name), gongkai.read(EXAMPLE, check=False)
    assert {address: cell.value for address, cell in told.cells.items()} == {
        address: cell.value for address, cell in wanted.cells.items()}
    assert len(told.cells) == 200 and None not in [cell.value for cell in told.cells.values()]
    assert (told.unit, told.year, told.edition, told.source.format) == (wanted.unit, wanted.year, wanted.edition, kind)
    assert [section.heading for section in told.sections] == [section.heading for section in wanted.sections]
    assert str(told.cells["3.received.total"].place) == "第2个表格第4行第8格"


def test_changes_fields_hidden_text_and_spans_come_as_they_would_be_printed():
    read = doc.read(CHANGES)
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == [
        "二、修订和域", "全年收到申请12件。", "第1页，看得见。", "末段"]
    grid = next(block for block in read.blocks if isinstance(block, Grid))
    assert [[(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows] == [
        [("项目", 0, 0, 2, 1), ("申请人", 0, 1, 1, 2)],
        [("自然人", 1, 1, 1, 1), ("法人", 1, 2, 1, 1)],
        [("收到", 2, 0, 1, 1), ("3", 2, 1, 1, 1), ("第一行\n第二行", 2, 2, 1, 1)]]
    assert read.tracked == 4 and "4 处修订痕迹" in read.remarks[0][0]


@pytest.mark.parametrize("data", [
    b"", b"PK\3\4", REPORT[:8], REPORT[:600], REPORT[: len(REPORT) // 2], REPORT[:8] + bytes(5_000),
    REPORT.replace(b"\xec\xa5", b"\xec\xa6", 1)], ids=["none", "zip", "mark", "head", "half", "zeros", "no_word"])
def test_what_is_no_whole_document_is_refused_in_one_sentence(data):
    with pytest.raises(UnreadableReport, match=r"^旧版 Word 文档.*请用 Word 或 WPS 打开后另存为 .docx 再试。$"):
        doc.read(data)


def test_a_document_with_a_password_says_so():
    start = REPORT.index(b"\xec\xa5")
    locked = bytearray(REPORT)
    locked[start + 11] |= 1  # fEncrypted of the FIB
    with pytest.raises(UnreadableReport, match="设有打开密码"):
        doc.read(bytes(locked))


def test_a_document_past_the_bounds_is_refused():
    with pytest.raises(UnreadableReport):
        doc.read(REPORT, Limits(bytes=10_000))
    with pytest.raises(UnreadableReport, match="过多"):
        doc.read(REPORT, Limits(cells=50))


@settings(max_examples=15, deadline=None)
@given(st.integers(512, len(CHANGES) - 1), st.binary(min_size=1, max_size=6))
def test_bytes_that_were_changed_on_the_way_bring_nothing_down(place, put):
    try:
        assert isinstance(doc.read(CHANGES[:place] + put + CHANGES[place + len(put):]), Document)
    except UnreadableReport as error:
        assert str(error).endswith("。")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed: documents that it saves today go untested")
@pytest.mark.parametrize("name", ["qingchuan-niding-bureau-2022.html", "nanting-yangli-subdistrict-2020.txt"])
def test_documents_that_libreoffice_saves(tmp_path, name):
    wanted = gongkai.read(EXAMPLE.parent / name, check=False)
    (tmp_path / "report.docx").write_bytes(write(wanted, "docx"))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "doc:MS Word 97",
                    "--outdir", tmp_path, tmp_path / "report.docx"], check=True, capture_output=True, timeout=200)
    told = read_bytes((tmp_path / "report.doc").read_bytes(), "report.doc")
    assert {address: cell.value for address, cell in told.cells.items()} == {
        address: cell.value for address, cell in wanted.cells.items()}
