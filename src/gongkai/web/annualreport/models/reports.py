"""A unit's report of a year as it is written; what it was counted from; its frozen versions, their review, their publication."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.enums import Act, Handing, Origin, Scope, Stage
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.models import StoredFile
from gongkai.web.common.reviewing import FrozenVersion, ReviewStep
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class AnnualReport(Versioned):
    """A report as its clerk writes it. What is reviewed, signed, published and handed in is a `ReportVersion`.

    `cells` holds address → the number as text, or null for a cell left empty; `texts` the number of a section → its text, paragraphs
    and headings of parts joined by line feeds.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_reports", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    scope = models.CharField("范围", max_length=4, choices=Scope.choices, default=Scope.OWN)
    edition = models.CharField("格式版本", max_length=8)
    title = models.CharField("标题", max_length=200)
    preamble = models.TextField("引言", blank=True)
    texts = models.JSONField("各部分文字", default=dict)
    cells = models.JSONField("各表数据", default=dict)
    signature_unit = models.CharField("落款单位", max_length=100, blank=True)
    signature_day = models.DateField("落款日期", null=True, blank=True)
    stage = models.CharField("状态", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    handing = models.CharField("报送情况", max_length=10, choices=Handing.choices, default=Handing.NONE)
    hands = models.JSONField("编写和修改的人", default=list, editable=False)
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="编制人")
    created_at = models.DateTimeField("开始编制时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    gate = permissions.REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "unit__place", "scope")
        constraints = (models.UniqueConstraint(fields=["unit", "year", "scope"], name="annual_report_once",
                                               violation_error_message="该单位该年度的报告已经开始编制，请打开已有的报告。"),)
        indexes = (models.Index(fields=["year", "stage"]), models.Index(fields=["year", "handing"]))

    def __str__(self) -> str:
        return f"{self.unit.name}{self.year}年政府信息公开工作年度报告{'（全域）' if self.scope == Scope.AREA else ''}"


class Snapshot(models.Model):
    """What was counted for a report at one moment: address → ``{"value": "3", "source": "cases"}``. Never changed (triggers)."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField("次序")
    cells = models.JSONField("统计数", default=dict)
    sha256 = models.CharField("校验值", max_length=64)
    note = models.TextField("统计说明", blank=True, help_text="写入报告的统计说明，例如计入了哪些单位")
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="统计人")
    made_at = models.DateTimeField("统计时间", auto_now_add=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "-number")
        constraints = (models.UniqueConstraint(fields=["report", "number"], name="report_snapshot_number"),)

    def __str__(self) -> str:
        return f"{self.report}（第{self.number}次统计）"


class Override(models.Model):
    """A number written in place of the counted one, with its reason; the last for an address holds. Never changed (triggers)."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="overrides")
    address = models.CharField("单元格", max_length=80)
    counted = models.CharField("统计数", max_length=30, blank=True)
    written = models.CharField("填报数", max_length=30, blank=True)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "id")

    def __str__(self) -> str:
        return f"{self.report} {self.address}"


class Waiver(models.Model):
    """Why a finding is left as it is: the clerk's reason for a warning, or with `override` the signer's for an error.

    `key` is the finding's digest (domain/findings.py): a finding that changes in any word asks anew. Never changed (triggers).
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="waivers")
    key = models.CharField(max_length=64)
    code = models.CharField("问题代码", max_length=60)
    level = models.CharField("级别", max_length=10)
    message = models.TextField("问题")
    reason = models.CharField("说明", max_length=500)
    override = models.BooleanField("签发人决定照签", default=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "id")
        indexes = (models.Index(fields=["report", "key"]),)

    def __str__(self) -> str:
        return f"{self.report} {self.code}"


class DecisionCount(models.Model):
    """A year's number for a cell of table 2 that the platform does not count itself; the last for a cell holds. Never changed (triggers)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decision_counts", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    address = models.CharField("单元格", max_length=80)
    value = models.DecimalField("数量", max_digits=18, decimal_places=6, null=True, help_text="空：撤回原填报数")
    origin = models.CharField("来源方式", max_length=10, choices=Origin.choices)
    source = models.CharField("数据来源", max_length=200, help_text="例如：行政审批系统、法规科台账")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="填报人")
    by_name = models.CharField("填报人姓名", max_length=80)
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.DECISIONS
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "year", "id")
        indexes = (models.Index(fields=["unit", "year", "address", "-id"]),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.address}"


class ReportVersion(FrozenVersion):
    """What was sent for review: a report's whole content (domain/contents.py), frozen, with its digest and who had written in it."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="versions")
    content = models.JSONField("内容")
    note = models.CharField("送审说明", max_length=300, blank=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "-number")
        constraints = (models.UniqueConstraint(fields=["report", "number"], name="report_version_number"),)

    def __str__(self) -> str:
        return f"{self.report}（第{self.number}版）"


class ReportStep(ReviewStep):
    """One step of a version's review: level 1 is 审核, level 2 签发."""

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="steps")
    note = models.CharField("说明", max_length=500, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="签批扫描件")

    gate = permissions.OF_VERSION
    objects = GatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.version} {self.level} {self.get_verdict_display()}"


class Publication(models.Model):
    """A signed version before the public, the last of a report being the one that holds; older ones stay to be seen.
    Never changed (triggers)."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="publications")
    version = models.OneToOneField(ReportVersion, models.PROTECT, related_name="publication")
    act = models.CharField("方式", max_length=10, choices=Act.choices)
    reason = models.CharField("更正理由", max_length=500, blank=True)
    files = models.JSONField("文件", default=dict, help_text="格式 → 文件编号")
    on = models.DateField("公布日期")
    due = models.DateField("应当公布的最后一日", null=True)
    late = models.BooleanField("逾期公布", default=False)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="公布人")
    at = models.DateTimeField("公布时间", auto_now_add=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "-id")
        constraints = (models.UniqueConstraint(fields=["report"], condition=Q(act=Act.PUBLISHED), name="report_published_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.get_act_display()}"
