"""Files from units that do not use the platform: batches, progress, a file, its unit, whether it is used."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.report.form import edition, editions
from gongkai.web.annualreport import collect_sheet
from gongkai.web.annualreport.collect_forms import AsideForm, BatchForm, DropForm, OriginalForm, UnitForm
from gongkai.web.annualreport.domain import collect_orders, collect_reading, collecting
from gongkai.web.annualreport.domain.doubts import doubts
from gongkai.web.annualreport.domain.unpacking import Drop, unpack, unused
from gongkai.web.annualreport.enums import FileState, Original
from gongkai.web.annualreport.models import CollectBatch, CollectedFile
from gongkai.web.common import eventlog, files
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits, steps
from gongkai.web.common.generic.paging import page_of
from gongkai.web.organs.models import Unit
from gongkai.web.organs.visitor import person_of

PER_PAGE = 50
UPLOAD = 300 << 20
"""Bytes that one uploaded file may have, an archive among them."""
TONES = {FileState.WAITING: "quiet", FileState.READING: "info", FileState.UNREADABLE: "bad", FileState.UNMATCHED: "warn",
         FileState.DOUBTFUL: "warn", FileState.READY: "info", FileState.ACCEPTED: "ok", FileState.SET_ASIDE: "quiet"}
LEVELS = {"error": ("错误", "bad"), "warning": ("警告", "warn"), "notice": ("提示", "info")}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@lists(CollectBatch)
def index(request: HttpRequest) -> HttpResponse:
    """Batches of the person's area, the latest first, each with how many files wait for a person."""
    waits = Q(files__state__in=(FileState.DOUBTFUL, FileState.UNMATCHED))
    rows = CollectBatch.objects.restrict(request.user, "view").select_related("unit", "made_by").annotate(
        total=Count("files"), waiting=Count("files", filter=waits), used=Count("files", filter=Q(files__state=FileState.ACCEPTED))).order_by("-id")
    page = page_of(rows, request.GET.get("page"), PER_PAGE)
    may_add = CollectBatch.gate.somewhere(request.user, "edit")
    return render(request, "annualreport/collect/index.html", {"page_obj": page, "may_add": may_add})


@adds(CollectBatch, "edit")
@takes_files
def new(request: HttpRequest) -> HttpResponse:
    """A new batch with its first files."""
    held = [grant.unit_id for grant in person_of(request).grants if grant.role in CollectBatch.gate.actions["edit"]]
    units = Unit.objects.restrict(request.user).filter(pk__in=held)
    return edits.create(request, BatchForm, lambda form: _opened(request, form), title="收集年度报告", form_kwargs={"units": units},
                        done=lambda batch: reverse("annualreport:collect_batch", args=[batch.pk]), message="文件已收下，正在读取。",
                        submit="收入并读取", cancel=reverse("annualreport:collect"))


def _opened(request: HttpRequest, form: BatchForm) -> CollectBatch:
    values = form.cleaned_data
    drop = _dropped(values["uploads"])
    if not drop.files and drop.problems:
        raise ValidationError({"uploads": drop.problems[:20]})
    batch = collecting.open_batch(person_of(request), values["unit"], year=values["year"], name=values["name"], public=values["public"])
    collecting.take_in(person_of(request), batch, drop)
    return batch


def _dropped(uploads: list[Any]) -> Drop:
    """Uploads as single files; archives opened."""
    drop = Drop()
    for upload in uploads:
        if (upload.size or 0) > UPLOAD:
            drop.problems.append(f"《{upload.name}》超过{UPLOAD >> 20}兆字节，没有收下，请分成几个压缩包。")
        else:
            unpack(drop, upload.name, upload.read())
    return drop


@opens(CollectBatch)
def batch(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """The files of a batch by state; while files are read, the progress."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    every = row.files.select_related("unit")
    shown = every.filter(state=state) if state in FileState.values else every.filter(errors__gt=0) if state == "errors" else every.filter(original=state.removeprefix("original-")) if state in _ORIGINALS else every
    if words:
        shown = shown.filter(Q(name__icontains=words) | Q(unit__name__icontains=words) | Q(unit__short_name__icontains=words))
    counts = dict(row.files.order_by().values_list("state").annotate(Count("pk")))
    done, total, _ = collect_reading.progress(row)
    tabs = [(value, label, counts.get(value, 0), value == state) for value, label in FileState.choices if counts.get(value) or value == state]
    told = dict(row.files.order_by().values_list("original").annotate(Count("pk")))
    tabs += [(value, label, told[key], value == state) for value, (key, label) in _ORIGINALS.items() if told.get(key)]
    tabs.append(("errors", "有错误", row.files.filter(errors__gt=0).count(), state == "errors"))
    return render(request, "annualreport/collect/batch.html", {
        "batch": row, "page_obj": page_of(shown.defer("reading", "source"), request.GET.get("page"), PER_PAGE), "tabs": tabs, "state": state, "words": words,
        "done": done, "total": total, "running": done < total, "order": _order(row), "ready": counts.get(FileState.READY, 0), "tones": TONES,
        "unused": unused(row.manifest, row.files.values_list("name", flat=True)) if row.manifest else [],
        "may": allows(request.user, "edit", row), "first": _first_waiting(row), "form": DropForm(),
        "held": told.get(Original.HELD, 0), "looking": told.get(Original.WAITING, 0), "original": OriginalForm(auto_id="original_%s")})


def _order(batch: CollectBatch) -> dict[str, Any]:
    """What is being done with many files at once, or was done last; {} for nothing yet."""
    if not batch.order:
        return {}
    return {**batch.order, "label": collect_orders.KINDS[batch.order["what"]].label, "running": collect_orders.running(batch),
            "ended": parse_datetime(batch.order["ended"] or "")}


_ORIGINALS = {f"original-{key}": (key, f"原文件{Original(key).label}") for key in (Original.HELD, Original.BARRED, Original.OFFERED, Original.WITHHELD)}
"""Narrowings by what becomes of the files themselves."""


def _first_waiting(batch: CollectBatch) -> CollectedFile | None:
    return batch.files.filter(state=FileState.DOUBTFUL, doubtful__gt=0).only("pk").first()


@opens(CollectBatch, "edit")
@takes_files
def add(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """More files for a batch."""
    if request.method == "POST":
        form = DropForm(request.POST, request.FILES)
        if form.is_valid():
            before = len(row.problems)
            came = collecting.take_in(person_of(request), row, _dropped(form.cleaned_data["uploads"]))
            (messages.success if came else messages.warning)(request, f"收下{came}个文件。")
            for sentence in row.problems[before:][:10]:
                messages.warning(request, sentence)
        else:
            messages.error(request, "请选择要收入的文件。")
    return redirect("annualreport:collect_batch", row.pk)


@opens(CollectBatch, "edit")
def again(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """Read the files of a batch again that nobody has decided on."""
    return steps.take(request, lambda: collecting.read_again(person_of(request), row), "已安排重新读取，人工核定的内容保留。", "annualreport:collect_batch", row.pk)


@opens(CollectBatch, "edit")
def accept_all(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """Have all files used that wait for nobody."""
    return steps.take(request, lambda: collect_orders.give(person_of(request), row, "accept"), "已安排逐份采用，进度见本页。",
                      "annualreport:collect_batch", row.pk)


@opens(CollectBatch)
def export(request: HttpRequest, row: CollectBatch) -> HttpResponseBase:
    """The batch as one workbook."""
    target = tempfile.SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115
    count = collect_sheet.write(target, row)
    eventlog.record("collect.exported", row, actor=request.user, after={"files": count})
    target.seek(0)
    return files.answer(target, f"{row.name}-{timezone.localdate():%Y%m%d}.xlsx", _XLSX)  # type: ignore[arg-type]


@opens(CollectedFile)
def file(request: HttpRequest, row: CollectedFile, form: UnitForm | None = None, aside: AsideForm | None = None) -> HttpResponse:
    """One file: what it is, what wants a person, what is wrong in it, what was confirmed."""
    known = row.edition in editions()
    label = edition(row.edition).label if known else str
    decided = [(one, label(one.address)) for one in row.decisions.select_related("by").order_by("-id")] if known else []
    return render(request, "annualreport/collect/file.html", {
        "file": row, "batch": row.batch, "tone": TONES[FileState(row.state)], "doubts": doubts(row)[:200], "decided": decided,
        "findings": [(*LEVELS[one["level"]], one) for one in row.findings], "may": allows(request.user, "edit", row),
        "open": row.state in collecting.OPEN, "running": row.state in (FileState.WAITING, FileState.READING),
        "form": form or UnitForm(file=row), "aside": aside or AsideForm(), "twins": collecting.twins(row), "said": row.reading or {},
        "original": OriginalForm(auto_id="original_%s"), "shown": row.batch.public and row.state == FileState.ACCEPTED, "bare": row.original in (Original.NONE, Original.BARRED),
        "may_offer": row.original == Original.HELD or (row.original == Original.WITHHELD and not any(one["level"] == "serious" for one in row.original_told))},
        status=400 if (form and form.errors) or (aside and aside.errors) else 200)


@opens(CollectedFile, "edit")
def unit(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Say which unit and year a file is of."""
    if request.method == "POST":
        form = UnitForm(request.POST, file=row)
        if not form.is_valid():
            messages.error(request, "请选择所属单位并填写年度。")
        else:
            steps.attempt(request, lambda: collecting.assign(person_of(request), row, form.cleaned_data["unit"], form.cleaned_data["year"],
                                                                       form.cleaned_data["scope"]),
                          "已保存单位和年度。")
    return redirect("annualreport:collect_file", row.pk)


@opens(CollectedFile, "edit")
def accept(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Use a file; then comes the next that waits."""
    if request.method == "POST" and steps.attempt(request, lambda: collecting.accept(person_of(request), row), f"已采用《{row.name}》。"):
        after = row.batch.files.filter(state__in=collecting.OPEN, pk__gt=row.pk).only("pk").first()
        if "next" in request.POST and after is not None:
            return redirect("annualreport:collect_file", after.pk)
    return redirect("annualreport:collect_file", row.pk)


@opens(CollectedFile, "edit")
def aside(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Do not use a file."""
    if request.method == "POST":
        steps.attempt(request, lambda: collecting.set_aside(person_of(request), row, request.POST.get("reason", "")), "已改为不采用。")
    return redirect("annualreport:collect_file", row.pk)


@opens(CollectedFile, "edit")
def reopen(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Take a file up again."""
    return steps.take(request, lambda: collecting.reopen(person_of(request), row), "已恢复为待办理，可以重新核对。", "annualreport:collect_file", row.pk)


@opens(CollectedFile, "edit")
def file_again(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Read one file again."""
    return steps.take(request, lambda: collecting.read_again(person_of(request), row.batch, [row]), "已安排重新读取，人工核定的内容保留。",
                      "annualreport:collect_file", row.pk)


@opens(CollectedFile)
def download(request: HttpRequest, row: CollectedFile) -> FileResponse:
    """The file as it came in."""
    return files.serve(request, row.file)
