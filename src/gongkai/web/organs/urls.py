"""Addresses of this app, below /workbench/."""

from django.urls import path

from gongkai.web.organs.views import home, log, people, reforms, roles, sheets, tokens, units

app_name = "organs"
urlpatterns = [
    path("", home.home, name="home"),
    path("units/", units.tree, name="units"),
    path("units/list/", units.index, name="units_list"),
    path("units/new/", units.add, name="unit_add"),
    path("units/import/", sheets.take, name="units_import"),
    path("units/import/<int:id>/", sheets.look, name="units_import_preview"),
    path("units/<int:id>/", units.page, name="unit"),
    path("units/<int:id>/edit/", units.edit, name="unit_edit"),
    path("units/<int:id>/rename/", units.rename, name="unit_rename"),
    path("units/<int:id>/contact/", units.contact, name="unit_contact"),
    path("units/<int:id>/officers/new/", units.officer_add, name="officer_add"),
    path("units/<int:id>/move/", reforms.move, name="unit_move"),
    path("units/<int:id>/merge/", reforms.merge, name="unit_merge"),
    path("units/<int:id>/split/", reforms.split, name="unit_split"),
    path("units/<int:id>/abolish/", reforms.abolish, name="unit_abolish"),
    path("units/<int:id>/hand-over/", reforms.hand_over, name="unit_hand_over"),
    path("officers/<int:id>/", units.officer_change, name="officer_change"),
    path("officers/<int:id>/end/", units.officer_end, name="officer_end"),
    path("changes/<int:id>/undo/", reforms.undo, name="change_undo"),
    path("people/", people.index, name="people"),
    path("people/new/", people.add, name="person_add"),
    path("people/<int:id>/", people.page, name="person"),
    path("people/<int:id>/edit/", people.edit, name="person_edit"),
    path("people/<int:id>/home/", people.home, name="person_home"),
    path("people/<int:id>/password/", people.password, name="person_password"),
    path("people/<int:id>/second-factor/", people.second_factor, name="person_second_factor"),
    path("people/<int:id>/deactivate/", people.deactivate, name="person_deactivate"),
    path("people/<int:id>/activate/", people.activate, name="person_activate"),
    path("roles/", roles.index, name="roles"),
    path("roles/new/", roles.grant, name="role_grant"),
    path("roles/<int:id>/revoke/", roles.revoke, name="role_revoke"),
    path("roles/sole/", roles.sole, name="sole"),
    path("roles/sole/new/", roles.sole_add, name="sole_add"),
    path("roles/sole/<int:id>/end/", roles.sole_end, name="sole_end"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/new/", tokens.add, name="token_add"),
    path("tokens/<int:id>/revoke/", tokens.revoke, name="token_revoke"),
    path("log/", log.index, name="log"),
    path("log/<int:id>/", log.page, name="event"),
]
