"""The body of an item: what HTML it may hold, and its plain text."""

from __future__ import annotations

import re

import nh3

TAGS = {"p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "blockquote", "hr",
        "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "ol": {"start"}}
ALIGNED = ("align-center", "align-right", "align-noindent")
"""Classes that a paragraph may carry: the site's policy for styles allows no attribute `style`."""
CLASSES = {tag: set(ALIGNED) for tag in ("p", "h2", "h3", "h4", "th", "td")}
_STYLE = re.compile(r"""<(p|h[1-6]|td|th|div)\b([^>]*?)\s(?:style=["'][^"'>]*?text-align:\s*|align=["'])(center|right)\b""", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_DIVISION = re.compile(r"<(/?)div\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_EMPTY = re.compile(r"(?:<p[^>]*>(?:\s|&nbsp;|<br>)*</p>\s*)+$")

_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes={"http", "https", "mailto", "tel"},
                       link_rel="noopener noreferrer", clean_content_tags={"script", "style", "title"})


def clean(body: str) -> str:
    """A body of allowed tags alone: paragraphs, headings from the second level, lists, links, tables.

    Alignment written as a style becomes a class, so that text pasted from Word keeps it; empty paragraphs at the end go.
    """
    body = _STYLE.sub(lambda found: f'<{found[1]} class="align-{found[3].lower()}"{found[2]} data-was="', body)
    body = _DIVISION.sub(r"<\1p", _HEADING.sub(r"<\1h2", body))
    return _EMPTY.sub("", _CLEANER.clean(body)).strip()


def is_blank(body: str) -> bool:
    """Whether a body shows nothing."""
    return not _TAG.sub("", body).replace("&nbsp;", "").replace("\xa0", "").strip()
