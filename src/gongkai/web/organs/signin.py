"""Sign-in: allauth's adapter (accounts are made by a 管理员, nobody signs up), lock-out, presence; all of it is logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.common import eventlog
from gongkai.web.common.views import refuse

SEEN = "seen_at"
PRESENCE = 60
"""Seconds between two notes of a person's presence; a note is a write."""


class Adapter(DefaultAccountAdapter):
    """What differs from a site that anyone may join."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "这个账号已停用，如需使用，请联系本单位管理员。",
        "username_password_mismatch": "用户名或密码不正确，请核对后重新输入；连续多次输错将暂时锁定。",
        "invalid_login": "用户名或密码不正确，请核对后重新输入；连续多次输错将暂时锁定。",
        "enter_current_password": "当前密码不正确，请重新输入。",
        "incorrect_password": "密码不正确，请重新输入。",
        "incorrect_code": "验证码不正确，请输入验证器当前显示的6位数字，或者一个没有用过的备用码。",
        "rate_limited": "操作过于频繁，请稍等几分钟后再试。",
        "too_many_login_attempts": "登录尝试次数过多，请稍等几分钟后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Log it."""
        eventlog.record("person.signed_in", user, actor=user, unit=user.home)
        request.session[SEEN] = int(time.time())
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

    def add_message(self, request: HttpRequest, level: Any, *args: Any, **kwargs: Any) -> None:
        """Say nothing where the page that follows says it: who signed in or out."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, *args, **kwargs)


class Presence:
    """Notes, once a minute at most, that a person is there: prolongs the session and keeps the list of sessions true."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and time.time() - request.session.get(SEEN, 0) > PRESENCE:
            request.session[SEEN] = int(time.time())
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, the same for sessions and for the lock-out; "" where the request came over no network."""
    return get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else ""


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name with which somebody tries to sign in: allauth's form calls it `login`, its credentials `username`."""
    return (credentials or {}).get("username") or request.POST.get("login", "")


def locked(request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """429 for whoever typed a wrong password too often: how long it lasts, and what to do."""
    rest = _rest(request, credentials)
    return refuse(request, 429, "登录暂时锁定", f"密码连续输错次数过多，这个账号在您的网络地址上暂时不能登录，请{_minutes(rest)}后再试；"
                  "忘记密码的，请联系本单位管理员重新设置。")


def _rest(request: HttpRequest, credentials: dict[str, Any] | None) -> timedelta:
    """How long the lock-out lasts: the cool-off, counted from the last wrong password."""
    whole = get_cool_off(request) or timedelta()
    last = AccessAttempt.objects.filter(username=name_of(request, credentials), ip_address=address_of(request)).order_by("-attempt_time").first()
    return max(whole - (timezone.now() - last.attempt_time), timedelta(minutes=1)) if last else whole


def _minutes(rest: timedelta) -> str:
    minutes = -(-int(rest.total_seconds()) // 60)
    return f"{minutes}分钟" if minutes < 120 else f"{-(-minutes // 60)}小时"
