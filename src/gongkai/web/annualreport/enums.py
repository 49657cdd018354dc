"""Closed lists of this app, each with its official term."""

from __future__ import annotations

from django.db import models


class Scope(models.TextChoices):
    """Whose work a report tells: the organ's own, or that of all organs of its area (a government's)."""

    OWN = "own", "本级"
    AREA = "area", "全域"


class Stage(models.TextChoices):
    """Where a report stands on its way to the public. Told by its steps and publications; kept beside so that lists can ask for it."""

    DRAFT = "draft", "编写"
    REVIEW = "review", "审核"
    SIGN = "sign", "签发"
    SIGNED = "signed", "待公布"
    PUBLISHED = "published", "已公布"


class Handing(models.TextChoices):
    """Where a report stands with the office above. Told by its `HandIn` rows; kept beside for lists."""

    NONE = "none", "未报送"
    HANDED = "handed", "已报送"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已审核通过"


class Act(models.TextChoices):
    """What happened to a report in public."""

    PUBLISHED = "published", "公布"
    CORRECTED = "corrected", "更正"


class HandAct(models.TextChoices):
    """What passed between a unit and the office above it."""

    HANDED = "handed", "报送"
    RECALLED = "recalled", "撤回报送"
    RETURNED = "returned", "退回"
    ACCEPTED = "accepted", "审核通过"


class Origin(models.TextChoices):
    """Where a year's number of decisions came from."""

    ENTERED = "entered", "手工录入"
    SHEET = "sheet", "表格导入"
    API = "api", "接口推送"


class Group(models.TextChoices):
    """Units for which one day holds (条例第49条 names the first two)."""

    DEPARTMENTS = "departments", "政府部门"
    GOVERNMENTS = "governments", "县级以上人民政府"
    TOWNS = "towns", "乡镇、街道"


class FileState(models.TextChoices):
    """Where a collected file stands."""

    WAITING = "waiting", "等待读取"
    READING = "reading", "正在读取"
    UNREADABLE = "unreadable", "无法读取"
    UNMATCHED = "unmatched", "未识别单位"
    DOUBTFUL = "doubtful", "待核对"
    READY = "ready", "已读取"
    ACCEPTED = "accepted", "已采用"
    SET_ASIDE = "set_aside", "不采用"


class FigureSource(models.TextChoices):
    """What a unit's figures of a year were taken from."""

    REPORT = "report", "本平台编制的报告"
    FILE = "file", "收集的报告文件"


class Original(models.TextChoices):
    """Whether the public may download the file itself that a collected report came in."""

    NONE = "none", "不公开"
    WAITING = "waiting", "正在检查"
    HELD = "held", "待核对"
    BARRED = "barred", "不能提供"
    OFFERED = "offered", "提供下载"
    WITHHELD = "withheld", "不提供"
