"""Reminders to people: in the site at once, by mail from the background work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.mail import send_mail
from django.utils import timezone

from gongkai.web.common.models import Notice

FRESH = timedelta(days=3)
"""How old a reminder may be that still goes out by mail."""


def tell(people: Iterable[Any], text: str, *, kind: str, link: str = "", key: str = "") -> int:
    """Remind each person once of a matter.

    Args:
        text: one Chinese sentence.
        link: the page where it is dealt with, a path of this site.
        key: what it is about; a person is reminded once of one key.

    Returns:
        How many reminders are new.
    """
    made = 0
    for person in {person.pk: person for person in people}.values():
        values = {"kind": kind, "text": text, "link": link}
        if key:
            made += Notice.objects.get_or_create(person=person, key=key, defaults=values)[1]
        else:
            Notice.objects.create(person=person, **values)
            made += 1
    return made


def send_waiting(most: int = 500) -> int:
    """Send by mail what has not been sent yet; one letter that fails holds up none of the others. What waited longer than `FRESH`,
    because there was no address or no server, stays in the site alone.

    Returns:
        How many letters went out.
    """
    from django.conf import settings

    sent = 0
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, created_at__gte=timezone.now() - FRESH).exclude(person__email="").select_related("person")
    for notice in waiting.order_by("id")[:most]:
        link = f"\n\n{settings.SITE_ADDRESS}{notice.link}" if notice.link else ""
        try:
            send_mail(f"【{settings.SITE_NAME}】{notice.text[:60]}", notice.text + link, None, [notice.person.email])
        except OSError:
            continue
        Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
        sent += 1
    return sent
