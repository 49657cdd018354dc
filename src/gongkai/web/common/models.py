"""Rows that every app uses: the event log, uploaded files, notices."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from gongkai.web.common import eventlog, permissions
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.common.search.models import SearchDocument  # noqa: F401 (its table is one of this app)


class Event(models.Model):
    """One thing that somebody did. Written by `eventlog.record`; never changed (triggers)."""

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    action = models.CharField("操作", max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    actor_name = models.CharField("操作人姓名", max_length=80)
    unit = models.ForeignKey("organs.Unit", models.PROTECT, null=True, related_name="+", verbose_name="所属单位")
    subject_type = models.CharField("对象类别", max_length=60)
    subject_id = models.CharField("对象编号", max_length=40)
    subject_title = models.CharField("对象名称", max_length=300)
    before = models.JSONField("操作前", default=dict)
    after = models.JSONField("操作后", default=dict)
    note = models.TextField("理由", blank=True)

    gate = permissions.EVENT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["subject_type", "subject_id"]), models.Index(fields=["unit", "-id"]))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {eventlog.label(self.action)} {self.subject_title}"

    @property
    def label(self) -> str:
        """What was done, in Chinese."""
        return eventlog.label(self.action)


class StoredFile(models.Model):
    """An uploaded or generated file, kept byte for byte under an id that cannot be guessed. Never changed (triggers)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organs.Unit", models.PROTECT, related_name="+", verbose_name="所属单位")
    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=10)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    gate = permissions.FILE
    objects = GatedQuerySet.as_manager()
    bytes_under = "sha256"
    """The column that names the bytes on the disk, which a backup takes along."""

    class Meta:
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A reminder to one person; shown in the site, and sent by mail where the person has an address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="收件人")
    kind = models.CharField("类别", max_length=40)
    text = models.CharField("内容", max_length=500)
    link = models.CharField("链接", max_length=300, blank=True)
    key = models.CharField("去重键", max_length=120, blank=True, help_text="同一事由只提醒一次")
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True)
    mailed_at = models.DateTimeField("发送邮件时间", null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["person", "key"], condition=~models.Q(key=""), name="notice_once"),)
        indexes = (models.Index(fields=["person", "read_at"]),)

    def __str__(self) -> str:
        return self.text


class ImportRun(models.Model):
    """One file of rows that came in: looked at first, applied when somebody says so, never twice."""

    unit = models.ForeignKey("organs.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类别", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    rows = models.JSONField("各行", default=list)
    errors = models.JSONField("问题", default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    result = models.JSONField("结果", default=dict)

    gate = permissions.IMPORT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d %H:%M}"
