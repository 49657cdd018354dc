"""Doubts referred upward (条例第17条), answered by the unit that was asked; the review then goes on where it stood."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.web.common import eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import stages, submitting
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import Referral, ReferralAnswer
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person


@transaction.atomic
def answer_referral(actor: Person, referral: Referral, conclusion: str, text: str) -> ReferralAnswer:
    """Answer what a unit asked.

    Raises:
        Refused: the actor may not answer for the unit that was asked.
        ValidationError: it is answered already, the version was taken back, the conclusion or text is missing.
    """
    version = referral.version
    row = stages.locked(version.item)
    require(actor, "answer", referral)
    if ReferralAnswer.objects.filter(referral=referral).exists():
        raise ValidationError("这件请示已经答复，请刷新页面查看。")
    if stages.ended(version):
        raise ValidationError("请示单位已经撤回或者退回了这一版，不必再答复。")
    if conclusion not in Attribute.values:
        raise ValidationError({"conclusion": "请选择结论。"})
    if not text.strip():
        raise ValidationError({"text": "请填写答复意见。"})
    answer = ReferralAnswer.objects.create(referral=referral, conclusion=conclusion, text=text.strip(), answered_by=actor)
    eventlog.record("item.answered", row, actor=actor, unit=referral.to_unit, after={"version": version.number, "conclusion": conclusion})
    stages.keep(row)
    notices.tell([referral.asked_by], f"{referral.to_unit.called}答复了关于《{row.title[:40]}》的请示：{Attribute(conclusion).label}。",
                 kind="请示", link=reverse("disclosure:review", args=[version.pk]), key=f"answered-{referral.pk}")
    submitting.tell_next(version)
    return answer


def tell_asked(referral: Referral) -> None:
    """Remind those who may answer: the unit's own people, and the 主管部门 it belongs to."""
    people = [*roles.holders(referral.to_unit, Role.SECRECY, Role.HEAD), *roles.supervisors(referral.to_unit)]
    notices.tell(people, f"{referral.version.item.unit.called}请示：{referral.question[:200]}", kind="请示",
                 link=reverse("disclosure:referral", args=[referral.pk]), key=f"referral-{referral.pk}")
