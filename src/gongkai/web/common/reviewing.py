"""What is reviewed by several people: a frozen version, and the steps that were taken with it, on the screen or on paper.

    class LetterVersion(FrozenVersion): ...     # adds whose version it is, and what it holds
    class LetterStep(ReviewStep): ...           # adds `version` and `scan`

Both are append-only (triggers). Whose text it is, and who may approve it: organs/domain/approving.py.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Verdict(models.TextChoices):
    """What a step of a review said; the last is the clerk's own."""

    PASSED = "passed", "同意"
    RETURNED = "returned", "退回修改"
    RECALLED = "recalled", "撤回送审"


class Spoken(models.TextChoices):
    """How an approval was given."""

    SCREEN = "screen", "在本系统办理"
    PAPER = "paper", "纸质呈批单"
    OA = "oa", "办公系统"


class FrozenVersion(models.Model):
    """What was sent for review, with the digest of its file and who had written in it."""

    number = models.PositiveIntegerField("版本号")
    sha256 = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="送审人")
    hands = models.JSONField("拟稿人", default=list)
    created_at = models.DateTimeField("送审时间", auto_now_add=True)

    class Meta:
        abstract = True


class ReviewStep(models.Model):
    """One step of a version's review: level 1 is 审核, level 2 签发. A step on paper names who took it and has its scan; one on the
    screen has the person. The concrete model has ``version`` (related name ``steps``) and ``scan``."""

    level = models.PositiveSmallIntegerField("级别")
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    spoken = models.CharField("办理方式", max_length=10, choices=Spoken.choices, default=Spoken.SCREEN)
    approver_name = models.CharField("纸质审批人", max_length=40, blank=True)
    approved_on = models.DateField("审批日期")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="录入人")
    own_text = models.BooleanField("审批本人文稿", default=False)
    at = models.DateTimeField("办理时间", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(level__in=(1, 2)), name="%(class)s_level"),
            models.UniqueConstraint(fields=["version", "level"], condition=Q(verdict=Verdict.PASSED), name="%(class)s_passed_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(verdict__in=[Verdict.RETURNED, Verdict.RECALLED]), name="%(class)s_ended_once"),
            models.CheckConstraint(
                condition=Q(spoken=Spoken.SCREEN, person__isnull=False)
                | (~Q(spoken=Spoken.SCREEN) & ~Q(approver_name="") & Q(scan__isnull=False)), name="%(class)s_on_paper"),
        )
