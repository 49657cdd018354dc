"""What there is to publish: the law's items, the county's 标准目录, the unit's own; how often; words to look for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.organs.models import Dated, Unit, in_order, one_open


class CatalogueNode(models.Model):
    """A row of a catalogue. The columns are those of the 基层政务公开标准目录."""

    scheme = models.CharField("目录", max_length=10, choices=Scheme.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="制定单位")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级事项")
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    code = models.CharField("编号", max_length=40)
    name = models.CharField("公开事项", max_length=200)
    content = models.TextField("公开内容（要素）", blank=True)
    basis = models.TextField("公开依据", blank=True)
    deadline = models.CharField("公开时限", max_length=200, blank=True)
    subject = models.CharField("公开主体", max_length=200, blank=True)
    channels = models.CharField("公开渠道和载体", max_length=300, blank=True)
    audience = models.CharField("公开对象", max_length=100, blank=True)
    manner = models.CharField("公开方式", max_length=100, blank=True)
    tier = models.CharField("公开层级", max_length=100, blank=True)
    field = models.CharField("试点领域", max_length=60, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    active = models.BooleanField("在用", default=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("scheme", "order", "id")
        constraints = (models.UniqueConstraint(fields=["unit", "scheme", "code"], name="catalogue_code"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            type(self).objects.filter(pk=self.pk).update(path=path)


class UpdateRule(Versioned, Dated):
    """How often a column must see something new; holds for the unit and all units below it that set no rule of their own."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="制定单位")
    node = models.ForeignKey(CatalogueNode, models.CASCADE, related_name="rules", verbose_name="栏目")
    days = models.PositiveIntegerField("最长间隔天数", null=True, blank=True, help_text="留空表示不作更新要求，例如本单位没有这类信息")
    basis = models.CharField("依据", max_length=200)

    gate = permissions.SETTING

    class Meta(Dated.Meta):
        ordering = ("unit", "node", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("unit", "node")]

    def __str__(self) -> str:
        return f"{self.node} {self.days}天" if self.days else f"{self.node} 不作要求"


class AbsentColumn(Dated):
    """A unit has nothing to publish in a column, as it says itself: an empty column is then no fault of its."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    node = models.ForeignKey(CatalogueNode, models.CASCADE, related_name="absences", verbose_name="栏目")
    reason = models.CharField("理由", max_length=200)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="标明人")

    gate = permissions.SETTING

    class Meta(Dated.Meta):
        ordering = ("unit", "node", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("unit", "node")]

    def __str__(self) -> str:
        return f"{self.node} 无此类信息"


class WrongWord(Versioned):
    """A wrong expression that the unit, and all units below it, look for before review."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="制定单位")
    wrong = models.CharField("错误表述", max_length=80)
    right = models.CharField("规范表述", max_length=80, blank=True)
    serious = models.BooleanField("严重", default=False, help_text="严重的不得送审，其余须说明理由")
    note = models.CharField("依据或说明", max_length=200, blank=True)

    gate = permissions.SETTING
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("wrong",)
        constraints = (models.UniqueConstraint(fields=["unit", "wrong"], name="wrong_word_once"),)

    def __str__(self) -> str:
        return self.wrong
