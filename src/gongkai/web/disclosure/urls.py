"""Screens of 主动公开 in the workbench."""

from django.urls import URLPattern

app_name = "disclosure"
urlpatterns: list[URLPattern] = []
