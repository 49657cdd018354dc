"""How often a key may ask: so many requests in each minute, counted in the database that all processes share."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from gongkai.web.disclosure.models import PushCount
from gongkai.web.organs.models import ApiToken


def seconds_to_wait(token: ApiToken, now: datetime | None = None) -> int:
    """Count a request of a key; 0 where it may go on, else the seconds until the next minute."""
    now = now or timezone.now()
    minute = now.replace(second=0, microsecond=0)
    row, fresh = PushCount.objects.get_or_create(token=token, minute=minute)
    if fresh:
        PushCount.objects.filter(token=token, minute__lt=minute - timedelta(minutes=5)).delete()
    PushCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db(fields=["count"])
    return 0 if row.count <= settings.API_PER_MINUTE else 60 - now.second
