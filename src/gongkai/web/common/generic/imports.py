"""Rows that come in as a sheet: looked at first, applied when somebody says so, once.

    UNITS = SheetImport(
        kind="units", title="导入单位", apply=units.import_units, columns=(
            Column("name", "名称", ("单位名称", "机关名称"), required=True, example="清川县教育局"),
            Column("kind", "类别", parse=one_of(UnitKind.choices), help="政府部门、乡镇人民政府等"),
            Column("founded_on", "设立日期", parse=day),
        ))

    @adds(Unit, "add")
    def import_units(request):
        return upload(request, UNITS, request.user.home, preview="organs:import_units_preview")

    @opens(ImportRun, "add")
    def import_units_preview(request, row):
        return preview(request, UNITS, row, again="organs:import_units", done=reverse("organs:units"))

Any row that is wrong holds up the whole sheet: half an import is harder to mend than none. All that is wrong is told at once: what the
cells show and what only the database knows. `apply` is one function of `domain/`; it is called in a transaction with the actor, the
unit and the parsed rows, and says what it did. columns.py says what cells mean, heads.py finds the head, sheets.py reads the file.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.web.common import eventlog, files, gate, sealing
from gongkai.web.common.generic import heads, sheets
from gongkai.web.common.generic.columns import Column, Fault, Rows
from gongkai.web.common.models import ImportRun

BYTES = 10 << 20
"""Bytes that a sheet may have."""
SHOWN = 200
"""Rows that the preview shows."""
ERRORS = 500
"""Faults that are listed; a sheet with more is wrong altogether."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class SheetImport:
    """What comes in with one kind of sheet.

    Args:
        kind: a name for ImportRun.
        title: of the pages.
        columns: what is looked for; other columns are named in the preview and left aside.
        apply: (actor, unit, rows) → what was done, label → number; raises ValidationError or GongkaiError.
        check: (actor, unit, rows) → faults that only the database knows; a row's number is its key ``row``. Rows whose cells are wrong
            come too: what could not be read holds the column's default, and its key is in ``faulty``.
        unique: keys whose values together occur once in a sheet.
        hint: a paragraph for the upload page.
        merged: whether each cell of a merged range holds the range's text.
        above: the text above the head → cells for columns that the sheet lacks, by key.
        private: the rows hold personal data: they lie sealed until they are applied, and the file is not kept.
    """

    kind: str
    title: str
    columns: Sequence[Column]
    apply: Callable[[Any, Any, Rows], Mapping[str, int]]
    check: Callable[[Any, Any, Rows], Iterable[Fault]] = field(default=lambda actor, unit, rows: ())
    unique: tuple[str, ...] = ()
    hint: str = ""
    merged: bool = False
    above: Callable[[str], Mapping[str, str]] = field(default=lambda text: {})
    private: bool = False


@dataclass(slots=True)
class Taken:
    """What a sheet says.

    Attributes:
        rows: parsed.
        faults: what its cells show to be wrong.
        aside: heads of columns that were not read.
        notes: what was understood or left out otherwise than cell by cell, a sentence each.
        shown: the first rows for showing, number → texts in the order of the columns.
    """

    rows: Rows = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: dict[int, list[str]] = field(default_factory=dict)


def take(sheet: SheetImport, rows: list[list[str]]) -> Taken:
    """What a sheet says, whose rows are as `sheets.look` gives them."""
    head = heads.find(sheet.columns, rows)
    if head is None:
        wanted = "、".join(column.label for column in sheet.columns if column.required) or sheet.columns[0].label
        return Taken(faults=[Fault(0, "", f"没有找到表头，请使用本页下载的模板，表头应有：{wanted}。")])
    taken = Taken(aside=list(dict.fromkeys(head.aside)))
    title = " ".join(dict.fromkeys(cell for cells in rows[:head.first] for cell in cells if cell))
    given = {key: text for key, text in sheet.above(title).items() if not head.has(key)}
    for column in sheet.columns:
        if column.key in given:
            taken.notes.append(f"表中没有“{column.label}”列，各行都按表头上方的标题取为“{given[column.key]}”。")
    missing = [column.label for column in sheet.columns if column.required and not head.has(column.key) and column.key not in given]
    if missing:
        taken.faults.append(Fault(0, "", f"表头缺少“{'”“'.join(missing)}”，请对照模板补上后重新上传。"))
        return taken
    _rows(sheet, head, given, rows, taken)
    if not taken.rows:
        taken.faults.append(Fault(0, "", "表头以下没有内容，请填写后重新上传。"))
    return taken


def _rows(sheet: SheetImport, head: heads.Head, given: Mapping[str, str], rows: list[list[str]], taken: Taken) -> None:
    """Read the rows below the head."""
    seen: dict[tuple[Any, ...], int] = {}
    top = {tuple(rows[number]) for number in (head.first, head.last)}
    for number, cells in enumerate(rows[head.last + 1:], head.last + 2):
        if not any(cells) or tuple(cells) in top:  # a head that is printed again on each page
            continue
        if _is_example(sheet, head, cells):
            taken.notes.append(f"第 {number} 行是模板自带的示例，没有读取。")
            continue
        row, wrong = _row(sheet, head, given, cells, number)
        taken.faults += wrong
        key = tuple(row[name] for name in sheet.unique)
        if sheet.unique and not row["faulty"] & set(sheet.unique):
            if key in seen:
                labels = "、".join(column.label for column in sheet.columns if column.key in sheet.unique)
                taken.faults.append(Fault(number, labels, f"与第 {seen[key]} 行重复，请删去其中一行。"))
            seen.setdefault(key, number)
        taken.rows.append(row)
        if len(taken.shown) < SHOWN:
            taken.shown[number] = [given.get(column.key) or head.raw(column, cells) for column in sheet.columns]
        if len(taken.faults) >= ERRORS:
            del taken.faults[ERRORS:]
            break


def _is_example(sheet: SheetImport, head: heads.Head, cells: list[str]) -> bool:
    """Whether a row is the template's example as it came: all its cells, and no other."""
    examples = [column for column in sheet.columns if column.example]
    if not examples or not all(head.has(column.key) for column in examples):
        return False
    return all(_same(column, head.raw(column, cells)) for column in sheet.columns)


def _same(column: Column, text: str) -> bool:
    if text == column.example or not (text and column.example):
        return text == column.example
    try:
        return bool(column.parse(text) == column.parse(column.example))
    except (ValueError, ValidationError):
        return False


def _row(sheet: SheetImport, head: heads.Head, given: Mapping[str, str], cells: list[str], number: int) -> tuple[dict[str, Any], list[Fault]]:
    row: dict[str, Any] = {"row": number}
    wrong: set[str] = set()
    faults = []
    for column in sheet.columns:
        row[column.key] = column.default
        text = ""
        try:
            text = given[column.key] if column.key in given else head.text(column, cells)
            if text:
                row[column.key] = column.parse(text)
            elif column.required:
                faults.append(Fault(number, column.label, "不能为空。"))
                wrong.add(column.key)
        except ValidationError as error:
            faults.append(Fault(number, column.label, f"“{text[:40]}”：{'；'.join(error.messages)}"))
            wrong.add(column.key)
        except ValueError as error:
            faults.append(Fault(number, column.label, f"“{(text or head.raw(column, cells))[:40]}”{error}。"))
            wrong.add(column.key)
    row["faulty"] = frozenset(wrong)
    return row, faults


def all_faults(sheet: SheetImport, taken: Taken, actor: Any, unit: Any) -> list[Fault]:
    """What is wrong in a sheet: what its cells show, and what the database knows of the same rows; by row and column."""
    known = list(sheet.check(actor, unit, taken.rows)) if taken.rows else []
    order = {column.label: number for number, column in enumerate(sheet.columns)}
    return sorted([*taken.faults, *known], key=lambda fault: (fault.row, order.get(fault.column, -1)))[:ERRORS]


def template_file(sheet: SheetImport) -> bytes:
    """An empty sheet to fill in, with one example row where the columns have examples."""
    rows = [[column.label for column in sheet.columns]]
    if any(column.example for column in sheet.columns):
        rows.append([column.example for column in sheet.columns])
    file = io.BytesIO()
    sheets.write_xlsx(file, rows, sheet.title)
    return file.getvalue()


def upload(request: HttpRequest, sheet: SheetImport, unit: Any, *, preview: str, **context: Any) -> HttpResponseBase:
    """The page that takes a sheet, and its template (``?template``). What was read is kept as an ImportRun and shown by `preview`."""
    gate.require(request.user, "add", ImportRun(unit=unit))
    if "template" in request.GET:
        return FileResponse(io.BytesIO(template_file(sheet)), as_attachment=True, filename=f"{sheet.title}模板.xlsx", content_type=_XLSX)
    error = ""
    if request.method == "POST":
        try:
            run = _taken(request, sheet, unit)
        except GongkaiError as fault:
            error = str(fault)
        else:
            return redirect(preview, id=run.pk)
    return render(request, "common/import.html", {"sheet": sheet, "error": error, "most": sheets.ROWS, "megabytes": BYTES >> 20, **context},
                  status=400 if error else 200)


def _taken(request: HttpRequest, sheet: SheetImport, unit: Any) -> ImportRun:
    given = request.FILES.get("file")
    if given is None:
        raise GongkaiError("请先选择要上传的表格。")
    if (given.size or 0) > BYTES:
        raise GongkaiError(f"文件超过 {BYTES >> 20} MB，请分成几个文件分别上传。")
    data = given.read()
    rows, others = sheets.look(data, merged=sheet.merged)
    faults = take(sheet, rows).faults
    workbook, by = data.startswith(b"PK"), cast(Any, request.user)  # signed in: the gate let nobody else through
    if sheet.private:
        run = ImportRun.objects.create(unit=unit, kind=sheet.kind, rows={"sealed": _seal(rows, sheet, unit)}, made_by=by)
        if told := beside(others):
            messages.warning(request, told)
        return run
    with transaction.atomic():
        kept = files.keep(data, given.name or "", unit=unit, kind="xlsx" if workbook else "csv",
                          media_type=_XLSX if workbook else "text/csv", by=by)
        run = ImportRun.objects.create(unit=unit, kind=sheet.kind, file=kept, rows=rows, errors=[fault.as_json() for fault in faults],
                                       made_by=by)
    if told := beside(others):
        messages.warning(request, told)
    return run


def _seal(rows: list[list[str]], sheet: SheetImport, unit: Any) -> str:
    return sealing.wrap(json.dumps(rows, ensure_ascii=False).encode(), f"import {sheet.kind} {unit.pk}")


def rows_of(sheet: SheetImport, run: ImportRun) -> list[list[str]]:
    """The rows of a run, unsealed; [] of a private one that was applied. Raises sealing.Unreadable."""
    if isinstance(run.rows, dict):
        found: list[list[str]] = json.loads(sealing.unwrap(run.rows["sealed"], f"import {sheet.kind} {run.unit_id}"))
        return found
    return run.rows


def beside(others: Sequence[str]) -> str:
    """The sentence about a workbook's sheets that were not read; "" where there are none."""
    return f"只读取了工作簿的第一个工作表，“{'”“'.join(others)}”没有读取；需要导入的，请另存为单独的文件后上传。" if others else ""


def preview(request: HttpRequest, sheet: SheetImport, run: ImportRun, *, again: str, done: str, **context: Any) -> HttpResponse:
    """What was read, with its faults row by row; a POST applies it, the first time only.

    Args:
        again: the route of the upload page.
        done: the address to go to when the rows are in.
    """
    if run.kind != sheet.kind:
        raise Http404("没有这次导入，或者您无权查看。")
    taken = take(sheet, rows_of(sheet, run)) if not (sheet.private and run.applied_at) else Taken()
    faults = all_faults(sheet, taken, request.user, run.unit) if run.applied_at is None else []
    if request.method == "POST" and not faults:
        try:
            result = _applied(request.user, sheet, run, taken.rows)
        except (ValidationError, GongkaiError) as error:
            faults = [Fault(0, "", "；".join(error.messages) if isinstance(error, ValidationError) else str(error))]
        else:
            messages.success(request, f"已导入：{_told(result)}。" if result is not None else "这次上传的表格此前已经导入，没有重复导入。")
            return redirect(done)
    wrong = {fault.row for fault in faults}
    shown = [(number, number in wrong, cells) for number, cells in taken.shown.items()]
    twin = ImportRun.objects.filter(kind=run.kind, unit=run.unit, file__sha256=run.file.sha256 if run.file else hashlib.sha256().hexdigest(),
                                    applied_at__isnull=False).exclude(pk=run.pk).first()
    return render(request, "common/import_preview.html", {
        "sheet": sheet, "run": run, "count": len(taken.rows), "shown": shown, "faults": faults, "aside": taken.aside, "notes": taken.notes,
        "again": again, "twin": twin, "told": _told(run.result), **context})


def _applied(actor: Any, sheet: SheetImport, run: ImportRun, rows: Rows) -> Mapping[str, int] | None:
    """Apply the rows; None where somebody has applied them already."""
    with transaction.atomic():
        # The first to set the time wins, on either database; the other waits, then finds it set.
        if not ImportRun.objects.filter(pk=run.pk, applied_at=None).update(applied_at=timezone.now()):
            return None
        result = dict(sheet.apply(actor, run.unit, rows))
        ImportRun.objects.filter(pk=run.pk).update(result=result, **({"rows": []} if sheet.private else {}))
        eventlog.record("import.applied", run, actor=actor, unit=run.unit, title=sheet.title, after=result)
        return result


def _told(result: Mapping[str, int]) -> str:
    return "，".join(f"{label} {number} 条" for label, number in result.items()) or "没有改动"
