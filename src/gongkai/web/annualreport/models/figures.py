"""The figures of a unit and a year, in one row, as they are added up and compared."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.enums import FigureSource, Scope
from gongkai.web.annualreport.models.collecting import CollectedFile
from gongkai.web.annualreport.models.reports import ReportVersion
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit


class HeldRows(models.Manager.from_queryset(GatedQuerySet)):  # type: ignore[misc]
    """What the offices add up and compare: of each unit, year and scope the row that holds now."""

    def get_queryset(self) -> Any:
        """Without what holds before the public alone."""
        return super().get_queryset().filter(held=True)


class PublicRows(models.Manager["Figures"]):
    """What the public has: of each unit, year and scope what was published last."""

    def get_queryset(self) -> models.QuerySet[Figures]:
        """Without what the offices alone have."""
        return super().get_queryset().filter(public=True)


class Figures(models.Model):
    """One report's numbers, packed (domain/figures.py), taken from a version or from an accepted file; made anew from there at any time.

    Mostly what holds for the offices is what is public. While a correction has been handed in and is not published yet there are two
    rows, one `held`, one `public`; each manager has its own, and the database sees to it that there is one of each.
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
    held = models.BooleanField("现行数据", default=True)
    public = models.BooleanField("已公布", default=False)
    errors = models.PositiveIntegerField("错误数", default=0)
    warnings = models.PositiveIntegerField("警告数", default=0)
    published_on = models.DateField("公布日期", null=True)
    late = models.BooleanField("逾期公布", default=False)
    made_at = models.DateTimeField("生成时间", auto_now=True)

    gate = permissions.FIGURES
    objects = HeldRows()
    published = PublicRows()

    class Meta:
        ordering = ("unit__place", "-year", "scope")
        constraints = (
            models.UniqueConstraint(fields=["unit", "year", "scope"], condition=Q(held=True), name="figures_held_once"),
            models.UniqueConstraint(fields=["unit", "year", "scope"], condition=Q(public=True), name="figures_public_once"),
            models.CheckConstraint(condition=Q(held=True) | Q(public=True), name="figures_held_or_public"),
        )
        indexes = (models.Index(fields=["year", "edition"]),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
