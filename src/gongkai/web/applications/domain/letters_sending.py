"""A signed letter gets its number and day, is stamped, goes out, arrives or comes back.

To send is one transaction: the letter, the step of the case that belongs to it (补正, 延期, 征求意见 …) and, for an answer, its end,
on one day. What was sent is a file kept byte for byte (`Letter.stamped`). Letters to the applicant enter 交邮 or 送达; what goes to
others is told by its step alone, since the applicant reads the former.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine import service
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import (
    entering,
    fees,
    letters_approving,
    letters_facts,
    letters_making,
    letters_numbers,
    letters_values,
    standing,
    vault,
)
from gongkai.web.applications.domain.folding import POST, counts_when_posted
from gongkai.web.applications.domain.letters_drafting import answer_of, kind_of, lacking, title_of, values_of
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, PartyRole, Phase
from gongkai.web.applications.models import Case, CaseEvent, CaseFile, Letter, LetterVersion
from gongkai.web.applications.steps import CONCLUDING, STEPS
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.models import Person

ONLINE = {"email": "email", "platform": "online", "fax": "fax"}
"""Ways for an applicant who wants or agrees to them → the way of getting the information that says so (applicants.yaml)."""
LATER = ("post", "courier")
"""Ways in which a letter arrives later than it goes out."""
ON_ARRIVAL = (Kind.FEE_NOTIFIED,)
"""Steps whose legal day is that on which the letter arrives."""
_STAMPS = ("pdf", "ofd", "jpg", "png")
_RECEIVED = {Kind.THIRD_PARTY_ASKED: Kind.THIRD_PARTY_RECEIVED, Kind.COMAKER_ASKED: Kind.COMAKER_RECEIVED, Kind.AGENCY_ASKED: Kind.AGENCY_RECEIVED}


@dataclass(frozen=True, slots=True)
class Final:
    """A signed letter with number and day, before it is kept."""

    version: LetterVersion
    number: str
    issued_on: date
    docx: bytes
    pdf: bytes | None
    no_pdf: str
    """Why there is no PDF."""


def signed_version(letter: Letter) -> LetterVersion:
    """The version that was signed.

    Raises:
        ValidationError: none was.
    """
    version = letter.versions.order_by("-number").first()
    if version is None or letter.stage in (LetterStage.DRAFT, LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.VOID):
        raise ValidationError("该文书还没有签发。")
    return version


def finish(letter: Letter, number: str, issued_on: date) -> Final:
    """Fill in number and day, with no transaction open; everything else is as it was signed, which is proved on the bytes.

    Raises:
        ValidationError: it is not signed; what is filled today is not what was signed; the number has not the unit's form.
        GongkaiError: the template cannot be filled.
    """
    version, kind = signed_version(letter), kind_of(letter)
    template = letters_making.template_at(kind, version.answer.get("template"))
    values, on = vault.unseal(letter.case, version.sealed, "letter"), date.fromisoformat(version.answer["on"])
    again = letters_making.docx(template, kind, values, on)
    if again != vault.file_bytes(version.file):
        raise ValidationError("系统自带的模板在签发之后有更新，重新生成的文书与签发稿不一致。请撤回后重新送审，或者在签发稿上填写文号、日期并上传盖章件。")
    number = letters_numbers.written(letter, number) if kind.number else ""
    made = letters_making.docx(template, kind, values, on, number=number, issued_on=issued_on)
    printed, why = None, ""
    try:
        printed = letters_making.pdf(made, f"{kind.title}{number}")
    except GongkaiError as error:
        why = str(error)
    return Final(version, number, issued_on, made, printed, why)


@transaction.atomic
def keep_final(actor: Any, letter: Letter, version: int, final: Final) -> None:
    """Give the number, keep the final Word file and PDF.

    Raises:
        Refused, Conflict; ValidationError: it is not signed, the day is to come, the number is taken.
    """
    row = _locked(letter)
    if final.issued_on > days.today():
        raise ValidationError({"issued_on": f"成文日期{final.issued_on:%Y-%m-%d}晚于今天，请核对。"})
    if row.stage != LetterStage.SIGNED or signed_version(row) != final.version:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能编号定稿，请刷新页面查看。")
    require(actor, "send", row.case)
    number = letters_numbers.give(actor, row, final.number) if kind_of(row).number else ""
    name = f"{kind_of(row).title}{number}"
    for data, kind in ((final.docx, "docx"), (final.pdf, "pdf")):
        if data is not None:
            vault.keep_file(row.case, data, f"{name}.{kind}", FileRole.LETTER, kind=kind, media_type=MEDIA_TYPES[kind], by=actor, party=row.party,
                            made_from=final.version.file)
    letter.save_over(version, number=number, stamped=None)
    eventlog.record("letter.finished", row, actor=actor, unit=row.case.unit, after={"number": number, "issued_on": str(final.issued_on)},
                    title=str(row.case))


def finals(letter: Letter) -> dict[str, CaseFile]:
    """The final files of a letter by kind (docx, pdf), the newest of each; {} before it has its number."""
    version = letter.versions.order_by("-number").first()
    if version is None:
        return {}
    if kind_of(letter).number and not letter.number:  # its number was put out of use
        return {}
    return last_made(letter.case.files.filter(role=FileRole.LETTER, made_from=version.file).order_by("uploaded_at"))


def last_made(files: Iterable[Any]) -> dict[str, Any]:
    """Of the final files of a letter, oldest first, those of the last time it was made: a Word file, and the PDF made with it."""
    found: dict[str, Any] = {}
    for file in files:
        found = {"docx": file} if file.kind == "docx" else {**found, file.kind: file}
    return found


@transaction.atomic
def stamp(actor: Any, letter: Letter, version: int, scan: CaseFile) -> None:
    """Say which file is the stamped letter: a scan that has been kept (role 盖章件).

    Raises:
        Refused, Conflict; ValidationError: no final file yet, sent already, or the scan is none.
    """
    row = _locked(letter)
    require(actor, "send", row.case)
    if row.stage != LetterStage.SIGNED or not finals(row):
        raise ValidationError("编号定稿以后、发出以前才能上传盖章件，请刷新页面查看。")
    if scan.case_id != row.case_id or scan.role != FileRole.STAMPED or scan.kind not in _STAMPS:
        raise ValidationError({"scan": "盖章件应为 PDF、OFD 或者 JPG、PNG 图片，请重新上传。"})
    letter.save_over(version, stamped=scan)
    eventlog.record("letter.stamped", row, actor=actor, unit=row.case.unit, after={"sha256": scan.sha256}, title=str(row.case))


def warnings(letter: Letter, way: str, day: date) -> list[str]:
    """What speaks against a way of sending, and what nobody could confirm of it."""
    found = service.ways(day).get(way)
    if found is None:
        return []
    told = [f"{text}。" for text in (found.warning, found.doubt) if text]
    if way in ONLINE and kind_of(letter).to == "applicant" and letter.case.supply_way != ONLINE[way]:
        told.append("申请人没有要求以这种方式获取信息，电子送达须经其同意，请核对并保存同意和发送、到达的记录。")
    return told


@transaction.atomic
def send(
    actor: Any, letter: Letter, version: int, *, way: str, day: date, tracking: str = "", receiver: str = "", note: str = "", unstamped: bool = False,
    accepted: bool = False, proof: CaseFile | None = None,
) -> None:
    """Send a letter, and enter all that follows from it.

    Args:
        way: a way of service (engine.service).
        day: 交邮之日 of what is posted, else the day of 签收 or 发送.
        receiver: who signed for it.
        unstamped: it bears an electronic seal or none, so that the final PDF is what was sent.
        accepted: the warnings of the way were read.
        proof: the receipt of posting or 送达回证.

    Raises:
        Refused: the actor may not send letters of the unit.
        ValidationError: it is not ready; the way has a warning that was not accepted; the case does not allow it on that day; an
            extension without the agreement of the 工作机构负责人.
        Conflict: somebody else was first.
    """
    row = _locked(letter)
    require(actor, "send", row.case)
    if row.stage not in (LetterStage.SIGNED, LetterStage.RETURNED):
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能发出，请刷新页面查看。")
    if day > days.today():
        raise ValidationError({"day": f"日期{day:%Y-%m-%d}晚于今天，请核对。"})
    if way not in service.ways(day):
        raise ValidationError({"way": "请选择送达方式。"})
    if (told := warnings(row, way, day)) and not accepted:
        raise ValidationError({"accepted": told})
    again = row.stage == LetterStage.RETURNED
    stamped = row.stamped or final_as_stamped(actor, row, unstamped)
    if not again and (lacks := lacking(row, day=day)):
        raise ValidationError(["该文书还不能发出：", *(lack.sentence for lack in lacks)])
    letter.save_over(version, stage=LetterStage.SENT if way in LATER else LetterStage.SERVED, stamped=stamped)
    details = {"way": way}
    words = {"tracking": tracking, "receiver": receiver, "note": note}
    signed = signed_version(row)
    concluding = Kind(kind_of(row).event) in CONCLUDING
    if concluding:
        _step(actor, row, signed, day, way)
    if kind_of(row).to == "applicant":
        _to_applicant(actor, row, day, details, words, proof, concluding)
    if not concluding:
        if way in LATER and Kind(kind_of(row).event) in ON_ARRIVAL:
            pass
        elif not _step(actor, row, signed, day, way) and kind_of(row).to != "applicant":
            entering.enter(actor, row.case, Kind.NOTED, day, letter=row, document=proof, by_site=True, words={
                **words, "reason": f"发出“{title_of(row)}”{row.number}（{service.ways(day)[way].label}）"})
        if way not in LATER:
            _arrived(actor, row, day)


@transaction.atomic
def arrived(actor: Any, letter: Letter, version: int, day: date, *, receiver: str = "", proof: CaseFile | None = None, note: str = "") -> None:
    """What was posted was signed for.

    Raises:
        Refused, Conflict; ValidationError: nothing is under way, or the case does not allow it on that day.
    """
    row = _locked(letter)
    require(actor, "send", row.case)
    if row.stage != LetterStage.SENT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，没有待登记的签收，请刷新页面查看。")
    letter.save_over(version, stage=LetterStage.SERVED)
    words, way = {"receiver": receiver, "note": note}, _way_of(row) or "post"
    if kind_of(row).to == "applicant":
        _reached(actor, row, day, way, words, proof)
    elif not _arrived(actor, row, day, words, proof):
        entering.enter(actor, row.case, Kind.NOTED, day, letter=row, document=proof, by_site=True, words={**words, "reason": f"“{title_of(row)}”{row.number}已签收"})


@transaction.atomic
def confirmed(letter: Letter) -> CaseEvent:
    """The applicant says on their page that they have a letter that is under way: it arrived today.

    Returns:
        The event 送达.

    Raises:
        ValidationError: it is not under way, or goes to somebody else.
    """
    row = _locked(letter)
    if row.stage != LetterStage.SENT or kind_of(row).to != "applicant":
        raise ValidationError("这份文书不需要确认，或者已经确认过，请刷新页面查看。")
    letter.save_over(row.version, stage=LetterStage.SERVED)
    way = _way_of(row)
    return _reached(None, row, days.today(), way if way in POST else "platform", {}, None)


@transaction.atomic
def undelivered(actor: Any, letter: Letter, version: int, day: date, cause: str, *, reason: str = "", proof: CaseFile | None = None) -> None:
    """What was posted came back; it may then be sent again.

    Raises:
        Refused, Conflict; ValidationError: nothing is under way, or the case does not allow it on that day.
    """
    row = _locked(letter)
    require(actor, "send", row.case)
    if row.stage != LetterStage.SENT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能登记退件，请刷新页面查看。")
    letter.save_over(version, stage=LetterStage.RETURNED)
    if kind_of(row).to == "applicant":
        for case in _with_merged(row, answer_of(row) is not None and Kind(kind_of(row).event) not in CONCLUDING):
            entering.enter(actor, case, Kind.UNDELIVERED, day, details={"cause": cause}, words={"reason": reason}, by_site=case.pk != row.case_id,
                           **_held(row, case, proof))
    else:
        entering.enter(actor, row.case, Kind.NOTED, day, letter=row, document=proof, by_site=True,
                       words={"reason": f"“{title_of(row)}”{row.number}退件" + (f"：{reason}" if reason else "")})


_STAGE_AFTER = {Kind.POSTED: LetterStage.SENT, Kind.SERVED: LetterStage.SERVED, Kind.UNDELIVERED: LetterStage.RETURNED,
                **dict.fromkeys(_RECEIVED, LetterStage.SENT), **dict.fromkeys(_RECEIVED.values(), LetterStage.SERVED)}
"""Where a letter stands after an event of its way."""


def restage(letter: Letter, gone: str) -> None:
    """Put a letter back to where the events that hold leave it, after one of them (`gone`) was reversed: what was not sent is to be sent."""
    row = _locked(letter)
    if gone not in _STAGE_AFTER or row.stage not in (LetterStage.SENT, LetterStage.SERVED, LetterStage.RETURNED):
        return
    held = list(row.events.filter(case=row.case_id, kind__in=_STAGE_AFTER, reversed_by=None).order_by("id"))
    if held and row.stage == LetterStage.RETURNED and kind_of(row).to != "applicant":
        return  # its coming back is a note
    row.save_over(row.version, stage=_STAGE_AFTER[Kind(held[-1].kind)] if held else LetterStage.SIGNED)


@transaction.atomic
def file_inner(actor: Any, letter: Letter, version: int, data: bytes, pdf: bytes | None) -> None:
    """Keep an inner sheet as it was filled; it is not reviewed and goes nowhere.

    Raises:
        Refused, Conflict; ValidationError: it is no inner sheet, or is done with.
    """
    row = _locked(letter)
    require(actor, "work", row.case)
    kind = kind_of(row)
    if kind.to != "inner" or row.stage != LetterStage.DRAFT:
        raise ValidationError("只有内部用表的稿件可以直接存卷，请刷新页面查看。")
    for content, suffix in ((data, "docx"), (pdf, "pdf")):
        if content is not None:
            vault.keep_file(row.case, content, f"{kind.title}.{suffix}", FileRole.LETTER, kind=suffix, media_type=MEDIA_TYPES[suffix], by=actor)
    letter.save_over(version, stage=LetterStage.FILED)
    eventlog.record("letter.filed", row, actor=actor, unit=row.case.unit, title=str(row.case))


def _locked(letter: Letter) -> Letter:
    return letters_approving._locked(letter)


def final_as_stamped(actor: Any, row: Letter, wanted: bool) -> CaseFile:
    """The final PDF as what is sent, byte for byte.

    Raises:
        ValidationError: it has no final file yet, or `wanted` says that a stamped scan is to come.
    """
    held = finals(row)
    if not held:
        raise ValidationError("还没有编号定稿，请先填写文号和成文日期。")
    if not wanted:
        raise ValidationError({"unstamped": "请上传盖章件；使用电子印章或者不盖章的，请勾选“以定稿为准”。"})
    file = held.get("pdf") or held["docx"]
    return vault.keep_file(row.case, vault.file_bytes(file), vault.file_name(file), FileRole.STAMPED, kind=file.kind, media_type=file.media_type, by=actor,
                           party=row.party, made_from=file)


def _to_applicant(actor: Any, row: Letter, day: date, details: dict[str, str], words: dict[str, str], proof: CaseFile | None, concluding: bool) -> None:
    """交邮 or 送达; an answer ends the case, and those that are answered in the same letter. An end without an answer is of the case alone:
    its own correction, its own fee; those merged into it go on."""
    answer = None if concluding else answer_of(row)
    kind = Kind.POSTED if details["way"] in LATER else Kind.SERVED
    if standing.of(row.case).phase is Phase.RECEIVED:  # a receipt handed over before registration
        entering.enter(actor, row.case, Kind.NOTED, day, letter=row, document=proof, by_site=True, words={**words, "reason": f"交付“{title_of(row)}”"})
        return
    for case in _with_merged(row, answer is not None):
        entering.enter(actor, case, kind, day, words=words, by_site=case.pk != row.case_id, **_held(row, case, proof),
                       details={**details, **({"answer": answer.key} if answer else {})})


def _held(row: Letter, case: Case, proof: CaseFile | None) -> dict[str, Any]:
    """Letter and proof for the letter's own case; the case itself, to point to, for those answered with it."""
    return {"letter": row, "document": proof} if case.pk == row.case_id else {"other": row.case}


def _with_merged(row: Letter, all_of_them: bool) -> Sequence[Case]:
    """The letter's case, and with it those that were merged into it and did not end by themselves."""
    merged = row.case.merged.exclude(phase__in=(Phase.ARCHIVED, Phase.DIVIDED)).exclude(answer__in=CONCLUDING)
    return [row.case, *(merged.select_related("unit", "handler") if all_of_them else ())]


def _step(actor: Any, row: Letter, version: LetterVersion, day: date, way: str, *, by_site: bool = False) -> CaseEvent | None:
    """The step of the case that a letter brings about, unless it holds already (a letter that is sent again); None for none."""
    kind = kind_of(row)
    event = Kind(kind.event)
    if event in (Kind.SUBMITTED, Kind.RECEIVED, Kind.REGISTERED, Kind.SERVED, Kind.ARCHIVED) or STEPS[event].party not in (None, _role(row)):
        return None
    if any(held.letter_id == row.pk for held in letters_facts.history_of(row.case).of(event)):
        return None
    values = vault.unseal(row.case, version.sealed, "letter")
    details: dict[str, Any] = {"way": way} if "way" in STEPS[event].needs or event is Kind.THIRD_PARTY_TOLD else {}
    words: dict[str, str] = {}
    match event:
        case Kind.CORRECTION_ASKED:
            details["until"] = values["correction_due"]
        case Kind.DELAYED:
            details["until"] = values["delay_until"]
            words["reason"] = values["delay_reason"]
        case Kind.EXTENDED:
            details["days"] = int(values["extension_days"])
            words["reason"] = values.get("extension_reason") or "见延期答复告知书"
        case Kind.FEE_NOTIFIED:
            details |= {"amount": str(values["fee_amount"]), **fees.details_of(version.answer)}
            posted = letters_facts.history_of(row.case).of(Kind.POSTED)
            if out := [held.day for held in posted if held.letter_id == row.pk and counts_when_posted(held.details.get("way"), held.day)]:
                details["sent"] = out[-1]  # within the term is when it went out, 20 days to pay are from when it arrived
        case Kind.THIRD_PARTY_TOLD:
            words["reason"] = values["disclosed_reason"]
        case Kind.SUGGESTED:
            words["reason"] = values["suggestion_outcome"]
    by = actor
    if STEPS[event].action == "extend":
        by, by_site = _agreeing(actor, version, words)
    party = row.party if STEPS[event].party is not None else None
    return entering.enter(by, row.case, event, day, details=details, words=words, party=party, letter=row, by_site=by_site)


def _agreeing(actor: Any, version: LetterVersion, words: dict[str, str]) -> tuple[Any, bool]:
    """Who agreed to more time: the 工作机构负责人, on the screen or on paper (条例第三十三条第二款)."""
    found = letters_approving.agreed_by_head(version)
    if found is None:
        raise ValidationError("延长、延迟答复期限须经政府信息公开工作机构负责人同意（条例第三十三条第二款），该文书的审核、签发意见中没有其同意的记录，"
                              "请撤回后由其审核，或者补录其审批的呈批单。")
    head, step = found
    words["note"] = f"{step.approver_name}于{step.approved_on:%Y-%m-%d}同意（{step.get_spoken_display()}）" if head is None else f"由{actor}发出告知书并登记"
    return (head, False) if isinstance(head, Person) else (actor, True)


def _reached(actor: Any, row: Letter, day: date, way: str, words: dict[str, str], proof: CaseFile | None) -> CaseEvent:
    """送达 of a letter to the applicant. An answer whose posting did not end the case (another courier) ends it now; a fee notice counts
    from now on. With `actor` None it is the applicant who says so."""
    now, answer, site = standing.of(row.case), answer_of(row), actor is None
    ends = answer is not None and now.phase is Phase.WORKING and Kind(kind_of(row).event) not in CONCLUDING
    events = [entering.enter(actor, case, Kind.SERVED, day, words=words, by_site=site or case.pk != row.case_id, **_held(row, case, proof),
                             details={"way": way, **({"answer": answer.key} if ends and answer else {})}) for case in _with_merged(row, ends)]
    if Kind(kind_of(row).event) in ON_ARRIVAL:
        _step(actor, row, signed_version(row), day, way, by_site=site)
    return events[0]


def _arrived(actor: Any, row: Letter, day: date, words: dict[str, str] | None = None, proof: CaseFile | None = None) -> bool:
    """Enter that an inquiry reached whom it asks, which sets their time running. Returns whether it was one."""
    event = Kind(kind_of(row).event)
    if event not in _RECEIVED or STEPS[event].party != _role(row):
        return False
    entering.enter(actor, row.case, _RECEIVED[event], day, party=row.party, letter=row, document=proof, words=words or {})
    return True


def _role(row: Letter) -> PartyRole | None:
    return PartyRole(row.party.role) if row.party is not None else None


def _way_of(row: Letter) -> str:
    """How a letter under way was sent, as its last event says; empty where none does."""
    for event in row.events.order_by("-id"):
        if event.details.get("way"):
            return str(event.details["way"])
    return ""


def preview_values(letter: Letter) -> dict[str, Any]:
    """The values that were signed, or those of the draft."""
    if letter.stage in (LetterStage.DRAFT, LetterStage.VOID) or not letter.versions.exists():
        return letters_values.complete(letter, kind_of(letter), values_of(letter))[0]
    version = letter.versions.order_by("-number").first()
    assert version is not None
    return vault.unseal(letter.case, version.sealed, "letter")
