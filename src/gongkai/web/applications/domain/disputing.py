"""行政复议 and 行政诉讼: what happened to a dispute, by when it is to be answered, how it ended, and the new answer it orders.

Days to answer: 10 working days of receiving a review (《行政复议法》第四十八条), 5 in the simplified procedure (第五十四条), 15 days of
receiving a suit (《行政诉讼法》第六十七条); reckoned by engine.disputes with the unit's own calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from gongkai.engine import disputes as law
from gongkai.engine.days import chinese
from gongkai.engine.parameters import NotInForce
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import clocks, entering, opening, strongbox
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import DisputeAct, DisputeKind, DisputeResult, Kind, Phase
from gongkai.web.applications.models import Case, Dispute, DisputeEvent, DisputeFile
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit

FIELDS = ("claimant", "claimant_contact", "claims", "facts", "handled_by", "note")
"""What is sealed of a dispute: who claims, how to reach them, what they want and why, who handles it."""
KEPT = ("notified_on", "answer_due_on", "answered_on", "result", "decided_on")
"""What stands beside a dispute, told by its events."""


@transaction.atomic
def open_dispute(
    actor: Any, unit: Unit, *, kind: str, notified_on: date, tribunal: str, about: str, words: Mapping[str, str], body: Unit | None = None,
    case: Case | None = None, after: Dispute | None = None, docket: str = "", simplified: bool = False, co_defendant: bool = False,
) -> Dispute:
    """Enter a review or a suit of which the unit was notified.

    Args:
        notified_on: the day the copy of the application or complaint was received; the days to answer run from it.
        about: the matter, in words that name nobody.
        words: the fields of `FIELDS`.
        body: who is reviewed or sued; the unit, or the government it answers for.
        case: the application that it is about, where there is one.
        after: the review, of a suit after review.
        co_defendant: the body stands in court only as the reviewing body beside the maker of the act; not counted.

    Raises:
        Refused: the actor enters no disputes of the unit.
        ValidationError: a day to come, a case of another unit, a suit after review without its review where it is known.
    """
    row = Dispute(unit=unit, body=body or (case.body if case else unit), kind=kind, case=case, after=after, simplified=simplified and kind == DisputeKind.REVIEW,
                  co_defendant=co_defendant, tribunal=tribunal.strip(), docket=docket.strip(), about=about.strip(), sealed=b"",
                  created_by=actor if getattr(actor, "is_person", False) else None)
    require(actor, "add", row)
    problems: dict[str, str] = {}
    if kind not in DisputeKind.values:
        problems["kind"] = "请选择类别。"
    if not row.tribunal:
        problems["tribunal"] = "请填写复议机关或者法院的名称。"
    if not row.about:
        problems["about"] = "请填写争议事项，不写姓名等个人信息。"
    if case is not None and case.unit_id != unit.pk:
        problems["case"] = "该申请不由本单位办理，请核对编号。"
    if row.body not in opening.bodies_of(unit):
        problems["body"] = f"{unit}不代{row.body}办理复议诉讼，请核对。"
    if after is not None and (after.kind != DisputeKind.REVIEW or after.unit_id != unit.pk or kind != DisputeKind.LITIGATION_AFTER_REVIEW):
        problems["after"] = "所选的不是本单位的行政复议案件，请核对。"
    if co_defendant and kind != DisputeKind.LITIGATION_AFTER_REVIEW:
        problems["co_defendant"] = "只有复议后起诉的案件，复议机关才作共同被告。"
    if problems:
        raise ValidationError(problems)
    row.save()
    strongbox.make_key(row)
    row.sealed = strongbox.seal(row, {name: str(words.get(name, "")).strip() for name in FIELDS}, "text")
    Dispute.objects.filter(pk=row.pk).update(sealed=row.sealed)
    eventlog.record("dispute.opened", row, actor=actor, unit=unit, after={"kind": kind})
    record(actor, row, DisputeAct.NOTIFIED, notified_on)
    return row


@transaction.atomic
def record(
    actor: Any, dispute: Dispute, act: DisputeAct | str, day: date, *, result: str = "", words: Mapping[str, str] | None = None,
    document: Looked | None = None, until: date | None = None, orders_answer: bool = False,
) -> DisputeEvent:
    """Enter what happened to a dispute.

    Args:
        result: of DECIDED: upheld, corrected, other.
        words: ``note``: what the paper says, sealed.
        document: a looked-at file.
        until: the last day that a decision names for a new answer.
        orders_answer: of DECIDED with a result of ``corrected``: the case it is about is answered anew, with a clock of its own.

    Raises:
        Refused: the actor does not work the dispute.
        ValidationError: a day to come or before the notice, a second decision, an order without a case.
    """
    act = DisputeAct(act)
    row = Dispute.objects.select_for_update(of=("self",)).select_related("unit", "case").get(pk=dispute.pk)
    if act is DisputeAct.REVERSED:
        raise LookupError("use take_back")
    require(actor, "work", row)
    if day > days.today():
        raise ValidationError({"day": f"{act.label}的日期{day:%Y-%m-%d}晚于今天，请核对。"})
    live = _live(row)
    if act is not DisputeAct.NOTIFIED and not any(event.act == DisputeAct.NOTIFIED and event.day <= day for event in live):
        raise ValidationError({"day": "早于收到通知之日，请核对日期。"})
    if act in (DisputeAct.NOTIFIED, DisputeAct.DECIDED) and any(event.act == act for event in live):
        raise ValidationError(f"已登记“{act.label}”，如有错误请先冲销原记录。")
    if act is DisputeAct.DECIDED and result not in (DisputeResult.UPHELD, DisputeResult.CORRECTED, DisputeResult.OTHER):
        raise ValidationError({"result": "请选择结果。"})
    if orders_answer and (act is not DisputeAct.DECIDED or result != DisputeResult.CORRECTED or row.case is None):
        raise ValidationError({"orders_answer": "只有结果为纠正、且关联了申请的案件，才能登记责令重新答复。"})
    details = {name: value for name, value in {"result": result, "until": until.isoformat() if until else "", "orders_answer": orders_answer}.items() if value}
    sealed = {name: value.strip() for name, value in (words or {}).items() if value.strip()}
    file = strongbox.keep_file(row, document.data, document.name, document.kind, document.media_type, actor) if document else None
    event = _write(actor, row, act, day, details=details, sealed=sealed, document=file)
    if orders_answer and row.case is not None:
        _order(actor, row, day, until)
    for name in KEPT:
        setattr(dispute, name, getattr(row, name))
    return event


def _order(actor: Any, row: Dispute, day: date, until: date | None) -> None:
    """The case is answered anew: by the day the decision names, else within the statutory term from its receipt; not counted again."""
    assert row.case_id is not None
    case = Case.objects.get(pk=row.case_id)
    if case.phase == Phase.ARCHIVED:
        raise ValidationError({"orders_answer": f"{case}已经归档，请先由负责人冲销归档，再登记重新答复。"})
    entering.enter(actor, case, Kind.REANSWER_ORDERED, day, details={"until": until, "dispute": row.pk} if until else {"dispute": row.pk},
                   words={"reason": f"{row.tribunal}{row.docket}：{row.get_kind_display()}结果纠正"})


@transaction.atomic
def take_back(actor: Any, event: DisputeEvent, reason: str) -> DisputeEvent:
    """Take a wrong entry out of force.

    Raises:
        Refused: the actor is not the unit's 工作机构负责人.
        ValidationError: no reason, reversed already, or the case went on upon it.
    """
    row = Dispute.objects.select_for_update().get(pk=event.dispute_id)
    require(actor, "reverse", row)
    if not reason.strip():
        raise ValidationError({"reason": "请写明冲销的理由。"})
    if event not in _live(row):
        raise ValidationError("该记录已经冲销，请刷新页面查看。")
    if event.act == DisputeAct.NOTIFIED and len(_live(row)) > 1:
        raise ValidationError("其后还有记录，请先冲销其后的记录。")
    if event.details.get("orders_answer") and _ordered(row):
        raise ValidationError("该决定已使申请进入重新答复，请先在申请中冲销“责令重新答复”。")
    return _write(actor, row, DisputeAct.REVERSED, days.today(), details={}, sealed={"note": reason.strip()}, reverses=event)


def _ordered(row: Dispute) -> bool:
    """Whether the order of a new answer still stands in the case."""
    case = row.case
    if case is None:
        return False
    return case.events.filter(kind=Kind.REANSWER_ORDERED, details__dispute=row.pk, reversed_by=None).exists()


def _live(row: Dispute) -> list[DisputeEvent]:
    """The events that hold: neither reversed nor reversing."""
    return list(row.events.filter(reversed_by=None).exclude(act=DisputeAct.REVERSED).order_by("day", "id"))


def _write(actor: Any, row: Dispute, act: DisputeAct, day: date, *, details: Mapping[str, Any], sealed: Mapping[str, str],
           document: DisputeFile | None = None, reverses: DisputeEvent | None = None) -> DisputeEvent:
    event = DisputeEvent.objects.create(
        dispute=row, act=act, day=day, actor=actor if getattr(actor, "is_person", False) else None, actor_name=str(actor), document=document,
        reverses=reverses, details=dict(details), sealed=strongbox.seal(row, sealed, "event") if sealed else None)
    keep(row)
    eventlog.record(f"dispute.{act.value}", row, actor=actor, unit=row.unit, after={"day": str(day), **details})
    return event


def keep(row: Dispute) -> None:
    """Write beside a dispute what its events say."""
    told: dict[str, Any] = {"notified_on": None, "answer_due_on": None, "answered_on": None, "result": DisputeResult.PENDING, "decided_on": None}
    for event in _live(row):
        if event.act == DisputeAct.NOTIFIED:
            period = answer_due(row, event.day)
            told |= {"notified_on": event.day, "answer_due_on": period.due if period else None}
        elif event.act == DisputeAct.ANSWERED:
            told["answered_on"] = told["answered_on"] or event.day
        elif event.act == DisputeAct.DECIDED:
            told |= {"result": event.details["result"], "decided_on": event.day}
    for name, value in told.items():
        setattr(row, name, value)
    Dispute.objects.filter(pk=row.pk).update(**told)


def answer_due(row: Dispute, notified: date) -> law.Period | None:
    """By when the body answers, and why.

    Returns:
        None where the day lies before the law that Gongkai knows: the dispute counts in table 4 all the same.

    Raises:
        ValidationError: the day lies past every calendar.
    """
    by = law.rules(clocks.calendar_of(row.unit))
    try:
        return law.review_answer(notified, row.simplified, by) if row.kind == DisputeKind.REVIEW else law.suit_answer(notified, by)
    except NotInForce:
        return None
    except GongkaiError as error:
        raise ValidationError({"day": str(error)}) from None


def recompute(rows: QuerySet[Dispute]) -> int:
    """Ask anew by when open disputes are to be answered, and tell whoever handles one whose day moved.

    Returns:
        How many moved.
    """
    moved = 0
    for row in rows.filter(answered_on=None, decided_on=None).exclude(notified_on=None).select_related("unit"):
        before = row.answer_due_on
        keep(row)
        if row.answer_due_on != before:
            moved += 1
            notices.tell(roles.holders(row.unit, Role.CLERK, Role.HEAD), f"放假安排变动，{row}“{row.about[:30]}”的答复期限由 {before} 改为 {row.answer_due_on}。",
                         kind="依申请公开", link=reverse("applications:dispute", args=[row.pk]), key=f"dispute-moved-{row.pk}-{before}-{row.answer_due_on}")
    return moved


def remind(today: date | None = None) -> int:
    """Tell whoever handles disputes of those whose answer is due within five days or late; late in a review is as if there were no
    evidence (《行政复议法》第七十条).

    Returns:
        How many reminders are new.
    """
    today = today or days.today()
    told = 0
    rows = Dispute.objects.filter(answered_on=None, decided_on=None, answer_due_on__lte=today + timedelta(days=5)).select_related("unit")
    for row in rows:
        assert row.answer_due_on is not None
        late = row.answer_due_on < today
        paper = "答复书和证据" if row.kind == DisputeKind.REVIEW else "答辩状和证据"
        text = (f"{row}“{row.about[:30]}”的{paper}应在 {chinese(row.answer_due_on)} 前提交，{'已经逾期，请立即提交并说明正当理由' if late else '请及时提交'}。")
        told += notices.tell(roles.holders(row.unit, Role.CLERK, Role.HEAD, on=today), text, kind="依申请公开", link=reverse("applications:dispute", args=[row.pk]),
                             key=f"dispute-{row.pk}-{today if late else row.answer_due_on}")
    return told
