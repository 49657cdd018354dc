"""The portal as files, for ``gongkai export``; portal/export.py writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.web.operations import preparing
from gongkai.web.portal.export import export


def write(folder: str, progress: Callable[[int, int], None]) -> int:
    """Write the portal into a folder, static files included.

    Args:
        progress: told how many files are written, and how many there are.

    Returns:
        How many files there are.

    Raises:
        GongkaiError: as `export` does.
    """
    preparing.gather_static()
    return export(Path(folder), progress)
