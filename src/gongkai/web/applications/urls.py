"""Screens of 依申请公开 in the workbench."""

from django.urls import path

from gongkai.web.applications import urls_disputes, urls_intake, urls_letters, urls_redaction
from gongkai.web.applications.views import (
    archives,
    board,
    calendars,
    cases,
    counts,
    dividing,
    ledger,
    proposals,
    questions,
    steps,
    webhooks,
)

app_name = "applications"
urlpatterns = [
    *urls_disputes.urlpatterns,
    *urls_intake.urlpatterns,
    path("cases/", board.index, name="cases"),
    path("cases/counts/", counts.tables, name="counts"),
    path("cases/counts/3/<str:row>/<slug:column>/", counts.cases, name="counted_cases"),
    path("cases/counts/4/<slug:row>/<slug:column>/", counts.disputes, name="counted_disputes"),
    path("cases/<int:id>/", cases.page, name="case"),
    path("cases/ledger/", ledger.take, name="ledger"),
    path("cases/ledger/<int:id>/", ledger.look, name="ledger_preview"),
    path("cases/expired/", archives.expired, name="expired"),
    path("cases/<int:id>/archive/", archives.archive, name="archive"),
    path("cases/<int:id>/erase/", archives.erase, name="erase"),
    path("cases/proposals/", proposals.index, name="proposals"),
    path("cases/proposals/<int:id>/", proposals.page, name="proposal"),
    path("cases/proposals/<int:id>/accept/", proposals.accept, name="proposal_accept"),
    path("cases/proposals/<int:id>/leave/", proposals.leave, name="proposal_leave"),
    path("cases/calendars/", calendars.index, name="calendars"),
    path("cases/calendars/new/", calendars.new, name="calendar_new"),
    path("cases/calendars/<int:id>/end/", calendars.end, name="calendar_end"),
    path("cases/webhooks/", webhooks.index, name="webhooks"),
    path("cases/webhooks/new/", webhooks.new, name="webhook_new"),
    path("cases/webhooks/<int:id>/remove/", webhooks.remove, name="webhook_remove"),
    path("cases/<int:id>/questions/", questions.ask, name="questions"),
    path("cases/<int:id>/split/", dividing.split, name="split"),
    path("cases/<int:id>/merge/", dividing.merge, name="merge"),
    path("cases/<int:id>/clock/", cases.clock, name="case_clock"),
    path("cases/<int:id>/unmask/", cases.unmask, name="unmask"),
    path("cases/<int:id>/files/<uuid:file>", cases.file, name="case_file"),
    path("cases/<int:id>/steps/<slug:kind>/", steps.step, name="step"),
    path("cases/<int:id>/events/<int:event>/reverse/", cases.reverse_event, name="event_reverse"),
    *urls_letters.urlpatterns,
    *urls_redaction.urlpatterns,
]
