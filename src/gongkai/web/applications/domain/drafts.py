"""Files of a form that is not yet complete: kept for a day so that nobody has to choose them again, readable by that page alone.

A browser cannot put a chosen file back into a form. So what was accepted lies here until the form is right: each file sealed under
a key of its own, which stands in the page and nowhere on the server. Without the page nobody opens it; after a day it is gone.

    token = keep(looked)      # for a hidden field of the page
    opened(token)             # the file again, or None
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.common import sealing

HOURS = 24
LINGERS = 600
"""Seconds that a draft outlives its form."""
MOST = 2 << 30
"""Bytes of all drafts together; past it none are kept, and the form says that files must be chosen again."""
_TOKEN = re.compile(r"^([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$")


def keep(file: Looked) -> str | None:
    """Lay a file aside.

    Returns:
        What the page needs to have it back; None where there is no room.
    """
    folder = _folder()
    if sum(entry.stat().st_size for entry in os.scandir(folder)) + file.size > MOST:
        return None
    number, key = uuid4().hex, sealing.new_key()
    head = json.dumps([file.name, file.kind, file.media_type], ensure_ascii=False).encode()
    sealed = sealing.seal(key, len(head).to_bytes(4, "big") + head + file.data, f"draft {number}")
    with open(folder / number, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target:
        target.write(sealed)
    return f"{number}.{base64.urlsafe_b64encode(key).decode().rstrip('=')}"


def opened(token: str) -> Looked | None:
    """The file of a token; None where it is none, or the file's day is over."""
    found = _TOKEN.match(token)
    if found is None:
        return None
    path = _folder() / found[1]
    try:
        if path.stat().st_mtime < time.time() - HOURS * 3600:
            return None
        plain = sealing.unseal(base64.urlsafe_b64decode(f"{found[2]}="), path.read_bytes(), f"draft {found[1]}")
    except (FileNotFoundError, sealing.Unreadable):
        return None
    size = int.from_bytes(plain[:4], "big")
    name, kind, media_type = json.loads(plain[4:4 + size])
    return Looked(plain[4 + size:], name, kind, media_type)


def forget(token: str) -> None:
    """Take a draft away; nothing happens where there is none."""
    if found := _TOKEN.match(token):
        (_folder() / found[1]).unlink(missing_ok=True)


def let_go(token: str) -> None:
    """The form was taken: the draft stays for a few minutes more, for the second click of two, and then goes."""
    if found := _TOKEN.match(token):
        old = time.time() - HOURS * 3600 + LINGERS
        with suppress(FileNotFoundError):
            os.utime(_folder() / found[1], (old, old))


def sweep() -> int:
    """Take away what has lain for a day.

    Returns:
        How many there were.
    """
    gone = 0
    for entry in list(os.scandir(_folder())):
        if entry.stat().st_mtime < time.time() - HOURS * 3600:
            Path(entry.path).unlink(missing_ok=True)
            gone += 1
    return gone


def _folder() -> Path:
    folder = Path(settings.DATA) / "drafts"
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder
