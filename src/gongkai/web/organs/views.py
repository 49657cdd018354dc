"""Screens of units and people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The workbench's first page."""
    return render(request, "organs/home.html")
