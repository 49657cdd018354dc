"""One saved page of a government site: its title, days, numbers, main text and links to attachments.

Sites differ; what most have in common is looked for, in this order: the meta elements that 政府网站 must carry (ArticleTitle,
PubDate, ContentSource), the labelled lines above a text (索引号, 文号, 发布日期), the usual containers of editors, and last the
block with the most text outside links. What is not found is told, never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.report.reading.decoding import decode
from gongkai.web.common.richtext import clean
from gongkai.web.disclosure.intake.model import NOT_FOUND, Found

LETTERS = 1_000_000
"""Letters of HTML that a text may have."""
MADE = r"生\s*成\s*日\s*期|成\s*文\s*日\s*期|印\s*发\s*日\s*期|制\s*发\s*日\s*期"
PUBLISHED = r"发\s*布\s*(?:日\s*期|时\s*间)|公\s*开\s*(?:日\s*期|时\s*间)|发\s*文\s*日\s*期|信\s*息\s*时\s*间"
_DAY = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.I)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.I)
_INDEX = re.compile(r"索\s*引\s*号\s*[:：]?\s*([A-Za-z0-9][A-Za-z0-9/_.\-]{4,78})")
_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,15})\s*[〔\[［【（(]\s*((?:19|20)\d\d)\s*[〕\]］】）)]\s*(?:第)?\s*(\d{1,5})\s*号")
_SOURCE = re.compile(r"(?:信息)?来\s*源\s*[:：]\s*([^\s|｜]{2,40})")
_SITE_NAME = re.compile(r"\s*[-_|｜—–]+\s*[^-_|｜—–]*$")
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u3000\u200b]+")
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|csv|txt|jpe?g|png)$", re.I)
_TITLES = ("h1", ".article-title", ".arc-title", ".content-title", ".xxgk-title", ".news-title", ".title", "h2")
_BODIES = ("#UCAP-CONTENT", "#zoom", "#Zoom", ".TRS_Editor", ".trs_editor_view", "[itemprop=articleBody]", ".article-content", "#vsb_content",
           ".v_news_content", ".pages_content", ".xxgk-content", ".news_content", ".con_text", "#content_body", "article")
_NOISE = "script,style,noscript,template,iframe,object,embed,form,input,button,select,textarea,nav,header,footer,svg,link,meta"


def read_page(data: bytes, place: str) -> Found:
    """What a page says. Never raises for what it holds."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    found = Found(place)
    if decoded.remark:
        found.notes.append(decoded.remark)
    saved = _SAVED_FROM.search(decoded.text[:8_000])
    tree = LexborHTMLParser(decoded.text)
    metas = {(node.attributes.get("name") or node.attributes.get("property") or "").lower(): node.attributes.get("content") or ""
             for node in tree.css("meta")}
    canonical = tree.css_first("link[rel=canonical]")
    found.url = address((saved[1] or saved[2]) if saved else "") or address(metas.get("url", "")) or address(metas.get("og:url", "")) or (
        address(canonical.attributes.get("href") or "") if canonical else "")
    found.title = _title(tree, metas)
    for node in tree.css(_NOISE):
        node.decompose()
    root = tree.body or tree.root
    words = root.text(separator=" ") if root else ""
    found.published_on = _first_day(metas.get("pubdate", "")) or labelled_day(words, PUBLISHED)
    found.made_on = labelled_day(words, MADE) or found.published_on
    found.index_number = index[1] if (index := _INDEX.search(words)) else ""
    source = _SOURCE.search(words)
    found.source = squeezed(metas.get("contentsource", "") or (source[1] if source else ""))[:200]
    main = _main(root) if root else None
    if main is not None:
        found.files = _files(main)
        html = main.html or ""
        if len(html) > LETTERS:
            found.notes.append(f"正文超过 {LETTERS // 10_000} 万个字符，没有读取，请作为附件上传。")
        else:
            found.body = clean(html)
    found.document_number = number_in(words[:3_000]) or number_in(plain(found.body)[:1_000])
    found.external_id = found.url[-120:] if found.url else ""
    complete(found)
    return found


def complete(found: Found) -> None:
    """Say in `found.notes` what was not found, and what does not come along."""
    missing = [name for name, value in (("名称", found.title), ("生成日期", found.made_on), ("发布日期", found.published_on),
                                        ("正文", plain(found.body))) if not value]
    if missing:
        found.notes.append(f"{NOT_FOUND}{'、'.join(missing)}，请补填。")
    if found.files:
        found.notes.append(f"有{len(found.files)}个附件未随之导入，导入后请在草稿中上传：{'、'.join(found.files)[:300]}。")


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return LexborHTMLParser(html).text(separator=" ") if html else ""


def squeezed(text: str) -> str:
    """A text in one line."""
    return _SPACE.sub(" ", text.replace("\0", "")).strip()


def address(text: str) -> str:
    """A web address as it is; empty where it is none, or longer than can be kept."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc and len(text) <= 500 else ""


def number_in(text: str) -> str:
    """The first 文号 in a text, in its usual brackets; empty where there is none."""
    found = _NUMBER.search(text)
    return f"{_word(found[1])}〔{found[2]}〕{int(found[3])}号" if found else ""


def labelled_day(text: str, labels: str) -> date | None:
    """The day that stands behind one of the labels."""
    found = re.search(rf"(?:{labels})\s*[:：]?\s*{_DAY}", text)
    return _date(*found.groups()) if found else None


def _word(text: str) -> str:
    """The 机关代字 without the words of the line that stand before it."""
    return re.sub(r"^.*(?:文号|字号|根据|按照|印发|依据)", "", text) or text


def _first_day(text: str) -> date | None:
    found = re.search(_DAY, text)
    return _date(*found.groups()) if found else None


def _date(*parts: str) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _title(tree: LexborHTMLParser, metas: dict[str, str]) -> str:
    if title := squeezed(metas.get("articletitle", "")):
        return title[:200]
    for selector in _TITLES:
        for node in tree.css(selector):
            if 4 <= len(title := squeezed(node.text(separator=" "))) <= 200:
                return title
    head = tree.css_first("title")
    title = squeezed(head.text()) if head else ""
    return (_SITE_NAME.sub("", title) or title)[:200]


def _main(root: LexborNode) -> LexborNode | None:
    """The element that holds the text."""
    for selector in _BODIES:
        best = max(root.css(selector), key=_weight, default=None)
        if best is not None and _weight(best) >= 20:
            return best
    blocks = [node for node in root.css("div,td,section,main") if node.css_matches("p,table,br") or len(node.text(deep=False)) > 40]
    best = max(blocks, key=_own, default=None)
    return best if best is not None and _own(best) >= 20 else None


def _weight(node: LexborNode) -> int:
    """Letters of an element outside links."""
    return len(squeezed(node.text())) - sum(len(squeezed(link.text())) for link in node.css("a"))


def _own(node: LexborNode) -> int:
    """Letters that stand in an element itself or in its paragraphs and tables, outside links."""
    own = len(squeezed(node.text(deep=False)))
    child = node.child
    while child is not None:
        if child.tag in ("p", "table", "ul", "ol", "h2", "h3", "h4", "blockquote", "span", "strong"):
            own += max(0, _weight(child))
        child = child.next
    return own


def _files(main: LexborNode) -> list[str]:
    names = []
    for link in main.css("a"):
        path = unquote(urlsplit_path(link.attributes.get("href") or ""))
        if _ATTACHMENT.search(path):
            names.append(squeezed(link.text())[:80] or path.rpartition("/")[2][:80])
    return list(dict.fromkeys(names))[:50]


def urlsplit_path(href: str) -> str:
    """The path of a link; empty where it cannot be read."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""
