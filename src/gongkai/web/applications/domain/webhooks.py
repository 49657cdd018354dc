"""Reminders to a unit's own chat or OA: one text a reminder, signed, never with anything of an applicant.

The body is what 企业微信 and 钉钉 robots take: ``{"msgtype": "text", "text": {"content": …}}``. Only hosts that whoever runs the site
has named (``GONGKAI_WEBHOOK_HOSTS``) are called, without following redirects: an address typed by a clerk is no way into the
network behind the site.
"""

from __future__ import annotations

import hmac
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from gongkai.web.applications.domain.reminding import KIND as CASES
from gongkai.web.applications.models import Webhook
from gongkai.web.common import eventlog, sealing
from gongkai.web.common.gate import require
from gongkai.web.common.models import Notice
from gongkai.web.organs.models import Unit

SECONDS = 5
"""How long an address may take to answer."""
_KINDS = {CASES}
MOST = 50
"""Reminders that one address is told of at once."""


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler({}))


def carry(kind: str) -> None:
    """Let reminders of another kind go to the units' addresses too; the app that makes them says so when the site starts, and answers for
    it that their sentences hold nothing personal."""
    _KINDS.add(kind)


def checked(url: str) -> str:
    """An address that may be called.

    Raises:
        ValidationError: it is none, or its host is not among those named.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValidationError({"url": "请填写以 https:// 或者 http:// 开头的完整地址。"})
    if parts.hostname not in settings.WEBHOOK_HOSTS:
        raise ValidationError({"url": f"本站未允许向“{parts.hostname}”发送提醒，请联系系统管理员在 GONGKAI_WEBHOOK_HOSTS 中加入该域名。"})
    return url.strip()


def add(actor: Any, unit: Unit, url: str, secret: str) -> Webhook:
    """Let a unit's reminders go to an address too, from now on.

    Raises:
        Refused: the actor does not keep the unit's settings.
        ValidationError: as `checked`.
    """
    row = Webhook(unit=unit, url=checked(url))
    require(actor, "edit", row)
    row.sent_up_to = Notice.objects.aggregate(last=Max("id"))["last"] or 0
    row.save()
    if secret.strip():
        Webhook.objects.filter(pk=row.pk).update(secret=sealing.wrap(secret.strip().encode(), f"webhook {row.pk}"))
        row.refresh_from_db()
    eventlog.record("webhook.added", row, actor=actor, unit=unit, title=urlsplit(row.url).hostname or "")
    return row


def remove(actor: Any, row: Webhook) -> None:
    """Send no more to an address.

    Raises:
        Refused: the actor does not keep the unit's settings.
    """
    require(actor, "edit", row)
    eventlog.record("webhook.removed", row, actor=actor, unit=row.unit, title=urlsplit(row.url).hostname or "")
    row.delete()


def send_waiting() -> int:
    """Send what has not been sent; an address that fails holds up none of the others and is tried again next time.

    Returns:
        How many reminders went out.
    """
    sent = 0
    for row in Webhook.objects.filter(active=True).select_related("unit"):
        waiting = Notice.objects.filter(kind__in=_KINDS, pk__gt=row.sent_up_to, person__home=row.unit).order_by("pk")
        seen: set[str] = set()
        for notice in waiting[:MOST]:
            if notice.text not in seen and not _post(row, notice):
                Webhook.objects.filter(pk=row.pk, failed_since=None).update(failed_since=timezone.now())
                break
            sent += notice.text not in seen
            seen.add(notice.text)  # one text a matter, whoever was told of it
            Webhook.objects.filter(pk=row.pk).update(sent_up_to=notice.pk, failed_since=None)
    return sent


def _post(row: Webhook, notice: Notice) -> bool:
    body = json.dumps({"msgtype": "text", "text": {"content": f"{notice.text}\n{settings.SITE_ADDRESS}{notice.link}"}}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if row.secret:
        stamp = str(int(time.time()))
        secret = sealing.unwrap(row.secret, f"webhook {row.pk}")
        headers |= {"X-Gongkai-Time": stamp, "X-Gongkai-Signature": hmac.new(secret, stamp.encode() + b"\n" + body, "sha256").hexdigest()}
    try:
        with _OPENER.open(urllib.request.Request(checked(row.url), body, headers), timeout=SECONDS) as answer:
            return 200 <= answer.status < 300
    except (OSError, ValidationError, ValueError, urllib.error.URLError):
        return False
