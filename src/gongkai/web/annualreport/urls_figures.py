"""Adding up and comparing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
