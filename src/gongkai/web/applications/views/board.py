"""The board of cases: mine, my unit's, due this week, overdue, waiting for others."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse

from gongkai.web.applications import tables
from gongkai.web.applications.domain import queries
from gongkai.web.applications.models import Case
from gongkai.web.common.access import lists
from gongkai.web.common.generic.lists import show

EMPTY = {
    "mine": "没有分给您的在办申请。", "week": "本周没有到期的申请。", "overdue": "没有逾期的申请。", "waiting": "没有等待对方的申请。",
    "new": "没有待确认、待登记的申请。", "done": "还没有办结的申请。",
}


@lists(Case)
def index(request: HttpRequest) -> HttpResponseBase:
    """Cases that the person may see, the nearest due day first."""
    view = request.GET.get("view", "unit")
    if view not in tables.VIEWS:
        view = "unit"
    seen = queries.cases_seen(request.user)
    rows = tables.within(seen, view, request.user)
    if not request.GET.get("sort"):
        rows = rows.order_by(*(("-answered_on",) if view == "done" else ("-received_on",) if view == "all" else (F("due_on").asc(nulls_last=True),)))
    return show(request, rows, tables.CaseTable, filters=tables.CaseFilter, title="申请办理", template="applications/board.html",
                empty=EMPTY.get(view, "还没有申请。"), add=_add(request), narrow=True, views=tables.VIEWS, view=view)


def _add(request: HttpRequest) -> tuple[str, str] | None:
    """The button that enters a paper application, where the person may."""
    if not Case.gate.somewhere(request.user, "add"):
        return None
    try:
        return "录入申请", reverse("applications:intake_new")
    except NoReverseMatch:
        return None
