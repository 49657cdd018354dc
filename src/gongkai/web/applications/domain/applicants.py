"""What an applicant sees of their own case, and what they may do with it.

Whoever calls this has let the applicant in by receipt number and query code (public/access.py). Nothing here shows what is inner to
the office, who a third party is, or a letter to somebody else; each act enters one event, dated the day on which it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from gongkai.engine.answers import answers
from gongkai.engine.deadline import Deadline
from gongkai.engine.letters import every_letter
from gongkai.web.applications.domain import (
    clocks,
    entering,
    intake,
    letters_sending,
    queries,
    redacting,
    standing,
    uploads,
    vault,
)
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, PartyRole, Phase, Stage
from gongkai.web.applications.models import Case, CaseEvent, CaseFile, Letter
from gongkai.web.applications.steps import STEPS
from gongkai.web.common import days, notices
from gongkai.web.organs.enums import Role

STAGES = {
    Stage.UNCONFIRMED: "申请已经提交，等待工作机构与您确认收到。",
    Stage.RECEIVED: "工作机构已经收到申请，正在登记。",
    Stage.WORKING: "申请正在办理。",
    Stage.CORRECTION: "申请内容不够明确，请您按告知书补正；补正之前不计算答复期限。",
    Stage.REASONS: "申请的数量、频次较多，请您说明理由。",
    Stage.CONSULTING: "正在依法征求第三方或者其他机关的意见。",
    Stage.FEE: "已通知缴纳信息处理费，请按通知书缴费。",
    Stage.CONCLUDED: "申请已经办结。",
    Stage.DIVIDED: "申请包含多项内容，已拆分为几件，分别办理、分别答复。",
    Stage.REJOINED: "拆分已撤销，由原申请一并办理、一并答复，请以原申请的编号查询。",
    Stage.ARCHIVED: "申请已经办结并归档。",
}
"""A case's stage in plain words."""

OUT = (LetterStage.SENT, LetterStage.SERVED, LetterStage.RETURNED)
"""Letters that have left the office."""

CONTACT = ("telephone", "email", "address", "postcode", "fax")
"""What an applicant may put right about themselves; who they are is for the clerk to change, against proof."""
CONTACT_LABELS = {"telephone": "联系电话", "email": "电子邮箱", "address": "通信地址", "postcode": "邮政编码", "fax": "传真"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline: the day, what happened, what follows from it."""

    day: date
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter that was sent to the applicant, with its files; `confirmable` while they have not said that they have it."""

    letter: Letter
    title: str
    files: tuple[CaseFile, ...]
    confirmable: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that the status page shows; `result` what the answer was, `parts` those of a divided case with their stage in words."""

    case: Case
    standing: Standing
    stage: str
    deadline: Deadline
    why: str
    timeline: tuple[Told, ...]
    replies: tuple[Reply, ...]
    may: frozenset[str]
    result: str = ""
    parts: tuple[tuple[Case, str], ...] = ()


def view(case: Case) -> View:
    """What the applicant sees of their case."""
    now = standing.of(case)
    due = clocks.deadline(now, case.channel, case.submitted_on, clocks.calendar_of(case.unit))
    return View(case, now, STAGES[now.stage], due, due.summary if now.received else "", tuple(timeline(case, now)),
                tuple(replies(case, now)), acts(case, now),
                known[now.answer].label if (known := answers(now.answered_on or days.today())).get(now.answer) else "",
                tuple((part, STAGES[Stage(part.stage)]) for part in case.parts.order_by("id")))


def acts(case: Case, now: Standing) -> frozenset[str]:
    """What the applicant may do now: correct, reasons, withdraw, suggest, contact."""
    open_case = now.phase in (Phase.NEW, Phase.RECEIVED, Phase.WORKING)
    found = {"contact"} if open_case or now.phase is Phase.CONCLUDED else set()
    found |= {"withdraw"} if open_case else set()
    found |= {"suggest"} if now.phase in STEPS[Kind.SUGGESTED].phases else set()
    found |= {"correct"} if "correction" in now.asked else set()
    found |= {"reasons"} if "reasons" in now.asked else set()
    return frozenset(found)


def timeline(case: Case, now: Standing) -> list[Told]:
    """What has happened, in the words of the table of steps; inner matters and what was reversed are left out."""
    shown, seen = [], set()
    for event in queries.history(case):
        step = STEPS[Kind(event.kind)]
        if not step.told or event.pk not in now.live or not _of_applicant(event):
            continue
        told = Told(event.day, step.told, _more(event))
        if step.party is not None:  # several third parties asked on one day are one line to the applicant
            if told in seen:
                continue
            seen.add(told)
        shown.append(told)
    return shown


def _of_applicant(event: CaseEvent) -> bool:
    """Whether a letter's way concerns the applicant, and not a third party."""
    return event.letter_id is None or event.letter_id in _own_letters(event.case)


def _more(event: CaseEvent) -> str:
    details = event.details
    match event.kind:
        case Kind.CORRECTION_ASKED | Kind.DELAYED if details.get("until"):
            return f"期限至 {details['until']}"
        case Kind.EXTENDED:
            return f"延长 {details.get('days')} 个工作日"
        case Kind.FEE_NOTIFIED | Kind.FEE_PAID if details.get("amount"):
            return f"{details['amount']} 元"
    return ""


def _own_letters(case: Case) -> dict[int, str]:
    """Letters to the applicant or their agent → title. A letter to anybody else, or of a kind nobody knows, is none."""
    known = every_letter()
    mine = case.parties.filter(role__in=(PartyRole.APPLICANT, PartyRole.AGENT)).values_list("pk", flat=True)
    return {letter.pk: known[letter.kind].title for letter in case.letters.all()
            if letter.kind in known and known[letter.kind].to == "applicant" and (letter.party_id is None or letter.party_id in mine)}


def replies(case: Case, now: Standing) -> list[Reply]:
    """The letters that were sent to the applicant, the newest first; of a case that was merged, also the letter that answers it."""
    own = _own_letters(case)
    confirmed = {event.letter_id for event in case.events.filter(kind=Kind.SERVED, actor=None) if event.pk in now.live}
    found = [Reply(letter, own[letter.pk], tuple(files_of(letter)), letter.stage == LetterStage.SENT and letter.pk not in confirmed)
             for letter in case.letters.filter(pk__in=own, stage__in=OUT).select_related("stamped").order_by("-id")]
    if case.merged_into is not None:  # the office has found that it is the same applicant (domain/dividing.py)
        known, other = every_letter(), _own_letters(case.merged_into)
        found += [Reply(letter, other[letter.pk], tuple(files_of(letter)), False)
                  for letter in case.merged_into.letters.filter(pk__in=other, stage__in=OUT).select_related("stamped").order_by("-id")
                  if known[letter.kind].answer]
    return found


def files_of(letter: Letter) -> list[CaseFile]:
    """A letter's stamped scan, and what it hands over: the files that the signed version names and that may go out at all. An
    original that was being redacted when the version was made does not, whatever it names."""
    found = [letter.stamped] if letter.stamped is not None else []
    version = letter.versions.order_by("-number").first()
    named = [str(number) for number in (version.answer if version is not None else letter.answer).get("files", ())]
    given = redacting.going_out(letter.case, version.created_at if version is not None else None)
    return found + [file for file in given if str(file.pk) in named]


def part_or_whole(case: Case, number: int) -> Case | None:
    """A part of a divided case, or the case that a part is of: the same applicant's, who has the code of one of them alone."""
    return Case.objects.filter(pk=number).filter(Q(parent=case) | Q(parts=case)).select_related("unit", "body").first()


def files_for(case: Case) -> list[CaseFile]:
    """Every file of a case that its applicant may have: those of letters that were sent to them."""
    return [file for reply in replies(case, standing.of(case)) for file in reply.files]


@transaction.atomic
def correct(case: Case, text: str, files: Sequence[Looked]) -> CaseEvent:
    """补正, sent by the applicant on the portal; the answer is due anew from the day after (条例第三十条).

    The day is that of sending. Art. 30 counts from the receipt of the corrected application. Art. 31(3) makes an application
    sent by the internet received when both sides have confirmed it, because the office cannot yet know of it; a correction is
    asked for by the office, which offers this page for it, and the page confirms to the applicant what the office then has. To wait
    for another confirmation would put the due day, and whether the applicant kept theirs, into the office's hands. Whether it came
    after the day that the office named is noted; that its lateness has no good reason is for the office to judge.

    Raises:
        ValidationError: nothing was asked for; neither text nor file.
    """
    asked = _last(case, Kind.CORRECTION_ASKED)
    until = asked.details.get("until") if asked else None
    return _sent(case, "correct", Kind.CORRECTION_RECEIVED, FileRole.CORRECTION, text, files, "申请人在网上提交了补正，请继续办理",
                 details={"on_time": not until or days.today() <= date.fromisoformat(until)})


@transaction.atomic
def give_reasons(case: Case, text: str, files: Sequence[Looked]) -> CaseEvent:
    """Reasons for so many applications (条例第三十五条), dated the day of sending as in `correct`.

    Raises:
        ValidationError: nothing was asked for; neither text nor file.
    """
    return _sent(case, "reasons", Kind.REASONS_RECEIVED, FileRole.OPINION, text, files, "申请人在网上说明了申请理由，请继续办理")


def _sent(case: Case, act: str, kind: Kind, role: FileRole, text: str, files: Sequence[Looked], told: str,
          details: Mapping[str, Any] | None = None) -> CaseEvent:
    _require(case, act)
    if not text.strip() and not files:
        raise ValidationError({"text": "请填写内容，或者上传材料。"})
    kept = [uploads.keep(None, case, file, role, by_applicant=True) for file in files]
    event = entering.enter(None, case, kind, days.today(), details=details, words={"reason": text}, document=kept[0] if kept else None,
                           by_site=True)
    _tell(case, told, f"case-{kind}-{event.pk}")
    return event


@transaction.atomic
def withdraw(case: Case, text: str) -> CaseEvent:
    """撤回: the case is closed; nothing keeps the applicant from filing anew.

    Raises:
        ValidationError: it is done with already.
    """
    _require(case, "withdraw")
    event = entering.enter(None, case, Kind.WITHDRAWN, days.today(), words={"reason": text.strip() or "申请人在网上撤回申请。"}, by_site=True)
    _tell(case, "申请人在网上撤回了申请，已办结", f"case-withdrawn-{event.pk}")
    return event


@transaction.atomic
def suggest(case: Case, text: str) -> CaseEvent:
    """建议主动公开 what was applied for (条例第四十四条第二款); the office looks at it.

    Raises:
        ValidationError: no reason given; the case is not that far, or archived.
    """
    _require(case, "suggest")
    event = entering.enter(None, case, Kind.SUGGESTED, days.today(), words={"reason": text}, by_site=True)
    _tell(case, "申请人建议将所申请的信息纳入主动公开范围，请审核（第四十四条）", f"case-suggested-{event.pk}")
    return event


@transaction.atomic
def confirm_reply(case: Case, letter: Letter) -> CaseEvent:
    """The applicant says that they have a letter that is under way: it arrived today (domain/letters_sending.py says what follows).

    Raises:
        ValidationError: it is not waiting for that.
    """
    now = standing.of(case)
    if letter.pk not in {reply.letter.pk for reply in replies(case, now) if reply.confirmable}:
        raise ValidationError("这份文书不需要确认，或者已经确认过，请刷新页面查看。")
    event = letters_sending.confirmed(letter)
    _tell(case, "申请人已在网上确认收到文书", f"case-served-{event.pk}")
    return event


def contact_of(case: Case) -> dict[str, str]:
    """How the applicant is reached, the fields of `CONTACT`. Raises sealing.Unreadable."""
    held = vault.party_of(case.parties.get(role=PartyRole.APPLICANT, number=1))
    return {name: held[name] for name in CONTACT}


@transaction.atomic
def change_contact(case: Case, values: Mapping[str, str]) -> CaseEvent | None:
    """Put right how the applicant is reached; what it was before is kept, sealed, with the event.

    Args:
        values: the fields of `CONTACT`, checked by the form.

    Returns:
        The event; None where nothing differs.

    Raises:
        ValidationError: the case is archived.
    """
    _require(case, "contact")
    party = case.parties.get(role=PartyRole.APPLICANT, number=1)
    held = vault.party_of(party)
    changed = [name for name in CONTACT if held[name] != str(values.get(name, "")).strip()]
    if not changed:
        return None
    vault.change_party(party, party.version, {**held, **{name: values.get(name, "") for name in changed}})
    before = "；".join(f"{CONTACT_LABELS[name]}原为：{held[name] or '未填'}" for name in changed)
    event = entering.enter(None, case, Kind.PARTICULARS_CHANGED, days.today(), details={"items": changed}, words={"note": before}, by_site=True)
    _tell(case, f"申请人更正了{'、'.join(CONTACT_LABELS[name] for name in changed)}", f"case-contact-{event.pk}")
    return event


def _require(case: Case, act: str) -> None:
    Case.objects.select_for_update().get(pk=case.pk)  # a second click waits here, and is then told that it is done
    if act not in acts(case, standing.of(case)):
        raise ValidationError("该申请的状态已经变化，现在不能办理此事，请刷新页面查看最新状态。")


def _last(case: Case, kind: Kind) -> CaseEvent | None:
    live = standing.of(case).live
    return next((event for event in case.events.filter(kind=kind).order_by("-day", "-id") if event.pk in live), None)


def _tell(case: Case, text: str, key: str) -> None:
    notices.tell(queries.staff(case, Role.CLERK), f"{case}：{text}。", kind="申请人", link=intake.link(case), key=key)


