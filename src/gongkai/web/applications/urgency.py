"""How a case's due day is said and coloured: for the board, the case page and reminders, the same words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.web.applications.enums import Stage

SOON = 5
"""Days before the due day from which a case is coloured."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """`tone` is bad, warn, info, ok or quiet; `words` one short phrase."""

    tone: str
    words: str


def of(case: Any, today: date) -> Urgency:
    """How a case stands with its due day, by what is kept beside it."""
    if case.stage == Stage.UNCONFIRMED:
        return Urgency("warn", f"提交已 {(today - case.submitted_on).days} 天，尚未确认收到")
    if case.stage in (Stage.CONCLUDED, Stage.ARCHIVED):
        if case.late:
            return Urgency("bad", f"逾期 {case.late} 个工作日办结")
        return Urgency("ok", "按期办结" if case.due_on else "已办结")
    if case.stage == Stage.DIVIDED:
        return Urgency("quiet", "已分别办理")
    if case.stage == Stage.REJOINED:
        return Urgency("quiet", "由原申请办理")
    if case.due_on is None:
        return Urgency("info", {Stage.CORRECTION: "等待申请人补正", Stage.FEE: "等待申请人缴费", Stage.CONSULTING: "等待反馈意见",
                                Stage.REASONS: "等待申请人说明理由", Stage.WORKING: "缴费逾期，待不再处理"}.get(Stage(case.stage), "期限未起算"))
    left = (case.due_on - today).days
    if left < 0:
        return Urgency("bad", f"已逾期 {-left} 天")
    if left == 0:
        return Urgency("bad", "今天到期")
    words = f"还有 {left} 天到期"
    return Urgency("warn" if left <= SOON else "quiet", words)
