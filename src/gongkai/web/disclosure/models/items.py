"""An item and its road: versions that never change, reviews pinned to them, publications; and what the public sees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.enums import Act, Attribute, Spoken, Stage, Verdict
from gongkai.web.disclosure.models.catalogue import CatalogueNode
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Item(Versioned):
    """A piece of information (政府信息) as its clerk edits it. What is reviewed and published is an `ItemVersion`."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items", verbose_name="发布机构")
    index_number = models.CharField("索引号", max_length=80, unique=True, editable=False)
    title = models.CharField("名称", max_length=200)
    summary = models.TextField("内容概述", max_length=1000, blank=True)
    made_on = models.DateField("生成日期")
    document_number = models.CharField("文号", max_length=60, blank=True)
    genre = models.CharField("体裁", max_length=20)
    subject = models.CharField("主题", max_length=20)
    node = models.ForeignKey(CatalogueNode, models.PROTECT, related_name="items", verbose_name="公开目录")
    attribute = models.CharField("公开属性", max_length=20, choices=Attribute.choices)
    attribute_reason = models.CharField("公开属性理由", max_length=300)
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    body = models.TextField("正文", blank=True)
    reprinted_from = models.CharField("转载来源", max_length=200, blank=True)
    reprinted_url = models.URLField("转载网址", max_length=500, blank=True)
    sent_to = models.CharField("报送情况", max_length=200, blank=True)
    stage = models.CharField("状态", max_length=20, choices=Stage.choices, default=Stage.DRAFT, db_index=True)
    reassess_on = models.DateField("下次评估日期", null=True, blank=True, help_text="不予公开的信息，到期重新评估（条例第十八条）")
    external_id = models.CharField("来源系统编号", max_length=120, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)
    files = models.ManyToManyField(StoredFile, through="ItemFile", related_name="items", verbose_name="附件")

    gate = permissions.ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=["unit", "stage", "-changed_at"]), models.Index(fields=["stage", "made_on"]))
        constraints = (
            models.UniqueConstraint(fields=["unit", "external_id"], condition=~Q(external_id=""), name="item_external_id"),
            models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                                   name="item_validity"),
        )

    def __str__(self) -> str:
        return self.title


class ItemFile(models.Model):
    """An attachment in its place."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=255)
    order = models.PositiveIntegerField("顺序", default=0)

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.title


class FileReading(models.Model):
    """What screening read in an attachment when it came in: remarks on it, and its text for search (empty where unread)."""

    file = models.OneToOneField(StoredFile, models.PROTECT, primary_key=True, related_name="reading")
    remarks = models.JSONField("检查提示", default=list)
    text = models.TextField("文字", blank=True)
    cut = models.BooleanField("文字不全", default=False)
    unread = models.BooleanField("未能读取", default=False)

    def __str__(self) -> str:
        return str(self.file)


class NumberSeries(models.Model):
    """The last serial given under one prefix of index numbers."""

    prefix = models.CharField("前缀", max_length=80, unique=True)
    last = models.PositiveIntegerField("最后流水号", default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class ItemVersion(models.Model):
    """What was sent for review: an item's whole content, frozen, with its digest and what screening said of it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本号")
    content = models.JSONField("内容")
    files = models.JSONField("附件", default=list)
    sha256 = models.CharField("校验值", max_length=64)
    remarks = models.JSONField("送审前检查", default=list)
    reasons = models.JSONField("对检查提示的说明", default=dict)
    levels = models.PositiveSmallIntegerField("审核级数")
    author = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="送审人")
    hands = models.JSONField("拟稿人", default=list, help_text="写过其中尚未通过审核的内容的人：不得审批本人文稿")
    created_at = models.DateTimeField("送审时间", auto_now_add=True)

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("item", "-number")
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="item_version_number"),)

    def __str__(self) -> str:
        return f"{self.content.get('title', '')}（第{self.number}版）"


class ReviewStep(models.Model):
    """One step of review of one version: 公开审查 is level 0, the levels of 三审 are 1 to 3."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField("级别")
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    conclusion = models.CharField("审查结论", max_length=20, choices=Attribute.choices, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    opinion = models.TextField("说明", blank=True)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    spoken = models.CharField("办理方式", max_length=10, choices=Spoken.choices, default=Spoken.SCREEN)
    approver_name = models.CharField("纸质审批人", max_length=40, blank=True)
    approved_on = models.DateField("审批日期")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="呈批单扫描件")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="录入人")
    own_text = models.BooleanField("审批本人文稿", default=False)
    at = models.DateTimeField("办理时间", auto_now_add=True)

    gate = permissions.OF_VERSION
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(level__lte=3), name="review_level"),
            models.UniqueConstraint(fields=["version", "level"], condition=Q(verdict=Verdict.PASSED), name="review_passed_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(verdict__in=[Verdict.RETURNED, Verdict.RECALLED]),
                                    name="review_ended_once"),
            models.CheckConstraint(
                condition=Q(spoken=Spoken.SCREEN, person__isnull=False)
                | (~Q(spoken=Spoken.SCREEN) & ~Q(approver_name="") & Q(scan__isnull=False)), name="review_on_paper"),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.level} {self.get_verdict_display()}"


class Referral(models.Model):
    """A doubt referred upward (条例第17条): to the 主管部门 or the 保密行政管理部门."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="referrals")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="referrals", verbose_name="请示单位")
    question = models.TextField("请示事项")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="请示人")
    asked_at = models.DateTimeField("请示时间", auto_now_add=True)

    gate = permissions.REFERRAL
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.question[:40]


class ReferralAnswer(models.Model):
    """What the unit above answered."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="answer")
    conclusion = models.CharField("结论", max_length=20, choices=Attribute.choices)
    text = models.TextField("答复")
    answered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", auto_now_add=True)

    def __str__(self) -> str:
        return self.text[:40]


class Schedule(models.Model):
    """An approved version that is to be published at a time."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="schedules")
    due_at = models.DateTimeField("定时", db_index=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    failure = models.CharField("未能发布的原因", max_length=300, blank=True)
    reason = models.CharField("更正说明", max_length=300, blank=True)

    gate = permissions.OF_VERSION
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("due_at",)
        constraints = (models.UniqueConstraint(fields=["version"], condition=Q(done_at=None, cancelled_at=None),
                                               name="schedule_once"),)

    def __str__(self) -> str:
        return f"{self.version} {self.due_at}"


class Publication(models.Model):
    """What happened to an item in public, and when; the reason of a correction or a withdrawal."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="publications")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="publications")
    act = models.CharField("事项", max_length=10, choices=Act.choices)
    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    reason = models.CharField("理由", max_length=300, blank=True)

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(act=Act.PUBLISHED) | ~Q(reason=""), name="publication_reason"),
            models.UniqueConstraint(fields=["version"], condition=Q(act__in=[Act.PUBLISHED, Act.CORRECTED]),
                                    name="version_published_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(act=Act.WITHDRAWN), name="version_withdrawn_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.version}"


class PublishedItem(models.Model):
    """What the public sees of an item now: a copy of the published version's content, made for lists and search.

    Written by domain/publishing.py alone, deleted when the item is withdrawn; it can be made anew from the rows above.
    """

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="published")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="published_items", verbose_name="发布机构")
    index_number = models.CharField("索引号", max_length=80, unique=True)
    title = models.CharField("名称", max_length=200)
    summary = models.TextField("内容概述", blank=True)
    made_on = models.DateField("生成日期")
    document_number = models.CharField("文号", max_length=60, blank=True, db_index=True)
    genre = models.CharField("体裁", max_length=20)
    subject = models.CharField("主题", max_length=20)
    node = models.ForeignKey(CatalogueNode, models.PROTECT, related_name="published_items", verbose_name="公开目录")
    valid_from = models.DateField("生效日期", null=True)
    valid_until = models.DateField("有效期至", null=True)
    invalid_since = models.DateField("失效日期", null=True, help_text="规范性文件废止、失效之日")
    ended_by = models.CharField(max_length=12, blank=True, help_text="规范性文件怎样终止")
    body = models.TextField("正文")
    files = models.JSONField("附件", default=list)
    reprinted_from = models.CharField("转载来源", max_length=200, blank=True)
    reprinted_url = models.URLField("转载网址", max_length=500, blank=True)
    published_at = models.DateTimeField("发布时间")
    changed_at = models.DateTimeField("更正时间", null=True)

    class Meta:
        ordering = ("-published_at", "-item_id")
        indexes = (
            models.Index(fields=["-published_at", "-item"]),
            # The last three spare the counts of portal/figures.py the rows.
            models.Index(fields=["unit", "-published_at", "-item", "node", "genre", "subject"]),
            models.Index(fields=["node", "-published_at", "-item"]),
            models.Index(fields=["genre", "-published_at", "-item"]),
            models.Index(fields=["subject", "-published_at", "-item"]),
            models.Index(fields=["made_on"]),
        )

    def __str__(self) -> str:
        return self.title


class ItemReads(models.Model):
    """How often an item's page was read on a day."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="reads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "day"], name="item_reads_day"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.day} {self.count}"


class Reassessment(models.Model):
    """A look taken anew at something withheld (条例第18条): what was found, and when to look again."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="reassessments")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="reassessments")
    due_on = models.DateField("应评估日期")
    done_on = models.DateField("评估日期")
    conclusion = models.CharField("结论", max_length=20, choices=Attribute.choices)
    reason = models.TextField("理由")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="评估人")

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.item} {self.done_on}"
