"""RSS and Atom, from bytes alone: nothing is fetched, no entity is resolved."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta, timezone
from time import struct_time
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.report.reading.decoding import decode
from gongkai.web.common.richtext import clean
from gongkai.web.disclosure.intake import pages
from gongkai.web.disclosure.intake.model import Found, Reading

ENTRIES = 5_000
"""Entries that one feed may have."""
_CHINA = timezone(timedelta(hours=8))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_-]{2,20})["']""")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_feed(data: bytes) -> Reading:
    """The entries of a feed.

    Raises:
        GongkaiError: it is no feed, declares entities, or is too long.
    """
    import feedparser

    declared = _DECLARED.match(data[:400])
    text = _PROLOGUE.sub("", decode(data, declared[1].decode("ascii") if declared else None).text)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise GongkaiError("文件中含有不允许的 XML 声明（DTD 或实体），为安全起见不予读取，请由原网站重新导出后再上传。")
    # As a stream: of a string feedparser would ask whether it is an address or the name of a file.
    parsed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False,
                              response_headers={"content-type": "application/xml; charset=utf-8"})
    if not parsed.entries:
        raise GongkaiError("没有读到条目，请确认这是 RSS 或 Atom 格式的订阅文件（XML）。")
    if len(parsed.entries) > ENTRIES:
        raise GongkaiError(f"订阅文件超过 {ENTRIES} 条，请分成几个文件分别上传。")
    reading = Reading()
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        reading.aside.append("订阅文件不完全合乎 XML 格式，已读出能够识别的条目，请核对条数是否齐全。")
    for number, entry in enumerate(parsed.entries, 1):
        reading.found.append(_entry(number, entry))
    return reading


def _entry(number: int, entry: Any) -> Found:
    body = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="") or entry.get("summary", "")
    found = Found(f"第 {number} 条", title=pages.squeezed(pages.plain(entry.get("title", "")))[:200])
    found.external_id = str(entry.get("id", ""))[:120]
    found.url = pages.address(str(entry.get("link", "")))
    found.source = pages.squeezed(pages.plain(entry.get("author", "")))[:200]
    found.published_on = _day(entry.get("published_parsed") or entry.get("updated_parsed"))
    found.files = [pages.squeezed(str(link.get("href", "")).rpartition("/")[2])[:200] for link in entry.get("enclosures", ())]
    found.body = clean(body)
    words = pages.plain(body)
    found.document_number = pages.number_in(words[:2_000])
    found.made_on = pages.labelled_day(words, pages.MADE) or found.published_on
    pages.complete(found)
    return found


def _day(moment: struct_time | None) -> date | None:
    """The day in China of a moment in UTC."""
    try:
        return datetime(*moment[:6], tzinfo=timezone.utc).astimezone(_CHINA).date() if moment else None  # noqa: UP017
    except (ValueError, OverflowError):
        return None
