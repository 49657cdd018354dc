"""A letter is begun, written on by one clerk after another, and said to be whole or not yet.

A letter under review, or signed, is not written on: it is recalled, or sent back, first. What its clerk has not written and what
the case has not gone through is told by `lacking`, as long as anything is, and keeps the letter from review, signature and post.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine import answers as engine
from gongkai.engine import letters as kinds
from gongkai.web.applications.domain import fees, letters_facts, letters_values, redacting, vault
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.domain.letters_facts import ONLY_FACTS
from gongkai.web.applications.enums import LetterStage, Matter, PartyRole, Phase
from gongkai.web.applications.models import Case, Letter, Party
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require

"""Files that may be supplied with an answer."""
BY_OTHERS = ("application_form", "third_party_reply")
"""Kinds that other parts of the app make, or that go out within another letter."""
RECEIPTS = {Matter.ACCESS: "receipt", Matter.RECORD: "record_receipt"}
"""The receipt of each matter: an application for information, or one to put a record right (条例第四十一条)."""
RECORD_ANSWER = "record_answer"
"""The letter by which an application of Art. 41 is answered."""
_EVENT_PARTY = {"third_party_asked": PartyRole.THIRD_PARTY, "third_party_told": PartyRole.THIRD_PARTY, "comaker_asked": PartyRole.COMAKER,
                "agency_asked": PartyRole.AGENCY}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a letter needs: a key, and one sentence that says what, on what ground, and what to do."""

    key: str
    sentence: str


def kind_of(letter: Letter) -> kinds.Letter:
    """What a letter is."""
    return kinds.every_letter()[letter.kind]


def answer_of(letter: Letter) -> engine.Answer | None:
    """The type of answer that a letter gives; None where it gives none."""
    return engine.every_answer().get(letter.answer.get("type", ""))


def title_of(letter: Letter) -> str:
    """What a letter is called in lists: its kind, with the type of answer where it is one."""
    answer = answer_of(letter)
    return f"{kind_of(letter).title}（{answer.label}）" if answer else kind_of(letter).label


def values_of(letter: Letter) -> dict[str, Any]:
    """What has been written in a letter, by field. Raises sealing.Unreadable."""
    return vault.unseal(letter.case, letter.sealed, "letter")


def party_role(kind: kinds.Letter) -> PartyRole | None:
    """Whom a kind of letter goes to; None for inner sheets and for an agency that is no party of the case."""
    if kind.to == "applicant":
        return PartyRole.APPLICANT
    return _EVENT_PARTY.get(kind.event) if kind.to in ("third_party", "agency") else None


def offered(now: Standing, matter: str = Matter.ACCESS) -> dict[str, list[kinds.Letter]]:
    """The letters that fit where a case stands: notices and inquiries on the way, inner sheets; the receipt is that of its matter. Answers
    are offered by `answers_offered`."""
    on, found = days.today(), {"notices": [], "inner": []}  # type: ignore[var-annotated]
    for kind in kinds.letters(on).values():
        if kind.answer or kind.key in BY_OTHERS or kind.event == "archived" or kind.to == "tribunal":
            continue
        if kind.key in RECEIPTS.values() and kind.key != RECEIPTS[Matter(matter)]:
            continue
        if kind.to == "inner":
            if now.phase is not Phase.NEW:
                found["inner"].append(kind)
        elif now.phase is Phase.WORKING or (now.phase is Phase.RECEIVED and kind.key in RECEIPTS.values()) or (
                now.phase is Phase.CONCLUDED and kind.event in ("third_party_told", "suggested")):
            found["notices"].append(kind)
    return found


def answers_offered(now: Standing, matter: str = Matter.ACCESS) -> dict[str, list[engine.Answer]]:
    """The types of answer that may be drafted now, by the headings of table 3; of a record that is to be put right, those of Art. 41."""
    found: dict[str, list[engine.Answer]] = {}
    if now.phase is Phase.WORKING:
        for answer in engine.answers(days.today()).values():
            if answer.served and (matter != Matter.RECORD or answer.letter == RECORD_ANSWER):
                found.setdefault(engine.GROUPS[answer.group], []).append(answer)
    return found


@transaction.atomic
def start(actor: Any, case: Case, kind: str, *, answer: str = "", party: Party | None = None, like: Mapping[str, Any] | None = None) -> Letter:
    """Begin a letter with what the case tells.

    Args:
        kind: a key of letters.yaml; of an answer, that of its type.
        answer: a key of answers.yaml, for an answer.
        party: the third party or agency it goes to; the applicant is found by itself.
        like: values that stand in place of those the case tells.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: the letter does not fit where the case stands, or lacks whom it goes to.
        sealing.Unreadable: the case's personal data was erased.
    """
    require(actor, "work", case)
    now, on = letters_facts.history_of(case).now, days.today()
    known = kinds.letters(on)
    given = engine.answers(on).get(answer) if answer else None
    if answer and (given is None or not given.served):
        raise ValidationError("没有这种答复，请重新选择。")
    key = given.letter if given else kind
    if key not in known or (known[key].answer and given is None):
        raise ValidationError("没有这种文书，请重新选择。")
    made = known[key]
    fits = any(given in group for group in answers_offered(now, case.matter).values()) if given else any(made in group for group in offered(now, case.matter).values())
    if not fits:
        of = "要求更正记录，" if case.matter == Matter.RECORD else ""
        raise ValidationError(f"该申请{of}现在{Phase(now.phase).label}，不能拟制“{made.label}”。")
    role = party_role(made)
    if role is PartyRole.APPLICANT:
        party = case.parties.filter(role=role, number=1).first()
    elif role is not None and (party is None or party.case_id != case.pk or party.role != role):
        raise ValidationError({"party": f"请选择{role.label}；还没有登记的，请先登记。"})
    elif role is None:
        party = None
    values = {**letters_values.prefilled(case, made, given, party, actor), **(like or {})}
    letter = Letter.objects.create(case=case, kind=key, party=party, answer={"type": answer} if given else {}, created_by=_person(actor),
                                   hands=[actor.pk] if _person(actor) else [], sealed=vault.seal(case, values, "letter"))
    eventlog.record("letter.started", letter, actor=actor, unit=case.unit, after={"kind": key, "answer": answer}, title=_log_title(letter))
    return letter


@transaction.atomic
def save(actor: Any, letter: Letter, version: int, values: Mapping[str, Any], chosen: Mapping[str, Any] | None = None) -> None:
    """Write in a letter.

    Args:
        version: the number that the actor saw.
        values: by field; those that are not among them stay as they are.
        chosen: ``grounds``, ``files``, ``unfounded``, ``online``; the type of an answer stays.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: the letter is no draft any more, or a chosen file or ground is not there.
        Conflict: somebody else was first.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("case__unit").get(pk=letter.pk)
    require(actor, "work", row.case)
    if row.stage != LetterStage.DRAFT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能修改；确需修改的，请先撤回送审或者退回。")
    held = values_of(row)
    new = {**held, **{key: value for key, value in values.items() if value not in (None, "", [])}}
    for key, value in values.items():
        if value in (None, "", []):
            new.pop(key, None)
    answer = {**row.answer, **_chosen(row, chosen)} if chosen is not None else row.answer
    hands = sorted({*row.hands, actor.pk}) if _person(actor) else row.hands
    changed = sorted(key for key in {*new, *held} if new.get(key) != held.get(key))
    letter.save_over(version, sealed=vault.seal(row.case, new, "letter"), answer=answer, hands=hands)
    eventlog.record("letter.changed", letter, actor=actor, unit=row.case.unit, after={"fields": changed}, title=_log_title(letter))


@transaction.atomic
def void(actor: Any, letter: Letter, version: int, reason: str) -> None:
    """Put a letter that was not sent out of use; its number, where it has one, with it.

    Raises:
        Refused, Conflict; ValidationError: it was sent, or the reason is missing.
    """
    from gongkai.web.applications.domain import letters_numbers

    row = Letter.objects.select_for_update(of=("self",)).select_related("case__unit").get(pk=letter.pk)
    require(actor, "work", row.case)
    if row.stage not in (LetterStage.DRAFT, LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED):
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能作废。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的原因。"})
    letter.save_over(version, stage=LetterStage.VOID)
    letters_numbers.void_all(actor, letter, reason)
    eventlog.record("letter.voided", letter, actor=actor, unit=row.case.unit, note="", title=_log_title(letter))


def lacking(letter: Letter, *, day: date | None = None) -> list[Lack]:
    """What a letter still needs before it may be reviewed, signed or sent; nothing where it is whole.

    Raises:
        sealing.Unreadable: the case's personal data was erased.
    """
    kind, answer, values = kind_of(letter), answer_of(letter), values_of(letter)
    whole, against = letters_values.complete(letter, kind, values)
    found = [Lack("remedies", sentence) for sentence in against]
    taken = {"number", "issued_on", *({"remedies"} if against else ()), *({"grounds"} if answer and answer.grounds else ())}
    if answer is not None:
        past = letters_facts.history_of(letter.case)
        facts = letters_facts.facts_of(letter.case, answer, values, letter.answer, past=past, day=day)
        found += [Lack(key, sentence) for key, sentence in engine.missing(answer, facts)]
    if sentence := fees.against(letter):
        found.append(Lack("fee", sentence))
        taken |= set(fees.FIELDS)
    known = {lack.key for lack in found} | taken
    found += [Lack(field.key, f"还没有填写“{field.label}”（{kind.cited}），请填写。") for field in kinds.absent(kind, dict(whole)) if field.key not in known]
    found += _against_the_clock(letter, kind, values, day or days.today())
    if letter.answer.get("files"):
        gone = set(map(str, letter.answer["files"])) - {str(pk) for pk in redacting.going_out(letter.case).values_list("pk", flat=True)}
        if gone:
            found.append(Lack("files", "所选的随附文件有的已经开始遮盖或者已不在该申请的材料中，请改选遮盖件或者重新选择。"))
    return found


def _against_the_clock(letter: Letter, kind: kinds.Letter, values: Mapping[str, Any], day: date) -> list[Lack]:
    """Days in a letter that are not what the case's clock says, or that are past."""
    found = []
    if kind.key in ("extension_notice", "extension_sheet") and values.get("extension_days") and values.get("extended_due"):
        more = int(values["extension_days"])
        due, added = letters_values.extended_due(letter.case, more, day), letters_values.extension_added(letter.case, more, day)
        told = letter.events.filter(kind="extended", reversed_by=None).exists()
        if due is None or (not added and not told):
            found.append(Lack("extended_due", "该申请现在不能延期（条例第三十三条第二款），请核对答复期限和已延长的日数。"))
        elif added < more and not told:
            found.append(Lack("extension_days", f"各次延长合计不得超过法定的日数，现在最多还能延长{added}个工作日（条例第三十三条第二款），请改正。"))
        elif due.isoformat() != values["extended_due"] and not told:
            found.append(Lack("extended_due", f"延长{values['extension_days']}个工作日，答复期限为{due:%Y-%m-%d}，与所填的“延长后期限”{values['extended_due']}不一致，请改正。"))
    for key, name in (("correction_due", "补正期限"), ("reasons_due", "说明理由期限"), ("delay_until", "延迟答复期限"), ("opinion_due", "意见期限")):
        if key in (*kind.needs, *kind.may) and not kind.answer and values.get(key) and str(values[key]) <= day.isoformat():
            found.append(Lack(key, f"“{name}”{values[key]}应晚于发出文书之日，请改正。"))
    return found


def _chosen(letter: Letter, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What may be chosen, checked; ids as texts."""
    from gongkai.engine.grounds import every_ground

    files = [str(pk) for pk in chosen.get("files", ())]
    known = {str(pk) for pk in redacting.going_out(letter.case).values_list("pk", flat=True)}
    if set(files) - known:
        raise ValidationError({"files": "所选的文件不属于该申请，或者是已经开始遮盖的原件，请重新选择。"})
    grounds = [key for key in chosen.get("grounds", ()) if key]
    if set(grounds) - set(every_ground()):
        raise ValidationError({"grounds": "没有这项依据，请重新选择。"})
    return {"grounds": grounds, "files": files, "unfounded": bool(chosen.get("unfounded")), "online": bool(chosen.get("online"))}


def facts_fields(letter: Letter) -> dict[str, str]:
    """The texts beside a letter that its answer may ask for: field → label."""
    answer = answer_of(letter)
    asked = {fact for need in answer.needs for fact in need.any_of} if answer else set()
    return {key: label for key, label in ONLY_FACTS.items() if key in asked}


def _log_title(letter: Letter) -> str:
    return f"{letter.case} {title_of(letter)}"


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None
