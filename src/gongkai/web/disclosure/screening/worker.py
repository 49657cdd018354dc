"""A file read in a process of its own, with bounds on time and memory: nothing in it harms the platform."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from gongkai.report.workers import Worker, classes_of
from gongkai.web.disclosure.screening import model
from gongkai.web.disclosure.screening.attachments import screen_file
from gongkai.web.disclosure.screening.attachments.rules import rules
from gongkai.web.disclosure.screening.model import FileReport, WrongWord

FUNCTION = f"{__name__}:read_and_screen"
"""What the process calls."""
_TRUSTED = classes_of(model)


def screen_file_safely(
    path: str | os.PathLike[str],
    name: str,
    *,
    today: date,
    wrong_words: Iterable[WrongWord] | None = None,
    on_application: bool = False,
    seconds: float | None = None,
) -> FileReport:
    """`screen_file` on a file that lies on disk, in a process that is killed when it takes too long or too much.

    Args:
        path: where the upload lies.
        name: what its sender calls it.
        seconds: the time it may take, as in attachments.yaml unless told.

    Raises:
        OSError: the file cannot be read from disk.
    """
    with Screener(seconds) as screener:
        return screener.screen(path, name, today=today, wrong_words=wrong_words, on_application=on_application)


class Screener:
    """A process that screens one file after the other; with many files its start is paid for once.

    Args:
        seconds: the time that each may take, as in attachments.yaml unless told.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = rules().seconds if seconds is None else seconds
        self.worker = Worker(FUNCTION, self.seconds, _TRUSTED, memory=rules().memory)

    def __enter__(self) -> Screener:
        return self

    def __exit__(self, *error: object) -> None:
        self.worker.stop()

    def screen(self, path: str | os.PathLike[str], name: str, *, today: date, wrong_words: Iterable[WrongWord] | None = None,
               on_application: bool = False) -> FileReport:
        """As `screen_file_safely`."""
        known = rules()
        size = os.stat(path).st_size
        bound = max(kind.megabytes for kind in known.kinds)
        if size > bound << 20:  # not worth a process
            return FileReport(name, "", size, known.refusal("large", name, what="附件", limit=bound))
        words = None if wrong_words is None else tuple(wrong_words)
        kind, value = self.worker.ask(os.fspath(path), {"name": name, "today": today, "wrong_words": words, "on_application": on_application})
        if kind == "done" and isinstance(value, FileReport):
            return value
        key = "late" if kind == "late" else "dead"
        return FileReport(name, "", size, known.refusal(key, name, limit=f"{self.seconds:g}"))


def read_and_screen(path: str, *, name: str, today: date, wrong_words: tuple[WrongWord, ...] | None,
                    on_application: bool) -> FileReport:
    """What the process does: read the file and screen it."""
    return screen_file(name, Path(path).read_bytes(), today=today, wrong_words=wrong_words, on_application=on_application)
