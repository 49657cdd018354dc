"""Whose text it is: nobody approves their own, nor takes two steps of one version (docs/decisions/0011)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from gongkai.web.common import days
from gongkai.web.organs.models import Person, SoleApprover, Unit

Approver = tuple[int | None, str]
"""Who passed a step: their id, None where it was recorded from paper, and their name."""


def is_own(unit: Unit, hands: Iterable[int], passed: Iterable[Approver], person_id: int | None, name: str) -> bool:
    """Whether an approval is of one's own text, or a second one of the same version by one person.

    Args:
        unit: whose text it is; it may have let the person approve their own (一人审核).
        hands: the ids of those who wrote in the version.
        passed: who passed its earlier steps.
        person_id: who approves; None where a paper names them only.
        name: their name.

    Raises:
        ValidationError: it is, and the unit has not let this person approve their own text today.
    """
    writers = {person.pk: person.name for person in Person.objects.filter(pk__in=hands)}
    wrote = person_id in writers if person_id is not None else name in writers.values()
    twice = any(key == person_id if person_id is not None and key is not None else called == name for key, called in passed)
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
