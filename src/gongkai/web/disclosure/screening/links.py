"""Links that lead nowhere: empty, broken, to the writer's own disk, into an inner network, or to nothing of this site.

Nothing is fetched. Whether a relative address exists is for the caller to say.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Link, Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.vocabulary import vocabulary

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]{0,20}):")
_HOST = re.compile(r"(?:[^\s.:/@]{1,63}\.)+[^\s.:/@\d][^\s.:/@]{0,62}\.?")
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,8}")
_WRITTEN = re.compile(r"(?:https?|file)[:：]/{1,3}[^\s，。；、）（()“”《》<>\"']{1,300}|(?<![A-Za-z0-9])[A-Za-z]:\\[^\s，。；<>\"|]{1,200}|"
                      r"(?<!\\)\\\\[A-Za-z0-9.\-]{1,60}\\[^\s，。；<>\"|]{1,200}", re.IGNORECASE)
_BAD = re.compile("[\\s，。；：！？（）“”、<>{}|\\\\^`]")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp)[;,]", re.IGNORECASE)


def remarks(page: Plain, writer: Writer, exists: Callable[[str], bool] | None) -> Iterator[Remark]:
    """The remarks on a text's links, and on addresses written out in it.

    Args:
        exists: whether a relative or rooted address is one of this site; None where nobody can tell.
    """
    covered = bytearray(len(page.text))
    for link in page.links:
        fault = fault_of(link.target, is_picture=link.start == link.end) or _missing(page, link, exists)
        if fault:
            covered[link.start:link.end] = b"\1" * (link.end - link.start)
            shown = page.text[link.start:link.end].strip() or link.target[:60] or "（图片）"
            yield writer.at(fault, link.start, link.end, shown if shown == link.target or not link.target
                            else f"{shown[:18]}（{link.target[:60]}）"[:80])
    for written in _WRITTEN.finditer(page.text):
        start, end = written.span()
        if all(covered[start:end]):
            continue
        fault = fault_of(written[0])
        if fault in ("link.local", "link.internal"):
            yield writer.at("link.shown_internal", start, end)
        elif fault == "link.broken":
            yield writer.at(fault, start, end)


def fault_of(target: str, *, is_picture: bool = False) -> str | None:
    """The code of what is wrong with an address by its spelling; None for a sound one.

        >>> fault_of("http://192.168.1.8/a.html"), fault_of("javascript:void(0)"), fault_of("https://www.example.gov.cn/a")
        ('link.internal', 'link.script', None)
    """
    known = vocabulary()
    # Browsers drop control characters from an address, so that java&#10;script: still runs.
    target = _CONTROLS.sub("", target).strip()
    if not target or target == "#":
        return "link.empty"
    if target.startswith("\\\\"):
        return "link.local"
    scheme = _SCHEME.match(target)
    if scheme is None:
        return _host_fault(target) if target.startswith("//") else ("link.broken" if _is_odd(target) else None)
    name = scheme[1].lower()
    if name in known.scripts:
        return None if is_picture and _PICTURE.match(target) else "link.script"
    if name in known.local:
        return "link.local"
    if name == "mailto":
        return None if _MAIL.fullmatch(target[scheme.end():].split("?")[0]) else "link.broken"
    if name == "tel":
        return None if re.fullmatch(r"[+0-9\- ]{3,24}", target[scheme.end():]) else "link.broken"
    if name not in known.schemes:
        return _bare(target)
    return _host_fault(target[scheme.end():])


def _bare(target: str) -> str:
    """What has a colon but no known scheme: an inner host with its port, or nothing sound."""
    fault = _host_fault("//" + target)
    return fault if fault == "link.internal" else "link.broken"


def _host_fault(rest: str) -> str | None:
    if not rest.startswith("//") or rest.startswith("///"):
        return "link.broken"
    try:
        parts = urlsplit("http:" + rest)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "link.broken"
    if _is_inner(host):
        return "link.internal"
    if not host or _BAD.search(rest) or "http://" in rest[2:12] or "https://" in rest[2:12]:
        return "link.broken"
    return None if _is_address(host) or _HOST.fullmatch(host) else "link.broken"


def _is_inner(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return any(host == end or (end.startswith(".") and host.endswith(end)) for end in vocabulary().inner_hosts)
    return not address.is_global


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_odd(target: str) -> bool:
    return _BAD.search(target) is not None or target.startswith(("www.", "http//", "https//", "http：", "https："))


def _missing(page: Plain, link: Link, exists: Callable[[str], bool] | None) -> str | None:
    target = link.target.strip()
    if target.startswith("#"):
        return None if target[1:] in page.anchors or target == "#top" else "link.missing"
    if exists is None or _SCHEME.match(target) or target.startswith("//"):
        return None
    return None if exists(target) else "link.missing"
