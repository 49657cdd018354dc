"""Redactions of a case's files: boxes with their grounds, and the file that was made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import RedactionState
from gongkai.web.applications.models.cases import Case, CaseFile
from gongkai.web.common.gate import GatedQuerySet

PERSON = settings.AUTH_USER_MODEL


class Redaction(models.Model):
    """A file of a case with boxes drawn on its pages. Once finished it and its boxes stay as they are (triggers).

    `about` holds what a reader said of the file: ``kind``, ``sheets`` (width, height, letters, scanned, recognised), ``remarks``.
    `sealed` holds which of the texts that went are still to be read on the pages.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="redactions")
    source = models.ForeignKey(CaseFile, models.PROTECT, related_name="redactions", verbose_name="原件")
    about = models.JSONField(default=dict)
    text = models.BooleanField("保留框外文字", default=True)
    state = models.CharField("状态", max_length=10, choices=RedactionState.choices, default=RedactionState.DRAFT)
    done = models.PositiveIntegerField("已完成页数", default=0)
    problem = models.CharField("未能生成的原因", max_length=500, blank=True)
    result = models.OneToOneField(CaseFile, models.PROTECT, null=True, blank=True, related_name="redaction", verbose_name="遮盖件")
    digest = models.CharField("遮盖框校验值", max_length=64, blank=True)
    sealed = models.BinaryField(null=True, editable=False)
    started_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="遮盖人")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="生成人")
    made_at = models.DateTimeField("提交生成时间", null=True)
    finished_at = models.DateTimeField("生成时间", null=True)

    gate = permissions.OF_CASE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=RedactionState.FINISHED, finished_at__isnull=False, result__isnull=False) & ~Q(digest="")
                | ~Q(state=RedactionState.FINISHED) & Q(finished_at=None, result=None), name="redaction_finished_whole"),
        )

    def __str__(self) -> str:
        return f"{self.case} 遮盖{self.pk}"

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return len(self.about.get("sheets", ()))


class RedactionBox(models.Model):
    """A box: a page, counted from 1, a rectangle in points from the upper left corner of the page as shown, a ground."""

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="boxes")
    page = models.PositiveIntegerField("页")
    left = models.FloatField()
    top = models.FloatField()
    right = models.FloatField()
    bottom = models.FloatField()
    ground = models.CharField("遮盖依据", max_length=40)
    batch = models.PositiveIntegerField("批次", help_text="一次画出或者一次查找所加的，可以一并撤销")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="画框人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_REDACTION
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("page", "top", "left", "id")
        indexes = (models.Index(fields=["redaction", "page"]),)
        constraints = (models.CheckConstraint(condition=Q(left__gte=0, top__gte=0, right__gt=models.F("left"), bottom__gt=models.F("top"), page__gte=1),
                                              name="redaction_box_has_size"),)

    def __str__(self) -> str:
        return f"第{self.page}页"
