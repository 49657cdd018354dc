"""Which day is the day of receipt (Art. 31): it depends on how the application came in.

>>> channel("online", date(2026, 9, 18)).act
'双方确认'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.engine.parameters import Parameters
from gongkai.engine.parameters import parameters as shipped
from gongkai.errors import GongkaiError


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of filing. `act` is what makes the day of receipt; `advice` what to do while it has not happened;
    `immediate` whether filing itself is receipt."""

    key: str
    label: str
    act: str
    article: str
    advice: str
    immediate: bool


def channels(on: date, parameters: Parameters | None = None) -> dict[str, tuple[Channel, tuple[str, ...]]]:
    """Every channel of Art. 31 in force on a day, with its Chinese names.

    Raises:
        GongkaiError: no rule is in force on that day.
    """
    rule = (parameters or shipped()).on("receipt", on)
    work = rule.citation.split("第", 1)[0]
    return {
        key: (
            Channel(key, entry["label"], entry["act"], work + entry["article"], entry["advice"], entry["immediate"]),
            tuple(entry["names"]),
        )
        for key, entry in rule.value.items()
    }


def channel(name: str, on: date, parameters: Parameters | None = None) -> Channel:
    """The channel called `name` (online, 互联网).

    Raises:
        GongkaiError: no such channel.
    """
    known = channels(on, parameters)
    for key, (found, names) in known.items():
        if name == key or name in names or name == found.label:
            return found
    offered = "、".join(f"{key}（{found.label}）" for key, (found, _) in known.items())
    raise GongkaiError(f"不认识渠道“{name}”，可用的有：{offered}。")
