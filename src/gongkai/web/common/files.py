"""Uploaded files: taken in after a look, kept byte for byte, served through the gate."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest

from gongkai.web.common.models import StoredFile

SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png", "image/gif", "text/plain"}


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie. Equal files are kept once."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(data: bytes, name: str, *, unit: Any, kind: str, media_type: str, by: Any = None) -> StoredFile:
    """Write a file that has been looked at (see disclosure/screening) and make its row.

    Args:
        data: the whole file.
        name: the name under which it was given; folders in it are dropped.
        kind: what it is by its content, for example ``docx``.

    The bytes are on the disk before the row is, so that a row never points at nothing.
    """
    digest = put(data)
    return StoredFile.objects.create(
        unit=unit, name=os.path.basename(name.replace("\\", "/"))[-255:] or "未命名", kind=kind, media_type=media_type,
        size=len(data), sha256=digest, uploaded_by=by)


def put(data: bytes) -> str:
    """Write bytes to the disk, once, and give their digest. What lies there already is young again, so that it is not swept away
    before its row is there (common/sweeping.py)."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    try:
        os.utime(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{digest}.{os.getpid()}.{threading.get_ident()}")
        with open(draft, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return digest


def read(file: StoredFile) -> bytes:
    """The file's bytes.

    Raises:
        FileNotFoundError: they are gone from the disk.
    """
    return path_of(file.sha256).read_bytes()


def serve(request: HttpRequest, file: StoredFile, *, inline: bool = False) -> FileResponse:
    """Answer with a file that the caller has let through the gate."""
    return answer(open(path_of(file.sha256), "rb"), file.name, file.media_type, inline=inline)


def answer(file: BinaryIO, name: str, media_type: str, *, inline: bool = False) -> FileResponse:
    """Answer with what the caller has let through the gate: a disposition, nosniff, sandboxed, never stored by a cache.

    Args:
        inline: whether the browser may show it, where it is of a kind that it shows (`SHOWN_INLINE`).
    """
    shown = inline and media_type in SHOWN_INLINE
    response = FileResponse(file, as_attachment=not shown, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
