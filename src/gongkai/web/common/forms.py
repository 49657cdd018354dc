"""Widgets and helps of forms."""

from __future__ import annotations

import re

from django.utils.html import strip_tags

_BREAKS = re.compile(r"(?i)<br\s*/?>|</(p|div|h[1-6]|li|tr|blockquote)>")


def plain_text(value: str) -> str:
    """A text of HTML as a reader sees it, a line a paragraph; other texts as they are."""
    if "</" not in value:
        return value
    text = strip_tags(_BREAKS.sub("\n", value)).replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
