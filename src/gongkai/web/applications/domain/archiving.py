"""归档: the case file in order as one PDF with contents and as a ZIP of the originals; from then on the case is read only, until the
head reverses the archiving (a decision orders a new answer, a proof came in late); it is then bound anew.

What is bound: the application as it came, the clock's explanation, then every document by its day, letters as they were sent. The
two files lie sealed with the case; when the time of retention is over and the head says so, the key is destroyed, and with it all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.engine import receipt
from gongkai.engine.answers import every_answer
from gongkai.engine.days import chinese
from gongkai.engine.letters import every_letter
from gongkai.errors import GongkaiError
from gongkai.web.applications.casefile.binding import bind
from gongkai.web.applications.casefile.bundling import bundle
from gongkai.web.applications.casefile.model import Cover, Part
from gongkai.web.applications.domain import applicants, clocks, entering, queries, retention, standing, vault
from gongkai.web.applications.domain.dispute_values import letter_title
from gongkai.web.applications.domain.event_facts import WORDS, facts
from gongkai.web.applications.enums import FileRole, Kind, PartyRole, Phase
from gongkai.web.applications.models import Case, CaseEvent, CaseFile, Letter
from gongkai.web.common import days
from gongkai.web.common.gate import require

_FIRST = {FileRole.APPLICATION: 0, FileRole.IDENTITY: 1, FileRole.ATTACHMENT: 2}
_LEFT_OUT = (FileRole.CASE_FILE, FileRole.LETTER)
"""What is not bound: earlier case files; drafts of letters, of which the sent one is bound."""


def parts_of(case: Case) -> list[Part]:
    """The documents of a case in the order of its file: a letter by the day it went out; of a case that was merged, also the letter that
    answered it and its proof. Reads every file of it.

    Raises:
        sealing.Unreadable: the key was destroyed.
    """
    made = [Part("政府信息公开申请", case.submitted_on, _application(case).encode(), "申请.txt", maker="申请人")]
    joint = [reply.letter for reply in applicants.replies(case, standing.of(case)) if reply.letter.case_id != case.pk]
    letters = {letter.stamped_id: letter for letter in (*case.letters.exclude(stamped=None), *joint) if letter.stamped_id}
    proofs = [event for letter in joint for event in letter.events.filter(kind__in=_WAY).exclude(document=None).select_related("document")]
    events = {event.document_id: event for event in (*case.events.exclude(document=None), *proofs)}
    own = [*case.files.exclude(role__in=_LEFT_OUT), *(letter.stamped for letter in joint if letter.stamped), *(event.document for event in proofs if event.document)]
    for file in sorted(own, key=lambda file: (_FIRST.get(FileRole(file.role), 9), _day(file, events, letters), file.uploaded_at)):
        letter, event = letters.get(file.pk), events.get(file.pk)
        title = every_letter()[letter.kind].title if letter and letter.kind in every_letter() else event.get_kind_display() if event else file.get_role_display()
        note = f"与{file.case}合并答复" if file.case_id != case.pk else "" if letter or event is None else file.get_role_display()
        made.append(Part(title, _day(file, events, letters), vault.file_bytes(file), vault.file_name(file), number=letter.number if letter else "",
                         maker="申请人" if file.by_applicant else case.unit.name, note=note))
    made.append(Part("办理期限说明", days.today(), _clock(case).encode(), "期限.txt", maker=case.unit.name))
    made.append(Part("办理记录", days.today(), _history(case).encode(), "记录.txt", maker=case.unit.name))
    return made


_WAY = (Kind.POSTED, Kind.SERVED, Kind.UNDELIVERED)
_INNER = (Kind.DRAFTED, Kind.APPROVED, Kind.SENT_BACK, Kind.SIGNED)


def _day(file: CaseFile, events: Mapping[Any, CaseEvent], letters: Mapping[Any, Letter]) -> date:
    """The day of what a file tells of: its event, the letter's going out; else the day it was put in."""
    letter = letters.get(file.pk)
    out = letter.events.exclude(kind__in=_INNER).order_by("day").values_list("day", flat=True).first() if letter else None
    event = events.get(file.pk)
    return out or (event.day if event else timezone.localdate(file.uploaded_at))


def _application(case: Case) -> str:
    held = vault.application_of(case)
    lines = [f"登记编号：{case.number}", f"回执编号：{case.receipt}", f"被申请机关：{case.body.name}", f"提交方式：{receipt.channel(case.channel, case.submitted_on).label}",
             f"提交日期：{chinese(case.submitted_on)}", *([f"拆分自：{case.parent}"] if case.parent else ()),
             *([f"合并答复于：{case.merged_into}"] if case.merged_into else ())]
    for party in case.parties.filter(role__in=(PartyRole.APPLICANT, PartyRole.AGENT)):
        own = vault.party_of(party)
        lines += ["", party.label, *(f"{label}：{own[name]}" for name, label in _PARTY.items() if own[name])]
    lines += ["", "所需信息的内容描述：", held.get("content", "")]
    lines += [f"{label}：{held[name]}" for name, label in (("features", "名称、文号等"), ("purpose", "用途"), ("note", "备注")) if held.get(name)]
    return "\n".join(lines)


_PARTY = {"name": "姓名（名称）", "id_number": "证件号码", "organisation_code": "统一社会信用代码", "contact": "联系人", "telephone": "联系电话", "address": "联系地址",
          "postcode": "邮政编码", "email": "电子邮箱"}


def _clock(case: Case) -> str:
    now = standing.of(case)
    due = clocks.deadline(now, case.channel, case.submitted_on, clocks.calendar_of(case.unit))
    steps = [f"{step.date:%Y-%m-%d}{'' if step.until == step.date else f' 至 {step.until:%Y-%m-%d}'}　{step.sentence}　{step.article}" for step in due.steps]
    return "\n".join([due.summary, *due.warnings, "", *steps])


def _history(case: Case) -> str:
    lines = []
    events = queries.history(case)
    reversed_by = queries.reversals(events)
    for event in events:
        words = "；".join(f"{WORDS.get(name, name)}：{text}" for name, text in vault.note_of(event).items())
        gone = "（已冲销）" if event.pk in reversed_by else ""
        letter = letter_title(event)
        lines.append("　".join(filter(None, (f"{event.day:%Y-%m-%d}", f"{event.get_kind_display()}{gone}", letter, "，".join(facts(event)), words,
                                            f"（{event.actor_name} {timezone.localtime(event.at):%Y-%m-%d %H:%M}录入）"))))
    return "\n".join(lines)


def archive(actor: Any, case: Case) -> tuple[CaseFile, CaseFile]:
    """Bind a case that is done with, and close it. Files are read and bound with no transaction open.

    Returns:
        The PDF and the ZIP.

    Raises:
        Refused: the actor may not archive.
        ValidationError: the case is open, in dispute, or archived; a file is missing or there are too many pages.
    """
    require(actor, "archive", case)
    _may(case)
    parts = parts_of(case)
    rule = retention.rule_of(case)
    answer = every_answer().get(case.answer)
    cover = Cover(case.unit.name, tuple((label, value) for label, value in (
        ("案卷编号", case.number or case.receipt), ("事由", case.title), ("收到日期", chinese(case.received_on) if case.received_on else ""),
        ("办理结果", answer.label if answer else case.get_stage_display()), ("办结日期", chinese(case.answered_on) if case.answered_on else ""),
        ("承办人", case.clerk.name if case.clerk else ""), ("保管期限", rule.label)) if value))
    try:
        bound = bind(parts, cover)
        packed = bundle(parts, bound=bound)
    except GongkaiError as error:
        raise ValidationError(str(error)) from None
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        _may(locked)
        name = f"案卷-{case.receipt}"
        pdf = vault.keep_file(locked, bound, f"{name}.pdf", FileRole.CASE_FILE, kind="pdf", media_type="application/pdf", by=actor)
        whole = vault.keep_file(locked, packed, f"{name}.zip", FileRole.CASE_FILE, kind="zip", media_type="application/zip", by=actor)
        entering.enter(actor, locked, Kind.ARCHIVED, days.today(), document=pdf, details={"pages": len(parts)})
        for field in standing.KEPT:
            setattr(case, field, getattr(locked, field))
    return pdf, whole


def _may(case: Case) -> None:
    if case.phase not in (Phase.CONCLUDED, Phase.DIVIDED):
        raise ValidationError("已办结的申请才能归档。")
    if case.disputes.filter(decided_on=None).exists():
        raise ValidationError("该申请还有未审结的复议诉讼案件，审结后再归档。")


def overdue_for_erasure(person: Any, today: date | None = None) -> QuerySet[Case]:
    """Archived cases whose time of retention is over and whose personal data is still there, of those the person may archive."""
    today = today or days.today()
    shortest = min((rule.years for rule in retention.rules() if rule.years is not None), default=None)
    rows = Case.objects.restrict(person, "archive").filter(phase=Phase.ARCHIVED).exclude(key__wrapped="")
    if shortest is None:
        return rows.none()
    old = rows.filter(events__kind=Kind.ARCHIVED, events__day__lt=today - timedelta(days=365 * shortest))
    over = [case.pk for case in old if (last := retention.until(case, case.events.filter(kind=Kind.ARCHIVED).latest("day").day)) and last < today]
    return rows.filter(pk__in=over)


@transaction.atomic
def erase(actor: Any, case: Case, reason: str) -> None:
    """Destroy what a case holds of persons when its time is over; counts, days and kinds of events stay.

    Raises:
        Refused: the actor is not the unit's 工作机构负责人.
        ValidationError: no reason, or its time is not over.
    """
    require(actor, "reverse", case)
    if not overdue_for_erasure(actor).filter(pk=case.pk).exists():
        raise ValidationError("该案卷的保管期限还没有届满，或者个人信息已经销毁。")
    vault.erase(actor, case, reason)
