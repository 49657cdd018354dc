"""What comes in from elsewhere: an upload, its rows as they are looked at and corrected, and what pushes were counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.enums import IntakeSource
from gongkai.web.disclosure.models.items import Item
from gongkai.web.organs.models import ApiToken, Unit

PERSON = settings.AUTH_USER_MODEL


class IntakeRun(models.Model):
    """One upload. Its rows become drafts when a clerk says so; what is already public elsewhere waits for the head's word."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    source = models.CharField("来源", max_length=10, choices=IntakeSource.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    aside = models.JSONField("未读取的内容", default=list)
    legacy = models.BooleanField("历史数据", default=False, help_text="已在原网站公开的，由工作机构负责人确认后登记为已发布")
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="上传人")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    started_at = models.DateTimeField("导入时间", null=True)
    started_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    finished_at = models.DateTimeField("导入完成时间", null=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    reason = models.CharField("确认说明", max_length=200, blank=True)
    carried_at = models.DateTimeField("登记完成时间", null=True)

    gate = permissions.INTAKE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_source_display()}《{self.file.name}》"


class IntakeRow(Versioned):
    """One row of an upload. `values` are those of `domain/items.FIELDS` as JSON; the node as its id."""

    run = models.ForeignKey(IntakeRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("序号")
    place = models.CharField("位置", max_length=200)
    values = models.JSONField("内容", default=dict)
    external_id = models.CharField("来源系统编号", max_length=120, blank=True)
    index_number = models.CharField("原索引号", max_length=80, blank=True)
    published_on = models.DateField("原公开日期", null=True, blank=True)
    source_url = models.URLField("原网址", max_length=500, blank=True)
    notes = models.JSONField("提示", default=list)
    faults = models.JSONField("问题", default=list)
    twin = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", verbose_name="已有的相同事项")
    included = models.BooleanField("导入", default=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", verbose_name="导入的事项")
    failure = models.CharField("未能导入的原因", max_length=500, blank=True)
    carried_at = models.DateTimeField("登记时间", null=True)

    gate = permissions.OF_INTAKE
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="intake_row_number"),)

    def __str__(self) -> str:
        return str(self.values.get("title") or "") or self.place


class PushCount(models.Model):
    """How many requests a key made in a minute."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "minute"], name="push_count_minute"),)

    def __str__(self) -> str:
        return f"{self.token} {self.minute} {self.count}"
