"""allauth's adapter: accounts are made by a 管理员, nobody signs up; sign-ins and sign-outs are logged."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from gongkai.web.common import eventlog


class Adapter(DefaultAccountAdapter):
    """What differs from a site that anyone may join."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Log it."""
        eventlog.record("person.signed_in", user, actor=user, unit=user.home)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Log it."""
        if request.user.is_authenticated:
            eventlog.record("person.signed_out", request.user, actor=request.user, unit=request.user.home)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """A new password that the person chose is no longer a given one."""
        user.must_change_password = False
        super().set_password(user, password)
        eventlog.record("person.password_changed", user, actor=user, unit=user.home)
