"""What comes in from elsewhere: an upload, its preview with corrections, its progress, the head's word for what was public before."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import GongkaiError
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits, imports, sheets, steps
from gongkai.web.common.generic.paging import page_of
from gongkai.web.disclosure.domain import intake_runs, intake_values
from gongkai.web.disclosure.enums import IntakeSource
from gongkai.web.disclosure.forms_intake import ConfirmForm, IntakeForm, RowForm
from gongkai.web.disclosure.intake import reading
from gongkai.web.disclosure.intake.model import Reading
from gongkai.web.disclosure.models import IntakeRow, IntakeRun
from gongkai.web.disclosure.views.choosing import units_held
from gongkai.web.disclosure.views.intake_sheet import ITEMS
from gongkai.web.organs.models import Unit
from gongkai.web.organs.visitor import person_of

PER_PAGE = 50
MOST = {IntakeSource.SHEET: imports.BYTES, IntakeSource.FEED: 20 << 20, IntakeSource.PAGES: settings.UPLOAD_MOST}
"""Bytes that an upload may have, by its kind."""
TONES = {"等待核对": "warn", "正在导入": "info", "已导入": "ok", "等待负责人确认": "warn", "正在登记": "info", "已登记": "ok"}


@lists(IntakeRun)
def index(request: HttpRequest) -> HttpResponse:
    """Uploads of the person's units, the latest first."""
    rows = IntakeRun.objects.restrict(request.user, "view").select_related("unit", "file", "made_by")
    page = page_of(rows, request.GET.get("page"), PER_PAGE)
    runs = [(run, state := state_of(run), TONES[state], run.rows.count()) for run in page.object_list]
    return render(request, "disclosure/intake.html", {"runs": runs, "page_obj": page, "may_add": IntakeRun.gate.somewhere(request.user, "add")})


@adds(IntakeRun, "add")
@takes_files
def new(request: HttpRequest) -> HttpResponseBase:
    """Take an upload in, for a unit where the person is clerk; and the template of the sheet (``?template``)."""
    if "template" in request.GET:
        return FileResponse(io.BytesIO(imports.template_file(ITEMS)), as_attachment=True, filename="公开事项导入模板.xlsx",
                            content_type=intake_runs.MEDIA_TYPES["xlsx"])
    units = list(units_held(request, IntakeRun, "add"))
    wanted = request.GET.get("unit")
    unit = next((unit for unit in units if str(unit.pk) == wanted), units[0])
    return edits.create(
        request, IntakeForm, lambda form: _opened(request, unit, form), title="导入公开事项", form_kwargs={"unit": unit}, units=units, unit=unit,
        done=lambda run: reverse("disclosure:intake_run", args=[run.pk]), template="disclosure/intake_new.html", columns=ITEMS.columns,
        message="已读取，请核对后导入。核对之前没有改动任何内容。", most={"rows": sheets.ROWS, "megabytes": settings.UPLOAD_MOST >> 20})


@opens(IntakeRun)
def page(request: HttpRequest, row: IntakeRun) -> HttpResponse:
    """The rows of an upload: before it comes in to be looked at, after that with what became of each."""
    state = state_of(row)
    rows = row.rows.select_related("twin", "item")
    kind = request.GET.get("show", "")
    shown = {"faults": rows.exclude(faults=[]), "twins": rows.exclude(twin=None), "failed": rows.exclude(failure="")}.get(kind, rows)
    found = page_of(shown, request.GET.get("page"), PER_PAGE)
    waits = intake_runs.waiting(row).count() if row.started_at else 0
    counts = {"all": rows.count(), "included": rows.filter(included=True).count(), "faults": rows.exclude(faults=[]).count(),
              "twins": rows.exclude(twin=None).count(), "in": rows.exclude(item=None).count(), "failed": rows.exclude(failure="").count(),
              "carried": rows.exclude(carried_at=None).count(), "waits": waits}
    may = {"add": allows(request.user, "add", row), "confirm": allows(request.user, "confirm", row)}
    return render(request, "disclosure/intake_run.html", {
        "run": row, "state": state, "tone": TONES[state], "page_obj": found, "counts": counts, "may": may, "kind": kind,
        "open": row.started_at is None, "running": state in ("正在导入", "正在登记"), "form": ConfirmForm(),
        "uncarried": intake_runs.uncarried(row).count() if row.legacy and row.finished_at else 0})


@opens(IntakeRun, "add")
def start(request: HttpRequest, row: IntakeRun) -> HttpResponse:
    """Keep the ticks of a page of rows; bring them in where that is asked."""
    if request.method == "POST":
        if row.started_at is None:
            shown, chosen = _numbers(request, "shown"), _numbers(request, "chosen")
            kept = steps.attempt(request, lambda: intake_runs.choose_rows(person_of(request), row, shown, chosen), "已保存勾选。")
            if not kept:
                return redirect("disclosure:intake_run", row.pk)
        if "start" in request.POST:
            steps.attempt(request, lambda: intake_runs.start_run(person_of(request), row), "已开始导入。")
        if request.POST.get("back", "").isdecimal():
            return redirect(f"{reverse('disclosure:intake_run', args=[row.pk])}?page={request.POST['back']}")
    return redirect("disclosure:intake_run", row.pk)


@opens(IntakeRun, "confirm")
def confirm(request: HttpRequest, row: IntakeRun) -> HttpResponse:
    """The head's word: what came in was public before."""
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        if form.is_valid():
            steps.attempt(request, lambda: intake_runs.confirm_run(person_of(request), row, form.cleaned_data["reason"]), "已确认，正在登记为已发布。")
        else:
            messages.error(request, "请填写确认说明，最多200个字。")
    return redirect("disclosure:intake_run", row.pk)


@opens(IntakeRow, "add")
def row_edit(request: HttpRequest, row: IntakeRow) -> HttpResponse:
    """Correct a row before it comes in."""
    run = row.run
    if run.started_at is not None:
        messages.error(request, "这次导入已经开始，不能再改动；已导入的，请修改草稿。")
        return redirect("disclosure:intake_run", run.pk)
    return edits.change(
        request, row, RowForm, lambda form, version: intake_runs.correct_row(person_of(request), row, version, form.values(),
                                                                               **form.place()),
        title=f"核对{row.place}", done=f"{reverse('disclosure:intake_run', args=[run.pk])}?page={(row.number - 1) // PER_PAGE + 1}",
        template="disclosure/intake_row.html", form_kwargs={"unit": run.unit}, run=run, line=row,
        cancel=reverse("disclosure:intake_run", args=[run.pk]))


def state_of(run: IntakeRun) -> str:
    """Where an upload stands, in words."""
    if run.started_at is None:
        return "等待核对"
    if run.finished_at is None:
        return "正在导入"
    if run.confirmed_at and run.carried_at is None:
        return "正在登记"
    if run.legacy and intake_runs.uncarried(run).exists():
        return "等待负责人确认"
    return "已登记" if run.legacy else "已导入"


def _opened(request: HttpRequest, unit: Unit, form: IntakeForm) -> IntakeRun:
    """Read an upload and keep it with its rows."""
    source, given = form.cleaned_data["source"], form.cleaned_data.get("file")
    if given is not None and given.size > MOST[source]:
        raise GongkaiError(f"文件超过 {MOST[source] >> 20} MB，请分成几个文件分别上传。")
    data = given.read() if given is not None else form.cleaned_data["pasted"].encode()
    name = given.name if given is not None else "粘贴的订阅内容.xml"
    defaults = form.defaults()
    if source == IntakeSource.SHEET:
        read, rows = _sheet(unit, data, defaults)
    else:
        read = reading.read(source, data)
        rows = [intake_values.of_found(unit, found, defaults) for found in read.found]
    return intake_runs.open_run(person_of(request), unit, source, data, name, read, rows, legacy=form.cleaned_data["legacy"])


def _sheet(unit: Unit, data: bytes, defaults: dict[str, Any]) -> tuple[Reading, list[dict[str, Any]]]:
    """The rows of a sheet; what is wrong in a cell goes with its row."""
    rows, others = sheets.look(data)
    taken = imports.take(ITEMS, rows)
    if whole := [fault.text for fault in taken.faults if not fault.row]:
        raise GongkaiError("；".join(whole))
    wrong: dict[int, list[str]] = {}
    for fault in taken.faults:
        wrong.setdefault(fault.row, []).append(f"{fault.column}：{fault.text}")
    told = [*taken.notes, *filter(None, [imports.beside(others), f"以下各列不在模板中，没有读取：{'、'.join(taken.aside)}。" if taken.aside else ""])]
    if len(taken.faults) >= imports.ERRORS:
        raise GongkaiError(f"表格中的问题超过 {imports.ERRORS} 处，请对照模板改正后重新上传。")
    return Reading(aside=told), [intake_values.of_sheet(unit, row, defaults, wrong.get(row["row"], [])) for row in taken.rows]


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal() and len(text) < 9]
