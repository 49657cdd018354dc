"""Word lists of ``law/vocabularies`` that the reader needs, loaded once."""

from __future__ import annotations

from functools import cache

from gongkai.engine.lawfile import LAW, read


@cache
def page_frame() -> dict[str, tuple[str, ...]]:
    """The words of a page's frame (``law/vocabularies/page_frame.yaml``), longest first within each list."""
    node = read(LAW / "vocabularies" / "page_frame.yaml")
    node.check(dict.fromkeys(("published", "written", "other_dates", "publisher", "meta", "tail"), list))
    return {key: tuple(sorted(map(str, words), key=len, reverse=True)) for key, words in node.items()}
