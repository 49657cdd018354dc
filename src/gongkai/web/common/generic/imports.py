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

Any row that is wrong holds up the whole sheet: half an import is harder to mend than none. `apply` is one function of
`domain/`; it is called in a transaction with the actor, the unit and the parsed rows, and says what it did.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.web.common import eventlog, files, gate
from gongkai.web.common.generic import sheets
from gongkai.web.common.models import ImportRun

BYTES = 10 << 20
"""Bytes that a sheet may have."""
SHOWN = 200
"""Rows that the preview shows."""
ERRORS = 500
"""Faults that are listed; a sheet with more is wrong altogether."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 0?0:00(?::00)?)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        key: its name in a parsed row.
        label: its head in the template and in messages.
        variants: other heads under which it is found.
        required: whether a cell must hold something.
        parse: text → value; raises ValueError or ValidationError with a sentence's end, such as 应为日期.
        help: what goes in, shown on the upload page.
        example: a cell of the template's example row.
        default: the value of an empty cell.
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[str], Any] = str
    help: str = ""
    example: str = ""
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a sheet. `row` is the number that Excel shows, 0 for the sheet as a whole."""

    row: int
    column: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """For ImportRun.errors."""
        return {"row": self.row, "column": self.column, "text": self.text}


Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class SheetImport:
    """What comes in with one kind of sheet.

    Args:
        kind: a name for ImportRun.
        title: of the pages.
        columns: what is looked for; other columns are named in the preview and left aside.
        apply: (actor, unit, rows) → what was done, label → number; raises ValidationError or GongkaiError.
        check: (actor, unit, rows) → faults that only the database knows; a row's number is its key ``row``.
        unique: keys whose values together occur once in a sheet.
        hint: a paragraph for the upload page.
    """

    kind: str
    title: str
    columns: Sequence[Column]
    apply: Callable[[Any, Any, Rows], Mapping[str, int]]
    check: Callable[[Any, Any, Rows], Iterable[Fault]] = field(default=lambda actor, unit, rows: ())
    unique: tuple[str, ...] = ()
    hint: str = ""


def day(text: str) -> date:
    """A parser for days: 2026-11-24, 2026/11/24, 2026年11月24日, 20261124.

    Raises:
        ValueError: it is none.
    """
    found = _DAY.fullmatch(text) or _PACKED.fullmatch(text)
    if not found:
        raise ValueError("应为日期，例如 2026-11-24")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError("不是日历上有的日期，应形如 2026-11-24") from None


def whole(text: str) -> int:
    """A parser for whole numbers from 0 on.

    Raises:
        ValueError: it is none.
    """
    plain = text.replace(",", "").replace("，", "")
    return int(plain) if plain.isdecimal() and len(plain) < 16 else _no("应为不小于 0 的整数")


def one_of(choices: Iterable[tuple[Any, Any]], **variants: Any) -> Callable[[str], Any]:
    """A parser for a closed list: takes its labels, its values and the `variants`."""
    labels = {str(label): value for value, label in choices}
    known = {**{str(value): value for value in labels.values()}, **labels, **variants}

    def parse(text: str) -> Any:
        return known[text] if text in known else _no(f"应为：{'、'.join(labels)}")

    return parse


def flag(text: str) -> bool:
    """A parser for 是 and 否.

    Raises:
        ValueError: it is neither.
    """
    return text in ("是", "√", "1", "true", "TRUE") or (text not in ("否", "×", "0", "false", "FALSE") and _no("应为“是”或“否”"))


def _no(sentence: str) -> Any:
    raise ValueError(sentence)


def take(sheet: SheetImport, rows: list[list[str]]) -> tuple[Rows, list[Fault], list[str]]:
    """Parsed rows, faults, and the heads that were left aside, of a sheet as `sheets.read` gives it.

    The head is the first of the first ten rows that names two columns or more (all, where there is only one).
    """
    places, head, aside = _head(sheet, rows)
    if head is None:
        wanted = "、".join(column.label for column in sheet.columns if column.required) or sheet.columns[0].label
        return [], [Fault(0, "", f"没有找到表头，请使用本页下载的模板，表头应有：{wanted}。")], []
    missing = [column.label for column in sheet.columns if column.required and column.key not in places]
    if missing:
        return [], [Fault(0, "", f"表头缺少“{'”“'.join(missing)}”，请对照模板补上后重新上传。")], aside
    parsed: Rows = []
    faults: list[Fault] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in enumerate(rows[head + 1:], head + 2):
        if not any(cells):
            continue
        row, wrong = _row(sheet, places, cells, number)
        faults += wrong
        key = tuple(row.get(name) for name in sheet.unique)
        if sheet.unique and not wrong:
            if key in seen:
                labels = "、".join(column.label for column in sheet.columns if column.key in sheet.unique)
                faults.append(Fault(number, labels, f"与第 {seen[key]} 行重复，请删去其中一行。"))
            seen.setdefault(key, number)
        parsed.append(row)
        if len(faults) >= ERRORS:
            break
    if not parsed:
        faults.append(Fault(0, "", "表头以下没有内容，请填写后重新上传。"))
    return parsed, faults[:ERRORS], aside


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*＊（(][^）)]*[）)]?$|\s|[*＊：:]", "", text)


def _head(sheet: SheetImport, rows: list[list[str]]) -> tuple[dict[str, int], int | None, list[str]]:
    names = {_squeezed(name): column.key for column in sheet.columns for name in (column.label, *column.variants)}
    for number, cells in enumerate(rows[:10]):
        places: dict[str, int] = {}
        aside = []
        for place, text in enumerate(cells):
            key = names.get(_squeezed(text))
            if key is not None and key not in places:
                places[key] = place
            elif text:
                aside.append(text[:30])
        if len(places) >= min(2, len(sheet.columns)):
            return places, number, aside
    return {}, None, []


def _row(sheet: SheetImport, places: Mapping[str, int], cells: list[str], number: int) -> tuple[dict[str, Any], list[Fault]]:
    row: dict[str, Any] = {"row": number}
    faults = []
    for column in sheet.columns:
        text = _cell(cells, places.get(column.key))
        row[column.key] = column.default
        if not text:
            if column.required:
                faults.append(Fault(number, column.label, "不能为空。"))
            continue
        try:
            row[column.key] = column.parse(text)
        except ValidationError as error:
            faults.append(Fault(number, column.label, f"“{text[:40]}”：{'；'.join(error.messages)}"))
        except ValueError as error:
            faults.append(Fault(number, column.label, f"“{text[:40]}”{error}。"))
    return row, faults


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


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
    rows = sheets.read(data)
    _, faults, _ = take(sheet, rows)
    workbook, by = data.startswith(b"PK"), cast(Any, request.user)  # signed in: the gate let nobody else through
    with transaction.atomic():
        kept = files.keep(data, given.name or "", unit=unit, kind="xlsx" if workbook else "csv",
                          media_type=_XLSX if workbook else "text/csv", by=by)
        return ImportRun.objects.create(unit=unit, kind=sheet.kind, file=kept, rows=rows, errors=[fault.as_json() for fault in faults],
                                        made_by=by)


def preview(request: HttpRequest, sheet: SheetImport, run: ImportRun, *, again: str, done: str, **context: Any) -> HttpResponse:
    """What was read, with its faults row by row; a POST applies it, the first time only.

    Args:
        again: the route of the upload page.
        done: the address to go to when the rows are in.
    """
    if run.kind != sheet.kind:
        raise Http404("没有这次导入，或者您无权查看。")
    rows, faults, aside = take(sheet, run.rows)
    if not faults and run.applied_at is None:
        faults = list(sheet.check(request.user, run.unit, rows))[:ERRORS]
    if request.method == "POST" and not faults:
        try:
            result = _applied(request.user, sheet, run, rows)
        except (ValidationError, GongkaiError) as error:
            faults = [Fault(0, "", "；".join(error.messages) if isinstance(error, ValidationError) else str(error))]
        else:
            messages.success(request, f"已导入：{_told(result)}。" if result is not None else "这次上传的表格此前已经导入，没有重复导入。")
            return redirect(done)
    wrong = {fault.row for fault in faults}
    places, _, _ = _head(sheet, run.rows)
    shown = [(row["row"], row["row"] in wrong, [_cell(run.rows[row["row"] - 1], places.get(column.key)) for column in sheet.columns])
             for row in rows[:SHOWN]]
    twin = ImportRun.objects.filter(kind=run.kind, unit=run.unit, file__sha256=run.file.sha256 if run.file else hashlib.sha256().hexdigest(),
                                    applied_at__isnull=False).exclude(pk=run.pk).first()
    return render(request, "common/import_preview.html", {
        "sheet": sheet, "run": run, "count": len(rows), "shown": shown, "faults": faults, "aside": aside, "again": again, "twin": twin,
        "told": _told(run.result), **context})


def _applied(actor: Any, sheet: SheetImport, run: ImportRun, rows: Rows) -> Mapping[str, int] | None:
    """Apply the rows; None where somebody has applied them already."""
    with transaction.atomic():
        # The first to set the time wins, on either database; the other waits, then finds it set.
        if not ImportRun.objects.filter(pk=run.pk, applied_at=None).update(applied_at=timezone.now()):
            return None
        result = dict(sheet.apply(actor, run.unit, rows))
        ImportRun.objects.filter(pk=run.pk).update(result=result)
        eventlog.record("import.applied", run, actor=actor, unit=run.unit, title=sheet.title, after=result)
        return result


def _told(result: Mapping[str, int]) -> str:
    return "，".join(f"{label} {number} 条" for label, number in result.items()) or "没有改动"
