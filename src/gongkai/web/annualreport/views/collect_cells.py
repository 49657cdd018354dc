"""Doubtful cells one by one: the source with the cell framed, what was read, one key to confirm."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.report.batch import SECONDS
from gongkai.report.workers import Worker, classes_of
from gongkai.web.annualreport import collect_look
from gongkai.web.annualreport.collect_source import shown
from gongkai.web.annualreport.domain import collect_reading, collecting
from gongkai.web.annualreport.domain.doubts import doubts
from gongkai.web.annualreport.models import CollectedFile
from gongkai.web.common import files
from gongkai.web.common.access import opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import steps
from gongkai.web.organs.visitor import person_of


@opens(CollectedFile)
def cells(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """The doubtful cell that is asked for (``?cell``), else the first; where none is left, back to the file."""
    every = doubts(row)
    if not every:
        return redirect("annualreport:collect_file", row.pk)
    wanted = request.GET.get("cell")
    at = next((number for number, doubt in enumerate(every) if doubt.address == wanted), 0)
    doubt = every[at]
    return render(request, "annualreport/collect/cells.html", {
        "file": row, "batch": row.batch, "doubt": doubt, "at": at + 1, "left": len(every), "source": shown(row, doubt),
        "before": every[at - 1].address if at else None, "after": every[at + 1].address if at + 1 < len(every) else None,
        "may": allows(request.user, "edit", row) and row.state in collecting.OPEN, "typed": request.GET.get("typed"),
        "blank": sum(one.read == "" for one in every), "filled": sum(one.read != "" for one in every)})


@opens(CollectedFile, "edit")
def decide(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Confirm one cell; the next comes."""
    if request.method != "POST":
        return redirect("annualreport:collect_cells", row.pk)
    address, value = request.POST.get("cell", ""), request.POST.get("value", "").strip()
    addresses = [doubt.address for doubt in doubts(row)]
    after = next(iter(addresses[addresses.index(address) + 1:]), "") if address in addresses else ""
    to = reverse("annualreport:collect_cells", args=[row.pk])
    try:
        made = collecting.decide(person_of(request), row, address, value, note=request.POST.get("note", "").strip())
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect(f"{to}?cell={address}" if address in addresses else to)
    if not made.doubtful:
        messages.success(request, "本文件的单元格已全部核对。")
        return redirect("annualreport:collect_file", row.pk)
    return redirect(f"{to}?cell={after}" if after else to)


@opens(CollectedFile, "edit")
def rest(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Confirm all that is left as it was read: blanks, or numbers."""
    which = "blank" if request.POST.get("which") == "blank" else "read"
    steps.take(request, lambda: collecting.decide_rest(person_of(request), row, which), "已一并核定。", "annualreport:collect_cells", row.pk)
    return redirect("annualreport:collect_cells", row.pk)


@opens(CollectedFile)
def picture(request: HttpRequest, row: CollectedFile, number: int) -> HttpResponse:
    """A page of a PDF as a picture, drawn in a process of its own."""
    if row.file.kind != "pdf":
        raise Http404("这份文件没有页面图像。")
    worker = Worker(collect_look.PICTURE, SECONDS, classes_of(), memory=collect_reading.MEMORY)
    try:
        kind, value = worker.ask(str(files.path_of(row.sha256)), {"page": number})
    finally:
        worker.stop()
    if kind != "done":
        sentence = value if kind == "bad" else "这一页无法显示，请下载文件后用阅读软件打开。"
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(value[0], content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
