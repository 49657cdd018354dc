"""Whose text it is: nobody approves their own, nor takes two steps of one version (docs/decisions/0011).

A version is one of common/reviewing.py's kind: `hands` are the ids of those who wrote in it, `steps` its steps.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from gongkai.web.common import days
from gongkai.web.common.reviewing import Verdict
from gongkai.web.organs.models import Person, SoleApprover, Unit

NAME = 40
"""Characters that the name of whoever approved on paper may have."""


def is_own(unit: Unit, version: Any, person_id: int | None, name: str) -> bool:
    """Whether an approval is of one's own text, or a second one of the same version by one person.

    Args:
        unit: whose text it is; it may have let the person approve their own (一人审核).
        person_id: who approves; None where a paper names them only.
        name: their name.

    Raises:
        ValidationError: it is, and the unit has not let this person approve their own text today.
    """
    writers = {person.pk: person.name for person in Person.objects.filter(pk__in=version.hands)}
    wrote = person_id in writers if person_id is not None else name in writers.values()
    twice = any(step.person_id == person_id if person_id is not None and step.person_id is not None
                else (step.person.name if step.person else step.approver_name) == name
                for step in version.steps.filter(verdict=Verdict.PASSED).select_related("person"))
    if not wrote and not twice:
        return False
    leave = SoleApprover.objects.on(days.today()).filter(unit=unit)
    if (leave.filter(person_id=person_id) if person_id is not None else leave.filter(person__name=name)).exists():
        return True
    if wrote:
        raise ValidationError("这是您参与拟稿的内容，不能由本人审批，请由他人办理；确实只有一人办理的单位，请管理员设置“可审批本人文稿”。"
                              if person_id is not None else
                              f"{name}参与了拟稿，不能审批本人文稿；确实只有一人办理的单位，请管理员设置“可审批本人文稿”。")
    raise ValidationError("同一人不能办理同一版的两级审批，请由他人办理；确实只有一人办理的单位，请管理员设置“可审批本人文稿”。")


def why_not(unit: Unit, version: Any, person: Person) -> str:
    """The sentence that says why a person may not approve a version as their own text; empty where they may."""
    try:
        is_own(unit, version, person.pk, person.name)
    except ValidationError as error:
        return error.messages[0]
    return ""


def barred(person: Any, versions: QuerySet[Any], unit: str) -> list[int]:
    """Of many versions those for which `is_own` would refuse a person, in three questions.

    Args:
        unit: the way from a version to its unit.

    Returns:
        Their ids.
    """
    key = getattr(person, "pk", None)
    leave = set(SoleApprover.objects.on(days.today()).filter(person=key).values_list("unit", flat=True))
    mine = Q(steps__person=key) | Q(steps__person=None, steps__approver_name=getattr(person, "name", ""))
    took = set(versions.filter(mine, steps__verdict=Verdict.PASSED).values_list("pk", flat=True))
    return [pk for pk, hands, owner in versions.values_list("pk", "hands", unit) if owner not in leave and (key in hands or pk in took)]


def named_on_paper(name: str, approved_on: date) -> str:
    """The name of whoever approved on paper or in an OA, without blanks.

    Raises:
        ValidationError: it is missing or too long, or the day is still to come.
    """
    name = "".join(name.split())
    if not name or len(name) > NAME:
        raise ValidationError({"approver_name": f"请填写审批人姓名，最多{NAME}个字。"})
    if approved_on > days.today():
        raise ValidationError({"approved_on": f"审批日期{approved_on:%Y-%m-%d}晚于今天，请核对。"})
    return name
