"""What the workbench shows of 主动公开: entries of the menu, figures on the first page, background work."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.common import navigation, panels, work
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.models import CatalogueNode, IntakeRun, Item, Referral


def lay_out() -> None:
    """Make them known; called once when the site starts."""
    group = "主动公开"
    navigation.add(
        navigation.Entry(group, "公开事项", "disclosure:items", 100, lambda person: Item.gate.somewhere(person, "view")),
        navigation.Entry(group, "待我审核", "disclosure:reviews", 101, _reviews),
        navigation.Entry(group, "请示答复", "disclosure:referrals", 102, lambda person: Referral.gate.somewhere(person, "answer")),
        navigation.Entry(group, "动态调整", "disclosure:reassessments", 103, lambda person: Item.gate.somewhere(person, "reassess")),
        navigation.Entry(group, "导入", "disclosure:intake", 104, lambda person: IntakeRun.gate.somewhere(person, "view")),
        navigation.Entry(group, "公开目录", "disclosure:catalogue", 110, lambda person: CatalogueNode.gate.somewhere(person, "view")),
    )
    panels.register(group, 10, tiles)
    work.every(1, "gongkai.web.disclosure.domain.scheduling:publish_due", "发布到时的事项")
    work.every(720, "gongkai.web.disclosure.domain.reassessing:remind_due", "提醒到期的动态调整")


def tiles(person: Any) -> list[panels.Tile]:
    """What waits for a person."""
    found: list[panels.Tile] = []
    items = reverse("disclosure:items")
    if _reviews(person):
        found.append(panels.Tile("待我审核", queries.waiting_for(person).count(), reverse("disclosure:reviews"), "warn"))
    if Item.gate.somewhere(person, "edit"):
        mine = Item.objects.restrict(person, "edit")
        found.append(panels.Tile("拟稿", mine.filter(stage=Stage.DRAFT).count(), f"{items}?stage={Stage.DRAFT}"))
        under = mine.filter(stage__in=(Stage.SECRECY, Stage.REVIEW, Stage.REFERRED))
        found.append(panels.Tile("审核中", under.count(), f"{items}?stage={Stage.REVIEW}", "info"))
    if Item.gate.somewhere(person, "publish"):
        found.append(panels.Tile("待发布", queries.ready_to_publish(person).count(), f"{items}?stage={Stage.APPROVED}", "warn"))
    if Item.gate.somewhere(person, "reassess") and (due := queries.due_reassessments(person).count()):
        found.append(panels.Tile("到期重新评估", due, reverse("disclosure:reassessments"), "bad"))
    if Referral.gate.somewhere(person, "answer"):
        found.append(panels.Tile("待答复的请示", queries.open_referrals().filter(pk__in=Referral.objects.restrict(person, "answer")).count(),
                                 reverse("disclosure:referrals"), "warn"))
    return found


def _reviews(person: Any) -> bool:
    return any(Item.gate.somewhere(person, action) for action in queries.LEVEL_ACTIONS)
