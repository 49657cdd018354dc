"""The workbench's first page, and a person's own account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.web.common import days, panels
from gongkai.web.common.access import own
from gongkai.web.common.generic.edits import change
from gongkai.web.organs.domain import people
from gongkai.web.organs.forms.people import OwnForm
from gongkai.web.organs.visitor import person_of


@own
def home(request: HttpRequest) -> HttpResponse:
    """The workbench's first page: what every app has for this person to do."""
    board = panels.board(request.user)
    return render(request, "organs/home.html", {"panels": board, "clear": panels.is_clear(board)})


@own
def account(request: HttpRequest) -> HttpResponse:
    """A person's own account: who they are, their roles, and the ways to password, second factor and sessions."""
    roles = person_of(request).roles.on(days.today()).select_related("unit", "granted_by").order_by("unit__place", "role")
    return render(request, "account/index.html", {"roles": roles})


@own
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
    return HttpResponse(status=204)


@own
def contact(request: HttpRequest) -> HttpResponse:
    """One's own mail address and telephone."""
    person = person_of(request)
    return change(request, person, OwnForm,
                  lambda form, version: people.change_own(person, version, **form.cleaned_data),
                  title="我的联系方式", done=reverse("account"), cancel=reverse("account"))
