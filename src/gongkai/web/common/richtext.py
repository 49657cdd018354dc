"""Bodies: what HTML they may hold, their plain text. The editor (forms.py) offers what is let through here."""

from __future__ import annotations

import html
import re

import nh3

TAGS = {"p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "blockquote", "hr",
        "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "ol": {"start", "type"}}
ALIGNED = {"align-center": "居中", "align-right": "居右", "align-noindent": "顶格"}
"""Classes that a paragraph may carry, with their labels: the site's policy for styles allows no attribute `style`."""
CLASSES = {tag: set(ALIGNED) for tag in ("p", "h2", "h3", "h4", "th", "td")}
SCHEMES = {"http", "https", "mailto", "tel"}
_STYLE = re.compile(r"""<(p|h[1-6]|td|th|div)\b([^>]*?)\s(?:style=["'][^"'>]*?text-align:\s*|align=["'])(center|right)\b""", re.IGNORECASE)
_HIGH = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_LOW = re.compile(r"<(/?)h[56]\b", re.IGNORECASE)
_DIVISION = re.compile(r"<(/?)div\b", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|table|blockquote|br|div|hr)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|tr|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_EMPTY = re.compile(r"(?:<p[^>]*>(?:\s|&nbsp;|<br>)*</p>\s*)+$")

_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES,
                       link_rel="noopener noreferrer", clean_content_tags={"script", "style", "title", "xml"})


def clean(body: str) -> str:
    """A body of allowed tags alone: paragraphs, headings from the second to the fourth level, lists, links, tables.

    Alignment written as a style becomes a class, so that text pasted from Word keeps it; empty paragraphs at the end go; of a
    text without tags (typed where no script runs) each line becomes a paragraph.
    """
    if not _BLOCK.search(body):
        body = "".join(f"<p>{line.strip()}</p>" for line in body.splitlines() if line.strip())
    body = _STYLE.sub(lambda found: f'<{found[1]} class="align-{found[3].lower()}"{found[2]} data-was="', body)
    body = _DIVISION.sub(r"<\1p", _LOW.sub(r"<\1h4", _HIGH.sub(r"<\1h2", body)))
    return _EMPTY.sub("", _CLEANER.clean(body).replace(' class=""', "")).strip()


def is_blank(body: str) -> bool:
    """Whether a body shows nothing."""
    return not _TAG.sub("", body).replace("&nbsp;", "").replace("\xa0", "").strip()


def plain(body: str) -> str:
    """A body as a reader sees it, a line a paragraph; a text that is no HTML as it is."""
    if "</" not in body:
        return body
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", body))).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
