"""The register of 规章 and 行政规范性文件: each change one function; nothing is overwritten, a wrong entry is reversed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import searching
from gongkai.web.disclosure.domain.standing import Standing
from gongkai.web.disclosure.enums import NormativeAct
from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent, PublishedItem
from gongkai.web.organs.models import Unit

FACTS = ("kind", "title", "document_number", "registration_number", "note", "item")


@transaction.atomic
def register_document(
    actor: Any, unit: Unit, *, issued_on: date, effective_on: date | None = None, valid_until: date | None = None,
    supersedes: NormativeDocument | None = None, **facts: Any,
) -> NormativeDocument:
    """Enter a document with its issue (制发).

    Args:
        issued_on: the day on its face (成文日期).
        effective_on: its first day in force; the day of issue unless given.
        valid_until: its last day by its own terms.
        supersedes: an older document of the unit that it takes the place of, from `effective_on` on.
        facts: `FACTS`.

    Raises:
        Refused: the actor may not.
        ValidationError: days out of order, a number that the unit has given already.
    """
    row = NormativeDocument(unit=unit, valid_until=valid_until, **facts)
    require(actor, "add", row)
    in_order(issued_on, effective_on, valid_until)
    _own_item(row)
    _unique(row)
    row.full_clean(exclude=["unit"])
    row.save()
    _write(actor, row, NormativeAct.ISSUED, issued_on, effective_on=effective_on, valid_until=valid_until)
    eventlog.record("register.entered", row, actor=actor, after={"document_number": row.document_number, "issued_on": str(issued_on)})
    if supersedes is not None:
        record_act(actor, supersedes, NormativeAct.SUPERSEDED, on=effective_on or issued_on, by_document=row)
    return row


@transaction.atomic
def change_document(actor: Any, row: NormativeDocument, version: int, **facts: Any) -> NormativeDocument:
    """Correct what the register says of a document. Its events are not changed so; see `reverse_event`.

    Raises:
        Conflict: somebody else saved first.
    """
    require(actor, "edit", row)
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"no facts of a document: {unknown}")
    before = {name: str(getattr(row, name) or "") for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    _own_item(row)
    _unique(row)
    row.full_clean(exclude=["unit"])
    row.save_over(version, **facts)
    eventlog.record("register.changed", row, actor=actor, before=before, after={name: str(value or "") for name, value in facts.items()})
    _tell_public(row)
    return row


@transaction.atomic
def record_act(
    actor: Any, row: NormativeDocument, act: str, *, on: date, by_document: NormativeDocument | None = None,
    valid_until: date | None = None, note: str = "", in_clean_up: bool = False,
) -> NormativeEvent:
    """Enter what happened to a document on its legal day.

    Args:
        act: amended, repealed, expired, superseded or extended.
        by_document: the document that did it, or that takes its place.
        valid_until: the new last day, for an extension.
        in_clean_up: a clean-up (清理) decided so.

    Raises:
        ValidationError: the document had ended by then, or the days are out of order.
    """
    require(actor, "edit", row)
    row = NormativeDocument.objects.select_for_update().get(pk=row.pk)
    standing = Standing.of(row.events.all())
    if act == NormativeAct.ISSUED:
        raise ValidationError("制发只登记一次，如日期有误，请撤销原登记后重新登记。")
    may_happen(standing, on)
    if act == NormativeAct.EXTENDED:
        if valid_until is None:
            raise ValidationError("延长有效期的，请填写新的有效期截止日期。")
        if standing.valid_until is None:
            raise ValidationError("该文件没有规定有效期，不需要延长；要规定有效期的，请登记为修订并填写有效期。")
        if valid_until <= standing.valid_until:
            raise ValidationError(f"新的有效期应当晚于原有效期（{standing.valid_until}），请核对。")
    elif valid_until is not None and act != NormativeAct.AMENDED:
        raise ValidationError("只有修订和延长有效期可以改变有效期，请核对。")
    if act == NormativeAct.SUPERSEDED and by_document is None:
        raise ValidationError("被替代的，请选择替代它的文件。")
    if by_document is not None and by_document.pk == row.pk:
        raise ValidationError("依据或替代文件不能是该文件自身，请重新选择。")
    event = _write(actor, row, act, on, by_document=by_document, valid_until=valid_until, note=note, in_clean_up=in_clean_up)
    eventlog.record("register.act", row, actor=actor, after={"act": str(act), "on": str(on)}, note=note)
    _tell_public(row)
    return event


@transaction.atomic
def reverse_event(actor: Any, event: NormativeEvent, reason: str) -> NormativeEvent:
    """Reverse a wrong entry by another one; both stay to be seen and neither counts.

    Raises:
        ValidationError: it is reversed already, reverses another, or no reason is given.
    """
    row = event.document
    require(actor, "edit", row)
    if not reason.strip():
        raise ValidationError("请填写撤销登记的理由。")
    if event.reverses_id or NormativeEvent.objects.filter(reverses=event).exists():
        raise ValidationError("这条登记已经撤销，不能再次撤销。")
    if event.act == NormativeAct.ISSUED and _live(row).exclude(pk=event.pk).exists():
        raise ValidationError("请先撤销该文件制发以后的各项登记，再撤销制发。")
    made = NormativeEvent.objects.create(document=row, act=event.act, on=event.on, note=reason.strip(), reverses=event,
                                         entered_by=_person(actor))
    eventlog.record("register.reversed", row, actor=actor, before={"act": event.act, "on": str(event.on)}, note=reason)
    _tell_public(row)
    return made


@dataclass(frozen=True, slots=True)
class Decision:
    """What a clean-up (清理) decides of one document: one of `VERDICTS`."""

    document: NormativeDocument
    verdict: str
    valid_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one decision; `sentence` says why it was not carried out."""

    document: NormativeDocument
    done: bool
    verdict: str
    sentence: str = ""


VERDICTS = (NormativeAct.KEPT, NormativeAct.REPEALED, NormativeAct.EXPIRED, NormativeAct.EXTENDED, NormativeAct.TO_AMEND)
"""What a clean-up can decide; each is an event of the document. Kept, or to be amended, changes nothing in its standing."""


def clean_up(actor: Any, unit: Unit, decisions: Sequence[Decision], *, on: date, basis: str) -> list[Cleaned]:
    """Carry out a clean-up of many documents at once; one that cannot be is told and holds up none of the others.

    Args:
        on: the day from which it takes effect.
        basis: the decision by which it was cleaned up (清理结果的决定), kept with each event.
    """
    if not basis.strip():
        raise ValidationError("请填写清理结果所依据的决定或公告。")
    done: list[Cleaned] = []
    for decision in decisions:
        try:
            with transaction.atomic():
                if decision.document.unit_id != unit.pk:
                    raise ValidationError("该文件不是本单位制发的，不能在本单位清理。")
                if decision.verdict not in VERDICTS:
                    raise ValidationError("清理结果无法识别，请重新选择。")
                require(actor, "clean", decision.document)
                record_act(actor, decision.document, decision.verdict, on=on, valid_until=decision.valid_until,
                           note="；".join(filter(None, (basis.strip(), decision.note.strip()))), in_clean_up=True)
            done.append(Cleaned(decision.document, True, decision.verdict))
        except ValidationError as error:
            done.append(Cleaned(decision.document, False, decision.verdict, "".join(error.messages)))
    return done


def _live(row: NormativeDocument) -> Any:
    """The events that are not reversed and reverse nothing."""
    return row.events.filter(reverses=None, reversed_by=None)


def _write(actor: Any, row: NormativeDocument, act: str, on: date, **more: Any) -> NormativeEvent:
    return NormativeEvent.objects.create(document=row, act=act, on=on, entered_by=_person(actor), **more)


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None


def in_order(issued_on: date, effective_on: date | None, valid_until: date | None) -> None:
    """The days of a new document can be so.

    Raises:
        ValidationError: all that are out of order.
    """
    wrong = {}
    if issued_on > days.today():
        wrong["issued_on"] = "制发日期不能晚于今天，请核对。"
    if effective_on is not None and effective_on < issued_on:
        wrong["effective_on"] = "施行日期不能早于制发日期，请核对。"
    if valid_until is not None and valid_until < (effective_on or issued_on):
        wrong["valid_until"] = "有效期截止日期不能早于施行日期，请核对。"
    if wrong:
        raise ValidationError(wrong)


def may_happen(standing: Standing, on: date) -> None:
    """Something can have happened to a document on a day.

    Raises:
        ValidationError: it was not made yet, or had ended.
    """
    if standing.issued_on is None or on < standing.issued_on:
        raise ValidationError(f"日期不能早于制发日期（{standing.issued_on or '未登记'}），请核对。")
    if standing.ended_on is not None and on >= standing.ended_on and standing.end is not None:
        raise ValidationError(f"该文件自{standing.ended_on}起{standing.on(standing.ended_on).value}，不能再作登记；如有误，请先撤销原登记。")


def _own_item(row: NormativeDocument) -> None:
    if row.item is not None and row.item.unit_id != row.unit_id:
        raise ValidationError({"item": "只能关联本单位的公开事项，请重新选择。"})


def _unique(row: NormativeDocument) -> None:
    if not row.document_number:
        return
    others = NormativeDocument.objects.filter(unit=row.unit, document_number=row.document_number).exclude(pk=row.pk)
    if others.exists():
        raise doubled(row.document_number)


def doubled(number: str) -> ValidationError:
    """What is said of a number that the unit has given already."""
    return ValidationError({"document_number": f"本单位已经登记过文号为“{number}”的文件，请核对。"})


def _tell_public(row: NormativeDocument) -> None:
    """Keep beside the published item from which day its document is no longer in force, for the portal's filters."""
    if row.item_id:
        PublishedItem.objects.filter(item=row.item_id).update(**end_of(row.item_id))
        searching.note_validity(row.item_id)


def end_of(item_id: int) -> dict[str, Any]:
    """From which day the document published as an item is no longer in force, and by which act (`invalid_since`, `ended_by`); None and ""
    where it is no such document, or no end of it is known. domain/publishing.py writes it into what the public sees."""
    found = [Standing.of(document.events.all()) for document in NormativeDocument.objects.filter(item=item_id).prefetch_related("events")]
    if not found or any(standing.ended_on is None for standing in found):
        return {"invalid_since": None, "ended_by": ""}
    last = max(found, key=lambda standing: standing.ended_on or date.min)
    return {"invalid_since": last.ended_on, "ended_by": str(last.end)}


def standings(documents: Iterable[NormativeDocument]) -> dict[int, Standing]:
    """Document id → its standing; `documents` have their events prefetched."""
    return {document.pk: Standing.of(document.events.all()) for document in documents}
