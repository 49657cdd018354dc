"""A letter is sent for review, approved, signed, sent back or recalled; on the screen, or recorded from paper or an OA.

What is approved is a `LetterVersion`: the Word file as it will be printed, but for number and day, frozen with its values, its
template, its digest and who wrote in it. Level 1 is 审核 (审核人, 工作机构负责人), level 2 签发 (签发人); nobody takes both, nor
either of their own text (organs/domain/approving.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from gongkai.web.applications.domain import entering, letters_making, letters_values, vault
from gongkai.web.applications.domain.letters_drafting import kind_of, lacking, title_of, values_of
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, Spoken, Verdict
from gongkai.web.applications.models import Case, CaseFile, Letter, LetterStep, LetterVersion
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import allows, require
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.domain import approving, roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, SoleApprover, Unit

ACTIONS = {1: "review", 2: "sign"}
NAMES = {1: "审核", 2: "签发"}
STAGES = {1: LetterStage.REVIEW, 2: LetterStage.SIGNING}
ROLES = {1: (Role.REVIEWER, Role.HEAD), 2: (Role.SIGNER,)}


@dataclass(frozen=True, slots=True)
class Made:
    """A letter filled, before it is frozen: what `freeze` compares with the row, so that what was filled is what is kept."""

    version: int
    values: dict[str, Any]
    template: int | None
    on: date
    data: bytes


def fill(letter: Letter) -> Made:
    """Fill a draft, with no transaction open: it may take a while.

    Raises:
        ValidationError: what is still lacking, one sentence each.
        GongkaiError: the template cannot be filled.
    """
    if lacks := lacking(letter):
        raise ValidationError([lack.sentence for lack in lacks])
    kind, on = kind_of(letter), days.today()
    whole, _ = letters_values.complete(letter, kind, values_of(letter))
    template = letters_making.template_of(letter.case.unit, kind)
    return Made(letter.version, whole, template.row.pk if template.row else None, on, letters_making.docx(template, kind, whole, on))


@transaction.atomic
def send_for_review(actor: Any, letter: Letter, made: Made) -> LetterVersion:
    """Freeze a draft and hand it to its reviewers.

    Args:
        made: what `fill` made of the letter that the actor saw.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: it is no draft, is not whole, or the case does not allow it.
        Conflict: it was changed since.
    """
    row = _locked(letter)
    require(actor, "work", row.case)
    kind = kind_of(row)
    if kind.to == "inner":
        raise ValidationError(f"“{kind.title}”是内部用表，不需要审签，请直接生成存卷。")
    if row.stage != LetterStage.DRAFT:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不必重复送审，请刷新页面查看。")
    if lacks := lacking(row):
        raise ValidationError([lack.sentence for lack in lacks])
    last = row.versions.first()
    number = last.number + 1 if last else 1
    file = vault.keep_file(row.case, made.data, f"{kind.title}（第{number}稿）.docx", FileRole.LETTER, kind="docx", media_type=MEDIA_TYPES["docx"],
                           by=actor, party=row.party)
    version = LetterVersion.objects.create(
        letter=row, number=number, answer={**row.answer, "template": made.template, "on": made.on.isoformat()},
        sealed=vault.seal(row.case, made.values, "letter"), file=file, sha256=hashlib.sha256(made.data).hexdigest(),
        author=actor if getattr(actor, "is_person", False) else None, hands=sorted({*row.hands, actor.pk}))
    letter.save_over(made.version, stage=LetterStage.REVIEW)
    version.letter = letter
    entering.enter(actor, row.case, Kind.DRAFTED, days.today(), letter=row, document=file, by_site=True)
    _tell_next(version, 1)
    return version


@transaction.atomic
def take_step(actor: Person, version: LetterVersion, level: int, verdict: str, opinion: str = "") -> LetterStep:
    """Approve, sign or send back on the screen.

    Args:
        level: the level that the actor saw as theirs.

    Raises:
        Refused: the level is not the actor's in that unit.
        ValidationError: it is another level's turn, the text is the actor's own, an opinion is missing, the letter lacks something.
    """
    row = _locked(version.letter)
    require(actor, ACTIONS[level], row.case)
    _its_turn(row, version, level, verdict, opinion)
    own = verdict == Verdict.PASSED and is_own(version, actor.pk, actor.name)
    step = LetterStep.objects.create(version=version, level=level, verdict=verdict, sealed=_sealed(row.case, opinion), person=actor, recorded_by=actor,
                                     approved_on=days.today(), own_text=own)
    return _done(actor, row, step, days.today(), opinion)


@transaction.atomic
def record_step(
    actor: Person, version: LetterVersion, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date, scan: CaseFile, opinion: str = "",
) -> LetterStep:
    """Record a step that was taken on paper or in an OA, by anybody, whether or not they have an account.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: as `take_step`; the name, the day or the scan is missing or wrong.
    """
    row = _locked(version.letter)
    require(actor, "record", row.case)
    name = "".join(approver_name.split())
    if spoken not in (Spoken.PAPER, Spoken.OA):
        raise ValidationError({"spoken": "请选择办理方式：纸质呈批单或者办公系统。"})
    if not name or len(name) > 40:
        raise ValidationError({"approver_name": "请填写审批人姓名，最多40个字。"})
    if approved_on > days.today():
        raise ValidationError({"approved_on": f"审批日期{approved_on:%Y-%m-%d}晚于今天，请核对。"})
    if scan.case_id != row.case_id:
        raise ValidationError({"scan": "呈批单扫描件不是该申请的材料，请重新上传。"})
    _its_turn(row, version, level, verdict, opinion)
    own = verdict == Verdict.PASSED and is_own(version, None, name)
    step = LetterStep.objects.create(version=version, level=level, verdict=verdict, sealed=_sealed(row.case, opinion), spoken=spoken, approver_name=name,
                                     approved_on=approved_on, scan=scan, recorded_by=actor, own_text=own)
    return _done(actor, row, step, days.today(), opinion, document=scan)


@transaction.atomic
def recall(actor: Any, version: LetterVersion, reason: str) -> LetterStep:
    """Take a letter back from review, or after signing and before it was sent, to write on.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: it is neither, or the reason is missing.
    """
    from gongkai.web.applications.domain import letters_numbers

    row = _locked(version.letter)
    require(actor, "work", row.case)
    if row.stage not in (LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED) or _latest(row) != version:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能撤回，请刷新页面查看。")
    if not reason.strip():
        raise ValidationError({"reason": "请说明撤回的理由。"})
    step = LetterStep.objects.create(version=version, level=next_level(row) or 2, verdict=Verdict.RECALLED, sealed=_sealed(row.case, reason),
                                     person=actor, recorded_by=actor, approved_on=days.today())
    letters_numbers.void_all(actor, row, "文书撤回修改")
    row.save_over(row.version, stage=LetterStage.DRAFT, stamped=None, number="")
    eventlog.record("letter.recalled", row, actor=actor, unit=row.case.unit, title=str(row.case))
    return step


def next_level(letter: Letter) -> int | None:
    """The level whose turn it is."""
    return next((level for level, stage in STAGES.items() if stage == letter.stage), None)


def level_open_to(person: Any, version: LetterVersion) -> tuple[int | None, str]:
    """Which level of a version a person could take now, and a sentence why not where they hold its role all the same."""
    level = next_level(version.letter)
    if level is None or _latest(version.letter) != version or not allows(person, ACTIONS[level], version.letter.case):
        return None, ""
    try:
        is_own(version, person.pk, person.name)
    except ValidationError as error:
        return level, error.messages[0]
    return level, ""


def is_own(version: LetterVersion, person_id: int | None, name: str) -> bool:
    """`approving.is_own` of a letter's version."""
    passed = version.steps.filter(verdict=Verdict.PASSED).select_related("person")
    return approving.is_own(version.letter.case.unit, version.hands,
                            [(step.person_id, step.person.name if step.person else step.approver_name) for step in passed], person_id, name)


def waiting_for(person: Any) -> QuerySet[LetterVersion]:
    """The versions whose next step is this person's to take, oldest first, without those that are their own text."""
    newer = LetterVersion.objects.filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))
    rows = LetterVersion.objects.filter(~Exists(newer)).select_related("letter__case__unit", "author")
    found = Q(pk__in=[])
    for level, action in ACTIONS.items():
        reach = LetterVersion.gate.where(person, action)
        if reach is not None:
            found |= reach & Q(letter__stage=STAGES[level])
    rows = rows.filter(found)
    key = getattr(person, "pk", None)
    leave = set(SoleApprover.objects.on(days.today()).filter(person=key).values_list("unit", flat=True))
    took = set(LetterStep.objects.filter(verdict=Verdict.PASSED, version__in=rows.values("pk")).filter(
        Q(person=key) | Q(person=None, approver_name=getattr(person, "name", ""))).values_list("version", flat=True))
    barred = [pk for pk, hands, unit in rows.values_list("pk", "hands", "letter__case__unit") if unit not in leave and (key in hands or pk in took)]
    return rows.exclude(pk__in=barred).order_by("created_at", "id")


def opinion_of(step: LetterStep) -> str:
    """What was said with a step. Raises sealing.Unreadable."""
    return str(vault.unseal(step.version.letter.case, step.sealed, "step").get("opinion", ""))


def agreed_by_head(version: LetterVersion) -> tuple[Person | None, LetterStep] | None:
    """The step with which the 工作机构负责人 agreed to a version (条例第三十三条第二款): the person, None where it was on paper."""
    case = version.letter.case
    for step in version.steps.filter(verdict=Verdict.PASSED).select_related("person").order_by("level"):
        if step.person is not None and allows(step.person, "extend", case):
            return step.person, step
        if step.person is None and step.approver_name in _heads(case.unit):
            return None, step
    return None


def _heads(unit: Unit) -> set[str]:
    """The names of a unit's 工作机构负责人, with or without an account."""
    from gongkai.web.organs.enums import Post
    from gongkai.web.organs.models import Officer

    today = days.today()
    held = RoleHeld.objects.on(today).filter(unit=unit, role=Role.HEAD).values_list("person__name", flat=True)
    return {*held, *Officer.objects.on(today).filter(unit=unit, post=Post.OFFICE_HEAD).values_list("name", flat=True)}


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).select_related("case__unit", "case__body", "case__clerk", "case__handler", "party").get(pk=letter.pk)


def _latest(letter: Letter) -> LetterVersion | None:
    return letter.versions.order_by("-number").first()


def _its_turn(row: Letter, version: LetterVersion, level: int, verdict: str, opinion: str) -> None:
    turn = next_level(row)
    if turn is None or _latest(row) != version:
        raise ValidationError(f"这一稿已不在审核中（该文书现在是“{LetterStage(row.stage).label}”），请刷新页面查看最新状态。")
    if level != turn:
        raise ValidationError(f"“{NAMES.get(level, '')}”不是现在要办的环节，现在应办“{NAMES[turn]}”，请刷新页面。")
    if verdict == Verdict.RETURNED:
        if not opinion.strip():
            raise ValidationError({"opinion": "退回修改的，请说明需要修改什么。"})
        return
    if verdict != Verdict.PASSED:
        raise ValidationError({"verdict": "请选择意见。"})
    if lacks := lacking(row):
        raise ValidationError(["该文书还不能" + NAMES[level] + "：", *(lack.sentence for lack in lacks)])


def _sealed(case: Case, opinion: str) -> bytes | None:
    return vault.seal(case, {"opinion": opinion.strip()}, "step") if opinion.strip() else None


def _done(actor: Person, row: Letter, step: LetterStep, day: date, opinion: str, document: CaseFile | None = None) -> LetterStep:
    """Move the letter on, enter the event, tell whom it concerns."""
    passed = step.verdict == Verdict.PASSED
    stage = (LetterStage.SIGNING if step.level == 1 else LetterStage.SIGNED) if passed else LetterStage.DRAFT
    row.save_over(row.version, stage=stage)
    kind = (Kind.APPROVED if step.level == 1 else Kind.SIGNED) if passed else Kind.SENT_BACK
    how = "" if step.spoken == Spoken.SCREEN else f"{step.get_spoken_display()}：{step.approver_name}，{step.approved_on:%Y-%m-%d}"
    entering.enter(actor, row.case, kind, day, letter=row, document=document, words={"reason": opinion, "note": how}, by_site=True)
    link = reverse("applications:letter", args=[row.pk])
    name = f"{row.case}的“{title_of(row)}”"
    if not passed:
        _tell(_writers(step.version), f"{name}被退回修改，请查看意见。", link, f"letter-returned-{step.version_id}")
    elif stage == LetterStage.SIGNED:
        _tell(_writers(step.version), f"{name}已签发，请编文号、盖章后发出。", link, f"letter-signed-{step.version_id}")
    else:
        _tell_next(step.version, 2)
    return step


def _tell_next(version: LetterVersion, level: int) -> None:
    people = [person for person in roles.holders(version.letter.case.unit, *ROLES[level]) if person.pk not in version.hands]
    _tell(people, f"{version.letter.case}的“{title_of(version.letter)}”等待您{NAMES[level]}。", reverse("applications:letter_review", args=[version.pk]),
          f"letter-{version.pk}-{level}")


def _writers(version: LetterVersion) -> Sequence[Person]:
    return list(Person.objects.filter(pk__in=[version.author_id or 0, version.letter.case.clerk_id or 0], is_active=True))


def _tell(people: Sequence[Person], text: str, link: str, key: str) -> None:
    notices.tell(people, text, kind="文书", link=link, key=key)
