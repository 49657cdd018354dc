"""Between a unit and the office above: who must report, by when, what was handed in, taken, sent back with remarks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.enums import Group, HandAct
from gongkai.web.annualreport.models.reports import AnnualReport, ReportVersion
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class HandIn(models.Model):
    """One thing that passed between a unit and the office above; the last of a report tells how it stands. Never changed (triggers)."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="hand_ins")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="hand_ins")
    act = models.CharField("事项", max_length=10, choices=HandAct.choices)
    note = models.CharField("说明", max_length=1000, blank=True)
    late = models.BooleanField("逾期报送", default=False)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_REPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("report", "id")

    def __str__(self) -> str:
        return f"{self.report} {self.get_act_display()}"


class Remark(models.Model):
    """What the office above found at one place of a report that it sent back. Never changed (triggers).

    `target` is a cell's address, ``text.1.3`` (third paragraph of section one), or empty for the whole.
    """

    hand_in = models.ForeignKey(HandIn, models.PROTECT, related_name="remarks")
    target = models.CharField("位置", max_length=80, blank=True)
    quote = models.CharField("原文", max_length=300, blank=True)
    text = models.CharField("意见", max_length=500)

    class Meta:
        ordering = ("hand_in", "id")

    def __str__(self) -> str:
        return self.text


class ReportDuty(Versioned):
    """That a unit must report for a year (应报名单), or why it need not. `unit` is the office above that keeps the list."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主管单位")
    year = models.PositiveSmallIntegerField("年度")
    reporter = models.ForeignKey(Unit, models.PROTECT, related_name="report_duties", verbose_name="应报单位")
    exempt = models.BooleanField("免报", default=False)
    reason = models.CharField("免报理由", max_length=300, blank=True)

    gate = permissions.AREA
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "reporter__place")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "reporter"], name="report_duty_once",
                                    violation_error_message="该单位已在应报名单中。"),
            models.CheckConstraint(condition=Q(exempt=False) | ~Q(reason=""), name="report_duty_exempt_reason",
                                   violation_error_message="免报的，请写明理由。"),
        )

    def __str__(self) -> str:
        return f"{self.reporter}（{self.year}年度{'，免报' if self.exempt else ''}）"


class ReportDeadline(Versioned):
    """The days that the office above sets for its area, no later than the law's."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主管单位")
    year = models.PositiveSmallIntegerField("年度")
    group = models.CharField("适用单位", max_length=20, choices=Group.choices)
    hand_in_by = models.DateField("报送截止日期", null=True, blank=True)
    publish_by = models.DateField("公布截止日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)

    gate = permissions.AREA
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "group")
        constraints = (models.UniqueConstraint(fields=["unit", "year", "group"], name="report_deadline_once",
                                               violation_error_message="该年度这类单位的期限已经设置，请修改已有的设置。"),)

    def __str__(self) -> str:
        return f"{self.year}年度{self.get_group_display()}"
