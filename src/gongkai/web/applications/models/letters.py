"""Letters of a case: written, frozen, reviewed, signed, sent; and what a unit sets for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import LetterStage
from gongkai.web.applications.models.cases import Case, CaseFile, Party
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.models import StoredFile
from gongkai.web.common.reviewing import FrozenVersion, ReviewStep
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Letter(Versioned):
    """A letter as its clerk writes it. What is reviewed and signed is a `LetterVersion`; what was sent is a stamped `CaseFile`."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    kind = models.CharField("文种", max_length=40)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收件人")
    answer = models.JSONField("答复", default=dict, help_text="答复类型、依据、所附信息等，不含个人信息")
    sealed = models.BinaryField(editable=False, help_text="正文要素，密封")
    stage = models.CharField("状态", max_length=10, choices=LetterStage.choices, default=LetterStage.DRAFT)
    number = models.CharField("文号", max_length=60, blank=True)
    stamped = models.ForeignKey(CaseFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="盖章件")
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    hands = models.JSONField("拟稿和修改的人", default=list, editable=False)
    created_at = models.DateTimeField("拟稿时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    gate = permissions.OF_CASE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["stage"]),)

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"

    @property
    def owner(self) -> Case:
        """Whose letter it is: what has the unit, the body, and the gate."""
        return self.case


class LetterVersion(FrozenVersion):
    """What was sent for review: a letter's content and Word file, frozen, with its digest and who had written in it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="versions")
    answer = models.JSONField("答复", default=dict)
    sealed = models.BinaryField(editable=False)
    file = models.ForeignKey(CaseFile, models.PROTECT, related_name="+", verbose_name="文书")

    gate = permissions.OF_LETTER
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("letter", "-number")
        constraints = (models.UniqueConstraint(fields=["letter", "number"], name="letter_version_number"),)

    def __str__(self) -> str:
        return f"{self.letter}（第{self.number}稿）"

    @property
    def paper(self) -> Letter:
        """What it is a version of (domain/review_trail.py)."""
        return self.letter


class LetterStep(ReviewStep):
    """One step of a version's review: level 1 is 审核, level 2 签发."""

    version = models.ForeignKey(LetterVersion, models.PROTECT, related_name="steps")
    sealed = models.BinaryField(null=True, editable=False, help_text="说明，密封")
    scan = models.ForeignKey(CaseFile, models.PROTECT, null=True, related_name="+", verbose_name="呈批单扫描件")

    gate = permissions.OF_VERSION
    objects = GatedQuerySet.as_manager()

    class Meta(ReviewStep.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.version} {self.level} {self.get_verdict_display()}"


class LetterNumber(models.Model):
    """A 文号 once given, by the office's own system or proposed here: unique by unit and year; gaps are listed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    word = models.CharField("代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="numbers")
    paper = models.ForeignKey("applications.DisputePaper", models.PROTECT, null=True, related_name="numbers")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "word", "-year", "-serial")
        constraints = (
            models.UniqueConstraint(fields=["unit", "word", "year", "serial"], name="letter_number_once", violation_error_message="该文号已被使用，请核对。"),
            models.CheckConstraint(condition=Q(letter=None) | Q(paper=None), name="letter_number_of_one"),
        )

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.serial}号"

    @property
    def bearer(self) -> Any:
        """The `Letter` or `DisputePaper` that bears it; None where it is explained only."""
        return self.letter if self.letter_id is not None else self.paper


class LetterTemplate(models.Model):
    """A Word template that a unit has put in place of the one that comes with the system; the newest holds, null is back to ours."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letter_templates", verbose_name="单位")
    kind = models.CharField("文种", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="模板")
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="上传人")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "kind", "-id")

    def __str__(self) -> str:
        return f"{self.unit} {self.kind}"


class LetterSetting(Versioned):
    """What letters say of a body that a unit answers for, and how they are numbered: who reviews its acts, which court hears it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letter_settings", verbose_name="受理机构")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被申请机关")
    remedy_kind = models.CharField("单位类别（救济途径）", max_length=20)
    reviewer = models.CharField("行政复议机关", max_length=100, blank=True)
    alternative = models.CharField("可以选择的另一行政复议机关", max_length=100, blank=True)
    court = models.CharField("有管辖权的人民法院", max_length=100, blank=True)
    online = models.CharField("网上申请行政复议的渠道", max_length=200, blank=True)
    pattern = models.CharField("文号格式", max_length=60)
    answer_word = models.CharField("答复书代字", max_length=20, blank=True)
    notice_word = models.CharField("告知书代字", max_length=20, blank=True)
    letter_word = models.CharField("函代字", max_length=20, blank=True)
    dispute_word = models.CharField("复议诉讼文书代字", max_length=20, blank=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "body")
        constraints = (models.UniqueConstraint(fields=["unit", "body"], name="letter_setting_once"),)

    def __str__(self) -> str:
        return f"{self.body}"
