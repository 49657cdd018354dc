"""What old Office files (.doc, .xls, .ppt, .wps, .et) have in common: an OLE container with streams, macros, properties."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from gongkai.report.reading.decoding import decode
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules

_MACROS = frozenset(("macros", "vba", "_vba_project", "_vba_project_cur", "vbaprojectextern", "projectwm"))
_PROPERTIES = {"author": "author", "last_saved_by": "editor", "company": "company", "manager": "manager",
               "template": "template", "title": "title", "subject": "subject", "keywords": "keywords", "comments": "comments"}
_NATIVE = "\x01ole10native"
_OBJECTS = re.compile(r"(?:mbd[0-9a-f]{4,8}|_\d{6,12}|objectpool)")
_MOST_STREAMS = 5_000


@contextmanager
def opened(data: bytes, reading: Reading) -> Iterator[olefile.OleFileIO]:
    """The container, after all that is common was looked at.

    Raises:
        Refused: damaged, locked, macros or programs in it.
    """
    try:
        container = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    except Exception:  # olefile raises what it likes on a damaged file
        raise Refused("damaged") from None
    with container:
        _look(container, reading)
        yield container


def stream(container: olefile.OleFileIO, *names: str) -> bytes:
    """The first of these streams that there is, at the top of the container; empty where there is none."""
    for name in names:
        if container.exists(name):
            try:
                return container.openstream(name).read()
            except Exception:  # a chain of sectors that leads nowhere
                raise Refused("damaged") from None
    return b""


def _look(container: olefile.OleFileIO, reading: Reading) -> None:
    objects: set[str] = set()
    for path in container.listdir(streams=True, storages=True)[:_MOST_STREAMS]:
        names = [name.lower() for name in path]
        if names[-1] == "encryptedpackage":
            raise Refused("encrypted")
        if found := next((name for name, lower in zip(path, names, strict=True) if lower in _MACROS), None):
            raise Refused("macro", what=found)
        if names[-1] == _NATIVE:
            _native(container, path)
        if _OBJECTS.fullmatch(names[0]):
            objects.add(names[1] if names[0] == "objectpool" and len(names) > 1 else names[0])
    objects.discard("objectpool")
    if objects:
        reading.say("file.embedded", "对象", count=len(objects))
    _properties(container, reading)


def _native(container: olefile.OleFileIO, path: list[str]) -> None:
    """A file wrapped as it is: its name stands before its content."""
    try:
        head = container.openstream(path).read(4096)
    except Exception:
        return
    name = re.search(rb"[^\x00-\x1f]{1,200}?\.([A-Za-z0-9]{2,4})\x00", head)
    if b"MZ\x90" in head or (name and ("." + name[1].decode("ascii", "ignore").lower()) in rules().programs):
        shown = decode(name[0].strip(b"\0")).text if name else "程序"
        raise Refused("program", what=shown)


def _properties(container: olefile.OleFileIO, reading: Reading) -> None:
    try:
        metadata = container.get_metadata()
    except Exception:  # properties that cannot be read tell nothing
        return
    found: dict[str, str | None] = {}
    for name, key in _PROPERTIES.items():
        value = getattr(metadata, name, None)
        if isinstance(value, bytes):
            value = decode(value).text
        if isinstance(value, str) and value.strip():
            found[key] = value
    reading.metadata(found)
