"""Applications of several people for one thing, put before the office as something to disclose of its own accord (第44条第一款)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.web.applications import permissions
from gongkai.web.applications.enums import ProposalState
from gongkai.web.applications.models.cases import Case
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet
from gongkai.web.organs.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Proposal(Versioned):
    """Cases that ask for one thing; `people` different applicants. Decided once: a draft item was made of it, or it was left."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals", verbose_name="受理机构")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被申请机关")
    title = models.CharField("所申请的信息", max_length=100, help_text="取自最早一件申请的事由，不写姓名等个人信息")
    cases = models.ManyToManyField(Case, related_name="proposals", verbose_name="申请")
    people = models.PositiveSmallIntegerField("申请人数", default=0, editable=False)
    state = models.CharField("状态", max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN, editable=False)
    reason = models.CharField("理由", max_length=300, blank=True, editable=False)
    item = models.ForeignKey("disclosure.Item", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="公开事项")
    item_number = models.CharField("索引号", max_length=60, blank=True, editable=False)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="处理人")
    decided_on = models.DateField("处理日期", null=True, editable=False)
    made_at = models.DateTimeField("提出时间", auto_now_add=True)

    gate = permissions.PROPOSAL
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["unit", "state"]),)
        constraints = (models.CheckConstraint(condition=Q(state=ProposalState.OPEN, decided_on=None) | (~Q(state=ProposalState.OPEN) & Q(decided_on__isnull=False)),
                                              name="proposal_decided_whole"),)

    def __str__(self) -> str:
        return self.title
