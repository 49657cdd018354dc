"""Rows of 主动公开.

catalogue  what there is to publish, and how often
items      an item, its immutable versions, reviews, publications; what the public sees of it
register   规章 and 行政规范性文件 with what happened to them; interpretations
channels   where things went out, and how often they were read
intake     what comes in from elsewhere, row by row
handovers  what passed from an abolished unit to one that carries on
"""

from gongkai.web.disclosure.models.catalogue import AbsentColumn, CatalogueNode, UpdateRule, WrongWord
from gongkai.web.disclosure.models.channels import Channel, ChannelFigure, Dispatch
from gongkai.web.disclosure.models.handovers import Handover
from gongkai.web.disclosure.models.intake import IntakeRow, IntakeRun, PushCount
from gongkai.web.disclosure.models.items import (
    FileReading,
    Item,
    ItemFile,
    ItemReads,
    ItemVersion,
    NumberSeries,
    Publication,
    PublishedItem,
    Reassessment,
    Referral,
    ReferralAnswer,
    ReviewStep,
    Schedule,
)
from gongkai.web.disclosure.models.register import Interpretation, NormativeDocument, NormativeEvent

__all__ = [
    "AbsentColumn", "CatalogueNode", "Channel", "ChannelFigure", "Dispatch", "FileReading", "Handover", "IntakeRow", "IntakeRun", "Interpretation",
    "Item", "ItemFile", "ItemReads",
    "ItemVersion", "NormativeDocument", "NormativeEvent", "NumberSeries", "Publication", "PublishedItem", "PushCount", "Reassessment",
    "Referral", "ReferralAnswer", "ReviewStep", "Schedule", "UpdateRule", "WrongWord",
]
