"""Who has opened which case, and what each of these pages is.

`applicant` is the one way to a case from outside the workbench: the session says which case was opened with which code, and until
when. It holds ids and digests, nothing personal. Every page is kept by no cache that others use; what was typed is in no report of
an error.
"""

from __future__ import annotations

import time
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from gongkai.web.applications.models import Case
from gongkai.web.common.access import View, public
from gongkai.web.organs.signin import address_of

OWN = "application"
MINUTES = 30
NOTED = 60
"""Seconds after which another page prolongs the half hour: each prolonging is a write."""


def anybody(view: View) -> View:
    """A page of the way in, for everybody: outside a transaction (uploads take long, and on SQLite all would wait), in no cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **keywords: Any) -> HttpResponseBase:
        response = view(request, *args, **keywords)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response

    made: View = public(transaction.non_atomic_requests(sensitive_post_parameters()(wrapped)))
    return made


def applicant(view: View) -> View:
    """The view is given the case that the session has opened; whoever has opened none is asked for number and code."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **keywords: Any) -> HttpResponseBase:
        case = opened(request)
        if case is None:
            return redirect("apply:query")
        return view(request, *args, case=case, **keywords)

    made = anybody(wrapped)
    made.applicant = True  # type: ignore[attr-defined]
    return made


def opened(request: HttpRequest) -> Case | None:
    """The case that this session has opened; None where it has none, its half hour is over, or the code was renewed since."""
    held = request.session.get(OWN)
    if not held or held["until"] < time.time():
        return None
    case = Case.objects.select_related("unit", "body").filter(pk=held["case"], code_index=held["code"]).first()
    if case is not None and held["until"] - MINUTES * 60 < time.time() - NOTED:
        request.session[OWN] = {**held, "until": time.time() + MINUTES * 60}
    return case


def open_for(request: HttpRequest, case: Case, *, fresh: bool = False) -> None:
    """Let this session into a case, for half an hour from the last page.

    Args:
        fresh: it was filed just now in this session, so that the receipt may show its code.
    """
    if not request.user.is_authenticated:  # a key that somebody else has planted opens nothing
        request.session.cycle_key()
    request.session[OWN] = {"case": case.pk, "code": case.code_index, "until": time.time() + MINUTES * 60, "fresh": fresh}


def is_fresh(request: HttpRequest) -> bool:
    """Whether the case was filed in this session, in its half hour."""
    return bool(request.session.get(OWN, {}).get("fresh"))


def close(request: HttpRequest) -> None:
    """Let the session out of the case again."""
    request.session.pop(OWN, None)


def address(request: HttpRequest) -> str:
    """The visitor's network address, for limits; "" where it cannot be told."""
    try:
        return address_of(request)
    except PermissionDenied:
        return ""


def keeps_what_was_typed(view: View) -> View:
    """A form whose page has expired (no cookie, another token) is shown again with all that was typed, instead of a page of refusal.

    The view asks `token_fails` before it does anything with what was sent.
    """
    return csrf_exempt(view)


def token_fails(request: HttpRequest) -> bool:
    """Whether a form was sent without the token that its page carried."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        """Stands for the view, which is exempt from the check that the middleware makes by itself."""
        return HttpResponse()

    return CsrfViewMiddleware(checked).process_view(request, checked, (), {}) is not None
