"""Reports collected as files from units that do not use the platform, what was read of them, and what people confirmed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.enums import FileState, Original, Scope
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.models import StoredFile
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class CollectBatch(models.Model):
    """Files that came in together. `unit` is the office above; `year` the year that they should be of."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主管单位")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=100)
    manifest = models.JSONField("清单", default=dict, help_text="文件 → 单位、代码、类别、年度、网址")
    problems = models.JSONField("未收下的文件", default=list)
    public = models.BooleanField("已向社会公布", default=False, help_text="这些报告已由各单位公布，采用后数据在门户公开")
    order = models.JSONField("正在办理的事项", default=dict, editable=False, help_text="对多份文件一并办理的进度（domain/collect_orders.py）")
    order_until = models.DateTimeField("办理占用至", null=True, editable=False)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="收集人")
    made_at = models.DateTimeField("收集时间", auto_now_add=True)

    gate = permissions.AREA
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class CollectedFile(models.Model):
    """One file: kept byte for byte, read in the background, matched to its unit, confirmed by a person where a cell is not certain.

    `area` is the batch's unit, beside it so that the database itself takes no file in twice. `reading` is the core's JSON of the
    report as the file says it; what people confirmed lies beside it (`CellDecision`), so that reading again wipes nothing.
    """

    batch = models.ForeignKey(CollectBatch, models.PROTECT, related_name="files")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主管单位")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=300)
    sha256 = models.CharField("校验值", max_length=64)
    state = models.CharField("状态", max_length=12, choices=FileState.choices, default=FileState.WAITING)
    attempts = models.PositiveSmallIntegerField("读取次数", default=0)
    leased_until = models.DateTimeField("读取占用至", null=True)
    error = models.TextField("无法读取的原因", blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="collected_reports", verbose_name="所属单位")
    matched_by = models.CharField("识别方式", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    scope = models.CharField("统计口径", max_length=4, choices=Scope.choices, default=Scope.OWN)
    edition = models.CharField("格式版本", max_length=8, blank=True)
    reading = models.JSONField("读取结果", null=True)
    source = models.JSONField("原文表格", default=dict, help_text="读取结果所对的原文，供核对时对照")
    findings = models.JSONField("问题", default=list, help_text="按核定的数和上年报告检查的结果")
    told = models.JSONField("须知", default=list, help_text="单位、年度、重复等须由人核对的情况")
    candidates = models.JSONField("可能的单位", default=list)
    by_hand = models.BooleanField("单位和年度经人核对", default=False)
    errors = models.PositiveIntegerField("错误数", default=0)
    warnings = models.PositiveIntegerField("警告数", default=0)
    doubtful = models.PositiveIntegerField("待核对单元格数", default=0)
    read_at = models.DateTimeField("读取时间", null=True)
    accepted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="采用人")
    accepted_at = models.DateTimeField("采用时间", null=True)
    note = models.CharField("说明", max_length=300, blank=True)
    original = models.CharField("原文件", max_length=10, choices=Original.choices, default=Original.NONE)
    original_told = models.JSONField("原文件检查情况", default=list)
    original_note = models.CharField("原文件处理理由", max_length=200, blank=True)
    original_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="原文件处理人")
    original_at = models.DateTimeField("原文件处理时间", null=True)

    gate = permissions.OF_BATCH
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("batch", "id")
        indexes = (models.Index(fields=["state", "leased_until"]), models.Index(fields=["unit", "year"]))
        constraints = (
            models.UniqueConstraint(fields=["area", "sha256"], name="collected_file_once",
                                    violation_error_message="该文件已经收过，没有重复收入。"),
            models.UniqueConstraint(fields=["area", "unit", "year"], condition=Q(state=FileState.ACCEPTED), name="collected_accepted_once",
                                    violation_error_message="该单位该年度已采用另一份报告，请先将其改为不采用。"),
        )

    def __str__(self) -> str:
        return self.name


class CellDecision(models.Model):
    """What a person confirmed for one cell of a collected file; the last for a cell holds. Never changed (triggers)."""

    file = models.ForeignKey(CollectedFile, models.PROTECT, related_name="decisions")
    address = models.CharField("单元格", max_length=80)
    read = models.CharField("读取值", max_length=30, blank=True)
    raw = models.CharField("原文", max_length=200, blank=True)
    value = models.CharField("核定值", max_length=30, blank=True, help_text="空：核定为空白")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="核定人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_FILE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("file", "id")

    def __str__(self) -> str:
        return f"{self.file} {self.address}"
