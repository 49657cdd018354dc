"""Which kind of file this is, by its content; whether its name says the same; whether it may come in at all."""

from __future__ import annotations

from pathlib import PurePath

from gongkai.report.reading import package, sniffing
from gongkai.web.disclosure.screening.attachments.rules import FileKind, Refused, rules

_PICTURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))
ARCHIVES = frozenset(("zip", "rar", "7z", "gz"))
_PPTX = b"PK"
_SHORTCUT = b"L\0\0\0\x01\x14\x02\0"
_SCRIPTS = (b"#!", b"<?php", b"<script", b"@echo off")


def found_in(data: bytes, name: str | None = None) -> str:
    """What the content is: a kind of sniffing.py, where it tells too little one of ours (jpg, png, gif, pptx, svg, script).

    Raises:
        Refused: an archive that is damaged.
    """
    if data.startswith(_SHORTCUT):
        return "shortcut"
    try:
        found = sniffing.detect(data, name)
    except package.Oversized:
        raise Refused("bomb") from None
    except package.Damaged:
        raise Refused("damaged") from None
    if found == "image":
        return next((kind for mark, kind in _PICTURES if data.startswith(mark)), "image")
    if found == "ppt" and data.startswith(_PPTX):
        return "pptx"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if found in ("txt", "md", "json", "xml", "html") and b"<svg" in head and head.startswith(b"<"):
        return "svg"
    if found in ("txt", "md", "json", "html") and head.startswith(_SCRIPTS):
        return "script"
    return found


def kind_of(name: str, data: bytes) -> FileKind:
    """The kind as which a file comes in.

    Raises:
        Refused: empty, of a kind that is not let in, too large, locked, with macros by its name, or named as what it is not.
    """
    known = rules()
    found = found_in(data, name)
    suffix = PurePath(name.strip().rstrip(".")).suffix.lower().lstrip(".")
    if found == "empty":
        raise Refused("empty")
    if found == "locked":
        raise Refused("encrypted")
    fitting = [kind for kind in known.kinds if found in kind.found]
    if not fitting:
        what = known.others.get(found) or sniffing.what(found) or "无法识别的文件"
        claimed = any(suffix in kind.extensions for kind in known.kinds)
        raise Refused("archive" if found in ARCHIVES else "false_extension" if claimed else "kind", what=what)
    kind = next((kind for kind in fitting if suffix in kind.extensions), None)
    if kind is None and suffix in known.macro_extensions:
        raise Refused("macro", what=f".{suffix}")
    if kind is None:
        raise Refused("false_extension" if suffix else "no_extension", what=fitting[0].name)
    if len(data) > kind.megabytes << 20:
        raise Refused("large", what=kind.name, limit=kind.megabytes)
    return kind
