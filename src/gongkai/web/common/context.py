"""What every page knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, whether a header of the host stands above the portal's pages, whether the reader wants large print, and for staff how many reminders are unread."""
    return {
        "site_name": settings.SITE_NAME,
        "host_header": settings.HOST_HEADER,
        "large_print": request.COOKIES.get("gongkai_print") == "large",
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }


def _unread(request: HttpRequest) -> int:
    """Counted only by pages that show it."""
    person = getattr(request, "user", None)
    return person.notices.filter(read_at=None).count() if person is not None and person.is_authenticated else 0
