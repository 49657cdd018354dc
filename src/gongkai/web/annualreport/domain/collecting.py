"""Collecting reports as files: batches, what people decide on a file and its cells. Reading: collect_reading.py.

A file is taken in once for an area, whatever it is called (the database sees to that). Nothing is read while somebody waits for a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.report.form import editions
from gongkai.report.reading import sniffing
from gongkai.report.reading.typed import number_of
from gongkai.web.annualreport.domain import figures, originals
from gongkai.web.annualreport.domain.doubts import addresses_of, doubts, findings_of, printed, text
from gongkai.web.annualreport.domain.holding import held
from gongkai.web.annualreport.domain.unpacking import Drop
from gongkai.web.annualreport.enums import FileState, Scope
from gongkai.web.annualreport.models import CellDecision, CollectBatch, CollectedFile
from gongkai.web.common import eventlog, files, work
from gongkai.web.common.gate import require
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Person, Unit

OPEN = (FileState.UNMATCHED, FileState.DOUBTFUL, FileState.READY)
"""States in which a file was read and nobody has said yet what becomes of it."""
_TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "txt": "text/plain",
          "doc": "application/msword", "wps": "application/vnd.ms-works", "html": "text/html", "md": "text/markdown", "json": "application/json"}


@transaction.atomic
def open_batch(actor: Person, unit: Unit, *, year: int, name: str = "", public: bool = False) -> CollectBatch:
    """Begin to collect the reports of a year below a unit.

    Raises:
        Refused: the actor is not the 主管部门 there.
        ValidationError: there is no form for the year.
    """
    made = CollectBatch(unit=unit, year=year, name=name.strip() or f"{year}年度报告", public=public, made_by=actor)
    require(actor, "edit", made)
    first = min(form.first_year for form in editions().values())
    if not first <= year <= timezone.localdate().year:
        raise ValidationError({"year": f"年度应在{first}年至{timezone.localdate().year}年之间，请核对。"})
    made.save()
    eventlog.record("collect.opened", made, actor=actor, after={"year": year})
    return made


def take_in(actor: Person, batch: CollectBatch, drop: Drop) -> int:
    """Take dropped files into a batch, each in a transaction of its own, and have them read in the background.

    Files that the area has already are not taken in again; what did not come in is told in `batch.problems`.

    Returns:
        How many came in.

    Raises:
        Refused: the actor is not the 主管部门 of the batch.
    """
    require(actor, "edit", batch)
    came, problems = 0, list(drop.problems)
    for name, data in drop.files:
        sentence = _take_in(actor, batch, name, data)
        problems += [sentence] if sentence else []
        came += not sentence
    with transaction.atomic():
        row = CollectBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        row.manifest = {**row.manifest, **drop.manifest}
        row.problems = [*row.problems, *problems][-500:]
        row.save(update_fields=["manifest", "problems"])
        eventlog.record("collect.received", row, actor=actor, after={"files": came, "refused": len(problems)})
    batch.refresh_from_db()
    if drop.manifest:
        again = batch.files.filter(state__in=OPEN, by_hand=False).exclude(reading=None)
        again.update(state=FileState.WAITING, attempts=0, leased_until=None)
    start_reading(batch)
    return came


def _take_in(actor: Person, batch: CollectBatch, name: str, data: bytes) -> str:
    """Keep one file; the sentence why it did not come in, or ""."""
    try:
        kind = sniffing.detect(data, name)
    except GongkaiError:
        kind = "binary"
    try:
        with transaction.atomic():
            stored = files.keep(data, name, unit=batch.unit, kind=kind[:10], media_type=_TYPES.get(kind, "application/octet-stream"), by=actor)
            CollectedFile.objects.create(batch=batch, area=batch.unit, file=stored, name=name[-300:], sha256=stored.sha256)
    except IntegrityError:
        first = CollectedFile.objects.select_related("batch").filter(area=batch.unit, sha256=files.put(data)).first()
        if first is None:
            raise
        where = "" if first.batch_id == batch.pk else f"（批次“{first.batch.name}”）"
        return f"《{name}》与已经收下的《{first.name}》{where}内容相同，没有重复收下。"
    return ""


def start_reading(batch: CollectBatch) -> None:
    """Have the files that wait read in the background, by as many processes as the queue has."""
    from django_q.conf import Conf

    for _ in range(max(1, min(Conf.WORKERS, batch.files.filter(state=FileState.WAITING).count()))):
        work.later("gongkai.web.annualreport.domain.collect_reading.read_waiting", batch.pk)


def scope_of(unit: Unit | None) -> Scope:
    """What a unit's report is taken for until a person has said: a government's for that of its whole area, which is not added to its units'."""
    return Scope.AREA if unit is not None and unit.kind == UnitKind.GOVERNMENT else Scope.OWN


def told_of(file: CollectedFile) -> list[str]:
    """What a person must know of a file's unit and year before it is used; sentences."""
    told = []
    if file.year is None:
        told.append("报告没有写明年度，请核对后填写。")
    elif file.year != file.batch.year and not file.by_hand:
        told.append(f"报告是{file.year}年度的，而本批次收集{file.batch.year}年度的报告，请核对；确为{file.year}年度的，保存一次单位和年度即可。")
    if scope_of(file.unit) == Scope.AREA and not file.by_hand:
        told.append(f"这是{file.unit}的报告，请核对统计口径：数字已包含下级单位的，选“全域”，有下级单位单独报告的，汇总时不与其相加，只用于核对；"
                    "只统计政府本级的，选“本级”，与各单位相加。选好后保存一次即可。")
    for other in twins(file):
        told.append(f"与《{other.name}》（{other.get_state_display()}）是同一单位同一年度的报告，请采用其中一份，另一份改为不采用。")
    return told


def twins(file: CollectedFile) -> list[CollectedFile]:
    """Other files of the same unit and year in the area that are not set aside."""
    if file.unit_id is None or file.year is None:
        return []
    return list(CollectedFile.objects.filter(area=file.area_id, unit=file.unit_id, year=file.year).exclude(pk=file.pk).exclude(
        state=FileState.SET_ASIDE).order_by("id"))


def settle(file: CollectedFile, *, others: bool = True) -> None:
    """Check a file by the numbers that hold now, and say where it stands; called within a change of it, and of its twins after it."""
    file.findings = findings_of(file)
    file.errors = sum(one["level"] == "error" for one in file.findings)
    file.warnings = sum(one["level"] == "warning" for one in file.findings)
    file.told = told_of(file)
    file.doubtful = len(doubts(file))
    if file.state not in (FileState.ACCEPTED, FileState.SET_ASIDE):
        file.state = FileState.UNMATCHED if file.unit_id is None else FileState.DOUBTFUL if file.told or file.doubtful else FileState.READY
    file.save(update_fields=["findings", "errors", "warnings", "told", "doubtful", "state"])
    for other in twins(file) if others else ():
        if other.state in OPEN:
            settle(other, others=False)


def _settle_those(unit: int | None, year: int | None, area: int) -> None:
    """Settle the open files of a unit and year: a twin of theirs, or last year's report, has changed."""
    if unit is not None and year is not None:
        for file in CollectedFile.objects.filter(area=area, unit=unit, year=year, state__in=OPEN).select_related("batch", "unit"):
            settle(file, others=False)


@transaction.atomic
def decide(actor: Person, file: CollectedFile, address: str, value: str, *, note: str = "") -> CollectedFile:
    """Confirm what a cell says: a number, or "" for a blank.

    Raises:
        Refused; ValidationError: no such cell, no number, or the file is not open.
    """
    row = held(actor, file, *OPEN)
    _decide(actor, row, address, value, note)
    settle(row)
    return row


@transaction.atomic
def decide_rest(actor: Person, file: CollectedFile, which: str) -> int:
    """Confirm all doubtful cells that are left as they were read: ``blank`` those without a number, ``read`` those with one.

    Raises:
        Refused; ValidationError: the file is not open.
    """
    row = held(actor, file, *OPEN)
    left = [doubt for doubt in doubts(row) if (doubt.read == "") is (which == "blank")]
    for doubt in left:
        _decide(actor, row, doubt.address, doubt.read, "一并核定")
    settle(row)
    return len(left)


def _decide(actor: Person, row: CollectedFile, address: str, value: str, note: str) -> None:
    if row.edition not in editions() or address not in addresses_of(row):
        raise ValidationError("报告的格式中没有这一格，请刷新页面查看。")
    try:
        number = number_of(value)
    except ValueError:
        raise ValidationError({"value": f"“{value[:20]}”不是数字，请填写整数或者小数（万元）；原文为空的，留空。"}) from None
    if number is not None and number < 0:
        raise ValidationError({"value": "本格不应为负数，请对照原文核对；原文确为负数的，请不采用并退回单位更正。"})
    cell = (row.reading or {"cells": {}})["cells"].get(address) or {}
    CellDecision.objects.create(file=row, address=address, read=text(printed(row).get(address)), raw=(cell.get("raw") or "")[:200],
                                value=text(number), note=note[:200], by=actor)
    eventlog.record("collect.confirmed", row, actor=actor, unit=row.area, before={address: text(printed(row).get(address))},
                    after={address: text(number)})


@transaction.atomic
def assign(actor: Person, file: CollectedFile, unit: Unit, year: int, scope: str = "") -> CollectedFile:
    """Say which unit and year a file is of.

    Args:
        scope: whether a government's report tells of its own work or of its whole area, which is to be said; another unit's tells of its own.

    Raises:
        Refused; ValidationError: the unit is none of the area's or has no area, there is no form for the year, or the file is not open.
    """
    row = held(actor, file, *OPEN)
    if not unit.path.startswith(row.area.path):
        raise ValidationError({"unit": "该单位不在本地区之内，请另选。"})
    if not 2000 <= year <= timezone.localdate().year:
        raise ValidationError({"year": "年度应为四位年份，不晚于今年，请核对。"})
    if scope == Scope.AREA and scope_of(unit) != Scope.AREA:
        raise ValidationError({"scope": f"{unit.name}不是县级以上人民政府，其报告的统计口径为本级，请改选。"})
    if not scope and scope_of(unit) == Scope.AREA:
        raise ValidationError({"scope": f"{unit.name}的报告请选择统计口径：数字已包含下级单位的选“全域”，只统计政府本级的选“本级”。"})
    before = row.unit_id, row.year
    said = row.scope
    row.unit, row.year, row.by_hand, row.matched_by, row.scope = unit, year, True, f"{actor.name}核对", scope or Scope.OWN
    row.save(update_fields=["unit", "year", "by_hand", "matched_by", "scope"])
    settle(row)
    if before != (row.unit_id, row.year):
        _settle_those(*before, row.area_id)
    eventlog.record("collect.assigned", row, actor=actor, unit=row.area, before={"unit": before[0], "year": before[1], "scope": said},
                    after={"unit": unit.pk, "year": year, "scope": row.scope})
    return row


@transaction.atomic
def accept(actor: Person, file: CollectedFile) -> CollectedFile:
    """Use a file: its numbers count from now on.

    Raises:
        Refused; ValidationError: something still waits for a person, or another file of the unit and year is used.
    """
    row = held(actor, file, *OPEN)
    settle(row)
    if row.unit is None or row.year is None:
        raise ValidationError("请先核对这份报告所属的单位和年度。")
    if row.doubtful:
        raise ValidationError(f"《{row.name}》还有{row.doubtful}个单元格没有核对，请逐格核对后再采用。")
    if used := next((one for one in twins(row) if one.state == FileState.ACCEPTED), None):
        raise ValidationError(f"该单位{row.year}年度已采用《{used.name}》，请先将其改为不采用。")
    if row.year != row.batch.year and not row.by_hand:
        raise ValidationError(f"《{row.name}》是{row.year}年度的报告，请先核对单位和年度。")
    if scope_of(row.unit) == Scope.AREA and not row.by_hand:
        raise ValidationError(f"《{row.name}》是{row.unit}的报告，请先核对统计口径是本级还是全域，再采用。")
    row.state, row.accepted_by, row.accepted_at, row.note = FileState.ACCEPTED, actor, timezone.now(), ""
    row.save(update_fields=["state", "accepted_by", "accepted_at", "note"])
    _changed(row, actor, "collect.accepted")
    return row


@transaction.atomic
def set_aside(actor: Person, file: CollectedFile, reason: str) -> CollectedFile:
    """Do not use a file, also one that was used.

    Raises:
        Refused; ValidationError: no reason, or it is being read.
    """
    reason = reason.strip()
    if not reason or len(reason) > 300:
        raise ValidationError({"reason": "请写明不采用的理由，最多300字。"})
    row = held(actor, file, *OPEN, FileState.ACCEPTED, FileState.UNREADABLE)
    row.state, row.note, row.accepted_by, row.accepted_at = FileState.SET_ASIDE, reason, None, None
    row.save(update_fields=["state", "note", "accepted_by", "accepted_at"])
    _changed(row, actor, "collect.set_aside", reason)
    return row


@transaction.atomic
def reopen(actor: Person, file: CollectedFile) -> CollectedFile:
    """Take up again a file that was used or set aside.

    Raises:
        Refused; ValidationError: it is neither.
    """
    row = held(actor, file, FileState.ACCEPTED, FileState.SET_ASIDE)
    row.accepted_by = row.accepted_at = None
    row.note, row.state = "", FileState.READY if row.reading else FileState.UNREADABLE
    row.save(update_fields=["state", "note", "accepted_by", "accepted_at"])
    if row.reading:
        settle(row)
    _changed(row, actor, "collect.reopened")
    return row


def read_again(actor: Person, batch: CollectBatch, chosen: Iterable[CollectedFile] | None = None) -> int:
    """Have files read again: those given, else all of the batch that are neither used nor set aside. What people confirmed stays.

    Raises:
        Refused: the actor is not the 主管部门 of the batch.
    """
    require(actor, "edit", batch)
    rows = batch.files.filter(state__in=(*OPEN, FileState.UNREADABLE))
    if chosen is not None:
        rows = rows.filter(pk__in=[file.pk for file in chosen])
    count = rows.update(state=FileState.WAITING, attempts=0, leased_until=None, error="")
    if count:
        eventlog.record("collect.read_again", batch, actor=actor, after={"files": count})
        start_reading(batch)
    return count


@transaction.atomic
def show_again(actor: Person, file: CollectedFile) -> CollectedFile:
    """Put a used file before the public, or take it away, as its batch says.

    Raises:
        Refused; ValidationError: it is not used any more.
    """
    row = held(actor, file, FileState.ACCEPTED)
    originals.put(row)
    if row.unit is not None and row.year is not None:
        figures.renew(row.unit, row.year, row.scope)
    return row


def _changed(row: CollectedFile, actor: Person, action: str, note: str = "") -> None:
    """What follows where a file is used or no longer: the unit's figures, its twins, next year's report, which is held against it, and
    whether the public may have the file itself."""
    originals.put(row)
    if row.unit is not None and row.year is not None:
        try:
            figures.renew(row.unit, row.year, row.scope)
        except ValueError:
            raise ValidationError(f"《{row.name}》中有过大的数或者小数位过多的数，无法汇总，请对照原文核定后再采用。") from None
        _settle_those(row.unit_id, row.year, row.area_id)
        _settle_those(row.unit_id, row.year + 1, row.area_id)
    eventlog.record(action, row, actor=actor, unit=row.area, note=note, after={"unit": row.unit_id, "year": row.year})
