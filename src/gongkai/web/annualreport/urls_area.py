"""The office above: who must report, what came in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
