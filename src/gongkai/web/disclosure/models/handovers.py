"""Work that passed from an abolished unit to one that carries on."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.models.items import Item
from gongkai.web.organs.models import Unit, UnitChange


class Handover(models.Model):
    """An item that was not public yet passed from one unit to another: by which step of a 机构改革, when, by whom. Coming back is a row too."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="handovers")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="原单位")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="接办单位")
    change = models.ForeignKey(UnitChange, models.PROTECT, null=True, related_name="handovers", verbose_name="单位变动")
    back = models.BooleanField("退还", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间", auto_now_add=True)

    gate = permissions.OF_ITEM
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item} {self.from_unit} → {self.to_unit}"
