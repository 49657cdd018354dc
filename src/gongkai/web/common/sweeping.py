"""Bytes in the store that no row names go, once they are a day old.

Bytes are written before their row is (common/files.py). Where the server dies in between, or the transaction is given up, they stay
behind; sealed ones have lost their only name. What a model with ``bytes_under`` names stays, whatever its age.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings

from gongkai.web.common import eventlog

AGE = 24 * 3600
"""Seconds that bytes may wait for their row: longer than any transaction lasts."""
FEW = 100
"""So many are an accident's leftovers; more, and more than a tenth of the store, are another database's files."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ASIDE = re.compile(r"\.[0-9a-f]{64}\.swept")
_DRAFT = re.compile(r"\.[0-9a-f]{64}\.\d+\.\d+")
log = logging.getLogger(__name__)


def sweep(now: float | None = None) -> int:
    """Take away what no row names and what is older than a day, and log how many; once a day.

    Where the database names none of the files, or far too few, it is not the one that the files belong to: nothing is taken away,
    and the log says so.

    Returns:
        How many files went.
    """
    before = (now or time.time()) - AGE
    for path in [path for path in _files() if _ASIDE.fullmatch(path.name)]:
        _put_back(path)  # a sweep that was killed in between
    old = {path.name: path for path in _files() if _older(path, before)}
    digests = [name for name in old if _DIGEST.fullmatch(name)]
    named = _named(digests)
    unnamed = [name for name in digests if name not in named]
    if unnamed and (not named or len(unnamed) > max(FEW, len(digests) // 10)):
        log.error("%s of %s stored files are named by no row: is this the database they belong to? Nothing was removed.", len(unnamed), len(digests))
        return 0
    gone, size = 0, 0
    for name in (*unnamed, *(name for name in old if _DRAFT.fullmatch(name))):
        took = _take_away(old[name], before)
        gone, size = gone + (took is not None), size + (took or 0)
    if gone:
        log.info("removed %s stored files, %s bytes, that no row names", gone, size)
        eventlog.record("files.swept", after={"files": gone, "bytes": size})
    return gone


def _files() -> Iterator[Path]:
    """What lies in the store's folders: files, and drafts of files."""
    root = Path(settings.MEDIA_ROOT)
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir() and re.fullmatch(r"[0-9a-f]{2}", folder.name):
            yield from (Path(entry.path) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False))


def _named(digests: Iterable[str]) -> set[str]:
    """Those of the digests that a row names."""
    wanted, found = list(digests), set()
    for model in apps.get_models():
        if column := getattr(model, "bytes_under", ""):
            for first in range(0, len(wanted), 500):
                found |= set(model._base_manager.filter(**{f"{column}__in": wanted[first:first + 500]}).values_list(column, flat=True))
    return found


def _take_away(path: Path, before: float) -> int | None:
    """Remove one file, unless somebody has just laid hands on it or named it: `files.put` touches what it finds, so that, once it is out
    of the way, either its age or a row tells, and it is put back.

    Returns:
        Its size; None where it stays.
    """
    if path.name.startswith("."):
        size = path.stat().st_size
        path.unlink(missing_ok=True)
        return size
    aside = path.with_name(f".{path.name}.swept")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return None
    if not _older(aside, before) or _named([path.name]):
        _put_back(aside)
        return None
    try:
        size = aside.stat().st_size
    except FileNotFoundError:  # another sweep has put it back
        return None
    aside.unlink(missing_ok=True)
    return size


def _put_back(aside: Path) -> None:
    with suppress(FileNotFoundError):
        aside.replace(aside.with_name(aside.name[1:65]))


def _older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False
