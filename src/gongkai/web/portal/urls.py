from django.urls import path

from gongkai.web.portal import views
from gongkai.web.portal.reports import views as reports

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("reports", reports.check, name="reports"),
]
