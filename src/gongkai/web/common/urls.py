from django.urls import path

from gongkai.web.common import views

urlpatterns = [path("<uuid:id>", views.file, name="file")]
