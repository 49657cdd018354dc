"""A case is its events. What a person is called, where they live, what they wrote lies sealed under the case's own key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import FileRole, Kind, Matter, Origin, PartyRole, Phase, Stage
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Case(Versioned):
    """An application. The columns below `kept` say what its events say; domain/standing.py alone writes them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", db_index=False, verbose_name="受理机构")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="cases_counted", db_index=False, verbose_name="被申请机关",
                             help_text="本机关，或者代本级政府办理；统计计入该机关")
    receipt = models.CharField("回执编号", max_length=40, unique=True, editable=False)
    code_index = models.CharField(max_length=100, editable=False, db_index=True)
    number = models.CharField("登记编号", max_length=60, blank=True)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices)
    matter = models.CharField("事项类型", max_length=10, choices=Matter.choices, default=Matter.ACCESS,
                              help_text="要求更正与自身有关的政府信息记录的（条例第四十一条），另行统计")
    channel = models.CharField("提交方式", max_length=20)
    submitted_on = models.DateField("提交日期")
    title = models.CharField("事由", max_length=100, blank=True, help_text="登记时填写，不写姓名等个人信息")
    applicant_kind = models.CharField("申请人类别", max_length=20)
    supply_form = models.CharField("信息载体形式", max_length=20, blank=True)
    supply_way = models.CharField("获取信息方式", max_length=20, blank=True)
    external_id = models.CharField("台账编号", max_length=120, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="拆分自")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="合并办理于")
    sealed = models.BinaryField(editable=False, help_text="申请内容等，密封")
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    # kept: told by the events
    phase = models.CharField("阶段", max_length=12, choices=Phase.choices, default=Phase.NEW, editable=False)
    stage = models.CharField("状态", max_length=12, choices=Stage.choices, default=Stage.UNCONFIRMED, editable=False)
    handler = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="cases_handled", db_index=False, verbose_name="承办单位")
    clerk = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="承办人")
    received_on = models.DateField("收到日期", null=True, editable=False)
    entered_on = models.DateField("计入年份的日期", null=True, editable=False, help_text="一般为收到日期；跨年拆分出的部分为拆分之日，上年结转数不变")
    due_on = models.DateField("答复期限", null=True, editable=False)
    provisional = models.BooleanField("期限待定", default=False, editable=False, help_text="用到了尚未公布放假安排的日子")
    inner_due_on = models.DateField("内部期限", null=True, editable=False)
    answer = models.CharField("答复类型", max_length=40, blank=True, editable=False)
    answered_on = models.DateField("答复日期", null=True, editable=False)
    late = models.PositiveIntegerField("逾期工作日", default=0, editable=False)
    counted_as = models.CharField("统计答复类型", max_length=40, blank=True, editable=False, help_text="第一次办结的类型；重新答复不再计数")
    counted_on = models.DateField("统计日期", null=True, editable=False)

    gate = permissions.CASE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (  # a row is wide: what a list is told by, and what is counted, is read from an index alone
            models.Index(fields=["unit", "stage", "due_on"]),
            models.Index(fields=["unit", "due_on", "id"]),
            models.Index(fields=["handler", "stage", "due_on"]),
            models.Index(fields=["clerk", "stage", "due_on"]),
            models.Index(fields=["stage", "due_on", "unit", "handler", "clerk", "id"], name="case_by_due_day"),
            models.Index(fields=["received_on", "id", "unit", "handler", "stage", "answer", "number", "receipt", "title"], name="case_by_receipt"),
            models.Index(fields=["answer", "unit", "handler"], name="case_by_result"),
            models.Index(fields=["answered_on", "id", "unit", "handler", "stage"], name="case_by_answer"),
            models.Index(fields=["body", "entered_on", "counted_on", "applicant_kind", "phase"], name="case_by_entry"),
            models.Index(fields=["body", "counted_on", "counted_as", "applicant_kind", "phase"], name="case_by_count"),
        )
        constraints = (
            models.UniqueConstraint(fields=["unit", "number"], condition=~Q(number=""), name="case_number_once"),
            models.UniqueConstraint(fields=["unit", "external_id"], condition=~Q(external_id=""), name="case_external_id"),
            models.CheckConstraint(condition=Q(counted_on=None, counted_as="") | (Q(counted_on__isnull=False) & ~Q(counted_as="")), name="case_counted_whole"),
        )

    def __str__(self) -> str:
        return self.number or self.receipt


class CaseKey(models.Model):
    """The key under which a case's personal data lies, itself under the site's key. Destroyed: the data is erased."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.CharField(max_length=200, blank=True, editable=False)
    destroyed_on = models.DateField("销毁日期", null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Party(Versioned):
    """Somebody a case has to do with. `sealed` holds name, number, address and the like; nothing readable stands beside it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    role = models.CharField("身份", max_length=12, choices=PartyRole.choices)
    number = models.PositiveSmallIntegerField("序号", default=1)
    kind = models.CharField("类别", max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关")
    sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    gate = permissions.OF_CASE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("role", "number")
        constraints = (models.UniqueConstraint(fields=["case", "role", "number"], name="party_once"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """第三方1: how it is called where its name may not stand."""
        role = PartyRole(self.role).label
        return role if self.role in (PartyRole.APPLICANT, PartyRole.AGENT) and self.number == 1 else f"{role}{self.number}"


class BlindIndex(models.Model):
    """A keyed digest of one value of a party, by which equal values are found and nothing is read."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="indexes")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index(fields=["digest"]),)
        constraints = (models.UniqueConstraint(fields=["party", "kind"], name="blind_index_once"),)

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind}"


class CaseFile(models.Model):
    """A file of a case, sealed byte for byte with its name; `sha256` is of the bytes as they came, `cipher` of what lies on the disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    role = models.CharField("类别", max_length=12, choices=FileRole.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_name = models.BinaryField(editable=False)
    kind = models.CharField("类型", max_length=10)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    cipher = models.CharField(max_length=64, editable=False)
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="made")
    by_applicant = models.BooleanField("申请人提交", default=False)
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    gate = permissions.OF_CASE
    objects = GatedQuerySet.as_manager()
    bytes_under = "cipher"

    class Meta:
        ordering = ("uploaded_at",)

    def __str__(self) -> str:
        return self.get_role_display()


class CaseEvent(models.Model):
    """One thing that happened to a case. Never changed (triggers): what was entered wrongly is reversed by another entry."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField("事项", max_length=24, choices=Kind.choices)
    day = models.DateField("日期", help_text="法律上的日期")
    at = models.DateTimeField("录入时间", auto_now_add=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    actor_name = models.CharField("录入人姓名", max_length=80)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="events")
    letter = models.ForeignKey("applications.Letter", models.PROTECT, null=True, blank=True, related_name="events")
    document = models.ForeignKey(CaseFile, models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    details = models.JSONField("要素", default=dict, help_text="不含个人信息")
    sealed = models.BinaryField(null=True, editable=False, help_text="说明等文字，密封")

    gate = permissions.OF_CASE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("day", "id")
        indexes = (models.Index(fields=["case", "day", "id"]),)
        constraints = (models.CheckConstraint(condition=Q(kind=Kind.REVERSED, reverses__isnull=False) | (~Q(kind=Kind.REVERSED) & Q(reverses=None)), name="case_event_reverses"),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
