"""The 答复书 of a review, the 答辩状 of a suit: begun from what dispute and case tell, written, reviewed, signed by others, handed in.

What is reviewed is a frozen version with its Word file; level 1 is 审核, level 2 签发, and nobody approves their own text or both
levels (organs/domain/approving.py). Handing it in fills in the day, keeps Word file and PDF, and enters 提交答复 in the dispute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.engine.days import chinese
from gongkai.engine.letters import Letter as Kind
from gongkai.engine.letters import absent, every_letter
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import dispute_values, disputing, letters_making, strongbox
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import DisputeAct, LetterStage, Verdict
from gongkai.web.applications.models import Dispute, DisputePaper, DisputePaperStep, DisputePaperVersion
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import allows, require
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.domain import approving, roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

ACTIONS = {1: "review", 2: "sign"}
NAMES = {1: "审核", 2: "签发"}
STAGES = {1: LetterStage.REVIEW, 2: LetterStage.SIGNING}
ROLES = {1: (Role.REVIEWER, Role.HEAD), 2: (Role.SIGNER,)}


@dataclass(frozen=True, slots=True)
class Made:
    """A paper filled, before it is frozen: the version of the row, its values, and the file made of them."""

    version: int
    values: dict[str, Any]
    template: int | None
    on: date
    data: bytes


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


@transaction.atomic
def take_step(actor: Person, version: DisputePaperVersion, level: int, verdict: str, opinion: str = "") -> DisputePaperStep:
    """Approve, sign or send back.

    Raises:
        Refused: the level is not the actor's.
        ValidationError: it is another level's turn, the text is the actor's own, an opinion is missing.
    """
    row = _locked(version.paper)
    require(actor, ACTIONS[level], row.dispute)
    if next_level(row) != level or row.versions.order_by("-number").first() != version:
        raise ValidationError(f"这一稿现在不由您{NAMES[level]}（该文书{LetterStage(row.stage).label}），请刷新页面查看最新状态。")
    if verdict not in (Verdict.PASSED, Verdict.RETURNED):
        raise ValidationError({"verdict": "请选择意见。"})
    if verdict == Verdict.RETURNED and not opinion.strip():
        raise ValidationError({"opinion": "退回修改的，请说明需要修改什么。"})
    own = verdict == Verdict.PASSED and _is_own(version, actor)
    step = DisputePaperStep.objects.create(version=version, level=level, verdict=verdict, sealed=_sealed(row, opinion), person=actor, own_text=own)
    stage = LetterStage.DRAFT if verdict == Verdict.RETURNED else LetterStage.SIGNING if level == 1 else LetterStage.SIGNED
    row.save_over(row.version, stage=stage)
    _log("returned" if verdict == Verdict.RETURNED else "approved" if level == 1 else "signed", row, actor)
    if stage == LetterStage.SIGNING:
        _tell(version, 2)
    else:
        words = "被退回修改，请查看意见" if stage == LetterStage.DRAFT else "已签发，请盖章后提交"
        people = Person.objects.filter(pk=version.author_id, is_active=True)
        notices.tell(people, f"{row.dispute}的{kind_of(row).title}{words}。", kind="文书", link=reverse("applications:dispute_paper", args=[row.pk]),
                     key=f"dispute-paper-{step.pk}")
    return step


@transaction.atomic
def recall(actor: Person, paper: DisputePaper, reason: str) -> None:
    """Take it back from review, or after signing, to write on.

    Raises:
        Refused; ValidationError: it is neither, or no reason.
    """
    row = _locked(paper)
    require(actor, "work", row.dispute)
    if row.stage not in (LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED):
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能撤回，请刷新页面查看。")
    if not reason.strip():
        raise ValidationError({"reason": "请说明撤回的理由。"})
    version = row.versions.order_by("-number").first()
    assert version is not None
    DisputePaperStep.objects.create(version=version, level=next_level(row) or 2, verdict=Verdict.RECALLED, sealed=_sealed(row, reason), person=actor)
    row.save_over(row.version, stage=LetterStage.DRAFT)
    _log("recalled", row, actor)


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
    _log("voided", row, actor)


def finish(paper: DisputePaper, day: date) -> tuple[bytes, bytes | None, str]:
    """The signed paper with its day, as Word file and PDF, and why there is no PDF. With no transaction open.

    Raises:
        ValidationError: it is not signed, or what is filled today is not what was signed. GongkaiError: it cannot be filled.
    """
    version = paper.versions.order_by("-number").first()
    if paper.stage != LetterStage.SIGNED or version is None:
        raise ValidationError(f"该文书{LetterStage(paper.stage).label}，还不能提交。")
    kind, template = kind_of(paper), letters_making.template_at(kind_of(paper), version.template)
    values = strongbox.unseal(paper.dispute, version.sealed, "paper")
    if letters_making.docx(template, kind, values, version.filled_on) != strongbox.open_file(version.file)[1]:
        raise ValidationError("系统自带的模板在签发之后有更新，重新生成的文书与签发稿不一致，请撤回后重新送审。")
    made = letters_making.docx(template, kind, values, version.filled_on, issued_on=day)
    try:
        return made, letters_making.pdf(made, kind.title), ""
    except GongkaiError as error:
        return made, None, str(error)


@transaction.atomic
def hand_in(actor: Any, paper: DisputePaper, version: int, day: date, finished: tuple[bytes, bytes | None, str], *, stamped: Looked | None = None,
            note: str = "") -> None:
    """Keep what is handed in, and enter 提交答复 in the dispute.

    Args:
        finished: what `finish` made.
        stamped: the stamped scan, which is then what was handed in.

    Raises:
        Refused, Conflict; ValidationError: it is not signed, or the dispute does not allow the day.
    """
    row = _locked(paper)
    require(actor, "work", row.dispute)
    if row.stage != LetterStage.SIGNED:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能登记提交，请刷新页面查看。")
    kind, (docx, printed, _) = kind_of(row), finished
    strongbox.keep_file(row.dispute, docx, f"{kind.title}.docx", "docx", MEDIA_TYPES["docx"], _person(actor))
    sent = stamped or (Looked(printed, f"{kind.title}.pdf", "pdf", MEDIA_TYPES["pdf"]) if printed else Looked(docx, f"{kind.title}.docx", "docx", MEDIA_TYPES["docx"]))
    event = disputing.record(actor, row.dispute, DisputeAct.ANSWERED, day, words={"note": note or f"提交{kind.title}和证据清单"}, document=sent)
    paper.save_over(version, stage=LetterStage.SENT, final=event.document)
    _log("handed_in", row, actor, {"day": str(day)})


def next_level(paper: DisputePaper) -> int | None:
    """The level whose turn it is."""
    return next((level for level, stage in STAGES.items() if stage == paper.stage), None)


def level_open_to(person: Any, paper: DisputePaper) -> tuple[int | None, str]:
    """Which level a person could take now, and why not where they hold its role all the same."""
    level, version = next_level(paper), paper.versions.order_by("-number").first()
    if level is None or version is None or not allows(person, ACTIONS[level], paper.dispute):
        return None, ""
    try:
        _is_own(version, person)
    except ValidationError as error:
        return level, error.messages[0]
    return level, ""


def opinion_of(step: DisputePaperStep) -> str:
    """What was said with a step. Raises sealing.Unreadable."""
    return str(strongbox.unseal(step.version.paper.dispute, step.sealed, "step").get("opinion", ""))


def late(paper: DisputePaper, day: date) -> str:
    """A warning where a day lies behind the last one for handing in; empty where it does not."""
    due = paper.dispute.answer_due_on
    return f"{chinese(day)}晚于提交期限{chinese(due)}，请写明正当理由。" if due and day > due else ""


def _is_own(version: DisputePaperVersion, person: Person) -> bool:
    passed = [(step.person_id, step.person.name) for step in version.steps.filter(verdict=Verdict.PASSED).select_related("person")]
    return approving.is_own(version.paper.dispute.unit, version.hands, passed, person.pk, person.name)


def _locked(paper: DisputePaper) -> DisputePaper:
    return DisputePaper.objects.select_for_update(of=("self",)).select_related("dispute__unit", "dispute__body", "dispute__case").get(pk=paper.pk)


def _sealed(row: DisputePaper, opinion: str) -> bytes | None:
    return strongbox.seal(row.dispute, {"opinion": opinion.strip()}, "step") if opinion.strip() else None


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None


def _tell(version: DisputePaperVersion, level: int) -> None:
    row = version.paper.dispute
    people = [person for person in roles.holders(row.unit, *ROLES[level]) if person.pk not in version.hands]
    due = f"，提交期限{row.answer_due_on:%Y-%m-%d}" if row.answer_due_on else ""
    notices.tell(people, f"{row}的{kind_of(version.paper).title}等待您{NAMES[level]}{due}。", kind="文书",
                 link=reverse("applications:dispute_paper", args=[version.paper_id]), key=f"dispute-paper-{version.pk}-{level}")


def _log(what: str, row: DisputePaper, actor: Any, after: Mapping[str, Any] | None = None) -> None:
    eventlog.record(f"dispute_paper.{what}", row, actor=actor, unit=row.dispute.unit, after={"kind": row.kind, **(after or {})}, title=f"{row.dispute} {kind_of(row).title}")
