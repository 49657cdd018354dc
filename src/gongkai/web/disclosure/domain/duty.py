"""One thing that a unit owes: its kind, how urgent it is, where it is dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.web.organs.models import Unit

SOON = 5
"""Working days before the last day from which something is due soon."""
KEY = "duty-"
"""What the keys of reminders begin with."""


class Kind(StrEnum):
    """What is owed."""

    PUBLISH = "主动公开期限"
    COLUMN = "栏目更新"
    ACCOUNT = "新媒体更新"
    REASSESS = "动态调整"
    SCHEDULE = "定时发布"
    REFERRAL = "请示答复"


class State(StrEnum):
    """How urgent it is, the most urgent first. What is empty has no day on which it became late: it is told apart from what has."""

    LATE = "已逾期"
    SOON = "即将到期"
    EMPTY = "空白栏目、账号"
    OPEN = "未到期"
    ABSENT = "无此类信息"


RANK = list(State)
PRESSING = (State.LATE, State.SOON)
"""What is to be dealt with by a day."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed.

    Attributes:
        subject: the id of the item, column, account, referral.
        word: how it stands, for the badge: 逾期 3 个工作日.
        due: the last day; None where there is none or it cannot be told.
        article: the ground.
        sentence: how the last day was counted.
        link: where it is dealt with.
        mark: of a column in which the unit says it has nothing, the id of that mark.
    """

    kind: Kind
    state: State
    unit: Unit
    subject: int
    title: str
    word: str
    due: date | None
    article: str
    sentence: str
    link: str
    mark: int | None = None

    @property
    def key(self) -> str:
        """What a reminder is about: the same as long as nothing changes."""
        return f"{KEY}{self.kind.name.lower()}-{self.unit.pk}-{self.subject}-{self.due or ''}-{self.state.name.lower()}"


def regions_of(units: Iterable[Unit]) -> dict[int, str]:
    """For each unit's id its 行政区划代码, or that of the nearest unit above which has one; one query."""
    codes = dict(Unit.objects.exclude(region_code="").values_list("pk", "region_code"))
    return {unit.pk: next((codes[int(key)] for key in reversed(unit.path.strip("/").split("/")) if key and int(key) in codes), "")
            for unit in units}
