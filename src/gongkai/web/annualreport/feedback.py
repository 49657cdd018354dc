"""问题反馈单: what is wrong in one unit's report, on one page of official paper (python-docx, report/writing/official.py)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.report.writing import official
from gongkai.report.writing.archive import steady
from gongkai.web.annualreport.domain.boarding import Sheet
from gongkai.web.organs.enums import UnitKind

ROOM = 900
"""Characters of problems that one page holds; more are told by number, with where the rest is found."""
_WIDTHS = (12, 16, 38, 90)


def sheet(told: Sheet, year: int, day: date) -> bytes:
    """The sheet of one unit as a Word file.

    Args:
        year: the year that the report is about.
        day: the day that stands below.
    """
    document = official.blank()
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    document.add_paragraph("政府信息公开工作年度报告问题反馈单", style="Title").paragraph_format.space_after = Pt(6)
    row = told.row
    _line(document, f"{row.unit.name}：")
    errors, warnings = row.errors or 0, row.warnings or 0
    _line(document, f"你单位{year}年度政府信息公开工作年度报告经核对，有错误{errors}处、警告{warnings}处"
                    + (f"，另有审核意见{len(told.remarks)}处" if told.remarks else "") + "，请逐一核实、改正后重新报送；经核实无误的，请说明理由。", indent=True)
    if told.note:
        _line(document, f"总的意见：{told.note}", indent=True)
    lines = [("意见", place, f"{text}{f'（原文：{quote[:40]}）' if quote else ''}") for place, quote, text in told.remarks]
    lines += [(one.level, one.place, one.message + (f"（依据：{one.basis}）" if one.basis else "")) for one in told.problems]
    shown, room = 0, ROOM
    for line in lines:
        room -= max(len(line[2]), len(line[1]) * 2) + 8
        if room < 0 and shown:
            break
        shown += 1
    _table(document, lines[:shown])
    if shown < len(lines):
        _line(document, f"以上为前{shown}项，其余{len(lines) - shown}项见本平台该报告的检查结果或者主管部门下发的问题清单。", indent=True)
    office = row.duty.unit.name + ("政府信息公开工作主管部门" if row.duty.unit.kind == UnitKind.GOVERNMENT else "")
    for text in (office, f"{day.year}年{day.month}月{day.day}日"):
        paragraph = _line(document, text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        official.set_indent(paragraph, rightChars=200)
    file = io.BytesIO()
    document.save(file)
    return steady(file.getvalue())


def _line(document: Any, text: str, indent: bool = False) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.line_spacing = Pt(24)
    for run in paragraph.runs:
        run.font.size = Pt(14)
    if indent:
        official.set_indent(paragraph, firstLineChars=200, firstLine=560)
    return paragraph


def _table(document: Any, lines: list[tuple[str, str, str]]) -> None:
    table = document.add_table(rows=1, cols=4)
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    table.autofit = False
    _fill(table.rows[0].cells, ("序号", "类别", "位置", "问题"), head=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for number, (level, place, message) in enumerate(lines, 1):
        _fill(table.add_row().cells, (str(number), level, place or "全文", message))
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


def _fill(cells: Any, texts: tuple[str, ...], head: bool = False) -> None:
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(10.5), official.LATIN
        run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), official.HEI if head else official.SONG)
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(15)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head or number < 2 else WD_ALIGN_PARAGRAPH.LEFT
