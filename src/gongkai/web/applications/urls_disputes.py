"""Screens of disputes and complaints."""

from django.urls import path

from gongkai.web.applications.views import complaints, disputes

urlpatterns = [
    path("disputes/", disputes.index, name="disputes"),
    path("disputes/new/", disputes.new, name="dispute_new"),
    path("disputes/<int:id>/", disputes.page, name="dispute"),
    path("disputes/<int:id>/files/<uuid:file>", disputes.file, name="dispute_file"),
    path("disputes/<int:id>/events/<int:event>/reverse/", disputes.reverse_event, name="dispute_reverse"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/", complaints.new, name="complaint_new"),
    path("complaints/<int:id>/", complaints.page, name="complaint"),
]
