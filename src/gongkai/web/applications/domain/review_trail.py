"""The review of letters and of papers of disputes, which is one: 审核 and 签发 of a frozen version, on the screen or recorded from paper.

    take_step(LETTERS, actor, version, 1, Verdict.PASSED)

What differs between them (whose they are, how words are sealed, what follows a step) says a `Trail`: letters_approving.LETTERS,
dispute_papers.PAPERS. Level 1 is 审核 (审核人, 工作机构负责人), level 2 签发 (签发人); nobody takes both, nor either of their own
text (organs/domain/approving.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.web.applications.enums import LetterStage
from gongkai.web.common import days
from gongkai.web.common.gate import allows, require
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.organs.domain import approving
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

ACTIONS = {1: "review", 2: "sign"}
NAMES = {1: "审核", 2: "签发"}
STAGES = {1: LetterStage.REVIEW, 2: LetterStage.SIGNING}
ROLES = {1: (Role.REVIEWER, Role.HEAD), 2: (Role.SIGNER,)}
UNDER_WAY = (LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED)
"""Stages from which a paper is taken back to write on."""


class Trail(ABC):
    """What differs between what is reviewed.

    Attributes:
        version, step: the models.
        to: the field of a version that names its paper.
        unit: the way from a version to the unit.
    """

    version: Any
    step: Any
    to: str
    unit: str

    @abstractmethod
    def locked(self, paper: Any) -> Any:
        """The paper as it is now, locked, with its owner and the owner's unit."""

    @abstractmethod
    def lacking(self, paper: Any) -> list[str]:
        """What it still needs, a sentence each."""

    @abstractmethod
    def seal(self, paper: Any, words: dict[str, str]) -> bytes:
        """Words of a step, sealed."""

    @abstractmethod
    def has(self, paper: Any, scan: Any) -> bool:
        """Whether a scan lies among the owner's files."""

    @abstractmethod
    def done(self, actor: Any, paper: Any, step: Any, opinion: str) -> None:
        """What follows a step that approved or sent back: entries, notices. `paper` has its new stage."""

    @abstractmethod
    def taken_back(self, actor: Any, paper: Any) -> None:
        """What follows a recall: the draft without number and day."""


@transaction.atomic
def take_step(trail: Trail, actor: Person, version: Any, level: int, verdict: str, opinion: str = "") -> Any:
    """Approve, sign or send back on the screen.

    Args:
        level: the level that the actor saw as theirs.

    Returns:
        The step.

    Raises:
        Refused: the level is not the actor's in that unit.
        ValidationError: it is another level's turn, the text is the actor's own, an opinion is missing, the paper lacks something.
    """
    row = trail.locked(version.paper)
    require(actor, ACTIONS[level], row.owner)
    _its_turn(trail, row, version, level, verdict, opinion)
    own = verdict == Verdict.PASSED and approving.is_own(row.owner.unit, version, actor.pk, actor.name)
    return _done(trail, actor, row, opinion, version=version, level=level, verdict=verdict, person=actor, approved_on=days.today(), own_text=own)


@transaction.atomic
def record_step(trail: Trail, actor: Person, version: Any, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date, scan: Any,
                opinion: str = "") -> Any:
    """Record a step that was taken on paper or in an OA, by anybody, whether or not they have an account.

    Returns:
        The step.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: as `take_step`; the name, the day or the scan is missing or wrong.
    """
    row = trail.locked(version.paper)
    require(actor, "record", row.owner)
    if spoken not in (Spoken.PAPER, Spoken.OA):
        raise ValidationError({"spoken": "请选择办理方式：纸质呈批单或者办公系统。"})
    name = approving.named_on_paper(approver_name, approved_on)
    if not trail.has(row, scan):
        raise ValidationError({"scan": "呈批单扫描件不在材料中，请重新上传。"})
    _its_turn(trail, row, version, level, verdict, opinion)
    own = verdict == Verdict.PASSED and approving.is_own(row.owner.unit, version, None, name)
    return _done(trail, actor, row, opinion, version=version, level=level, verdict=verdict, spoken=spoken, approver_name=name, approved_on=approved_on,
                 scan=scan, own_text=own)


@transaction.atomic
def recall(trail: Trail, actor: Any, version: Any, reason: str) -> Any:
    """Take a paper back from review, or after signing and before it went out, to write on.

    Returns:
        The step.

    Raises:
        Refused: the actor does not work it.
        ValidationError: it is neither, or the reason is missing.
    """
    row = trail.locked(version.paper)
    require(actor, "work", row.owner)
    if row.stage not in UNDER_WAY or latest(row) != version:
        raise ValidationError(f"该文书{LetterStage(row.stage).label}，不能撤回，请刷新页面查看。")
    if not reason.strip():
        raise ValidationError({"reason": "请说明撤回的理由。"})
    step = trail.step.objects.create(version=version, level=next_level(row) or 2, verdict=Verdict.RECALLED, person=actor, recorded_by=actor,
                                     approved_on=days.today(), sealed=trail.seal(row, {"opinion": reason.strip()}))
    trail.taken_back(actor, row)
    return step


def latest(paper: Any) -> Any:
    """The newest version of a paper; None where it was never sent for review."""
    return paper.versions.order_by("-number").first()


def next_level(paper: Any) -> int | None:
    """The level whose turn it is."""
    return next((level for level, stage in STAGES.items() if stage == paper.stage), None)


def level_open_to(person: Any, version: Any) -> tuple[int | None, str]:
    """Which level of a version a person could take now, and a sentence why not where they hold its role all the same."""
    level = next_level(version.paper)
    if level is None or latest(version.paper) != version or not allows(person, ACTIONS[level], version.paper.owner):
        return None, ""
    return level, approving.why_not(version.paper.owner.unit, version, person)


def waiting_for(trail: Trail, person: Any) -> QuerySet[Any]:
    """The versions whose next step is this person's to take, oldest first, without those that are their own text."""
    newer = trail.version.objects.filter(**{trail.to: OuterRef(trail.to)}, number__gt=OuterRef("number"))
    rows = trail.version.objects.filter(~Exists(newer)).select_related(trail.unit, "author")
    found = Q(pk__in=[])
    for level, action in ACTIONS.items():
        reach = trail.version.gate.where(person, action)
        if reach is not None:
            found |= reach & Q(**{f"{trail.to}__stage": STAGES[level]})
    rows = rows.filter(found)
    return rows.exclude(pk__in=approving.barred(person, rows, trail.unit)).order_by("created_at", "id")


def _its_turn(trail: Trail, row: Any, version: Any, level: int, verdict: str, opinion: str) -> None:
    turn = next_level(row)
    if turn is None or latest(row) != version:
        raise ValidationError(f"这一稿已不在审核中（该文书现在是“{LetterStage(row.stage).label}”），请刷新页面查看最新状态。")
    if level != turn:
        raise ValidationError(f"“{NAMES.get(level, '')}”不是现在要办的环节，现在应办“{NAMES[turn]}”，请刷新页面。")
    if verdict == Verdict.RETURNED:
        if not opinion.strip():
            raise ValidationError({"opinion": "退回修改的，请说明需要修改什么。"})
        return
    if verdict != Verdict.PASSED:
        raise ValidationError({"verdict": "请选择意见。"})
    if lacks := trail.lacking(row):
        raise ValidationError(["该文书还不能" + NAMES[level] + "：", *lacks])


def _done(trail: Trail, actor: Person, row: Any, opinion: str, **columns: Any) -> Any:
    words = {"opinion": opinion.strip()} if opinion.strip() else None
    step = trail.step.objects.create(recorded_by=actor, sealed=trail.seal(row, words) if words else None, **columns)
    stage = LetterStage.DRAFT if step.verdict == Verdict.RETURNED else LetterStage.SIGNING if step.level == 1 else LetterStage.SIGNED
    row.save_over(row.version, stage=stage)
    trail.done(actor, row, step, opinion)
    return step
