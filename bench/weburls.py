"""The site's addresses, and ``/ready/…``: what a page of the same size costs when nothing need be asked or drawn."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from gongkai.web.portal.access import page


@lru_cache
def _bytes(address: str) -> bytes:
    response = Client().get(address)
    return bytes(response.content)


@page()
def ready(request: HttpRequest) -> HttpResponse:
    """The bytes of the address in ``?of=``, made once."""
    return HttpResponse(_bytes(request.GET["of"]))


urlpatterns = [path("ready/", ready), path("", include("gongkai.web.urls"))]
handler404 = "gongkai.web.common.views.not_found"
