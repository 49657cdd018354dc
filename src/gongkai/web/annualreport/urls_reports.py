"""A unit's own reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
