"""Collected files are read in the background, by processes with limits; several jobs at once share the work.

A file is taken by a lease: whoever reads it has it for a while. A worker that is killed lets its lease run out, and the file is read
again by the next job. What a job brings after its lease ran out is dropped, so that nothing is written twice.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.report.batch import SECONDS
from gongkai.report.workers import Worker, classes_of
from gongkai.web.annualreport import collect_look
from gongkai.web.annualreport.domain import collecting
from gongkai.web.annualreport.domain.holding import hold_area
from gongkai.web.annualreport.domain.matching import Matcher
from gongkai.web.annualreport.domain.unpacking import entry_for
from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import CollectBatch, CollectedFile
from gongkai.web.common import files

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=3 * SECONDS)
ATTEMPTS = 3
"""Times that a file is tried whose reading does not come to its end."""
SLICE = 60.0
"""Seconds after which a job hands over to the next, far below the queue's own limit."""
MEMORY = 2 << 30
SENTENCES = {
    "late": f"读取超过 {SECONDS:g} 秒仍未完成，已停止，请检查文件是否过大或已损坏。",
    "odd": "读取时程序出错，该文件未处理，请用办公软件另存后再试。",
    "dead": "读取时程序意外退出，文件可能已损坏，请用办公软件另存后再试。",
}
_NOT_KEPT = "读取的结果不像年度报告，无法保存，请用办公软件另存后再传，仍不行的请把文件反馈给维护者。"
_GIVEN_UP = f"读取{ATTEMPTS}次都没有完成，文件可能已损坏，请用办公软件另存后再传。"


def read_waiting(batch: int | None = None) -> int:
    """Read files until none waits or the slice is over; the background goes on where this ends. Returns how many were read.

    Args:
        batch: the id of the batch; all batches unless given.
    """
    worker = Worker(collect_look.LOOK, SECONDS, classes_of(), renew=100, memory=MEMORY)
    matchers: dict[tuple[int, int], Matcher] = {}
    done, end = 0, time.monotonic() + SLICE
    try:
        while (file := claim(batch)) is not None:
            known = entry_for(file.batch.manifest, file.name)
            kind, value = worker.ask(str(files.path_of(file.sha256)), {"name": file.name, "known": known})
            _keep(file, kind, value, matchers)
            done += 1
            if time.monotonic() > end:
                from django_q.tasks import async_task

                async_task(f"{__name__}.read_waiting", batch)
                break
    finally:
        worker.stop()
    return done


def _keep(file: CollectedFile, kind: str, value: Any, matchers: dict[tuple[int, int], Matcher]) -> None:
    """`store`, where what one file holds stops none of the others."""
    try:
        store(file, kind, value, matchers)
    except Exception:
        log.exception("what was read of collected file %s could not be kept", file.pk)
        CollectedFile.objects.filter(pk=file.pk, state=FileState.READING, leased_until=file.leased_until).update(
            state=FileState.UNREADABLE, error=_NOT_KEPT, leased_until=None, attempts=0)


def read_left() -> None:
    """Go on with what a killed worker, or a queue that was emptied, left behind; called every minute."""
    if CollectedFile.objects.filter(_free()).exists():
        read_waiting()


def _free() -> Q:
    return Q(state=FileState.WAITING) | Q(state=FileState.READING, leased_until__lt=timezone.now())


def claim(batch: int | None = None) -> CollectedFile | None:
    """Take the next file that waits, or whose lease ran out; None where there is none."""
    while True:
        rows = CollectedFile.objects.filter(_free())
        row = (rows.filter(batch=batch) if batch is not None else rows).select_related("batch").order_by("id").first()
        if row is None:
            return None
        lease = timezone.now() + LEASE
        if row.attempts >= ATTEMPTS:
            CollectedFile.objects.filter(_free(), pk=row.pk, attempts=row.attempts).update(
                state=FileState.UNREADABLE, error=_GIVEN_UP, leased_until=None)
        elif CollectedFile.objects.filter(_free(), pk=row.pk, attempts=row.attempts).update(
                state=FileState.READING, leased_until=lease, attempts=F("attempts") + 1):
            row.refresh_from_db()
            return row


@transaction.atomic
def store(file: CollectedFile, kind: str, value: Any, matchers: dict[tuple[int, int], Matcher]) -> bool:
    """Keep what a worker said of a file, unless somebody else has taken it since; whether it was kept."""
    hold_area(file.area_id)
    row = CollectedFile.objects.select_for_update(of=("self",)).select_related("batch__unit", "unit").get(pk=file.pk)
    if row.state != FileState.READING or row.leased_until != file.leased_until:
        return False
    if kind in ("late", "dead") and row.attempts < ATTEMPTS:  # a busy machine, or a process that others brought down: once more
        row.state, row.leased_until = FileState.WAITING, None
        row.save(update_fields=["state", "leased_until"])
        return True
    row.leased_until, row.read_at, row.attempts = None, timezone.now(), 0
    if kind != "done":
        row.state, row.error = FileState.UNREADABLE, value if kind in ("bad", "bug") else SENTENCES[kind]
        row.save(update_fields=["leased_until", "read_at", "attempts", "state", "error"])
        return True
    report: dict[str, Any] = json.loads(value["report"])
    row.reading, row.source, row.edition, row.error = report, value["source"], report["edition"], ""
    if not row.by_hand:
        _match(row, row.batch, report, value.get("codes", []), matchers)
    row.save()
    collecting.settle(row)
    return True


def _match(row: CollectedFile, batch: CollectBatch, report: dict[str, Any], codes: list[str], matchers: dict[tuple[int, int], Matcher]) -> None:
    """Find the unit and year of a report that was read."""
    entry = entry_for(batch.manifest, row.name)
    row.year = report["year"]
    key = batch.unit_id, row.year or batch.year
    if key not in matchers:
        matchers[key] = Matcher(batch.unit, key[1])
    found = matchers[key].match(row.name, report["unit"], entry, codes)
    row.unit, row.matched_by, row.candidates = found.unit, found.how[:200], [unit.pk for unit in found.candidates]
    row.scope = collecting.scope_of(row.unit)


def progress(batch: CollectBatch) -> tuple[int, int, datetime | None]:
    """How many files of a batch were read, of how many, and when the last was."""
    rows = batch.files.all()
    waiting = rows.filter(state__in=(FileState.WAITING, FileState.READING)).count()
    total = rows.count()
    last = rows.exclude(read_at=None).order_by("-read_at").values_list("read_at", flat=True).first()
    return total - waiting, total, last
