"""What an applicant sees, under ``apply/``; the page that explains how to apply is the portal's (``apply/`` itself)."""

from django.urls import path

from gongkai.web.applications.public import acts, complaining, filing, status

app_name = "apply"
urlpatterns = [
    path("apply/bodies/", filing.choose, name="choose"),
    path("apply/to/<slug:slug>/", filing.form, name="form"),
    path("apply/to/<slug:slug>/record/", filing.record, name="record"),
    path("apply/offers/", filing.offer, name="offer"),
    path("apply/receipt/", filing.receipt, name="receipt"),
    path("apply/complaints/new/", complaining.form, name="complain"),
    path("apply/complaints/mine/", complaining.status, name="complaint"),
    path("apply/complaints/mine/leave/", complaining.leave, name="complaint_leave"),
    path("apply/receipt/pdf", filing.receipt_file, name="receipt_file"),
    path("apply/query/", status.query, name="query"),
    path("apply/case/", status.case, name="case"),
    path("apply/case/files/<uuid:file>", status.file, name="file"),
    path("apply/case/parts/<int:id>/", status.part, name="part"),
    path("apply/case/alive/", status.alive, name="alive"),
    path("apply/case/leave/", status.leave, name="leave"),
    path("apply/case/correct/", acts.correct, name="correct"),
    path("apply/case/reasons/", acts.reasons, name="reasons"),
    path("apply/case/withdraw/", acts.withdraw, name="withdraw"),
    path("apply/case/suggest/", acts.suggest, name="suggest"),
    path("apply/case/contact/", acts.contact, name="contact"),
    path("apply/case/letters/<int:letter>/received/", acts.confirm, name="confirm"),
]
