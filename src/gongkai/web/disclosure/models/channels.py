"""Where things went out, when, and how often they were read. The kinds of channel are an open vocabulary."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.disclosure import permissions
from gongkai.web.disclosure.models.items import Item
from gongkai.web.organs.models import Dated, Unit, in_order


class Channel(Versioned, Dated):
    """An account, a board, a hall: a place where a unit makes things known."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="channels", verbose_name="主办单位")
    kind = models.CharField("种类", max_length=30, help_text="例如：微信公众号")
    name = models.CharField("名称", max_length=100)
    address = models.CharField("账号、网址或地点", max_length=300, blank=True)
    quiet = models.CharField("不按期更新的理由", max_length=200, blank=True)

    gate = permissions.CHANNEL

    class Meta(Dated.Meta):
        ordering = ("unit", "kind", "name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            in_order(), models.UniqueConstraint(fields=["unit", "kind", "name"], name="channel_once")]

    def __str__(self) -> str:
        return f"{self.kind}·{self.name}"


class Dispatch(models.Model):
    """One thing that went out on one channel."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="dispatches", verbose_name="渠道")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="dispatches", verbose_name="公开事项")
    title = models.CharField("标题", max_length=200)
    sent_on = models.DateField("发布日期")
    address = models.CharField("网址", max_length=500, blank=True)
    reads = models.PositiveIntegerField("阅读量", null=True, blank=True)
    subject = models.CharField("主题", max_length=20, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    gate = permissions.OF_CHANNEL
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_on", "-id")
        indexes = (models.Index(fields=["channel", "sent_on"]),)
        constraints = (models.UniqueConstraint(fields=["channel", "title", "sent_on"], name="dispatch_once"),)

    def __str__(self) -> str:
        return self.title


class ChannelFigure(models.Model):
    """A month's figures of a channel, as its operator gives them."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="figures", verbose_name="渠道")
    month = models.DateField("月份", help_text="该月第一天")
    posts = models.PositiveIntegerField("发布数", null=True, blank=True)
    reads = models.PositiveBigIntegerField("阅读量", null=True, blank=True)
    followers = models.PositiveBigIntegerField("关注人数", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    gate = permissions.OF_CHANNEL
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("channel", "-month")
        constraints = (models.UniqueConstraint(fields=["channel", "month"], name="channel_month"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.month:%Y-%m}"
