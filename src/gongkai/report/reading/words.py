"""Word lists of ``law/vocabularies`` that the reader needs, loaded once."""

from __future__ import annotations

import re
from functools import cache

from gongkai.engine.lawfile import LAW, read


@cache
def page_frame() -> dict[str, tuple[str, ...]]:
    """The words of a page's frame (``law/vocabularies/page_frame.yaml``), longest first within each list."""
    node = read(LAW / "vocabularies" / "page_frame.yaml")
    node.check(dict.fromkeys(("published", "written", "other_dates", "publisher", "meta", "tail"), list))
    return {key: tuple(sorted(map(str, words), key=len, reverse=True)) for key, words in node.items()}


_DATE_ONLY = re.compile(r"(?:20\d\d)[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?\s*(?:星期.)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?")


def is_frame(text: str) -> bool:
    """Whether a short line before the text belongs to the page's frame: a menu, a date line, a counter."""
    if len(text) > 60 and not text.startswith(("分享", "打开微信")):
        return False
    if _DATE_ONLY.fullmatch(text) or re.fullmatch(r"[\d\s次:：.|｜+\-]*次?", text):
        return True
    return len(text) < 60 and text.startswith(page_frame()["meta"]) and not text.endswith("。")
