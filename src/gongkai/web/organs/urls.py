from django.urls import path

from gongkai.web.organs import views

app_name = "organs"
urlpatterns = [path("", views.home, name="home")]
