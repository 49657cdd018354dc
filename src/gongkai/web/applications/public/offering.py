"""What is already public on what somebody types: titles and document numbers that hold its words, or are like it.

Nobody need apply for what is there already (条例第三十六条第一项). Only what is published is looked at; what was typed is in no address
and no log.
"""

from __future__ import annotations

import re

from gongkai.web.common import search
from gongkai.web.common.search.backend import backend
from gongkai.web.common.search.text import fold, grams, squeeze
from gongkai.web.disclosure.models import PublishedItem

SHOWN = 5
LOOKED_AT = 200
"""Titles like the text that are looked at."""
ENOUGH = 0.5
"""The part of a title's pairs of characters that a text must hold for the title to be offered."""
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\d+\s*号")
_TITLE = re.compile(r"《([^》]{2,100})》")
_FILLING = re.compile(r"我?(?:想|要|需要|希望|现|特)?(?:依法)?(?:申请|请求|请)?(?:依法)?(?:公开|提供|获取|了解|查阅|复制)|贵(?:单位|局|机关|县|镇|政府)|"
                      r"关于|有关|相关|政府信息|信息|文件|资料|材料|情况|以及|包括|全部|所有|的|和|与|及|等|在|对|了")
_PARTS = re.compile(r"[\s，。；、：:;,.!?！？“”\"'（）()《》\[\]〔〕【】]+")


def offers(text: str) -> list[PublishedItem]:
    """Published items on the subject of a text, the likest first; [] where nothing is near enough."""
    found: dict[int, None] = {}
    for exact in [*_NUMBER.findall(text), *_TITLE.findall(text)]:
        for hit in search.find(search.Query(re.sub(r"\s", "", exact), {"kind": ["item"]})).hits[:SHOWN]:
            found.setdefault(hit.key)
    words = _words(text)
    if words and len(found) < SHOWN:
        for hit in search.find(search.Query(" ".join(words), {"kind": ["item"]})).hits[:SHOWN]:
            found.setdefault(hit.key)
    if len(found) < SHOWN:
        for key in _like(text, words):
            found.setdefault(key)
    wanted = list(found)[:SHOWN]
    rows = PublishedItem.objects.select_related("unit").defer("body").in_bulk(wanted)
    return [rows[key] for key in wanted if key in rows]


def _words(text: str) -> list[str]:
    """The telling words of a text: its parts without what every application says."""
    parts = [word for part in _PARTS.split(text[:500]) for word in _FILLING.split(part)]
    return list(dict.fromkeys(word for word in parts if word and len(word) > 1))[:5]


def _like(text: str, words: list[str]) -> list[int]:
    """Titles of which the text holds a good part, the likest first."""
    folded = fold(squeeze(text[:500]))
    pairs = set(grams(folded))
    near: dict[int, float] = {}
    for word in sorted(words, key=len, reverse=True)[:2]:
        for document in backend().similar(fold(word), LOOKED_AT):
            own = {pair for pair in grams(document.title) if pair not in _COMMON}
            share = len(own & pairs) / len(own) if own else 0
            if document.kind == "item" and share >= ENOUGH:
                near[document.key] = max(share, near.get(document.key, 0))
    return sorted(near, key=lambda key: -near[key])


_COMMON = set(grams("关于通知意见办法方案公告通告公示的通知的意见"))
