"""阅读数: counted without cookies, and without a write to the database while anybody waits for a page.

A page that is read adds a line to a file of the site's data; every few minutes the lines are added up into the table. A file
that is being added up has been left alone for a while, so no line that comes late is lost.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from gongkai.web.common import days
from gongkai.web.disclosure.models import ItemReads, PublishedItem

ROBOTS = re.compile(r"bot|spider|crawl|slurp|curl|wget|python|java/|go-http|scrap|headless|monitor|preview|archiver|feed", re.IGNORECASE)
SETTLED = 60
"""Seconds after which a file that was set aside gets no more lines."""


def note(request: HttpRequest, item_id: int) -> None:
    """Count one reading, unless a robot or a browser that only looks ahead is asking."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    if request.method != "GET" or not agent or ROBOTS.search(agent) or "prefetch" in ahead:
        return
    try:
        with open(_folder() / "now", "ab", buffering=0) as file:  # one write of a short line is whole
            file.write(f"{days.today().isoformat()} {item_id}\n".encode())
    except OSError:
        return  # a full disk must not keep the page from its reader


def count_waiting() -> int:
    """Add up what was set aside, and set aside what has come since.

    Returns:
        How many readings were added to the table.
    """
    folder, done = _folder(), 0
    for path in sorted(folder.glob("aside-*")):
        if int(path.name.removeprefix("aside-")) + SETTLED * 10**9 <= time.time_ns():
            done += _add_up(path)
    if (folder / "now").exists():
        (folder / "now").rename(folder / f"aside-{time.time_ns()}")
    return done


def _add_up(path: Path) -> int:
    counts: Counter[tuple[int, date]] = Counter()
    for line in path.read_text(encoding="ascii", errors="ignore").splitlines():
        day, _, item = line.partition(" ")
        try:
            counts[int(item), date.fromisoformat(day)] += 1
        except ValueError:  # a line that was cut when the disk was full
            continue
    public = set(PublishedItem.objects.filter(pk__in={item for item, _ in counts}).values_list("pk", flat=True))
    with transaction.atomic():
        for (read, on), count in counts.items():
            if read in public:
                row, made = ItemReads.objects.get_or_create(item_id=read, day=on, defaults={"count": count})
                if not made:
                    ItemReads.objects.filter(pk=row.pk).update(count=F("count") + count)
        path.unlink()  # before the commit: a crash in between loses these readings, after it they would count twice
    return sum(count for (item, _), count in counts.items() if item in public)


def _folder() -> Path:
    folder = Path(settings.DATA) / "reads"
    os.makedirs(folder, exist_ok=True)
    return folder
