"""A unit's own reports."""

from django.urls import path

from gongkai.web.annualreport.views import decisions, editor, likeness, reasons, recounting, reports

urlpatterns = [
    path("annual/", reports.index, name="reports"),
    path("annual/compile/", reports.compile_new, name="compile"),
    path("annual/decisions/", decisions.index, name="decisions"),
    path("annual/decisions/enter/", decisions.enter, name="decisions_enter"),
    path("annual/decisions/import/", decisions.import_sheet, name="decisions_import"),
    path("annual/decisions/import/<int:id>/", decisions.import_preview, name="decisions_preview"),
    path("annual/<int:id>/", editor.page, name="report"),
    path("annual/<int:id>/save/", editor.save, name="report_save"),
    path("annual/<int:id>/check/", editor.check, name="report_check"),
    path("annual/<int:id>/keep/", editor.keep, name="report_keep"),
    path("annual/<int:id>/reasons/", reasons.explain, name="report_reasons"),
    path("annual/<int:id>/override/", reasons.override, name="report_override"),
    path("annual/<int:id>/changes/", recounting.changes, name="report_changes"),
    path("annual/<int:id>/last-year/", likeness.last_year, name="report_last_year"),
    path("annual/<int:id>/sisters/", likeness.sisters, name="report_sisters"),
]
