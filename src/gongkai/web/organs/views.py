"""Screens of units and people."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gongkai.web.common import days, panels
from gongkai.web.common.access import own


@own
def home(request: HttpRequest) -> HttpResponse:
    """The workbench's first page: what every app has for this person to do."""
    return render(request, "organs/home.html", {"panels": panels.board(request.user)})


@own
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """A person's own account: who they are, their roles, and the ways to password, second factor and sessions."""
    roles = request.user.roles.on(days.today()).select_related("unit")
    return render(request, "account/index.html", {"roles": roles})


@own
@login_required
@require_POST
def end_session(request: HttpRequest, id: int) -> HttpResponse:
    """Ends one of the person's other sessions: a computer elsewhere that was left signed in."""
    session = get_object_or_404(UserSession, user=request.user, pk=id)
    if not session.is_current():
        session.end()
        messages.success(request, "已结束该处的登录。")
    return redirect("usersessions_list")


@own
def alive(request: HttpRequest) -> HttpResponse:
    """Asked by a page on which somebody types: the session goes on."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)
