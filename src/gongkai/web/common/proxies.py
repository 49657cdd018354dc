"""Servers that stand in front and are not named in GONGKAI_PROXIES: noticed with the first request they pass on, told in the log and at
each start. While they are not named all visitors have one network address, so that lock-out and limits can't tell them apart.

Who sends `X-Forwarded-For` from afar may have made it up; only what comes from the machine itself or its own network is a server in
front. Nothing is refused for it: a public site that went dark over a setting would serve nobody.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SENTENCE = ("站点前面有未登记的代理服务器（请求带有 X-Forwarded-For，来自{address}）：所有访问者的网络地址都成了代理服务器的地址，登录锁定和提交次数的限制"
            "不能区分访问者。请把 GONGKAI_PROXIES 设为前面代理服务器的台数，然后重新启动。")
LIKELY = "设置了 GONGKAI_HTTPS 或者 GONGKAI_ORIGINS，站点前面应有代理服务器，但是没有设置 GONGKAI_PROXIES：登录锁定和提交次数的限制不能区分访问者，请设为代理服务器的台数。"
log = logging.getLogger("gongkai")


class Unnamed:
    """Middleware: looks at each request until it has found one that an unnamed server passed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.told = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.told and not settings.ALLAUTH_TRUSTED_PROXY_COUNT and "HTTP_X_FORWARDED_FOR" in request.META:
            address = request.META.get("REMOTE_ADDR", "")
            if address in ("", "unix") or _near(address):
                self.told = True
                note(address or "本机")
        return self.get_response(request)


def note(address: str) -> None:
    """Keep that there is such a server, for the next start, and tell the log."""
    log.warning(SENTENCE.format(address=address))
    try:
        _mark().write_text(address, encoding="utf-8")
    except OSError:
        log.exception("%s", _mark())


def announcement() -> str:
    """What to tell whoever starts the site; "" where all is named. A server that is named by now is forgotten."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        _mark().unlink(missing_ok=True)
        return ""
    if _mark().exists():
        return SENTENCE.format(address=_mark().read_text(encoding="utf-8")[:60])
    return LIKELY if settings.HTTPS or settings.CSRF_TRUSTED_ORIGINS else ""


def _mark() -> Path:
    return Path(settings.DATA) / "proxy-unnamed"


def _near(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.is_loopback or found.is_private
