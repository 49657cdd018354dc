"""Screens of units and people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.common import days, panels
from gongkai.web.common.access import own


@own
def home(request: HttpRequest) -> HttpResponse:
    """The workbench's first page: what every app has for this person to do."""
    return render(request, "organs/home.html", {"panels": panels.board(request.user)})


@own
def account(request: HttpRequest) -> HttpResponse:
    """A person's own account: who they are, their roles, and the ways to password, second factor and sessions."""
    roles = request.user.roles.on(days.today()).select_related("unit") if request.user.is_authenticated else ()
    return render(request, "account/index.html", {"roles": roles})
