"""Sheets for the tests of imports."""

import io

import openpyxl

OFFICIAL = [
    ["清川县义务教育领域基层政务公开标准目录"],
    ["序号", "公开事项", "", "公开内容\n（要素）", "公开依据", "公开时限", "公开\n主体", "公开渠道和载体\n（至少选择其一）", "公开对象", "",
     "公开方式", "", "公开层级", ""],
    ["", "一级\n事项", "二级\n事项", "", "", "", "", "", "全社会", "特定群众\n（请写明）", "主动", "依申请公开", "县级", "乡、村级"],
    [1, "政策文件", "招生入学", "本县小学、初中招生办法", "《中华人民共和国义务教育法》", "自信息形成或者变更之日起20个工作日内", "县教育局",
     "■政府网站\n□公示栏", "√", "", "√", "", "√", ""],
    [2, "", "资助政策", "家庭经济困难学生资助办法", "", "", "", "■政府网站", "", "受资助学生家庭", "√", "√", "√", "√"],
    [3, "办事服务", "", "学籍转接办事指南", "《中小学生学籍管理办法》", "长期", "县教育局", "■政府网站", "√", "", "√", "", "√", ""],
]
"""A 标准目录 in the layout of official files; `MERGED` are its merged cells."""
MERGED = ("A1:N1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2", "K2:L2", "M2:N2", "B4:B5", "E4:E5", "F4:F5", "G4:G5")


def official_catalogue(title=OFFICIAL[0][0]):
    """`OFFICIAL` as an XLSX file, its cells merged."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([title], *OFFICIAL[1:])))
    for cells in MERGED:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows):
    """The bytes of an XLSX file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
