"""Annual reports of invented units, as units that do not use the platform would send them: Word, PDF, pages, text, and what goes wrong.

    made = report("清川县水利局", 2025, 7)          # a sound report
    file_of(made, "docx")                            # as a file
    broken(made, "blank")                            # with a fault

Our own writing; bench, demonstration and tests drop these.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterable
from datetime import date

from gongkai.report.form import edition_for
from gongkai.report.model import Number, Report
from gongkai.report.reading.typed import typed
from gongkai.report.writing import write

KINDS = ("person", "enterprise", "research", "welfare", "legal", "other")


def report(unit: str, year: int, seed: int, *, carried_in: int = 0) -> Report:
    """A sound report of a unit: sums that hold, a text that agrees with the tables; the same for the same seed."""
    lots = random.Random(seed)
    form = edition_for(year)
    assert form is not None
    cells: dict[str, Number | None] = dict.fromkeys(form.addresses(), 0)
    received = {kind: lots.randrange(0, 9) if kind in ("person", "enterprise") else 0 for kind in KINDS}
    received["person"] += 3
    totals = dict.fromkeys(("received", "carried_in", "granted", "partial", "unable.not_held", "processed", "carried_out"), 0)
    for kind in KINDS:
        came, before = received[kind], carried_in if kind == "person" else 0
        left = 1 if kind == "person" and lots.random() < 0.3 else 0
        done = came + before - left
        granted = lots.randint(0, done)
        partial = lots.randint(0, done - granted)
        values = {"received": came, "carried_in": before, "granted": granted, "partial": partial, "unable.not_held": done - granted - partial,
                  "processed": done, "carried_out": left}
        for row, value in values.items():
            cells[f"3.{row}.{kind}"] = value
            totals[row] += value
    cells |= {f"3.{row}.total": value for row, value in totals.items()}
    made, repealed, licences = lots.randrange(0, 4), 0, lots.randrange(0, 300)
    if form.edition == "2021":
        cells |= {"2.normative_documents.issued": made, "2.normative_documents.repealed": repealed,
                  "2.normative_documents.in_force": made + lots.randrange(0, 9), "2.licensing.decisions": licences}
    upheld = lots.randrange(0, 2)
    cells |= {"4.review.upheld": upheld, "4.review.total": upheld}
    total, closed = totals["received"], totals["processed"]
    name = unit.removesuffix("人民政府") if unit.endswith(("镇人民政府", "乡人民政府")) else unit
    texts = {
        1: f"（一）主动公开\n{year}年，{name}通过县政府网站公开信息{lots.randrange(40, 200)}条，重点公开办事服务、资金使用和民生项目的情况。\n"
           f"（二）依申请公开\n全年收到政府信息公开申请{total}件，均按照规定登记、办理和答复，办结{closed}件。\n"
           f"（三）政府信息管理\n对以往公开的信息逐条检查，及时更正失效内容。\n（四）政府信息公开平台建设\n专栏由专人每日检查，链接全部有效。\n"
           f"（五）监督保障\n组织业务学习{lots.randrange(2, 6)}次，公布监督电话，未发生责任追究的情形。",
        5: "个别科室公开不够及时，解读形式单一。下一步将按月检查公开情况，增加图解和问答。",
        6: "本年度没有收取信息处理费，没有其他需要报告的事项。",
    }
    return typed(edition_name=form.edition, unit=unit, year=year, title=f"{unit}{year}年政府信息公开工作年度报告",
                 preamble=f"根据《中华人民共和国政府信息公开条例》编制本报告，数据统计期限为{year}年1月1日至{year}年12月31日。", texts=texts,
                 cells=cells, signed=(unit, date(year + 1, 1, 15 + seed % 10)), check=False)


FAULTS = ("sum", "blank", "words", "empty", "year")
"""What can go wrong: a sum that does not hold; a row left blank; words where a number stands; all of table 4 empty; last year's."""


def broken(made: Report, fault: str) -> Report:
    """The report with one of `FAULTS`, in place."""
    if fault == "sum":
        made.cells["3.processed.total"].value = int(made.cells["3.processed.total"].value or 0) + 2
    elif fault == "blank":
        for column in (*KINDS, "total"):
            made.cells[f"3.carried_out.{column}"].value = None
            made.cells[f"3.carried_out.{column}"].raw = ""
    elif fault == "words":
        made.cells["3.granted.person"].value, made.cells["3.granted.person"].raw = None, "详见附表"
    elif fault == "empty":
        for address, cell in made.cells.items():
            if address.startswith("4."):
                cell.value, cell.raw = None, ""
    for address, cell in made.cells.items():
        if fault != "words" or address != "3.granted.person":
            cell.raw = "" if cell.value is None else str(cell.value)
    return made


def file_of(made: Report, format: str) -> bytes:
    """The report as a file: docx, pdf, html, md."""
    return write(made, format)


class _Packed(zipfile.ZipInfo):
    """An entry whose name is written in GBK, without the flag of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits


def parcel(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP as Chinese programs pack it: names in GBK."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            entry = _Packed(name, (2026, 1, 20, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()
