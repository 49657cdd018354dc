"""The menus: each app adds its entries when it starts.

The workbench's has groups, and a person sees those entries that lead somewhere for them. The portal's is one line, the same
for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the workbench's menu.

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


@dataclass(frozen=True, slots=True)
class PortalEntry:
    """One entry of the portal's main menu."""

    label: str
    route: str
    order: int


_ENTRIES: list[Entry] = []
_PORTAL: list[PortalEntry] = []


def add(*entries: Entry) -> None:
    """Make entries of the workbench known, once each."""
    _ENTRIES.extend(entry for entry in entries if entry not in _ENTRIES)
    _ENTRIES.sort(key=lambda entry: entry.order)


def add_portal(*entries: PortalEntry) -> None:
    """Make entries of the portal known, once each."""
    _PORTAL.extend(entry for entry in entries if entry not in _PORTAL)
    _PORTAL.sort(key=lambda entry: entry.order)


def menu(person: Any, path: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The groups of a person's menu; each entry as (label, address, whether it is where the person is)."""
    prefix = get_script_prefix()
    shown = [(entry, _address(entry.route, prefix)) for entry in _ENTRIES if entry.shown(person)]
    here = _here([address for _, address in shown], path)
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for entry, address in shown:
        groups.setdefault(entry.group, []).append((entry.label, address, address == here))
    return list(groups.items())


def portal_menu(path: str) -> list[tuple[str, str, bool]]:
    """The portal's menu; each entry as (label, address, whether it is where the reader is)."""
    prefix = get_script_prefix()
    entries = [(entry.label, _address(entry.route, prefix)) for entry in _PORTAL]
    here = _here([address for _, address in entries], path)
    return [(label, address, address == here) for label, address in entries]


def _here(addresses: list[str], path: str) -> str:
    """The longest address that the path begins with; a front page is only itself."""
    prefix = get_script_prefix()
    fronts = {_address("portal:home", prefix), _address("organs:home", prefix)}
    return max((address for address in addresses if address == path or (path.startswith(address) and address not in fronts)),
               key=len, default="")


@cache
def _address(route: str, prefix: str) -> str:
    """The address of an entry, below the path where the site lives; it is the same as long as the process runs."""
    return reverse(route)
