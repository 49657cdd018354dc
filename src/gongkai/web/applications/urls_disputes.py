"""Screens of disputes and complaints."""

from django.urls import path

from gongkai.web.applications.views import complaints, dispute_papers, disputes

urlpatterns = [
    path("disputes/", disputes.index, name="disputes"),
    path("disputes/new/", disputes.new, name="dispute_new"),
    path("disputes/<int:id>/", disputes.page, name="dispute"),
    path("disputes/<int:id>/files/<uuid:file>", disputes.file, name="dispute_file"),
    path("disputes/<int:id>/events/<int:event>/reverse/", disputes.reverse_event, name="dispute_reverse"),
    path("disputes/<int:id>/papers/new/", dispute_papers.start, name="dispute_paper_new"),
    path("disputes/papers/<int:id>/", dispute_papers.page, name="dispute_paper"),
    path("disputes/papers/<int:id>/edit/", dispute_papers.edit, name="dispute_paper_edit"),
    path("disputes/papers/<int:id>/submit/", dispute_papers.submit, name="dispute_paper_submit"),
    path("disputes/papers/<int:id>/recall/", dispute_papers.recall, name="dispute_paper_recall"),
    path("disputes/papers/<int:id>/void/", dispute_papers.void, name="dispute_paper_void"),
    path("disputes/papers/<int:id>/paper/", dispute_papers.paper, name="dispute_paper_record"),
    path("disputes/papers/<int:id>/number/", dispute_papers.number, name="dispute_paper_number"),
    path("disputes/papers/<int:id>/hand-in/", dispute_papers.hand_in, name="dispute_paper_hand_in"),
    path("disputes/papers/<int:id>/preview/<slug:kind>", dispute_papers.preview, name="dispute_paper_preview"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/", complaints.new, name="complaint_new"),
    path("complaints/<int:id>/", complaints.page, name="complaint"),
    path("complaints/<int:id>/files/<uuid:file>", complaints.file, name="complaint_file"),
]
