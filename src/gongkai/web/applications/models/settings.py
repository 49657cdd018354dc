"""What is set for cases on screen: notices of holidays, and where else reminders go."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.applications import permissions
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class HolidayNotice(models.Model):
    """A notice of holidays entered before a release brings it: the nation's new year, or a region's own days.

    It holds for `unit` and all units below it. Rows stay; one that was wrong is ended (`ended_at`) and entered anew.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holiday_notices", verbose_name="适用单位")
    title = models.CharField("名称", max_length=100)
    document = models.CharField("文号或者依据", max_length=200)
    issued_on = models.DateField("发布日期")
    off = models.JSONField("放假", default=dict, help_text="日期 → 节日名称")
    work = models.JSONField("上班", default=dict, help_text="调休上班的日期 → 节日名称")
    settles = models.PositiveSmallIntegerField("全年安排的年份", null=True, blank=True, help_text="国务院办公厅的年度通知填写；地方假日不填")
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="录入人")
    made_at = models.DateTimeField("录入时间", auto_now_add=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    gate = permissions.CALENDAR
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on", "-id")

    def __str__(self) -> str:
        return self.title


class Webhook(models.Model):
    """An address of the unit's own system that is told of reminders; the secret signs what is sent. Nothing personal goes there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="webhooks", verbose_name="单位")
    url = models.URLField("地址", max_length=500)
    secret = models.CharField(max_length=200, editable=False, help_text="密封")
    active = models.BooleanField("启用", default=True)
    sent_up_to = models.BigIntegerField(default=0, editable=False)
    failed_since = models.DateTimeField("连续失败自", null=True, blank=True, editable=False)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "id")

    def __str__(self) -> str:
        return self.url
