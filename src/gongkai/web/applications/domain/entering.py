"""One event enters a case: the actor may, it holds what its step needs, the history allows it, the log knows.

Every way in, a screen, a letter that was sent, an import, the applicant on the portal, ends here; nothing else writes events.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine.answers import answers
from gongkai.engine.deadline import Deadline
from gongkai.web.applications.domain import fees, standing, vault
from gongkai.web.applications.domain.folding import Entry, Standing
from gongkai.web.applications.enums import Kind, Phase
from gongkai.web.applications.models import Case, CaseEvent, CaseFile, Letter, Party
from gongkai.web.applications.steps import STEPS
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Person, Unit

WORDS = ("reason", "opinion", "words", "places", "found", "title", "basis", "note", "receiver", "tracking")
"""What people write freely may name somebody: sealed with the event, never in `details`."""
_NEEDED = {
    "reason": "请写明理由或者说明。", "opinion": "请写明答复意见。", "title": "请填写事由，不写姓名等个人信息。",
    "places": "请写明在哪里检索（系统、档案室、业务科室等）。", "words": "请写明检索用的关键词。", "period": "请写明检索的时间范围。",
    "found": "请写明检索结果。", "way": "请选择送达方式。", "until": "请填写期限的最后一日。", "days": "请填写延长的工作日数。",
    "amount": "请填写金额（元）。", "cause": "请选择退回的原因。", "to_unit": "请选择承办单位。", "conclusion": "请选择审查结论。", "basis": "请填写审查依据。",
}
_PLAIN = {"way", "until", "days", "amount", "period", "conclusion", "answer", "carrier", "by", "cause", "before", "after", "grounds",
          "simplified", "on_time", "dispute", "kinds", "unread", "pages", "items", "method", "source", "counted_from", "sent"}
"""Keys of `details`: values that name nobody."""


@transaction.atomic
def enter(
    actor: Any, case: Case, kind: Kind | str, day: date, *, details: Mapping[str, Any] | None = None, words: Mapping[str, str] | None = None,
    party: Party | None = None, letter: Letter | None = None, document: CaseFile | None = None, other: Case | None = None,
    to_unit: Unit | None = None, to_person: Person | None = None, reverses: CaseEvent | None = None, by_site: bool = False,
) -> CaseEvent:
    """Enter one event and keep what follows from it.

    Args:
        actor: who enters it; None for the applicant or the site, which `by_site` must then allow.
        day: the legal day; never one to come.
        details: the plain elements, JSON values that name nobody.
        words: free text, sealed under the case's key.
        by_site: the caller has its own ground for letting this pass the gate (the applicant acts on their own case).

    Returns:
        The event; `case` holds what is kept of its standing now.

    Raises:
        Refused: the actor may not take this step.
        ValidationError: something is missing, the day is to come, or the history does not allow it.
    """
    kind = Kind(kind)
    step = STEPS[kind]
    locked = Case.objects.select_for_update(of=("self",)).select_related("unit", "handler").get(pk=case.pk)
    if not by_site:
        require(actor, step.action, locked)
    if day > days.today():
        raise ValidationError({"day": f"{kind.label}的日期{day:%Y-%m-%d}晚于今天，请核对。"})
    plain, sealed = _sorted(details or {}, words or {})
    _complete(kind, day, {**plain, **sealed, **({"to_unit": to_unit} if to_unit else {})}, party)
    if (party and party.case_id != locked.pk) or (letter and letter.case_id != locked.pk) or (document and document.case_id != locked.pk):
        raise ValidationError("当事人、文书或者材料不属于该申请，请重新选择。")
    if kind is Kind.FEE_NOTIFIED:
        fees.by_hand(locked, plain)
    known = standing.entries_of(locked)
    if kind is Kind.REVERSED:
        _reversible(locked, known, reverses)
    new = Entry(max((entry.id for entry in known), default=0) + 1, kind, day, party.pk if party else None, party.label if party else "",
                letter.pk if letter else None, to_unit.pk if to_unit else None, to_person.pk if to_person else None, other.pk if other else None,
                reverses.pk if reverses else None, plain)
    now = standing.told(locked, [*known, new])
    event = CaseEvent.objects.create(
        case=locked, kind=kind, day=day, actor=actor if getattr(actor, "is_person", False) else None,
        actor_name=str(actor) if actor is not None else "申请人", party=party, letter=letter, document=document, other=other, to_unit=to_unit,
        to_person=to_person, reverses=reverses, details=plain, sealed=vault.seal(locked, sealed, "event") if sealed else None)
    standing.keep(locked, *now)
    for name in (*standing.KEPT, "title"):
        setattr(case, name, getattr(locked, name))
    eventlog.record(f"case.{kind.value}", locked, actor=actor, unit=locked.unit, after={"day": str(day)} | (
        {"reverses": reverses.kind} if reverses else {}), title=str(locked))
    return event


def preview(case: Case, kind: Kind | str, day: date, *, details: Mapping[str, Any] | None = None, party: Party | None = None) -> tuple[Standing, Deadline]:
    """Where the case would stand after an event, for a screen that shows the due day before one says yes.

    Raises:
        ValidationError: the history does not allow it.
    """
    known = standing.entries_of(case)
    new = Entry(max((entry.id for entry in known), default=0) + 1, Kind(kind), day, party.pk if party else None, party.label if party else "",
                details=_sorted(details or {}, {})[0])
    return standing.told(case, [*known, new])


@transaction.atomic
def reverse(actor: Any, event: CaseEvent, reason: str) -> CaseEvent:
    """Take a wrong entry out of force by another one; both stay to be seen. A letter whose sending is reversed may be sent again, and what
    it entered in cases that were merged goes with it. A division that is reversed takes its parts back (dividing.rejoin). An archived case is
    read only: its archiving is reversed first, and the case then bound anew.

    Raises:
        Refused: the actor is not the unit's 工作机构负责人.
        ValidationError: it is reversed already, came with the filing itself, what followed would hang in the air, or the case is archived.
    """
    from gongkai.web.applications.domain import dividing, letters_sending

    if event.kind == Kind.SPLIT and not CaseEvent.objects.filter(reverses=event).exists():
        dividing.rejoin(actor, event, reason)
    made = enter(actor, event.case, Kind.REVERSED, days.today(), words={"reason": reason}, reverses=event)
    if event.letter is not None:
        letters_sending.restage(event.letter, event.kind)
        for twin in CaseEvent.objects.filter(case__merged_into=event.case_id, other=event.case_id, kind=event.kind, day=event.day, reversed_by=None):
            enter(actor, twin.case, Kind.REVERSED, days.today(), words={"reason": reason}, reverses=twin, by_site=True)
    return made


def _reversible(case: Case, known: list[Entry], reverses: CaseEvent | None) -> None:
    if reverses is None or reverses.pk not in {entry.id for entry in known}:
        raise ValidationError("请选择要冲销的记录。")
    if case.phase == Phase.ARCHIVED and reverses.kind != Kind.ARCHIVED:
        raise ValidationError(f"{case}已经归档，请先冲销归档，再冲销这条记录。")
    if case.phase == Phase.ARCHIVED and not case.key.wrapped:
        raise ValidationError(f"{case}的个人信息已按规定销毁，不能冲销归档。")
    if reverses.kind in (Kind.REVERSED, Kind.SUBMITTED, Kind.REJOINED):
        raise ValidationError(f"“{Kind(reverses.kind).label}”不能冲销。")
    if any(entry.reverses == reverses.pk for entry in known):
        raise ValidationError("该记录已经冲销，请刷新页面查看。")


def _sorted(details: Mapping[str, Any], words: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Plain elements and free text, each in its place: free text among the plain ones is sealed, whoever put it there."""
    unknown = set(details) - _PLAIN - set(WORDS)
    if unknown:
        raise LookupError(f"unknown elements of an event: {', '.join(sorted(unknown))}")
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()
             if name in _PLAIN and value not in (None, "")}
    sealed = {name: str(value).strip() for name, value in {**{name: details[name] for name in details if name in WORDS}, **words}.items()
              if str(value or "").strip()}
    return plain, sealed


def _complete(kind: Kind, day: date, held: Mapping[str, Any], party: Party | None) -> None:
    step = STEPS[kind]
    missing = {name: _NEEDED[name] for name in step.needs if held.get(name) in (None, "")}
    if step.party is not None and (party is None or party.role != step.party):
        missing["party"] = f"请选择{step.party.label}。"
    if missing:
        raise ValidationError(missing)
    if (key := held.get("answer")) and key not in answers(day):
        raise LookupError(f"unknown type of answer: {key}")
