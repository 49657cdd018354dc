"""The site for a WSGI server: ``gongkai.web.wsgi:application``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
django.setup()  # unlike the next line it makes the prefix known before static files learn their address
_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site, below its prefix if it has one; a server in front may pass the prefix on or cut it off."""
    from django.conf import settings

    prefix, path = settings.FORCE_SCRIPT_NAME, environ.get("PATH_INFO", "")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        environ["PATH_INFO"] = path[len(prefix):] or "/"
    return _site(environ, start_response)
