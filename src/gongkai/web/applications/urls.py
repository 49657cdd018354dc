"""Screens of 依申请公开 in the workbench."""

from django.urls import path

from gongkai.web.applications.views import board, cases, counts, steps

app_name = "applications"
urlpatterns = [
    path("cases/", board.index, name="cases"),
    path("cases/counts/", counts.tables, name="counts"),
    path("cases/counts/3/<str:row>/<slug:column>/", counts.cases, name="counted_cases"),
    path("cases/counts/4/<slug:row>/<slug:column>/", counts.disputes, name="counted_disputes"),
    path("cases/<int:id>/", cases.page, name="case"),
    path("cases/<int:id>/clock/", cases.clock, name="case_clock"),
    path("cases/<int:id>/unmask/", cases.unmask, name="unmask"),
    path("cases/<int:id>/files/<uuid:file>", cases.file, name="case_file"),
    path("cases/<int:id>/steps/<slug:kind>/", steps.step, name="step"),
    path("cases/<int:id>/events/<int:event>/reverse/", cases.reverse_event, name="event_reverse"),
]
