"""Addresses of channels, part of disclosure/urls.py."""

from django.urls import path

from gongkai.web.disclosure.views import channel_sheets, channels

urlpatterns = [
    path("channels/", channels.index, name="channels"),
    path("channels/add/", channels.add, name="channel_add"),
    path("channels/counts/", channels.counts, name="channel_counts"),
    path("channels/figures/import/", channel_sheets.import_figures, name="figures_import"),
    path("channels/figures/import/<int:id>/", channel_sheets.figures_preview, name="figures_preview"),
    path("channels/<int:id>/", channels.page, name="channel"),
    path("channels/<int:id>/edit/", channels.edit, name="channel_edit"),
    path("channels/<int:id>/close/", channels.close, name="channel_close"),
    path("channels/<int:id>/reopen/", channels.reopen, name="channel_reopen"),
    path("channels/<int:id>/dispatch/", channels.dispatch_add, name="dispatch_add"),
    path("channels/<int:id>/figure/", channels.figure, name="channel_figure"),
    path("dispatches/", channels.dispatches, name="dispatches"),
    path("dispatches/import/", channel_sheets.import_dispatches, name="dispatches_import"),
    path("dispatches/import/<int:id>/", channel_sheets.dispatches_preview, name="dispatches_preview"),
    path("dispatches/<int:id>/undo/", channels.dispatch_undo, name="dispatch_undo"),
    path("items/<int:id>/dispatches/", channels.item_dispatches, name="item_dispatches"),
]
