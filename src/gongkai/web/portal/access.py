"""What every page of the portal is.

It is open to anybody, works outside a transaction (on SQLite each would wait for the writer), may be kept for a while by caches,
and is told apart by its content: who has it already gets 304.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from gongkai.web.common.access import View, public

PAGE, FEED = 60, 300
"""Seconds for which caches may keep a page, and a feed."""


def page(seconds: int = PAGE, *, conditional: bool = True) -> Callable[[View], View]:
    """The view answers anybody's GET.

    Args:
        seconds: how long caches may keep the answer.
        conditional: whether the answer is compared with what the visitor has; not for streams.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **keywords: Any) -> HttpResponseBase:
            response = view(request, *args, **keywords)
            if response.status_code == 200 and "Cache-Control" not in response:
                patch_cache_control(response, public=True, max_age=seconds)
            return response

        answered = conditional_page(kept) if conditional else kept
        made: View = public(transaction.non_atomic_requests(require_safe(answered)))
        return made

    return decorate
