"""A unit's own reports."""

from django.urls import path

from gongkai.web.annualreport.views import road

urlpatterns = [path("annual/", road.index, name="reports"), path("annual/<int:id>/", road.progress, name="report")]
