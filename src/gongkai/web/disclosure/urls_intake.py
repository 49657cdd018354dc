"""Addresses of what comes in from elsewhere, part of disclosure/urls.py."""

from django.urls import path

from gongkai.web.disclosure.views import intake

urlpatterns = [
    path("intake/", intake.index, name="intake"),
    path("intake/new/", intake.new, name="intake_new"),
    path("intake/<int:id>/", intake.page, name="intake_run"),
    path("intake/<int:id>/start/", intake.start, name="intake_start"),
    path("intake/<int:id>/confirm/", intake.confirm, name="intake_confirm"),
    path("intake/rows/<int:id>/", intake.row_edit, name="intake_row"),
]
