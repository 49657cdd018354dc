"""What an event of a case says beside its kind and day, in words: for the page, and for the case file that is bound."""

from __future__ import annotations

from gongkai.engine import service
from gongkai.engine.answers import every_answer
from gongkai.engine.ending import CAUSES
from gongkai.web.applications.domain import fees
from gongkai.web.applications.models import CaseEvent

WORDS = {"reason": "说明", "opinion": "意见", "words": "关键词", "places": "检索范围", "found": "检索结果", "title": "事由", "basis": "依据", "note": "备注",
         "receiver": "签收人", "tracking": "单号"}


def facts(event: CaseEvent) -> list[str]:
    """The plain elements of an event, in words."""
    details, found = event.details, []
    if event.party:
        found.append(event.party.label)
    if event.to_unit:
        found.append(event.to_unit.called)
    if event.to_person:
        found.append(event.to_person.name)
    if "until" in details:
        found.append(f"限期至 {details['until']}")
    if "days" in details:
        found.append(f"{details['days']} 个工作日")
    if "sent" in details:
        found.append(f"{details['sent']} 发出")
    if "amount" in details:
        found.append(f"{details['amount']} 元")
    if told := fees.told_in(event):
        found.append(told)
    if "cause" in details:
        found.append(CAUSES.get(details["cause"], details["cause"]))
    if "way" in details:
        known_ways = service.ways(event.day)
        found.append(known_ways[details["way"]].label if details["way"] in known_ways else details["way"])
    if "answer" in details:
        known = every_answer().get(details["answer"])
        found.append(known.label if known else details["answer"])
    if "period" in details:
        found.append(f"检索时段：{details['period']}")
    return found
