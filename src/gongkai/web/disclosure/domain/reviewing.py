"""The steps of review of a version: 公开审查 (level 0) and one to three levels after it (一事一审批).

A step is a row that never changes, pinned to a frozen version. Steps come in order; each is taken on the screen by whoever
holds the role, or recorded by the clerk from paper or another system, with the scan.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure.domain import queries, stages, submitting
from gongkai.web.disclosure.enums import Attribute, Spoken, Stage, Verdict
from gongkai.web.disclosure.models import Item, ItemVersion, Referral, ReferralAnswer, ReviewStep
from gongkai.web.organs.domain import approving
from gongkai.web.organs.models import Person, Unit


@transaction.atomic
def take_step(
    actor: Person, version: ItemVersion, level: int, verdict: str, *, conclusion: str = "", basis: str = "", opinion: str = "",
    to_unit: Unit | None = None, question: str = "",
) -> ReviewStep:
    """Take one step of review on the screen.

    Args:
        level: the level that the actor saw as theirs: 0 to `version.levels`.
        verdict: passed, returned, or doubt.
        conclusion, basis: of 公开审查: how the information is to be disclosed, and on what ground.
        opinion: wanted where it is returned.
        to_unit, question: where in doubt: whom to ask, and what.

    Raises:
        Refused: the level is not the actor's in that unit.
        ValidationError: it is another level's turn, the text is the actor's own, something is missing.
    """
    row = stages.locked(version.item)
    require(actor, queries.LEVEL_ACTIONS[level], row)
    _its_turn(row, version, level)
    if verdict == Verdict.DOUBT:
        return _refer(actor, row, version, level, to_unit, question)
    own = verdict == Verdict.PASSED and approving.is_own(row.unit, version, actor.pk, actor.name)
    _complete(version, level, verdict, conclusion, basis, opinion)
    step = ReviewStep.objects.create(
        version=version, level=level, verdict=verdict, **_concluded(version, level, verdict, conclusion, basis),
        opinion=opinion.strip(), person=actor, recorded_by=actor, approved_on=days.today(), own_text=own)
    return _done(actor, row, step)


@transaction.atomic
def record_step(
    actor: Person, version: ItemVersion, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date,
    scan: StoredFile, conclusion: str = "", basis: str = "", opinion: str = "",
) -> ReviewStep:
    """Record a step that was taken on paper or in another system, by anybody, whether or not they have an account.

    Args:
        spoken: paper or oa.
        approver_name, approved_on: who decided, and when.
        scan: the 呈批单, a file of the unit.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: as `take_step`; the name, the day or the scan is missing or wrong.
    """
    row = stages.locked(version.item)
    require(actor, "record", row)
    _its_turn(row, version, level)
    if verdict not in (Verdict.PASSED, Verdict.RETURNED) or spoken not in (Spoken.PAPER, Spoken.OA):
        raise ValidationError("补录的审批意见应为同意或者退回修改，办理方式应为纸质呈批单或者办公系统。")
    name = approving.named_on_paper(approver_name, approved_on)
    if scan.unit_id != row.unit_id:
        raise ValidationError({"scan": "呈批单扫描件不是本单位的文件，请重新上传。"})
    own = verdict == Verdict.PASSED and approving.is_own(row.unit, version, None, name)
    _complete(version, level, verdict, conclusion, basis, opinion)
    step = ReviewStep.objects.create(
        version=version, level=level, verdict=verdict, **_concluded(version, level, verdict, conclusion, basis),
        opinion=opinion.strip(), spoken=spoken, approver_name=name, approved_on=approved_on, scan=scan, recorded_by=actor,
        own_text=own)
    return _done(actor, row, step)


def level_open_to(person: Any, version: ItemVersion) -> tuple[int | None, str]:
    """Which level of a version a person could take now, and a sentence why not where they hold its role all the same."""
    item = version.item
    level = stages.next_level(version)
    if level is None or stages.latest(item) != version or not queries.may_take(person, version, level):
        return None, ""
    if stages.open_referral(version):
        return None, "这一版正在请示上级，答复后再继续办理。"
    return level, approving.why_not(item.unit, version, person)


def _its_turn(row: Item, version: ItemVersion, level: int) -> None:
    """Refuse a step on a version that is not the last, is done with, or waits for another level."""
    if stages.latest(row) != version or stages.derive(row) not in stages.IN_REVIEW:
        raise ValidationError(f"这一版已不在审核中（该事项现在是“{Stage(stages.derive(row)).label}”），请刷新页面查看最新状态。")
    if stages.open_referral(version):
        raise ValidationError("这一版正在请示上级，答复后再继续办理。")
    turn = stages.next_level(version)
    if level != turn:
        raise ValidationError(f"“{queries.LEVEL_NAMES[level]}”不是现在要办的环节，现在应办“{queries.LEVEL_NAMES[turn or 0]}”，请刷新页面。")


def _concluded(version: ItemVersion, level: int, verdict: str, conclusion: str, basis: str) -> dict[str, str]:
    """What a step keeps of a conclusion: of one that is returned, only where it differs from the clerk's."""
    if level or (verdict == Verdict.RETURNED and conclusion == version.content["attribute"]):
        return {}
    return {"conclusion": conclusion, "basis": basis.strip()}


def _complete(version: ItemVersion, level: int, verdict: str, conclusion: str, basis: str, opinion: str) -> None:
    """Refuse a step that lacks what it needs, or passes a version against a conclusion."""
    attribute = Attribute(version.content["attribute"])
    if verdict == Verdict.RETURNED:
        if not opinion.strip():
            raise ValidationError({"opinion": "退回修改的，请说明需要修改什么。"})
        return
    if verdict != Verdict.PASSED:
        raise ValidationError({"verdict": "请选择审核意见。"})
    if level == 0:
        if conclusion not in Attribute.values:
            raise ValidationError({"conclusion": "请选择审查结论。"})
        if not basis.strip():
            raise ValidationError({"basis": "请填写审查依据，例如《条例》第二十条第一项。"})
        if conclusion != attribute:
            raise ValidationError({"conclusion": f"审查结论“{Attribute(conclusion).label}”与公开属性“{attribute.label}”不一致，"
                                                 "请退回修改并说明，由经办人改正公开属性后重新送审。"})
    answer = ReferralAnswer.objects.filter(referral__version=version).order_by("-id").first()
    if answer is not None and answer.conclusion != attribute:
        raise ValidationError(f"上级答复的结论是“{Attribute(answer.conclusion).label}”，与公开属性“{attribute.label}”不一致，请退回修改。")


def _refer(actor: Person, row: Item, version: ItemVersion, level: int, to_unit: Unit | None, question: str) -> ReviewStep:
    """A step of doubt, with its question to the unit above or another."""
    from gongkai.web.disclosure.domain import referrals

    if to_unit is None or to_unit.pk == row.unit_id:
        raise ValidationError({"to_unit": "请选择请示的单位。"})
    if not queries.referable_to(row.unit).filter(pk=to_unit.pk).exists():
        raise ValidationError({"to_unit": f"{to_unit.called}不是上级单位，也不是政府办公室或者上级的部门，不能向其请示，请重新选择。"})
    if not question.strip():
        raise ValidationError({"question": "请写明请示事项。"})
    step = ReviewStep.objects.create(version=version, level=level, verdict=Verdict.DOUBT, opinion=question.strip(), person=actor,
                                     recorded_by=actor, approved_on=days.today())
    referral = Referral.objects.create(version=version, to_unit=to_unit, question=question.strip(), asked_by=actor)
    eventlog.record("item.referred", row, actor=actor, after={"version": version.number, "to": to_unit.name})
    stages.keep(row)
    referrals.tell_asked(referral)
    return step


def _done(actor: Person, row: Item, step: ReviewStep) -> ReviewStep:
    """Log the step, keep the stage, tell whom it concerns."""
    version = step.version
    what = {"version": version.number, "level": step.level, "spoken": step.spoken, "own_text": step.own_text}
    eventlog.record(f"item.{step.verdict}", row, actor=actor, after=what, note=step.opinion)
    stage = stages.keep(row)
    link = reverse("disclosure:item", args=[row.pk])
    if step.verdict == Verdict.RETURNED:
        people = [version.author] if version.author else queries.clerks_of(row)
        notices.tell(people, f"《{row.title[:40]}》被退回修改：{step.opinion[:200]}", kind="退回", link=link, key=f"returned-{version.pk}")
    elif stage == Stage.APPROVED:
        notices.tell(queries.clerks_of(row), f"《{row.title[:40]}》已审核通过，可以发布。", kind="审核", link=link, key=f"approved-{version.pk}")
    elif stage == Stage.KEPT:
        notices.tell(queries.clerks_of(row), f"《{row.title[:40]}》已审核，不主动公开。", kind="审核", link=link, key=f"approved-{version.pk}")
    else:
        submitting.tell_next(version)
    return step
