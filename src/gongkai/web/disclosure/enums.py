"""Closed lists of this app, each with its official term."""

from __future__ import annotations

from django.db import models


class Attribute(models.TextChoices):
    """公开属性, given when an item is drafted, with its reason."""

    ACTIVE = "active", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Stage(models.TextChoices):
    """Where an item stands. Derived from its rows by domain/stages.py; kept beside it so that lists can ask for it."""

    DRAFT = "draft", "拟稿"
    SECRECY = "secrecy", "公开审查"
    REVIEW = "review", "审核"
    REFERRED = "referred", "请示上级"
    APPROVED = "approved", "待发布"
    SCHEDULED = "scheduled", "定时发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    KEPT = "kept", "不主动公开"


class Scheme(models.TextChoices):
    """Whose catalogue a node belongs to."""

    ARTICLE_20 = "art20", "条例第二十条"
    ARTICLE_21 = "art21", "条例第二十一条"
    STANDARD = "standard", "基层政务公开标准目录"
    OWN = "own", "本单位目录"


class Verdict(models.TextChoices):
    """What a step of review said; the last is the clerk's own."""

    PASSED = "passed", "同意"
    RETURNED = "returned", "退回修改"
    DOUBT = "doubt", "拿不准，请示"
    RECALLED = "recalled", "撤回送审"


class Spoken(models.TextChoices):
    """How an approval was given."""

    SCREEN = "screen", "在本系统办理"
    PAPER = "paper", "纸质呈批单"
    OA = "oa", "办公系统"
    CARRIED = "carried", "历史数据登记"


class Act(models.TextChoices):
    """What happened to an item in public."""

    PUBLISHED = "published", "发布"
    CORRECTED = "corrected", "更正"
    WITHDRAWN = "withdrawn", "撤回"


class NormativeKind(models.TextChoices):
    """The two rows of table 2, Art. 20(一)."""

    RULES = "rules", "规章"
    NORMATIVE = "normative_documents", "行政规范性文件"


class NormativeAct(models.TextChoices):
    """What happens to a normative document."""

    ISSUED = "issued", "制发"
    AMENDED = "amended", "修订"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "失效"
    SUPERSEDED = "superseded", "被替代"
    EXTENDED = "extended", "延长有效期"
    KEPT = "kept", "保留"
    TO_AMEND = "to_amend", "拟修改"


class InterpretationKind(models.TextChoices):
    """How a document is explained."""

    TEXT = "text", "文字解读"
    PICTURE = "picture", "图解"
    VIDEO = "video", "视频解读"
    CONFERENCE = "conference", "新闻发布会"
    MEDIA = "media", "媒体解读"
    EXPERT = "expert", "专家解读"


class IntakeSource(models.TextChoices):
    """What items come in from."""

    SHEET = "sheet", "表格"
    FEED = "feed", "订阅文件"
    PAGES = "pages", "保存的网页"
