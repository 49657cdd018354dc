"""Screens of 主动公开 in the workbench."""

from gongkai.web.disclosure import urls_channels, urls_duties, urls_intake, urls_items, urls_register

app_name = "disclosure"
urlpatterns = [*urls_intake.urlpatterns, *urls_items.urlpatterns, *urls_register.urlpatterns, *urls_channels.urlpatterns,
               *urls_duties.urlpatterns]
