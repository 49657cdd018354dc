"""What a process remembers for a little while: small things that every page needs and that seldom change."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")
_KEPT: dict[str, tuple[float, Any]] = {}


def remembered(name: str, seconds: float, make: Callable[[], Value]) -> Value:
    """What is known under a name, made anew when it is older than `seconds`."""
    now = time.monotonic()
    known = _KEPT.get(name)
    if known is None or known[0] < now:
        known = _KEPT[name] = (now + seconds, make())
    value: Value = known[1]
    return value


def forget() -> None:
    """Let everything be made anew."""
    _KEPT.clear()
