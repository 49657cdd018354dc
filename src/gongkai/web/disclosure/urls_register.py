"""Addresses of the register, part of disclosure/urls.py."""

from django.urls import path

from gongkai.web.disclosure.views import register

urlpatterns = [
    path("documents/", register.index, name="documents"),
    path("documents/add/", register.add, name="document_add"),
    path("documents/counts/", register.counts, name="documents_counts"),
    path("documents/clean/", register.clean, name="documents_clean"),
    path("documents/import/", register.import_sheet, name="documents_import"),
    path("documents/import/<int:id>/", register.import_preview, name="documents_preview"),
    path("documents/<int:id>/", register.page, name="document"),
    path("documents/<int:id>/edit/", register.edit, name="document_edit"),
    path("documents/<int:id>/act/", register.act, name="document_act"),
    path("documents/events/<int:id>/reverse/", register.reverse_event, name="event_reverse"),
]
