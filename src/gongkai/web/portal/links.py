"""Addresses as the outside world writes them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_script_prefix


def absolute(path: str) -> str:
    """The full address of a path of this site, under the address that the public uses.

    The path under which the site lives may stand in both: it is written once.
    """
    base = settings.SITE_ADDRESS
    prefix = get_script_prefix().rstrip("/")
    if prefix and urlsplit(base).path.rstrip("/") == prefix and path.startswith(f"{prefix}/"):
        path = path[len(prefix):]
    return f"{base}{path}"
