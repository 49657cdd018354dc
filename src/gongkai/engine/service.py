"""Ways to serve an answer, and which day stops the clock for each (国办公开办函〔2016〕235号).

>>> way("post", date(2026, 9, 18)).act
'交邮'

In person and through another agency it is the day of signing for it, by post the day of posting, and only through the
postal enterprise. For a courier, e-mail, a platform and a fax no source read so far names the day: they lie in a file
of their own, with that doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.engine.parameters import Parameters
from gongkai.engine.parameters import parameters as shipped
from gongkai.errors import GongkaiError

FILES = ("service", "service_other")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of service. `act` is what the day of service is the day of; `warning` what speaks against the way; `doubt`
    what nobody could confirm about it."""

    key: str
    label: str
    act: str
    article: str
    names: tuple[str, ...]
    warning: str
    doubt: str | None


def ways(on: date, parameters: Parameters | None = None) -> dict[str, Way]:
    """Every way of service in force on a day, by key.

    Raises:
        GongkaiError: no rule is in force on that day.
    """
    found: dict[str, Way] = {}
    for file in FILES:
        rule = (parameters or shipped()).on(file, on)
        for key, entry in rule.value.items():
            found[key] = Way(
                key, entry["label"], entry["act"], rule.citation,
                tuple(entry["names"]), entry.get("warning", ""), rule.doubt,
            )  # fmt: skip
    return found


def way(name: str, on: date, parameters: Parameters | None = None) -> Way:
    """The way called `name` (post, 邮寄).

    Raises:
        GongkaiError: no such way.
    """
    known = ways(on, parameters)
    for key, found in known.items():
        if name == key or name in found.names or name == found.label:
            return found
    offered = "、".join(f"{key}（{found.label}）" for key, found in known.items())
    raise GongkaiError(f"不认识送达方式“{name}”，可用的有：{offered}。")
