"""The register of 规章 and 行政规范性文件, and the interpretations of documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.enums import InterpretationKind, NormativeAct, NormativeKind
from gongkai.web.disclosure.models.items import Item
from gongkai.web.organs.models import Unit


class NormativeDocument(Versioned):
    """A document of the register. Whether it is in force on a day follows from its events."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="normative_documents", verbose_name="制定机关")
    kind = models.CharField("种类", max_length=20, choices=NormativeKind.choices)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    registration_number = models.CharField("统一编号", max_length=60, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="normative", verbose_name="公开事项")
    note = models.CharField("备注", max_length=300, blank=True)

    gate = permissions.REGISTER
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["unit", "document_number"], condition=~Q(document_number=""),
                                               name="normative_number"),)

    def __str__(self) -> str:
        return self.title


class NormativeEvent(models.Model):
    """What happened to a document, on its legal day. A wrong entry is reversed by another (`reverses`)."""

    document = models.ForeignKey(NormativeDocument, models.PROTECT, related_name="events")
    act = models.CharField("事项", max_length=12, choices=NormativeAct.choices)
    on = models.DateField("日期", help_text="制发、废止等发生之日")
    effective_on = models.DateField("生效日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    by_document = models.ForeignKey(NormativeDocument, models.PROTECT, null=True, blank=True, related_name="effects",
                                    verbose_name="依据或替代文件")
    note = models.CharField("说明", max_length=300, blank=True)
    in_clean_up = models.BooleanField("清理结果", default=False, editable=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)

    gate = permissions.OF_DOCUMENT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=["act", "on"]),)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_act_display()} {self.document}"


class Interpretation(models.Model):
    """An item that explains another one."""

    document = models.ForeignKey(Item, models.PROTECT, related_name="interpretations", verbose_name="被解读文件")
    item = models.ForeignKey(Item, models.PROTECT, related_name="interprets", verbose_name="解读材料")
    kind = models.CharField("形式", max_length=12, choices=InterpretationKind.choices)

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("document", "id")
        constraints = (
            models.UniqueConstraint(fields=["document", "item"], name="interpretation_once"),
            models.CheckConstraint(condition=~Q(document=models.F("item")), name="interpretation_of_another"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.item}"
