"""Bytes → text, whatever the file claims about itself.

What the bytes say comes before what the page declares: strict UTF-8 hardly ever fits by accident, so it is tried
first; then UTF-8 with a few broken bytes; then GB18030 (which holds GBK and GB2312) against Big5, told apart by how
many characters are common ones. Nothing is raised: what cannot be decoded becomes U+FFFD, counted.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
          "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
# What a declared name means for us: only the families that are told apart here.
_FAMILIES = {"utf-8": "utf-8", "utf8": "utf-8", "unicode": "utf-16", "utf-16": "utf-16", "gb2312": "gb18030",
             "gb_2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
             "ms936": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
             "big5hkscs": "big5hkscs", "cp950": "big5hkscs", "x-x-big5": "big5hkscs"}
_REPLACED = "\ufffd"
_SAMPLE = 4_000
_ORDINARY = re.compile("[\\t\\r\\n -~\u2010-\u203f\u3000-\u303f\u4e00-\u9fff\uff00-\uff60]")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
# Text that UTF-8 alone accounts for: Chinese characters, or no letter beyond Latin-1 (¥, ©, ·).
_CERTAIN = re.compile("[\u2e80-\uffff\U00010000-\U0010ffff]|\\A[\\x00-\u00ff]*\\Z")


class Decoded(NamedTuple):
    """Decoded text. `replaced` counts the places that could not be decoded (each shown as U+FFFD).

    `encoding` is Python's name of what the bytes really were; `remark` is one Chinese sentence where the bytes were
    broken or the declared encoding was wrong, else None.
    """

    text: str
    encoding: str
    replaced: int
    remark: str | None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. `declared` is the encoding that the file or its server names, None where it names none.

    A byte order mark is taken off. Never raises.

        >>> decode("政府信息公开".encode("gbk"), "utf-8").text
        '政府信息公开'
        >>> decode("第12条".encode() + b"\\xff").replaced
        1
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            data = data[len(mark):]
            if name == "utf-8":  # the mark is sometimes glued onto a page of another encoding: look on
                declared = declared or name
                break
            return _finish(data, name, declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _finish(data, _legacy(data, declared), declared)
    if "\0" in text and (unmarked := _unmarked_wide(data)):
        return _finish(data, unmarked, declared)
    plain = text.isascii()
    if not plain and not _CERTAIN.search(text) and _family(declared) != "utf-8" and _common(data)[0] > 0.95:
        return _finish(data, "gb18030", declared)  # a few Chinese characters in GBK that happen to be valid UTF-8
    return Decoded(text, "utf-8", 0, None if plain else _remark("utf-8", declared, 0))


def _finish(data: bytes, encoding: str, declared: str | None) -> Decoded:
    text = data.decode(encoding, "replace")
    genuine = data.count(_REPLACED.encode(encoding)) if _REPLACED in text and encoding != "big5hkscs" else 0
    replaced = max(text.count(_REPLACED) - genuine, 0)
    return Decoded(text, encoding, replaced, _remark(encoding, declared, replaced))


def _family(declared: str | None) -> str | None:
    return _FAMILIES.get((declared or "").strip().lower())


def _remark(encoding: str, declared: str | None, replaced: int) -> str | None:
    said = _family(declared)
    wrong = said is not None and not encoding.startswith(said)
    name = _NAMES[encoding]
    parts = []
    if wrong:
        parts.append(f"文件声明的编码是 {declared}，实际是 {name}，已按 {name} 读取")
    if replaced:
        parts.append(f"文件中有 {replaced} 处字节无法按 {name} 编码识别，读出的文字以“{_REPLACED}”代替，请核对这些地方的原文")
    return "；".join(parts) + "。" if parts else None


def _legacy(data: bytes, declared: str | None) -> str:
    """The encoding of bytes that are not valid UTF-8 as they stand."""
    if b"\0" in data and (unmarked := _unmarked_wide(data)):
        return unmarked
    if _is_damaged_utf8(data):
        return "utf-8"
    gb, big5 = _common(data)
    # Measured on reports: GB text scores 1.00 as GB and 0.55 as Big5, Big5 text 1.00 as Big5 and 0.25 as GB,
    # traditional characters in GBK 0.65 and 0.40.
    if big5 > gb and ((big5 > 0.9 and gb < 0.6) or _family(declared) == "big5hkscs"):
        return "big5hkscs"
    return "gb18030"


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether well-formed multibyte characters far outnumber the broken places.

    Text in GB18030 or Big5, taken for UTF-8, has five times as many broken places as characters.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count(_REPLACED)
    ascii_only = len(text.encode("ascii", "ignore"))
    return len(text) - ascii_only - broken >= 2 * broken


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32, told by its mark or by what it reads as; None for any other encoding."""
    marked = next((name for mark, name in _BOMS[1:] if data.startswith(mark)), None)
    return marked or (_unmarked_wide(data) if b"\0" in data[:_SAMPLE] else None)


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without its mark: one order of bytes gives Chinese and ASCII almost throughout."""
    sample = data[: 2 * _SAMPLE & ~1]
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "replace")
        if len(data) % 2 == 0 and text and len(_ORDINARY.findall(text)) >= 0.95 * len(text):
            return name
    return None


def _common(data: bytes) -> tuple[float, float]:
    """The share of two-byte characters that are common ones (level 1, punctuation) as GB 2312 and as Big5."""
    pairs = [match.group() for match in islice(_PAIR.finditer(data), _SAMPLE)]
    if not pairs:
        return 0.0, 0.0
    gb = sum(1 for lead, trail in pairs if trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3))
    big5 = sum(1 for lead, _ in pairs if 0xA1 <= lead <= 0xC6)
    return gb / len(pairs), big5 / len(pairs)
