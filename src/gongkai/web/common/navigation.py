"""The workbench's menu: each app adds its entries when it starts; a person sees those that lead somewhere for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Args:
        group: the heading under which it stands: 工作, 主动公开, 单位, 系统.
        label: what it says.
        route: the name of its address.
        order: its place among all entries.
        shown: whether a person sees it; everybody unless given.
    """

    group: str
    label: str
    route: str
    order: int
    shown: Callable[[Any], bool] = lambda person: True


_ENTRIES: list[Entry] = []


def add(*entries: Entry) -> None:
    """Make entries known, once each."""
    _ENTRIES.extend(entry for entry in entries if entry not in _ENTRIES)


def menu(person: Any, path: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The groups of a person's menu; each entry as (label, address, whether it is where the person is)."""
    shown = [(entry, reverse(entry.route)) for entry in sorted(_ENTRIES, key=lambda entry: entry.order) if entry.shown(person)]
    here = max((address for _, address in shown if path.startswith(address)), key=len, default="")
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for entry, address in shown:
        groups.setdefault(entry.group, []).append((entry.label, address, address == here))
    return list(groups.items())
