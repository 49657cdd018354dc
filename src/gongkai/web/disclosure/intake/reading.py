"""An upload read in a process of its own, with bounds on time and memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.report.workers import Worker, classes_of
from gongkai.web.disclosure.intake import archive, feeds, model

SECONDS, MEMORY = 180, 2 << 30
READERS = {"feed": feeds.read_feed, "pages": archive.read_archive}


def read(kind: str, data: bytes) -> model.Reading:
    """What an upload holds.

    Args:
        kind: feed or pages.

    Raises:
        GongkaiError: it cannot be read; one Chinese sentence.
    """
    worker = Worker(f"{__name__}:read_file", SECONDS, classes_of(model), memory=MEMORY)
    with tempfile.NamedTemporaryFile(suffix=".upload") as file:
        file.write(data)
        file.flush()
        try:
            how, value = worker.ask(file.name, {"kind": kind})
        finally:
            worker.stop()
    if how == "done" and isinstance(value, model.Reading):
        return value
    raise GongkaiError(value if how == "bad" else "这个文件无法在限定的时间和内存内读取，请分成几个较小的文件分别上传。")


def read_file(path: str, *, kind: str) -> model.Reading:
    """What the process does."""
    return READERS[kind](Path(path).read_bytes())
