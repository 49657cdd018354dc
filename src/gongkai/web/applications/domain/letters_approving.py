"""A letter is sent for review, approved, signed, sent back or recalled; on the screen, or recorded from paper or an OA.

What is approved is a `LetterVersion`: the Word file as it will be printed, but for number and day, frozen with its values, its
template, its digest and who wrote in it. The steps themselves are those of review_trail.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from gongkai.web.applications.domain import entering, letters_making, letters_values, review_trail, vault
from gongkai.web.applications.domain.letters_drafting import kind_of, lacking, title_of, values_of
from gongkai.web.applications.domain.review_trail import NAMES, ROLES, Trail
from gongkai.web.applications.enums import FileRole, Kind, LetterStage
from gongkai.web.applications.models import CaseFile, Letter, LetterStep, LetterVersion
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import allows, require
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, Unit


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


def take_step(actor: Person, version: LetterVersion, level: int, verdict: str, opinion: str = "") -> LetterStep:
    """`review_trail.take_step` of a letter."""
    step: LetterStep = review_trail.take_step(LETTERS, actor, version, level, verdict, opinion)
    return step


def record_step(
    actor: Person, version: LetterVersion, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date, scan: CaseFile, opinion: str = "",
) -> LetterStep:
    """`review_trail.record_step` of a letter."""
    step: LetterStep = review_trail.record_step(LETTERS, actor, version, level, verdict, spoken=spoken, approver_name=approver_name, approved_on=approved_on,
                                                scan=scan, opinion=opinion)
    return step


def recall(actor: Any, version: LetterVersion, reason: str) -> LetterStep:
    """`review_trail.recall` of a letter; its numbers are void with it."""
    step: LetterStep = review_trail.recall(LETTERS, actor, version, reason)
    return step


def waiting_for(person: Any) -> QuerySet[LetterVersion]:
    """`review_trail.waiting_for` of letters."""
    return review_trail.waiting_for(LETTERS, person)


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


class _Letters(Trail):
    """Letters: a step is an event of the case."""

    version, step, to, unit = LetterVersion, LetterStep, "letter", "letter__case__unit"

    def locked(self, paper: Letter) -> Letter:
        return _locked(paper)

    def lacking(self, paper: Letter) -> list[str]:
        return [lack.sentence for lack in lacking(paper)]

    def seal(self, paper: Letter, words: dict[str, str]) -> bytes:
        return vault.seal(paper.case, words, "step")

    def has(self, paper: Letter, scan: CaseFile) -> bool:
        return scan.case_id == paper.case_id

    def done(self, actor: Any, paper: Letter, step: LetterStep, opinion: str) -> None:
        passed, name, link = step.verdict == Verdict.PASSED, f"{paper.case}的“{title_of(paper)}”", reverse("applications:letter", args=[paper.pk])
        kind = (Kind.APPROVED if step.level == 1 else Kind.SIGNED) if passed else Kind.SENT_BACK
        how = "" if step.spoken == Spoken.SCREEN else f"{step.get_spoken_display()}：{step.approver_name}，{step.approved_on:%Y-%m-%d}"
        entering.enter(actor, paper.case, kind, days.today(), letter=paper, document=step.scan, words={"reason": opinion, "note": how}, by_site=True)
        if not passed:
            _tell(_writers(step.version), f"{name}被退回修改，请查看意见。", link, f"letter-returned-{step.version_id}")
        elif step.level == 2:
            _tell(_writers(step.version), f"{name}已签发，请编文号、盖章后发出。", link, f"letter-signed-{step.version_id}")
        else:
            _tell_next(step.version, 2)

    def taken_back(self, actor: Any, paper: Letter) -> None:
        from gongkai.web.applications.domain import letters_numbers

        letters_numbers.void_all(actor, paper, "文书撤回修改")
        paper.save_over(paper.version, stage=LetterStage.DRAFT, stamped=None, number="")
        eventlog.record("letter.recalled", paper, actor=actor, unit=paper.case.unit, title=str(paper.case))


LETTERS = _Letters()


def _tell_next(version: LetterVersion, level: int) -> None:
    people = [person for person in roles.holders(version.letter.case.unit, *ROLES[level]) if person.pk not in version.hands]
    _tell(people, f"{version.letter.case}的“{title_of(version.letter)}”等待您{NAMES[level]}。", reverse("applications:letter_review", args=[version.pk]),
          f"letter-{version.pk}-{level}")


def _writers(version: LetterVersion) -> Sequence[Person]:
    return list(Person.objects.filter(pk__in=[version.author_id or 0, version.letter.case.clerk_id or 0], is_active=True))


def _tell(people: Sequence[Person], text: str, link: str, key: str) -> None:
    notices.tell(people, text, kind="文书", link=link, key=key)
