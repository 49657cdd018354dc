"""A clerk takes applications in."""

from django.urls import path

from gongkai.web.applications.views import intake

urlpatterns = [
    path("cases/new/", intake.new, name="intake_new"),
    path("cases/<int:id>/receipt/", intake.receipt, name="intake_receipt"),
    path("cases/<int:id>/receipt/file/<slug:kind>", intake.receipt_file, name="intake_receipt_file"),
    path("cases/<int:id>/receipt/code/", intake.code, name="intake_code"),
    path("cases/<int:id>/confirm/", intake.confirm, name="intake_confirm"),
    path("cases/<int:id>/register/", intake.register, name="intake_register"),
]
