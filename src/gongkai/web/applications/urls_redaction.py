"""Addresses of redaction."""

from django.urls import path

from gongkai.web.applications.views import redactions

urlpatterns = [
    path("cases/<int:id>/sources/", redactions.source_add, name="source_add"),
    path("cases/<int:id>/sources/<uuid:file>/redact/", redactions.start, name="redaction_start"),
    path("redactions/<int:id>/", redactions.page, name="redaction"),
    path("redactions/<int:id>/pages/<int:number>/", redactions.picture, name="redaction_picture"),
    path("redactions/<int:id>/boxes/", redactions.box_add, name="redaction_box_add"),
    path("redactions/<int:id>/boxes/<int:box>/", redactions.box_change, name="redaction_box"),
    path("redactions/<int:id>/undo/", redactions.undo, name="redaction_undo"),
    path("redactions/<int:id>/search/", redactions.search, name="redaction_search"),
    path("redactions/<int:id>/finish/", redactions.finish, name="redaction_finish"),
    path("redactions/<int:id>/again/", redactions.again, name="redaction_again"),
    path("redactions/<int:id>/discard/", redactions.discard, name="redaction_discard"),
]
