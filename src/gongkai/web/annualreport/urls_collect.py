"""Files from units that do not use the platform."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
