"""The address /reports. What comes in lies in a folder that is gone when the answer is made."""

from __future__ import annotations

import base64
import queue
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.report import model
from gongkai.report.batch import SECONDS, cores
from gongkai.report.reading import document
from gongkai.report.reading.document import LIMITS
from gongkai.report.workers import Worker, classes_of
from gongkai.web.common.access import public
from gongkai.web.portal.reports import looking, page

PATIENCE = 30.0
"""Seconds that a visitor waits for a free process before being asked to come again."""
MEMORY = 2 << 30
RENEW = 50

_FREE: queue.LifoQueue[Worker] = queue.LifoQueue()
for _ in range(cores()):
    _FREE.put(Worker(looking.FUNCTION, SECONDS, classes_of(model, document, looking), renew=RENEW, memory=MEMORY))

_SENTENCES = {
    "late": f"读取超过 {SECONDS:g} 秒仍未完成，已停止，请检查文件是否过大或已损坏。",
    "odd": "读取时程序出错，该文件未处理，请用办公软件另存后再试。",
    "dead": "读取时程序意外退出，文件可能已损坏，请用办公软件另存后再试。",
}


class Drop(forms.Form):
    """One report, and last year's beside it where there is one."""

    file = forms.FileField(label="年度报告", allow_empty_file=True,
                           error_messages={"required": "请选择一份年度报告文件后再检查。"})
    previous = forms.FileField(label="上一年度报告（可选）", required=False, allow_empty_file=True,
                               help_text="同时提供上一年度报告的，一并核对上下年度衔接。")

    def clean_file(self) -> Any:
        """Not too large."""
        return self._small(self.cleaned_data["file"])

    def clean_previous(self) -> Any:
        """Not too large."""
        return self._small(self.cleaned_data["previous"])

    def _small(self, file: UploadedFile | None) -> UploadedFile | None:
        if file is not None and (file.size or 0) > LIMITS.bytes:
            raise forms.ValidationError(f"文件超过{LIMITS.bytes // 1_000_000}兆字节，不像年度报告，请核对后重新提交。")
        return file


@public
@transaction.non_atomic_requests  # on SQLite a transaction would keep every writer waiting while a file is read
def check(request: HttpRequest) -> HttpResponse:
    """The form, or what was found in the file that came with it."""
    form = Drop(request.POST, request.FILES) if request.method == "POST" else Drop()
    context: dict[str, Any] = {"form": form, "megabytes": LIMITS.bytes // 1_000_000}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            sentence, result = _look(form.cleaned_data["file"], form.cleaned_data["previous"])
            context |= {"sentence": sentence, "result": result, "name": form.cleaned_data["file"].name}
            if result is not None:
                status = 200
                context["csv"] = "data:text/csv;base64," + base64.b64encode(page.table(result).encode()).decode()
    response = render(request, "portal/reports/page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _look(file: UploadedFile, previous: UploadedFile | None) -> tuple[str | None, page.Result | None]:
    """What a worker says of the files: a sentence why there is nothing, or the result."""
    try:
        worker = _FREE.get(timeout=PATIENCE)
    except queue.Empty:
        return "同时检查的人较多，请过一分钟再试。", None
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
            known: dict[str, Any] = {"name": file.name}
            path = _put(file, Path(folder) / "report")
            if previous is not None:
                known |= {"previous": _put(previous, Path(folder) / "previous"), "previous_name": previous.name}
            kind, value = worker.ask(path, known)
    finally:
        _FREE.put(worker)
    if kind == "done":
        return None, page.lay_out(value)
    return (value if kind in ("bad", "bug") else _SENTENCES[kind]), None


def _put(file: UploadedFile, path: Path) -> str:
    with open(path, "wb") as target:
        for block in file.chunks():
            target.write(block)
    return str(path)
