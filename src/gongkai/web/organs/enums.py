"""Closed lists of this app, each with its official term."""

from __future__ import annotations

from django.db import models


class UnitKind(models.TextChoices):
    """What a unit is (条例第2–4、54条)."""

    GOVERNMENT = "government", "县级以上人民政府"
    OFFICE = "office", "政府办公室"
    DEPARTMENT = "department", "政府部门"
    TOWN = "town", "乡镇人民政府"
    SUBDISTRICT = "subdistrict", "街道办事处"
    AUTHORISED = "authorised", "法律、法规授权的组织"


class Role(models.TextChoices):
    """What a person does in a unit. A person may hold several."""

    CLERK = "clerk", "经办人"
    REVIEWER = "reviewer", "审核人"
    SECRECY = "secrecy", "保密审查员"
    HEAD = "head", "工作机构负责人"
    SIGNER = "signer", "签发人"
    SUPERVISOR = "supervisor", "主管部门"
    MANAGER = "manager", "管理员"


SYSTEM_ROLES = (Role.CLERK, Role.SUPERVISOR)
"""What a system with a key may be: one that hands in, or one that reads. Approving is for people."""


class ChangeKind(models.TextChoices):
    """How a unit changed in a 机构改革."""

    FOUNDED = "founded", "设立"
    RENAMED = "renamed", "更名"
    MERGED = "merged", "合并"
    SPLIT = "split", "分设"
    MOVED = "moved", "隶属关系调整"
    ABOLISHED = "abolished", "撤销"
    UNDONE = "undone", "撤回变动"


class Post(models.TextChoices):
    """What somebody is in the unit's disclosure work (条例第4条; 领导小组 as offices name it)."""

    LEADER = "leader", "分管负责人"
    GROUP_HEAD = "group_head", "领导小组组长"
    GROUP_DEPUTY = "group_deputy", "领导小组副组长"
    GROUP_MEMBER = "group_member", "领导小组成员"
    OFFICE_HEAD = "office_head", "工作机构负责人"
    STAFF = "staff", "工作人员"
