"""Letters: written, reviewed, signed, sent; their templates, settings and numbers."""

from django.urls import path

from gongkai.web.applications.views import fees, letter_settings, letters, letters_post

urlpatterns = [
    path("cases/<int:id>/letters/new/", letters.choose, name="letter_new"),
    path("letters/reviews/", letters.waiting, name="letter_reviews"),
    path("letters/templates/", letter_settings.templates, name="letter_templates"),
    path("letters/templates/<slug:kind>/", letter_settings.template, name="letter_template"),
    path("letters/templates/<slug:kind>/put/", letter_settings.template_put, name="letter_template_put"),
    path("letters/templates/<slug:kind>/back/", letter_settings.template_back, name="letter_template_back"),
    path("letters/templates/<slug:kind>/files/<slug:which>", letter_settings.template_file, name="letter_template_file"),
    path("letters/settings/", letter_settings.settings, name="letter_settings"),
    path("letters/numbers/", letter_settings.numbers, name="letter_numbers"),
    path("letters/numbers/gap/", letter_settings.number_gap, name="letter_number_gap"),
    path("letters/numbers/<int:id>/void/", letter_settings.number_void, name="letter_number_void"),
    path("letters/versions/<int:id>/", letters.review, name="letter_review"),
    path("letters/versions/<int:id>/paper/", letters.paper, name="letter_paper"),
    path("letters/versions/<int:id>/recall/", letters.recall, name="letter_recall"),
    path("letters/versions/<int:id>/file/<slug:kind>", letters.version_file, name="letter_version_file"),
    path("letters/<int:id>/", letters.page, name="letter"),
    path("letters/<int:id>/edit/", letters.edit, name="letter_edit"),
    path("letters/<int:id>/fee/", fees.reckon, name="letter_fee"),
    path("letters/<int:id>/preview/<slug:kind>", letters.preview, name="letter_preview"),
    path("letters/<int:id>/submit/", letters.submit, name="letter_submit"),
    path("letters/<int:id>/keep/", letters.file_inner, name="letter_keep"),
    path("letters/<int:id>/void/", letters.void, name="letter_void"),
    path("letters/<int:id>/number/", letters_post.number, name="letter_number"),
    path("letters/<int:id>/stamp/", letters_post.stamp, name="letter_stamp"),
    path("letters/<int:id>/send/", letters_post.send, name="letter_send"),
    path("letters/<int:id>/arrived/", letters_post.arrived, name="letter_arrived"),
    path("letters/<int:id>/undelivered/", letters_post.undelivered, name="letter_undelivered"),
]
