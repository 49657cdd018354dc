"""The workbench is for people who are signed in; what they see is not kept by caches."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN = ("/account/logout/", "/account/password/change/")


class Workbench:
    """Asks for a sign-in before anything under ``/workbench/``, and for a new password where one is due.

    Paths are those below the prefix under which the site may live.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        inside = path.startswith("/workbench/")
        person = request.user
        if inside and not person.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if person.is_authenticated and person.must_change_password and (
                inside or path.startswith(("/account/", "/files/"))) and path not in OPEN:
            return redirect("account_change_password")
        response = self.get_response(request)
        if inside or path.startswith("/account/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
