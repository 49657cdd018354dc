import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from sheetfiles import workbook

from gongkai.errors import GongkaiError
from gongkai.web.common.generic import sheets


def test_a_workbook_is_read_as_text_with_days_and_whole_numbers_as_people_write_them():
    data = workbook(["名称", "日期", "件数", "是否"], ["教育局 ", date(2026, 11, 24), 12.0, True], [None, datetime(2026, 1, 2, 8, 30), 1.5], [])
    assert sheets.read(data) == [["名称", "日期", "件数", "是否"], ["教育局", "2026-11-24", "12", "是"], ["", "2026-01-02 08:30", "1.5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separated_text_is_read_in_the_encodings_that_offices_save(encoding, separator):
    text = separator.join(["名称", "内容"]) + "\r\n" + separator.join(["水利局", '"一行\n二行"']) + "\r\n"
    assert sheets.read(text.encode(encoding)) == [["名称", "内容"], ["水利局", "一行\n二行"]]


def test_a_hidden_sheet_is_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["内部"])
    book.active.sheet_state = "hidden"
    book.create_sheet("公开").append(["名称"])
    file = io.BytesIO()
    book.save(file)
    assert sheets.read(file.getvalue()) == [["名称"]]


def entity_bomb():
    file = io.BytesIO(workbook(["名称"]))
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def inflating():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    return made.getvalue()


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "文件是空的"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "旧版 Excel"),
    (b"PK\x03\x04broken", "损坏"),
    (b"%PDF-1.7 ...", "不是表格"),
    (b"<html></html>", "不是表格"),
    (b"a\0b,c", "不是表格"),
    (b"\x81\xff\x81\xff,", "编码无法识别"),
    (workbook(*[["x"]] * 5_102), "超过 5000 行"),
    (workbook(["x"] * 101), "超过 100 列"),
    (entity_bomb(), "XML 声明"),
    (inflating(), "解压后过大"),
])
def test_what_is_no_sheet_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(GongkaiError, match=sentence) as caught:
        sheets.read(data)
    assert str(caught.value).endswith("。") and "\n" not in str(caught.value)


def test_a_word_document_is_no_sheet():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(GongkaiError, match="不是 Excel 工作簿"):
        sheets.read(file.getvalue())


HOSTILE = ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "＝1", "正常", 'He said "x"']


def test_csv_holds_nothing_that_a_program_takes_for_a_formula():
    file = io.BytesIO()
    assert sheets.write_csv(file, [["名称"], HOSTILE, [3, -2.5, date(2026, 1, 2), None, True]]) == 3
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1] == "'=1+1,'+86,'-5,'@SUM(A1),'\tx,'＝1,正常,\"He said \"\"x\"\"\""
    assert lines[2] == "3,-2.5,2026-01-02,,是"
    assert file.getvalue().startswith(b"\xef\xbb\xbf")


def test_a_written_workbook_holds_the_texts_as_they_are_and_no_formula():
    file = io.BytesIO()
    sheets.write_xlsx(file, [["名称"], [*HOSTILE, "#N/A", "a\x07b"], [3, date(2026, 1, 2)]], "公开/事项")
    sheet = openpyxl.load_workbook(file).active
    assert [cell.value for cell in sheet[2]] == [*HOSTILE[:4], "\tx", *HOSTILE[5:], "#N/A", "ab"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert sheet["A3"].value == 3 and sheet["B3"].value == "2026-01-02"
    assert sheet.title == "公开事项"
