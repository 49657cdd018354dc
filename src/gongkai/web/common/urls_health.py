from django.urls import path

from gongkai.web.common import views

urlpatterns = [path("", views.health, name="health")]
