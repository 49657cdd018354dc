"""A letter that the site itself sent by e-mail: what went out, under which message id, and whether the mail server took it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import MailingState
from gongkai.web.applications.models.letters import Letter
from gongkai.web.common.gate import GatedQuerySet


class Mailing(models.Model):
    """One try to send a letter. The address lies sealed under the case's key; `files` holds ids and digests of what was attached."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="mailings")
    message_id = models.CharField("邮件编号", max_length=200, unique=True)
    sealed = models.BinaryField(editable=False, help_text="收件地址，密封")
    files = models.JSONField("附件", default=list, help_text="材料编号和校验值")
    state = models.CharField("状态", max_length=10, choices=MailingState.choices, default=MailingState.SENDING)
    problem = models.CharField("没有发出的原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发送人")
    at = models.DateTimeField("发送时间", auto_now_add=True)

    gate = permissions.OF_LETTER
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.letter} {self.message_id}"
