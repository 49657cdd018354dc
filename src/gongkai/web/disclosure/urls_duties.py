"""Addresses of duties, interpretations and settings, part of disclosure/urls.py."""

from django.urls import path

from gongkai.web.disclosure.views import columns, duties, interpretations, settings

urlpatterns = [
    path("duties/", duties.board, name="duties"),
    path("duties/columns/absent/", columns.absent, name="column_absent"),
    path("duties/absences/<int:id>/end/", columns.present, name="column_present"),
    path("duties/in-time/", duties.in_time, name="in_time"),
    path("items/<int:id>/interpretations/", interpretations.page, name="item_interpretations"),
    path("interpretations/missing/", interpretations.unexplained, name="unexplained"),
    path("rules/", settings.rules, name="rules"),
    path("rules/add/", settings.rule_add, name="rule_add"),
    path("rules/lay/", settings.rules_lay, name="rules_lay"),
    path("rules/<int:id>/edit/", settings.rule_edit, name="rule_edit"),
    path("rules/<int:id>/end/", settings.rule_end, name="rule_end"),
    path("words/", settings.words, name="words"),
    path("words/add/", settings.word_add, name="word_add"),
    path("words/import/", settings.words_import, name="words_import"),
    path("words/import/<int:id>/", settings.words_preview, name="words_preview"),
    path("words/<int:id>/edit/", settings.word_edit, name="word_edit"),
    path("words/<int:id>/delete/", settings.word_delete, name="word_delete"),
]
