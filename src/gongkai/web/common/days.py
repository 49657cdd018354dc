"""The legal day. Statutory days are dates in Asia/Shanghai, never datetimes."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """Today's date in the site's time zone."""
    return timezone.localdate()


def last_of(year: int) -> date:
    """31 December."""
    return date(year, 12, 31)
