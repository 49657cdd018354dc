"""The workbench is for people who are signed in; what they see is not kept by caches. What is sealed and does not open is said so."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.web.common.sealing import Unreadable
from gongkai.web.common.views import refuse

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

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What was to be shown or checked does not open: 503 with the reason, where the page does not say so itself."""
        return refuse(request, 503, "内容无法打开", str(error)) if isinstance(error, Unreadable) else None
