"""What every page knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name; for staff, how many reminders are unread."""
    person = getattr(request, "user", None)
    unread = person.notices.filter(read_at=None).count() if person is not None and person.is_authenticated \
        and request.path.startswith("/workbench/") else 0
    return {"site_name": settings.SITE_NAME, "unread": unread}
