"""What keeps the way in orderly: a form that was sent twice, and how often somebody knocked. Nothing here can be read."""

from __future__ import annotations

from django.db import models

from gongkai.web.applications.models.cases import Case


class Filing(models.Model):
    """One form that was sent: its page and its content make `key`, a digest, so that a double click is one application."""

    key = models.CharField(max_length=100, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="filing")
    at = models.DateTimeField("提交时间", auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Tally(models.Model):
    """How often something was tried from one address, or with one receipt number, in one span of time; `who` is a digest."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=100)
    start = models.DateTimeField("起")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        indexes = (models.Index(fields=["start"]),)
        constraints = (models.UniqueConstraint(fields=["what", "who", "start"], name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.count}"
