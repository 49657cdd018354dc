"""A case file as ZIP: the originals byte for byte, an index for people, and a list of digests that ``sha256sum -c`` reads."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import PurePath

from gongkai.errors import UnreadableReport
from gongkai.report.reading import sniffing
from gongkai.web.applications.casefile.converting import chinese_day
from gongkai.web.applications.casefile.model import Part

INDEX, DIGESTS, BOUND = "index.csv", "SHA256SUMS.txt", "案卷.pdf"
HEAD = ("序号", "题名", "文号", "责任者", "日期", "文件", "原文件名", "字节数", "SHA-256", "备注")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r'(?:\.\.|[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069])+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_KINDS = {"pdf": ".pdf", "docx": ".docx", "txt": ".txt", "md": ".txt", "json": ".json", "html": ".html"}


def bundle(parts: Sequence[Part], *, bound: bytes | None = None) -> bytes:
    """The originals in order, with index and digests; equal parts give equal bytes.

    Args:
        bound: the case file as one PDF (`binding.bind`), which then lies beside them.
    """
    made = io.BytesIO()
    digests = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o600 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
            if name != DIGESTS:
                digests.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")

        names = [name_of(number, part) for number, part in enumerate(parts, 1)]
        put(INDEX, _index(parts, names))
        if bound is not None:
            put(BOUND, bound)
        for name, part in zip(names, parts, strict=True):
            put(name, part.data)
        put(DIGESTS, "".join(digests).encode())
    return made.getvalue()


def name_of(number: int, part: Part) -> str:
    """The name of a part in the archive: its number and title, its own extension where it has one.

    >>> name_of(3, Part("答复书（部分公开）", None, b"x", "../扫描件.PDF"))
    '原件/003-答复书（部分公开）.pdf'
    """
    suffix = PurePath(part.name.replace("\\", "/")).suffix.lower() if part.name else ""
    if not _SUFFIX.fullmatch(suffix):
        try:
            suffix = _KINDS.get(sniffing.detect(part.data), "")
        except UnreadableReport:
            suffix = ""
    title = _UNSAFE.sub("_", part.title).strip(" .")[:60] or "文件"
    return f"原件/{number:03}-{title}{suffix}"


def _index(parts: Sequence[Part], names: Sequence[str]) -> bytes:
    """CSV that Excel opens as UTF-8; no cell begins a formula."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(HEAD)
    for number, (part, name) in enumerate(zip(parts, names, strict=True), 1):
        writer.writerow([_harmless(cell) for cell in (
            str(number), part.title, part.number, part.maker, chinese_day(part.day), name, part.name, str(len(part.data)), part.digest, part.note)])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "replace")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text
