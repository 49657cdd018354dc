"""The event log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from gongkai.web.common.access import lists, opens
from gongkai.web.common.generic.lists import show
from gongkai.web.common.models import Event
from gongkai.web.organs.changes import differences
from gongkai.web.organs.tables import EventFilter, EventTable


@lists(Event)
def index(request: HttpRequest) -> HttpResponseBase:
    """Who did what, when."""
    return show(request, Event.objects.restrict(request.user).select_related("unit"), EventTable, title="操作记录",
                filters=EventFilter, empty="还没有操作记录。")


@opens(Event)
def page(request: HttpRequest, row: Event) -> HttpResponse:
    """One thing that somebody did, with the values before and after."""
    return render(request, "organs/event.html", {"event": row, "differences": differences(row)})
