"""行政复议 and 行政诉讼, bound to their case where there is one; complaints about disclosure itself (条例第四十七、五十一条)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import ComplaintGround, DisputeAct, DisputeKind, DisputeResult
from gongkai.web.applications.models.cases import Case
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Dispute(Versioned):
    """One review or one suit. Names and texts lie under a key of its own (`wrapped`); the columns below `kept` are told by its events."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="disputes", verbose_name="办理机构")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="disputes_counted", verbose_name="被申请人（被告）")
    kind = models.CharField("类别", max_length=30, choices=DisputeKind.choices)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="disputes", verbose_name="所涉申请")
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="then", verbose_name="复议案件")
    simplified = models.BooleanField("简易程序", default=False)
    co_defendant = models.BooleanField("仅作为复议机关共同被告", default=False,
                                       help_text="计入作出原行政行为的机关，不计入本机关（国办公开办函〔2016〕201号）")
    tribunal = models.CharField("复议机关或者法院", max_length=100)
    docket = models.CharField("案号", max_length=100, blank=True)
    about = models.CharField("争议事项", max_length=200, help_text="不写姓名等个人信息")
    wrapped = models.CharField(max_length=200, editable=False)
    sealed = models.BinaryField(editable=False)
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    # kept
    notified_on = models.DateField("收到日期", null=True, editable=False)
    answer_due_on = models.DateField("答复（答辩）期限", null=True, editable=False)
    answered_on = models.DateField("提交答复（答辩）日期", null=True, editable=False)
    result = models.CharField("结果", max_length=12, choices=DisputeResult.choices, default=DisputeResult.PENDING, editable=False)
    decided_on = models.DateField("审结日期", null=True, editable=False)

    gate = permissions.DISPUTE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["body", "kind", "decided_on", "result"]), models.Index(fields=["unit", "answer_due_on"]))

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.docket}"


class SealedFile(models.Model):
    """A file sealed byte for byte, with its name, under the key of the row it belongs to; `sha256` is of the bytes as they came, `cipher`
    of what lies on the disk (domain/strongbox.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_name = models.BinaryField(editable=False)
    kind = models.CharField("类型", max_length=10)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    cipher = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    bytes_under = "cipher"
    owned_by: str
    """The field that names the row whose key it lies under."""

    class Meta:
        abstract = True
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def owner(self) -> Any:
        """The row whose key it lies under."""
        return getattr(self, self.owned_by)


class DisputeFile(SealedFile):
    """A document of a dispute."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="files")
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="made", verbose_name="所据的签发稿")

    owned_by = "dispute"
    gate = permissions.OF_DISPUTE
    objects = GatedQuerySet.as_manager()


class DisputeEvent(models.Model):
    """One thing that happened to a dispute. Never changed (triggers)."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="events")
    act = models.CharField("事项", max_length=12, choices=DisputeAct.choices)
    day = models.DateField("日期")
    at = models.DateTimeField("录入时间", auto_now_add=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    actor_name = models.CharField("录入人姓名", max_length=80)
    document = models.ForeignKey(DisputeFile, models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    details = models.JSONField("要素", default=dict)
    sealed = models.BinaryField(null=True, editable=False)

    gate = permissions.OF_DISPUTE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("day", "id")
        constraints = (models.CheckConstraint(condition=Q(act=DisputeAct.REVERSED, reverses__isnull=False) | (~Q(act=DisputeAct.REVERSED) & Q(reverses=None)), name="dispute_event_reverses"),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_act_display()}"


class Complaint(Versioned):
    """A complaint about disclosure: taken, examined, mended, answered. Who complains and what they wrote lies sealed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="complaints", verbose_name="被投诉单位")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="所涉申请")
    receipt = models.CharField("回执编号", max_length=40, unique=True, editable=False)
    code_index = models.CharField(max_length=100, editable=False, db_index=True)
    filed = models.CharField(max_length=100, unique=True, null=True, editable=False, help_text="网上提交的页面和内容的摘要，重复点击只收一件")
    ground = models.CharField("事由", max_length=12, choices=ComplaintGround.choices)
    about = models.CharField("投诉事项", max_length=200, blank=True, help_text="登记时填写，不写姓名等个人信息")
    received_on = models.DateField("收到日期")
    due_on = models.DateField("办理期限", null=True)
    done_on = models.DateField("办结日期", null=True, editable=False)
    upheld = models.BooleanField("属实", null=True, editable=False)
    wrapped = models.CharField(max_length=200, editable=False)
    sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    gate = permissions.COMPLAINT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["unit", "done_on", "due_on"]),)

    def __str__(self) -> str:
        return self.receipt


class ComplaintFile(SealedFile):
    """What was sent in with a complaint."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")

    owned_by = "complaint"
    gate = permissions.OF_COMPLAINT
    objects = GatedQuerySet.as_manager()


class ComplaintEvent(models.Model):
    """One step with a complaint: taken, examined, mended, answered. Never changed (triggers)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    act = models.CharField("事项", max_length=20)
    day = models.DateField("日期")
    at = models.DateTimeField("录入时间", auto_now_add=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    actor_name = models.CharField("录入人姓名", max_length=80)
    details = models.JSONField("要素", default=dict)
    sealed = models.BinaryField(null=True, editable=False)

    gate = permissions.OF_COMPLAINT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        return f"{self.day} {self.act}"
