"""The figures of a unit and a year, in one row, as they are added up and compared."""

from __future__ import annotations

from django.db import models

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.enums import FigureSource, Scope
from gongkai.web.annualreport.models.collecting import CollectedFile
from gongkai.web.annualreport.models.reports import ReportVersion
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit


class Figures(models.Model):
    """One report's numbers, packed (domain/figures.py), taken from a version or from an accepted file; made anew from there at any time.

    `doubtful` lists the addresses that the source leaves empty or that nobody has confirmed.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    scope = models.CharField("范围", max_length=4, choices=Scope.choices, default=Scope.OWN)
    edition = models.CharField("格式版本", max_length=8)
    source = models.CharField("来源", max_length=10, choices=FigureSource.choices)
    version = models.ForeignKey(ReportVersion, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(CollectedFile, models.PROTECT, null=True, related_name="+")
    packed = models.BinaryField("各单元格")
    doubtful = models.JSONField("存疑单元格", default=list)
    public = models.BooleanField("已公布", default=False)
    errors = models.PositiveIntegerField("错误数", default=0)
    warnings = models.PositiveIntegerField("警告数", default=0)
    published_on = models.DateField("公布日期", null=True)
    late = models.BooleanField("逾期公布", default=False)
    made_at = models.DateTimeField("生成时间", auto_now=True)

    gate = permissions.FIGURES
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit__place", "-year", "scope")
        constraints = (models.UniqueConstraint(fields=["unit", "year", "scope"], name="figures_once"),)
        indexes = (models.Index(fields=["year", "edition"]),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
