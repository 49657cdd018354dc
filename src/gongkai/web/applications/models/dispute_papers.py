"""What a body answers in a review or a suit: written, frozen, reviewed, signed, handed in. Sealed under the dispute's own key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import LetterStage, Verdict
from gongkai.web.applications.models.disputes import Dispute, DisputeFile
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet

PERSON = settings.AUTH_USER_MODEL


class DisputePaper(Versioned):
    """A 答复书 or 答辩状 as its clerk writes it. What is reviewed and signed is a `DisputePaperVersion`; what was handed in, `final`."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    kind = models.CharField("文种", max_length=40)
    sealed = models.BinaryField(editable=False, help_text="正文要素，密封")
    stage = models.CharField("状态", max_length=10, choices=LetterStage.choices, default=LetterStage.DRAFT)
    final = models.ForeignKey(DisputeFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交的文书")
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    hands = models.JSONField("拟稿和修改的人", default=list, editable=False)
    created_at = models.DateTimeField("拟稿时间", auto_now_add=True)

    gate = permissions.OF_DISPUTE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.dispute} {self.kind}"


class DisputePaperVersion(models.Model):
    """What was sent for review: content and Word file, frozen, with its digest and who had written in it."""

    paper = models.ForeignKey(DisputePaper, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本号")
    sealed = models.BinaryField(editable=False)
    template = models.PositiveBigIntegerField(null=True, editable=False)
    filled_on = models.DateField("生成日期")
    file = models.ForeignKey(DisputeFile, models.PROTECT, related_name="+", verbose_name="文书")
    sha256 = models.CharField("校验值", max_length=64)
    author = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="送审人")
    hands = models.JSONField("拟稿人", default=list)
    created_at = models.DateTimeField("送审时间", auto_now_add=True)

    gate = permissions.OF_DISPUTE_PAPER
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("paper", "-number")
        constraints = (models.UniqueConstraint(fields=["paper", "number"], name="dispute_paper_version_number"),)

    def __str__(self) -> str:
        return f"{self.paper}（第{self.number}稿）"


class DisputePaperStep(models.Model):
    """One step of a version's review: level 1 is 审核, level 2 签发."""

    version = models.ForeignKey(DisputePaperVersion, models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField("级别")
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    sealed = models.BinaryField(null=True, editable=False, help_text="说明，密封")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="审批人")
    own_text = models.BooleanField("审批本人文稿", default=False)
    at = models.DateTimeField("办理时间", auto_now_add=True)

    gate = permissions.OF_DISPUTE_VERSION
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(level__in=(1, 2)), name="dispute_paper_step_level"),
            models.UniqueConstraint(fields=["version", "level"], condition=Q(verdict=Verdict.PASSED), name="dispute_paper_passed_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(verdict__in=[Verdict.RETURNED, Verdict.RECALLED]), name="dispute_paper_ended_once"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.level} {self.verdict}"
