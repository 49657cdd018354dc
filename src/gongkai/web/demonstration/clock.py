"""The past, made at its own time: within `at` the site's clock shows another moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day in the site's zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def at(then: datetime) -> Iterator[None]:
    """`timezone.now`, and with it every day and time that is set by itself, shows `then`. For a process that does nothing else."""
    real = timezone.now
    timezone.now = lambda: then
    try:
        yield
    finally:
        timezone.now = real
