"""What a body answers in a review or a suit: written, frozen, reviewed, signed, handed in. Sealed under the dispute's own key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import LetterStage
from gongkai.web.applications.models.disputes import Dispute, DisputeFile
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.reviewing import FrozenVersion, ReviewStep

PERSON = settings.AUTH_USER_MODEL


class DisputePaper(Versioned):
    """A 答复书 or 答辩状 as its clerk writes it. What is reviewed and signed is a `DisputePaperVersion`; what was handed in, `final`."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    kind = models.CharField("文种", max_length=40)
    sealed = models.BinaryField(editable=False, help_text="正文要素，密封")
    stage = models.CharField("状态", max_length=10, choices=LetterStage.choices, default=LetterStage.DRAFT)
    number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    final = models.ForeignKey(DisputeFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交的文书")
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    hands = models.JSONField("拟稿和修改的人", default=list, editable=False)
    created_at = models.DateTimeField("拟稿时间", auto_now_add=True)

    gate = permissions.OF_DISPUTE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["stage"]),)

    def __str__(self) -> str:
        return f"{self.dispute} {self.kind}"

    @property
    def owner(self) -> Dispute:
        """Whose paper it is: what has the unit, the body, and the gate."""
        return self.dispute


class DisputePaperVersion(FrozenVersion):
    """What was sent for review: content and Word file, frozen, with its digest and who had written in it."""

    paper = models.ForeignKey(DisputePaper, models.PROTECT, related_name="versions")
    sealed = models.BinaryField(editable=False)
    template = models.PositiveBigIntegerField(null=True, editable=False)
    filled_on = models.DateField("生成日期")
    file = models.ForeignKey(DisputeFile, models.PROTECT, related_name="+", verbose_name="文书")

    gate = permissions.OF_DISPUTE_PAPER
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("paper", "-number")
        constraints = (models.UniqueConstraint(fields=["paper", "number"], name="dispute_paper_version_number"),)

    def __str__(self) -> str:
        return f"{self.paper}（第{self.number}稿）"


class DisputePaperStep(ReviewStep):
    """One step of a version's review: level 1 is 审核, level 2 签发."""

    version = models.ForeignKey(DisputePaperVersion, models.PROTECT, related_name="steps")
    sealed = models.BinaryField(null=True, editable=False, help_text="说明，密封")
    scan = models.ForeignKey(DisputeFile, models.PROTECT, null=True, related_name="+", verbose_name="呈批单扫描件")

    gate = permissions.OF_DISPUTE_VERSION
    objects = GatedQuerySet.as_manager()

    class Meta(ReviewStep.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.version_id} {self.level} {self.verdict}"
