"""Content first, name second; whatever cannot be read is refused in one sentence that says what to do."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import UnreadableReport
from gongkai.report.reading.sniffing import READ, kind

PAGE = "<!DOCTYPE html><html><body><p>一、总体情况</p></body></html>"
TEXT = "一、总体情况\n本年度主动公开信息36条。\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(*names, content=b"x"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return stream.getvalue()


def stream_of(name):
    return OLE + name.encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.4\n1 0 obj", None, "pdf"),
        (b"\r\n%PDF-1.4\n1 0 obj", "report.txt", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "report.doc", "docx"),
        (PAGE.encode(), "report.doc", "html"),
        (stream_of("WordDocument"), "报告.doc", "doc"),
        (stream_of("WordDocument"), "报告.wps", "wps"),
        (stream_of("WordDocument"), "报告.docx", "doc"),
        (PAGE.encode("gbk"), None, "html"),
        (PAGE.encode("utf-16"), None, "html"),
        (b"\xef\xbb\xbf  \n<!-- saved --><!-- x -->" + PAGE.encode(), "a.txt", "html"),
        (('<?xml version="1.0"?>' + PAGE).encode(), "a.xhtml", "html"),
        (b"<table><tr><td>12</td></tr></table>", None, "html"),
        (("标题" + "<p>正文</p>" * 9).encode(), None, "html"),
        (TEXT.encode(), None, "txt"),
        (TEXT.encode("gbk"), "report.txt", "txt"),
        (TEXT.encode("utf-16"), "report.txt", "txt"),
        (TEXT.encode("utf-16-le"), "report.txt", "txt"),
        (TEXT.encode(), "report.MD", "md"),
        (b'{"unit": "x"}', "report.txt", "json"),
        (b"{ }", "report.txt", "json"),
        (("{{ title }}\n{{ message }}\n" + TEXT).encode(), "report.txt", "txt"),
        (("# 年度报告\n" + TEXT).encode(), None, "md"),
        ("|项|数|\n|---|---|\n|规章|0|\n".encode(), None, "md"),
        ("|项|数|\n|---|---|\n".encode(), "a.txt", "txt"),
        (("<div align=center>题</div>\n\n# 年度报告\n" + "<td>1</td>" * 9).encode(), "a.md", "md"),
        (PAGE.encode(), "a.md", "html"),
        ("MZ 是首字母，不是程序".encode(), None, "txt"),
        ("[附件] 统计表".encode(), "a.txt", "txt"),
        ("日期 < 一月三十一日".encode(), "a.txt", "txt"),
    ],
)
def test_kind_is_told_by_content_and_then_by_name(data, name, expected):
    assert kind(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"", "空.txt", "空文件"),
        (b"\0\n \0", None, "空文件"),
        (stream_of("Workbook"), "报告.xls", "旧版 Excel 工作簿"),
        (stream_of("EncryptedPackage"), "报告.docx", "设有打开密码的 Office 文档"),
        (OLE, None, "旧版 Office 文件"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "报告.docx", "Excel 工作簿"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "报告.docx", "演示文稿"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "报告.ofd", "OFD 版式文件"),
        (archive("mimetype", "content.xml"), "报告.odt", "OpenDocument 文档"),
        (archive("各乡镇/报告.docx"), "报告.zip", "压缩包"),
        (b"Rar!\x1a\x07\x00" + bytes(20), "报告.rar", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "报告.7z", "压缩包"),
        (b"{\\rtf1\\ansi \\'d2\\'bb}", "报告.doc", "RTF 文档"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "报告.pdf", "图片或扫描件"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "报告.jpg", "图片或扫描件"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(50), None, "图片或扫描件"),
        (b"MZ\x90\0\x03\0\0\0" + bytes(200), "报告.exe", "程序文件"),
        (b"\x7fELF\2\1\1" + bytes(200), None, "程序文件"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), None, "音频或视频文件"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n" + PAGE.encode(),
         "报告.mht", "网页归档文件"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>', None,
         "Word 的 XML 文档"),
        (b'<?xml version="1.0"?><rows/>', "报告.xml", "XML 数据文件"),
        (bytes(range(256)) * 20, "报告.txt", "无法识别的二进制文件"),
    ],
)
def test_other_kinds_are_refused_in_one_sentence(data, name, what):
    with pytest.raises(UnreadableReport) as caught:
        kind(data, name)
    sentence = str(caught.value)
    assert what in sentence
    assert sentence.endswith("。") and sentence.count("。") == 1 and "请" in sentence
    assert sentence.startswith(f"文件“{name}”是" if name else "这个文件是")


def test_only_the_name_of_a_path_is_shown():
    with pytest.raises(UnreadableReport, match=r"^文件“报告\.rar”"):
        kind(b"Rar!\x1a\x07\x00" + bytes(20), "/srv/uploads/报告.rar")


@pytest.mark.parametrize("cut", [30, 100, 200])
def test_a_truncated_archive_is_damaged(cut):
    data = archive("[Content_Types].xml", "word/document.xml")
    with pytest.raises(UnreadableReport, match="不完整或已损坏"):
        kind(data[:-cut], "报告.docx")


@given(st.binary(), st.sampled_from([None, "a.txt", "a.docx", "a.md", "a"]))
def test_any_bytes_are_of_a_kind_or_refused(data, name):
    try:
        assert kind(data, name) in READ
    except UnreadableReport as error:
        assert str(error).endswith("。")


def test_pages_of_comments_take_no_time():
    assert kind(b"<!-- -->" * 8_000 + b"x" + b"<!---->" * 8_000, None) == "txt"
