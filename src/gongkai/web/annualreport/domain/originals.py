"""May the public download the file itself that a collected report came in? Looked into in the background, decided by a person where
anything was found.

The numbers of a collected report whose unit has published it are public once the report is used. The file is another matter: what a unit
sends to the office above may hold what it did not publish (mobile numbers, tracked changes, comments, names in its properties). It is
screened like an attachment of an item (disclosure/screening): nothing found, and it is offered; hints, and a person says why it may be
offered or that it may not; something that must not be public, or a kind of file that the portal does not hand out, and it never is.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.annualreport.domain.holding import held
from gongkai.web.annualreport.enums import FileState, Original
from gongkai.web.annualreport.models import CollectedFile
from gongkai.web.common import days, eventlog, files, work
from gongkai.web.disclosure.screening import FileReport, Screener
from gongkai.web.organs.models import Person, Unit

SAID = 200
"""Characters of a reason."""
SLICE = 60.0
"""Seconds after which a job hands over to the next."""
ASKED = ("person.", "secret.", "file.", "cut", "more")
"""Codes of remarks that bear on whether a file may be public; wrong words and dates of another's published report do not."""
GONE = "原文件不在服务器上，不能提供下载，请从备份恢复。"


def put(file: CollectedFile) -> None:
    """Say anew where a file stands that was used, or is no longer: it waits for a look, or is out of the question. Called within the change."""
    wanted = Original.WAITING if file.state == FileState.ACCEPTED and file.batch.public else Original.NONE
    file.original, file.original_told, file.original_note, file.original_by = wanted, [], "", None
    file.save(update_fields=["original", "original_told", "original_note", "original_by"])
    if wanted == Original.WAITING and not CollectedFile.objects.filter(original=Original.WAITING).exclude(pk=file.pk).exists():
        work.later(f"{__name__}.look_waiting")  # where others wait, it has been ordered, or look_waiting comes by itself


def look_waiting() -> int:
    """Screen the files that wait for it until none does or the slice is over; called every few minutes too, for orders that were lost.
    Can be run twice and killed. Returns how many were looked at."""
    done, end = 0, time.monotonic() + SLICE
    with Screener() as screener:
        while (key := CollectedFile.objects.filter(original=Original.WAITING).order_by("id").values_list("pk", flat=True).first()) is not None:
            _look(screener, key)
            done += 1
            if time.monotonic() > end:
                work.later(f"{__name__}.look_waiting")
                break
    return done


def _look(screener: Screener, key: int) -> None:
    file = CollectedFile.objects.filter(pk=key).select_related("file", "batch__unit", "unit").get()
    try:
        report = screener.screen(files.path_of(file.sha256), file.file.name, today=days.today(), wrong_words=())
        state, told = judged(report, file.unit)
    except OSError:
        state, told = Original.BARRED, [{"level": "serious", "message": GONE}]
    with transaction.atomic():
        if CollectedFile.objects.filter(pk=key, original=Original.WAITING).update(original=state, original_told=told):
            eventlog.record("collect.original_looked_at", file, unit=file.batch.unit, after={"original": state, "found": len(told)})


def judged(report: FileReport, unit: Unit | None = None) -> tuple[Original, list[dict[str, str]]]:
    """What becomes of a file by what screening says of it, and the sentences for a person; they hold no personal value unmasked.

    Args:
        unit: whose report it is: its own name among the properties of a file is nobody's.
    """
    if report.refusal:
        return Original.BARRED, [{"level": "serious", "message": report.refusal}]
    told = [{"level": remark.level, "message": remark.message} for remark in report.remarks
            if remark.code.startswith(ASKED) and not (remark.code == "file.metadata" and _names_alone(remark.excerpt, unit))]
    if any(one["level"] == "serious" for one in told):
        return Original.BARRED, told
    return (Original.HELD if told else Original.OFFERED), told


def _names_alone(said: str, unit: Unit | None) -> bool:
    """Whether properties (作者：某局；单位：某局) hold nothing but the unit's own name, which may be cut."""
    values = [value for _, _, value in (one.partition("：") for one in said.split("；"))]
    names = {unit.name, unit.short_name} - {""} if unit is not None else set()
    return bool(names) and all(len(value) > 2 and any(name.startswith(value) for name in names) for value in values)


@transaction.atomic
def offer(actor: Person, file: CollectedFile, reason: str) -> CollectedFile:
    """Offer a file of which screening had hints, or that was withheld; the reason is kept.

    Raises:
        Refused; ValidationError: no reason, or it must not be public.
    """
    return _decided(actor, file, (Original.HELD, Original.WITHHELD), Original.OFFERED, reason_of(reason))


@transaction.atomic
def withhold(actor: Person, file: CollectedFile, reason: str) -> CollectedFile:
    """Do not offer a file; its numbers stay public.

    Raises:
        Refused; ValidationError: no reason, or it is not before the public.
    """
    return _decided(actor, file, (Original.WAITING, Original.HELD, Original.OFFERED), Original.WITHHELD, reason_of(reason))


def reason_of(reason: str) -> str:
    """A reason, trimmed.

    Raises:
        ValidationError: there is none, or it is too long.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明原文件可以公开或者不提供的理由，例如：所列电话均为单位公开电话，已核对。"})
    if len(reason) > SAID:
        raise ValidationError({"reason": f"理由有{len(reason)}个字，最多{SAID}个字，请精简。"})
    return reason


def _decided(actor: Person, file: CollectedFile, before: tuple[Original, ...], after: Original, reason: str) -> CollectedFile:
    row = held(actor, file, FileState.ACCEPTED)
    if row.original not in before:
        raise ValidationError(f"这份文件的原文件现在是“{row.get_original_display()}”，不能这样办理，请刷新页面查看。")
    if after == Original.OFFERED and any(one["level"] == "serious" for one in row.original_told):
        raise ValidationError("原文件中有不能公开的内容，请单位更正后重新报送，再采用新的文件。")
    was: Any = row.original
    row.original, row.original_note, row.original_by, row.original_at = after, reason, actor, timezone.now()
    row.save(update_fields=["original", "original_note", "original_by", "original_at"])
    eventlog.record("collect.original_decided", row, actor=actor, unit=row.area, note=reason, before={"original": was}, after={"original": after})
    return row
