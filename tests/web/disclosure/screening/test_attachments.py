"""A gallery of files with one thing wrong each, and files without fault."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pylopdf_fonts_zh_cn as fonts
import pytest
import typst
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from screeningcases import MOBILE, TODAY, identity
from screeningfiles import cells, doc, docx, notes, ofd, ole, packed, ppt, pptx, properties, relations, xlsx

from gongkai.web.disclosure.screening import FileReport, screen_file

LIST = (("姓名", "身份证号"), ("李四", identity()), ("王五", identity()))


def looked(name: str, data: bytes) -> FileReport:
    return screen_file(name, data, today=TODAY)


def said(name: str, data: bytes) -> list[str]:
    report = looked(name, data)
    assert report.refusal is None
    return [remark.code for remark in report.remarks]


def run(text: str, inner: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{inner}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def pdf(content: bytes = b"", **root: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 400))
    page = made.pages[0]
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(content or b"BT /F1 12 Tf 50 300 Td (open to all) Tj ET")
    for key, value in root.items():
        made.Root["/" + key] = made.make_indirect(value)
    return saved(made)


def saved(made: pikepdf.Pdf, **more: object) -> bytes:
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, **more)  # type: ignore[arg-type]
    return out.getvalue()


def picture(kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind, **more)
    return out.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)}
    return picture("JPEG", exif=exif)


def old_sheet(*, hidden: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for row, values in enumerate(LIST):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    if hidden:
        sheet.col(1).hidden = True
        sheet.row(2).hidden = True
        book.add_sheet("底稿").visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printed(markup: str) -> bytes:
    made = typst.compile(markup.encode(), format="pdf", font_paths=[str(Path(fonts.serif_path()).parent)])
    assert isinstance(made, bytes)
    return made


SOUND = {
    "通知.docx": docx(), "表.xlsx": xlsx(("汇总", "visible", cells(("项目", "金额"), ("合计", "13800001")))),
    "讲稿.pptx": pptx("政务公开", "谢谢"), "通知.doc": doc("关于公开的通知"), "通知.wps": doc("关于公开的通知"), "讲稿.ppt": ppt("政务公开"),
    "公告.txt": "公告\r\n联系电话0571-87654321".encode("gb18030"), "表.csv": "项目,金额\n合计,-3.5\n".encode(),
    "公告.pdf": pdf(), "图.png": picture(), "图.jpg": picture("JPEG"), "图.JPEG": picture("JPEG"), "图.gif": picture("GIF"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_file_without_fault_comes_in_without_a_word(name: str) -> None:
    report = looked(name, SOUND[name])
    assert (report.refusal, report.remarks) == (None, ())
    assert report.unread == (report.kind in ("png", "jpg", "gif"))


@pytest.mark.parametrize(("name", "text"), [("通知.docx", "关于公开的通知"), ("通知.doc", "关于公开的通知"), ("讲稿.pptx", "政务公开\n\n谢谢"),
                                            ("讲稿.ppt", "政务公开"), ("公告.pdf", "open to all"), ("表.csv", "项目\t金额\n合计\t-3.5"),
                                            ("公告.txt", "公告\n联系电话0571-87654321")])
def test_the_text_is_there_for_search(name: str, text: str) -> None:
    assert looked(name, SOUND[name]).text.strip() == text


REFUSED = [
    ("a.txt", b"", "文件“a.txt”是空的，请重新上传。"),
    ("a.html", b"<html><body><script>x</script></body></html>", "文件“a.html”是网页或带标记的文本，不能作为附件，可以上传 PDF、OFD、Word、Excel、演示文稿、TXT、CSV 文件和 JPG、PNG、GIF 图片。"),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "文件“a.svg”是SVG 图形，不能作为附件，"),
    ("图.png", b'<?xml version="1.0"?><svg><script>x</script></svg>', "文件“图.png”的扩展名与内容不符，内容是SVG 图形，请用原软件另存为正确的格式后再上传。"),
    ("a.pdf", b"<html><body>x</body></html>", "文件“a.pdf”的扩展名与内容不符，内容是网页或带标记的文本，"),
    ("a.pdf", b"MZ\x90\0" + bytes(400), "文件“a.pdf”的扩展名与内容不符，内容是程序文件，"),
    ("a.exe", b"MZ\x90\0" + bytes(400), "文件“a.exe”是程序文件，不能作为附件，"),
    ("a.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(99), "文件“a.lnk”是快捷方式，不能作为附件，"),
    ("a.txt", b"#!/bin/sh\nrm -r x\n", "文件“a.txt”的扩展名与内容不符，内容是脚本文件，"),
    ("名单.xlsx", docx(), "文件“名单.xlsx”的扩展名与内容不符，内容是Word 文档，"),
    ("通知", docx(), "文件“通知”没有扩展名，内容是Word 文档，请补上正确的扩展名后再上传。"),
    ("通知.docx.exe", docx(), "文件“通知.docx.exe”的扩展名与内容不符，内容是Word 文档，"),
    ("a.zip", packed({"a.txt": "x"}), "文件“a.zip”是压缩包（.zip），其中的内容无法检查和检索，请解压后逐个上传。"),
    ("a.docx", packed({"a.txt": "x"}), "文件“a.docx”是压缩包（.zip），其中的内容无法检查和检索，请解压后逐个上传。"),
    ("a.docx", docx()[:300], "文件“a.docx”不完整或已损坏，无法打开检查，请用原软件另存后再上传。"),
    ("a.txt", "字".encode() * 2_000_000, "文件“a.txt”超过文本文件的上限 5 MB，请压缩其中的图片或拆分后再上传。"),
    ("a.docx", docx(word__vbaProject_b=b"x"), "文件“a.docx”带有宏（vbaproject.bin），不能上传，请另存为不带宏的格式（.docx、.xlsx、.pptx 或 PDF）后再上传。"),
    ("带宏.docm", docx(word__vbaProject_b=b"x"), "文件“带宏.docm”带有宏（.docm），不能上传，请另存为不带宏的格式"),
    ("a.xlsx", xlsx(("a", "visible", cells()), xl__macrosheets__sheet1_x="<x/>"), "文件“a.xlsx”带有宏（sheet1.xml），"),
    ("a.docx", docx(**{"word/media/a.exe": b"x"}), "文件“a.docx”里夹带可执行程序（a.exe），不能上传，请删除后再上传。"),
    ("a.docx", docx(**{"word/media/image1.png": b"MZ\x90\0x"}), "文件“a.docx”里夹带可执行程序（image1.png），"),
    ("a.docx", docx(**{"word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": b"\0\0\0\0\2\0run.exe\0C:\\run.exe\0"})}),
     "文件“a.docx”里夹带可执行程序（"),
    ("a.docx", docx(**{"word/embeddings/a.bin": packed({"a.exe": "x"})}), "文件“a.docx”里夹带压缩包（a.bin），其中的内容无法检查，不能上传，请删除后再上传。"),
    ("a.docx", docx(**{"word/embeddings/a.docx": docx(word__vbaProject_b=b"x")}), "文件“a.docx”带有宏（vbaproject.bin），"),
    ("a.docx", docx('<w:p><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd</w:instrText></w:r></w:p>'),
     "文件“a.docx”带有会启动其他程序的域（DDE），不能上传，请删除该域后再上传。"),
    ("a.docx", docx(**{"word/media/bomb.bin": bytes(120 << 20)}), "文件“a.docx”解压后过大或结构异常，疑为压缩炸弹，不能上传，请用办公软件重新另存后再上传。"),
    ("a.docx", docx(**{"word/media/bomb.bin": bytes(320 << 20)}), "文件“a.docx”解压后过大或结构异常，"),
    ("a.docx", docx(**{"docProps/core.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "文件“a.docx”含有不允许的 XML 声明，"),
    ("a.docx", ole({"EncryptedPackage": b"x"}), "文件“a.docx”设有打开密码，无法检查，他人也打不开，请取消密码后再上传。"),
    ("a.doc", doc("x", flags=0x0100), "文件“a.doc”设有打开密码，"),
    ("a.doc", doc("x", Macros__VBA__dir=b"x"), "文件“a.doc”带有宏（Macros），"),
    ("a.doc", doc("\x13 DDEAUTO cmd \x14x\x15"), "文件“a.doc”带有会启动其他程序的域（DDE），"),
    ("a.xls", ole({"Workbook": b"\x09\x08\x02\0\0\x06\x85\0\x08\0\0\0\0\0\0\x01\x01\0A"}), "文件“a.xls”带有宏（Excel 4.0 宏表），"),
    ("a.xls", ole({"Workbook": b"\x09\x08\x02\0\0\x06\x2f\0\x02\0\0\0"}), "文件“a.xls”设有打开密码，"),
    ("a.ppt", ppt("x", locked=True), "文件“a.ppt”设有打开密码，"), ("a.ppt", ppt("x", macro=True), "文件“a.ppt”带有宏（VBA），"),
    ("a.pdf", pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))),
     "PDF 文件“a.pdf”带有脚本（JavaScript），不能上传，请用“打印为 PDF”的方式重新生成后再上传。"),
    ("a.pdf", pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))), "PDF 文件“a.pdf”带有启动其他程序的动作，"),
    ("a.pdf", pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array())), "PDF 文件“a.pdf”带有动态表单（XFA），"),
    ("a.pdf", pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array([
        pikepdf.String("a"), pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF=pikepdf.String("底稿.xlsx"), EF=pikepdf.Dictionary())])))),
     "PDF 文件“a.pdf”里夹带附件（底稿.xlsx），不能上传，请删除夹带的附件，另行上传。"),
    ("a.pdf", b"%PDF-1.7\n" + b"x" * 500, "文件“a.pdf”不完整或已损坏，"),
    ("a.png", picture()[:20], "文件“a.png”不完整或已损坏，"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED, ids=range(len(REFUSED)))
def test_what_may_not_come_in_is_refused_in_one_sentence(name: str, data: bytes, sentence: str) -> None:
    report = looked(name, data)
    assert report.refusal is not None
    assert report.refusal.startswith(sentence)
    assert report.refusal.endswith("。") and report.refusal.count("。") == 1
    assert report.blocked and report.remarks == ()


def test_a_pdf_with_a_password_is_refused() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as made:
        locked = saved(made, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert looked("a.pdf", locked).refusal == "文件“a.pdf”设有打开密码，无法检查，他人也打不开，请取消密码后再上传。"


def test_scripts_are_found_in_a_pdf_whose_objects_are_packed_and_ciphered() -> None:
    script = pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")))
    with pikepdf.open(io.BytesIO(script)) as made:
        ciphered = saved(made, encryption=pikepdf.Encryption(user="", owner="b"))
    assert b"JavaScript" not in ciphered
    assert "JavaScript" in (looked("a.pdf", ciphered).refusal or "")


COMMENTS = f'<w:comments xmlns:w="{"http://schemas.openxmlformats.org/wordprocessingml/2006/main"}"><w:comment><w:p><w:r><w:t>这句话不要</w:t></w:r></w:p></w:comment></w:comments>'
REMARKED = [
    ("a.docx", docx(word__comments_x=COMMENTS), "file.comments", "“a.docx”有1处批注（如“这句话不要”），请删除批注后重新上传，或说明保留的理由。"),
    ("a.docx", docx('<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'), "file.tracked",
     "“a.docx”有2处修订痕迹（如“新”），公众可以看到修改前的内容，请接受或拒绝全部修订后重新上传。"),
    ("a.docx", docx(run("底价", "<w:vanish/>")), "file.hidden_text", "“a.docx”有1处隐藏或白色的文字（如“底价”），公众可以看到，请核对，不应公开的删除。"),
    ("a.docx", docx(run("底价", '<w:color w:val="FFFFFF"/>')), "file.hidden_text", "“a.docx”有1处隐藏或白色的文字"),
    ("a.docx", docx(**{"docProps/core.xml": properties(creator="李四", lastModifiedBy="王五")}), "file.metadata",
     "“a.docx”的文件属性里留有作者、最后修改者（作者：李四；最后修改者：王五），请核对是否涉及个人或内部信息，不需要的在文件属性中清除后重新上传。"),
    ("a.docx", docx(**{"word/_rels/settings.xml.rels": relations(("attachedTemplate", "http://evil.example/t.dotm", True))}),
     "file.remote_template", "“a.docx”会从网上加载模板http://evil.example/t.dotm，有安全风险，请断开模板后重新上传。"),
    ("a.docx", docx(**{"word/_rels/document.xml.rels": relations(("image", "http://10.0.0.1/a.png", True))}), "file.external",
     "“a.docx”引用了外部内容“http://10.0.0.1/a.png”，公众打开时会报错或显示不出，请断开链接后重新上传。"),
    ("a.docx", docx(**{"word/_rels/document.xml.rels": relations(("hyperlink", "file:///C:/a.doc", True))}), "file.external",
     "“a.docx”引用了外部内容“编辑者电脑上的文件（file:///C:/a.doc）”，"),
    ("a.docx", docx(**{"word/embeddings/a.xlsx": xlsx(("a", "visible", cells(("数", "1"))))}), "file.embedded",
     "“a.docx”嵌入了1个其他文件（如“a.xlsx”），公众可以整个打开，请核对，不应公开的改为图片或删除。"),
    ("a.xlsx", xlsx(("公示", "visible", cells(("a",))), ("底稿", "veryHidden", cells(("b",)))), "file.hidden_sheet",
     "“a.xlsx”有隐藏的工作表“底稿”，公众下载后可以看到，请核对，不应公开的删除。"),
    ("a.xlsx", xlsx(("公示", "visible", '<cols><col min="2" max="16384" hidden="1"/></cols>' + cells(("a", "b")))), "file.hidden_rows",
     "“a.xlsx”工作表“公示”有隐藏的列（B）且其中有内容，公众下载后可以看到，请核对，不应公开的删除。"),
    ("a.xlsx", xlsx(("公示", "visible", cells(("a",), ("b",), hidden=(2,)))), "file.hidden_rows", "“a.xlsx”工作表“公示”有隐藏的行（2）且其中有内容，"),
    ("a.xlsx", xlsx(("公示", "visible", cells(("a",))), xl__comments1_x='<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><comment><t>待核</t></comment></comments>'),
     "file.comments", "“a.xlsx”有1处批注（如“待核”），"),
    ("a.xlsx", xlsx(("公示", "visible", cells(("a",))), xl__pivotCache__pivotCacheRecords1_x="<x/>"), "file.pivot", "“a.xlsx”的数据透视表保留着全部源数据，"),
    ("a.pptx", pptx("一", "!二"), "file.hidden_slide", "“a.pptx”有1张隐藏的幻灯片，公众下载后可以看到，请核对，不应公开的删除。"),
    ("a.pptx", pptx("一", ppt__notesSlides__notesSlide1_x=notes("别念出来")), "file.notes", "“a.pptx”有1页演讲者备注，"),
    ("a.csv", "姓名,电话\n=cmd|' /C calc'!A0,1\n".encode(), "file.formula", "“a.csv”有1个以等号等开头、会被表格软件当作公式执行的单元格（如“=cmd|' /C calc'!A0”），"),
    ("a.jpg", located(), "file.location", "“a.jpg”带有拍摄地点的定位信息，可能暴露个人住址或内部场所，请清除图片的定位信息后重新上传。"),
    ("a.doc", doc("x", ObjectPool___123456789__x=b"x"), "file.embedded", "“a.doc”嵌入了1个其他文件"),
    ("a.ofd", ofd("公开"), "file.metadata", "“a.ofd”的文件属性里留有作者（作者：李四），"),
    ("a.ofd", ofd("公开", **{"Doc_0/Attachs/a.xlsx": b"x", "OFD.xml": "<x/>"}), "file.embedded", "“a.ofd”嵌入了1个其他文件（如“a.xlsx”），"),
    ("a.pdf", pdf(b"BT /F1 12 Tf 50 300 Td (secret) Tj ET 0 g 45 295 60 18 re f"), "file.covered",
     "“a.pdf”第1页有1处黑块遮盖的文字仍可复制出来，请在源文件中删去这些文字后重新生成。"),
    ("a.pdf", pdf(b"0 0 9 9 re f"), "file.no_text", "“a.pdf”没有可以读取的文字（可能是扫描件），"),
]


@pytest.mark.parametrize(("name", "data", "code", "sentence"), REMARKED, ids=range(len(REMARKED)))
def test_what_is_hidden_is_remarked(name: str, data: bytes, code: str, sentence: str) -> None:
    report = looked(name, data)
    assert report.refusal is None
    assert [remark.code for remark in report.remarks] == [code]
    assert report.remarks[0].message.startswith(sentence)
    assert report.remarks[0].message.endswith("。")


@pytest.mark.parametrize("content", [
    b"0 g 45 295 60 18 re f 1 g BT /F1 12 Tf 50 300 Td (a head) Tj ET",
    b"BT /F1 12 Tf 50 300 Td (a line) Tj ET 0 g 45 295 200 1 re f",
    b"BT /F1 12 Tf 50 300 Td (beside) Tj ET 0 g 45 200 60 18 re f",
    b"BT /F1 12 Tf 50 300 Td (lit) Tj ET 0.9 g 45 295 60 18 re f",
    b"BT /F1 12 Tf 50 300 Td (framed) Tj ET 0 g 45 295 60 18 re S",
])
def test_dark_ground_rules_and_frames_cover_nothing(content: bytes) -> None:
    assert said("a.pdf", pdf(content)) == []


def test_annotations_and_layers_of_a_pdf() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as made:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=pikepdf.String("待核实"),
                                  Rect=pikepdf.Array([0, 0, 9, 9]))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]))
        made.pages[0].Annots = pikepdf.Array([note, link])
        layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("底稿")))
        made.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer])))
        made.docinfo["/Author"] = "李四"
        report = looked("a.pdf", saved(made))
    assert [remark.message for remark in report.remarks] == [
        "“a.pdf”的文件属性里留有作者（作者：李四），请核对是否涉及个人或内部信息，不需要的在文件属性中清除后重新上传。",
        "“a.pdf”有1个默认不显示的图层（如“底稿”），公众可以打开，请核对，不应公开的删除后重新生成。",
        "“a.pdf”有1处注释（如“待核实”），公众可以看到，请删除后重新生成，或说明保留的理由。"]


def test_a_list_of_persons_in_a_workbook_names_sheet_and_row() -> None:
    report = looked("名单.xlsx", xlsx(("救助", "visible", cells(*LIST))))
    [remark] = report.remarks
    assert remark.message == ("“名单.xlsx”工作表“救助”第2行起的人员名单有2处公民身份号码没有遮盖（如“110101********1232”），"
                              "请遮盖后再送审：正文可用“遮盖个人信息”，附件在原文件中遮盖后重新上传。")
    assert report.text[remark.start:remark.end] == identity()
    assert remark.field == "工作表“救助”"


@pytest.mark.parametrize(("name", "data"), [
    ("a.xlsx", xlsx(("公示", "visible", cells(("a",))), ("底稿", "hidden", cells(*LIST)))),
    ("a.docx", docx(**{"word/embeddings/a.xlsx": xlsx(("a", "visible", cells(*LIST)))})),
])
def test_a_list_that_is_hidden_is_found_and_is_no_text_for_search(name: str, data: bytes) -> None:
    report = looked(name, data)
    assert [remark.code for remark in report.remarks][1:] == ["person.list"]
    assert report.remarks[1].start is None
    assert identity() not in report.text
    assert report.blocked


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", "\n".join(",".join(row) for row in LIST).encode("gbk")), ("a.txt", "\n".join(" ".join(row) for row in LIST).encode()),
    ("a.xls", old_sheet()), ("a.et", old_sheet()), ("a.doc", doc("\r".join("\t".join(row) for row in LIST))),
    ("a.docx", docx("<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{run(cell)}</w:tc>" for cell in row) + "</w:tr>"
                                        for row in LIST) + "</w:tbl>")),
    ("a.pdf", printed("#table(columns: 2, " + ", ".join(f"[{cell}]" for row in LIST for cell in row) + ")")),
])
def test_a_list_of_persons_in_every_kind_of_file(name: str, data: bytes) -> None:
    assert said(name, data) == ["person.list"]


def test_an_old_workbook_shows_what_it_hides() -> None:
    assert [remark.message.split("，")[0] for remark in looked("a.xls", old_sheet(hidden=True)).remarks] == [
        "“a.xls”工作表“名单”有隐藏的列（B）且其中有内容", "“a.xls”工作表“名单”有隐藏的行（3）且其中有内容", "“a.xls”有隐藏的工作表“底稿”",
        "“a.xls”工作表“名单”第2行起的人员名单有2处公民身份号码没有遮盖（如“110101********1232”）"]


COLUMN = '<cols><col min="2" max="2" {}/></cols>'


@pytest.mark.parametrize(("name", "data"), [
    ("a.xlsx", xlsx(("公示", "visible", COLUMN.format('hidden="1"') + cells(("姓名", "底价"), ("李四", "九百")))),),
    ("a.xlsx", xlsx(("公示", "visible", COLUMN.format('width="0"') + cells(("姓名", "底价"), ("李四", "九百")))),),
    ("a.xlsx", xlsx(("公示", "visible", cells(("姓名",), ("底价九百",), ("李四",), hidden=(2,))))),
])
def test_hidden_rows_and_columns_are_no_text_for_search(name: str, data: bytes) -> None:
    report = looked(name, data)
    assert [remark.code for remark in report.remarks] == ["file.hidden_rows"]
    assert "姓名" in report.text and "李四" in report.text
    assert "底价" not in report.text and "九百" not in report.text


@pytest.mark.parametrize(("name", "data"), [
    ("a.xlsx", xlsx(("名单", "visible", COLUMN.format('hidden="1"') + cells(*LIST)), ("说明", "visible", cells(("附注",))))),
    ("a.xlsx", xlsx(("名单", "visible", cells(*LIST, hidden=(2,))), ("说明", "visible", cells(("附注",))))),
])
def test_persons_in_hidden_rows_and_columns_are_still_found(name: str, data: bytes) -> None:
    report = looked(name, data)
    assert [remark.code for remark in report.remarks] == ["file.hidden_rows", "person.list"]
    assert report.blocked and report.remarks[1].start is None
    assert "附注" in report.text


def test_an_old_workbook_keeps_what_it_hides_out_of_search() -> None:
    report = looked("a.xls", old_sheet(hidden=True))
    assert identity() not in report.text and "王五" not in report.text and "李四" in report.text


def test_telephones_kept_as_numbers_are_found() -> None:
    data = ('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>手机</t></is></c></row>'
            '<row r="5"><c r="A5" t="inlineStr"><is><t>李四</t></is></c><c r="B5"><v>1.3800001234E10</v></c></row></sheetData>')
    [remark] = looked("a.xlsx", xlsx(("表", "visible", data))).remarks
    assert remark.message.startswith("“a.xlsx”工作表“表”第5行出现个人手机号码“138****1234”")
    assert MOBILE in looked("a.xlsx", xlsx(("表", "visible", data))).text


def test_metadata_in_a_picture() -> None:
    info = PngInfo()
    info.add_text("Author", "李四")
    assert said("a.png", picture(pnginfo=info)) == ["file.metadata"]


def test_programs_of_every_day_in_the_properties_are_passed_over() -> None:
    data = docx(**{"docProps/core.xml": properties(creator="Administrator", lastModifiedBy="微软用户")})
    assert said("a.docx", data) == []


@pytest.mark.parametrize("name", [*SOUND, "a.xls"])
def test_a_file_cut_off_or_changed_anywhere_never_raises(name: str) -> None:
    data = SOUND.get(name) or old_sheet()
    for place in range(0, len(data), max(1, len(data) // 60)):
        looked(name, data[:place])
        looked(name, data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1:])
        looked(name, data[:place] + bytes(8) + data[place + 8:])


HEADS = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1",
                         b"GIF89a", b"MZ", "姓名,电话\n".encode(), b"<svg", b"\xff\xfe"])


@settings(max_examples=150)
@given(HEADS, st.binary(max_size=2_000), st.sampled_from(["pdf", "docx", "xlsx", "doc", "xls", "ppt", "png", "jpg", "gif", "txt", "csv", "ofd", ""]))
def test_random_bytes_never_raise(head: bytes, rest: bytes, suffix: str) -> None:
    report = looked(f"a.{suffix}", head + rest)
    assert report.refusal is None or report.refusal.endswith("。")


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["word/document.xml", "word/comments.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels",
                                        "docProps/core.xml", "xl/sharedStrings.xml", "ppt/slides/slide1.xml", "OFD.xml"]),
                       st.one_of(st.binary(max_size=200), st.sampled_from([b"<a><b/></a>", b"<worksheet/>", b"<x", docx()]))),
       st.sampled_from(["docx", "xlsx", "pptx", "ofd"]))
def test_odd_packages_never_raise(parts: dict[str, bytes], suffix: str) -> None:
    looked(f"a.{suffix}", packed({"[Content_Types].xml": "<x/>", **parts}, zipfile.ZIP_STORED))
