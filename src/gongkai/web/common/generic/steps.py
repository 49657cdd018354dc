"""A step of domain/ taken from a screen: its refusal becomes a message, never a broken page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.web.common.editing import Conflict


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Take a step; tell the person that it was taken, or why not.

    Returns:
        Whether it was taken.
    """
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return False
    except Conflict as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def take(request: HttpRequest, act: Callable[[], Any], done: str, to: str, *keys: Any) -> HttpResponse:
    """A step that needs nothing but a POST, and the page that follows. A GET leads to that page and does nothing."""
    if request.method == "POST":
        attempt(request, act, done)
    return redirect(to, *keys)
