"""The 答复书 of a review, the 答辩状 of a suit: begun from what dispute and case tell, written, reviewed, signed by others, handed in.

What is reviewed is a frozen version with its Word file; its steps are those of review_trail.py, on the screen or from paper. A signed
paper gets 文号 (letters_numbers.py; or none) and day; handing it in enters 提交答复 in the dispute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from gongkai.engine.days import chinese
from gongkai.engine.letters import Letter as Kind
from gongkai.engine.letters import absent, every_letter
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import (
    dispute_values,
    disputing,
    letters_making,
    letters_numbers,
    review_trail,
    strongbox,
)
from gongkai.web.applications.domain.letters_sending import last_made
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import DisputeAct, LetterStage
from gongkai.web.applications.models import Dispute, DisputeFile, DisputePaper, DisputePaperStep, DisputePaperVersion
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.domain import roles
from gongkai.web.organs.models import Person


@dataclass(frozen=True, slots=True)
class Made:
    """A paper filled, before it is frozen: the version of the row, its values, and the file made of them."""

    version: int
    values: dict[str, Any]
    template: int | None
    on: date
    data: bytes


@dataclass(frozen=True, slots=True)
class Final:
    """A signed paper with number and day, before it is kept; `no_pdf` says why there is no PDF."""

    version: DisputePaperVersion
    number: str
    issued_on: date
    docx: bytes
    pdf: bytes | None
    no_pdf: str


def kind_of(paper: DisputePaper) -> Kind:
    """What a paper is."""
    return every_letter()[paper.kind]


def values_of(paper: DisputePaper) -> dict[str, Any]:
    """What was written, by field. Raises sealing.Unreadable."""
    return strongbox.unseal(paper.dispute, paper.sealed, "paper")


def whole(paper: DisputePaper) -> dict[str, Any]:
    """What was written, with what the dispute itself tells. Raises sealing.Unreadable."""
    return {**values_of(paper), **{key: value for key, value in dispute_values.fixed(paper.dispute).items() if value}}


@transaction.atomic
def start(actor: Any, dispute: Dispute) -> DisputePaper:
    """Begin the answer of a dispute.

    Raises:
        Refused: the actor does not work the dispute.
        ValidationError: it is decided, its notice was reversed, or an answer is drafted or handed in already.
        sealing.Unreadable: the site's key is gone.
    """
    row = Dispute.objects.select_for_update(of=("self",)).select_related("unit", "body", "case").get(pk=dispute.pk)
    require(actor, "work", row)
    kind = dispute_values.kind_for(row)
    if row.notified_on is None:
        raise ValidationError("该案件没有收到通知的记录，请先登记收到通知。")
    if row.decided_on is not None:
        raise ValidationError(f"该案件已经审结，不能再拟制{kind.title}。")
    if row.papers.exclude(stage=LetterStage.VOID).exists():
        raise ValidationError(f"该案件已有{kind.title}，请在原稿上修改，或者先作废原稿。")
    person = actor if getattr(actor, "is_person", False) else None
    paper = DisputePaper.objects.create(dispute=row, kind=kind.key, created_by=person, hands=[actor.pk] if person else [],
                                        sealed=strongbox.seal(row, dispute_values.prefilled(row), "paper"))
    _log("started", paper, actor)
    return paper


@transaction.atomic
def save(actor: Any, paper: DisputePaper, version: int, values: Mapping[str, Any]) -> None:
    """Write in a draft; fields that are not among `values` stay.

    Raises:
        Refused, Conflict; ValidationError: it is no draft.
    """
    row = _locked(paper)
    require(actor, "work", row.dispute)
    if row.stage != LetterStage.DRAFT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能修改；确需修改的，请先撤回送审或者退回。")
    held = {**values_of(row), **values}
    kept = {key: value for key, value in held.items() if value not in (None, "", [])}
    hands = sorted({*row.hands, actor.pk}) if getattr(actor, "is_person", False) else row.hands
    paper.save_over(version, sealed=strongbox.seal(row.dispute, kept, "paper"), hands=hands)
    _log("changed", row, actor)


def lacking(paper: DisputePaper) -> list[str]:
    """What a paper still needs before it is reviewed or signed, a sentence each. Raises sealing.Unreadable."""
    kind = kind_of(paper)
    return [f"还没有填写“{field.label}”（{kind.cited}），请填写。" for field in absent(kind, dict(whole(paper)))]


def fill(paper: DisputePaper) -> Made:
    """Fill a draft, with no transaction open.

    Raises:
        ValidationError: what is lacking. GongkaiError: the template cannot be filled.
    """
    if lacks := lacking(paper):
        raise ValidationError(lacks)
    kind, on, values = kind_of(paper), days.today(), whole(paper)
    template = letters_making.template_of(paper.dispute.unit, kind)
    return Made(paper.version, values, template.row.pk if template.row else None, on, letters_making.docx(template, kind, values, on))


@transaction.atomic
def send_for_review(actor: Any, paper: DisputePaper, made: Made) -> DisputePaperVersion:
    """Freeze a draft and hand it to its reviewers.

    Raises:
        Refused; Conflict: it was changed since it was filled; ValidationError: it is no draft.
    """
    row = _locked(paper)
    require(actor, "work", row.dispute)
    if row.stage != LetterStage.DRAFT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不必重复送审，请刷新页面查看。")
    last = row.versions.first()
    number = last.number + 1 if last else 1
    file = strongbox.keep_file(row.dispute, made.data, f"{kind_of(row).title}（第{number}稿）.docx", "docx", MEDIA_TYPES["docx"], _person(actor))
    version = DisputePaperVersion.objects.create(
        paper=row, number=number, sealed=strongbox.seal(row.dispute, made.values, "paper"), template=made.template, filled_on=made.on, file=file,
        sha256=hashlib.sha256(made.data).hexdigest(), author=_person(actor), hands=sorted({*row.hands, actor.pk}))
    paper.save_over(made.version, stage=LetterStage.REVIEW)
    _log("submitted", row, actor, {"number": number})
    _tell(version, 1)
    return version


def take_step(actor: Person, version: DisputePaperVersion, level: int, verdict: str, opinion: str = "") -> DisputePaperStep:
    """`review_trail.take_step` of a paper."""
    step: DisputePaperStep = review_trail.take_step(PAPERS, actor, version, level, verdict, opinion)
    return step


def record_step(actor: Person, version: DisputePaperVersion, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date, scan: DisputeFile,
                opinion: str = "") -> DisputePaperStep:
    """`review_trail.record_step` of a paper."""
    step: DisputePaperStep = review_trail.record_step(PAPERS, actor, version, level, verdict, spoken=spoken, approver_name=approver_name,
                                                      approved_on=approved_on, scan=scan, opinion=opinion)
    return step


def recall(actor: Person, version: DisputePaperVersion, reason: str) -> DisputePaperStep:
    """`review_trail.recall` of a paper; its number is void with it."""
    step: DisputePaperStep = review_trail.recall(PAPERS, actor, version, reason)
    return step


def waiting_for(person: Any) -> QuerySet[DisputePaperVersion]:
    """`review_trail.waiting_for` of papers."""
    return review_trail.waiting_for(PAPERS, person)


@transaction.atomic
def keep_scan(actor: Any, dispute: Dispute, looked: Looked) -> DisputeFile:
    """Keep a looked-at 呈批单 among the papers of a dispute. Raises Refused."""
    require(actor, "record", dispute)
    file: DisputeFile = strongbox.keep_file(dispute, looked.data, f"呈批单：{looked.name}", looked.kind, looked.media_type, _person(actor))
    return file


@transaction.atomic
def void(actor: Any, paper: DisputePaper, reason: str) -> None:
    """Put one that was not handed in out of use.

    Raises:
        Refused; ValidationError: it was handed in, or no reason.
    """
    row = _locked(paper)
    require(actor, "work", row.dispute)
    if row.stage in (LetterStage.SENT, LetterStage.VOID):
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能作废。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的原因。"})
    row.save_over(row.version, stage=LetterStage.VOID)
    letters_numbers.void_all(actor, row, reason)
    _log("voided", row, actor)


def finish(paper: DisputePaper, number: str, issued_on: date) -> Final:
    """The signed paper with number and day, with no transaction open; everything else is as it was signed, which is proved on the bytes.

    Args:
        number: as it was typed or proposed; empty where the unit gives such papers none.

    Raises:
        ValidationError: it is not signed, the number has not the unit's form, or what is filled today is not what was signed.
        GongkaiError: it cannot be filled.
    """
    version = review_trail.latest(paper)
    if paper.stage != LetterStage.SIGNED or version is None:
        raise ValidationError(f"该文书{LetterStage(paper.stage).label}，还不能编号定稿。")
    kind, template = kind_of(paper), letters_making.template_at(kind_of(paper), version.template)
    values = strongbox.unseal(paper.dispute, version.sealed, "paper")
    if letters_making.docx(template, kind, values, version.filled_on) != strongbox.open_file(version.file)[1]:
        raise ValidationError("系统自带的模板在签发之后有更新，重新生成的文书与签发稿不一致，请撤回后重新送审。")
    as_written = letters_numbers.written(paper, number) if number.strip() else ""
    made = letters_making.docx(template, kind, values, version.filled_on, number=as_written or None, issued_on=issued_on)
    try:
        return Final(version, as_written, issued_on, made, letters_making.pdf(made, f"{kind.title}{as_written}"), "")
    except GongkaiError as error:
        return Final(version, as_written, issued_on, made, None, str(error))


@transaction.atomic
def keep_final(actor: Any, paper: DisputePaper, version: int, final: Final) -> None:
    """Give the number, keep the final Word file and PDF.

    Raises:
        Refused, Conflict; ValidationError: it is not signed, the day is to come, the number is taken.
    """
    row = _locked(paper)
    require(actor, "send", row.dispute)
    if final.issued_on > days.today():
        raise ValidationError({"issued_on": f"成文日期{final.issued_on:%Y-%m-%d}晚于今天，请核对。"})
    if row.stage != LetterStage.SIGNED or review_trail.latest(row) != final.version:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能编号定稿，请刷新页面查看。")
    number = letters_numbers.give(actor, row, final.number) if final.number else ""
    if not number and row.numbers.filter(void_reason="").exists():
        raise ValidationError({"number": f"该文书已编文号{row.number}，不再使用的，请先在“文号登记”中作废。"})
    name = f"{kind_of(row).title}{number}"
    for data, suffix in ((final.docx, "docx"), (final.pdf, "pdf")):
        if data is not None:
            strongbox.keep_file(row.dispute, data, f"{name}.{suffix}", suffix, MEDIA_TYPES[suffix], _person(actor), made_from=final.version.file)
    paper.save_over(version, number=number, issued_on=final.issued_on)
    _log("finished", row, actor, {"number": number, "issued_on": str(final.issued_on)})


def finals(paper: DisputePaper) -> dict[str, DisputeFile]:
    """The final files by kind (docx, pdf) as they were last made; {} before the paper has its day."""
    version = review_trail.latest(paper)
    if version is None or paper.issued_on is None:
        return {}
    return last_made(paper.dispute.files.filter(made_from=version.file).order_by("uploaded_at"))


@transaction.atomic
def hand_in(actor: Any, paper: DisputePaper, version: int, day: date, *, stamped: Looked | None = None, note: str = "") -> None:
    """Keep what is handed in, and enter 提交答复 in the dispute.

    Args:
        stamped: the stamped scan, which is then what was handed in; else it is the final file.

    Raises:
        Refused, Conflict; ValidationError: it has no final file, or the dispute does not allow the day. FileNotFoundError.
    """
    row = _locked(paper)
    require(actor, "send", row.dispute)
    held = finals(row)
    if row.stage != LetterStage.SIGNED or not held:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，{'还没有编号定稿，' if row.stage == LetterStage.SIGNED else ''}不能登记提交，请刷新页面查看。")
    if row.issued_on is not None and day < row.issued_on:
        raise ValidationError({"day": f"提交日期早于成文日期{row.issued_on:%Y-%m-%d}，请核对。"})
    kind, file = kind_of(row), held.get("pdf") or held["docx"]
    sent = stamped or Looked(strongbox.open_file(file)[1], strongbox.file_name(file), file.kind, file.media_type)
    event = disputing.record(actor, row.dispute, DisputeAct.ANSWERED, day, words={"note": note or f"提交{kind.title}{row.number}和证据清单"}, document=sent)
    paper.save_over(version, stage=LetterStage.SENT, final=event.document)
    _log("handed_in", row, actor, {"day": str(day)})


def opinion_of(step: DisputePaperStep) -> str:
    """What was said with a step. Raises sealing.Unreadable."""
    return str(strongbox.unseal(step.version.paper.dispute, step.sealed, "step").get("opinion", ""))


def late(paper: DisputePaper, day: date) -> str:
    """A warning where a day lies behind the last one for handing in; empty where it does not."""
    due = paper.dispute.answer_due_on
    return f"{chinese(day)}晚于提交期限{chinese(due)}，请写明正当理由。" if due and day > due else ""


def _locked(paper: DisputePaper) -> DisputePaper:
    return DisputePaper.objects.select_for_update(of=("self",)).select_related("dispute__unit", "dispute__body", "dispute__case").get(pk=paper.pk)


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None


def _tell(version: DisputePaperVersion, level: int) -> None:
    row = version.paper.dispute
    people = [person for person in roles.holders(row.unit, *review_trail.ROLES[level]) if person.pk not in version.hands]
    due = f"，提交期限{row.answer_due_on:%Y-%m-%d}" if row.answer_due_on else ""
    notices.tell(people, f"{row}的{kind_of(version.paper).title}等待您{review_trail.NAMES[level]}{due}。", kind="文书",
                 link=reverse("applications:dispute_paper", args=[version.paper_id]), key=f"dispute-paper-{version.pk}-{level}")


class _Papers(review_trail.Trail):
    """Papers of disputes: a step is logged, and no event of the dispute."""

    version, step, to, unit = DisputePaperVersion, DisputePaperStep, "paper", "paper__dispute__unit"

    def locked(self, paper: DisputePaper) -> DisputePaper:
        return _locked(paper)

    def lacking(self, paper: DisputePaper) -> list[str]:
        return lacking(paper)

    def seal(self, paper: DisputePaper, words: dict[str, str]) -> bytes:
        return strongbox.seal(paper.dispute, words, "step")

    def has(self, paper: DisputePaper, scan: DisputeFile) -> bool:
        return scan.dispute_id == paper.dispute_id

    def done(self, actor: Any, paper: DisputePaper, step: DisputePaperStep, opinion: str) -> None:
        how = {} if step.spoken == Spoken.SCREEN else {"spoken": step.spoken, "approved_on": str(step.approved_on), "scan": str(step.scan_id)}
        _log("returned" if step.verdict == Verdict.RETURNED else "approved" if step.level == 1 else "signed", paper, actor, how)
        if paper.stage == LetterStage.SIGNING:
            _tell(step.version, 2)
            return
        words = "被退回修改，请查看意见" if paper.stage == LetterStage.DRAFT else "已签发，请编号、盖章后提交"
        people = Person.objects.filter(pk=step.version.author_id, is_active=True)
        notices.tell(people, f"{paper.dispute}的{kind_of(paper).title}{words}。", kind="文书", link=reverse("applications:dispute_paper", args=[paper.pk]),
                     key=f"dispute-paper-{step.pk}")

    def taken_back(self, actor: Any, paper: DisputePaper) -> None:
        letters_numbers.void_all(actor, paper, "文书撤回修改")
        paper.save_over(paper.version, stage=LetterStage.DRAFT, number="", issued_on=None)
        _log("recalled", paper, actor)


PAPERS = _Papers()


def _log(what: str, row: DisputePaper, actor: Any, after: Mapping[str, Any] | None = None) -> None:
    eventlog.record(f"dispute_paper.{what}", row, actor=actor, unit=row.dispute.unit, after={"kind": row.kind, **(after or {})}, title=f"{row.dispute} {kind_of(row).title}")
