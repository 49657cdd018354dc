"""Hostile files, at arm's length: each job of jobs.py in a process of its own, with bounds on time and memory.

Bytes go through a pipe, never onto a disk. What a result is made of comes from the process that read the original; it is put
together and verified in another, which never sees the original.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from gongkai.report.workers import Worker, classes_of
from gongkai.web.applications.redaction import model
from gongkai.web.applications.redaction.model import Box, Hit, MadePage, Rectangle, Redacted, Source
from gongkai.web.applications.redaction.sources import kind_of
from gongkai.web.applications.redaction.vocabulary import RedactionRefused, refused, vocabulary

_JOBS = "gongkai.web.applications.redaction.jobs"
_TRUSTED = classes_of(model)
_SECONDS_A_PAGE = 15
_SECONDS_TO_FINISH = 4


def inspect(data: bytes) -> Source:
    """What a file is: its pages, and what has to be said of it.

    Raises:
        RedactionRefused: it cannot be redacted; the sentence says why and what to do.
    """
    kind_of(data)
    return _once("inspected", Source, data=data)


def picture(data: bytes, page: int, across: int) -> tuple[str, bytes]:
    """A page for the screen, so many pixels across: media type and bytes.

    Raises:
        RedactionRefused: as `inspect`, or no such page.
    """
    media, made = _once("pictured", tuple, data=data, page=page, across=across)
    if media not in ("image/png", "image/jpeg") or not isinstance(made, bytes):
        raise refused("dead")
    return media, made


def search(data: bytes, words: Sequence[str], kinds: Collection[str]) -> tuple[Hit, ...]:
    """What is found in a file: words (`finding.words_of`) and kinds (keys of finds but ``words``).

    Raises:
        RedactionRefused: as `inspect`.
    """
    return tuple(_once("searched", tuple, data=data, words=tuple(words), kinds=frozenset(kinds)))


def grow(data: bytes, boxes: Sequence[Rectangle]) -> list[tuple[float, float, float, float]]:
    """Boxes drawn by hand → as they are kept: on the page, and over whole letters.

    Raises:
        RedactionRefused: as `inspect`; a box without size, or on no page.
    """
    return list(_once("grown", tuple, data=data, boxes=tuple(boxes)))


def redact(data: bytes, pages: int, boxes: Sequence[Box], labels: Mapping[str, str], *, text: bool = True,
           progress: Callable[[int, int], None] = lambda done, total: None) -> Redacted:
    """The redacted file (遮盖件), verified.

    Args:
        data: the original.
        pages: how many pages it has (`inspect`).
        boxes: all boxes, on its pages.
        labels: key of each box's ground → what a box says of it (`Vocabulary.label`).
        text: whether the text outside the boxes can be searched in the result.
        progress: told how many pages are done, of how many.

    Raises:
        RedactionRefused: no boxes, a box off its page, a file that cannot be read in time; or a result that did not pass the
            check, which is thrown away.
    """
    bounds = vocabulary().bounds
    if not boxes:
        raise refused("no_boxes")
    if len(boxes) > bounds.boxes:
        raise refused("many_boxes", len(boxes), bounds.boxes)
    for box in boxes:
        if not 1 <= box.page <= pages:
            raise refused("no_page", box.page)
    made: list[MadePage] = []
    worker = _worker("remade_pages", bounds.seconds + _SECONDS_A_PAGE * bounds.chunk)
    try:
        for first in range(1, pages + 1, bounds.chunk):
            made += _ask(worker, tuple, {"data": data, "first": first, "last": first + bounds.chunk - 1, "boxes": tuple(boxes),
                                         "labels": dict(labels), "text": text})
            progress(min(len(made), pages), pages)
    finally:
        worker.stop()
    if len(made) != pages:
        raise refused("damaged")
    worker = _worker("finished", bounds.seconds + _SECONDS_TO_FINISH * pages)
    try:
        result: Redacted = _ask(worker, Redacted, {"pages": tuple(made), "boxes": tuple(boxes), "labels": dict(labels)})
    finally:
        worker.stop()
    return result


def _worker(job: str, seconds: float) -> Worker:
    return Worker(f"{_JOBS}:{job}", seconds, _TRUSTED, memory=vocabulary().bounds.memory_megabytes << 20)


def _once(job: str, wanted: type, **known: Any) -> Any:
    worker = _worker(job, vocabulary().bounds.seconds)
    try:
        return _ask(worker, wanted, known)
    finally:
        worker.stop()


def _ask(worker: Worker, wanted: type, known: dict[str, Any]) -> Any:
    kind, value = worker.ask("", known)
    if kind == "done" and isinstance(value, wanted):
        return value
    if kind == "bad":
        raise RedactionRefused("bad", str(value))
    if kind == "late":
        raise refused("late", limit=f"{worker.seconds:g}")
    raise refused("dead")
