"""Uploads of items: read into rows, looked at and corrected by a clerk, brought in as drafts once; where the old site had
published them, registered as published when the head of the 工作机构 vouches for them.

Each row is brought in by a transaction of its own and remembers what became of it, so that a run that is killed goes on where
it was, and one that is started twice does nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import eventlog, files, notices, work
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import intake, intake_values, items, publishing
from gongkai.web.disclosure.enums import IntakeSource
from gongkai.web.disclosure.intake.model import NOT_FOUND, Reading
from gongkai.web.disclosure.models import IntakeRow, IntakeRun
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, Unit

INLINE = 30
"""Rows that are brought in at once; more go to the background."""
MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
               "xml": "application/xml", "zip": "application/zip"}
log = logging.getLogger(__name__)


@transaction.atomic
def open_run(actor: Person, unit: Unit, source: str, data: bytes, name: str, reading: Reading, rows: Iterable[Mapping[str, Any]], *,
             legacy: bool = False) -> IntakeRun:
    """Keep an upload and its rows, each with what is wrong in it and whether the unit has it already.

    Args:
        rows: keyword arguments of `IntakeRow`, see intake_values.

    Raises:
        Refused: the actor is no clerk of the unit.
    """
    require(actor, "add", IntakeRun(unit=unit))
    kind = {IntakeSource.FEED: "xml", IntakeSource.PAGES: "zip"}.get(IntakeSource(source), "xlsx" if data.startswith(b"PK") else "csv")
    file = files.keep(data, name, unit=unit, kind=kind, media_type=MEDIA_TYPES[kind], by=actor)
    run = IntakeRun.objects.create(unit=unit, source=source, file=file, aside=reading.aside[:200], legacy=legacy, made_by=actor)
    check = intake_values.Check(run)
    IntakeRow.objects.bulk_create([check.checked(IntakeRow(run=run, number=number, **row)) for number, row in enumerate(rows, 1)], 200)
    eventlog.record("intake.opened", run, actor=actor, after={"rows": run.rows.count(), "legacy": legacy})
    return run


@transaction.atomic
def correct_row(actor: Person, row: IntakeRow, version: int, values: Mapping[str, Any], **place: Any) -> IntakeRow:
    """Save what a clerk corrected in a row before it comes in.

    Args:
        values: field of `items.FIELDS` → value.
        place: external_id, index_number, published_on, source_url.

    Raises:
        Refused, Conflict; ValidationError: the run was started.
    """
    require(actor, "add", row.run)
    _not_started(row.run)
    fresh = IntakeRow.objects.select_related("run__unit").get(pk=row.pk)
    stored = intake_values.stored(fresh.run.unit, values)
    checked = intake_values.Check(fresh.run).checked(IntakeRow(run=fresh.run, number=fresh.number, values=stored, **place))
    notes = [note for note in fresh.notes if not note.startswith(NOT_FOUND)]  # a person has looked; what is still wrong, the faults say
    fresh.save_over(version, values=stored, faults=checked.faults, notes=notes, twin=checked.twin, included=checked.included, **place)
    return fresh


@transaction.atomic
def choose_rows(actor: Person, run: IntakeRun, shown: Iterable[int], chosen: Iterable[int]) -> None:
    """Tick and untick rows before they come in; a row with faults stays out.

    Raises:
        Refused; ValidationError: the run was started.
    """
    require(actor, "add", run)
    _not_started(run)
    rows = run.rows.filter(number__in=list(shown))
    rows.update(included=False)
    rows.filter(number__in=list(chosen), faults=[]).update(included=True)


@transaction.atomic
def start_run(actor: Person, run: IntakeRun) -> None:
    """Bring the ticked rows in, as drafts of the unit; many of them in the background. Once started, it only goes on.

    Raises:
        Refused; ValidationError: nothing is ticked.
    """
    require(actor, "add", run)
    rows = run.rows.filter(included=True)
    if not rows.exists():
        raise ValidationError("没有选中可以导入的行，请改正问题或者勾选后再导入。")
    if IntakeRun.objects.filter(pk=run.pk, started_at=None).update(started_at=timezone.now(), started_by=actor):
        eventlog.record("intake.started", run, actor=actor, after={"rows": rows.count()})
    run.refresh_from_db()
    _go_on(run, "apply_run", waiting(run).count())


@transaction.atomic
def confirm_run(actor: Person, run: IntakeRun, reason: str) -> None:
    """Vouch for what a run brought in: it was public on the old site on the days given. Each row goes through `intake.carry_over`.

    Raises:
        Refused: the actor is no head of the unit's 工作机构.
        ValidationError: nothing came in to be vouched for; no reason.
    """
    require(actor, "confirm", run)
    if not run.legacy or run.finished_at is None:
        raise ValidationError("这次导入没有需要确认的历史数据，或者还没有导入完成，请刷新页面查看。")
    reason = publishing.reason_of(reason, "请说明确认这些信息此前已经公开的依据。")
    if len(reason) > 200:
        raise ValidationError({"reason": f"说明有{len(reason)}个字，最多200个字，请精简。"})
    if not uncarried(run).exists():
        raise ValidationError("没有等待登记的事项，请刷新页面查看最新状态。")
    IntakeRun.objects.filter(pk=run.pk).update(confirmed_at=timezone.now(), confirmed_by=actor, reason=reason, carried_at=None)
    uncarried(run).update(failure="")
    run.refresh_from_db()
    eventlog.record("intake.confirmed", run, actor=actor, note=reason, after={"rows": uncarried(run).count()})
    _go_on(run, "carry_run", uncarried(run).count())


def waiting(run: IntakeRun) -> QuerySet[IntakeRow]:
    """Rows that are to come in and have not."""
    return run.rows.filter(included=True, item=None, failure="")


def uncarried(run: IntakeRun) -> QuerySet[IntakeRow]:
    """Rows whose draft came in and is not registered as published."""
    return run.rows.filter(item__isnull=False, carried_at=None)


def apply_run(key: int) -> None:
    """Make the drafts of a run that was started."""
    run = IntakeRun.objects.select_related("unit", "started_by").get(pk=key)
    if run.started_by is None:
        return
    actor = Person.objects.get(pk=run.started_by_id)
    for row in list(waiting(run).values_list("pk", flat=True)):
        _each(row, lambda row: _bring_in(actor, row))
    if IntakeRun.objects.filter(pk=key, finished_at=None).update(finished_at=timezone.now()):
        _tell_of(run)


def carry_run(key: int) -> None:
    """Register the drafts of a run that the head vouched for."""
    run = IntakeRun.objects.select_related("unit", "file").get(pk=key)
    if run.confirmed_by_id is None:
        return
    actor = Person.objects.get(pk=run.confirmed_by_id)
    for row in list(uncarried(run).filter(failure="").values_list("pk", flat=True)):
        _each(row, lambda row: _carry(actor, run, row))
    IntakeRun.objects.filter(pk=key).update(carried_at=timezone.now())


def _go_on(run: IntakeRun, step: str, count: int) -> None:
    """Take a step now, or hand it to the background once the transaction has ended."""
    if count <= INLINE:
        {"apply_run": apply_run, "carry_run": carry_run}[step](run.pk)
    else:
        work.later(f"{__name__}.{step}", run.pk)


def _each(key: int, act: Any) -> None:
    """Do one row in a transaction of its own; why it could not be done is kept with it, and the others go on."""
    try:
        with transaction.atomic():
            act(IntakeRow.objects.select_for_update(of=("self",)).select_related("run__unit", "item").get(pk=key))
    except (ValidationError, PermissionDenied) as error:
        sentence = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        IntakeRow.objects.filter(pk=key).update(failure=sentence[:500])
    except IntegrityError:
        IntakeRow.objects.filter(pk=key).update(failure="来源编号或者索引号已被其他事项使用，没有重复导入。")


def _bring_in(actor: Person, row: IntakeRow) -> None:
    if row.item_id or row.failure:  # another worker was first
        return
    run = row.run
    intake_values.Check(run).again(row)
    row.item = items.create_item(actor, run.unit, intake_values.loaded(run.unit, row.values), index_number=row.index_number,
                                 external_id=row.external_id)
    IntakeRow.objects.filter(pk=row.pk).update(item=row.item, version=F("version") + 1)


def _carry(actor: Person, run: IntakeRun, row: IntakeRow) -> None:
    if row.carried_at or row.item is None:
        return
    if row.published_on is None:
        raise ValidationError("请填写原公开日期。")
    intake.carry_over(actor, row.item, published_on=row.published_on, url=row.source_url, evidence=run.file, reason=run.reason)
    IntakeRow.objects.filter(pk=row.pk).update(carried_at=timezone.now())


def _tell_of(run: IntakeRun) -> None:
    """Tell the heads that something waits for their word."""
    if run.legacy and uncarried(run).exists():
        notices.tell(roles.holders(run.unit, Role.HEAD), f"有{uncarried(run).count()}条历史数据等待您确认登记为已发布。", kind="导入",
                     link=reverse("disclosure:intake_run", args=[run.pk]), key=f"intake-{run.pk}")


def _not_started(run: IntakeRun) -> None:
    if IntakeRun.objects.filter(pk=run.pk, started_at__isnull=False).exists():
        raise ValidationError("这次导入已经开始，不能再改动，请刷新页面查看进度。")

