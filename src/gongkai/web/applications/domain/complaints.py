"""Complaints about disclosure itself (条例第四十七条、第五十一条): taken, examined, mended, answered.

Anybody complains on the portal or with a clerk; the 主管部门 above the unit and the unit itself see it. Who complains, and what they
wrote, lies sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from gongkai.engine import disputes as law
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import clocks, opening, strongbox
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import ComplaintGround
from gongkai.web.applications.models import Case, Complaint, ComplaintEvent, ComplaintFile
from gongkai.web.common import days, eventlog, notices, sealing
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit

ACTS = {"taken": "收到", "examined": "调查核实", "mended": "督促整改", "done": "整改完成", "answered": "答复投诉人", "noted": "办理记录"}
FIELDS = ("name", "contact", "text")

TOLD = {"taken": "已收到", "examined": "已调查核实", "mended": "已要求整改", "done": "整改已完成", "answered": "已答复"}
"""What whoever complained reads of each step; notes are inner."""
STAGES = {"taken": "已收到，正在调查核实。", "examined": "已经调查核实，正在处理。", "mended": "经核实属实，正在整改。", "done": "整改已经完成，正在答复。", "answered": "已经办结。"}


@dataclass(frozen=True, slots=True)
class View:
    """What whoever complained sees: the stage in words, the days of the steps, the answer."""

    stage: str
    timeline: tuple[tuple[date, str], ...]
    answer: str


def file_online(unit: Unit, *, ground: str, words: Mapping[str, str], page: str, case: Case | None = None,
                files: Sequence[Looked] = ()) -> tuple[Complaint, str, bool]:
    """Take in what came by the portal; one page sent twice with the same content is one complaint.

    Args:
        page: the mark of the page, random, another one each time the form is opened.
        case: the application that it is about, which its applicant has opened with their code.
        files: what is sent with it, looked at.

    Returns:
        The complaint, its query code, whether it is new.

    Raises:
        ValidationError: as `take` raises.
    """
    content = json.dumps([page, unit.pk, ground, *(str(words.get(name, "")).strip() for name in FIELDS), *sorted(file.sha256 for file in files)], ensure_ascii=False)
    for _ in range(2):
        before = Complaint.objects.filter(filed__in=sealing.indexes("complaint", content)).first()
        if before is not None:
            return before, strongbox.unseal(before, before.sealed, "text")["code"], False
        try:
            with transaction.atomic():
                row, code = take(None, unit, ground=ground, words=words, case=case, files=files)
                Complaint.objects.filter(pk=row.pk).update(filed=sealing.index("complaint", content))
                return row, code, True
        except IntegrityError:  # the second click at the same moment
            continue
    raise RuntimeError("the complaint could neither be made nor found")


def told(row: Complaint) -> View:
    """What whoever complained sees. Raises sealing.Unreadable."""
    events = [event for event in row.events.order_by("day", "id") if event.act in TOLD]
    last = events[-1].act if events else "taken"
    answer = next((strongbox.unseal(row, event.sealed, "event").get("text", "") for event in reversed(events) if event.act == "answered"), "")
    return View(STAGES["answered" if row.done_on else last], tuple((event.day, TOLD[event.act]) for event in events), answer)


@transaction.atomic
def take(actor: Any, unit: Unit, *, ground: str, words: Mapping[str, str], received_on: date | None = None, case: Case | None = None, about: str = "",
         files: Sequence[Looked] = ()) -> tuple[Complaint, str]:
    """Take a complaint in.

    Args:
        actor: whoever enters it; None where it comes by the portal.
        words: ``name``, ``contact``, ``text``.
        files: what came with it, looked at.

    Returns:
        The complaint, and the query code.

    Raises:
        Refused: the actor enters no complaints about the unit.
        ValidationError: without text, a day to come or before the law in force, an unknown ground.
    """
    row = Complaint(unit=unit, case=case, ground=ground, about=about.strip(), received_on=received_on or days.today(), sealed=b"")
    if actor is not None:
        require(actor, "add", row)
    if ground not in ComplaintGround.values:
        raise ValidationError({"ground": "请选择事由。"})
    if not str(words.get("text", "")).strip():
        raise ValidationError({"text": "请写明投诉举报的内容。"})
    if row.received_on > days.today():
        raise ValidationError({"received_on": "收到日期晚于今天，请核对。"})
    row.due_on = due(row).due
    code = opening.new_code()
    opening.number_and_save(row, "T", code)
    strongbox.make_key(row)
    row.sealed = strongbox.seal(row, {**{name: str(words.get(name, "")).strip() for name in FIELDS}, "code": code}, "text")
    Complaint.objects.filter(pk=row.pk).update(sealed=row.sealed)
    _write(actor, row, "taken", row.received_on, {}, _keep(row, files, actor))
    tell(row, f"收到一件关于{unit.called}的投诉举报（{row.receipt}，{row.get_ground_display()}），请在 {row.due_on} 前办理并答复。")
    return row, code


def _keep(row: Complaint, files: Sequence[Looked], actor: Any) -> dict[str, Any]:
    """Seal the files of a step; what its event says of them."""
    kept = [strongbox.keep_file(row, file.data, file.name, file.kind, file.media_type, actor if getattr(actor, "is_person", False) else None) for file in files]
    return {"files": [str(file.pk) for file in kept]} if kept else {}


def recompute(rows: QuerySet[Complaint]) -> int:
    """Ask anew by when open complaints are to be answered, and tell whoever works one whose day moved.

    Returns:
        How many moved.
    """
    moved = 0
    for row in rows.filter(done_on=None).select_related("unit"):
        before, row.due_on = row.due_on, due(row).due
        if row.due_on != before:
            moved += 1
            Complaint.objects.filter(pk=row.pk).update(due_on=row.due_on)
            tell(row, f"放假安排变动，投诉举报 {row.receipt} 的办理期限由 {before} 改为 {row.due_on}。", key=f"complaint-moved-{row.pk}-{before}-{row.due_on}")
    return moved


def came_with(row: Complaint) -> list[ComplaintFile]:
    """The files that were sent in with a complaint: those of no later step, which are not for whoever complained."""
    later = {key for event in row.events.all() if event.act != "taken" for key in event.details.get("files", ())}
    return [file for file in row.files.all() if str(file.pk) not in later]


def remind(today: date | None = None) -> int:
    """Tell whoever works a complaint, and the 主管部门, when its day is within five days or past.

    Returns:
        How many reminders are new.
    """
    today, told = today or days.today(), 0
    for row in Complaint.objects.filter(done_on=None, due_on__lte=today + timedelta(days=5)).select_related("unit").defer("sealed"):
        assert row.due_on is not None
        late = row.due_on < today
        told += tell(row, f"投诉举报 {row.receipt}（{row.get_ground_display()}）应在 {row.due_on} 前办理并答复，{'已经逾期，请立即办理' if late else '请及时办理'}。",
                     key=f"complaint-{row.pk}-{today if late else row.due_on}")
    return told


def due(row: Complaint) -> law.Period:
    """By when a complaint is to be answered, and why.

    Raises:
        ValidationError: the day lies before the law in force.
    """
    try:
        return law.complaint(row.received_on, law.rules(clocks.calendar_of(row.unit)))
    except GongkaiError as error:
        raise ValidationError({"received_on": str(error)}) from None


@transaction.atomic
def record(actor: Any, complaint: Complaint, act: str, day: date, text: str, *, upheld: bool | None = None,
           files: Sequence[Looked] = ()) -> ComplaintEvent:
    """Enter a step with a complaint.

    Args:
        act: a key of `ACTS` but ``taken``.
        upheld: of ``examined``: whether it is true; the 主管部门 or the unit's head says so.
        files: what the step rests on or made (核查材料, 整改凭据, 答复), looked at.

    Raises:
        Refused: the actor may not take this step.
        ValidationError: without words, done with, answered before it was examined, a wrong day.
    """
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    require(actor, "decide" if act in ("examined", "mended") else "work", row)
    if act not in ACTS or act == "taken":
        raise ValidationError({"act": "请选择办理事项。"})
    if not text.strip():
        raise ValidationError({"text": "请写明办理情况。"})
    if not row.received_on <= day <= days.today():
        raise ValidationError({"day": f"日期应在收到之日{row.received_on:%Y-%m-%d}和今天之间，请核对。"})
    if row.done_on is not None and act != "noted":
        raise ValidationError("该投诉举报已经办结。")
    if act == "examined" and upheld is None:
        raise ValidationError({"upheld": "请选择是否属实。"})
    if act == "answered" and row.upheld is None:
        raise ValidationError("还没有调查核实的结论，请先登记调查核实，再答复投诉人。")
    if act == "answered" and row.upheld and not row.events.filter(act="done").exists():
        raise ValidationError("经核实属实的，应在整改完成后答复，请先登记整改完成。")
    kept = _keep(row, files, actor)
    event = _write(actor, row, act, day, {"text": text.strip()}, ({"upheld": upheld} if act == "examined" else {}) | kept)
    changes: dict[str, Any] = {"upheld": upheld} if act == "examined" else {"done_on": day} if act == "answered" else {}
    if changes:
        Complaint.objects.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(complaint, name, value)
    if act == "mended":
        tell(row, f"关于投诉举报 {row.receipt}，上级要求整改：请查看并在整改完成后登记。", above=False)
    return event


def _write(actor: Any, row: Complaint, act: str, day: date, sealed: Mapping[str, str], details: Mapping[str, Any] | None = None) -> ComplaintEvent:
    event = ComplaintEvent.objects.create(
        complaint=row, act=act, day=day, actor=actor if getattr(actor, "is_person", False) else None, actor_name=str(actor) if actor else "投诉人",
        details=dict(details or {}), sealed=strongbox.seal(row, sealed, "event") if sealed else None)
    eventlog.record(f"complaint.{act}", row, actor=actor, unit=row.unit, after={"day": str(day)})
    return event


def find(receipt: str, code: str) -> Complaint | None:
    """The complaint that a receipt and its query code open together."""
    return opening.opened(Complaint, receipt, code)


def tell(row: Complaint, text: str, *, above: bool = True, key: str = "") -> int:
    """Tell the unit, and whoever looks after it from above; each once of one key."""
    people = [*roles.holders(row.unit, Role.CLERK, Role.HEAD), *(roles.supervisors(row.unit) if above else ())]
    return notices.tell(people, text, kind="依申请公开", link=reverse("applications:complaint", args=[row.pk]), key=key)
