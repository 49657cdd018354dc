"""One workbook of a batch: files, all values wide and long, findings, what people confirmed. No formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils import timezone

from gongkai.report.form import edition, editions
from gongkai.report.frames import addresses
from gongkai.web.annualreport.domain.doubts import printed, text
from gongkai.web.annualreport.domain.figures import values_of
from gongkai.web.annualreport.models import CollectBatch, CollectedFile

LEVELS = {"error": "错误", "warning": "警告", "notice": "提示"}
ORIGINS = {"read": "读取", "inferred": "推定", "corrected": "核定"}


def write(target: IO[bytes], batch: CollectBatch) -> int:
    """Write the workbook of a batch; how many files it tells of."""
    from openpyxl import Workbook

    rows = list(batch.files.select_related("unit").prefetch_related("decisions__by").order_by("id"))
    book = Workbook(write_only=True)
    _sheet(book, "文件", _files(rows))
    for name in [name for name in editions() if any(row.edition == name and row.reading for row in rows)]:
        _sheet(book, f"数据（{name}年版）", _wide(name, rows))
    _sheet(book, "逐格数据", _long(rows))
    _sheet(book, "问题", _findings(rows))
    _sheet(book, "核定记录", _decisions(rows))
    book.save(target)
    return len(rows)


def _files(rows: Iterable[CollectedFile]) -> Iterator[list[Any]]:
    yield ["文件", "单位", "年度", "识别方式", "状态", "错误", "警告", "待核对单元格", "须知", "无法读取的原因", "说明", "统计口径"]
    for row in rows:
        yield [row.name, row.unit.name if row.unit else "", row.year, row.matched_by, row.get_state_display(), row.errors, row.warnings,
               row.doubtful, "；".join(row.told), row.error, row.note, row.get_scope_display()]


def _wide(name: str, rows: Iterable[CollectedFile]) -> Iterator[list[Any]]:
    form = edition(name)
    order = addresses(name)
    yield ["单位", "年度", "文件", "状态", *(form.label(address) for address in order)]
    for row in rows:
        if row.edition == name and row.reading:
            values = values_of(row)
            yield [row.unit.name if row.unit else "", row.year, row.name, row.get_state_display(), *(values.get(address) for address in order)]


def _long(rows: Iterable[CollectedFile]) -> Iterator[list[Any]]:
    yield ["单位", "年度", "文件", "地址", "单元格", "数值", "读取值", "原文", "来源"]
    for row in rows:
        if not row.reading or row.edition not in editions():
            continue
        form, values, said = edition(row.edition), values_of(row), printed(row)
        decided = {one.address for one in row.decisions.all()}
        for address in addresses(row.edition):
            if address in values:
                cell = row.reading["cells"].get(address) or {}
                origin = "corrected" if address in decided else cell.get("origin", "read")
                yield [row.unit.name if row.unit else "", row.year, row.name, address, form.label(address), values[address],
                       text(said.get(address)), cell.get("raw"), ORIGINS.get(origin, origin)]


def _findings(rows: Iterable[CollectedFile]) -> Iterator[list[Any]]:
    yield ["单位", "年度", "文件", "级别", "问题", "依据", "代码"]
    for row in rows:
        for one in row.findings:
            yield [row.unit.name if row.unit else "", row.year, row.name, LEVELS[one["level"]], one["message"], one["basis"], one["code"]]


def _decisions(rows: Iterable[CollectedFile]) -> Iterator[list[Any]]:
    yield ["文件", "单元格", "读取值", "原文", "核定值", "说明", "核定人", "时间"]
    for row in rows:
        form = edition(row.edition) if row.edition in editions() else None
        for one in row.decisions.all():
            yield [row.name, form.label(one.address) if form else one.address, one.read, one.raw, one.value or "（空白）", one.note, one.by.name,
                   f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}"]


def _sheet(book: Any, title: str, rows: Iterable[list[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_inert(value))
            if isinstance(cell.value, str):
                cell.data_type, cell.quotePrefix = "s", True
            if not number:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _inert(value: Any) -> Any:
    """A value that a workbook may hold: control characters out, long texts cut."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " or sign in "\t\n")[:32_000]
    return value
