"""What a process remembers for a little while: small things that every page needs and that seldom change."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")
_KEPT: dict[str, tuple[float, Any]] = {}
_MAKING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def remembered(name: str, seconds: float, make: Callable[[], Value]) -> Value:
    """What is known under a name, made anew when it is older than `seconds`.

    One request at a time makes it; meanwhile the others take what was known before, and wait only where nothing was.
    """
    known = _KEPT.get(name)
    if known is not None and known[0] >= time.monotonic():
        value: Value = known[1]
        return value
    if not _MAKING[name].acquire(blocking=known is None):
        return known[1]  # type: ignore[index]
    try:
        again = _KEPT.get(name)
        if again is None or again is known:
            again = _KEPT[name] = (time.monotonic() + seconds, make())
        value = again[1]
        return value
    finally:
        _MAKING[name].release()


def forget() -> None:
    """Let everything be made anew."""
    _KEPT.clear()
