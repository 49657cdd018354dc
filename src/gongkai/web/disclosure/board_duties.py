"""What the workbench shows of channels, duties, interpretations and settings: the menu, figures on the first page, reminders."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse

from gongkai.web.common import navigation, panels, work
from gongkai.web.disclosure.domain import duties
from gongkai.web.disclosure.domain.duties import Kind, State
from gongkai.web.disclosure.models import Channel, Item, UpdateRule, WrongWord


def lay_out() -> None:
    """Make them known; called once when the site starts."""
    group = "主动公开"

    def sees(model: Any) -> Any:
        return lambda person: model.gate.somewhere(person, "view")

    navigation.add(
        navigation.Entry(group, "办理时限", "disclosure:duties", 104, sees(Item)),
        navigation.Entry(group, "公开渠道", "disclosure:channels", 250, sees(Channel)),
        navigation.Entry(group, "缺少解读的文件", "disclosure:unexplained", 260, sees(Item)),
        navigation.Entry(group, "栏目更新要求", "disclosure:rules", 270, sees(UpdateRule)),
        navigation.Entry(group, "错误表述词表", "disclosure:words", 280, sees(WrongWord)),
    )
    panels.register("办理时限", 20, tiles)
    work.every(1440, "gongkai.web.disclosure.domain.reminding:remind", "提醒到期的公开事项和未更新的栏目")


def tiles(person: Any) -> list[panels.Tile]:
    """What the units that the person sees owe."""
    units = duties.units_of(person)
    if not units:
        return []
    board = reverse("disclosure:duties")
    counts = Counter((duty.kind, duty.state) for duty in duties.board(person, units))

    def tile(label: str, kind: Kind, state: State, tone: str) -> panels.Tile:
        count = counts[kind, state]
        return panels.Tile(label, count, f"{board}?kind={kind.name}&state={state.name}", tone if count else "")

    return [tile("超过主动公开期限", Kind.PUBLISH, State.LATE, "bad"), tile("公开期限临近", Kind.PUBLISH, State.SOON, "warn"),
            tile("栏目未按期更新", Kind.COLUMN, State.LATE, "bad"), tile("新媒体未按期更新", Kind.ACCOUNT, State.LATE, "bad"),
            tile("空白栏目", Kind.COLUMN, State.EMPTY, "warn")]
