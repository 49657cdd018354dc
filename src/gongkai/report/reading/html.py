"""HTML → Document: paragraphs and grids in reading order.

The DOM is read in bulk, which is several times faster than visiting each node from Python: lexbor mends the page and
writes it out again; in what it writes every tag is well formed (no ``>`` but at its end), so that the text can be cut
at the tags (html_blocks.py). Each data table becomes a grid with its spans laid out. A table that holds other tables is
layout: its cells are read as paragraphs, the tables within it as grids. A table whose source was met before, its numbers
aside, need not be parsed at all (html_known.py).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from gongkai.errors import UnreadableReport
from gongkai.report.reading import html_known
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import LIMITS, Document, GridCell, Limits
from gongkai.report.reading.html_blocks import BLOCKS, Reader, clean, opened
from gongkai.report.reading.numbers import day, parse
from gongkai.report.reading.stencils import Known

_GONE = {b"script", b"style", b"noscript", b"template", b"select", b"textarea", b"iframe", b"svg", b"object"}
_FIELDS = {b"input", b"textarea"}
_TYPED = {None, "", "text", "number", "tel"}
"""Kinds of input that show what was typed."""
_MAY_HIDE = (b"display", b"visibility", b"hidden")
_STRIKE = {b"s", b"strike", b"del", b"sup"}
_VERBATIM = {b"xmp", b"noembed", b"noframes", b"plaintext"}
"""What these hold is text, whatever it looks like."""
_SPECIAL = re.compile(rb"<(?!t[adrb]|p[ >]|span|font|br|div|b[ >]|a[ >]|u[ >]|o:p|strong)([a-z]+)")
"""The name of a tag that opens, the most frequent ones left out, for which nothing is done."""
_STRAY = re.compile("(<[^<>]*)<[^>]*>")
"""A tag that swallowed the next one for want of its ``>``; what it swallowed counts as attributes."""
_PREFORMATTED = re.compile("<pre[ >].*?</pre>", re.DOTALL)
"""Where the end of a line in the source is one on the page."""
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_INLINE = re.compile(rf"<(?!/?(?:{BLOCKS})[ >])[^>]*>")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_NESTING = re.compile(rb"<(?:div|span|table|font|b|i|p|ul|li|section|em|strong)\b", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.I)
_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_NOTE_MARK = re.compile(r"\s*[\[【（(〔]?\s*(?:\d{1,2}|[①-⑳*＊※]|注)\s*[\]】）)〕]?\s*")
_PUBLISHED = {"pubdate", "publishdate", "publish_time", "article:published_time", "firstpublishedtime", "publishtime"}
_MAX_DEPTH_HINT = 60_000
_HIDDEN = '[style*="display" i],[style*="visibility" i],[hidden]'
_WRAPPERS = ["span", "font", r"o\:p"]
_MANY = 40
"""With so many of them the parser takes them away faster than a pattern does from what it writes, attributes and all."""
_STRUCK = 's,strike,del,[style*="line-through" i]'


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    """The document in an HTML page, in whatever encoding it really is.

    Raises:
        UnreadableReport: more cells or nested elements than the limits allow.
    """
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    if len(data) > 2 * _MAX_DEPTH_HINT and data.count(b"<") > _MAX_DEPTH_HINT and len(_NESTING.findall(data)) > _MAX_DEPTH_HINT:
        raise UnreadableReport("网页元素过多，超出可读取的范围，请只保存年度报告正文所在的页面后重试。")
    as_it_is = decoded.encoding == "utf-8" and not decoded.replaced and not data.startswith(BOM_UTF8)
    source = data if as_it_is else decoded.text.encode("utf-8", "replace")
    lower = source.lower()
    page = html_known.take_out(source, lower)
    document = _read(page.source, lower if page.source is source else page.source.lower(), page.known, limits)
    if document is None:  # a mark is not where a table can be
        document = _read(source, lower, {}, limits) or Document(format="html")
    for table in page.new:
        html_known.learn(table, lambda source: _alone(source, limits))
    if decoded.remark:
        document.remarks.insert(0, (decoded.remark, None))
    return document


def _read(source: bytes, lower: bytes, known: Mapping[str, Known], limits: Limits) -> Document | None:
    """The document in a source, None where the `known` tables do not stand in it as tables. `lower`: in small letters."""
    document = Document(format="html")
    html = _body(source, lower, document)
    if known and not html_known.in_place(known, html):
        return None
    Reader(document, limits, known).read(html)
    return document


def _alone(source: bytes, limits: Limits) -> tuple[list[list[GridCell]], list[str]] | None:
    """A page that holds nothing but a table, for html_known.py."""
    inner = html_known.inside(_body(source, source.lower(), Document()))
    return (Reader(Document(), limits, {}).rows(inner, 1), opened(inner)) if inner is not None else None


def _body(source: bytes, lower: bytes, document: Document) -> str:
    """The blocks, line breaks and tables of a page with their text, all other tags left out; the document gets the title
    and the day that the page declares, and remarks."""
    tree = LexborHTMLParser(source)
    # A look at the source spares a walk over the whole tree for what the page does not hold.
    tags = set(_SPECIAL.findall(lower))
    _head(tree, document, b"publishtime" in tags)
    if tags & _FIELDS:
        _fill_in(tree)
    if gone := tags & _GONE:
        tree.strip_tags([tag.decode() for tag in gone])
    if any(word in lower for word in _MAY_HIDE):
        _drop_hidden(tree)
    if tags & _STRIKE or b"line-through" in lower:
        _drop_struck(tree, document)
    if quoting := tags & _VERBATIM:
        for node in tree.css(b",".join(quoting).decode()):
            node.replace_with(node.text(deep=True))
    if lower.count(b"<span") > _MANY:
        tree.unwrap_tags(_WRAPPERS)
    root = tree.body or tree.root
    html = (root.html if root is not None else None) or ""
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if b"pre" in tags:
        html = _PREFORMATTED.sub(lambda match: match[0].replace("\n", "<br>"), html)
    if html.count("<") != html.count(">"):
        html = _STRAY.sub(r"\1>", html)
    html = _INLINE.sub("", html).replace("&nbsp;", "\xa0")
    if any(char in html for char in _UNSEEN):
        html = html.translate(dict.fromkeys(map(ord, _UNSEEN)))
    return html


def _head(tree: LexborHTMLParser, document: Document, dated: bool) -> None:
    """Title and day of publication that the page declares; `dated`: it has an element for the day."""
    # By tag, since a selector costs as much as parsing a small page.
    titles = [clean(node.text()) for node in tree.tags("title")]
    for node in tree.tags("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        content = attributes.get("content") or ""
        if name in _PUBLISHED and (match := _DATE.search(content)):
            document.published = day(*match.groups())
        elif name == "articletitle" and content.strip():
            titles.insert(0, clean(content))
    document.title = next(iter(titles), None) or None
    for tag in tree.tags("publishtime")[:1] if dated else ():
        if match := _DATE.search(tag.text()):
            document.published = day(*match.groups())


def _fill_in(tree: LexborHTMLParser) -> None:
    """Numbers that stand in fields of a form within a table's cells are the cells'."""
    for node in tree.css("td input,td textarea"):
        attributes = node.attributes
        value = (attributes.get("value") if node.tag == "input" and (attributes.get("type") or "").lower() in _TYPED else
                 node.text() if node.tag == "textarea" else None) or ""
        if parse(value).kind in ("number", "mark") and "display" not in (attributes.get("style") or ""):
            node.replace_with(value)


def _drop_hidden(tree: LexborHTMLParser) -> None:
    for node in tree.css(_HIDDEN):
        style = (node.attributes.get("style") or "").replace(" ", "").lower()
        unseen = "display:none" in style or "visibility:hidden" in style or "hidden" in node.attributes
        if unseen and node.parent is not None:
            node.decompose()


def _drop_struck(tree: LexborHTMLParser, document: Document) -> None:
    """Text struck out is gone, and marks of footnotes are no digits of the number they stand at."""
    struck = tree.css(_STRUCK)
    for node in struck:
        if node.parent is not None:
            node.decompose()
    if struck:
        document.remarks.append((f"网页中有{len(struck)}处划掉的文字，已略去，请核对。", None))
    for node in tree.css("sup"):
        if _NOTE_MARK.fullmatch(node.text(deep=True)) and node.parent is not None:
            node.decompose()
