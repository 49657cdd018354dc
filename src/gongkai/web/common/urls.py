"""Addresses that no app owns: files, health, large print, reminders."""

from django.urls import path

from gongkai.web.common import views

urlpatterns = [
    path("favicon.ico", views.icon, name="icon"),
    path("health", views.health, name="health"),
    path("files/<uuid:id>", views.file, name="file"),
    path("display", views.display, name="display"),
    path("workbench/notices/", views.notices, name="notices"),
    path("workbench/notices/read", views.read_notices, name="notices_read"),
    path("workbench/notices/<int:id>", views.open_notice, name="notice"),
]
